/**
 * Molecules as numbers that a planner can learn from.
 *
 * <p>{@link org.cellwright.science.molecule.Molecule#parse} reads SMILES (Weininger 1988; the
 * OpenSMILES specification 1.0) into atoms, bonds and rings; {@code Descriptors} are some thirty
 * cheap numbers of one molecule, {@code Fingerprint} counts its atoms' surroundings; {@link
 * org.cellwright.science.molecule.Molecules} turns a list of molecules into a small table that
 * tells them apart. No coordinates, no charges from a calculation: everything is counted on the
 * graph.
 */
@NullMarked
package org.cellwright.science.molecule;

import org.jspecify.annotations.NullMarked;
