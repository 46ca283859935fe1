package org.cellwright.science.cell;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One thing done to a cell.
 *
 * @param control what is imposed on the terminals
 * @param endings the first that comes true ends the step; empty for a charge or discharge that goes
 *     on to the cell's own cut-off voltage
 * @param period between recorded points, s; absent: the caller chooses
 * @param text as the user wrote it, for messages and results
 */
public record Step(Control control, List<Ending> endings, OptionalDouble period, String text) {
  public Step {
    endings = List.copyOf(endings);
  }
}
