package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CholeskyTest {

  private static double[] row(int i) {
    double[] row = new double[i + 1];
    for (int j = 0; j <= i; j++) {
      row[j] = Math.exp(-Math.abs(i - j) / 3.0) + (i == j ? 0.1 : 0);
    }
    return row;
  }

  private static Cholesky of(int n) {
    Cholesky factor = new Cholesky(0);
    for (int i = 0; i < n; i++) {
      factor.append(row(i));
    }
    return factor;
  }

  @Test
  void inverseTimesMatrixIsTheIdentity() {
    int n = 30;
    double[][] inverse = of(n).inverse();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += row(Math.max(i, k))[Math.min(i, k)] * inverse[Math.max(k, j)][Math.min(k, j)];
        }
        assertEquals(i == j ? 1 : 0, sum, 1e-12);
      }
    }
  }

  @Test
  void appendingToACopyGivesTheBitsOfAFactorisationFromScratch() {
    Cholesky grown = of(20).copy();
    for (int i = 20; i < 33; i++) {
      grown.append(row(i));
    }
    double[] a = new double[33];
    double[] b = new double[33];
    for (int i = 0; i < 33; i++) {
      a[i] = Math.sin(i);
      b[i] = a[i];
    }
    grown.solveLower(a);
    of(33).solveLower(b);
    assertArrayEquals(b, a);
    assertEquals(of(33).logDeterminant(), grown.logDeterminant());
  }

  @Test
  void manyRightHandSidesAreSolvedLikeOne() {
    Cholesky factor = of(12);
    double[][] block = new double[12][3];
    double[] second = new double[12];
    for (int i = 0; i < 12; i++) {
      block[i][1] = i * i - 3;
      second[i] = i * i - 3;
    }
    factor.solveLower(block);
    factor.solveLower(second);
    for (int i = 0; i < 12; i++) {
      assertEquals(second[i], block[i][1], 1e-10);
    }
  }
}
