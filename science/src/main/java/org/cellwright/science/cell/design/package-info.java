/**
 * Cells that somebody might make: from a handful of design variables to a parameter set, and from
 * there to what it is worth.
 *
 * <p>{@link BaseCell} is the cell that a design departs from, with what BPX has no field for;
 * {@link Stack} is one design of it, with its balance, mass and capacity; {@link FastCharge}
 * discharges and charges it; {@link FastChargeMethod} is the method {@code cell.dfn} or {@code
 * cell.spme} of a campaign, for the cell on paper or for draws from a coating line.
 */
@NullMarked
package org.cellwright.science.cell.design;

import org.jspecify.annotations.NullMarked;
