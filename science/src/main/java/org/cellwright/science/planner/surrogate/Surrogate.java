package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One output at all fidelities: the cheapest by a process of its own, each dearer one as what the
 * one below says plus a learned difference.
 *
 * <p>μ_k = μ_{k−1} + δ_k(x, μ_{k−1}), σ_k² = ρ² σ_{k−1}² + σ_δ², with ρ the slope that δ has
 * learned (Le Gratiet and Garnier, Int. J. Uncertain. Quantif. 4, 365, 2014). Below the cheapest
 * may lie what sources say ({@link SourcePrior}). All numbers are standard ones of {@link
 * #transform}.
 *
 * <p>A fidelity that those below do not explain ({@link Kinship}) begins anew, with a process and a
 * transform of its own; what was learned of those below it then stands in another surrogate.
 */
public final class Surrogate {
  /** Of the noise that a belief does without; what is left keeps matrices invertible. */
  private static final double BELIEVED = 0.99;

  private final OutputTransform transform;

  /** Of the fidelities that explain nothing here; null where there are none. */
  private final @Nullable Surrogate apart;

  /** The level of the first process. */
  private final int first;

  private final List<Process> processes = new ArrayList<>();
  private final List<Double> widening = new ArrayList<>();

  private final List<Scatter> scatters = new ArrayList<>();

  /** Of each level, all of them, that the one below explains it. */
  private final List<Double> logOdds;

  /** What is expected before any level; null where nothing is. */
  private @Nullable SourcePrior prior;

  Surrogate(OutputTransform transform) {
    this.transform = transform;
    this.apart = null;
    this.first = 0;
    this.logOdds = new ArrayList<>();
  }

  private Surrogate(OutputTransform transform, Surrogate apart) {
    this.transform = transform;
    this.apart = apart;
    this.first = apart.levels();
    this.logOdds = new ArrayList<>(apart.logOdds);
  }

  /** The surrogate whose next level begins anew. */
  Surrogate anew(OutputTransform own) {
    return new Surrogate(own, this);
  }

  /** Whether the next level has nothing below it. */
  boolean isEmpty() {
    return processes.isEmpty();
  }

  /** The one of these surrogates that has a level; its numbers are in its own transform. */
  Surrogate at(int level) {
    return level < first && apart != null ? apart.at(level) : this;
  }

  /** The same with other views of its processes; for predictions alone. */
  private Surrogate seen(UnaryOperator<Process> view) {
    List<Process> views = processes.stream().map(view).toList();
    if (views.equals(processes)) {
      return this;
    }
    Surrogate seen = apart == null ? new Surrogate(transform) : new Surrogate(transform, apart);
    seen.prior = prior;
    for (int k = 0; k < views.size(); k++) {
      seen.addLevel(views.get(k), scatters.get(k), logOdds.get(first + k));
    }
    return seen;
  }

  /** Variances by a part of the data ({@link Process#outline}); for predictions alone. */
  public Surrogate outline() {
    return seen(Process::outline);
  }

  /** Variances by the data nearest to a point; for predictions alone. */
  Surrogate around(double[] x) {
    return seen(process -> process.around(x));
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
    addLevel(process, Scatter.NONE, 0);
  }

  /**
   * Adds the next fidelity.
   *
   * @param scatter of its data, as far as it was told or found from repeats
   * @param odds logarithm of the odds that the fidelity below explains it
   */
  void addLevel(Process process, Scatter scatter, double odds) {
    processes.add(process);
    scatters.add(scatter);
    logOdds.add(odds);
  }

  /**
   * {@link #logOdds(int)} before any data; what was told speaks for a level where they are above.
   */
  public static final double LOG_ODDS_BEFORE = Kinship.LOG_BEFORE;

  /** Logarithm of the odds that a level tells of the highest: the least on the way up. */
  public double logOdds(int level) {
    double least = Double.POSITIVE_INFINITY;
    for (int k = level + 1; k < levels(); k++) {
      least = Math.min(least, logOdds.get(k));
    }
    return least;
  }

  public OutputTransform transform() {
    return transform;
  }

  /** That of the numbers of a level. */
  public OutputTransform transform(int level) {
    return at(level).transform;
  }

  /** A mean and a variance with their gradients, and the part of the variance from below. */
  public record Prediction(
      double mean, double variance, double[] meanGradient, double[] varianceGradient) {}

  /** The scatter of a datum at the highest level on average, learned and told, standard. */
  public double noiseVariance() {
    return processes.getLast().kernel().noiseVariance() + scatters.getLast().mean();
  }

  /**
   * The scatter of what is told of one design at the highest level, of standard outputs, where
   * repeats show that it differs from design to design; NaN where they do not.
   */
  public double ownVariance(double[] x) {
    return scatters.getLast().differs() ? scatters.getLast().at(x) : Double.NaN;
  }

  int levels() {
    return first + processes.size();
  }

  Process process(int level) {
    return at(level).own(level);
  }

  private Process own(int level) {
    return processes.get(level - first);
  }

  /** By how much deviations at the level added last are to be multiplied ({@link Calibration}). */
  void temper(double factor) {
    widening.add(factor);
  }

  /** The factor of {@link #told} at a level; 1 where nothing was checked. */
  public double widening(int level) {
    List<Double> all = at(level).widening;
    int i = level - at(level).first;
    return i < all.size() ? all.get(i) : 1;
  }

  /** What will be told at a point, noise included: mean and tempered deviation. */
  public double[] told(double[] x, int level) {
    double[] claimed = claimed(x, level);
    return new double[] {claimed[0], widening(level) * claimed[1]};
  }

  /** As {@link #told} before it is tempered. */
  double[] claimed(double[] x, int level) {
    if (level < first) {
      return at(level).claimed(x, level);
    }
    double[][] p = predict(new double[][] {x}, level);
    double noise = process(level).kernel().noiseVariance() + scatters.get(level - first).at(x);
    return new double[] {p[0][0], Math.sqrt(p[1][0] + noise)};
  }

  /** 90 % of what will be told lies between these two, in the output's unit. */
  public double[] interval(double[] x, int level) {
    return at(level).interval(told(x, level));
  }

  double[] interval(double[] told) {
    double half = Calibration.HALF_OF_90 * told[1];
    return new double[] {transform.invert(told[0] - half), transform.invert(told[0] + half)};
  }

  /** The part of the prior variance that is left at a point: 1 far from all evidence. */
  public double priorShare(double[] x, int level) {
    if (level < first) {
      return at(level).priorShare(x, level);
    }
    double[][] point = {x};
    double whole = 0;
    double mean = start(x);
    for (int k = first; k <= level; k++) {
      double slope = 1 + own(k).slope();
      whole = slope * slope * whole + own(k).kernel().variance(mean);
      mean += own(k).mean(x, mean);
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
    if (level < first) {
      return at(level).mean(x, level);
    }
    double mean = start(x);
    for (int k = first; k <= level; k++) {
      mean += own(k).mean(x, mean);
    }
    return mean;
  }

  /** Predictions of many points at a level: {means, variances}. */
  public double[][] predict(double[][] xs, int level) {
    if (level < first) {
      return at(level).predict(xs, level);
    }
    double[] means = prior == null ? new double[xs.length] : prior.means(xs);
    double[] variances = new double[xs.length];
    double[] gapMeans = new double[xs.length];
    double[] gapVariances = new double[xs.length];
    for (int k = first; k <= level; k++) {
      Process process = own(k);
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
    if (level < first) {
      return at(level).predict(x, level);
    }
    int d = x.length;
    double variance = 0;
    double[] meanGradient = new double[d];
    double mean = prior == null ? 0 : prior.mean(x, meanGradient);
    double[] varianceGradient = new double[d];
    double[] gapMean = new double[d];
    double[] gapVariance = new double[d];
    for (int k = first; k <= level; k++) {
      Process process = own(k);
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

  /**
   * The part of a point's variance at the highest level that a look at this one removes: with c the
   * covariance of the two and v the variance here, c² / (v + noise).
   */
  public double share(double[] x, int level) {
    if (level < first) {
      return 0;
    }
    double[][] point = {x};
    double here = predict(point, level)[1][0];
    double slope = 1;
    for (int k = level + 1; k < levels(); k++) {
      slope *= 1 + own(k).slope();
    }
    double noise = own(level).kernel().noiseVariance();
    double removed = slope * slope * here * (here / (here + noise));
    return removed / predict(point, levels() - 1)[1][0];
  }

  /**
   * Believes the prediction at a point that is under way (kriging believer), all but without noise:
   * to ask for the same once more before it is told would be a guess that it scatters.
   */
  void believe(double[] x, int level) {
    if (level < first) {
      at(level).believe(x, level);
      return;
    }
    double mean = start(x);
    double variance = 0;
    for (int k = first; k <= level; k++) {
      Process process = own(k);
      double gap = process.mean(x, mean);
      double doubt = k == level ? variance : 0;
      if (k == level) {
        process.add(x, mean, gap, doubt - BELIEVED * process.kernel().noiseVariance());
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
