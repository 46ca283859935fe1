package org.cellwright.science.planner.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Hypervolume;
import org.junit.jupiter.api.Test;

class ImprovementTest {
  private static final double[] REFERENCE = {10, 10};
  private static final List<double[]> FRONT =
      List.of(
          new double[] {1, 7}, new double[] {3, 4}, new double[] {3.001, 3.9}, new double[] {7, 2});

  @Test
  void expectedHypervolumeAgreesWithSampling() {
    Improvement improvement = Improvement.over(FRONT, REFERENCE);
    double[][] cases = {{2, 3, 1, 1.5}, {6, 6, 0.5, 0.5}, {0, 9, 2, 0.3}, {12, 12, 1.5, 1.5}};
    for (double[] c : cases) {
      RandomStream random = new RandomStream(11, 0);
      double before = Hypervolume.of(FRONT, REFERENCE);
      double sum = 0;
      int samples = 200_000;
      for (int s = 0; s < samples; s++) {
        List<double[]> with = new ArrayList<>(FRONT);
        with.add(
            new double[] {c[0] + c[2] * random.nextNormal(), c[1] + c[3] * random.nextNormal()});
        sum += Hypervolume.of(with, REFERENCE) - before;
      }
      double expected = sum / samples;
      double value = value(improvement, c);
      assertEquals(expected, Math.exp(value), 0.02 * expected + 1e-3);
    }
  }

  @Test
  void gradientIsThatOfTheValueEvenFarAway() {
    Improvement improvement = Improvement.over(FRONT, REFERENCE);
    double[][] cases = {
      {2, 3, 1, 1.5}, {6, 6, 0.05, 0.05}, {20, 30, 1, 1}, {3.0005, 3.95, 10, 20}, {0, 0, 0.1, 0.1}
    };
    for (double[] c : cases) {
      double[] gradient = new double[4];
      improvement.log(new double[] {c[0], c[1]}, new double[] {c[2], c[3]}, gradient);
      for (int p = 0; p < 4; p++) {
        double h = 1e-5 * Math.max(1, Math.abs(c[p])) * Math.min(1, c[2]);
        double[] up = c.clone();
        double[] down = c.clone();
        up[p] += h;
        down[p] -= h;
        double slope = (value(improvement, up) - value(improvement, down)) / (2 * h);
        assertEquals(slope, gradient[p], 1e-4 * Math.max(1, Math.abs(slope)));
      }
    }
  }

  @Test
  void oneLossIsExpectedImprovement() {
    // (best − μ) Φ(z) + σ φ(z) at z = 0.5.
    double[] gradient = new double[2];
    double value = Improvement.over(2.0).log(new double[] {1}, new double[] {2}, gradient);
    assertEquals(1 * 0.6914624612740131 + 2 * 0.3520653267642995, Math.exp(value), 1e-12);
    assertTrue(gradient[0] < 0 && gradient[1] > 0);
  }

  private static double value(Improvement improvement, double[] c) {
    return improvement.log(new double[] {c[0], c[1]}, new double[] {c[2], c[3]}, new double[4]);
  }
}
