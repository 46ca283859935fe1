package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;

/**
 * How likely a run is to deliver numbers: the share of successes nearby.
 *
 * <p>Nadaraya–Watson with a Gaussian window of deviation 0.15 √d and a prior weight of one run that
 * succeeds as often as all runs so far. Failed runs never enter an output's model with a made-up
 * number; they only lower this probability.
 */
public final class SuccessModel {
  private final List<double[]> points = new ArrayList<>();
  private final List<Boolean> succeeded = new ArrayList<>();
  private int failures;

  public void add(double[] x, boolean success) {
    points.add(x);
    succeeded.add(success);
    failures += success ? 0 : 1;
  }

  /** True until something failed: the probability is 1 everywhere. */
  public boolean isCertain() {
    return failures == 0;
  }

  /** Logarithm of the probability; adds its gradient times one. */
  public double logProbability(double[] x, double[] gradient) {
    if (isCertain()) {
      return 0;
    }
    int n = points.size();
    double precision = 1 / (0.15 * 0.15 * x.length);
    double prior = (n - failures + 1.0) / (n + 2.0);
    double weight = 1;
    double good = prior;
    double[] weightGradient = new double[x.length];
    double[] goodGradient = new double[x.length];
    for (int i = 0; i < n; i++) {
      double[] other = points.get(i);
      double w = StrictMath.exp(-0.5 * precision * Kernel.squaredDistance(x, other));
      weight += w;
      good += succeeded.get(i) ? w : 0;
      for (int j = 0; j < x.length; j++) {
        double slope = -precision * w * (x[j] - other[j]);
        weightGradient[j] += slope;
        goodGradient[j] += succeeded.get(i) ? slope : 0;
      }
    }
    for (int j = 0; j < x.length; j++) {
      gradient[j] += goodGradient[j] / good - weightGradient[j] / weight;
    }
    return StrictMath.log(good / weight);
  }
}
