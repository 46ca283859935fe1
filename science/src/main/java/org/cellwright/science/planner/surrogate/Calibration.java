package org.cellwright.science.planner.surrogate;

/**
 * By which factor the deviations of a surrogate are to be widened, or narrowed, so that its
 * intervals hold what they promise.
 *
 * <p>Data are z-scores: misses divided by the deviation that was claimed. The factor is the most
 * probable scale of them under a Student distribution with {@value #FREEDOM} degrees of freedom, so
 * that a few wild misses do not blow up every interval, divided by what standard normal scores
 * would give; its logarithm has a normal prior around 0 with deviation {@value #DOUBT}, which four
 * scores outweigh. Bounded to {@value #LEAST} to {@value #MOST}.
 */
public final class Calibration {
  static final double LEAST = 0.5;
  static final double MOST = 3;

  /** Half of the width of an interval that holds 90 % of a normal distribution, in deviations. */
  public static final double HALF_OF_90 = 1.6448536269514722;

  private static final double FREEDOM = 4;
  private static final double DOUBT = 0.35;

  /** The Student scale of standard normal scores: the root of E[5 z² / (4 s² + z²)] = 1. */
  private static final double OF_NORMAL = 0.8310;

  private Calibration() {}

  /**
   * The factor.
   *
   * @param leftOut scores of data predicted from all others
   * @param told scores of data told after they were predicted
   */
  public static double factor(double[] leftOut, double[] told) {
    double low = StrictMath.log(LEAST);
    double high = StrictMath.log(MOST);
    // The slope rises through its only root: every term of it grows with the scale.
    for (int i = 0; i < 50; i++) {
      double middle = 0.5 * (low + high);
      if (slope(middle, leftOut) + slope(middle, told) + middle / (DOUBT * DOUBT) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return StrictMath.exp(0.5 * (low + high));
  }

  /** Of the negative log likelihood by the logarithm of the factor. */
  private static double slope(double logFactor, double[] scores) {
    double scale = OF_NORMAL * StrictMath.exp(logFactor);
    double sum = 0;
    for (double z : scores) {
      double squared = z / scale * (z / scale);
      sum += 1 - (FREEDOM + 1) * squared / (FREEDOM + squared);
    }
    return sum;
  }
}
