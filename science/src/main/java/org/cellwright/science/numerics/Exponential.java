package org.cellwright.science.numerics;

/**
 * exp(−a) for a ≥ 0, the same bits on every machine, of one number or of many.
 *
 * <p>−a = k ln 2 + r with |r| ≤ ½ ln 2, k by rounding to nearest and ln 2 in two parts (Cody and
 * Waite 1980); e^r is its Taylor sum to r¹³, which leaves 4e-18, and 2^k is written into the
 * exponent. Below 1 ulp of the true value, as the tests measure. Only additions and multiplications
 * without contraction. Beyond a = 700 it is 0.
 */
public final class Exponential {
  private static final double MOST = 700;
  private static final double BEYOND = 701;
  private static final double PER_LOG2 = 1.4426950408889634;
  private static final double LOG2_HIGH = 0x1.62e42feep-1;
  private static final double LOG2_LOW = 0x1.a39ef35793c76p-33;

  /**
   * 1.5 · 2⁵²: added to a number of moderate size it leaves the nearest integer in the last bits.
   */
  private static final double ROUNDING = 0x1.8p52;

  private static final double C2 = 1.0 / 2;
  private static final double C3 = 1.0 / 6;
  private static final double C4 = 1.0 / 24;
  private static final double C5 = 1.0 / 120;
  private static final double C6 = 1.0 / 720;
  private static final double C7 = 1.0 / 5040;
  private static final double C8 = 1.0 / 40320;
  private static final double C9 = 1.0 / 362880;
  private static final double C10 = 1.0 / 3628800;
  private static final double C11 = 1.0 / 39916800;
  private static final double C12 = 1.0 / 479001600;
  private static final double C13 = 1.0 / 6227020800.0;

  private Exponential() {}

  /** exp(−a), a ≥ 0. */
  public static double ofNegative(double a) {
    double b = Math.min(a, BEYOND);
    double k = (-b * PER_LOG2 + ROUNDING) - ROUNDING;
    return power(a) * ofRemainder((-b - k * LOG2_HIGH) - k * LOG2_LOW);
  }

  /**
   * Replaces the first {@code n} elements a ≥ 0 by exp(−a), to the bits of {@link #ofNegative}.
   *
   * @param work two arrays of at least that length, overwritten
   */
  public static void ofNegatives(double[] a, int n, double[][] work) {
    // Short loops: of longer ones the compiler makes no wide instructions.
    double[] r = work[0];
    double[] p = work[1];
    for (int i = 0; i < n; i++) {
      double b = Math.min(a[i], BEYOND);
      double k = (-b * PER_LOG2 + ROUNDING) - ROUNDING;
      r[i] = (-b - k * LOG2_HIGH) - k * LOG2_LOW;
    }
    for (int i = 0; i < n; i++) {
      double x = r[i];
      p[i] = C9 + x * (C10 + x * (C11 + x * (C12 + x * C13)));
    }
    for (int i = 0; i < n; i++) {
      double x = r[i];
      p[i] = C5 + x * (C6 + x * (C7 + x * (C8 + x * p[i])));
    }
    for (int i = 0; i < n; i++) {
      double x = r[i];
      p[i] = 1 + x * (1 + x * (C2 + x * (C3 + x * (C4 + x * p[i]))));
    }
    for (int i = 0; i < n; i++) {
      a[i] = power(a[i]) * p[i];
    }
  }

  /** 2^k. */
  private static double power(double a) {
    double shifted = -a * PER_LOG2 + ROUNDING;
    double power = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    return a <= MOST ? power : a > MOST ? 0 : Double.NaN;
  }

  private static double ofRemainder(double r) {
    double high = C9 + r * (C10 + r * (C11 + r * (C12 + r * C13)));
    double middle = C5 + r * (C6 + r * (C7 + r * (C8 + r * high)));
    return 1 + r * (1 + r * (C2 + r * (C3 + r * (C4 + r * middle))));
  }
}
