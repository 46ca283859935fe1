package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.density;

import org.cellwright.core.Objective;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.surrogate.OutputTransform;
import org.jspecify.annotations.Nullable;

/**
 * A loss as if it were normal, with its slopes by the means and deviations of the standard outputs.
 *
 * <p>An output as it is enters with the mean and deviation of its untransformed distribution; a
 * distance to a target is a folded normal, a lack below a threshold a rectified one, both with
 * their exact mean and variance. A loss made of several outputs is carried through their posteriors
 * (composite Bayesian optimisation, Astudillo and Frazier, ICML 2019) by {@value #SAMPLES} fixed
 * samples, the same for every design, so that it is smooth in the design. They are moved and
 * stretched to have mean 0 and covariance 1 to the last bits: a linear composite is exact.
 */
record Loss(
    double mean,
    double deviation,
    double[] meanByMean,
    double[] meanByDev,
    double[] devByMean,
    double[] devByDev) {

  static final int SAMPLES = 64;

  /** Where no sample gives a number. */
  private static final double HOPELESS = 1e100;

  /**
   * The loss of a wish.
   *
   * @param means of the standard outputs, in the order of the wish
   */
  static Loss of(
      Wish wish,
      OutputTransform[] transforms,
      double[] means,
      double[] deviations,
      boolean slopes) {
    return switch (wish) {
      case Wish.Plain(Objective objective) ->
          plain(objective, transforms[0].moments(means[0], deviations[0]));
      case Wish.Modelled(Objective objective) ->
          plain(objective, new OutputTransform.Moments(means[0], deviations[0], 1, 0, 0, 1));
      case Wish.Composite composite ->
          composite(composite.merit(), transforms, means, deviations, slopes);
    };
  }

  private static Loss composite(
      Wish.Merit merit,
      OutputTransform[] transforms,
      double[] means,
      double[] deviations,
      boolean withSlopes) {
    int k = means.length;
    double[][] normals = normals(k);
    double[] losses = new double[SAMPLES];
    double[][] slopes = new double[SAMPLES][];
    double[] y = new double[k];
    double mean = 0;
    int counted = 0;
    for (int s = 0; s < SAMPLES; s++) {
      for (int i = 0; i < k; i++) {
        y[i] = transforms[i].invert(means[i] + deviations[i] * normals[s][i]);
      }
      double @Nullable [] own = withSlopes ? new double[k] : null;
      losses[s] = merit.loss(y, own);
      if (Double.isFinite(losses[s])) {
        mean += losses[s];
        counted++;
      }
      if (own != null) {
        for (int i = 0; i < k; i++) {
          own[i] *= transforms[i].invertSlope(means[i] + deviations[i] * normals[s][i]);
        }
        slopes[s] = own;
      }
    }
    Loss loss =
        new Loss(
            counted == 0 ? HOPELESS : mean / counted,
            1,
            new double[k],
            new double[k],
            new double[k],
            new double[k]);
    return counted == 0 ? loss : loss.spread(losses, slopes, normals, counted, withSlopes);
  }

  private Loss spread(
      double[] losses, double[][] slopes, double[][] normals, int counted, boolean withSlopes) {
    double square = 0;
    for (double loss : losses) {
      square += Double.isFinite(loss) ? (loss - mean) * (loss - mean) : 0;
    }
    double deviation =
        Math.max(Math.sqrt(square / counted), 1e-12 * Math.max(1e-12, Math.abs(mean)));
    for (int s = 0; withSlopes && s < SAMPLES; s++) {
      if (!Double.isFinite(losses[s])) {
        continue;
      }
      double lever = (losses[s] - mean) / deviation;
      for (int i = 0; i < meanByMean.length; i++) {
        double slope = slopes[s][i] / counted;
        meanByMean[i] += slope;
        meanByDev[i] += slope * normals[s][i];
        devByMean[i] += lever * slope;
        devByDev[i] += lever * slope * normals[s][i];
      }
    }
    return new Loss(mean, deviation, meanByMean, meanByDev, devByMean, devByDev);
  }

  private static final double[][][] NORMALS = new double[9][][];

  static {
    for (int k = 1; k < NORMALS.length; k++) {
      NORMALS[k] = drawn(k);
    }
  }

  private static double[][] normals(int k) {
    return k < NORMALS.length ? NORMALS[k] : drawn(k);
  }

  /** Scrambled Sobol normals with their mirror images, decorrelated. */
  private static double[][] drawn(int k) {
    Sobol sobol = Sobol.scrambled(k, 20190);
    double[][] z = new double[SAMPLES][k];
    for (int s = 0; s < SAMPLES / 2; s++) {
      double[] u = sobol.point(s);
      for (int i = 0; i < k; i++) {
        z[s][i] = NormalDistribution.quantile(Math.max(u[i], 0x1p-33));
        z[s + SAMPLES / 2][i] = -z[s][i];
      }
    }
    Cholesky factor = new Cholesky(k);
    for (int i = 0; i < k; i++) {
      double[] row = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        for (double[] sample : z) {
          row[j] += sample[i] * sample[j] / SAMPLES;
        }
      }
      factor.append(row);
    }
    for (double[] sample : z) {
      factor.solveLower(sample);
    }
    return z;
  }

  private static Loss plain(Objective objective, OutputTransform.Moments y) {
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    double m = y.mean();
    double s = Math.max(y.deviation(), 1e-12 * Math.max(1, Math.abs(m)));
    double mean;
    double meanByM;
    double meanByS;
    double square;
    double squareByM;
    double squareByS;
    switch (objective.goal()) {
      case MINIMIZE, MAXIMIZE -> {
        return chained(sign * m, s, sign, 0, 0, 1, y);
      }
      case TARGET -> {
        double gap = m - objective.level();
        double above = NormalDistribution.cumulative(gap / s);
        mean = 2 * s * density(gap / s) + gap * (2 * above - 1);
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
        mean = gap * below + s * dense;
        meanByM = -below;
        meanByS = dense;
        square = (gap * gap + s * s) * below + gap * s * dense;
        squareByM = -2 * mean;
        squareByS = 2 * s * below;
      }
    }
    double variance = Math.max(square - mean * mean, 1e-12 * s * s);
    double deviation = Math.sqrt(variance);
    return chained(
        mean,
        deviation,
        meanByM,
        meanByS,
        (squareByM - 2 * mean * meanByM) / (2 * deviation),
        (squareByS - 2 * mean * meanByS) / (2 * deviation),
        y);
  }

  /** From slopes by the moments of the output to those of the standard one. */
  private static Loss chained(
      double mean,
      double deviation,
      double meanByM,
      double meanByS,
      double devByM,
      double devByS,
      OutputTransform.Moments y) {
    return new Loss(
        mean,
        deviation,
        one(meanByM * y.meanByMean() + meanByS * y.devByMean()),
        one(meanByM * y.meanByDev() + meanByS * y.devByDev()),
        one(devByM * y.meanByMean() + devByS * y.devByMean()),
        one(devByM * y.meanByDev() + devByS * y.devByDev()));
  }

  private static double[] one(double value) {
    return new double[] {value};
  }
}
