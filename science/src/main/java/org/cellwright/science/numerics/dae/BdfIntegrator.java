package org.cellwright.science.numerics.dae;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Variable-order, variable-step integration with numerical differentiation formulas of order 1 to
 * 5.
 *
 * <p>The history is a table of backward differences at constant step; a change of step interpolates
 * the table (Shampine and Reichelt 1997, section 2). The local error is estimated from the
 * difference between prediction and solution, for algebraic unknowns too. A step is enlarged only
 * when it pays (by 1.4 or more), since every change restarts the count of equal steps.
 *
 * <p>Hot kernel: plain arrays, no allocation after construction. One object serves one thread and
 * many runs.
 */
public final class BdfIntegrator implements Integrator {
  /** Highest order. */
  public static final int MAX_ORDER = 5;

  private static final double[] KAPPA = {0, -0.1850, -1.0 / 9, -0.0823, -0.0415, 0};
  private static final double[] GAMMA = new double[MAX_ORDER + 2];
  private static final double[] ALPHA = new double[MAX_ORDER + 1];
  private static final double[] ERROR = new double[MAX_ORDER + 2];

  static {
    for (int k = 1; k <= MAX_ORDER + 1; k++) {
      GAMMA[k] = GAMMA[k - 1] + 1.0 / k;
    }
    for (int k = 1; k <= MAX_ORDER; k++) {
      ALPHA[k] = (1 - KAPPA[k]) * GAMMA[k];
      ERROR[k] = KAPPA[k] * GAMMA[k] + 1.0 / (k + 1);
    }
    ERROR[0] = 1;
    ERROR[MAX_ORDER + 1] = 1.0 / (MAX_ORDER + 2);
  }

  private static final double SAFETY = 0.8;
  private static final double LEAST_GROWTH = 1.4;
  private static final double MOST_GROWTH = 8;
  private static final double LEAST_SHRINK = 0.1;
  private static final int BLOCK = 32;
  private static final double NEWTON_TOLERANCE = 0.4;

  private final ImplicitSystem system;
  private final int n;
  private final double[][] difference = new double[MAX_ORDER + 3][];
  private final double[] predicted;
  private final double[] base;
  private final double[] weight;
  private final double[] next;
  private final double[] squares;
  private final double[][] change = new double[MAX_ORDER + 1][MAX_ORDER + 1];
  private final double[][] unit = new double[MAX_ORDER + 1][MAX_ORDER + 1];
  private final double[][] product = new double[MAX_ORDER + 1][MAX_ORDER + 1];
  private final double[][] rescaled = new double[MAX_ORDER + 1][];

  private double relativeTolerance;
  private double time;
  private double previousTime;
  private double step;
  private int order;
  private int equalSteps;
  private long steps;
  private long rejections;
  private long failures;

  public BdfIntegrator(ImplicitSystem system) {
    this.system = system;
    this.n = system.size();
    for (int k = 0; k < difference.length; k++) {
      difference[k] = new double[n];
    }
    for (int k = 1; k < rescaled.length; k++) {
      rescaled[k] = new double[n];
    }
    predicted = new double[n];
    base = new double[n];
    weight = new double[n];
    next = new double[n];
    squares = new double[BLOCK];
  }

  /**
   * Starts, or starts again after a discontinuity, from a state whose differential unknowns count;
   * the algebraic ones are made consistent first, starting from what {@code state} holds.
   *
   * @param firstStep s; 0 to let the integrator choose
   * @return false if no consistent state was found
   */
  public boolean start(double time, double[] state, double relativeTolerance, double firstStep) {
    this.relativeTolerance = relativeTolerance;
    this.time = time;
    this.previousTime = time;
    system.weigh(state, relativeTolerance, weight);
    double[] y = difference[0];
    if (!system.solve(0, state, state, weight, 1e-6, y)) {
      return false;
    }
    // One short implicit step gives the derivative of the algebraic unknowns as well.
    system.weigh(y, relativeTolerance, weight);
    double probe = firstStep > 0 ? Math.min(1e-3, firstStep) : 1e-3;
    while (!system.solve(probe, y, y, weight, 1e-6, next)) {
      probe /= 16;
      if (probe < 1e-9) {
        return false;
      }
    }
    double[] slope = difference[1];
    for (int i = 0; i < n; i++) {
      slope[i] = (next[i] - y[i]) / probe;
    }
    double rate = norm(slope);
    step = firstStep > 0 ? firstStep : Math.min(10, 0.3 / Math.max(rate, 1e-3));
    for (int i = 0; i < n; i++) {
      slope[i] *= step;
    }
    for (int k = 2; k < difference.length; k++) {
      Arrays.fill(difference[k], 0);
    }
    order = 1;
    equalSteps = 0;
    return true;
  }

  /**
   * Takes one step that meets the tolerance, not longer than {@code longest} seconds.
   *
   * @return false if the step size fell below what the time can resolve
   */
  @Override
  public boolean step(double longest) {
    if (step > longest) {
      rescale(longest / step);
    }
    while (true) {
      predict();
      double c = step / ALPHA[order];
      double shrink;
      if (system.solve(c, predicted, base, weight, NEWTON_TOLERANCE, next)) {
        double error = ERROR[order] * correctionNorm();
        if (error <= 1) {
          accept(error);
          return true;
        }
        rejections++;
        shrink = Math.max(LEAST_SHRINK, SAFETY * Math.pow(error, -1.0 / (order + 1)));
      } else {
        failures++;
        shrink = 0.25;
      }
      rescale(shrink);
      if (step < 1e-10 || time + step == time) {
        return false;
      }
    }
  }

  /** One sweep over the unknowns; differences beyond the order have no part in it. */
  private void predict() {
    double scale = 1 / ALPHA[order];
    double b1 = 1 - GAMMA[1] * scale;
    double p2 = order > 1 ? 1 : 0;
    double b2 = order > 1 ? 1 - GAMMA[2] * scale : 0;
    double p3 = order > 2 ? 1 : 0;
    double b3 = order > 2 ? 1 - GAMMA[3] * scale : 0;
    double[] d0 = difference[0];
    double[] d1 = difference[1];
    double[] d2 = difference[2];
    double[] d3 = difference[3];
    if (order < 4) {
      for (int i = 0; i < n; i++) {
        predicted[i] = d0[i] + d1[i] + p2 * d2[i] + p3 * d3[i];
        base[i] = d0[i] + b1 * d1[i] + b2 * d2[i] + b3 * d3[i];
      }
    } else {
      double b4 = 1 - GAMMA[4] * scale;
      double p5 = order > 4 ? 1 : 0;
      double b5 = order > 4 ? 1 - GAMMA[5] * scale : 0;
      double[] d4 = difference[4];
      double[] d5 = difference[5];
      for (int i = 0; i < n; i++) {
        predicted[i] = d0[i] + d1[i] + d2[i] + d3[i] + d4[i] + p5 * d5[i];
        base[i] = d0[i] + b1 * d1[i] + b2 * d2[i] + b3 * d3[i] + b4 * d4[i] + b5 * d5[i];
      }
    }
    system.reweigh(predicted, relativeTolerance, weight);
  }

  private double correctionNorm() {
    Arrays.fill(squares, 0);
    int whole = n - n % BLOCK;
    for (int from = 0; from < whole; from += BLOCK) {
      for (int k = 0; k < BLOCK; k++) {
        double x = (next[from + k] - predicted[from + k]) * weight[from + k];
        squares[k] += x * x;
      }
    }
    for (int i = whole; i < n; i++) {
      double x = (next[i] - predicted[i]) * weight[i];
      squares[i - whole] += x * x;
    }
    return rootMean();
  }

  private double norm(double[] v) {
    Arrays.fill(squares, 0);
    int whole = n - n % BLOCK;
    for (int from = 0; from < whole; from += BLOCK) {
      for (int k = 0; k < BLOCK; k++) {
        double x = v[from + k] * weight[from + k];
        squares[k] += x * x;
      }
    }
    for (int i = whole; i < n; i++) {
      double x = v[i] * weight[i];
      squares[i - whole] += x * x;
    }
    return rootMean();
  }

  /**
   * Root mean square in units of the tolerance, of many sums side by side: one alone would wait for
   * itself. The order of the sums does not depend on the machine.
   */
  private double rootMean() {
    for (int length = BLOCK / 2; length > 1; length /= 2) {
      for (int k = 0; k < length; k++) {
        squares[k] += squares[length + k];
      }
    }
    return Math.sqrt((squares[0] + squares[1]) / n);
  }

  private void accept(double error) {
    steps++;
    equalSteps++;
    previousTime = time;
    time += step;
    double[] high = difference[order + 2];
    double[] last = difference[order + 1];
    double[] top = difference[order];
    double[] below = difference[order - 1];
    boolean choosing = equalSteps > order;
    if (choosing) {
      for (int i = 0; i < n; i++) {
        high[i] = next[i] - predicted[i] - last[i];
      }
    }
    for (int i = 0; i < n; i++) {
      double c = next[i] - predicted[i];
      double t = top[i] + c;
      last[i] = c;
      top[i] = t;
      below[i] += t;
    }
    for (int k = order - 2; k >= 0; k -= 2) {
      raise(difference[k + 1], difference[k], k > 0 ? difference[k - 1] : null);
    }
    if (choosing) {
      chooseOrderAndStep(error);
    }
  }

  /** Adds to each difference the one above, two at a sweep. */
  private void raise(double[] above, double[] a, double @Nullable [] b) {
    if (b == null) {
      for (int i = 0; i < n; i++) {
        a[i] += above[i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      double x = a[i] + above[i];
      a[i] = x;
      b[i] += x;
    }
  }

  private void chooseOrderAndStep(double error) {
    double best = SAFETY * Math.pow(Math.max(error, 1e-10), -1.0 / (order + 1));
    int chosen = order;
    if (order > 1) {
      double lower = ERROR[order - 1] * norm(difference[order]);
      double factor = SAFETY * Math.pow(Math.max(lower, 1e-10), -1.0 / order);
      if (factor > best) {
        best = factor;
        chosen = order - 1;
      }
    }
    if (order < MAX_ORDER) {
      double higher = ERROR[order + 1] * norm(difference[order + 2]);
      double factor = SAFETY * Math.pow(Math.max(higher, 1e-10), -1.0 / (order + 2));
      if (factor > best) {
        best = factor;
        chosen = order + 1;
      }
    }
    if (best >= LEAST_GROWTH || best < 0.9) {
      order = chosen;
      rescale(Math.min(MOST_GROWTH, best));
    } else if (chosen != order) {
      order = chosen;
      equalSteps = 0;
    }
  }

  /** Differences at {@code factor} times the step, from the interpolating polynomial. */
  private void rescale(double factor) {
    int k = order;
    fill(change, factor, k);
    fill(unit, 1, k);
    for (int i = 0; i <= k; i++) {
      for (int j = 0; j <= k; j++) {
        double sum = 0;
        for (int m = 0; m <= k; m++) {
          sum += change[i][m] * unit[m][j];
        }
        product[i][j] = sum;
      }
    }
    for (int j = 1; j <= k; j++) {
      combine(j, k);
    }
    for (int j = 1; j <= k; j++) {
      double[] old = difference[j];
      difference[j] = rescaled[j];
      rescaled[j] = old;
    }
    step *= factor;
    equalSteps = 0;
  }

  /**
   * Difference {@code j} at the new step; one sweep over the unknowns for each pair of old
   * differences.
   */
  private void combine(int j, int k) {
    double[] target = rescaled[j];
    double[] d1 = difference[1];
    double p1 = product[1][j];
    if (k == 1) {
      for (int i = 0; i < n; i++) {
        target[i] = p1 * d1[i];
      }
      return;
    }
    double[] d2 = difference[2];
    double p2 = product[2][j];
    for (int i = 0; i < n; i++) {
      target[i] = p1 * d1[i] + p2 * d2[i];
    }
    for (int m = 3; m <= k; m++) {
      double[] d = difference[m];
      double p = product[m][j];
      for (int i = 0; i < n; i++) {
        target[i] += p * d[i];
      }
    }
  }

  private static void fill(double[][] r, double factor, int k) {
    for (int j = 0; j <= k; j++) {
      r[0][j] = 1;
    }
    for (int i = 1; i <= k; i++) {
      r[i][0] = 0;
      for (int j = 1; j <= k; j++) {
        r[i][j] = r[i - 1][j] * (i - 1 - factor * j) / i;
      }
    }
  }

  /**
   * Value of one unknown at a time between the last two steps, from the polynomial of the last
   * step.
   */
  @Override
  public double at(int index, double when) {
    double s = (when - time) / lastStep();
    double value = difference[0][index];
    double factor = 1;
    int k = denseOrder();
    for (int j = 1; j <= k; j++) {
      factor *= (s + j - 1) / j;
      value += factor * difference[j][index];
    }
    return value;
  }

  /** All unknowns at a time between the last two steps. */
  @Override
  public void at(double when, double[] y) {
    double s = (when - time) / lastStep();
    System.arraycopy(difference[0], 0, y, 0, n);
    double factor = 1;
    int k = denseOrder();
    for (int j = 1; j <= k; j++) {
      factor *= (s + j - 1) / j;
      double[] d = difference[j];
      for (int i = 0; i < n; i++) {
        y[i] += factor * d[i];
      }
    }
  }

  // The table may already stand at the next step's size; the polynomial through its points is the
  // same.
  private double lastStep() {
    return step;
  }

  private int denseOrder() {
    return order;
  }

  @Override
  public double time() {
    return time;
  }

  /** Where the last step began. */
  public double previousTime() {
    return previousTime;
  }

  /** Size of the next step, s. */
  public double nextStep() {
    return step;
  }

  public int order() {
    return order;
  }

  /** The state at {@link #time()}; owned by the integrator. */
  @Override
  public double[] state() {
    return difference[0];
  }

  @Override
  public long steps() {
    return steps;
  }

  /** Steps repeated because the error was too large. */
  @Override
  public long rejections() {
    return rejections;
  }

  /** Steps repeated because the implicit equations were not solved. */
  @Override
  public long failures() {
    return failures;
  }
}
