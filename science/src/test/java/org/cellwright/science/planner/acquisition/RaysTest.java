package org.cellwright.science.planner.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Hypervolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaysTest {
  private static final int SEEDS = 12;

  private static double[] reference(int losses) {
    double[] reference = new double[losses];
    // Of different units.
    Arrays.setAll(reference, i -> 1.1 * unit(i));
    return reference;
  }

  private static double unit(int loss) {
    return new double[] {1, 20, 0.3, 1e4, 5, 1e-3}[loss];
  }

  /** On a sphere that bends towards the reference's far corner. */
  private static List<double[]> front(int losses, int points) {
    RandomStream random = new RandomStream(31, losses);
    List<double[]> front = new ArrayList<>();
    for (int k = 0; k < points; k++) {
      double[] point = new double[losses];
      Arrays.setAll(point, _ -> random.nextNormal());
      double length = Math.sqrt(Arrays.stream(point).map(v -> v * v).sum());
      Arrays.setAll(point, i -> unit(i) * (1 - 0.9 * Math.abs(point[i]) / length));
      front.add(point);
    }
    return front;
  }

  private static Improvement rays(List<double[]> front, double[] reference, long seed) {
    double[] best = new double[reference.length];
    Arrays.setAll(best, i -> 0.1 * unit(i));
    return Improvement.along(front, reference, best, seed);
  }

  private static double[][] moments(int losses, double level, double deviation) {
    double[] mean = new double[losses];
    double[] deviations = new double[losses];
    Arrays.setAll(mean, i -> unit(i) * (level + 0.03 * i));
    Arrays.setAll(deviations, i -> unit(i) * deviation * (1 + 0.1 * i));
    return new double[][] {mean, deviations};
  }

  /** The boxes are exact for any number of losses, if the front is short. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void agreesWithTheBoxesOfAShortFront(int losses) {
    for (int points : new int[] {0, 1, 8}) {
      List<double[]> front = front(losses, points);
      double[] reference = reference(losses);
      Growth exact = Growth.over(front, reference);
      for (double level : new double[] {0.2, 0.4}) {
        for (double deviation : new double[] {0.05, 0.4}) {
          double[][] y = moments(losses, level, deviation);
          double[] ratios = new double[SEEDS];
          double expected = exact.log(y[0], y[1], null);
          for (int seed = 0; seed < SEEDS; seed++) {
            double log = rays(front, reference, seed).log(y[0], y[1], null);
            ratios[seed] = Math.exp(log - expected);
          }
          // One set of directions is a quarter off at most, and all together are not.
          assertTrue(deviation(ratios) < 0.25);
          assertEquals(1, mean(ratios), 4 * deviation(ratios) / Math.sqrt(SEEDS) + 0.005);
        }
      }
    }
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double deviation(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1));
  }

  @Test
  void ofSixLossesAgreesWithSampling() {
    int losses = 6;
    List<double[]> front = front(losses, 4);
    double[] reference = reference(losses);
    double[][] y = moments(losses, 0.45, 0.2);
    RandomStream random = new RandomStream(12, 0);
    double before = Hypervolume.of(front, reference);
    double sum = 0;
    double squares = 0;
    int samples = 4_000;
    for (int s = 0; s < samples; s++) {
      double[] drawn = new double[losses];
      Arrays.setAll(drawn, i -> y[0][i] + y[1][i] * random.nextNormal());
      List<double[]> with = new ArrayList<>(front);
      with.add(drawn);
      double gain = Hypervolume.of(with, reference) - before;
      sum += gain;
      squares += gain * gain;
    }
    double expected = sum / samples;
    double error = Math.sqrt((squares / samples - expected * expected) / samples);
    double value = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      value += Math.exp(rays(front, reference, seed).log(y[0], y[1], null)) / SEEDS;
    }
    assertEquals(1, value / expected, 0.02 + 3 * error / expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6})
  void gradientIsThatOfTheValueEvenFarAway(int losses) {
    for (List<double[]> front : List.of(front(losses, 40), List.<double[]>of())) {
      Improvement improvement = rays(front, reference(losses), 3);
      for (double level : new double[] {-1, 0.4, 3, 60}) {
        for (double deviation : new double[] {0.02, 0.3, 20}) {
          double[][] y = moments(losses, level, deviation);
          double[] gradient = new double[2 * losses];
          assertTrue(Double.isFinite(improvement.log(y[0], y[1], gradient)));
          for (int p = 0; p < 2 * losses; p++) {
            double h = 1e-5 * y[1][p % losses];
            double slope = difference(improvement, y, p, h);
            // In deviations, as the search sees it.
            double scale = y[1][p % losses];
            double tolerance = 2e-4 * Math.max(1, Math.abs(slope * scale));
            assertEquals(slope * scale, gradient[p] * scale, tolerance);
          }
        }
      }
    }
  }

  private static double difference(Improvement improvement, double[][] y, int p, double h) {
    double[] values = new double[2];
    for (int side = 0; side < 2; side++) {
      double[][] moved = {y[0].clone(), y[1].clone()};
      int losses = y[0].length;
      moved[p / losses][p % losses] += side == 0 ? h : -h;
      values[side] = improvement.log(moved[0], moved[1], null);
    }
    return (values[0] - values[1]) / (2 * h);
  }

  @Test
  void whatIsBeyondTheReferenceCountsNothing() {
    List<double[]> front = front(5, 6);
    List<double[]> more = new ArrayList<>(front);
    double[] beyond = front.getFirst().clone();
    beyond[2] = 1;
    more.add(beyond);
    double[][] y = moments(5, 0.4, 0.2);
    assertEquals(
        rays(front, reference(5), 8).log(y[0], y[1], null),
        rays(more, reference(5), 8).log(y[0], y[1], null));
  }
}
