package org.cellwright.science.numerics;

/**
 * Tridiagonal systems by Thomas's elimination from both ends to the middle, without pivoting: the
 * two eliminations do not wait for each other, and from a pivot to the next leads one division.
 *
 * <p>The elements beside the diagonal belong to the faces between neighbours: face f lies between
 * the rows f − 1 and f. Hot kernel: the arrays are open to whoever assembles, nothing is allocated
 * after construction.
 */
public final class Tridiagonal {
  private final int n;
  private final int mid;

  /** In row f, of unknown f − 1; 0 first and last, where there is no neighbour. */
  public final double[] below;

  /** The reciprocal pivots once factored. */
  public final double[] diagonal;

  /** In row f − 1, of unknown f; 0 first and last. */
  public final double[] above;

  private double fromLeft;
  private double fromRight;

  /**
   * @param n rows, at least 2
   */
  public Tridiagonal(int n) {
    this.n = n;
    mid = n / 2;
    below = new double[n + 1];
    diagonal = new double[n];
    above = new double[n + 1];
  }

  /** Factors, and takes a first right-hand side along; {@link #back} must follow for it. */
  public void factor(double[] side) {
    double a = diagonal[0];
    double b = diagonal[n - 1];
    for (int k = 1; k < Math.max(mid, n - mid); k++) {
      int l = n - 1 - k;
      if (k < mid) {
        double coupling = below[k] * above[k];
        below[k] /= a;
        a = diagonal[k] - coupling / a;
        diagonal[k] = a;
        side[k] = Math.fma(-below[k], side[k - 1], side[k]);
      }
      if (l > mid) {
        double coupling = above[l + 1] * below[l + 1];
        above[l + 1] /= b;
        b = diagonal[l] - coupling / b;
        diagonal[l] = b;
        side[l] = Math.fma(-above[l + 1], side[l + 1], side[l]);
      }
    }
    fromLeft = below[mid] / a;
    fromRight = above[mid + 1] / b;
    diagonal[mid] -= fromLeft * above[mid] + fromRight * below[mid + 1];
    for (int m = 0; m < n; m++) {
      diagonal[m] = 1 / diagonal[m];
    }
    for (int m = 0; m < mid; m++) {
      above[m + 1] *= diagonal[m];
    }
    for (int m = mid + 1; m < n; m++) {
      below[m] *= diagonal[m];
    }
  }

  /** Solves with what was factored. */
  public void solve(double[] side) {
    for (int k = 1; k < Math.max(mid, n - mid); k++) {
      int l = n - 1 - k;
      if (k < mid) {
        side[k] = Math.fma(-below[k], side[k - 1], side[k]);
      }
      if (l > mid) {
        side[l] = Math.fma(-above[l + 1], side[l + 1], side[l]);
      }
    }
    back(side);
  }

  /** What {@link #factor} has begun with its own right-hand side, which receives the unknowns. */
  public void back(double[] side) {
    side[mid] -= fromLeft * side[mid - 1] + (mid < n - 1 ? fromRight * side[mid + 1] : 0);
    for (int m = 0; m < n; m++) {
      side[m] *= diagonal[m];
    }
    for (int k = 1; k <= Math.max(mid, n - 1 - mid); k++) {
      int m = mid - k;
      int l = mid + k;
      if (m >= 0) {
        side[m] = Math.fma(-above[m + 1], side[m + 1], side[m]);
      }
      if (l < n) {
        side[l] = Math.fma(-below[l], side[l - 1], side[l]);
      }
    }
  }
}
