package org.cellwright.science.numerics.dae;

/** A small dense system; Newton's matrix by differences. */
final class Dense implements ImplicitSystem {
  /** Right-hand sides: the rate of a differential unknown, the residual of an algebraic one. */
  interface Rates {
    void at(double[] y, double[] f);
  }

  private final Rates rates;
  private final int differential;
  private final double[] scale;
  private final int n;

  Dense(int differential, double[] scale, Rates rates) {
    this.rates = rates;
    this.differential = differential;
    this.scale = scale;
    this.n = scale.length;
  }

  @Override
  public int size() {
    return n;
  }

  @Override
  public void differential(boolean[] rows) {
    for (int i = 0; i < n; i++) {
      rows[i] = i < differential;
    }
  }

  @Override
  public void weigh(double[] y, double relativeTolerance, double[] weight) {
    for (int i = 0; i < n; i++) {
      weight[i] = 1 / (relativeTolerance * (Math.abs(y[i]) + scale[i]));
    }
  }

  private double[] residual(double c, double[] predicted, double[] base, double[] y) {
    double[] f = new double[n];
    rates.at(y, f);
    for (int i = 0; i < differential; i++) {
      f[i] = y[i] - base[i] - c * f[i];
    }
    return f;
  }

  @Override
  public boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, n);
    for (int iteration = 0; iteration < 10; iteration++) {
      double[] r = residual(c, predicted, base, y);
      double[][] matrix = new double[n][n + 1];
      for (int k = 0; k < n; k++) {
        double by = 1e-7 * (Math.abs(y[k]) + scale[k]);
        double[] moved = y.clone();
        moved[k] += by;
        double[] s = residual(c, predicted, base, moved);
        for (int i = 0; i < n; i++) {
          matrix[i][k] = (s[i] - r[i]) / by;
        }
      }
      for (int i = 0; i < n; i++) {
        matrix[i][n] = -r[i];
      }
      double[] change = gauss(matrix);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        y[i] += change[i];
        sum += change[i] * weight[i] * change[i] * weight[i];
      }
      if (Math.sqrt(sum / n) < tolerance) {
        return true;
      }
    }
    return false;
  }

  private static double[] gauss(double[][] a) {
    int n = a.length;
    for (int k = 0; k < n; k++) {
      int pivot = k;
      for (int i = k + 1; i < n; i++) {
        pivot = Math.abs(a[i][k]) > Math.abs(a[pivot][k]) ? i : pivot;
      }
      double[] swap = a[k];
      a[k] = a[pivot];
      a[pivot] = swap;
      for (int i = k + 1; i < n; i++) {
        double factor = a[i][k] / a[k][k];
        for (int j = k; j <= n; j++) {
          a[i][j] -= factor * a[k][j];
        }
      }
    }
    double[] x = new double[n];
    for (int i = n - 1; i >= 0; i--) {
      double sum = a[i][n];
      for (int j = i + 1; j < n; j++) {
        sum -= a[i][j] * x[j];
      }
      x[i] = sum / a[i][i];
    }
    return x;
  }
}
