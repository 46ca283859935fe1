package org.cellwright.science.planner;

import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.science.planner.space.Rules;

/**
 * Decides what to try next. Knows spaces and observations, never what they mean.
 *
 * <p>An ask is a pure function of the problem (with its seed) and the history: the same log gives
 * the same bytes, on every machine, with any number of threads.
 */
public interface Planner {

  /** The next thing to try; empty when nothing worth its cost fits what is left of the budget. */
  Optional<Ask> ask(Problem problem, History history);

  /**
   * The same in its turn after these designs: what can only be made together is held, beside what
   * the history holds; where nothing is left to ask with that, the next batch begins.
   */
  default Optional<Ask> ask(Problem problem, History history, List<Design> asked) {
    History held = history.within(problem, asked);
    Optional<Ask> ask = ask(problem, held);
    return ask.isPresent() || held.equals(history) ? ask : ask(problem, history);
  }

  /**
   * @throws CellwrightException REFUSED if no design of the space keeps all known constraints:
   *     proven where one rule alone is out of reach, otherwise after a long search
   */
  static void requireFeasible(Space space) {
    Rules.requireFeasible(space);
  }
}
