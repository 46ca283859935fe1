package org.cellwright.bench.planner;

import java.util.Arrays;
import org.cellwright.science.numerics.BoundedLbfgs;
import org.cellwright.science.numerics.Cholesky;

/**
 * The Gaussian process that today's defaults use, written again and apart from the planner's own,
 * so that the floor stands still when the planner moves.
 *
 * <p>Matérn 5/2 with a length scale for each group of features, no output scale, standardised
 * output, zero mean. Priors on the values: length scales LogNormal(√2 + ½ ln d, √3), at least
 * 0.025; noise variance LogNormal(−4, 1), at least 1e-4 (Hvarfner et al., ICML 2024, as BoTorch has
 * them). Most probable parameters by L-BFGS from the modes of the priors.
 */
final class MaternProcess {
  private static final double SPREAD = Math.sqrt(3);
  private static final double NOISE_CENTRE = -4;
  private static final double LEAST_LENGTH = StrictMath.log(0.025);
  private static final double LEAST_NOISE = StrictMath.log(1e-4);
  private static final double SQRT5 = Math.sqrt(5);
  private static final int ITERATIONS = 60;

  private final double[][] features;
  private final int[] groups;
  private final int groupCount;
  private final double centre;
  private final int[] rows;
  private final double[] y;
  private final double[][][] squared;
  private double[] theta;
  private Cholesky factor;
  private double[] weights;

  /**
   * @param features of all candidates
   * @param rows those that were measured
   * @param values measured there, standardised
   */
  MaternProcess(double[][] features, int[] groups, int[] rows, double[] values) {
    this.features = features;
    this.groups = groups;
    this.groupCount = Arrays.stream(groups).max().orElse(0) + 1;
    this.centre = Math.sqrt(2) + 0.5 * StrictMath.log(groupCount);
    this.rows = rows;
    this.y = values;
    this.squared = new double[rows.length][rows.length][];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < i; j++) {
        squared[i][j] = distances(features[rows[i]], features[rows[j]]);
      }
    }
    double[] start = new double[groupCount + 1];
    Arrays.fill(start, centre - SPREAD * SPREAD);
    start[groupCount] = NOISE_CENTRE - 1;
    double[] lower = new double[groupCount + 1];
    double[] upper = new double[groupCount + 1];
    Arrays.fill(lower, LEAST_LENGTH);
    Arrays.fill(upper, 10);
    lower[groupCount] = LEAST_NOISE;
    this.theta =
        BoundedLbfgs.minimize(this::negativeLogPosterior, start, lower, upper, ITERATIONS, 1e-4)
            .x();
    this.factor = factor(theta);
    this.weights = solve(factor);
  }

  private double[] distances(double[] a, double[] b) {
    double[] sums = new double[groupCount];
    for (int q = 0; q < a.length; q++) {
      double difference = a[q] - b[q];
      sums[groups[q]] += difference * difference;
    }
    return sums;
  }

  private double scaled(double[] distances, double[] lengths) {
    double sum = 0;
    for (int g = 0; g < groupCount; g++) {
      sum += distances[g] * StrictMath.exp(-2 * lengths[g]);
    }
    return sum;
  }

  private static double matern(double squared) {
    double s = SQRT5 * Math.sqrt(squared);
    return (1 + s + s * s / 3) * StrictMath.exp(-s);
  }

  private Cholesky factor(double[] parameters) {
    double[] inverse = new double[groupCount];
    Arrays.setAll(inverse, g -> StrictMath.exp(-2 * parameters[g]));
    double noise = StrictMath.exp(parameters[groupCount]);
    Cholesky made = new Cholesky(rows.length);
    for (int i = 0; i < rows.length; i++) {
      double[] row = new double[i + 1];
      for (int j = 0; j < i; j++) {
        double sum = 0;
        for (int g = 0; g < groupCount; g++) {
          sum += squared[i][j][g] * inverse[g];
        }
        row[j] = matern(sum);
      }
      row[i] = 1 + noise;
      made.append(row);
    }
    return made;
  }

  private double[] solve(Cholesky made) {
    double[] solved = y.clone();
    made.solveLower(solved);
    made.solveUpper(solved);
    return solved;
  }

  private double negativeLogPosterior(double[] parameters, double[] gradient) {
    Cholesky made = factor(parameters);
    double[] alpha = solve(made);
    double[][] inverse = made.inverse();
    double noise = StrictMath.exp(parameters[groupCount]);
    Arrays.fill(gradient, 0);
    double value = 0.5 * made.logDeterminant();
    for (int i = 0; i < rows.length; i++) {
      value += 0.5 * y[i] * alpha[i];
      gradient[groupCount] += 0.5 * (inverse[i][i] - alpha[i] * alpha[i]) * noise;
      for (int j = 0; j < i; j++) {
        double s = SQRT5 * Math.sqrt(scaled(squared[i][j], parameters));
        double slope = -5.0 / 6 * (1 + s) * StrictMath.exp(-s);
        double weight = (inverse[i][j] - alpha[i] * alpha[j]) * slope;
        for (int g = 0; g < groupCount; g++) {
          gradient[g] -= 2 * weight * squared[i][j][g] * StrictMath.exp(-2 * parameters[g]);
        }
      }
    }
    for (int g = 0; g <= groupCount; g++) {
      double mean = g < groupCount ? centre : NOISE_CENTRE;
      double spread = g < groupCount ? SPREAD : 1;
      double z = (parameters[g] - mean) / spread;
      value += parameters[g] + 0.5 * z * z;
      gradient[g] += 1 + z / spread;
    }
    return value;
  }

  /** Means and variances at candidates. */
  double[][] predict(int[] candidates) {
    int n = rows.length;
    int m = candidates.length;
    double[] inverse = new double[features[0].length];
    Arrays.setAll(inverse, q -> StrictMath.exp(-theta[groups[q]]));
    double[][] known = new double[n][];
    Arrays.setAll(known, i -> times(features[rows[i]], inverse));
    double[][] covariance = new double[n][m];
    double[][] moments = new double[2][m];
    for (int c = 0; c < m; c++) {
      double[] x = times(features[candidates[c]], inverse);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int q = 0; q < x.length; q++) {
          double difference = x[q] - known[i][q];
          sum += difference * difference;
        }
        covariance[i][c] = matern(sum);
        moments[0][c] += covariance[i][c] * weights[i];
      }
    }
    factor.solveLower(covariance);
    for (int c = 0; c < m; c++) {
      double explained = 0;
      for (int i = 0; i < n; i++) {
        explained += covariance[i][c] * covariance[i][c];
      }
      moments[1][c] = Math.max(1e-10, 1 - explained);
    }
    return moments;
  }

  private static double[] times(double[] a, double[] b) {
    double[] product = new double[a.length];
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }

  double[] parameters() {
    return theta.clone();
  }

  /** The function that is minimised, for the test of its gradient. */
  double negativeLogPosteriorAt(double[] parameters, double[] gradient) {
    return negativeLogPosterior(parameters, gradient);
  }
}
