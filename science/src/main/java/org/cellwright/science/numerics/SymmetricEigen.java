package org.cellwright.science.numerics;

import java.util.Arrays;

/**
 * Eigenvalues and orthonormal eigenvectors of a small symmetric matrix, by Jacobi's rotations
 * (Golub and Van Loan, Matrix Computations, 4th ed., algorithm 8.5.2), to the last digits.
 *
 * @param values ascending
 * @param vectors {@code vectors[i][k]} is component i of the vector of value k
 */
public record SymmetricEigen(double[] values, double[][] vectors) {
  private static final int MOST_SWEEPS = 60;

  /**
   * @param matrix square and symmetric; not changed
   */
  public static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MOST_SWEEPS && largestBeside(a) > 0; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    return sorted(a, v);
  }

  /** Largest element beside the diagonal that its diagonal can still feel; 0 when done. */
  private static double largestBeside(double[][] a) {
    double largest = 0;
    for (int p = 0; p < a.length; p++) {
      for (int q = p + 1; q < a.length; q++) {
        double size = Math.abs(a[p][q]);
        if (size > 1e-17 * (Math.abs(a[p][p]) + Math.abs(a[q][q]))) {
          largest = Math.max(largest, size);
        }
      }
    }
    return largest;
  }

  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double x = a[k][p];
      double y = a[k][q];
      a[k][p] = c * x - s * y;
      a[k][q] = s * x + c * y;
    }
    for (int k = 0; k < a.length; k++) {
      double x = a[p][k];
      double y = a[q][k];
      a[p][k] = c * x - s * y;
      a[q][k] = s * x + c * y;
      x = v[k][p];
      y = v[k][q];
      v[k][p] = c * x - s * y;
      v[k][q] = s * x + c * y;
    }
    a[p][q] = 0;
    a[q][p] = 0;
  }

  private static SymmetricEigen sorted(double[][] a, double[][] v) {
    int n = a.length;
    Integer[] order = new Integer[n];
    for (int k = 0; k < n; k++) {
      order[k] = k;
    }
    Arrays.sort(order, (i, j) -> Double.compare(a[i][i], a[j][j]));
    double[] values = new double[n];
    double[][] vectors = new double[n][n];
    for (int k = 0; k < n; k++) {
      int from = order[k];
      values[k] = a[from][from];
      for (int i = 0; i < n; i++) {
        vectors[i][k] = v[i][from];
      }
    }
    return new SymmetricEigen(values, vectors);
  }
}
