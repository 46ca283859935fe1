package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.density;
import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.Constraint;
import org.cellwright.core.Objective;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.OutputTransform;
import org.cellwright.science.planner.surrogate.SuccessModel;
import org.cellwright.science.planner.surrogate.Surrogate;

/**
 * The acquisition: ln of the expected improvement, plus ln of the probability that each constraint
 * is met at the fidelity that counts, plus ln of the probability that the run succeeds.
 *
 * <p>Improvements are of losses in their own units: a transformed objective enters with the mean
 * and deviation of its untransformed distribution. While nothing feasible is known the improvement
 * only breaks ties.
 */
public final class Promise {
  private static final double TIE_BREAK = 0.01;

  private final Beliefs beliefs;
  private final int level;
  private final List<Wish> wishes;
  private final List<Constraint> constraints;
  private final SuccessModel success;
  private final Improvement improvement;
  private final double improvementWeight;

  /** What is wanted of one output. */
  public record Wish(String output, Objective objective) {}

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
  }

  /** The values at many points. */
  public double[] values(double[][] xs) {
    double[][][] predictions =
        IntStream.range(0, beliefs.outputs().size())
            .parallel()
            .mapToObj(i -> beliefs.surrogate(i).predict(xs, level))
            .toArray(double[][][]::new);
    double[] values = success.logProbabilities(xs);
    double[] none = new double[2 * wishes.size()];
    for (int i = 0; i < xs.length; i++) {
      double[] mean = new double[wishes.size()];
      double[] deviation = new double[wishes.size()];
      for (int w = 0; w < mean.length; w++) {
        double[][] p = predictions[index(wishes.get(w).output)];
        Loss loss =
            loss(
                wishes.get(w).objective,
                beliefs.surrogate(wishes.get(w).output).transform(),
                p[0][i],
                Math.sqrt(p[1][i]));
        mean[w] = loss.mean;
        deviation[w] = loss.deviation;
      }
      double value = improvementWeight * improvement.log(mean, deviation, none);
      for (Constraint constraint : constraints) {
        double[][] p = predictions[index(constraint.name())];
        value += logCumulative(margin(constraint, p[0][i], Math.sqrt(p[1][i])));
      }
      values[i] += value;
    }
    return values;
  }

  /** The value at one point; writes its gradient. */
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
      Surrogate.Prediction p = predictions[index(wishes.get(w).output)];
      losses[w] =
          loss(
              wishes.get(w).objective,
              beliefs.surrogate(wishes.get(w).output).transform(),
              p.mean(),
              Math.sqrt(p.variance()));
      mean[w] = losses[w].mean;
      deviation[w] = losses[w].deviation;
    }
    double[] slopes = new double[2 * count];
    double value = improvementWeight * improvement.log(mean, deviation, slopes);
    for (int w = 0; w < count; w++) {
      Surrogate.Prediction p = predictions[index(wishes.get(w).output)];
      double byMean = slopes[w] * losses[w].meanByMean + slopes[count + w] * losses[w].devByMean;
      double byDev = slopes[w] * losses[w].meanByDev + slopes[count + w] * losses[w].devByDev;
      double byVariance = byDev / (2 * Math.sqrt(p.variance()));
      for (int j = 0; j < d; j++) {
        gradient[j] +=
            improvementWeight
                * (byMean * p.meanGradient()[j] + byVariance * p.varianceGradient()[j]);
      }
    }
    for (Constraint constraint : constraints) {
      Surrogate.Prediction p = predictions[index(constraint.name())];
      double s = Math.sqrt(p.variance());
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

  /** The improvement to expect if it is feasible, in the unit of the losses. */
  public double gain(double[] x) {
    double log = values(new double[][] {x})[0] - logFeasibility(x);
    return StrictMath.exp(log / improvementWeight);
  }

  /** How many losses are improved: one, or the factors of a hypervolume. */
  public int lossCount() {
    return wishes.size();
  }

  private double logFeasibility(double[] x) {
    double sum = success.logProbability(x, new double[x.length]);
    for (Constraint constraint : constraints) {
      double[][] p = beliefs.surrogate(constraint.name()).predict(new double[][] {x}, level);
      sum += logCumulative(margin(constraint, p[0][0], Math.sqrt(p[1][0])));
    }
    return sum;
  }

  /** Mean and tempered deviation of what an output will be told as, in its own unit. */
  public double[] expected(String output, double[] x) {
    Surrogate surrogate = beliefs.surrogate(output);
    double[] told = surrogate.told(x, level);
    OutputTransform.Moments moments = surrogate.transform().moments(told[0], told[1]);
    return new double[] {moments.mean(), moments.deviation()};
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

  private record Loss(
      double mean,
      double deviation,
      double meanByMean,
      double meanByDev,
      double devByMean,
      double devByDev) {}

  /**
   * The loss as if it were normal. A distance to a target is a folded normal, a lack below a
   * threshold a rectified one; both enter with their exact mean and variance.
   */
  private static Loss loss(
      Objective objective, OutputTransform transform, double mean, double deviation) {
    OutputTransform.Moments y = transform.moments(mean, deviation);
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    double m = y.mean();
    double s = Math.max(y.deviation(), 1e-12 * Math.max(1, Math.abs(m)));
    double lossMean;
    double meanByM;
    double meanByS;
    double square;
    double squareByM;
    double squareByS;
    switch (objective.goal()) {
      case MINIMIZE, MAXIMIZE -> {
        return new Loss(
            sign * m, s, sign * y.meanByMean(), sign * y.meanByDev(), y.devByMean(), y.devByDev());
      }
      case TARGET -> {
        double gap = m - objective.level();
        double above = NormalDistribution.cumulative(gap / s);
        lossMean = 2 * s * density(gap / s) + gap * (2 * above - 1);
        meanByM = 2 * above - 1;
        meanByS = 2 * density(gap / s);
        square = gap * gap + s * s;
        squareByM = 2 * gap;
        squareByS = 2 * s;
      }
      default -> {
        double gap = objective.level() - m;
        double below = NormalDistribution.cumulative(gap / s);
        double dense = density(gap / s);
        lossMean = gap * below + s * dense;
        meanByM = -below;
        meanByS = dense;
        square = (gap * gap + s * s) * below + gap * s * dense;
        squareByM = -2 * lossMean;
        squareByS = 2 * s * below;
      }
    }
    double variance = Math.max(square - lossMean * lossMean, 1e-12 * s * s);
    double lossDeviation = Math.sqrt(variance);
    double devByM = (squareByM - 2 * lossMean * meanByM) / (2 * lossDeviation);
    double devByS = (squareByS - 2 * lossMean * meanByS) / (2 * lossDeviation);
    return new Loss(
        lossMean,
        lossDeviation,
        meanByM * y.meanByMean() + meanByS * y.devByMean(),
        meanByM * y.meanByDev() + meanByS * y.devByDev(),
        devByM * y.meanByMean() + devByS * y.devByMean(),
        devByM * y.meanByDev() + devByS * y.devByDev());
  }
}
