package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import org.cellwright.science.numerics.Exponential;
import org.jspecify.annotations.Nullable;

/**
 * The covariance of one process: offset² + gain² m m' + amplitude² S(r) + trend² E(q), and a
 * variance of noise.
 *
 * <p>S is (1 − w) M(r) + w M(3 r), broad hills with detail on them: M is Matérn 5/2, (1 + √5 r + 5
 * r²/3) exp(−√5 r), r² = Σ ((x_j − x'_j) / lengthScale_j)². E is exp(−q²/2), q² = Σ (x_j − x'_j)² /
 * reach², so long that it is all but linear: with few data a trend along each variable is what can
 * be learned. m is the mean of the fidelity below. The process of the cheapest fidelity has
 * amplitude and trend; that of a difference has offset, gain and amplitude: a shift for all
 * designs, a slope that differs from 1, and a smooth remainder.
 *
 * @param lengthScales for each feature
 * @param detail w, the share of detail in the variance of the smooth part
 * @param reach length scale of the trend, in features
 */
record Kernel(
    double[] lengthScales,
    double amplitude,
    double detail,
    double offset,
    double gain,
    double trend,
    double reach,
    double noiseVariance) {

  /** How many times shorter than a length scale that of the detail is. */
  static final int FINER = 3;

  /** The correlation S at a squared scaled distance. */
  static double smooth(double squared, double detail) {
    double[] value = {squared};
    smooth(value, null, detail, 1);
    return value[0];
  }

  /**
   * Replaces squared scaled distances by their correlations S.
   *
   * @param slopes takes the derivatives by the squared distance, if wanted
   */
  static void smooth(double[] squared, double @Nullable [] slopes, double detail, int n) {
    double[] decay = new double[n];
    double[][] work = new double[2][n];
    for (int i = 0; i < n; i++) {
      double a = Math.sqrt(5 * squared[i]);
      squared[i] = a;
      decay[i] = a;
    }
    Exponential.ofNegatives(decay, n, work);
    // The decay of the detail, three times as fast, is its third power.
    double broad = 1 - detail;
    if (slopes != null) {
      double broadSlope = broad * (-5.0 / 6);
      double detailSlope = detail * (-5.0 / 6) * FINER * FINER;
      for (int i = 0; i < n; i++) {
        double a = squared[i];
        double e = decay[i];
        slopes[i] = broadSlope * ((1 + a) * e) + detailSlope * ((1 + FINER * a) * (e * e * e));
      }
    }
    for (int i = 0; i < n; i++) {
      double a = squared[i];
      double b = FINER * a;
      double e = decay[i];
      squared[i] =
          broad * ((1 + a + a * a * (1.0 / 3)) * e)
              + detail * ((1 + b + b * b * (1.0 / 3)) * (e * e * e));
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
    smooth(squared, slopes, detail, n);
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

  /**
   * Adds the trend to covariances.
   *
   * @param flat squared distances in features; replaced by what the trend adds
   */
  void addTrend(double[] flat, double[] covariances, int n) {
    trend(flat, reach, n);
    double trend2 = trend * trend;
    for (int i = 0; i < n; i++) {
      flat[i] *= trend2;
      covariances[i] += flat[i];
    }
  }

  /** Replaces squared distances by exp(−q²/2). */
  static void trend(double[] flat, double reach, int n) {
    double measure = 0.5 / (reach * reach);
    for (int i = 0; i < n; i++) {
      flat[i] *= measure;
    }
    Exponential.ofNegatives(flat, n, new double[2][n]);
  }

  /** At one point. */
  double variance(double mean) {
    return amplitude * amplitude + offset * offset + trend * trend + gain * gain * mean * mean;
  }

  /** Whether all covariances are the same to the last bit. */
  boolean sameAs(Kernel other) {
    return Arrays.equals(lengthScales, other.lengthScales)
        && amplitude == other.amplitude
        && detail == other.detail
        && offset == other.offset
        && gain == other.gain
        && trend == other.trend
        && reach == other.reach
        && noiseVariance == other.noiseVariance;
  }
}
