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

  /** Fewer points than this are predicted one by one: short rows are slow. */
  private static final int FEW = 8;

  /**
   * Data that count near a point. The factor of their own costs n³/6, as much as one variance with
   * its gradient by all of 1 700 data; that of 256 data nearest to a start is within a per cent or
   * so of all along an ascent, and a last ascent goes by all.
   */
  private static final int NEARBY = 256;

  /** Data from which an outline pays, and the part of them that it goes by: a variance in 16. */
  private static final int MANY = 256;

  private static final int OUTLINED = 4;

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

  /** Whose data make the variances: all, or those of a view. */
  private final Process evidence;

  Process(Kernel kernel, int capacity) {
    int room = Math.max(capacity, 8);
    this.kernel = kernel;
    this.factor = new Cholesky(room);
    this.columns = new double[kernel.lengthScales().length][room];
    this.below = new double[room];
    this.doubts = new double[room];
    this.values = new double[room];
    this.evidence = this;
  }

  /**
   * A view: means by all data of a process, variances by some.
   *
   * @param evidence null for the first {@code size} data themselves
   */
  private Process(Process of, int size, @Nullable Process evidence) {
    this.kernel = of.kernel;
    this.factor = of.factor;
    this.columns = of.columns;
    this.below = of.below;
    this.doubts = of.doubts;
    this.values = of.values;
    this.weights = of.weights;
    this.gainSum = of.gainSum;
    this.size = size;
    this.evidence = evidence == null ? this : evidence;
  }

  /**
   * An outline to choose by: means are those of all data, variances those of the first quarter of
   * them, which were spread before later ones crowd together. A variance is never less than by all
   * data and costs a sixteenth. Where data are few it is this process itself.
   */
  Process outline() {
    return size < MANY ? this : new Process(this, size, new Process(this, size / OUTLINED, null));
  }

  /**
   * The same around a point: means by all data, variances by the nearest {@value #NEARBY}. Where
   * data are not many more it is this process itself.
   */
  Process around(double[] x) {
    if (size < 3 * NEARBY / 2) {
      return this;
    }
    double[] squared = new double[size];
    squaredDistances(kernel.scaled(x), squared);
    double[] sorted = squared.clone();
    Arrays.sort(sorted);
    double reach = sorted[NEARBY - 1];
    Process nearby = new Process(kernel, NEARBY);
    double[][] rows = new double[NEARBY][];
    double[] point = new double[columns.length];
    for (int i = 0; nearby.size < NEARBY; i++) {
      if (squared[i] <= reach) {
        for (int j = 0; j < point.length; j++) {
          point[j] = columns[j][i];
        }
        rows[nearby.size] = nearby.row(point, below[i], doubts[i]);
        nearby.put(point, below[i], values[i], doubts[i]);
      }
    }
    nearby.factor.append(rows);
    return new Process(this, size, nearby);
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
    covariances(point, meanBelow, row, null, null);
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

  /**
   * Of a scaled point with all data.
   *
   * @param slopes takes the derivatives of the smooth part by the squared distance, if wanted
   * @param trend takes what the trend adds, if wanted
   */
  private void covariances(
      double[] point,
      double meanBelow,
      double[] covariances,
      double @Nullable [] slopes,
      double @Nullable [] trend) {
    squaredDistances(point, covariances);
    kernel.covariances(covariances, slopes, meanBelow, below, size);
    if (kernel.trend() > 0) {
      double[] flat = trend == null ? new double[size] : trend;
      for (int j = 0; j < columns.length; j++) {
        double[] column = columns[j];
        double here = point[j];
        double scale = kernel.lengthScales()[j];
        for (int i = 0; i < size; i++) {
          double difference = scale * (here - column[i]);
          flat[i] += difference * difference;
        }
      }
      kernel.addTrend(flat, covariances, size);
    }
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
    covariances(kernel.scaled(x), meanBelow, covariances, null, null);
    return Sums.ofProducts(weights, covariances, 0, weights.length);
  }

  /** Means and variances of many points. */
  void predict(double[][] xs, double[] meansBelow, double[] means, double[] variances) {
    if (xs.length < FEW) {
      for (int k = 0; k < xs.length; k++) {
        predictOne(xs[k], k, meansBelow[k], means, variances);
      }
      return;
    }
    IntStream blocks = IntStream.range(0, (xs.length + BLOCK - 1) / BLOCK);
    double work = (0.5 * size + columns.length) * size * xs.length;
    (work > MUCH ? blocks.parallel() : blocks)
        .forEach(b -> predictBlock(xs, b * BLOCK, meansBelow, means, variances));
  }

  private void predictOne(double[] x, int k, double meanBelow, double[] means, double[] variances) {
    double[] point = kernel.scaled(x);
    double[] covariances = new double[size];
    covariances(point, meanBelow, covariances, null, null);
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += weights[i] * covariances[i];
    }
    means[k] = mean;
    variances[k] = evidence.variance(point, meanBelow, evidence == this ? covariances : null);
  }

  /**
   * The variance at a scaled point.
   *
   * @param known the covariances with the data, overwritten; null where they are not known
   */
  private double variance(double[] point, double meanBelow, double @Nullable [] known) {
    double[] covariances = known == null ? new double[size] : known;
    if (known == null) {
      covariances(point, meanBelow, covariances, null, null);
    }
    factor.solveLower(covariances, size);
    double explained = 0;
    for (int i = 0; i < size; i++) {
      explained += covariances[i] * covariances[i];
    }
    return floor(kernel.variance(meanBelow) - explained);
  }

  private void predictBlock(
      double[][] xs, int start, double[] meansBelow, double[] means, double[] variances) {
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
    double[][] covariances = new double[evidence.size][width];
    boolean first = evidence.factor == factor;
    double[] spare = new double[width];
    for (int i = 0; i < size; i++) {
      double[] row = first && i < evidence.size ? covariances[i] : spare;
      covariances(points, i, mBelow, row);
      double weight = weights[i];
      for (int k = 0; k < width; k++) {
        sum[k] += weight * row[k];
      }
    }
    for (int i = 0; i < evidence.size && !first; i++) {
      evidence.covariances(points, i, mBelow, covariances[i]);
    }
    evidence.factor.solveLower(covariances, 0, evidence.size);
    double[] rest = new double[width];
    for (double[] w : covariances) {
      for (int k = 0; k < width; k++) {
        rest[k] += w[k] * w[k];
      }
    }
    for (int k = 0; k < width; k++) {
      means[start + k] = sum[k];
      variances[start + k] = floor(kernel.variance(mBelow[k]) - rest[k]);
    }
  }

  /** Of one datum with scaled points that stand side by side. */
  private void covariances(double[][] points, int i, double[] mBelow, double[] row) {
    int width = row.length;
    double[] flat = new double[width];
    Arrays.fill(row, 0);
    for (int j = 0; j < points.length; j++) {
      double[] column = points[j];
      double there = columns[j][i];
      double scale = kernel.lengthScales()[j];
      for (int k = 0; k < width; k++) {
        double difference = column[k] - there;
        double unscaled = scale * difference;
        row[k] += difference * difference;
        flat[k] += unscaled * unscaled;
      }
    }
    kernel.covariances(row, null, below[i], mBelow, width);
    if (kernel.trend() > 0) {
      kernel.addTrend(flat, row, width);
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
    double[] trend = new double[n];
    covariances(point, meanBelow, covariances, slopes, trend);
    double mean = Sums.ofProducts(weights, covariances, 0, n);
    double[] ofSmooth = new double[n];
    double[] ofTrend = new double[n];
    for (int i = 0; i < n; i++) {
      ofSmooth[i] = 2 * weights[i] * slopes[i];
      ofTrend[i] = 2 * weights[i] * trend[i];
    }
    gradient(point, ofSmooth, ofTrend, meanGradient);
    for (int j = 0; j < meanGradient.length; j++) {
      meanGradient[j] += gainSum * belowGradient[j];
    }
    double variance =
        evidence == this
            ? variance(
                point, meanBelow, belowGradient, covariances, slopes, trend, varianceGradient)
            : evidence.variance(point, meanBelow, belowGradient, varianceGradient);
    return new double[] {mean, variance};
  }

  private double variance(
      double[] point, double meanBelow, double[] belowGradient, double[] gradient) {
    double[] covariances = new double[size];
    double[] slopes = new double[size];
    double[] trend = new double[size];
    covariances(point, meanBelow, covariances, slopes, trend);
    return variance(point, meanBelow, belowGradient, covariances, slopes, trend, gradient);
  }

  /**
   * @param covariances with the data, overwritten, as are the slopes of their smooth parts by the
   *     squared distances, and what the trend adds
   */
  private double variance(
      double[] point,
      double meanBelow,
      double[] belowGradient,
      double[] covariances,
      double[] slopes,
      double[] trend,
      double[] gradient) {
    int n = size;
    factor.solveLower(covariances, n);
    double explained = Sums.ofProducts(covariances, covariances, 0, n);
    factor.solveUpper(covariances, n);
    double gain2 = kernel.gain() * kernel.gain();
    double byMean = 2 * gain2 * (meanBelow - Sums.ofProducts(covariances, below, 0, n));
    for (int i = 0; i < n; i++) {
      slopes[i] *= -4 * covariances[i];
      trend[i] *= -4 * covariances[i];
    }
    gradient(point, slopes, trend, gradient);
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] += byMean * belowGradient[j];
    }
    return floor(kernel.variance(meanBelow) - explained);
  }

  /**
   * Σ_i (x − x_i) (ofSmooth_i / lengthScale² − ofTrend_i / (2 reach²)), for each coordinate: the
   * slope of the trend by its squared distance is −1 / (2 reach²) times itself.
   */
  private void gradient(double[] point, double[] ofSmooth, double[] ofTrend, double[] gradient) {
    int n = size;
    boolean trending = kernel.trend() > 0;
    double trendSlope = -1 / (2 * kernel.reach() * kernel.reach());
    double[] steps = new double[n];
    for (int j = 0; j < columns.length; j++) {
      double[] column = columns[j];
      double here = point[j];
      double scale = kernel.lengthScales()[j];
      for (int i = 0; i < n; i++) {
        steps[i] = here - column[i];
      }
      gradient[j] = Sums.ofProducts(ofSmooth, steps, 0, n) / scale;
      if (trending) {
        gradient[j] += trendSlope * scale * Sums.ofProducts(ofTrend, steps, 0, n);
      }
    }
  }

  /** Misses of at most {@code most} data, as {@link LeaveOneOut} has them. */
  double[] leaveOneOut(int most) {
    return LeaveOneOut.misses(factor, weights, size, most);
  }

  private double floor(double variance) {
    return Math.max(variance, 1e-12 + 1e-9 * kernel.variance(0));
  }
}
