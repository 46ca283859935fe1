package org.cellwright.core;

/**
 * What is wanted of one output, in {@code unit}.
 *
 * @param level the target or threshold; unused when maximising or minimising
 */
public record Objective(String name, Goal goal, MeasurementUnit unit, double level) {

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
}
