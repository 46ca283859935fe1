package org.cellwright.science.numerics;

import java.util.Arrays;

/**
 * The x ≥ 0 that makes |A x − b| least, by the active-set method of Lawson and Hanson (Solving
 * Least Squares Problems, 1974, chapter 23), on the normal equations: for a few dozen columns that
 * are not nearly dependent. Finite, since the misfit falls with every set that is tried.
 */
public final class NonNegativeLeastSquares {
  private static final double TOLERANCE = 1e-10;

  private NonNegativeLeastSquares() {}

  /**
   * @param a rows of the matrix, all of one length
   * @param b as many numbers as rows
   */
  public static double[] solve(double[][] a, double[] b) {
    int n = a[0].length;
    double[][] gram = new double[n][n];
    double[] projected = new double[n];
    for (int r = 0; r < a.length; r++) {
      for (int i = 0; i < n; i++) {
        projected[i] += a[r][i] * b[r];
        for (int j = 0; j < n; j++) {
          gram[i][j] += a[r][i] * a[r][j];
        }
      }
    }
    double[] x = new double[n];
    boolean[] free = new boolean[n];
    for (int tries = 0; tries < 10 * n; tries++) {
      int steepest = steepest(gram, projected, x, free);
      if (steepest < 0) {
        return x;
      }
      free[steepest] = true;
      while (true) {
        double[] candidate = restricted(gram, projected, free);
        double share = 1;
        for (int i = 0; i < n; i++) {
          if (free[i] && candidate[i] <= 0) {
            share = Math.min(share, x[i] / (x[i] - candidate[i]));
          }
        }
        for (int i = 0; i < n; i++) {
          x[i] += share * (candidate[i] - x[i]);
        }
        if (share == 1) {
          break;
        }
        for (int i = 0; i < n; i++) {
          if (free[i] && candidate[i] <= 0 && x[i] <= TOLERANCE * Math.abs(candidate[i])) {
            free[i] = false;
            x[i] = 0;
          }
        }
      }
    }
    return x;
  }

  /** The bound unknown whose growth lowers the misfit most, in units of its column; −1 if none. */
  private static int steepest(double[][] gram, double[] projected, double[] x, boolean[] free) {
    int found = -1;
    double most = TOLERANCE;
    for (int i = 0; i < x.length; i++) {
      if (!free[i] && gram[i][i] > 0) {
        double gradient = projected[i];
        for (int j = 0; j < x.length; j++) {
          gradient -= gram[i][j] * x[j];
        }
        double gain = gradient / (Math.sqrt(gram[i][i]) * (1 + Math.abs(projected[i])));
        if (gain > most) {
          most = gain;
          found = i;
        }
      }
    }
    return found;
  }

  private static double[] restricted(double[][] gram, double[] projected, boolean[] free) {
    int n = free.length;
    int[] index = new int[n];
    int count = 0;
    Cholesky factor = new Cholesky(n);
    double[] side = new double[n];
    for (int i = 0; i < n; i++) {
      if (free[i]) {
        index[count] = i;
        side[count++] = projected[i];
        double[] row = new double[count];
        for (int j = 0; j < count; j++) {
          row[j] = gram[i][index[j]];
        }
        factor.append(row);
      }
    }
    double[] solved = Arrays.copyOf(side, count);
    factor.solveLower(solved);
    factor.solveUpper(solved);
    double[] x = new double[n];
    for (int k = 0; k < count; k++) {
      x[index[k]] = solved[k];
    }
    return x;
  }
}
