package org.cellwright.science.planner.surrogate;

import java.util.Arrays;

/**
 * By which factor the deviations of a surrogate are to be widened, or narrowed, so that its
 * intervals hold what they promise.
 *
 * <p>Data are z-scores: misses divided by the deviation that was claimed. Those of data left out of
 * the posterior are flattered, because parameters were fitted to them too; by Akaike's final
 * prediction error (Ann. Inst. Stat. Math. 21, 243, 1969), to first order, p parameters fitted to n
 * data make new misses √(1 + 2 p/n) larger. (His (n + p)/(n − p) grows beyond all bounds with n
 * near p, where here priors hold the parameters.) So the factor is sought around this {@code
 * optimism}, and those scores are enlarged by it; scores of data told after they were predicted
 * count as they are.
 *
 * <p>The factor is the most probable scale of the scores under a Student distribution with {@value
 * #FREEDOM} degrees of freedom, so that a few wild misses do not blow up every interval, divided by
 * what standard normal scores would give. The prior of its logarithm has a deviation of {@value
 * #DOUBT}, which twelve scores outweigh. Bounded to {@value #LEAST} to {@value #MOST}.
 */
public final class Calibration {
  static final double LEAST = 0.5;
  static final double MOST = 3;

  /** Half of the width of an interval that holds 90 % of a normal distribution, in deviations. */
  public static final double HALF_OF_90 = 1.6448536269514722;

  /** Of few data, where it is the priors that hold the parameters. */
  private static final double MOST_OPTIMISM = 2;

  private static final double FREEDOM = 8;
  private static final double DOUBT = 0.2;

  /** The Student scale s of standard normal scores: E[9 z² / (8 s² + z²)] = 1. */
  private static final double OF_NORMAL = 0.9009;

  private Calibration() {}

  /** By how much a model of {@code parameters} fitted to {@code data} underrates its misses. */
  static double optimism(int data, double parameters) {
    return Math.min(MOST_OPTIMISM, Math.sqrt(1 + 2 * parameters / data));
  }

  /**
   * The factor.
   *
   * @param leftOut scores of data predicted from all others
   * @param told scores of data told after they were predicted
   * @param optimism see {@link #optimism(int, double)}
   */
  static double factor(double[] leftOut, double[] told, double optimism) {
    double centre = StrictMath.log(optimism);
    double[] enlarged = Arrays.stream(leftOut).map(z -> z * optimism).toArray();
    double low = StrictMath.log(LEAST);
    double high = StrictMath.log(MOST);
    // The slope rises through its only root: every term of it grows with the factor.
    for (int i = 0; i < 50; i++) {
      double middle = 0.5 * (low + high);
      double prior = (middle - centre) / (DOUBT * DOUBT);
      if (slope(middle, enlarged) + slope(middle, told) + prior < 0) {
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
