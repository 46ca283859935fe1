/**
 * The continuum models: how a cell is cut into volumes and how one implicit step of it is solved.
 *
 * <p>{@link CellData} turns a BPX parameter set into numbers and tables; {@link Spheres} takes the
 * implicit step of all particles of a phase, {@link Reaction} what happens at their surface, {@link
 * PorousElectrode} holds those of an electrode; {@link Dfn} (porous-electrode model of Doyle,
 * Fuller and Newman) and {@link Spme} (single-particle model with electrolyte, and without: SPM)
 * solve for the rest by Newton's method, which is in {@link ElectrochemicalModel}; {@link Thevenin}
 * is an equivalent circuit. {@link Terminals} say what is imposed on a cell, {@link Border} makes
 * it hold, and {@link Cycler} imposes one thing after another. {@link CellModel} is what {@code
 * Simulation} sees of the models. {@link SmallSignal} is the same models linearised about rest, for
 * impedance.
 *
 * <p>References: Doyle, Fuller and Newman, J. Electrochem. Soc. 140 (1993) 1526; Marquis et al., J.
 * Electrochem. Soc. 166 (2019) A3693; BPX standard, Faraday Institution.
 */
@NullMarked
package org.cellwright.science.cell.continuum;

import org.jspecify.annotations.NullMarked;
