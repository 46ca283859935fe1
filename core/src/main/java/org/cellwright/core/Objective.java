package org.cellwright.core;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of one output, or of a number made of several, in {@code unit}.
 *
 * @param level the target or threshold; unused when maximising or minimising
 * @param formula how the number is made of outputs; null for an output as it is
 */
public record Objective(
    String name, Goal goal, MeasurementUnit unit, double level, @Nullable Formula formula) {

  public Objective(String name, Goal goal, MeasurementUnit unit, double level) {
    this(name, goal, unit, level, null);
  }

  /** The direction of wanting. */
  public enum Goal {
    MAXIMIZE,
    MINIMIZE,
    /** As close to the level as can be. */
    TARGET,
    /** At least the level; more is of no use. */
    THRESHOLD
  }

  /**
   * What is to be made small: the value, its negative, its distance to the target, its lack below
   * the threshold.
   */
  public double loss(double value) {
    return switch (goal) {
      case MINIMIZE -> value;
      case MAXIMIZE -> -value;
      case TARGET -> Math.abs(value - level);
      case THRESHOLD -> Math.max(0, level - value);
    };
  }

  /**
   * The number that counts, in {@link #unit}.
   *
   * @throws CellwrightException FAILED if the evaluation does not give it
   */
  public double value(Observation observation) {
    if (formula == null) {
      return observation.outcome(name, unit);
    }
    double value = formula.of(observation.outcomes());
    if (!Double.isFinite(value)) {
      throw CellwrightException.failed(
          "'%s' = %s gives no number for evaluation %s".formatted(name, formula, observation.id()),
          observation.fidelity(),
          "Maybe an output is missing, or it divides by zero there.");
    }
    return value;
  }
}
