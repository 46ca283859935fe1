package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SymmetricEigenTest {
  @Test
  void secondDifferencesHaveTheirKnownEigenvalues() {
    int n = 30;
    double[][] a = new double[n][n];
    for (int k = 0; k < n; k++) {
      a[k][k] = 2;
      if (k > 0) {
        a[k][k - 1] = -1;
        a[k - 1][k] = -1;
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(a);
    for (int k = 0; k < n; k++) {
      double s = Math.sin(0.5 * Math.PI * (k + 1) / (n + 1));
      assertEquals(4 * s * s, eigen.values()[k], 1e-13);
    }
  }

  @Test
  void vectorsAreOrthonormalAndDiagonalise() {
    int n = 12;
    SplittableRandom random = new SplittableRandom(1);
    double[][] a = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = random.nextDouble(-1, 1);
        a[j][i] = a[i][j];
      }
    }
    SymmetricEigen eigen = SymmetricEigen.of(a);
    double[][] v = eigen.vectors();
    for (int p = 0; p < n; p++) {
      for (int q = 0; q < n; q++) {
        double product = 0;
        double form = 0;
        for (int i = 0; i < n; i++) {
          product += v[i][p] * v[i][q];
          for (int j = 0; j < n; j++) {
            form += v[i][p] * a[i][j] * v[j][q];
          }
        }
        assertEquals(p == q ? 1 : 0, product, 1e-13);
        assertEquals(p == q ? eigen.values()[p] : 0, form, 1e-13);
      }
    }
  }
}
