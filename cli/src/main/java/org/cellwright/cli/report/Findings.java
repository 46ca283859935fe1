package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import org.cellwright.science.planner.Explanation;

/** What can be concluded from a run's results; the sections of the report share it. */
final class Findings {
  /** Within this share of its range a variable sits at its bound. */
  private static final double AT_BOUND = 0.01;

  /** A slack below this share of its usual size is what holds the design back. */
  private static final double BINDS = 0.25;

  private final Material material;
  private final Map<String, Double> usualSlack = new LinkedHashMap<>();

  /** The side of its range on which a variable sits. */
  enum Bound {
    LOWER,
    UPPER
  }

  Findings(Material material) {
    this.material = material;
    for (Constraint constraint : result().constraints()) {
      usualSlack.put(constraint.name(), medianSize(constraint));
    }
  }

  private double medianSize(Constraint constraint) {
    double[] sizes =
        result().evaluations().stream()
            .mapToDouble(e -> Math.abs(slack(e, constraint)))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    return sizes.length == 0 ? 1 : Math.max(sizes[sizes.length / 2], Double.MIN_NORMAL);
  }

  RunResult result() {
    return material.result();
  }

  List<Variable> variables() {
    return material.variables();
  }

  Optional<Explanation> beliefs() {
    return material.beliefs();
  }

  Optional<byte[]> attachment(Evaluated evaluated, String name) {
    return Optional.ofNullable(evaluated.attachments().get(name)).flatMap(material.files());
  }

  /** The name of the fidelity that counts. */
  String counting() {
    return result().fidelities().isEmpty() ? "" : result().fidelities().getLast().name();
  }

  /** Everything answered at the fidelity that counts. */
  List<Evaluated> counted() {
    return result().evaluations().stream()
        .filter(e -> e.status() == Outcome.Status.OK && e.fidelity().equals(counting()))
        .toList();
  }

  List<Evaluated> front() {
    return result().front().stream().map(result()::evaluation).toList();
  }

  Optional<Evaluated> knee() {
    return Optional.ofNullable(result().knee()).map(result()::evaluation);
  }

  /** An objective's value in its own unit; NaN where the method did not deliver it. */
  double objective(Evaluated evaluated, Objective objective) {
    return number(evaluated.outcomes().get(objective.name()), objective.unit());
  }

  /** The slack of a constraint; NaN where it is not known. */
  double slack(Evaluated evaluated, Constraint constraint) {
    Scalar slack = evaluated.constraints().get(constraint.name());
    return slack == null ? Double.NaN : slack.value();
  }

  /**
   * What results were told in before the campaign changed to another dimension, in words such as
   * {@code capacity in mAh/g, now mV: e0001, e0002}.
   */
  List<String> misfits() {
    SequencedMap<String, MeasurementUnit> wanted = new LinkedHashMap<>();
    variables().forEach(v -> wanted.put(v.name(), unit(v)));
    result().constraints().forEach(c -> wanted.put(c.name(), c.unit()));
    result().objectives().forEach(o -> wanted.put(o.name(), o.unit()));
    SequencedMap<String, List<String>> misfits = new LinkedHashMap<>();
    for (Evaluated evaluated : result().evaluations()) {
      if (evaluated.status() == Outcome.Status.PENDING) {
        continue;
      }
      SequencedMap<String, Value> values = new LinkedHashMap<>(evaluated.variables());
      values.putAll(evaluated.outcomes());
      wanted.forEach((name, unit) -> {
        if (values.get(name) instanceof Scalar scalar && !scalar.unit().isCompatibleWith(unit)) {
          String change =
              "%s in %s, now %s".formatted(Figures.name(name), symbol(scalar.unit()), symbol(unit));
          misfits.computeIfAbsent(change, _ -> new ArrayList<>()).add(evaluated.id());
        }
      });
    }
    return misfits.entrySet().stream()
        .map(misfit -> misfit.getKey() + ": " + String.join(", ", misfit.getValue()))
        .toList();
  }

  private static String symbol(MeasurementUnit unit) {
    return unit.equals(MeasurementUnit.ONE) ? "a pure number" : Figures.unit(unit);
  }

  /** Whether a result has all numbers that are wanted and bounded now. */
  boolean isComplete(Evaluated evaluated) {
    return result().objectives().stream().allMatch(o -> Double.isFinite(objective(evaluated, o)))
        && result().constraints().stream().allMatch(c -> Double.isFinite(slack(evaluated, c)));
  }

  static double number(@org.jspecify.annotations.Nullable Value value, MeasurementUnit unit) {
    return value instanceof Scalar scalar && scalar.unit().isCompatibleWith(unit)
        ? scalar.in(unit).value()
        : Double.NaN;
  }

  /** The constraints whose slack is so small for its usual size that they hold the design back. */
  List<Constraint> binding(Evaluated evaluated) {
    return result().constraints().stream()
        .filter(c -> relativeSlack(evaluated, c) < BINDS)
        .toList();
  }

  /** The constraint with the least slack for its usual size. */
  Optional<Constraint> closest(Evaluated evaluated) {
    return result().constraints().stream()
        .filter(c -> Double.isFinite(slack(evaluated, c)))
        .min((a, b) -> Double.compare(relativeSlack(evaluated, a), relativeSlack(evaluated, b)));
  }

  private double relativeSlack(Evaluated evaluated, Constraint constraint) {
    return slack(evaluated, constraint) / usualSlack.getOrDefault(constraint.name(), 1.0);
  }

  /** The design that misses its constraints by least, where none meets them. */
  Optional<Evaluated> nearest() {
    return counted().stream()
        .filter(e -> closest(e).isPresent())
        .max((a, b) ->
            Double.compare(
                relativeSlack(a, closest(a).orElseThrow()),
                relativeSlack(b, closest(b).orElseThrow())));
  }

  /** 0 at the lower bound of a variable, 1 at the upper; NaN where it has no order. */
  static double position(Variable variable, Value value) {
    return switch (variable) {
      case Variable.Continuous c -> (number(value, c.unit()) - c.lower()) / (c.upper() - c.lower());
      case Variable.Integers i ->
          (number(value, MeasurementUnit.ONE) - i.lower()) / ((double) i.upper() - i.lower());
      case Variable.Grid g ->
          (number(value, g.unit()) - g.levels().getFirst())
              / (g.levels().getLast() - g.levels().getFirst());
      case Variable.Choices choices -> Double.NaN;
      case Variable.Blend blend -> Double.NaN;
    };
  }

  static MeasurementUnit unit(Variable variable) {
    return switch (variable) {
      case Variable.Continuous c -> c.unit();
      case Variable.Grid g -> g.unit();
      default -> MeasurementUnit.ONE;
    };
  }

  /** The bound at which a variable of a design sits. */
  static Optional<Bound> bound(Variable variable, Value value) {
    double position = position(variable, value);
    if (position <= AT_BOUND) {
      return Optional.of(Bound.LOWER);
    }
    return position >= 1 - AT_BOUND ? Optional.of(Bound.UPPER) : Optional.empty();
  }

  /** The same design answered by a cheaper fidelity and by the one that counts. */
  record Pair(Evaluated cheap, Evaluated counted) {}

  /** All such pairs of one cheaper fidelity, failed ones included. */
  List<Pair> pairs(String fidelity) {
    Map<Map<String, Value>, Evaluated> counted = new LinkedHashMap<>();
    for (Evaluated evaluated : result().evaluations()) {
      if (evaluated.fidelity().equals(counting()) && isTold(evaluated)) {
        counted.put(evaluated.variables(), evaluated);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (Evaluated evaluated : result().evaluations()) {
      Evaluated other = counted.get(evaluated.variables());
      if (evaluated.fidelity().equals(fidelity) && other != null && isTold(evaluated)) {
        pairs.add(new Pair(evaluated, other));
      }
    }
    return pairs;
  }

  private static boolean isTold(Evaluated evaluated) {
    return evaluated.status() == Outcome.Status.OK || evaluated.status() == Outcome.Status.FAILED;
  }
}
