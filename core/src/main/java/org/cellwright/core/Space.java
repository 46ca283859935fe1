package org.cellwright.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/**
 * Everything that may be chosen, in the order of the file, and the rules known beforehand.
 *
 * @param conditions by variable, when it counts; one that has none counts always. A design says
 *     nothing of a variable that does not count, and rules that name it are not looked at.
 * @param pool the only designs that there are, where they are numbered; its rows keep the rules and
 *     have every variable
 */
public record Space(
    List<Variable> variables,
    List<KnownConstraint> knownConstraints,
    SequencedMap<String, Condition> conditions,
    Optional<Pool> pool) {
  public Space {
    variables = List.copyOf(variables);
    knownConstraints = List.copyOf(knownConstraints);
    conditions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(conditions));
    if (variables.isEmpty()) {
      throw CellwrightException.refused(
          "there is nothing to vary", "variables", "Give at least one variable.");
    }
    List<String> named = variables.stream().map(Variable::name).toList();
    pool.ifPresent(rows -> {
      if (!rows.columns().stream().map(Pool.Column::variable).toList().equals(named)) {
        throw new IllegalArgumentException("the pool's columns are not " + named);
      }
    });
    if (pool.isPresent() && !conditions.isEmpty()) {
      throw CellwrightException.refused(
          "in a pool every variable counts, but there are conditions on %s"
              .formatted(conditions.keySet()),
          "variables",
          "Leave out 'when'.");
    }
  }

  public Space(
      List<Variable> variables,
      List<KnownConstraint> knownConstraints,
      SequencedMap<String, Condition> conditions) {
    this(variables, knownConstraints, conditions, Optional.empty());
  }

  /** The same, of these candidates only. */
  public Space of(Pool candidates) {
    return new Space(variables, knownConstraints, conditions, Optional.of(candidates));
  }

  /** Where every variable counts always. */
  public Space(List<Variable> variables, List<KnownConstraint> knownConstraints) {
    this(variables, knownConstraints, new LinkedHashMap<>());
  }

  /** Whether a variable counts, given the values of those before it. */
  public boolean counts(String variable, SequencedMap<String, Value> before) {
    Condition condition = conditions.get(variable);
    return condition == null || condition.holds(new Design(before));
  }

  public List<String> names() {
    return variables.stream().map(Variable::name).toList();
  }

  /**
   * A design of this space from values in any unit and order.
   *
   * <p>What is said of a variable that does not count is left out.
   *
   * @throws CellwrightException REFUSED if a value is missing, unknown, out of range or breaks a
   *     known constraint
   */
  public Design accept(SequencedMap<String, Value> given) {
    Design design = new Design(each(given, Variable::accept));
    for (KnownConstraint rule : knownConstraints) {
      double slack = rule.slack(design);
      if (!(slack >= -1e-9)) {
        throw CellwrightException.refused(
            "the design breaks '%s' by %.4g".formatted(rule.text(), -slack),
            "known_constraints",
            null);
      }
    }
    return design;
  }

  /**
   * The same in any unit and order, wherever it lies: bounds and rules are not looked at.
   *
   * @throws CellwrightException REFUSED if a value is missing, unknown, or of another type or
   *     dimension
   */
  public Design convert(SequencedMap<String, Value> given) {
    return new Design(each(given, Variable::convert));
  }

  private SequencedMap<String, Value> each(
      SequencedMap<String, Value> given, BiFunction<Variable, Value, Value> reading) {
    for (String name : given.keySet()) {
      if (!names().contains(name)) {
        throw CellwrightException.refused(
            "there is no variable '%s'".formatted(name), null, NearestName.hint(name, names()));
      }
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Variable variable : variables) {
      if (!counts(variable.name(), values)) {
        continue;
      }
      Value value = given.get(variable.name());
      if (value == null) {
        throw CellwrightException.refused(
            "the design says nothing of '%s'".formatted(variable.name()),
            null,
            "Give a value for every variable.");
      }
      values.put(variable.name(), reading.apply(variable, value));
    }
    return values;
  }
}
