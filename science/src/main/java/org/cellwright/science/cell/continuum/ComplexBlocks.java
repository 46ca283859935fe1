package org.cellwright.science.cell.continuum;

/**
 * Block tridiagonal systems with complex 2×2 blocks and one right-hand side.
 *
 * <p>The blocks beside the diagonal lack the element (1, 2). Only the diagonal is complex:
 * frequency enters a linearised balance where something is stored. Elimination from left to right
 * without pivoting, O(n); unknowns are in {@link #xRe} and {@link #xIm}, those of row m at 2m and
 * 2m + 1. No allocation after construction.
 */
final class ComplexBlocks {
  private final int n;

  /** To the left neighbour, real. */
  final double[] l11;

  final double[] l21;
  final double[] l22;

  /** The diagonal. */
  final double[] d11Re;

  final double[] d11Im;
  final double[] d12Re;
  final double[] d12Im;
  final double[] d21;
  final double[] d22Re;
  final double[] d22Im;

  /** To the right neighbour, real. */
  final double[] u11;

  final double[] u21;
  final double[] u22;

  /** The right-hand side on entry of {@link #solve}, the unknowns afterwards. */
  final double[] xRe;

  final double[] xIm;

  // Inverse of the eliminated diagonal block times the block to its right: four complex a row.
  private final double[] gRe;
  private final double[] gIm;

  ComplexBlocks(int n) {
    this.n = n;
    l11 = new double[n];
    l21 = new double[n];
    l22 = new double[n];
    d11Re = new double[n];
    d11Im = new double[n];
    d12Re = new double[n];
    d12Im = new double[n];
    d21 = new double[n];
    d22Re = new double[n];
    d22Im = new double[n];
    u11 = new double[n];
    u21 = new double[n];
    u22 = new double[n];
    xRe = new double[2 * n];
    xIm = new double[2 * n];
    gRe = new double[4 * n];
    gIm = new double[4 * n];
  }

  /** Leaves the matrix as it is. */
  void solve() {
    for (int m = 0; m < n; m++) {
      double aRe = d11Re[m];
      double aIm = d11Im[m];
      double bRe = d12Re[m];
      double bIm = d12Im[m];
      double cRe = d21[m];
      double cIm = 0;
      double dRe = d22Re[m];
      double dIm = d22Im[m];
      double pRe = xRe[2 * m];
      double pIm = xIm[2 * m];
      double qRe = xRe[2 * m + 1];
      double qIm = xIm[2 * m + 1];
      if (m > 0) {
        int g = 4 * (m - 1);
        double first = l11[m];
        double cross = l21[m];
        double second = l22[m];
        aRe -= first * gRe[g];
        aIm -= first * gIm[g];
        bRe -= first * gRe[g + 1];
        bIm -= first * gIm[g + 1];
        cRe -= cross * gRe[g] + second * gRe[g + 2];
        cIm -= cross * gIm[g] + second * gIm[g + 2];
        dRe -= cross * gRe[g + 1] + second * gRe[g + 3];
        dIm -= cross * gIm[g + 1] + second * gIm[g + 3];
        int x = 2 * (m - 1);
        pRe -= first * xRe[x];
        pIm -= first * xIm[x];
        qRe -= cross * xRe[x] + second * xRe[x + 1];
        qIm -= cross * xIm[x] + second * xIm[x + 1];
      }
      double detRe = aRe * dRe - aIm * dIm - bRe * cRe + bIm * cIm;
      double detIm = aRe * dIm + aIm * dRe - bRe * cIm - bIm * cRe;
      double scale = 1 / (detRe * detRe + detIm * detIm);
      double invRe = detRe * scale;
      double invIm = -detIm * scale;
      // The inverse: (d, −b; −c, a) / determinant.
      double eRe = dRe * invRe - dIm * invIm;
      double eIm = dRe * invIm + dIm * invRe;
      double fRe = bIm * invIm - bRe * invRe;
      double fIm = -bRe * invIm - bIm * invRe;
      double hRe = cIm * invIm - cRe * invRe;
      double hIm = -cRe * invIm - cIm * invRe;
      double kRe = aRe * invRe - aIm * invIm;
      double kIm = aRe * invIm + aIm * invRe;
      xRe[2 * m] = eRe * pRe - eIm * pIm + fRe * qRe - fIm * qIm;
      xIm[2 * m] = eRe * pIm + eIm * pRe + fRe * qIm + fIm * qRe;
      xRe[2 * m + 1] = hRe * pRe - hIm * pIm + kRe * qRe - kIm * qIm;
      xIm[2 * m + 1] = hRe * pIm + hIm * pRe + kRe * qIm + kIm * qRe;
      double first = u11[m];
      double cross = u21[m];
      double second = u22[m];
      int g = 4 * m;
      gRe[g] = eRe * first + fRe * cross;
      gIm[g] = eIm * first + fIm * cross;
      gRe[g + 1] = fRe * second;
      gIm[g + 1] = fIm * second;
      gRe[g + 2] = hRe * first + kRe * cross;
      gIm[g + 2] = hIm * first + kIm * cross;
      gRe[g + 3] = kRe * second;
      gIm[g + 3] = kIm * second;
    }
    for (int m = n - 2; m >= 0; m--) {
      int g = 4 * m;
      double pRe = xRe[2 * m + 2];
      double pIm = xIm[2 * m + 2];
      double qRe = xRe[2 * m + 3];
      double qIm = xIm[2 * m + 3];
      xRe[2 * m] -= gRe[g] * pRe - gIm[g] * pIm + gRe[g + 1] * qRe - gIm[g + 1] * qIm;
      xIm[2 * m] -= gRe[g] * pIm + gIm[g] * pRe + gRe[g + 1] * qIm + gIm[g + 1] * qRe;
      xRe[2 * m + 1] -= gRe[g + 2] * pRe - gIm[g + 2] * pIm + gRe[g + 3] * qRe - gIm[g + 3] * qIm;
      xIm[2 * m + 1] -= gRe[g + 2] * pIm + gIm[g + 2] * pRe + gRe[g + 3] * qIm + gIm[g + 3] * qRe;
    }
  }
}
