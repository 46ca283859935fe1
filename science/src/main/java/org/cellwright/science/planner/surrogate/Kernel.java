package org.cellwright.science.planner.surrogate;

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
  private static final double SQRT5 = Math.sqrt(5);

  /** Matérn 5/2 at a squared scaled distance. */
  static double matern(double squared) {
    double a = SQRT5 * Math.sqrt(squared);
    return (1 + a + a * a / 3) * StrictMath.exp(-a);
  }

  /** The derivative of {@link #matern} by the squared distance. */
  static double maternSlope(double squared) {
    double a = SQRT5 * Math.sqrt(squared);
    return -5.0 / 6 * (1 + a) * StrictMath.exp(-a);
  }

  double[] scaled(double[] x) {
    double[] scaled = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      scaled[j] = x[j] / lengthScales[j];
    }
    return scaled;
  }

  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      double difference = a[j] - b[j];
      sum += difference * difference;
    }
    return sum;
  }

  /** Between two scaled points with the means below. */
  double covariance(double[] a, double meanA, double[] b, double meanB) {
    return amplitude * amplitude * matern(squaredDistance(a, b))
        + offset * offset
        + gain * gain * meanA * meanB;
  }

  /** At one point. */
  double variance(double mean) {
    return amplitude * amplitude + offset * offset + gain * gain * mean * mean;
  }
}
