package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import org.cellwright.science.numerics.BoundedLbfgs;
import org.cellwright.science.numerics.Cholesky;

/**
 * The most probable parameters of a process: marginal likelihood and priors, by L-BFGS on their
 * logarithms.
 *
 * <p>Priors: length scales LogNormal(√2 + ½ ln d, √3), at least 0.025 (Hvarfner et al., ICML 2024);
 * noise variance LogNormal(−6, 2) on standard outputs, at least 1e-6, because simulators are nearly
 * without noise; no output scale. A difference has the length scales of the fidelity below times
 * one stretch, LogNormal(0, ½), and LogNormal amplitudes around 0.1 with a deviation of 1 in the
 * logarithm. One evaluation costs n³ and n² d multiply-adds; above {@value #MOST_DATA} data an
 * evenly strided part of them is used.
 */
final class Fitting {
  /** Length scales and noise are learned from at most so many data; predictions use all. */
  static final int MOST_DATA = 160;

  private static final double LEAST_LENGTH = 0.025;
  private static final double MOST_LENGTH = 50;
  private static final double LEAST_NOISE = 1e-6;
  private static final double NOISE_CENTRE = -6;
  private static final double NOISE_SPREAD = 2;
  private static final double TYPICAL_GAP = 0.1;

  /** Parameters of a difference: stretch, amplitude, offset, gain and noise. */
  static final int GAP = 5;

  private Fitting() {}

  /** What is fitted to the data of a process of its own: lengths, noise, centre and scale. */
  static int parameters(int[] groups) {
    return Arrays.stream(groups).max().orElse(0) + 4;
  }

  /** Data of a process; {@code below} and {@code doubt} as in {@link Process#add}. */
  record Data(double[][] x, double[] below, double[] value, double[] doubt) {
    Data thinned() {
      int n = x.length;
      if (n <= MOST_DATA) {
        return this;
      }
      int[] kept = new int[MOST_DATA];
      Arrays.setAll(kept, i -> (int) ((long) i * n / MOST_DATA));
      double[][] points = Arrays.stream(kept).mapToObj(i -> x[i]).toArray(double[][]::new);
      return new Data(
          points,
          Arrays.stream(kept).mapToDouble(i -> below[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> value[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> doubt[i]).toArray());
    }
  }

  /** Where a fit starts when nothing was learned before: the prior's mode. */
  static Kernel typical(int[] groups, int dimension) {
    double[] scales = new double[groups.length];
    Arrays.fill(scales, StrictMath.exp(lengthCentre(dimension) - 3));
    return new Kernel(scales, 1, 0, 0, StrictMath.exp(NOISE_CENTRE));
  }

  /** Where the fit of a difference starts. */
  static Kernel typicalGap(Kernel below) {
    return new Kernel(
        below.lengthScales(), TYPICAL_GAP, TYPICAL_GAP, TYPICAL_GAP, StrictMath.exp(-7));
  }

  static Kernel fit(Data all, Kernel start, int[] groups, int dimension, int iterations) {
    Data data = all.thinned();
    int groupCount = Arrays.stream(groups).max().orElse(0) + 1;
    double[] theta = new double[groupCount + 1];
    for (int j = 0; j < groups.length; j++) {
      theta[groups[j]] = StrictMath.log(start.lengthScales()[j]);
    }
    theta[groupCount] = StrictMath.log(start.noiseVariance());
    double[] lower = new double[groupCount + 1];
    double[] upper = new double[groupCount + 1];
    Arrays.fill(lower, StrictMath.log(LEAST_LENGTH));
    Arrays.fill(upper, StrictMath.log(MOST_LENGTH));
    lower[groupCount] = StrictMath.log(LEAST_NOISE);
    upper[groupCount] = 0;
    double[] best =
        BoundedLbfgs.minimize(
                (t, g) -> negativeLogPosterior(data, t, g, groups, dimension),
                theta,
                lower,
                upper,
                iterations,
                1e-3)
            .x();
    return kernel(best, groups);
  }

  private static Kernel kernel(double[] theta, int[] groups) {
    double[] scales = new double[groups.length];
    for (int j = 0; j < groups.length; j++) {
      scales[j] = StrictMath.exp(theta[groups[j]]);
    }
    return new Kernel(scales, 1, 0, 0, StrictMath.exp(theta[theta.length - 1]));
  }

  /** For a process of its own: logarithms of the length scales by group, and of the noise. */
  static double negativeLogPosterior(
      Data data, double[] theta, double[] gradient, int[] groups, int dimension) {
    Kernel kernel = kernel(theta, groups);
    int n = data.x.length;
    int last = theta.length - 1;
    double[][] points = new double[n][];
    Arrays.setAll(points, i -> kernel.scaled(data.x[i]));
    Likelihood likelihood = new Likelihood(data, kernel, points);
    double[][] weights = likelihood.weights();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        double factor =
            -4 * weights[i][k] * Kernel.maternSlope(Kernel.squaredDistance(points[i], points[k]));
        for (int j = 0; j < groups.length; j++) {
          double difference = points[i][j] - points[k][j];
          gradient[groups[j]] += factor * difference * difference;
        }
      }
      gradient[last] += weights[i][i] * kernel.noiseVariance();
    }
    double logPrior = 0;
    double centre = lengthCentre(dimension);
    for (int g = 0; g < last; g++) {
      // The density is of the length itself, hence the −ln.
      double z = theta[g] - centre;
      logPrior += -theta[g] - z * z / 6;
      gradient[g] += -1 - z / 3;
    }
    double z = (theta[last] - NOISE_CENTRE) / NOISE_SPREAD;
    logPrior -= 0.5 * z * z;
    gradient[last] -= z / NOISE_SPREAD;
    negate(gradient);
    return -(likelihood.value() + logPrior);
  }

  static Kernel fitGap(Data data, Kernel start, Kernel below, int iterations) {
    double[] theta = {
      StrictMath.log(start.lengthScales()[0] / below.lengthScales()[0]),
      StrictMath.log(start.amplitude()),
      StrictMath.log(start.offset()),
      StrictMath.log(start.gain()),
      StrictMath.log(start.noiseVariance())
    };
    double least = StrictMath.log(1e-3);
    double[] lower = {-2, least, least, least, StrictMath.log(LEAST_NOISE)};
    double[] upper = {2, 0.7, 0.7, 0.7, 0};
    double[] best =
        BoundedLbfgs.minimize(
                (t, g) -> negativeLogPosteriorOfGap(data.thinned(), below, t, g),
                theta,
                lower,
                upper,
                iterations,
                1e-3)
            .x();
    return gapKernel(best, below);
  }

  private static Kernel gapKernel(double[] theta, Kernel below) {
    double stretch = StrictMath.exp(theta[0]);
    return new Kernel(
        Arrays.stream(below.lengthScales()).map(l -> l * stretch).toArray(),
        StrictMath.exp(theta[1]),
        StrictMath.exp(theta[2]),
        StrictMath.exp(theta[3]),
        StrictMath.exp(theta[4]));
  }

  /** For a difference: logarithms of stretch, amplitude, offset, gain and noise. */
  static double negativeLogPosteriorOfGap(
      Data data, Kernel below, double[] theta, double[] gradient) {
    Kernel kernel = gapKernel(theta, below);
    int n = data.x.length;
    double[][] points = new double[n][];
    Arrays.setAll(points, i -> kernel.scaled(data.x[i]));
    Likelihood likelihood = new Likelihood(data, kernel, points);
    double[][] weights = likelihood.weights();
    double amplitude2 = kernel.amplitude() * kernel.amplitude();
    Arrays.fill(gradient, 0);
    for (int i = 0; i < n; i++) {
      for (int k = 0; k <= i; k++) {
        double w = (k == i ? 1 : 2) * weights[i][k];
        double squared = Kernel.squaredDistance(points[i], points[k]);
        gradient[0] -= w * amplitude2 * 2 * Kernel.maternSlope(squared) * squared;
        gradient[1] += w * 2 * amplitude2 * Kernel.matern(squared);
        gradient[2] += w * 2 * kernel.offset() * kernel.offset();
        gradient[3] += w * 2 * kernel.gain() * kernel.gain() * data.below[i] * data.below[k];
      }
      gradient[4] += weights[i][i] * kernel.noiseVariance();
    }
    double[] centre = {
      0, StrictMath.log(TYPICAL_GAP), StrictMath.log(TYPICAL_GAP), StrictMath.log(TYPICAL_GAP), -7
    };
    double[] spread = {0.5, 1, 1, 1, 2};
    double logPrior = 0;
    for (int p = 0; p < centre.length; p++) {
      double z = (theta[p] - centre[p]) / spread[p];
      logPrior -= 0.5 * z * z;
      gradient[p] -= z / spread[p];
    }
    negate(gradient);
    return -(likelihood.value() + logPrior);
  }

  private static void negate(double[] gradient) {
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = -gradient[p];
    }
  }

  private static double lengthCentre(int dimension) {
    return Math.sqrt(2) + 0.5 * StrictMath.log(dimension);
  }

  /** The marginal likelihood, and ½ (a aᵀ − K⁻¹), with which every derivative is a trace. */
  private static final class Likelihood {
    private final Cholesky factor;
    private final double[] solved;
    private final double value;

    Likelihood(Data data, Kernel kernel, double[][] points) {
      int n = points.length;
      factor = new Cholesky(n);
      for (int i = 0; i < n; i++) {
        double[] row = new double[i + 1];
        for (int k = 0; k < i; k++) {
          row[k] = kernel.covariance(points[i], data.below[i], points[k], data.below[k]);
        }
        row[i] = kernel.variance(data.below[i]) + kernel.noiseVariance() + data.doubt[i];
        factor.append(row);
      }
      solved = data.value.clone();
      factor.solveLower(solved);
      double square = 0;
      for (double w : solved) {
        square += w * w;
      }
      factor.solveUpper(solved);
      value = -0.5 * (square + factor.logDeterminant() + n * StrictMath.log(2 * Math.PI));
    }

    double value() {
      return value;
    }

    double[][] weights() {
      double[][] w = factor.inverse();
      for (int i = 0; i < w.length; i++) {
        for (int k = 0; k <= i; k++) {
          w[i][k] = 0.5 * (solved[i] * solved[k] - w[i][k]);
        }
      }
      return w;
    }
  }
}
