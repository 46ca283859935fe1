package org.cellwright.science.cell;

import org.cellwright.core.CellwrightException;

/** The same value everywhere. */
public record Constant(double value) implements ScalarFunction {
  public Constant {
    if (!Double.isFinite(value)) {
      throw CellwrightException.refused(
          "a constant must be a finite number, not " + value, null, "Give a number.");
    }
  }

  @Override
  public double at(double x) {
    return value;
  }

  @Override
  public double slope(double x) {
    return 0;
  }
}
