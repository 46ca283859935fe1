package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;

/**
 * The fidelities that are worth buying, cheapest first, the one that counts last.
 *
 * <p>From the top down a fidelity is kept if it costs at most a quarter of the next one kept: a
 * cheaper look that is nearly as dear as a better one is never worth its bias. (Where a sketch
 * costs 0.02, nominal 0.05 and the whole 1, the sketch is left out.)
 *
 * <p>A fidelity costs what its successful observations were charged, in the mean; as declared
 * before there are any, or where they were charged as declared.
 */
record Ladder(List<Fidelity> rungs) {
  private static final double WORTHWHILE = 0.25;

  static Ladder of(Problem problem, List<Observation> told) {
    List<Fidelity> kept = new ArrayList<>();
    for (Fidelity declared : problem.fidelities().reversed()) {
      Fidelity fidelity = charged(declared, told);
      if (kept.isEmpty() || fidelity.cost() <= WORTHWHILE * kept.getFirst().cost()) {
        kept.addFirst(fidelity);
      }
    }
    return new Ladder(List.copyOf(kept));
  }

  /** The fidelity that counts alone. */
  static Ladder highest(Problem problem, List<Observation> told) {
    return new Ladder(List.of(charged(problem.highest(), told)));
  }

  private static Fidelity charged(Fidelity declared, List<Observation> told) {
    double[] costs =
        told.stream()
            .filter(o -> o.isOk() && o.cost() > 0 && o.fidelity().equals(declared.name()))
            .mapToDouble(Observation::cost)
            .toArray();
    if (Arrays.stream(costs).allMatch(cost -> cost == declared.cost())) {
      return declared;
    }
    double sum = 0;
    for (double cost : costs) {
      sum += cost;
    }
    return new Fidelity(
        declared.name(), declared.method(), sum / costs.length, declared.settings());
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
