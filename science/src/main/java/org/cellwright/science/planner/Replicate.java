package org.cellwright.science.planner;

import static org.cellwright.science.numerics.NormalDistribution.logImprovement;

import java.util.Arrays;
import java.util.Optional;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/**
 * A told design that is worth more if measured again than the best new one is.
 *
 * <p>One more measurement moves the posterior mean at x by a normal of deviation s = σ²/√(σ² +
 * noise). What it gains is the knowledge gradient s f(−|Δ|/s), f(z) = φ(z) + z Φ(z), with Δ the
 * distance to the best mean of the other told designs (Frazier, Powell and Dayanik, INFORMS J.
 * Comput. 21, 599, 2009, beliefs of different designs taken as independent). The new design gains s
 * f((best − μ)/s) times the probability that it is feasible. All in standard outputs, for one
 * objective that is an output to be made large or small; where results scatter little nothing is
 * measured twice. Where repeats have shown that the scatter differs from design to design, each
 * counts with its own.
 *
 * @param gain of measuring it again
 * @param rival the gain of the new design
 */
record Replicate(double[] x, Observation of, double gain, double rival) {
  /** Noise variance, of standard outputs, below which a new design always tells more. */
  private static final double NOISY = 0.05;

  // Of one measured repeat: a first one settles whether results scatter at all.
  private static final double LEARNED_COUNTS = 0.05;

  static Optional<Replicate> find(
      Problem problem, Past past, Beliefs beliefs, int top, double[] fresh, double feasibility) {
    Objective objective = problem.objectives().getFirst();
    boolean extreme =
        objective.goal() == Objective.Goal.MAXIMIZE || objective.goal() == Objective.Goal.MINIMIZE;
    if (problem.objectives().size() > 1 || objective.formula() != null || !extreme) {
      return Optional.empty();
    }
    Surrogate surrogate = beliefs.surrogate(objective.name());
    LevelData told = past.succeeded.get(top);
    double[][] xs = told.points().toArray(double[][]::new);
    double common = scatter(objective, past, told, xs, surrogate);
    double[] noise = new double[xs.length];
    Arrays.setAll(noise, i -> noise(surrogate, xs[i], common));
    if (Arrays.stream(noise).noneMatch(variance -> variance > NOISY)) {
      return Optional.empty();
    }
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    // Variances in outline are no less, and what gains nothing with them gains nothing at all.
    Surrogate outline = surrogate.outline();
    double[][] prediction = outline.predict(xs, top);
    int first = -1;
    for (int i = 0; i < xs.length; i++) {
      if (told.observations().get(i).isFeasible(problem.constraints())
          && (first < 0 || sign * prediction[0][i] < sign * prediction[0][first])) {
        first = i;
      }
    }
    if (first < 0) {
      return Optional.empty();
    }
    int second = -1;
    for (int i = 0; i < xs.length; i++) {
      if (told.observations().get(i).isFeasible(problem.constraints())
          && !past.isSame(xs[i], xs[first])
          && (second < 0 || sign * prediction[0][i] < sign * prediction[0][second])) {
        second = i;
      }
    }
    double[][] here = surrogate.predict(new double[][] {fresh}, top);
    double s = moved(here[1][0], noise(surrogate, fresh, common));
    double best = sign * prediction[0][first];
    double rival = feasibility * s * f((best - sign * here[0][0]) / s);
    @Nullable Replicate found = null;
    for (int i = 0; i < xs.length && second >= 0; i++) {
      if (!told.observations().get(i).isFeasible(problem.constraints())
          || !(noise[i] > NOISY)
          || isUnderWay(past, xs[i], top)) {
        continue;
      }
      double other = past.isSame(xs[i], xs[first]) ? sign * prediction[0][second] : best;
      double apart = Math.abs(sign * prediction[0][i] - other);
      double least = found == null ? rival : found.gain;
      double gain = gain(moved(prediction[1][i], noise[i]), apart);
      if (gain > least && outline != surrogate) {
        double[][] whole = surrogate.predict(new double[][] {xs[i]}, top);
        gain = gain(moved(whole[1][0], noise[i]), apart);
      }
      if (gain > least) {
        found = new Replicate(xs[i], told.observations().get(i), gain, rival);
      }
    }
    return Optional.ofNullable(found);
  }

  private static double noise(Surrogate surrogate, double[] x, double common) {
    double own = surrogate.ownVariance(x);
    return Double.isNaN(own) ? common : own;
  }

  /**
   * Variance of what is told of one design, in standard outputs. The learned noise is also what the
   * model does not follow; where designs were measured again, their own scatter is what counts.
   */
  private static double scatter(
      Objective objective, Past past, LevelData told, double[][] xs, Surrogate surrogate) {
    double squares = 0;
    int repeats = 0;
    boolean[] seen = new boolean[xs.length];
    for (int i = 0; i < xs.length; i++) {
      double mean = standard(objective, told, i, surrogate);
      int count = 1;
      for (int k = i + 1; k < xs.length && !seen[i]; k++) {
        if (!seen[k] && past.isSame(xs[i], xs[k])) {
          seen[k] = true;
          double value = standard(objective, told, k, surrogate);
          double off = value - mean;
          count++;
          mean += off / count;
          squares += off * (value - mean);
          repeats++;
        }
      }
    }
    return (LEARNED_COUNTS * surrogate.noiseVariance() + squares) / (LEARNED_COUNTS + repeats);
  }

  private static double standard(Objective objective, LevelData told, int i, Surrogate surrogate) {
    return surrogate.transform().apply(objective.value(told.observations().get(i)));
  }

  private static boolean isUnderWay(Past past, double[] x, int top) {
    return past.underWay.stream()
        .anyMatch(pending -> pending.rung() == top && past.isSame(pending.x(), x));
  }

  private static double gain(double deviation, double apart) {
    return deviation * f(-apart / deviation);
  }

  private static double moved(double variance, double noise) {
    return variance / Math.sqrt(variance + noise);
  }

  private static double f(double z) {
    return StrictMath.exp(logImprovement(z));
  }
}
