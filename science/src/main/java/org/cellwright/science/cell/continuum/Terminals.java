package org.cellwright.science.cell.continuum;

/**
 * What is imposed on the terminals, as a residual of the current density i (A/m², discharge
 * positive) and the voltage V.
 *
 * @param target A/m², V, W/m² (discharge positive) or Ω m²
 */
public record Terminals(Kind kind, double target) {

  /** Which quantity is held. */
  public enum Kind {
    CURRENT,
    VOLTAGE,
    POWER,
    RESISTANCE
  }

  double residual(double i, double v) {
    return switch (kind) {
      case CURRENT -> i - target;
      case VOLTAGE -> v - target;
      case POWER -> i * v - target;
      case RESISTANCE -> v - i * target;
    };
  }

  /** Derivative of the residual with respect to the current density. */
  double byCurrent(double v) {
    return switch (kind) {
      case CURRENT -> 1;
      case VOLTAGE -> 0;
      case POWER -> v;
      case RESISTANCE -> -target;
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
