package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against multiplication with the matrix as it was assembled. */
class TwoChainsTest {
  /** The elements in their places, for products. */
  private static double[] product(TwoChains m, int left, int n, int right, double[] x) {
    double[] y = new double[2 * n];
    for (int k = 0; k < n; k++) {
      boolean chain = inChain(k, left, n, right);
      y[2 * k] = m.d11[k] * x[2 * k] + (chain ? m.d12[k] * x[2 * k + 1] : 0);
      y[2 * k + 1] = chain ? m.d21[k] * x[2 * k] + m.d22[k] * x[2 * k + 1] : x[2 * k + 1];
      for (int side = -1; side <= 1; side += 2) {
        int other = k + side;
        if (other < 0 || other >= n) {
          continue;
        }
        y[2 * k] += (side < 0 ? m.l11[k] : m.u11[k]) * x[2 * other];
        if (chain && inChain(other, left, n, right) && (k < left) == (other < left)) {
          y[2 * k + 1] +=
              (side < 0 ? m.l21[k] : m.u21[k]) * x[2 * other]
                  + (side < 0 ? m.l22[k] : m.u22[k]) * x[2 * other + 1];
        }
      }
    }
    return y;
  }

  private static boolean inChain(int k, int left, int n, int right) {
    return k < left || k >= n - right;
  }

  private static void fill(TwoChains m, int left, int n, int right, SplittableRandom random) {
    for (double[] beside :
        new double[][] {m.l11, m.l21, m.l22, m.u11, m.u21, m.u22, m.d12, m.d21}) {
      for (int k = 0; k < n; k++) {
        beside[k] = random.nextDouble(-1, 1);
      }
    }
    for (int k = 0; k < n; k++) {
      m.d11[k] = 4 + random.nextDouble();
      m.d22[k] = -4 - random.nextDouble();
    }
    // Between a chain and the middle only (1, 1) is left.
    for (int k : new int[] {left - 1, left, n - right - 1, n - right}) {
      if (k >= 0 && k < n) {
        boolean toRight = k == left - 1 || k == n - right - 1;
        (toRight ? m.u21 : m.l21)[k] = 0;
        (toRight ? m.u22 : m.l22)[k] = 0;
      }
    }
  }

  @ParameterizedTest(name = "{0} + {1} + {2}")
  @CsvSource({"20,20,20", "7,1,3", "2,2,9", "5,3,5", "1,1,1", "0,4,6", "0,1,2", "3,10,0"})
  void solvesForEveryRightHandSide(int left, int middle, int right) {
    int n = left + middle + right;
    SplittableRandom random = new SplittableRandom(n);
    for (int repetition = 0; repetition < 20; repetition++) {
      long seed = random.nextLong();
      TwoChains untouched = new TwoChains(left, middle, right);
      fill(untouched, left, n, right, new SplittableRandom(seed));
      TwoChains matrix = new TwoChains(left, middle, right);
      fill(matrix, left, n, right, new SplittableRandom(seed));
      for (int side = 0; side < 2; side++) {
        double[] x = new double[2 * n];
        for (int k = 0; k < n; k++) {
          x[2 * k] = random.nextDouble(-1, 1);
          x[2 * k + 1] = inChain(k, left, n, right) ? random.nextDouble(-1, 1) : 0;
        }
        double[] y = product(untouched, left, n, right, x);
        double[] a = new double[n];
        double[] b = new double[n];
        for (int k = 0; k < n; k++) {
          a[k] = y[2 * k];
          b[k] = y[2 * k + 1];
        }
        if (side == 0) {
          assertTrue(matrix.factor(a, b));
          matrix.back(a, b);
        } else {
          matrix.solve(a, b);
        }
        for (int k = 0; k < n; k++) {
          assertEquals(x[2 * k], a[k], 1e-12, "first unknown of " + k);
          assertEquals(x[2 * k + 1], b[k], 1e-12, "second unknown of " + k);
        }
      }
    }
  }

  @Test
  void saysWhenABlockIsSingular() {
    TwoChains matrix = new TwoChains(3, 2, 3);
    fill(matrix, 3, 8, 3, new SplittableRandom(1));
    matrix.d11[0] = 0;
    matrix.d12[0] = 0;
    assertFalse(matrix.factor(new double[8], new double[8]));
  }
}
