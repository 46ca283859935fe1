package org.cellwright.science.planner.surrogate;

import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Observation;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;

/**
 * One number of an observation that is to be predicted.
 *
 * @param unit in which it is predicted
 * @param limit the bound around which it must be known best; NaN for an objective
 * @param sought whether it is to be made large: its small values then matter little
 */
public record Output(String name, MeasurementUnit unit, double limit, boolean sought) {

  /** The number of an observation. */
  public double value(Observation observation) {
    return observation.outcome(name, unit);
  }

  /** Whether an observation delivered it, in a unit that fits. */
  boolean isIn(Observation observation) {
    try {
      return !Double.isNaN(value(observation));
    } catch (CellwrightException _) {
      return false;
    }
  }

  /** The standard deviation that came with a measurement; 0 where none did. */
  double scatter(Observation observation) {
    return observation.outcomes().get(name) instanceof Value.Scalar scalar
            && scalar.uncertainty().kind() == Uncertainty.Kind.MEASURED
        ? scalar.in(unit).uncertainty().std()
        : 0;
  }
}
