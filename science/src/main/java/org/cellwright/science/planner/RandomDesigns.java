package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;

/**
 * A baseline: independent uniform designs at the fidelity that counts, until the budget is gone.
 */
public final class RandomDesigns implements Planner {

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    double left = problem.budget() - history.spent();
    if (left < problem.highest().cost() * (1 - 1e-9)) {
      return Optional.empty();
    }
    Encoding encoding = new Encoding(problem.space()).holding(history.fixed());
    Rules rules = Rules.of(encoding);
    String fidelity = problem.highest().name();
    double[] z =
        DesignStream.random(encoding, rules, problem.seed())
            .next(history.asked(), taken(encoding, history, fidelity));
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put("why", "drawn at random");
    return z == null
        ? Optional.empty()
        : Optional.of(new Ask(encoding.decode(z), fidelity, reasons, ""));
  }

  /** What was asked at a fidelity, told or not. */
  static List<double[]> taken(Encoding encoding, History history, String fidelity) {
    List<double[]> taken = new ArrayList<>();
    history.observations().stream()
        .filter(o -> o.fidelity().equals(fidelity))
        .forEach(o -> encoding.tryEncode(o.asked()).ifPresent(taken::add));
    history.pending().stream()
        .filter(p -> p.fidelity().equals(fidelity))
        .forEach(p -> encoding.tryEncode(p.design()).ifPresent(taken::add));
    return taken;
  }
}
