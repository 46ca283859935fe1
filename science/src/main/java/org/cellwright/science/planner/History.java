package org.cellwright.science.planner;

import java.util.List;
import org.cellwright.core.Design;
import org.cellwright.core.Observation;

/**
 * What is known when the next ask is due: a prefix of the campaign's log, nothing else.
 *
 * @param observations in the order in which they were told
 * @param pending asked and not yet told, in the order of asking
 * @param asked how many asks went before
 * @param spent cost of the observations and, in full, of what is pending
 * @param memory what the previous ask left; empty before the first
 */
public record History(
    List<Observation> observations, List<Pending> pending, int asked, double spent, String memory) {

  /** An evaluation under way. */
  public record Pending(Design design, String fidelity) {}

  public History {
    observations = List.copyOf(observations);
    pending = List.copyOf(pending);
  }

  public static final History EMPTY = new History(List.of(), List.of(), 0, 0, "");
}
