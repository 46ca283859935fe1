package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * How likely a run at one rung is to deliver numbers, where those at cheaper rungs do.
 *
 * <p>A process of the labels 1 (succeeded) and −1 (failed) around a hopeful mean of ½, squashed by
 * the normal distribution: least-squares classification (Rasmussen and Williams 2006, section 6.5).
 * It takes what was told for sure, so that nothing is tried again beside what failed. Which
 * variables rule success and how far it reaches is learned by the likelihood of the labels ({@link
 * LabelLikelihood}), with length scales around a quarter of the cube's diagonal and without detail,
 * so that one failure rules out what is beside it. Where sources tell of failures, what they say
 * ({@link SuccessPrior}) is its mean and its deviation beforehand. Failed runs never enter an
 * output's model with a made-up number; they only lower this probability.
 */
final class SuccessProcess {
  private static final double HOPE = 0.5;
  private static final double STEEPNESS = 5;
  private static final double REACH = 0.25;
  private static final double NOISE_VARIANCE = 0.01;

  /** A sweep over n labels costs n³ multiply-adds, a fit a hundred sweeps. */
  private static final int MOST_LABELS = 48;

  private final List<double[]> points = new ArrayList<>();
  private final List<Boolean> succeeded = new ArrayList<>();
  private boolean certain = true;
  private SuccessPrior prior = SuccessPrior.NONE;
  private @Nullable Process process;

  void add(double[] x, boolean success) {
    points.add(x);
    succeeded.add(success);
    certain &= success;
    process = null;
  }

  /**
   * To be called once after the last {@link #add}.
   *
   * @param failures of sources, over the same features
   * @param name in the store
   * @param store saves time, changes nothing
   */
  void learn(
      List<SuccessLesson> failures, int[] groups, int dimension, String name, ProcessStore store) {
    double[][] xs = points.toArray(double[][]::new);
    prior = SuccessPrior.weigh(failures, xs, succeeded);
    if (xs.length == 0 || certain && !prior.speaks()) {
      return;
    }
    double[][] before = prior.predict(xs);
    double[] labels = new double[xs.length];
    double[] doubts = new double[xs.length];
    for (int i = 0; i < xs.length; i++) {
      labels[i] = (label(succeeded.get(i)) - before[0][i]) / Math.sqrt(before[1][i]);
      doubts[i] = NOISE_VARIANCE / before[1][i] - NOISE_VARIANCE;
    }
    int n = Learning.lastDue(xs.length);
    boolean[] signs = new boolean[n];
    for (int i = 0; i < n; i++) {
      signs[i] = succeeded.get(i);
    }
    Kernel kernel = kernel(Arrays.copyOf(xs, n), signs, before[0], before[1], groups, dimension);
    process = store.learn(name, kernel, new Fitting.Data(xs, labels, doubts));
  }

  /**
   * The kernel that labels are likeliest under; the typical one where nothing failed.
   *
   * @param means beforehand, beside the hopeful one
   * @param variances likewise, 1 where nothing is known
   * @param groups for each feature, the length scale that it shares
   */
  static Kernel kernel(
      double[][] xs,
      boolean[] succeeded,
      double[] means,
      double[] variances,
      int[] groups,
      int dimension) {
    int n = xs.length;
    double[] sign = new double[n];
    double[] hope = new double[n];
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      sign[i] = succeeded[i] ? 1 : -1;
      hope[i] = STEEPNESS * (HOPE + means[i]);
      scale[i] = STEEPNESS * Math.sqrt(variances[i]);
    }
    Kernel typical = typical(groups, dimension);
    if (Arrays.stream(sign).allMatch(s -> s > 0)) {
      return typical;
    }
    LabelLikelihood.Labels labels =
        new LabelLikelihood.Labels(xs, sign, hope, scale).thinned(MOST_LABELS);
    return Fitting.fit(labels.likelihood(), labels.x(), typical, groups);
  }

  /** Where a fit starts. */
  private static Kernel typical(int[] groups, int dimension) {
    double[] scales = new double[groups.length];
    Arrays.fill(scales, REACH * Math.sqrt(Math.max(dimension, Pairs.shared(groups).length)));
    double reach = Fitting.typical(groups, dimension).reach();
    return new Kernel(scales, 1, 0, 0, 0, 1, reach, NOISE_VARIANCE);
  }

  /** Beside the hopeful mean. */
  static double label(boolean success) {
    return (success ? 1 : -1) - HOPE;
  }

  /** Whether nothing failed here and no source is believed. */
  private boolean isHopeful() {
    return process == null && !prior.speaks();
  }

  /**
   * Logarithms of the probabilities at many points; 0 until something failed, here or elsewhere.
   */
  double[] logProbabilities(double[][] xs) {
    double[] logs = new double[xs.length];
    if (isHopeful()) {
      return logs;
    }
    double[][] before = prior.predict(xs);
    double[] means = new double[xs.length];
    double[] variances = new double[xs.length];
    Arrays.fill(variances, 1);
    if (process != null) {
      process.predict(xs, new double[xs.length], means, variances);
    }
    for (int i = 0; i < xs.length; i++) {
      double mean = before[0][i] + Math.sqrt(before[1][i]) * means[i];
      logs[i] = NormalDistribution.logCumulative(margin(mean, before[1][i] * variances[i]));
    }
    return logs;
  }

  /** Logarithm of the probability; adds its gradient. */
  double logProbability(double[] x, double[] gradient) {
    if (isHopeful()) {
      return 0;
    }
    int d = x.length;
    double[] meanBefore = new double[d];
    double[] varianceBefore = new double[d];
    double[] before = prior.predict(x, meanBefore, varianceBefore);
    double[] meanGradient = new double[d];
    double[] varianceGradient = new double[d];
    double[] p =
        process == null
            ? new double[] {0, 1}
            : process.predict(x, 0, new double[d], meanGradient, varianceGradient);
    double deviation = Math.sqrt(before[1]);
    double variance = before[1] * p[1];
    double z = margin(before[0] + deviation * p[0], variance);
    double log = NormalDistribution.logCumulative(z);
    double ratio = StrictMath.exp(NormalDistribution.logDensity(z) - log);
    double spread = 1 + STEEPNESS * STEEPNESS * variance;
    for (int j = 0; j < d; j++) {
      double byMean =
          meanBefore[j] + 0.5 * varianceBefore[j] / deviation * p[0] + deviation * meanGradient[j];
      double byVariance = varianceBefore[j] * p[1] + before[1] * varianceGradient[j];
      gradient[j] +=
          ratio
              * (STEEPNESS * byMean / Math.sqrt(spread)
                  - 0.5 * z * STEEPNESS * STEEPNESS * byVariance / spread);
    }
    return log;
  }

  /** How much each source counts. */
  List<Sources.Standing> standings() {
    return prior.standings();
  }

  /**
   * In deviations, by how much success is more likely than not.
   *
   * @param mean beside the hopeful one
   */
  static double margin(double mean, double variance) {
    return STEEPNESS * (HOPE + mean) / Math.sqrt(1 + STEEPNESS * STEEPNESS * variance);
  }
}
