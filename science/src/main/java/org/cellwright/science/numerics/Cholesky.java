package org.cellwright.science.numerics;

import java.util.Arrays;

/**
 * The lower triangular factor L of a symmetric positive definite matrix A = L Lᵀ that grows by a
 * row at a time.
 *
 * <p>Row-oriented (Cholesky–Banachiewicz): row n needs the rows before it and nothing else, so that
 * appending to a factor and factoring from scratch are the same operations in the same order and
 * give the same bits. A row costs n²/2 multiply-adds, a solve n². Inner products run in four sums,
 * added in a fixed order. A pivot that is not clearly positive, relative to its diagonal element,
 * is lifted to {@value #LEAST_PIVOT} of it: the matrix is then that of the same process with a
 * little noise on one datum.
 */
public final class Cholesky {
  private static final double LEAST_PIVOT = 1e-10;

  private double[][] rows;
  private int size;

  public Cholesky(int capacity) {
    this.rows = new double[Math.max(capacity, 4)][];
  }

  public int size() {
    return size;
  }

  /** Appends row {@code size} of the matrix: elements 0 to size, the last one its diagonal. */
  public void append(double[] row) {
    int n = size;
    if (row.length != n + 1) {
      throw new IllegalArgumentException("row of " + row.length + " for order " + n);
    }
    double[] l = row.clone();
    for (int j = 0; j < n; j++) {
      l[j] = (l[j] - dot(rows[j], l, j)) / rows[j][j];
    }
    double pivot = row[n] - dot(l, l, n);
    l[n] = Math.sqrt(Math.max(pivot, LEAST_PIVOT * row[n]));
    if (n == rows.length) {
      rows = Arrays.copyOf(rows, 2 * n);
    }
    rows[n] = l;
    size++;
  }

  /** Solves L w = b in place. */
  public void solveLower(double[] b) {
    for (int i = 0; i < size; i++) {
      b[i] = (b[i] - dot(rows[i], b, i)) / rows[i][i];
    }
  }

  /** Solves Lᵀ w = b in place. */
  public void solveUpper(double[] b) {
    for (int i = size - 1; i >= 0; i--) {
      double[] row = rows[i];
      double w = b[i] / row[i];
      b[i] = w;
      for (int j = 0; j < i; j++) {
        b[j] -= w * row[j];
      }
    }
  }

  /**
   * Solves L W = B in place for many right-hand sides at once; {@code b[i]} holds element i of each
   * of them, so that the inner loop runs along memory.
   */
  public void solveLower(double[][] b) {
    for (int i = 0; i < size; i++) {
      double[] target = b[i];
      double[] row = rows[i];
      int width = target.length;
      for (int j = 0; j < i; j++) {
        double l = row[j];
        double[] source = b[j];
        for (int k = 0; k < width; k++) {
          target[k] -= l * source[k];
        }
      }
      double inverse = 1 / row[i];
      for (int k = 0; k < width; k++) {
        target[k] *= inverse;
      }
    }
  }

  /** ln det A. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += StrictMath.log(rows[i][i]);
    }
    return 2 * sum;
  }

  /** A⁻¹, its lower triangle: n³/2 multiply-adds. */
  public double[][] inverse() {
    double[][] inverseFactor = new double[size][];
    double[][] result = new double[size][];
    for (int i = 0; i < size; i++) {
      double[] row = rows[i];
      double[] w = new double[i + 1];
      for (int j = 0; j < i; j++) {
        double l = row[j];
        double[] source = inverseFactor[j];
        for (int k = 0; k <= j; k++) {
          w[k] -= l * source[k];
        }
      }
      for (int k = 0; k < i; k++) {
        w[k] /= row[i];
      }
      w[i] = 1 / row[i];
      inverseFactor[i] = w;
      result[i] = new double[i + 1];
    }
    for (double[] w : inverseFactor) {
      for (int i = 0; i < w.length; i++) {
        double factor = w[i];
        double[] target = result[i];
        for (int k = 0; k <= i; k++) {
          target[k] += factor * w[k];
        }
      }
    }
    return result;
  }

  /** Inner product of the first {@code n} elements. */
  static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < n; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < n; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
