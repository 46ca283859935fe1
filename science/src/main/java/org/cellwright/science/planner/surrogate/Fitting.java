package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.cellwright.science.numerics.BoundedLbfgs;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.Sums;

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
  private static final int ANEW = 5;
  private static final int FRESH_ITERATIONS = 40;

  /** Parameters of a difference: stretch, amplitude, offset, gain and noise. */
  static final int GAP = 5;

  private Fitting() {}

  /** Of a process of its own: lengths, noise, centre and scale. */
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

  /**
   * Goes on from {@code start}; with every {@value #ANEW}th datum also from the prior's mode, since
   * the first data may have led into a valley that is no longer the deepest.
   */
  static Kernel fit(Data all, Kernel start, int[] groups, int dimension, int iterations) {
    Data data = all.thinned();
    Pairs pairs = new Pairs(data.x, groups);
    BoundedLbfgs.Minimum best = descend(data, pairs, start, groups, dimension, iterations);
    if (all.x.length % ANEW == 0) {
      Kernel typical = typical(groups, dimension);
      BoundedLbfgs.Minimum other =
          descend(data, pairs, typical, groups, dimension, FRESH_ITERATIONS);
      best = other.value() < best.value() ? other : best;
    }
    return kernel(best.x(), groups);
  }

  /** From the prior's mode alone: of data that were never fitted before. */
  static Kernel fitAnew(Data all, int[] groups, int dimension) {
    Data data = all.thinned();
    Pairs pairs = new Pairs(data.x, groups);
    Kernel typical = typical(groups, dimension);
    return kernel(descend(data, pairs, typical, groups, dimension, FRESH_ITERATIONS).x(), groups);
  }

  private static BoundedLbfgs.Minimum descend(
      Data data, Pairs pairs, Kernel start, int[] groups, int dimension, int iterations) {
    int last = pairs.groups();
    double[] theta = new double[last + 1];
    for (int j = 0; j < groups.length; j++) {
      theta[groups[j]] = StrictMath.log(start.lengthScales()[j]);
    }
    theta[last] = StrictMath.log(start.noiseVariance());
    double[] lower = new double[last + 1];
    double[] upper = new double[last + 1];
    Arrays.fill(lower, StrictMath.log(LEAST_LENGTH));
    Arrays.fill(upper, StrictMath.log(MOST_LENGTH));
    lower[last] = StrictMath.log(LEAST_NOISE);
    upper[last] = 0;
    return BoundedLbfgs.minimize(
        (t, g) -> negativeLogPosterior(data, pairs, t, g, dimension),
        theta,
        lower,
        upper,
        iterations,
        1e-3);
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
      Data data, Pairs pairs, double[] theta, double[] gradient, int dimension) {
    int last = theta.length - 1;
    double[] measures = new double[last];
    Arrays.setAll(measures, g -> StrictMath.exp(-2 * theta[g]));
    double noise = StrictMath.exp(theta[last]);
    double[] covariances = pairs.distances(measures);
    double[] slopes = new double[pairs.count()];
    Kernel.matern(covariances, slopes, pairs.count());
    Likelihood likelihood = new Likelihood(data, covariances, _ -> 1 + noise);
    double[] factors = likelihood.weights();
    for (int p = 0; p < factors.length; p++) {
      factors[p] *= -4 * slopes[p];
    }
    for (int g = 0; g < last; g++) {
      gradient[g] = measures[g] * pairs.weighted(factors, g);
    }
    gradient[last] = noise * likelihood.trace(_ -> 1);
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

  static Kernel fitGap(Data all, Kernel start, Kernel below, int iterations) {
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
    Data data = all.thinned();
    Pairs pairs = pairs(data, below);
    double[] best =
        BoundedLbfgs.minimize(
                (t, g) -> negativeLogPosteriorOfGap(data, pairs, t, g),
                theta,
                lower,
                upper,
                iterations,
                1e-3)
            .x();
    return gapKernel(best, below);
  }

  /** Squared distances on the length scales of the fidelity below. */
  static Pairs pairs(Data data, Kernel below) {
    double[][] points = new double[data.x.length][];
    Arrays.setAll(points, i -> below.scaled(data.x[i]));
    return new Pairs(points, new int[below.lengthScales().length]);
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
      Data data, Pairs pairs, double[] theta, double[] gradient) {
    int n = data.x.length;
    double measure = StrictMath.exp(-2 * theta[0]);
    double amplitude2 = StrictMath.exp(2 * theta[1]);
    double offset2 = StrictMath.exp(2 * theta[2]);
    double gain2 = StrictMath.exp(2 * theta[3]);
    double noise = StrictMath.exp(theta[4]);
    double[] smooth = pairs.distances(new double[] {measure});
    double[] slopes = new double[pairs.count()];
    Kernel.matern(smooth, slopes, pairs.count());
    double[] products = new double[pairs.count()];
    double[] covariances = new double[pairs.count()];
    for (int i = 1; i < n; i++) {
      int at = i * (i - 1) / 2;
      for (int k = 0; k < i; k++) {
        products[at + k] = data.below[i] * data.below[k];
        covariances[at + k] = (amplitude2 * smooth[at + k] + offset2) + gain2 * products[at + k];
      }
    }
    Likelihood likelihood =
        new Likelihood(
            data,
            covariances,
            i -> amplitude2 + offset2 + gain2 * data.below[i] * data.below[i] + noise);
    double[] weights = likelihood.weights();
    double ofSmooth = 0;
    double ofOffset = 0;
    double ofGain = 0;
    for (int p = 0; p < weights.length; p++) {
      ofSmooth += weights[p] * smooth[p];
      ofOffset += weights[p];
      ofGain += weights[p] * products[p];
      weights[p] *= -4 * slopes[p];
    }
    double trace = likelihood.trace(_ -> 1);
    gradient[0] = amplitude2 * measure * pairs.weighted(weights, 0);
    gradient[1] = 2 * amplitude2 * (2 * ofSmooth + trace);
    gradient[2] = 2 * offset2 * (2 * ofOffset + trace);
    gradient[3] = 2 * gain2 * (2 * ofGain + likelihood.trace(i -> data.below[i] * data.below[i]));
    gradient[4] = noise * trace;
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

  /** The marginal likelihood, and W = ½ (a aᵀ − K⁻¹): its derivative is Σ W_ik dK_ik. */
  private static final class Likelihood {
    private final double[][] inverse;
    private final double[] solved;
    private final double value;

    /**
     * @param covariances of the {@link Pairs}
     * @param variance of each datum, what is in doubt about it aside
     */
    Likelihood(Data data, double[] covariances, IntToDoubleFunction variance) {
      int n = data.x.length;
      double[][] rows = new double[n][];
      for (int i = 0; i < n; i++) {
        int at = i * (i - 1) / 2;
        rows[i] = Arrays.copyOfRange(covariances, at, at + i + 1);
        rows[i][i] = variance.applyAsDouble(i) + data.doubt[i];
      }
      Cholesky factor = new Cholesky(n);
      factor.append(rows);
      solved = data.value.clone();
      factor.solveLower(solved);
      double square = Sums.ofProducts(solved, solved, 0, n);
      factor.solveUpper(solved);
      value = -0.5 * (square + factor.logDeterminant() + n * StrictMath.log(2 * Math.PI));
      inverse = factor.inverse();
    }

    double value() {
      return value;
    }

    /** W of the pairs. */
    double[] weights() {
      int n = solved.length;
      double[] weights = new double[n * (n - 1) / 2];
      for (int i = 1; i < n; i++) {
        int at = i * (i - 1) / 2;
        for (int k = 0; k < i; k++) {
          weights[at + k] = 0.5 * (solved[i] * solved[k] - inverse[i][k]);
        }
      }
      return weights;
    }

    /** Σ W_ii times something. */
    double trace(IntToDoubleFunction factor) {
      double sum = 0;
      for (int i = 0; i < solved.length; i++) {
        sum += 0.5 * (solved[i] * solved[i] - inverse[i][i]) * factor.applyAsDouble(i);
      }
      return sum;
    }
  }
}
