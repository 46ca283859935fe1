package org.cellwright.platform.campaign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.cellwright.core.Observation;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.planner.Ask;

/**
 * What somebody who watches a campaign wants to know. Calls come from several threads, one at a
 * time.
 */
public interface Progress {

  /** Nobody watches. */
  Progress SILENT = new Progress() {};

  /** The planner chose; {@code id} such as {@code e0017}. */
  default void asked(String id, Ask ask, Standing standing) {}

  /** An outcome was recorded. */
  default void observed(Observation observation, Standing standing) {}

  /** Front designs are computed again on a finer mesh; {@code done} of {@code total} so far. */
  default void verifying(int done, int total, Standing standing) {}

  /** The comparison goes on; cost in the unit of the budget. */
  default void comparing(int runsDone, int runs, double spent, double budget) {}

  /** Something that a person should read. */
  default void note(String text) {}

  /**
   * Where the campaign stands.
   *
   * @param told evaluations with an outcome
   * @param pending evaluations under way
   * @param spent in the unit of the budget, what is pending included in full
   * @param hypervolume in the product of the objectives' units
   * @param best the best feasible value of each objective at the fidelity that counts; empty while
   *     there is none
   * @param secondsLeft an estimate from the pace so far
   */
  record Standing(
      int told,
      int pending,
      double spent,
      double budget,
      double hypervolume,
      int frontSize,
      SequencedMap<String, Scalar> best,
      OptionalDouble secondsLeft) {
    public Standing {
      best = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(best));
    }
  }
}
