package org.cellwright.science.cell.continuum;

/**
 * What is imposed on the terminals, as a residual of the current density i (A/m², discharge
 * positive) and the voltage V.
 *
 * @param target when it begins: A/m², V, W/m² (discharge positive) or Ω m²
 * @param rate at which the target moves on from there, in its unit per second
 */
public record Terminals(Kind kind, double target, double rate) {

  /** Which quantity is held. */
  public enum Kind {
    CURRENT,
    VOLTAGE,
    POWER,
    RESISTANCE
  }

  /** Something that stays as it is. */
  public Terminals(Kind kind, double target) {
    this(kind, target, 0);
  }

  /** The target some seconds after it was imposed. */
  double targetAfter(double seconds) {
    return target + rate * seconds;
  }

  double residual(double i, double v, double targetNow) {
    return switch (kind) {
      case CURRENT -> i - targetNow;
      case VOLTAGE -> v - targetNow;
      case POWER -> i * v - targetNow;
      case RESISTANCE -> v - i * targetNow;
    };
  }

  /** Derivative of the residual with respect to the current density. */
  double byCurrent(double v, double targetNow) {
    return switch (kind) {
      case CURRENT -> 1;
      case VOLTAGE -> 0;
      case POWER -> v;
      case RESISTANCE -> -targetNow;
    };
  }

  /** Derivative of the residual with respect to the voltage. */
  double byVoltage(double i) {
    return switch (kind) {
      case CURRENT -> 0;
      case VOLTAGE, RESISTANCE -> 1;
      case POWER -> i;
    };
  }
}
