package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One output at all fidelities: the cheapest by a process of its own, each dearer one as what the
 * one below says plus a learned difference.
 *
 * <p>μ_k = μ_{k−1} + δ_k(x, μ_{k−1}), σ_k² = ρ² σ_{k−1}² + σ_δ², with ρ the slope that δ has
 * learned (Le Gratiet and Garnier, Int. J. Uncertain. Quantif. 4, 365, 2014). Below the cheapest
 * may lie what sources say ({@link SourcePrior}). All numbers are standard ones of {@link
 * #transform}.
 */
public final class Surrogate {
  private final OutputTransform transform;
  private final List<Process> processes = new ArrayList<>();
  private final List<Double> widening = new ArrayList<>();

  /** What is expected before any level; null where nothing is. */
  private @Nullable SourcePrior prior;

  /** Mean variance that came with the data of the highest level. */
  private double scatter;

  Surrogate(OutputTransform transform) {
    this.transform = transform;
  }

  /** The lowest level is what the sources say plus a process. */
  void startFrom(SourcePrior sources) {
    prior = sources;
  }

  private double start(double[] x) {
    return prior == null ? 0 : prior.mean(x);
  }

  /** How much each source counts for this output. */
  List<Sources.Standing> standings(String output) {
    return prior == null ? List.of() : prior.standings(output);
  }

  void addLevel(Process process) {
    addLevel(process, 0);
  }

  /**
   * Adds the next fidelity.
   *
   * @param told the mean variance that came with its data
   */
  void addLevel(Process process, double told) {
    processes.add(process);
    scatter = told;
  }

  public OutputTransform transform() {
    return transform;
  }

  /** A mean and a variance with their gradients, and the part of the variance from below. */
  public record Prediction(
      double mean, double variance, double[] meanGradient, double[] varianceGradient) {}

  /** The scatter of a datum at the highest level, learned and told, of standard outputs. */
  public double noiseVariance() {
    return processes.getLast().kernel().noiseVariance() + scatter;
  }

  int levels() {
    return processes.size();
  }

  Process process(int level) {
    return processes.get(level);
  }

  /** By how much deviations at the level added last are to be multiplied ({@link Calibration}). */
  void temper(double factor) {
    widening.add(factor);
  }

  /** The factor of {@link #told} at a level; 1 where nothing was checked. */
  public double widening(int level) {
    return level < widening.size() ? widening.get(level) : 1;
  }

  /** What will be told at a point, noise included: mean and tempered deviation. */
  public double[] told(double[] x, int level) {
    double[] claimed = claimed(x, level);
    return new double[] {claimed[0], widening(level) * claimed[1]};
  }

  /** As {@link #told} before it is tempered. */
  double[] claimed(double[] x, int level) {
    double[][] p = predict(new double[][] {x}, level);
    double noise = processes.get(level).kernel().noiseVariance();
    return new double[] {p[0][0], Math.sqrt(p[1][0] + noise)};
  }

  /** 90 % of what will be told lies between these two, in the output's unit. */
  public double[] interval(double[] x, int level) {
    return interval(told(x, level));
  }

  double[] interval(double[] told) {
    double half = Calibration.HALF_OF_90 * told[1];
    return new double[] {transform.invert(told[0] - half), transform.invert(told[0] + half)};
  }

  /** The part of the prior variance that is left at a point: 1 far from all evidence. */
  public double priorShare(double[] x, int level) {
    double[][] point = {x};
    double whole = 0;
    double mean = start(x);
    for (int k = 0; k <= level; k++) {
      double slope = 1 + processes.get(k).slope();
      whole = slope * slope * whole + processes.get(k).kernel().variance(mean);
      mean += processes.get(k).mean(x, mean);
    }
    return whole > 0 ? Math.min(1, predict(point, level)[1][0] / whole) : 0;
  }

  /** How far apart two points are in length scales of the cheapest fidelity. */
  public double distance(double[] a, double[] b) {
    double[] scales = processes.getFirst().kernel().lengthScales();
    double sum = 0;
    for (int j = 0; j < scales.length; j++) {
      double apart = (a[j] - b[j]) / scales[j];
      sum += apart * apart;
    }
    return Math.sqrt(sum);
  }

  /** Means alone, which costs n covariances a point. */
  public double mean(double[] x, int level) {
    double mean = start(x);
    for (int k = 0; k <= level; k++) {
      mean += processes.get(k).mean(x, mean);
    }
    return mean;
  }

  /** Predictions of many points at a level: {means, variances}. */
  public double[][] predict(double[][] xs, int level) {
    double[] means = prior == null ? new double[xs.length] : prior.means(xs);
    double[] variances = new double[xs.length];
    double[] gapMeans = new double[xs.length];
    double[] gapVariances = new double[xs.length];
    for (int k = 0; k <= level; k++) {
      Process process = processes.get(k);
      process.predict(xs, means, gapMeans, gapVariances);
      double slope = 1 + process.slope();
      for (int i = 0; i < xs.length; i++) {
        means[i] += gapMeans[i];
        variances[i] = slope * slope * variances[i] + gapVariances[i];
      }
    }
    return new double[][] {means, variances};
  }

  /** Prediction of one point at a level. */
  public Prediction predict(double[] x, int level) {
    int d = x.length;
    double variance = 0;
    double[] meanGradient = new double[d];
    double mean = prior == null ? 0 : prior.mean(x, meanGradient);
    double[] varianceGradient = new double[d];
    double[] gapMean = new double[d];
    double[] gapVariance = new double[d];
    for (int k = 0; k <= level; k++) {
      Process process = processes.get(k);
      double[] gap = process.predict(x, mean, meanGradient, gapMean, gapVariance);
      double slope = 1 + process.slope();
      mean += gap[0];
      variance = slope * slope * variance + gap[1];
      for (int j = 0; j < d; j++) {
        meanGradient[j] += gapMean[j];
        varianceGradient[j] = slope * slope * varianceGradient[j] + gapVariance[j];
      }
    }
    return new Prediction(mean, variance, meanGradient, varianceGradient);
  }

  /** The part of a point's variance at the highest level that levels up to this one bring. */
  public double share(double[] x, int level) {
    double[][] point = {x};
    double carried = predict(point, level)[1][0];
    for (int k = level + 1; k < processes.size(); k++) {
      double slope = 1 + processes.get(k).slope();
      carried *= slope * slope;
    }
    return carried / predict(point, processes.size() - 1)[1][0];
  }

  /**
   * Of the spread of this output, the part that the highest level does not share with those below.
   */
  public double unshared() {
    return processes.size() == 1 ? 0 : processes.getLast().kernel().amplitude();
  }

  /** Believes the prediction at a point that is under way (kriging believer). */
  void believe(double[] x, int level) {
    double mean = start(x);
    double variance = 0;
    for (int k = 0; k <= level; k++) {
      Process process = processes.get(k);
      double gap = process.mean(x, mean);
      double doubt = k == level ? variance : 0;
      if (k == level) {
        process.add(x, mean, gap, doubt);
        process.update();
      }
      double[] xMean = {mean};
      double[] out = new double[1];
      double[] outVariance = new double[1];
      process.predict(new double[][] {x}, xMean, out, outVariance);
      double slope = 1 + process.slope();
      variance = slope * slope * variance + outVariance[0];
      mean += gap;
    }
  }
}
