package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How likely a run is to deliver numbers.
 *
 * <p>A process of the labels 1 (succeeded) and −1 (failed) around a hopeful mean of ½, squashed by
 * the normal distribution: least-squares classification (Rasmussen and Williams 2006, section 6.5).
 * Its length scale is a quarter of the cube's diagonal. Failed runs never enter an output's model
 * with a made-up number; they only lower this probability.
 */
public final class SuccessModel {
  private static final double HOPE = 0.5;
  private static final double STEEPNESS = 5;
  private static final double REACH = 0.25;
  private static final double NOISE_VARIANCE = 0.01;

  private final List<double[]> points = new ArrayList<>();
  private final List<Boolean> succeeded = new ArrayList<>();
  private boolean certain = true;
  private @Nullable Process process;

  public void add(double[] x, boolean success) {
    points.add(x);
    succeeded.add(success);
    certain &= success;
    process = null;
  }

  /**
   * To be called once after the last {@link #add}.
   *
   * @param store saves time, changes nothing
   */
  public void learn(ProcessStore store) {
    if (certain) {
      return;
    }
    int d = points.getFirst().length;
    double[] scales = new double[d];
    Arrays.fill(scales, REACH * Math.sqrt(d));
    int n = points.size();
    double[] labels = new double[n];
    Arrays.setAll(labels, i -> (succeeded.get(i) ? 1 : -1) - HOPE);
    process =
        store.learn(
            "success",
            new Kernel(scales, 1, 0, 0, 0, 1, NOISE_VARIANCE),
            new Fitting.Data(
                points.toArray(double[][]::new), new double[n], labels, new double[n]));
  }

  /** Logarithms of the probabilities at many points; 0 until something failed. */
  public double[] logProbabilities(double[][] xs) {
    double[] logs = new double[xs.length];
    if (process != null) {
      double[] means = new double[xs.length];
      double[] variances = new double[xs.length];
      process.predict(xs, new double[xs.length], means, variances);
      for (int i = 0; i < xs.length; i++) {
        logs[i] = NormalDistribution.logCumulative(margin(means[i], variances[i]));
      }
    }
    return logs;
  }

  /** Logarithm of the probability; adds its gradient. */
  public double logProbability(double[] x, double[] gradient) {
    if (process == null) {
      return 0;
    }
    double[] meanGradient = new double[x.length];
    double[] varianceGradient = new double[x.length];
    double[] p = process.predict(x, 0, new double[x.length], meanGradient, varianceGradient);
    double z = margin(p[0], p[1]);
    double log = NormalDistribution.logCumulative(z);
    double ratio = StrictMath.exp(NormalDistribution.logDensity(z) - log);
    double spread = 1 + STEEPNESS * STEEPNESS * p[1];
    for (int j = 0; j < x.length; j++) {
      gradient[j] +=
          ratio
              * (STEEPNESS * meanGradient[j] / Math.sqrt(spread)
                  - 0.5 * z * STEEPNESS * STEEPNESS * varianceGradient[j] / spread);
    }
    return log;
  }

  private static double margin(double mean, double variance) {
    return STEEPNESS * (HOPE + mean) / Math.sqrt(1 + STEEPNESS * STEEPNESS * variance);
  }
}
