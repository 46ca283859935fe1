package org.cellwright.science.numerics;

/**
 * Linear systems of a cell cut across: two chains of 2×2 blocks, joined by a scalar chain.
 *
 * <p>The left chain are the volumes {@code 0 … left − 1}, the right chain the last {@code right},
 * both with unknowns (1, 2); what lies between has unknown 1 only. The blocks beside the diagonal
 * lack the element (1, 2): the first equation does not feel the neighbours' second unknown, as the
 * balance of salt does not feel the neighbours' potential; and between a chain and the middle only
 * (1, 1) is left.
 *
 * <p>{@link #factor} eliminates from both ends towards the middle at once, without pivoting, in
 * O(n): the two eliminations do not wait for each other.
 *
 * <p>Hot kernel: the arrays are open to whoever assembles, nothing is allocated after construction.
 * Elements that do not exist are never read.
 */
public final class TwoChains {
  private final int n;
  private final int left;
  private final int right;

  /** Last volume of the middle that is eliminated from the left. */
  private final int mid;

  /** To the left neighbour. */
  public final double[] l11;

  public final double[] l21;
  public final double[] l22;

  /** The diagonal; inverse blocks (and inverse pivots in the middle) once factored. */
  public final double[] d11;

  public final double[] d12;
  public final double[] d21;
  public final double[] d22;

  /** To the right neighbour. */
  public final double[] u11;

  public final double[] u21;
  public final double[] u22;

  // Multipliers: the block towards the end that was eliminated before, times its inverse.
  private final double[] f11;
  private final double[] f12;
  private final double[] f21;
  private final double[] f22;

  /**
   * @param middle volumes between the chains, at least 1
   */
  public TwoChains(int left, int middle, int right) {
    this.left = left;
    this.right = right;
    n = left + middle + right;
    mid = left + (middle - 1) / 2;
    l11 = new double[n];
    l21 = new double[n];
    l22 = new double[n];
    d11 = new double[n];
    d12 = new double[n];
    d21 = new double[n];
    d22 = new double[n];
    u11 = new double[n];
    u21 = new double[n];
    u22 = new double[n];
    f11 = new double[n];
    f12 = new double[n];
    f21 = new double[n];
    f22 = new double[n];
  }

  /**
   * Factors, and takes a first right-hand side along; {@link #solve} and {@link #back} may follow.
   *
   * @param a its first rows
   * @param b its second rows; 0 in the middle
   * @return false if a diagonal block turned out singular
   */
  public boolean factor(double[] a, double[] b) {
    int both = Math.min(left, right);
    for (int k = 0; k < both; k++) {
      eliminateLeft(k, a, b);
      eliminateRight(n - 1 - k, a, b);
    }
    for (int k = both; k < left; k++) {
      eliminateLeft(k, a, b);
    }
    for (int k = both; k < right; k++) {
      eliminateRight(n - 1 - k, a, b);
    }
    int fromLeft = left;
    for (int fromRight = n - right - 1; fromRight > mid; fromRight--) {
      middleFromRight(fromRight);
      if (fromLeft <= mid) {
        middleFromLeft(fromLeft++);
      }
    }
    for (; fromLeft <= mid; fromLeft++) {
      middleFromLeft(fromLeft);
    }
    // Everything that came before flows into this one: a zero or an overflow shows here.
    return Double.isFinite(d11[mid]) && d11[mid] != 0;
  }

  private void eliminateLeft(int m, double[] a, double[] b) {
    if (m > 0) {
      int k = m - 1;
      f11[m] = l11[m] * d11[k];
      f12[m] = l11[m] * d12[k];
      f21[m] = l21[m] * d11[k] + l22[m] * d21[k];
      f22[m] = l21[m] * d12[k] + l22[m] * d22[k];
      d11[m] -= f11[m] * u11[k] + f12[m] * u21[k];
      d12[m] -= f12[m] * u22[k];
      d21[m] -= f21[m] * u11[k] + f22[m] * u21[k];
      d22[m] -= f22[m] * u22[k];
      forwardLeft(a, b, m);
    }
    invert(m);
  }

  private void eliminateRight(int m, double[] a, double[] b) {
    if (m < n - 1) {
      int k = m + 1;
      f11[m] = u11[m] * d11[k];
      f12[m] = u11[m] * d12[k];
      f21[m] = u21[m] * d11[k] + u22[m] * d21[k];
      f22[m] = u21[m] * d12[k] + u22[m] * d22[k];
      d11[m] -= f11[m] * l11[k] + f12[m] * l21[k];
      d12[m] -= f12[m] * l22[k];
      d21[m] -= f21[m] * l11[k] + f22[m] * l21[k];
      d22[m] -= f22[m] * l22[k];
      forwardRight(a, b, m);
    }
    invert(m);
  }

  private void invert(int m) {
    double inverse = 1 / (d11[m] * d22[m] - d12[m] * d21[m]);
    double a = d11[m];
    d11[m] = d22[m] * inverse;
    d22[m] = a * inverse;
    d12[m] *= -inverse;
    d21[m] *= -inverse;
  }

  private void middleFromLeft(int m) {
    if (m > 0) {
      f11[m] = l11[m] * d11[m - 1];
      f12[m] = m == left ? l11[m] * d12[m - 1] : 0;
      d11[m] -= f11[m] * u11[m - 1];
    }
    if (m == mid && m < n - 1) {
      // Closes on what came from the right.
      f21[m] = u11[m] * d11[m + 1];
      f22[m] = m + 1 == n - right ? u11[m] * d12[m + 1] : 0;
      d11[m] -= f21[m] * l11[m + 1];
    }
    d11[m] = 1 / d11[m];
  }

  private void middleFromRight(int m) {
    if (m < n - 1) {
      f11[m] = u11[m] * d11[m + 1];
      f12[m] = m + 1 == n - right ? u11[m] * d12[m + 1] : 0;
      d11[m] -= f11[m] * l11[m + 1];
    }
    d11[m] = 1 / d11[m];
  }

  /**
   * @param a first rows of the right-hand side; receives the first unknowns
   * @param b second rows of the right-hand side; receives the second unknowns; 0 in the middle
   */
  public void solve(double[] a, double[] b) {
    int both = Math.min(left, right);
    for (int k = 1; k < both; k++) {
      forwardLeft(a, b, k);
      forwardRight(a, b, n - 1 - k);
    }
    for (int k = Math.max(both, 1); k < left; k++) {
      forwardLeft(a, b, k);
    }
    for (int k = Math.max(both, 1); k < right; k++) {
      forwardRight(a, b, n - 1 - k);
    }
    back(a, b);
  }

  /** What {@link #factor} has begun with its own right-hand side. */
  public void back(double[] a, double[] b) {
    int both = Math.min(left, right);
    middle(a, b);
    for (int k = both - 1; k >= 0; k--) {
      backLeft(a, b, left - both + k);
      backRight(a, b, n - right + both - 1 - k);
    }
    for (int k = left - both - 1; k >= 0; k--) {
      backLeft(a, b, k);
    }
    for (int k = n - right + both; k < n; k++) {
      backRight(a, b, k);
    }
  }

  private void middle(double[] a, double[] b) {
    int first = left;
    int last = n - right - 1;
    for (int m = first; m <= mid; m++) {
      if (m > 0) {
        a[m] -= f11[m] * a[m - 1] + (m == left ? f12[m] * b[m - 1] : 0);
      }
    }
    for (int m = last; m > mid; m--) {
      if (m < n - 1) {
        a[m] -= f11[m] * a[m + 1] + (m == last ? f12[m] * b[m + 1] : 0);
      }
    }
    if (mid < n - 1) {
      a[mid] -= f21[mid] * a[mid + 1] + (mid == last ? f22[mid] * b[mid + 1] : 0);
    }
    a[mid] *= d11[mid];
    for (int m = mid - 1; m >= first; m--) {
      a[m] = (a[m] - u11[m] * a[m + 1]) * d11[m];
    }
    for (int m = mid + 1; m <= last; m++) {
      a[m] = (a[m] - l11[m] * a[m - 1]) * d11[m];
    }
    for (int m = first; m <= last; m++) {
      b[m] = 0;
    }
  }

  private void forwardLeft(double[] a, double[] b, int m) {
    double p = a[m - 1];
    double q = b[m - 1];
    a[m] -= f11[m] * p + f12[m] * q;
    b[m] -= f21[m] * p + f22[m] * q;
  }

  private void forwardRight(double[] a, double[] b, int m) {
    double p = a[m + 1];
    double q = b[m + 1];
    a[m] -= f11[m] * p + f12[m] * q;
    b[m] -= f21[m] * p + f22[m] * q;
  }

  private void backLeft(double[] a, double[] b, int m) {
    double p = a[m] - u11[m] * a[m + 1];
    double q = b[m];
    if (m < left - 1) {
      q -= u21[m] * a[m + 1] + u22[m] * b[m + 1];
    }
    a[m] = d11[m] * p + d12[m] * q;
    b[m] = d21[m] * p + d22[m] * q;
  }

  private void backRight(double[] a, double[] b, int m) {
    double p = a[m] - l11[m] * a[m - 1];
    double q = b[m];
    if (m > n - right) {
      q -= l21[m] * a[m - 1] + l22[m] * b[m - 1];
    }
    a[m] = d11[m] * p + d12[m] * q;
    b[m] = d21[m] * p + d22[m] * q;
  }
}
