package org.cellwright.science.numerics;

/**
 * Block tridiagonal systems with 2×2 blocks, several right-hand sides at a time.
 *
 * <p>Rows and columns come in pairs (1, 2). The blocks beside the diagonal lack the element (1, 2):
 * the first equation of a pair does not feel the neighbours' second unknown, as the balance of salt
 * does not feel the neighbours' potential. {@link #factor} eliminates from left to right without
 * pivoting, in O(n); afterwards the diagonal blocks hold their inverses.
 *
 * <p>Hot kernel: the arrays are open to whoever assembles, nothing is allocated after construction.
 */
public final class BlockTridiagonal {
  private final int n;

  /** To the left neighbour. */
  public final double[] l11;

  public final double[] l21;
  public final double[] l22;

  /** The diagonal. */
  public final double[] d11;

  public final double[] d12;
  public final double[] d21;
  public final double[] d22;

  /** To the right neighbour. */
  public final double[] u11;

  public final double[] u21;
  public final double[] u22;

  private final double[] f11;
  private final double[] f12;
  private final double[] f21;
  private final double[] f22;

  public BlockTridiagonal(int n) {
    this.n = n;
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
   * @return false if a diagonal block turned out singular
   */
  public boolean factor() {
    for (int m = 0; m < n; m++) {
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
      }
      double determinant = d11[m] * d22[m] - d12[m] * d21[m];
      if (determinant == 0 || !Double.isFinite(determinant)) {
        return false;
      }
      double inverse = 1 / determinant;
      double a = d11[m];
      d11[m] = d22[m] * inverse;
      d22[m] = a * inverse;
      d12[m] *= -inverse;
      d21[m] *= -inverse;
    }
    return true;
  }

  /**
   * @param a first rows of the right-hand side; receives the first unknowns
   * @param b second rows of the right-hand side; receives the second unknowns
   */
  public void solve(double[] a, double[] b) {
    for (int m = 1; m < n; m++) {
      a[m] -= f11[m] * a[m - 1] + f12[m] * b[m - 1];
      b[m] -= f21[m] * a[m - 1] + f22[m] * b[m - 1];
    }
    for (int m = n - 1; m >= 0; m--) {
      double p = a[m];
      double q = b[m];
      if (m < n - 1) {
        p -= u11[m] * a[m + 1];
        q -= u21[m] * a[m + 1] + u22[m] * b[m + 1];
      }
      a[m] = d11[m] * p + d12[m] * q;
      b[m] = d21[m] * p + d22[m] * q;
    }
  }
}
