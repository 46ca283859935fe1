package org.cellwright.science.numerics;

import java.util.function.DoubleUnaryOperator;

/**
 * A smooth function as cubics on equal intervals, continuous with its first derivative.
 *
 * <p>Built from values and exact slopes (cubic Hermite): the error of the value is h⁴ max|f⁗|/384.
 * Outside of its range the table goes on as a straight line, so that a wild prediction of a solver
 * meets a finite number. The four coefficients of an interval lie side by side: one look-up touches
 * one cache line.
 */
public final class CubicTable {
  private final double lower;
  private final double upper;
  private final double perWidth;
  private final int intervals;
  private final double[] coefficients;

  public CubicTable(
      double lower,
      double upper,
      int intervals,
      DoubleUnaryOperator value,
      DoubleUnaryOperator slope) {
    this.lower = lower;
    this.upper = upper;
    this.intervals = intervals;
    double h = (upper - lower) / intervals;
    this.perWidth = 1 / h;
    this.coefficients = new double[4 * intervals];
    double y = value.applyAsDouble(lower);
    double s = h * slope.applyAsDouble(lower);
    for (int i = 0; i < intervals; i++) {
      double x = lower + (i + 1) * h;
      double nextY = value.applyAsDouble(x);
      double nextS = h * slope.applyAsDouble(x);
      coefficients[4 * i] = y;
      coefficients[4 * i + 1] = s;
      coefficients[4 * i + 2] = 3 * (nextY - y) - 2 * s - nextS;
      coefficients[4 * i + 3] = 2 * (y - nextY) + s + nextS;
      y = nextY;
      s = nextS;
    }
  }

  public double at(double x) {
    double inside = inside(x);
    double u = (inside - lower) * perWidth;
    int i = interval(u);
    u -= i;
    int k = 4 * i;
    double value =
        coefficients[k]
            + u * (coefficients[k + 1] + u * (coefficients[k + 2] + u * coefficients[k + 3]));
    return x == inside ? value : value + slopeAt(k, u) * (x - inside);
  }

  public double slope(double x) {
    double u = (inside(x) - lower) * perWidth;
    int i = interval(u);
    return slopeAt(4 * i, u - i);
  }

  // Comparisons: the library's minimum and maximum mind the sign of zero, and take their time.
  private double inside(double x) {
    return x < lower ? lower : x > upper ? upper : x;
  }

  private int interval(double u) {
    int i = (int) u;
    return i < intervals ? i : intervals - 1;
  }

  /**
   * Values and slopes at the first {@code count} of {@code x}, in one look-up each.
   *
   * @param factor multiplies both
   */
  public void at(double[] x, int count, double factor, double[] value, double[] slope) {
    for (int m = 0; m < count; m++) {
      double inside = inside(x[m]);
      double u = (inside - lower) * perWidth;
      int i = interval(u);
      u -= i;
      int k = 4 * i;
      double c1 = coefficients[k + 1];
      double cubic = u * coefficients[k + 3];
      double square = coefficients[k + 2] + cubic;
      double gradient = perWidth * (c1 + u * (square + square + cubic));
      value[m] = factor * (coefficients[k] + u * (c1 + u * square) + gradient * (x[m] - inside));
      slope[m] = factor * gradient;
    }
  }

  /** As {@link #at(double[], int, double, double[], double[])} without slopes. */
  public void at(double[] x, int count, double factor, double[] value) {
    for (int m = 0; m < count; m++) {
      double inside = inside(x[m]);
      double u = (inside - lower) * perWidth;
      int i = interval(u);
      u -= i;
      int k = 4 * i;
      double inTable =
          coefficients[k]
              + u * (coefficients[k + 1] + u * (coefficients[k + 2] + u * coefficients[k + 3]));
      value[m] = factor * (x[m] == inside ? inTable : inTable + slopeAt(k, u) * (x[m] - inside));
    }
  }

  double lower() {
    return lower;
  }

  double upper() {
    return upper;
  }

  double perWidth() {
    return perWidth;
  }

  int intervals() {
    return intervals;
  }

  double[] coefficients() {
    return coefficients;
  }

  boolean sharesIntervals(CubicTable other) {
    return lower == other.lower && upper == other.upper && intervals == other.intervals;
  }

  private double slopeAt(int k, double u) {
    return perWidth
        * (coefficients[k + 1] + u * (2 * coefficients[k + 2] + u * 3 * coefficients[k + 3]));
  }
}
