package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.Sums;

/**
 * What a source says of one output: a process fitted to its own data, in its own standard units,
 * over the features that it shares with the campaign. Where it knows nothing it says its mean, 0.
 */
final class Lesson {
  /** A correlation of no meaning scatters by 1/√n; twice that is the usual bound. */
  private static final double CERTAIN = 2;

  private final String source;
  private final int[] features;
  private final Process process;
  private final double spread;
  private final double centre;
  private final double deviation;

  private Lesson(
      String source,
      int[] features,
      Process process,
      double spread,
      double centre,
      double deviation) {
    this.source = source;
    this.features = features;
    this.process = process;
    this.spread = spread;
    this.centre = centre;
    this.deviation = deviation;
  }

  /**
   * @param points of all features
   * @param groups for each feature, the length scale that it shares
   * @param dimension degrees of freedom of what is shared
   */
  static Lesson learn(
      String source,
      Output output,
      List<double[]> points,
      double[] values,
      int[] features,
      int[] groups,
      int dimension) {
    int n = values.length;
    OutputTransform transform =
        OutputTransform.candidates(values, output.limit(), output.sought()).getLast();
    double[][] xs = new double[n][];
    Arrays.setAll(xs, i -> picked(points.get(i), features));
    double[] standard = Arrays.stream(values).map(transform::apply).toArray();
    int[] shared = groupsOf(features, groups);
    Fitting.Data data = new Fitting.Data(xs, new double[n], standard, new double[n]);
    Kernel kernel = Fitting.fitAnew(data, shared, dimension);
    Process process = Process.of(kernel, data, null);
    double skill = skill(data, kernel);
    double square = 0;
    for (double[] x : xs) {
      double mean = process.mean(x, 0);
      square += mean * mean / n;
    }
    double mean = Arrays.stream(values).average().orElse(0);
    return new Lesson(
        source,
        features,
        process,
        skill * Math.sqrt(n) < CERTAIN ? 0 : Math.sqrt(square),
        mean,
        deviation(values, mean));
  }

  /** The groups of some features, counted anew. */
  static int[] groupsOf(int[] features, int[] groups) {
    int[] own = Arrays.stream(features).map(j -> groups[j]).toArray();
    int[] distinct = Arrays.stream(own).distinct().sorted().toArray();
    return Arrays.stream(own).map(g -> Arrays.binarySearch(distinct, g)).toArray();
  }

  /**
   * Correlation of its data with what it predicts of each from all others (Rasmussen and Williams
   * 2006, eq. 5.12).
   */
  private static double skill(Fitting.Data data, Kernel kernel) {
    int n = data.value().length;
    Cholesky factor = new Cholesky(n);
    factor.append(SourcePrior.covariances(data, kernel));
    double[] weights = data.value().clone();
    factor.solveLower(weights);
    factor.solveUpper(weights);
    double[][] inverse = factor.inverse();
    double[] predicted = new double[n];
    Arrays.setAll(predicted, i -> data.value()[i] - weights[i] / inverse[i][i]);
    return Sums.correlation(data.value(), predicted);
  }

  private static double deviation(double[] values, double mean) {
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean) / values.length;
    }
    return Math.sqrt(square);
  }

  private static double[] picked(double[] x, int[] features) {
    double[] picked = new double[features.length];
    Arrays.setAll(picked, j -> x[features[j]]);
    return picked;
  }

  String source() {
    return source;
  }

  int size() {
    return process.size();
  }

  /** Deviation of what it says over its own data: near 0 where it could learn nothing. */
  double spread() {
    return spread;
  }

  /** Mean of its data in the output's unit. */
  double centre() {
    return centre;
  }

  /** Deviation of its data in the output's unit. */
  double deviation() {
    return deviation;
  }

  double mean(double[] x) {
    return process.mean(picked(x, features), 0);
  }

  /** The same; adds a multiple of its gradient. */
  double mean(double[] x, double factor, double[] gradient) {
    int d = features.length;
    double[] own = new double[d];
    double mean = process.predict(picked(x, features), 0, new double[d], own, new double[d])[0];
    for (int j = 0; j < d; j++) {
      gradient[features[j]] += factor * own[j];
    }
    return mean;
  }
}
