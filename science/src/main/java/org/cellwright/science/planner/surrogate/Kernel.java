package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import org.cellwright.science.numerics.Exponential;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of one process: offset² + gain² m m' + amplitude² M(r), and a variance of noise.
 *
 * <p>M is Matérn 5/2, (1 + √5 r + 5 r²/3) exp(−√5 r), r² = Σ ((x_j − x'_j) / lengthScale_j)²; m is
 * the mean of the fidelity below. The process of the cheapest fidelity has offset and gain 0 and
 * amplitude 1; that of a difference has all three: a shift for all designs, a slope that differs
 * from 1, and a smooth remainder.
 *
 * @param lengthScales for each feature
 */
record Kernel(
    double[] lengthScales, double amplitude, double offset, double gain, double noiseVariance) {

  /** Matérn 5/2 at a squared scaled distance. */
  static double matern(double squared) {
    double[] value = {squared};
    matern(value, null, 1);
    return value[0];
  }

  /** The derivative of {@link #matern} by the squared distance. */
  static double maternSlope(double squared) {
    double[] slope = new double[1];
    matern(new double[] {squared}, slope, 1);
    return slope[0];
  }

  /**
   * Replaces squared scaled distances by their Matérn 5/2.
   *
   * @param slopes takes the derivatives by the squared distance, if wanted
   */
  static void matern(double[] squared, double @Nullable [] slopes, int n) {
    double[] decay = new double[n];
    double[][] work = new double[2][n];
    for (int i = 0; i < n; i++) {
      double a = Math.sqrt(5 * squared[i]);
      squared[i] = a;
      decay[i] = a;
    }
    Exponential.ofNegatives(decay, n, work);
    if (slopes != null) {
      for (int i = 0; i < n; i++) {
        slopes[i] = (-5.0 / 6) * (1 + squared[i]) * decay[i];
      }
    }
    for (int i = 0; i < n; i++) {
      double a = squared[i];
      squared[i] = (1 + a + a * a * (1.0 / 3)) * decay[i];
    }
  }

  double[] scaled(double[] x) {
    double[] scaled = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      scaled[j] = x[j] / lengthScales[j];
    }
    return scaled;
  }

  /**
   * Replaces squared distances to one point by covariances with it.
   *
   * @param mean below at that point
   * @param means below at the others
   * @param slopes takes the derivatives by the squared distance, if wanted
   */
  void covariances(
      double[] squared, double @Nullable [] slopes, double mean, double[] means, int n) {
    matern(squared, slopes, n);
    double amplitude2 = amplitude * amplitude;
    double offset2 = offset * offset;
    double slope = gain * gain * mean;
    for (int i = 0; i < n; i++) {
      squared[i] = (amplitude2 * squared[i] + offset2) + slope * means[i];
    }
    for (int i = 0; slopes != null && i < n; i++) {
      slopes[i] *= amplitude2;
    }
  }

  /** At one point. */
  double variance(double mean) {
    return amplitude * amplitude + offset * offset + gain * gain * mean * mean;
  }

  /** Whether all covariances are the same to the last bit. */
  boolean sameAs(Kernel other) {
    return Arrays.equals(lengthScales, other.lengthScales)
        && amplitude == other.amplitude
        && offset == other.offset
        && gain == other.gain
        && noiseVariance == other.noiseVariance;
  }
}
