package org.cellwright.science.numerics;

/**
 * Two {@link CubicTable}s over the same intervals, looked up together: the eight coefficients of an
 * interval fill one cache line.
 */
public final class CubicPair {
  private final double lower;
  private final double upper;
  private final double perWidth;
  private final int intervals;
  private final double[] coefficients;

  /**
   * @param a over the same range and intervals as {@code b}
   */
  public CubicPair(CubicTable a, CubicTable b) {
    if (!a.sharesIntervals(b)) {
      throw new IllegalArgumentException("two tables over different intervals");
    }
    lower = a.lower();
    upper = a.upper();
    perWidth = a.perWidth();
    intervals = a.intervals();
    coefficients = new double[8 * intervals];
    for (int i = 0; i < intervals; i++) {
      System.arraycopy(a.coefficients(), 4 * i, coefficients, 8 * i, 4);
      System.arraycopy(b.coefficients(), 4 * i, coefficients, 8 * i + 4, 4);
    }
  }

  /**
   * Values and slopes of both at the first {@code count} of {@code x}.
   *
   * @param factorA multiplies value and slope of the first
   * @param factorB the same of the second
   */
  public void at(
      double[] x,
      int count,
      double factorA,
      double factorB,
      double[] a,
      double[] aSlope,
      double[] b,
      double[] bSlope) {
    double slopeA = factorA * perWidth;
    double slopeB = factorB * perWidth;
    for (int m = 0; m < count; m++) {
      double inside = x[m] < lower ? lower : x[m] > upper ? upper : x[m];
      double beyond = x[m] - inside;
      double u = (inside - lower) * perWidth;
      int i = (int) u;
      i = i < intervals ? i : intervals - 1;
      u -= i;
      int k = 8 * i;
      double a1 = coefficients[k + 1];
      double a2 = coefficients[k + 2];
      double a3 = coefficients[k + 3];
      double b1 = coefficients[k + 5];
      double b2 = coefficients[k + 6];
      double b3 = coefficients[k + 7];
      double gradientA = slopeA * (a1 + u * (2 * a2 + u * 3 * a3));
      double gradientB = slopeB * (b1 + u * (2 * b2 + u * 3 * b3));
      a[m] = factorA * (coefficients[k] + u * (a1 + u * (a2 + u * a3))) + gradientA * beyond;
      aSlope[m] = gradientA;
      b[m] = factorB * (coefficients[k + 4] + u * (b1 + u * (b2 + u * b3))) + gradientB * beyond;
      bSlope[m] = gradientB;
    }
  }
}
