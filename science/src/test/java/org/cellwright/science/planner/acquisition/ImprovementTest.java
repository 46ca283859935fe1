package org.cellwright.science.planner.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Hypervolume;
import org.cellwright.science.planner.Pareto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** The boxes hold what a point adds, to the last bits, whatever the front looks like. */
  @Test
  void boxesAddUpToTheVolumeThatAPointAdds() {
    RandomStream random = new RandomStream(5, 0);
    for (int losses = 1; losses <= 5; losses++) {
      double[] reference = new double[losses];
      Arrays.fill(reference, 1);
      for (int n : losses < 5 ? new int[] {0, 1, 2, 7, 25} : new int[] {3, 8}) {
        List<double[]> front = new ArrayList<>();
        for (int i = 0; i < n; i++) {
          double[] point = new double[losses];
          // Rounded, so that coordinates coincide.
          Arrays.setAll(point, _ -> Math.round(20 * random.nextDouble()) / 21.0);
          front.add(point);
        }
        List<double[]> undominated = new ArrayList<>();
        for (int i : Pareto.front(front)) {
          undominated.add(front.get(i));
        }
        Cells cells = Cells.below(undominated, reference);
        assertTrue(losses != 3 || cells.size() <= 2 * undominated.size() + 1);
        for (int trial = 0; trial < 20; trial++) {
          double[] y = new double[losses];
          Arrays.setAll(y, _ -> 1.2 * random.nextDouble() - 0.1);
          List<double[]> with = new ArrayList<>(undominated);
          with.add(y);
          double sum = 0;
          for (int c = 0; c < cells.size(); c++) {
            double product = 1;
            for (int j = 0; j < losses; j++) {
              int side = cells.sides[j][c];
              double low = cells.levels[j][cells.lower[j][side]];
              double high = cells.levels[j][cells.upper[j][side]];
              product *= Math.max(0, high - Math.max(low, y[j]));
            }
            sum += product;
          }
          assertEquals(
              Hypervolume.of(with, reference) - Hypervolume.of(undominated, reference), sum, 1e-13);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void ofThreeAndFourLossesAgreesWithAMillionSamples(int losses) {
    List<double[]> front =
        List.of(
            new double[] {1, 7, 4, 2},
            new double[] {3, 4, 5, 5},
            new double[] {6, 2, 6, 1},
            new double[] {8, 8, 1, 3});
    front = front.stream().map(p -> Arrays.copyOf(p, losses)).toList();
    double[] reference = new double[losses];
    Arrays.fill(reference, 10);
    Improvement improvement = Improvement.over(front, reference);
    double[] mean = Arrays.copyOf(new double[] {4, 3, 5, 4}, losses);
    double[] deviation = Arrays.copyOf(new double[] {1, 1.5, 0.7, 2}, losses);
    RandomStream random = new RandomStream(12, 0);
    double before = Hypervolume.of(front, reference);
    double sum = 0;
    double squares = 0;
    int samples = 1_000_000;
    for (int s = 0; s < samples; s++) {
      List<double[]> with = new ArrayList<>(front);
      double[] y = new double[losses];
      Arrays.setAll(y, j -> mean[j] + deviation[j] * random.nextNormal());
      with.add(y);
      double gain = Hypervolume.of(with, reference) - before;
      sum += gain;
      squares += gain * gain;
    }
    double expected = sum / samples;
    double error = Math.sqrt((squares / samples - expected * expected) / samples);
    double value = Math.exp(improvement.log(mean, deviation, new double[2 * losses]));
    assertEquals(expected, value, 4 * error);
    assertTrue(error < 0.003 * value);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void gradientOfManyLossesIsThatOfTheValue(int losses) {
    RandomStream random = new RandomStream(7, losses);
    List<double[]> front = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      double[] point = new double[losses];
      Arrays.setAll(point, _ -> random.nextDouble());
      front.add(point);
    }
    double[] reference = new double[losses];
    Arrays.fill(reference, 1.1);
    Improvement improvement = Improvement.over(front, reference);
    for (double far : new double[] {0.2, 0.9, 5, 60}) {
      for (double wide : new double[] {0.02, 0.3, 20}) {
        double[] c = new double[2 * losses];
        Arrays.setAll(c, i -> i < losses ? far * (1 + 0.1 * i) : wide * (1 + 0.2 * i));
        double[] gradient = new double[2 * losses];
        double value = log(improvement, c, gradient);
        assertTrue(Double.isFinite(value));
        for (int p = 0; p < c.length; p++) {
          double h = 1e-5 * wide;
          double[] up = c.clone();
          double[] down = c.clone();
          up[p] += h;
          down[p] -= h;
          double[] none = new double[2 * losses];
          double slope = (log(improvement, up, none) - log(improvement, down, none)) / (2 * h);
          assertEquals(slope, gradient[p], 1e-4 * Math.max(1, Math.abs(slope)) + 1e-9 / h);
        }
      }
    }
  }

  private static double log(Improvement improvement, double[] c, double[] gradient) {
    int m = c.length / 2;
    return improvement.log(Arrays.copyOf(c, m), Arrays.copyOfRange(c, m, 2 * m), gradient);
  }

  private static double value(Improvement improvement, double[] c) {
    return improvement.log(new double[] {c[0], c[1]}, new double[] {c[2], c[3]}, new double[4]);
  }
}
