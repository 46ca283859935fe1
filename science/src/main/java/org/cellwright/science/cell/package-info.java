/**
 * Continuum physics of one cell: what the cell is, what is done to it, and how it answers.
 *
 * <p>{@link Bpx} is a parameterised cell, read from and written to the Battery Parameter eXchange
 * format; {@link ScalarFunction} is how its properties depend on stoichiometry or concentration;
 * {@link Makeup} is what a change of its design needs beyond the format, {@link ElectrodeBalance}
 * how its electrodes are matched, {@link EquivalentCircuit} a circuit in its place. {@link
 * Experiment} is what is done to the cell, {@link Step} after step: a {@link Control} held until an
 * {@link Ending}. Current is positive when it charges.
 *
 * <p>References: BPX 1.1 (Faraday Institution); the experiment language follows PyBaMM's.
 */
@NullMarked
package org.cellwright.science.cell;

import org.jspecify.annotations.NullMarked;
