package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.Sums;
import org.jspecify.annotations.Nullable;

/**
 * A Gaussian process of mean zero given data: Rasmussen and Williams, Gaussian Processes for
 * Machine Learning, algorithm 2.1.
 *
 * <p>For n data a prediction costs n covariances for the mean and n²/2 multiply-adds for the
 * variance, n² with its gradient; a datum more costs n²/2. Data told later are appended, which
 * gives the same bits as starting anew ({@link Cholesky}). Points are kept feature by feature and
 * already divided by their length scales, so that distances to all of them run along memory. Many
 * points are predicted in blocks of {@value #BLOCK}, side by side on all cores: a block does not
 * see the others.
 */
final class Process {
  /** Candidates that are predicted together, so that the factor is read once for all. */
  private static final int BLOCK = 64;

  /** Multiply-adds below which a second thread is not worth its start. */
  private static final double MUCH = 500_000;

  private final Kernel kernel;
  private final Cholesky factor;
  private final double[][] columns;
  private double[] below;
  private double[] doubts;
  private double[] values;
  private double[] weights = new double[0];
  private double gainSum;
  private int size;

  Process(Kernel kernel, int capacity) {
    int room = Math.max(capacity, 8);
    this.kernel = kernel;
    this.factor = new Cholesky(room);
    this.columns = new double[kernel.lengthScales().length][room];
    this.below = new double[room];
    this.doubts = new double[room];
    this.values = new double[room];
  }

  /**
   * The process of these data.
   *
   * @param earlier whose factor is gone on with as far as its kernel and data are the same; no
   *     longer to be used then
   */
  static Process of(Kernel kernel, Fitting.Data data, @Nullable Process earlier) {
    int n = data.x().length;
    boolean goesOn = earlier != null && earlier.kernel.sameAs(kernel);
    Process process = goesOn && earlier != null ? earlier : new Process(kernel, n + 8);
    double[][] scaled = new double[n][];
    Arrays.setAll(scaled, i -> kernel.scaled(data.x()[i]));
    int same = 0;
    while (same < Math.min(n, process.size) && process.holds(same, scaled[same], data)) {
      same++;
    }
    process.size = same;
    process.factor.truncate(same);
    System.arraycopy(data.value(), 0, process.values, 0, same);
    double[][] rows = new double[n - same][];
    for (int i = same; i < n; i++) {
      rows[i - same] = process.row(scaled[i], data.below()[i], data.doubt()[i]);
      process.put(scaled[i], data.below()[i], data.value()[i], data.doubt()[i]);
    }
    process.factor.append(rows);
    process.update();
    return process;
  }

  private boolean holds(int i, double[] point, Fitting.Data data) {
    for (int j = 0; j < point.length; j++) {
      if (columns[j][i] != point[j]) {
        return false;
      }
    }
    return below[i] == data.below()[i] && doubts[i] == data.doubt()[i];
  }

  int size() {
    return size;
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
    factor.append(row(point, meanBelow, doubt));
    put(point, meanBelow, value, doubt);
  }

  /** Covariances with the data so far, and the variance. */
  private double[] row(double[] point, double meanBelow, double doubt) {
    double[] row = new double[size + 1];
    squaredDistances(point, row);
    kernel.covariances(row, null, meanBelow, below, size);
    if (kernel.trend() > 0) {
      kernel.addTrend(flatDistances(point), row, size);
    }
    row[size] = kernel.variance(meanBelow) + kernel.noiseVariance() + doubt;
    return row;
  }

  private void put(double[] point, double meanBelow, double value, double doubt) {
    if (size == values.length) {
      int room = size + size / 4 + 8;
      below = Arrays.copyOf(below, room);
      doubts = Arrays.copyOf(doubts, room);
      values = Arrays.copyOf(values, room);
      for (int j = 0; j < columns.length; j++) {
        columns[j] = Arrays.copyOf(columns[j], room);
      }
    }
    for (int j = 0; j < columns.length; j++) {
      columns[j][size] = point[j];
    }
    below[size] = meanBelow;
    doubts[size] = doubt;
    values[size] = value;
    size++;
  }

  /** From a scaled point to all data. */
  private void squaredDistances(double[] point, double[] squared) {
    int n = size;
    Arrays.fill(squared, 0, n, 0);
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double here = point[j];
      for (int i = 0; i < n; i++) {
        double difference = here - column[i];
        squared[i] += difference * difference;
      }
    }
  }

  /** The same in features. */
  private double[] flatDistances(double[] point) {
    double[] squared = new double[size];
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double here = point[j];
      double scale = kernel.lengthScales()[j];
      for (int i = 0; i < squared.length; i++) {
        double difference = scale * (here - column[i]);
        squared[i] += difference * difference;
      }
    }
    return squared;
  }

  /** Finds the weights for all data added so far. */
  void update() {
    weights = Arrays.copyOf(values, size);
    factor.solveLower(weights);
    factor.solveUpper(weights);
    gainSum = kernel.gain() * kernel.gain() * Sums.ofProducts(weights, below, 0, size);
  }

  /** How the prediction here moves with the mean below, beyond one to one. */
  double slope() {
    return gainSum;
  }

  double mean(double[] x, double meanBelow) {
    double[] covariances = new double[weights.length];
    double[] point = kernel.scaled(x);
    squaredDistances(point, covariances);
    kernel.covariances(covariances, null, meanBelow, below, weights.length);
    if (kernel.trend() > 0) {
      kernel.addTrend(flatDistances(point), covariances, weights.length);
    }
    return Sums.ofProducts(weights, covariances, 0, weights.length);
  }

  /** Means and variances of many points. */
  void predict(double[][] xs, double[] meansBelow, double[] means, double[] variances) {
    IntStream blocks = IntStream.range(0, (xs.length + BLOCK - 1) / BLOCK);
    double work = (0.5 * size + columns.length) * size * xs.length;
    (work > MUCH ? blocks.parallel() : blocks)
        .forEach(b -> predictBlock(xs, b * BLOCK, meansBelow, means, variances));
  }

  private void predictBlock(
      double[][] xs, int start, double[] meansBelow, double[] means, double[] variances) {
    int n = size;
    int width = Math.min(BLOCK, xs.length - start);
    double[][] points = new double[columns.length][width];
    double[] mBelow = Arrays.copyOfRange(meansBelow, start, start + width);
    for (int k = 0; k < width; k++) {
      double[] x = xs[start + k];
      for (int j = 0; j < points.length; j++) {
        points[j][k] = x[j] / kernel.lengthScales()[j];
      }
    }
    double[] sum = new double[width];
    double[] rest = new double[width];
    double[][] covariances = new double[n][width];
    boolean trending = kernel.trend() > 0;
    double[] flat = new double[width];
    for (int i = 0; i < n; i++) {
      double[] row = covariances[i];
      Arrays.fill(flat, 0);
      for (int j = 0; j < points.length; j++) {
        double[] column = points[j];
        double there = columns[j][i];
        double scale = kernel.lengthScales()[j];
        double scale2 = scale * scale;
        for (int k = 0; k < width; k++) {
          double difference = column[k] - there;
          double square = difference * difference;
          row[k] += square;
          flat[k] += scale2 * square;
        }
      }
      kernel.covariances(row, null, below[i], mBelow, width);
      if (trending) {
        kernel.addTrend(flat, row, width);
      }
      double weight = weights[i];
      for (int k = 0; k < width; k++) {
        sum[k] += weight * row[k];
      }
    }
    factor.solveLower(covariances);
    for (int i = 0; i < n; i++) {
      double[] w = covariances[i];
      for (int k = 0; k < width; k++) {
        rest[k] += w[k] * w[k];
      }
    }
    for (int k = 0; k < width; k++) {
      means[start + k] = sum[k];
      variances[start + k] = floor(kernel.variance(mBelow[k]) - rest[k]);
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
    int n = size;
    double[] point = kernel.scaled(x);
    double[] covariances = new double[n];
    double[] slopes = new double[n];
    squaredDistances(point, covariances);
    kernel.covariances(covariances, slopes, meanBelow, below, n);
    double[] trend = new double[n];
    if (kernel.trend() > 0) {
      trend = flatDistances(point);
      kernel.addTrend(trend, covariances, n);
    }
    double mean = Sums.ofProducts(weights, covariances, 0, n);
    factor.solveLower(covariances);
    double explained = Sums.ofProducts(covariances, covariances, 0, n);
    factor.solveUpper(covariances);
    double gain2 = kernel.gain() * kernel.gain();
    double belowInVariance = gain2 * (meanBelow - Sums.ofProducts(covariances, below, 0, n));
    // By the squared distance, then by the coordinate: 2 (x − x_i) / lengthScale².
    double[] byMean = new double[n];
    double[] byVariance = new double[n];
    double trendSlope = -1 / (2 * kernel.reach() * kernel.reach());
    double[] steps = new double[n];
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double here = point[j];
      double scale = kernel.lengthScales()[j];
      double inverse = 1 / scale;
      double flat = trendSlope * scale * scale;
      for (int i = 0; i < n; i++) {
        steps[i] = (here - column[i]) * inverse;
        double slope = slopes[i] + flat * trend[i];
        byMean[i] = 2 * weights[i] * slope;
        byVariance[i] = -4 * covariances[i] * slope;
      }
      meanGradient[j] = gainSum * belowGradient[j] + Sums.ofProducts(byMean, steps, 0, n);
      varianceGradient[j] =
          2 * belowInVariance * belowGradient[j] + Sums.ofProducts(byVariance, steps, 0, n);
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
    return Math.max(variance, 1e-12 + 1e-9 * kernel.variance(0));
  }
}
