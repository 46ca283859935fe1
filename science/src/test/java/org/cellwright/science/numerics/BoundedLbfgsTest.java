package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoundedLbfgsTest {

  private static double rosenbrock(double[] x, double[] gradient) {
    Arrays.fill(gradient, 0);
    double sum = 0;
    for (int i = 0; i + 1 < x.length; i++) {
      double a = x[i + 1] - x[i] * x[i];
      double b = 1 - x[i];
      sum += 100 * a * a + b * b;
      gradient[i] += -400 * a * x[i] - 2 * b;
      gradient[i + 1] += 200 * a;
    }
    return sum;
  }

  @Test
  void findsTheValleyFloorOfRosenbrockInTenDimensions() {
    double[] start = new double[10];
    Arrays.fill(start, -1.2);
    var end =
        BoundedLbfgs.minimize(
            BoundedLbfgsTest::rosenbrock, start, filled(-5, 10), filled(5, 10), 500, 1e-9);
    assertArrayEquals(filled(1, 10), end.x(), 1e-6);
    assertTrue(end.evaluations() < 300, "evaluations " + end.evaluations());
  }

  /** With x ≤ 0.5 the minimum of the plane function is at (0.5, 0.25). */
  @Test
  void stopsAtTheBoundThatHoldsIt() {
    var end =
        BoundedLbfgs.minimize(
            BoundedLbfgsTest::rosenbrock,
            new double[] {-1, 1},
            filled(-2, 2),
            new double[] {0.5, 2},
            200,
            1e-9);
    assertArrayEquals(new double[] {0.5, 0.25}, end.x(), 1e-7);
  }

  private static double[] filled(double value, int n) {
    double[] x = new double[n];
    Arrays.fill(x, value);
    return x;
  }
}
