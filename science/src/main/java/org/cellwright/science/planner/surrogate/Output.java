package org.cellwright.science.planner.surrogate;

import java.util.function.ToDoubleFunction;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Observation;

/**
 * One number of an observation that is to be predicted.
 *
 * @param limit the bound around which it must be known best; NaN for an objective
 * @param sought whether it is to be made large: its small values then matter little
 */
public record Output(
    String name, ToDoubleFunction<Observation> value, double limit, boolean sought) {

  /** Whether an observation delivered it, in a unit that fits. */
  boolean isIn(Observation observation) {
    try {
      return !Double.isNaN(value.applyAsDouble(observation));
    } catch (CellwrightException _) {
      return false;
    }
  }
}
