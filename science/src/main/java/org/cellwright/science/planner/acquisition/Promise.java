package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.Constraint;
import org.cellwright.core.Objective;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Calibration;
import org.cellwright.science.planner.surrogate.OutputTransform;
import org.cellwright.science.planner.surrogate.SuccessModel;
import org.cellwright.science.planner.surrogate.Surrogate;

/**
 * The acquisition: ln of the expected improvement, plus ln of the probability that each constraint
 * is met at the fidelity that counts, plus ln of the probability that the run succeeds.
 *
 * <p>Improvements are of losses in their own units ({@link Loss}), taken as independent of each
 * other, those that share an output too. While nothing feasible is known the improvement only
 * breaks ties.
 */
public final class Promise implements Worth {
  private static final double TIE_BREAK = 0.01;

  /** Outcomes by which quantiles are found; a power of two, as Sobol's sequence wants it. */
  private static final int EVEN = 1024;

  private final Beliefs beliefs;
  private final int level;
  private final List<Wish> wishes;
  private final List<Constraint> constraints;
  private final SuccessModel success;
  private final Improvement improvement;
  private final double improvementWeight;

  /** Of the outputs of each wish. */
  private final int[][] indices;

  private final OutputTransform[][] transforms;

  /**
   * @param level the fidelity that counts
   * @param wishes as many losses as the improvement has
   * @param feasibleKnown whether any design that meets the constraints is known
   */
  public Promise(
      Beliefs beliefs,
      int level,
      List<Wish> wishes,
      List<Constraint> constraints,
      SuccessModel success,
      Improvement improvement,
      boolean feasibleKnown) {
    this.beliefs = beliefs;
    this.level = level;
    this.wishes = wishes;
    this.constraints = constraints;
    this.success = success;
    this.improvement = improvement;
    this.improvementWeight = feasibleKnown || constraints.isEmpty() ? 1 : TIE_BREAK;
    this.indices = new int[wishes.size()][];
    this.transforms = new OutputTransform[wishes.size()][];
    for (int w = 0; w < indices.length; w++) {
      indices[w] = wishes.get(w).outputs().stream().mapToInt(this::index).toArray();
      transforms[w] =
          Arrays.stream(indices[w])
              .mapToObj(i -> beliefs.surrogate(i).transform())
              .toArray(OutputTransform[]::new);
    }
  }

  private Promise(Promise of, Beliefs beliefs) {
    this.beliefs = beliefs;
    this.level = of.level;
    this.wishes = of.wishes;
    this.constraints = of.constraints;
    this.success = of.success;
    this.improvement = of.improvement;
    this.improvementWeight = of.improvementWeight;
    this.indices = of.indices;
    this.transforms = of.transforms;
  }

  @Override
  public Promise outline() {
    return seen(beliefs.outline());
  }

  @Override
  public Promise around(double[] x) {
    return seen(beliefs.around(x));
  }

  private Promise seen(Beliefs view) {
    return view == beliefs ? this : new Promise(this, view);
  }

  @Override
  public double[] values(double[][] xs) {
    double[][][] predictions =
        IntStream.range(0, beliefs.outputs().size())
            .parallel()
            .mapToObj(i -> beliefs.surrogate(i).predict(xs, level))
            .toArray(double[][][]::new);
    double[] values = success.logProbabilities(xs);
    for (int i = 0; i < xs.length; i++) {
      double[] mean = new double[wishes.size()];
      double[] deviation = new double[wishes.size()];
      for (int w = 0; w < mean.length; w++) {
        int[] from = indices[w];
        double[] means = new double[from.length];
        double[] deviations = new double[from.length];
        for (int k = 0; k < from.length; k++) {
          means[k] = predictions[from[k]][0][i];
          deviations[k] = Math.sqrt(predictions[from[k]][1][i]);
        }
        Loss loss = Loss.of(wishes.get(w), transforms[w], means, deviations, false);
        mean[w] = loss.mean();
        deviation[w] = loss.deviation();
      }
      double value = improvementWeight * improvement.log(mean, deviation, null);
      for (Constraint constraint : constraints) {
        double[][] p = predictions[index(constraint.name())];
        value += logCumulative(margin(constraint, p[0][i], doubt(constraint, p[1][i])));
      }
      values[i] += value;
    }
    return values;
  }

  @Override
  public double value(double[] x, double[] gradient) {
    int d = x.length;
    Arrays.fill(gradient, 0);
    Surrogate.Prediction[] predictions = new Surrogate.Prediction[beliefs.outputs().size()];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = beliefs.surrogate(i).predict(x, level);
    }
    int count = wishes.size();
    double[] mean = new double[count];
    double[] deviation = new double[count];
    Loss[] losses = new Loss[count];
    for (int w = 0; w < count; w++) {
      int[] from = indices[w];
      double[] means = new double[from.length];
      double[] deviations = new double[from.length];
      for (int k = 0; k < from.length; k++) {
        means[k] = predictions[from[k]].mean();
        deviations[k] = Math.sqrt(predictions[from[k]].variance());
      }
      losses[w] = Loss.of(wishes.get(w), transforms[w], means, deviations, true);
      mean[w] = losses[w].mean();
      deviation[w] = losses[w].deviation();
    }
    double[] slopes = new double[2 * count];
    double value = improvementWeight * improvement.log(mean, deviation, slopes);
    for (int w = 0; w < count; w++) {
      for (int k = 0; k < indices[w].length; k++) {
        Surrogate.Prediction p = predictions[indices[w][k]];
        Loss loss = losses[w];
        double byMean = slopes[w] * loss.meanByMean()[k] + slopes[count + w] * loss.devByMean()[k];
        double byDev = slopes[w] * loss.meanByDev()[k] + slopes[count + w] * loss.devByDev()[k];
        double byVariance = byDev / (2 * Math.sqrt(p.variance()));
        for (int j = 0; j < d; j++) {
          gradient[j] +=
              improvementWeight
                  * (byMean * p.meanGradient()[j] + byVariance * p.varianceGradient()[j]);
        }
      }
    }
    for (Constraint constraint : constraints) {
      Surrogate.Prediction p = predictions[index(constraint.name())];
      double s = doubt(constraint, p.variance());
      double z = margin(constraint, p.mean(), s);
      double logP = logCumulative(z);
      value += logP;
      double ratio = StrictMath.exp(logDensity(z) - logP);
      double sign = constraint.sense() == Constraint.Sense.AT_LEAST ? 1 : -1;
      for (int j = 0; j < d; j++) {
        gradient[j] +=
            ratio
                * (sign * p.meanGradient()[j] / s
                    - z * p.varianceGradient()[j] / (2 * p.variance()));
      }
    }
    return value + success.logProbability(x, gradient);
  }

  /** Probability that all constraints are met and the run succeeds. */
  public double feasibility(double[] x) {
    return StrictMath.exp(logFeasibility(x));
  }

  /**
   * The improvement to expect if it is feasible, in the unit of the losses: by tempered deviations,
   * since it is stated.
   */
  public double gain(double[] x) {
    double[] mean = new double[wishes.size()];
    double[] deviation = new double[wishes.size()];
    for (int w = 0; w < mean.length; w++) {
      Loss loss = stated(w, x);
      mean[w] = loss.mean();
      deviation[w] = loss.deviation();
    }
    return StrictMath.exp(improvement.log(mean, deviation, null));
  }

  private double logFeasibility(double[] x) {
    double sum = success.logProbability(x, new double[x.length]);
    for (Constraint constraint : constraints) {
      double[][] p = beliefs.surrogate(constraint.name()).predict(new double[][] {x}, level);
      sum += logCumulative(margin(constraint, p[0][0], doubt(constraint, p[1][0])));
    }
    return sum;
  }

  /** Mean and tempered deviation of the first loss, as if it were normal, without noise. */
  public double[] loss(double[] x) {
    Loss loss = stated(0, x);
    return new double[] {loss.mean(), loss.deviation()};
  }

  private Loss stated(int wish, double[] x) {
    int[] from = indices[wish];
    double[] means = new double[from.length];
    double[] deviations = new double[from.length];
    for (int k = 0; k < from.length; k++) {
      Surrogate surrogate = beliefs.surrogate(from[k]);
      double[][] p = surrogate.predict(new double[][] {x}, level);
      means[k] = p[0][0];
      deviations[k] = surrogate.widening(level) * Math.sqrt(p[1][0]);
    }
    return Loss.of(wishes.get(wish), transforms[wish], means, deviations, false);
  }

  /**
   * Of an objective that is made of outputs, as they will be told at a fidelity: the median and the
   * limits of the middle 90 %. Quantiles, since a quotient may have no moments worth the name.
   *
   * @param objective its number
   * @param goal whether it is made large or small
   */
  public Made made(int objective, Objective.Goal goal, double[] x, int fidelity) {
    if (!(wishes.get(objective) instanceof Wish.Composite(var _, Wish.Merit merit))) {
      throw new IllegalArgumentException("objective " + objective + " is an output");
    }
    int[] from = indices[objective];
    double[][] told = new double[from.length][];
    Arrays.setAll(told, k -> beliefs.surrogate(from[k]).told(x, fidelity));
    OutputTransform[] scales = new OutputTransform[from.length];
    Arrays.setAll(scales, k -> beliefs.surrogate(from[k]).transform(fidelity));
    Sobol sobol = Sobol.scrambled(from.length, 1);
    double[] losses = new double[EVEN];
    double[] y = new double[from.length];
    for (int s = 0; s < EVEN; s++) {
      double[] u = sobol.point(s);
      for (int k = 0; k < y.length; k++) {
        double z = NormalDistribution.quantile(Math.max(u[k], 0x1p-33));
        y[k] = scales[k].invert(told[k][0] + told[k][1] * z);
      }
      losses[s] = merit.loss(y, null);
    }
    double[] sorted = Arrays.stream(losses).filter(Double::isFinite).sorted().toArray();
    double low = quantile(sorted, 0.05);
    double median = quantile(sorted, 0.5);
    double high = quantile(sorted, 0.95);
    return goal == Objective.Goal.MAXIMIZE
        ? new Made(-median, -high, -low)
        : new Made(median, low, high);
  }

  /** 90 % lie between {@code lower} and {@code upper}. */
  public record Made(double median, double lower, double upper) {
    /** That of a normal distribution as wide. */
    public double deviation() {
      return (upper - lower) / (2 * Calibration.HALF_OF_90);
    }
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    return sorted.length == 0
        ? Double.NaN
        : sorted[below]
            + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
  }

  /** Mean and tempered deviation of what an output will be told as, in its own unit. */
  public double[] expected(String output, double[] x) {
    Surrogate surrogate = beliefs.surrogate(output);
    double[] told = surrogate.told(x, level);
    OutputTransform.Moments moments = surrogate.transform().moments(told[0], told[1]);
    return new double[] {moments.mean(), moments.deviation()};
  }

  /** The tempered deviation: a probability is a claim, and those made before were checked. */
  private double doubt(Constraint constraint, double variance) {
    return beliefs.surrogate(index(constraint.name())).widening(level) * Math.sqrt(variance);
  }

  private double margin(Constraint constraint, double mean, double deviation) {
    double limit = beliefs.surrogate(constraint.name()).transform().apply(constraint.limit());
    return (constraint.sense() == Constraint.Sense.AT_LEAST ? mean - limit : limit - mean)
        / deviation;
  }

  private int index(String output) {
    for (int i = 0; i < beliefs.outputs().size(); i++) {
      if (beliefs.outputs().get(i).name().equals(output)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no output '" + output + "'");
  }
}
