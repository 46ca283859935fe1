package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NonNegativeLeastSquaresTest {

  @Test
  void findsWhatIsNotNegativeAnyway() {
    double[][] a = {{1, 0}, {1, 1}, {1, 2}, {1, 3}};
    assertArrayEquals(
        new double[] {0.5, 2},
        NonNegativeLeastSquares.solve(a, new double[] {0.5, 2.5, 4.5, 6.5}),
        1e-9);
  }

  @Test
  void leavesOutWhatWouldBeNegative() {
    // Best without bounds: (2, -1). On the axis: the projection on the first column.
    double[][] a = {{1, 0}, {1, 1}, {1, 2}};
    double[] x = NonNegativeLeastSquares.solve(a, new double[] {2, 1, 0});
    assertArrayEquals(new double[] {1, 0}, x, 1e-12);
    assertArrayEquals(
        new double[] {0, 0}, NonNegativeLeastSquares.solve(a, new double[] {-1, -2, -1}), 0);
  }

  /** No direction leads down: Karush, Kuhn and Tucker. */
  @Test
  void meetsTheConditionsOfAMinimum() {
    SplittableRandom random = new SplittableRandom(3);
    for (int sample = 0; sample < 200; sample++) {
      double[][] a = new double[20][8];
      double[] b = new double[20];
      for (int r = 0; r < a.length; r++) {
        b[r] = random.nextDouble(-1, 1);
        for (int c = 0; c < 8; c++) {
          a[r][c] = random.nextDouble(-1, 1);
        }
      }
      double[] x = NonNegativeLeastSquares.solve(a, b);
      for (int c = 0; c < 8; c++) {
        double gradient = 0;
        for (int r = 0; r < a.length; r++) {
          double rest = b[r];
          for (int k = 0; k < 8; k++) {
            rest -= a[r][k] * x[k];
          }
          gradient += a[r][c] * rest;
        }
        assertTrue(x[c] >= 0);
        if (x[c] > 0) {
          assertEquals(0, gradient, 1e-8);
        } else {
          assertTrue(gradient < 1e-8, "another would lower the misfit");
        }
      }
    }
  }
}
