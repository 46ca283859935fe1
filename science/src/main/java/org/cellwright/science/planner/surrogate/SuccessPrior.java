package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.NormalDistribution;

/**
 * What the sources together say of where runs fail, before the campaign's own runs correct it: mean
 * and variance of the latent value at a design, beside the hopeful mean.
 *
 * <p>Rival accounts of the campaign's own runs, one after the other: none, by which a run succeeds
 * as those before it did (Laplace's rule of succession), and one for each source, by which it does
 * as the source's process says. Each counts by its posterior probability, one half being with
 * "none" beforehand, and the latent value is the mixture of what they say (mean 0 and variance 1 by
 * none), by its first two moments. One run in ten may go another way than any account says. A
 * source is dropped when it is no more likely than {@value #DROPPED} times its share of all of
 * them; with all dropped the model is the one without sources.
 */
final class SuccessPrior {
  static final SuccessPrior NONE = new SuccessPrior(List.of(), new double[0], 0);

  private static final double DROPPED = 0.05;
  private static final double BY_CHANCE = 0.1;

  /** Variance by which one laboratory's latent value differs from another's: ½ deviation. */
  private static final double ELSEWHERE = 0.25;

  private final List<SuccessLesson> lessons;
  private final double[] weights;
  private final int told;

  private SuccessPrior(List<SuccessLesson> lessons, double[] weights, int told) {
    this.lessons = lessons;
    this.weights = weights;
    this.told = told;
  }

  /**
   * @param points of the campaign's own runs, in the order in which they were told
   */
  static SuccessPrior weigh(
      List<SuccessLesson> lessons, double[][] points, List<Boolean> succeeded) {
    if (lessons.isEmpty()) {
      return NONE;
    }
    double[] logs = new double[lessons.size() + 1];
    Arrays.fill(logs, StrictMath.log(0.5 / lessons.size()));
    logs[lessons.size()] = StrictMath.log(0.5);
    int successes = 0;
    for (int i = 0; i < points.length; i++) {
      logs[lessons.size()] += log((successes + 1.0) / (i + 2), succeeded.get(i));
      successes += succeeded.get(i) ? 1 : 0;
    }
    for (int s = 0; s < lessons.size(); s++) {
      double[][] moments = lessons.get(s).predict(points);
      for (int i = 0; i < points.length; i++) {
        double margin = SuccessProcess.margin(moments[0][i], moments[1][i]);
        double probability = NormalDistribution.cumulative(margin);
        logs[s] += log(BY_CHANCE / 2 + (1 - BY_CHANCE) * probability, succeeded.get(i));
      }
    }
    double most = Arrays.stream(logs).max().orElse(0);
    double[] weights = Arrays.stream(logs).map(l -> StrictMath.exp(l - most)).toArray();
    double sum = Arrays.stream(weights).sum();
    return new SuccessPrior(
        lessons,
        Arrays.stream(weights).limit(lessons.size()).map(w -> w / sum).toArray(),
        points.length);
  }

  private static double log(double probability, boolean succeeded) {
    return StrictMath.log(succeeded ? probability : 1 - probability);
  }

  private boolean isDropped(int source) {
    return weights[source] * weights.length <= DROPPED;
  }

  /** Whether any source is believed. */
  boolean speaks() {
    for (int s = 0; s < weights.length; s++) {
      if (!isDropped(s)) {
        return true;
      }
    }
    return false;
  }

  /** Means and variances at many points. */
  double[][] predict(double[][] xs) {
    double[][] moments = new double[2][xs.length];
    Arrays.fill(moments[1], 1);
    for (int s = 0; s < weights.length; s++) {
      if (isDropped(s)) {
        continue;
      }
      double[][] said = lessons.get(s).predict(xs);
      for (int i = 0; i < xs.length; i++) {
        double mean = said[0][i];
        moments[0][i] += weights[s] * mean;
        moments[1][i] += weights[s] * (mean * mean + said[1][i] + ELSEWHERE - 1);
      }
    }
    for (int i = 0; i < xs.length; i++) {
      moments[1][i] -= moments[0][i] * moments[0][i];
    }
    return moments;
  }

  /** The same at one point, with gradients. */
  double[] predict(double[] x, double[] meanGradient, double[] varianceGradient) {
    int d = x.length;
    double mean = 0;
    double variance = 1;
    double[] ofMean = new double[d];
    double[] ofVariance = new double[d];
    for (int s = 0; s < weights.length; s++) {
      if (isDropped(s)) {
        continue;
      }
      double[] said = lessons.get(s).predict(x, ofMean, ofVariance);
      mean += weights[s] * said[0];
      variance += weights[s] * (said[0] * said[0] + said[1] + ELSEWHERE - 1);
      for (int j = 0; j < d; j++) {
        meanGradient[j] += weights[s] * ofMean[j];
        varianceGradient[j] += weights[s] * (2 * said[0] * ofMean[j] + ofVariance[j]);
      }
    }
    for (int j = 0; j < d; j++) {
      varianceGradient[j] -= 2 * mean * meanGradient[j];
    }
    return new double[] {mean, variance - mean * mean};
  }

  /** How much each source counts. */
  List<Sources.Standing> standings() {
    List<Sources.Standing> standings = new ArrayList<>();
    for (int s = 0; s < weights.length; s++) {
      SuccessLesson lesson = lessons.get(s);
      standings.add(
          new Sources.Standing(
              lesson.source(), Sources.FAILURES, lesson.runs(), weights[s], told, isDropped(s)));
    }
    return standings;
  }
}
