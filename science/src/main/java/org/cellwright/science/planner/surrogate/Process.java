package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.numerics.Cholesky;

/**
 * A Gaussian process of mean zero given data: Rasmussen and Williams, Gaussian Processes for
 * Machine Learning, algorithm 2.1.
 *
 * <p>For n data a prediction costs n covariances for the mean and n² multiply-adds for the
 * variance; a datum more costs n². Data told later are appended, which gives the same bits as
 * starting anew.
 */
final class Process {
  /** Candidates whose variances are found together, so that the factor is read once for all. */
  private static final int BLOCK = 64;

  private final Kernel kernel;
  private final List<double[]> scaled = new ArrayList<>();
  private final List<Double> below = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final Cholesky factor;
  private double[] weights = new double[0];
  private double gainSum;

  Process(Kernel kernel, int capacity) {
    this.kernel = kernel;
    this.factor = new Cholesky(capacity);
  }

  int size() {
    return values.size();
  }

  Kernel kernel() {
    return kernel;
  }

  /**
   * Adds a datum; {@link #update} makes it count.
   *
   * @param meanBelow the mean of the fidelity below at {@code x}
   * @param value what was seen, less what the prior mean says
   * @param doubt variance to add to the noise, from a fidelity below that is not known there
   */
  void add(double[] x, double meanBelow, double value, double doubt) {
    double[] point = kernel.scaled(x);
    int n = size();
    double[] row = new double[n + 1];
    for (int i = 0; i < n; i++) {
      row[i] = kernel.covariance(point, meanBelow, scaled.get(i), below.get(i));
    }
    row[n] = kernel.variance(meanBelow) + kernel.noiseVariance() + doubt;
    factor.append(row);
    scaled.add(point);
    below.add(meanBelow);
    values.add(value);
  }

  /** Finds the weights for all data added so far. */
  void update() {
    weights = values.stream().mapToDouble(Double::doubleValue).toArray();
    factor.solveLower(weights);
    factor.solveUpper(weights);
    gainSum = 0;
    for (int i = 0; i < weights.length; i++) {
      gainSum += weights[i] * below.get(i);
    }
    gainSum *= kernel.gain() * kernel.gain();
  }

  /** How the prediction here moves with the mean below, beyond one to one. */
  double slope() {
    return gainSum;
  }

  double mean(double[] x, double meanBelow) {
    double[] point = kernel.scaled(x);
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * kernel.covariance(point, meanBelow, scaled.get(i), below.get(i));
    }
    return sum;
  }

  /** Means and variances of many points. */
  void predict(double[][] xs, double[] meansBelow, double[] means, double[] variances) {
    int n = size();
    for (int start = 0; start < xs.length; start += BLOCK) {
      int width = Math.min(BLOCK, xs.length - start);
      double[][] covariances = new double[n][width];
      for (int k = 0; k < width; k++) {
        double[] point = kernel.scaled(xs[start + k]);
        double m = meansBelow[start + k];
        double sum = 0;
        for (int i = 0; i < n; i++) {
          double c = kernel.covariance(point, m, scaled.get(i), below.get(i));
          covariances[i][k] = c;
          sum += weights[i] * c;
        }
        means[start + k] = sum;
        variances[start + k] = kernel.variance(m);
      }
      factor.solveLower(covariances);
      for (int i = 0; i < n; i++) {
        double[] w = covariances[i];
        for (int k = 0; k < width; k++) {
          variances[start + k] -= w[k] * w[k];
        }
      }
      for (int k = 0; k < width; k++) {
        variances[start + k] = floor(variances[start + k]);
      }
    }
  }

  /**
   * Mean and variance at one point; writes their gradients.
   *
   * @param belowGradient of the mean below
   */
  double[] predict(
      double[] x,
      double meanBelow,
      double[] belowGradient,
      double[] meanGradient,
      double[] varianceGradient) {
    int n = size();
    int d = x.length;
    double[] point = kernel.scaled(x);
    double[] covariances = new double[n];
    double[] slopes = new double[n];
    double amplitude2 = kernel.amplitude() * kernel.amplitude();
    double gain2 = kernel.gain() * kernel.gain();
    double mean = 0;
    for (int i = 0; i < n; i++) {
      // Kernel.matern and maternSlope, one exponential for both.
      double a = Math.sqrt(5 * Kernel.squaredDistance(point, scaled.get(i)));
      double decay = amplitude2 * StrictMath.exp(-a);
      covariances[i] =
          (1 + a + a * a / 3) * decay
              + kernel.offset() * kernel.offset()
              + gain2 * meanBelow * below.get(i);
      slopes[i] = -5.0 / 3 * (1 + a) * decay;
      mean += weights[i] * covariances[i];
    }
    double[] beta = covariances.clone();
    factor.solveLower(beta);
    double explained = 0;
    for (double w : beta) {
      explained += w * w;
    }
    factor.solveUpper(beta);
    double belowInVariance = gain2 * meanBelow;
    for (int i = 0; i < n; i++) {
      belowInVariance -= gain2 * beta[i] * below.get(i);
    }
    for (int j = 0; j < d; j++) {
      meanGradient[j] = gainSum * belowGradient[j];
      varianceGradient[j] = 2 * belowInVariance * belowGradient[j];
    }
    for (int i = 0; i < n; i++) {
      double[] other = scaled.get(i);
      double meanFactor = weights[i] * slopes[i];
      double varianceFactor = -2 * beta[i] * slopes[i];
      for (int j = 0; j < d; j++) {
        double step = (point[j] - other[j]) / kernel.lengthScales()[j];
        meanGradient[j] += meanFactor * step;
        varianceGradient[j] += varianceFactor * step;
      }
    }
    return new double[] {mean, floor(kernel.variance(meanBelow) - explained)};
  }

  /**
   * Misses of at most {@code most} evenly strided data, each predicted from all others, in
   * deviations: with a = K⁻¹ y it is a_i / √(K⁻¹)_ii (Rasmussen and Williams 2006, eq. 5.12), so
   * that nothing is learned anew.
   */
  double[] leaveOneOut(int most) {
    int n = size();
    int count = n < 3 ? 0 : Math.min(n, most);
    double[] scores = new double[count];
    for (int k = 0; k < count; k++) {
      int i = (int) ((long) k * n / count);
      double[] unit = new double[n];
      unit[i] = 1;
      factor.solveLower(unit);
      double diagonal = 0;
      for (double w : unit) {
        diagonal += w * w;
      }
      scores[k] = weights[i] / Math.sqrt(diagonal);
    }
    return scores;
  }

  private double floor(double variance) {
    return Math.max(variance, 1e-12 + 1e-9 * kernel.amplitude() * kernel.amplitude());
  }
}
