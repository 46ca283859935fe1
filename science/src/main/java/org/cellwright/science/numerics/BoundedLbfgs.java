package org.cellwright.science.numerics;

import java.util.Arrays;

/**
 * Finds a minimum of a smooth function in a box by limited-memory BFGS on the variables that are
 * free.
 *
 * <p>A variable at a bound whose gradient points outwards is held; the two-loop recursion (Nocedal
 * and Wright, Numerical Optimization, algorithm 7.4, eight pairs) gives a direction in the others,
 * and an Armijo search goes along its projection on the box (Bertsekas, SIAM J. Control Optim. 20,
 * 221, 1982). Pairs without curvature are left out; a value that is not finite counts as too far.
 */
public final class BoundedLbfgs {
  private static final int MEMORY = 8;
  private static final double SUFFICIENT = 1e-4;

  /** A function and its gradient. */
  @FunctionalInterface
  public interface Differentiable {
    /** The value at {@code x}; writes the gradient. */
    double value(double[] x, double[] gradient);
  }

  /** Where it ended. */
  public record Minimum(double[] x, double value, int evaluations) {}

  private BoundedLbfgs() {}

  /**
   * @param tolerance stops where no free component of the gradient is larger or a step gains less
   *     than this, relative to 1 + |value|, squared
   */
  public static Minimum minimize(
      Differentiable function,
      double[] start,
      double[] lower,
      double[] upper,
      int maxIterations,
      double tolerance) {
    int n = start.length;
    double[] x = start.clone();
    project(x, lower, upper);
    double[] gradient = new double[n];
    double value = function.value(x, gradient);
    int evaluations = 1;
    double[][] s = new double[MEMORY][];
    double[][] y = new double[MEMORY][];
    int pairs = 0;
    double[] trial = new double[n];
    double[] trialGradient = new double[n];
    for (int iteration = 0; iteration < maxIterations; iteration++) {
      boolean[] held = new boolean[n];
      double steepest = 0;
      for (int i = 0; i < n; i++) {
        held[i] = x[i] <= lower[i] && gradient[i] > 0 || x[i] >= upper[i] && gradient[i] < 0;
        steepest = Math.max(steepest, held[i] ? 0 : Math.abs(gradient[i]));
      }
      if (!(steepest > tolerance)) {
        break;
      }
      double[] direction = direction(gradient, held, s, y, pairs);
      double slope = Cholesky.dot(direction, gradient, n);
      if (!(slope < 0)) {
        pairs = 0;
        direction = direction(gradient, held, s, y, 0);
        slope = Cholesky.dot(direction, gradient, n);
      }
      // The first step of a fresh memory has no scale: a tenth of the box at most.
      double step = pairs > 0 ? 1 : firstStep(direction, lower, upper);
      boolean accepted = false;
      double trialValue = value;
      for (int halving = 0; halving < 25 && !accepted; halving++) {
        double decrease = 0;
        for (int i = 0; i < n; i++) {
          trial[i] = Math.min(upper[i], Math.max(lower[i], x[i] + step * direction[i]));
          decrease += gradient[i] * (trial[i] - x[i]);
        }
        trialValue = function.value(trial, trialGradient);
        evaluations++;
        accepted =
            Double.isFinite(trialValue)
                && trialValue <= value + SUFFICIENT * decrease
                && decrease < 0;
        step *= halving == 0 ? 0.5 : 0.3;
      }
      if (!accepted) {
        if (pairs == 0) {
          break;
        }
        pairs = 0;
        continue;
      }
      double[] ds = new double[n];
      double[] dy = new double[n];
      for (int i = 0; i < n; i++) {
        ds[i] = trial[i] - x[i];
        dy[i] = trialGradient[i] - gradient[i];
      }
      double gain = value - trialValue;
      System.arraycopy(trial, 0, x, 0, n);
      System.arraycopy(trialGradient, 0, gradient, 0, n);
      value = trialValue;
      if (Cholesky.dot(ds, dy, n) > 1e-10 * Cholesky.dot(dy, dy, n)) {
        if (pairs == MEMORY) {
          System.arraycopy(s, 1, s, 0, MEMORY - 1);
          System.arraycopy(y, 1, y, 0, MEMORY - 1);
          pairs--;
        }
        s[pairs] = ds;
        y[pairs++] = dy;
      }
      if (gain <= tolerance * tolerance * (1 + Math.abs(value))) {
        break;
      }
    }
    return new Minimum(x, value, evaluations);
  }

  private static double[] direction(
      double[] gradient, boolean[] held, double[][] s, double[][] y, int pairs) {
    int n = gradient.length;
    double[] q = new double[n];
    for (int i = 0; i < n; i++) {
      q[i] = held[i] ? 0 : -gradient[i];
    }
    double[] a = new double[pairs];
    double[] rho = new double[pairs];
    for (int k = pairs - 1; k >= 0; k--) {
      rho[k] = 1 / Cholesky.dot(s[k], y[k], n);
      a[k] = rho[k] * Cholesky.dot(s[k], q, n);
      for (int i = 0; i < n; i++) {
        q[i] -= a[k] * y[k][i];
      }
    }
    if (pairs > 0) {
      double[] last = y[pairs - 1];
      double scale = 1 / (rho[pairs - 1] * Cholesky.dot(last, last, n));
      for (int i = 0; i < n; i++) {
        q[i] *= scale;
      }
    }
    for (int k = 0; k < pairs; k++) {
      double b = rho[k] * Cholesky.dot(y[k], q, n);
      for (int i = 0; i < n; i++) {
        q[i] += (a[k] - b) * s[k][i];
      }
    }
    for (int i = 0; i < n; i++) {
      if (held[i]) {
        q[i] = 0;
      }
    }
    return q;
  }

  private static double firstStep(double[] direction, double[] lower, double[] upper) {
    double longest = 0;
    for (int i = 0; i < direction.length; i++) {
      double width = Math.min(upper[i] - lower[i], 1e6);
      longest = Math.max(longest, width > 0 ? Math.abs(direction[i]) / width : 0);
    }
    return longest > 0 ? Math.min(1, 0.1 / longest) : 1;
  }

  private static void project(double[] x, double[] lower, double[] upper) {
    Arrays.setAll(x, i -> Math.min(upper[i], Math.max(lower[i], x[i])));
  }
}
