package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Problem;

/**
 * The fidelities that are worth buying, cheapest first, the one that counts last.
 *
 * <p>From the top down a fidelity is kept if it costs at most a quarter of the next one kept: a
 * cheaper look that is nearly as dear as a better one is never worth its bias. (Where a sketch
 * costs 0.02, nominal 0.05 and the whole 1, the sketch is left out.)
 */
record Ladder(List<Fidelity> rungs) {
  private static final double WORTHWHILE = 0.25;

  static Ladder of(Problem problem) {
    List<Fidelity> kept = new ArrayList<>();
    for (Fidelity fidelity : problem.fidelities().reversed()) {
      if (kept.isEmpty() || fidelity.cost() <= WORTHWHILE * kept.getFirst().cost()) {
        kept.addFirst(fidelity);
      }
    }
    return new Ladder(List.copyOf(kept));
  }

  /** The fidelity that counts alone. */
  static Ladder highest(Problem problem) {
    return new Ladder(List.of(problem.highest()));
  }

  int top() {
    return rungs.size() - 1;
  }

  double cost(int rung) {
    return rungs.get(rung).cost();
  }

  /** The rung of a fidelity, −1 if it is not kept. */
  int rung(String fidelity) {
    for (int i = 0; i < rungs.size(); i++) {
      if (rungs.get(i).name().equals(fidelity)) {
        return i;
      }
    }
    return -1;
  }
}
