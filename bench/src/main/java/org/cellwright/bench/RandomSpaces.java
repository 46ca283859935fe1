package org.cellwright.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.Condition;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.ModelBased;
import org.cellwright.science.planner.RandomDesigns;

/**
 * Asks in random mixed spaces, and looks at each with arithmetic of its own: no known rule may be
 * broken, no design come twice.
 */
final class RandomSpaces {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final double ALIKE = 1e-7;
  private static final double SLACK = 1e-7;

  /** The model answers every third ask up to here; chance answers all others. */
  private static final int MODEL_TO = 36;

  private RandomSpaces() {}

  /**
   * What came of it.
   *
   * @param exhausted asks without an answer because the space is finite and was asked whole
   */
  record Count(int asks, int byModel, int broken, int repeated, int exhausted) {
    Count plus(Count other) {
      return new Count(
          asks + other.asks,
          byModel + other.byModel,
          broken + other.broken,
          repeated + other.repeated,
          exhausted + other.exhausted);
    }
  }

  /** A space, and what its designs must keep. */
  record Case(Space space, List<Predicate<Design>> kept) {}

  /** So many asks in the space of this number. */
  static Count ask(int number, int asks) {
    Case given = random(number);
    RandomStream random = new RandomStream(number, 2);
    Problem problem =
        new Problem(
            "space-" + number,
            given.space(),
            List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)),
            List.of(),
            List.of(new Fidelity("made", "made", 1, Settings.NONE)),
            2 * asks,
            List.of(10.0),
            number);
    boolean endless =
        given.space().variables().stream().anyMatch(v -> v instanceof Variable.Continuous);
    List<Observation> told = new ArrayList<>();
    Count count = new Count(0, 0, 0, 0, 0);
    String memory = "";
    for (int i = 0; i < asks; i++) {
      boolean model = i % 3 == 0 && i < MODEL_TO;
      History history = new History(told, List.of(), i, i, memory);
      SequencedMap<String, Value> held = new LinkedHashMap<>();
      if (endless && i % 5 == 4) {
        hold(given.space(), told.get(random.nextInt(told.size())).asked(), random, held);
        history = history.holding(held);
      }
      Optional<Ask> answer =
          model
              ? new ModelBased().ask(problem, history)
              : new RandomDesigns().ask(problem, history);
      if (answer.isEmpty()) {
        count = count.plus(new Count(0, 0, endless ? 1 : 0, 0, 1));
        continue;
      }
      Design design = answer.get().design();
      memory = model ? answer.get().memory() : memory;
      boolean holds =
          held.entrySet().stream()
              .allMatch(h -> h.getValue().equals(design.values().get(h.getKey())));
      boolean breaks = !holds || !given.kept().stream().allMatch(rule -> rule.test(design));
      // What says that it is a replicate is meant to come again.
      boolean meant = answer.get().reasons().getOrDefault("why", "").startsWith("replicate");
      boolean repeats =
          !meant && told.stream().anyMatch(o -> areAlike(given.space(), o.asked(), design));
      count = count.plus(new Count(1, model ? 1 : 0, breaks ? 1 : 0, repeats ? 1 : 0, 0));
      told.add(observation(i, design, random));
    }
    return count;
  }

  /** One number of an earlier design is held; not one that a rule or a condition ties to others. */
  private static void hold(
      Space space, Design earlier, RandomStream random, SequencedMap<String, Value> held) {
    Variable variable = space.variables().get(random.nextInt(space.variables().size()));
    Value value = earlier.values().get(variable.name());
    boolean tied =
        space.knownConstraints().stream().anyMatch(r -> r.text().contains(variable.name()))
            || space.conditions().containsKey(variable.name());
    if (value != null && !tied && !(variable instanceof Variable.Blend)) {
      held.put(variable.name(), value);
    }
  }

  private static Observation observation(int i, Design design, RandomStream random) {
    double y = random.nextDouble();
    for (Value value : design.values().values()) {
      y += value instanceof Value.Scalar scalar ? Math.cos(scalar.value()) : 0;
    }
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    boolean failed = i % 17 == 16;
    if (!failed) {
      outcomes.put("y", Value.Scalar.of(y, ONE));
    }
    return new Observation(
        "e" + i,
        new Method.Identity("made", "1", ""),
        "made",
        design,
        design,
        failed ? Outcome.Status.FAILED : Outcome.Status.OK,
        outcomes,
        failed ? "made to fail" : null,
        List.of(),
        1,
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }

  private static boolean areAlike(Space space, Design a, Design b) {
    for (Variable variable : space.variables()) {
      Value one = a.values().get(variable.name());
      Value two = b.values().get(variable.name());
      boolean alike =
          one instanceof Value.Scalar x
                  && two instanceof Value.Scalar y
                  && variable instanceof Variable.Continuous c
              ? Math.abs(x.value() - y.value()) <= ALIKE * (c.upper() - c.lower())
              : one instanceof Value.Composition p && two instanceof Value.Composition q
                  ? p.fractions().entrySet().stream()
                      .allMatch(f ->
                          Math.abs(f.getValue() - q.fractions().getOrDefault(f.getKey(), 0.0))
                              <= ALIKE)
                  : java.util.Objects.equals(one, two);
      if (!alike) {
        return false;
      }
    }
    return true;
  }

  /** The same for the same number. */
  static Case random(int number) {
    RandomStream random = new RandomStream(number, 1);
    List<Variable> variables = new ArrayList<>();
    List<Predicate<Design>> kept = new ArrayList<>();
    SequencedMap<String, Condition> conditions = new LinkedHashMap<>();
    int size = 2 + random.nextInt(6);
    // Mostly at least two numbers to tie together; every seventh space is a finite one.
    for (int i = 0; i < size; i++) {
      int kind = i < 2 && number % 7 != 0 ? 0 : random.nextInt(number % 7 == 0 ? 4 : 6);
      Variable variable = variable("v" + i, number % 7 == 0 ? kind + 1 : kind, random);
      variables.add(variable);
      if (i > 1 && random.nextDouble() < 0.3) {
        condition(variables, variable, conditions);
      }
      kept.add(within(variable, conditions.get(variable.name())));
    }
    List<KnownConstraint> rules = new ArrayList<>();
    List<String> numbers =
        variables.stream()
            .filter(v -> v instanceof Variable.Continuous)
            .map(Variable::name)
            .toList();
    if (numbers.size() >= 2 && random.nextDouble() < 0.7) {
      rule(numbers, random, variables, rules, kept);
    }
    return new Case(new Space(variables, rules, conditions), kept);
  }

  private static Variable variable(String name, int kind, RandomStream random) {
    return switch (kind) {
      case 0 -> {
        double low = 10 * random.nextNormal();
        yield new Variable.Continuous(name, low, low + 5 * random.nextDouble() + 0.1, ONE);
      }
      case 1 -> new Variable.Integers(name, -random.nextInt(4), 2 + random.nextInt(6));
      case 2 -> new Variable.Grid(name, List.of(0.5, 0.75, 2.0, 7.0), ONE);
      case 3 -> new Variable.Choices(name, List.of("p", "q", "r", "s", "t"), new LinkedHashMap<>());
      case 4 -> Variable.Choices.ordered(name, List.of("low", "medium", "high"));
      default -> blend(name, random);
    };
  }

  private static Variable blend(String name, RandomStream random) {
    SequencedMap<String, Double> atLeast = new LinkedHashMap<>();
    SequencedMap<String, Double> atMost = new LinkedHashMap<>();
    int size = 3 + random.nextInt(3);
    for (int i = 0; i < size; i++) {
      atMost.put(name + "c" + i, random.nextDouble() < 0.5 ? 1.0 : 0.55);
      atLeast.put(name + "c" + i, random.nextDouble() < 0.5 ? 0.0 : 0.15);
    }
    return new Variable.Blend(name, atLeast, atMost, 2 + random.nextInt(size - 1));
  }

  private static void condition(
      List<Variable> variables, Variable variable, SequencedMap<String, Condition> conditions) {
    for (Variable earlier : variables.subList(0, variables.size() - 1)) {
      String text =
          switch (earlier) {
            case Variable.Choices c -> c.name() + " = " + c.options().getFirst();
            case Variable.Integers n -> n.name() + " >= 1";
            default -> "";
          };
      if (!text.isEmpty()) {
        conditions.put(variable.name(), Condition.parse(text, variables));
        return;
      }
    }
  }

  /** A sum of two numbers that is at most, or exactly, what it is in their middle. */
  private static void rule(
      List<String> numbers,
      RandomStream random,
      List<Variable> variables,
      List<KnownConstraint> rules,
      List<Predicate<Design>> kept) {
    String a = numbers.get(0);
    String b = numbers.get(1);
    double limit = 0;
    for (Variable variable : variables) {
      if (variable instanceof Variable.Continuous c && (c.name().equals(a) || c.name().equals(b))) {
        limit += 0.5 * (c.lower() + c.upper());
      }
    }
    double exact = Double.parseDouble(String.format(Locale.ROOT, "%.3f", limit));
    int kind = random.nextInt(3);
    String sign = kind == 0 ? "=" : kind == 1 ? "<=" : ">=";
    rules.add(
        ArithmeticRule.parse(
            "%s + %s %s %s".formatted(a, b, sign, exact < 0 ? "0 - " + -exact : exact), variables));
    kept.add(design -> {
      double slack = exact - design.si(a) - design.si(b);
      return kind == 0 ? Math.abs(slack) <= SLACK : kind == 1 ? slack >= -SLACK : slack <= SLACK;
    });
    if (random.nextDouble() < 0.5) {
      rules.add(ArithmeticRule.parse("%s * %s >= %s * %s - 1".formatted(a, a, a, b), variables));
      kept.add(design -> design.si(a) * design.si(a) >= design.si(a) * design.si(b) - 1 - SLACK);
    }
  }

  /** Within its bounds where it counts, and absent where it does not. */
  private static Predicate<Design> within(
      Variable variable, @org.jspecify.annotations.Nullable Condition condition) {
    return design -> {
      Value value = design.values().get(variable.name());
      if (condition != null && !condition.holds(design)) {
        return value == null;
      }
      return switch (variable) {
        case Variable.Continuous c ->
            value instanceof Value.Scalar x && x.value() >= c.lower() && x.value() <= c.upper();
        case Variable.Integers n ->
            value instanceof Value.Scalar x
                && x.value() >= n.lower()
                && x.value() <= n.upper()
                && x.value() == Math.rint(x.value());
        case Variable.Grid g -> value instanceof Value.Scalar x && g.levels().contains(x.value());
        case Variable.Choices c ->
            value instanceof Value.Category x && c.options().contains(x.name());
        case Variable.Blend b -> value instanceof Value.Composition x && isWithin(b, x.fractions());
      };
    };
  }

  private static boolean isWithin(Variable.Blend blend, Map<String, Double> fractions) {
    double sum = 0;
    int present = 0;
    boolean within = true;
    for (Map.Entry<String, Double> part : fractions.entrySet()) {
      double f = part.getValue();
      double low = blend.atLeast().getOrDefault(part.getKey(), 0.0);
      sum += f;
      present += f > 0 ? 1 : 0;
      within &=
          f <= blend.atMost().getOrDefault(part.getKey(), 0.0) + 1e-9
              && (f >= low - 1e-9 || f == 0 && !blend.isComplete());
    }
    return within && Math.abs(sum - 1) <= 1e-9 && present <= blend.components();
  }

  /** The bench: 200 spaces, 500 asks each. */
  static List<Result> run() {
    Count count = new Count(0, 0, 0, 0, 0);
    for (int i = 0; i < 200; i++) {
      count = count.plus(ask(i, 500));
    }
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("asks", (double) count.asks());
    counters.put("asks_by_model", (double) count.byModel());
    counters.put("ends_of_finite_spaces", (double) count.exhausted());
    return List.of(
        counted("known rules broken in 200 random spaces", count.broken(), counters),
        counted("designs asked twice there", count.repeated(), counters));
  }

  private static Result counted(String what, int count, SequencedMap<String, Double> counters) {
    return new Result(
        what, count, "1", Result.Better.LOWER, 0, Double.NaN, Double.NaN, null, counters);
  }
}
