package org.cellwright.science.planner.backtest;

import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;

/** A bound on a column that is chosen, not measured: known before anything is tried. */
record ColumnBound(Constraint bound, Variable variable) implements KnownConstraint {

  /** Whether a column is read into a variable of a space. */
  static boolean speaksOf(Space space, Constraint bound) {
    return space.variables().stream()
        .anyMatch(variable -> Candidates.columns(variable).contains(bound.name()));
  }

  /**
   * @throws CellwrightException REFUSED if the column holds names
   */
  static ColumnBound of(Space space, Constraint bound) {
    Variable variable =
        space.variables().stream()
            .filter(v -> Candidates.columns(v).contains(bound.name()))
            .findFirst()
            .orElseThrow();
    if (variable instanceof Variable.Choices) {
      throw CellwrightException.refused(
          "'%s' is a choice, which has no limit".formatted(bound.name()),
          "--constraint",
          "Name the choices that are allowed in a SPACE.yaml.");
    }
    return new ColumnBound(bound, variable);
  }

  @Override
  public String text() {
    return "%s %s %s"
        .formatted(
            bound.name(), bound.sense() == Constraint.Sense.AT_MOST ? "<=" : ">=", bound.limit());
  }

  @Override
  public double slack(Design design) {
    Value value = design.values().get(variable.name());
    return switch (value) {
      case Value.Scalar scalar -> bound.slack(scalar.value());
      case Value.Composition blend ->
          bound.slack(
              blend
                  .fractions()
                  .getOrDefault(bound.name().substring(variable.name().length() + 1), 0.0));
      case null, default -> throw new IllegalArgumentException(bound.name() + " is " + value);
    };
  }
}
