package org.cellwright.science.numerics.dae;

import java.util.Arrays;

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
  private static final double NEWTON_TOLERANCE = 0.1;

  private final ImplicitSystem system;
  private final int n;
  private final double[][] difference = new double[MAX_ORDER + 3][];
  private final double[] predicted;
  private final double[] psi;
  private final double[] weight;
  private final double[] next;
  private final double[] correction;
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
    psi = new double[n];
    weight = new double[n];
    next = new double[n];
    correction = new double[n];
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
    Arrays.fill(psi, 0);
    system.weigh(state, relativeTolerance, weight);
    double[] y = difference[0];
    if (!system.solve(0, state, psi, weight, 1e-6, y)) {
      return false;
    }
    // One short implicit step gives the derivative of the algebraic unknowns as well.
    system.weigh(y, relativeTolerance, weight);
    double probe = firstStep > 0 ? Math.min(1e-3, firstStep) : 1e-3;
    while (!system.solve(probe, y, psi, weight, 1e-6, next)) {
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
      if (system.solve(c, predicted, psi, weight, NEWTON_TOLERANCE, next)) {
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

  private void predict() {
    double scale = 1 / ALPHA[order];
    double[] d0 = difference[0];
    double[] d1 = difference[1];
    double g1 = GAMMA[1] * scale;
    for (int i = 0; i < n; i++) {
      predicted[i] = d0[i] + d1[i];
      psi[i] = g1 * d1[i];
    }
    for (int k = 2; k <= order; k++) {
      double[] d = difference[k];
      double g = GAMMA[k] * scale;
      for (int i = 0; i < n; i++) {
        predicted[i] += d[i];
        psi[i] += g * d[i];
      }
    }
    system.weigh(predicted, relativeTolerance, weight);
  }

  private double correctionNorm() {
    for (int i = 0; i < n; i++) {
      correction[i] = next[i] - predicted[i];
    }
    return norm(correction);
  }

  /**
   * Root mean square in units of the tolerance; eight sums side by side, since one alone would wait
   * for itself.
   */
  private double norm(double[] v) {
    double a0 = 0;
    double a1 = 0;
    double a2 = 0;
    double a3 = 0;
    double a4 = 0;
    double a5 = 0;
    double a6 = 0;
    double a7 = 0;
    int i = 0;
    for (; i + 7 < n; i += 8) {
      double x0 = v[i] * weight[i];
      double x1 = v[i + 1] * weight[i + 1];
      double x2 = v[i + 2] * weight[i + 2];
      double x3 = v[i + 3] * weight[i + 3];
      double x4 = v[i + 4] * weight[i + 4];
      double x5 = v[i + 5] * weight[i + 5];
      double x6 = v[i + 6] * weight[i + 6];
      double x7 = v[i + 7] * weight[i + 7];
      a0 += x0 * x0;
      a1 += x1 * x1;
      a2 += x2 * x2;
      a3 += x3 * x3;
      a4 += x4 * x4;
      a5 += x5 * x5;
      a6 += x6 * x6;
      a7 += x7 * x7;
    }
    for (; i < n; i++) {
      double x = v[i] * weight[i];
      a0 += x * x;
    }
    return Math.sqrt(((a0 + a1) + (a2 + a3) + ((a4 + a5) + (a6 + a7))) / n);
  }

  private void accept(double error) {
    steps++;
    equalSteps++;
    previousTime = time;
    time += step;
    double[] high = difference[order + 2];
    double[] last = difference[order + 1];
    for (int i = 0; i < n; i++) {
      high[i] = correction[i] - last[i];
      last[i] = correction[i];
    }
    for (int k = order; k >= 0; k--) {
      double[] d = difference[k];
      double[] above = difference[k + 1];
      for (int i = 0; i < n; i++) {
        d[i] += above[i];
      }
    }
    if (equalSteps > order) {
      chooseOrderAndStep(error);
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
