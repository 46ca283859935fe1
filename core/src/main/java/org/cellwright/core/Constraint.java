package org.cellwright.core;

/**
 * A bound on one output, met or missed by a slack: never a boolean. {@code limit} in {@code unit}.
 */
public record Constraint(String name, Sense sense, double limit, MeasurementUnit unit) {

  /** On which side of the limit is allowed. */
  public enum Sense {
    AT_LEAST,
    AT_MOST
  }

  /** Positive where the bound is met, in the unit of a difference of {@link #unit}. */
  public double slack(double value) {
    return sense == Sense.AT_LEAST ? value - limit : limit - value;
  }
}
