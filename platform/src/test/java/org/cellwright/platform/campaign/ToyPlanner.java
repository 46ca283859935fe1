package org.cellwright.platform.campaign;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Planner;

/** Draws at random from everything it was told, so that any difference in that shows at once. */
record ToyPlanner(int salt) implements Planner {

  static Planners planners() {
    return new Planners(
        new ToyPlanner(1),
        new LinkedHashMap<>(Map.of("random", new ToyPlanner(2), "screening", new ToyPlanner(3))));
  }

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    long told =
        Objects.hash(
            salt,
            problem.seed(),
            history.asked(),
            history.memory(),
            history.pending().toString(),
            history.observations().stream().map(o -> o.id() + o.outcomes() + o.status()).toList());
    SplittableRandom random = new SplittableRandom(told);
    for (int i = random.nextInt(problem.fidelities().size()); i >= 0; i--) {
      Fidelity fidelity = problem.fidelities().get(i);
      if (history.spent() + fidelity.cost() <= problem.budget() + 1e-9) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        for (Variable variable : problem.space().variables()) {
          values.put(variable.name(), draw(variable, random));
        }
        SequencedMap<String, String> reasons = new LinkedHashMap<>();
        reasons.put("told", Long.toString(told));
        return Optional.of(
            new Ask(
                new Design(values),
                fidelity.name(),
                reasons,
                "{\"asked\": " + history.asked() + ", \"told\": " + told + "}"));
      }
    }
    return Optional.empty();
  }

  private static Value draw(Variable variable, SplittableRandom random) {
    return switch (variable) {
      case Variable.Continuous c ->
          Scalar.of(c.lower() + (c.upper() - c.lower()) * random.nextDouble(), c.unit());
      case Variable.Choices c ->
          new Value.Category(c.options().get(random.nextInt(c.options().size())));
      default -> throw new IllegalArgumentException("a toy knows no " + variable);
    };
  }
}
