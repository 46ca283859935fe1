package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HypervolumeTest {

  @Test
  void staircaseOfThreePointsIsTheSumOfItsSteps() {
    List<double[]> losses =
        List.of(new double[] {1, 3}, new double[] {2, 2}, new double[] {3, 1}, new double[] {9, 0});
    // Reference (4, 4): 3×1 + 2×1 + 1×1; the last point lies beyond it.
    assertEquals(6, Hypervolume.of(losses, new double[] {4, 4}));
  }

  @Test
  void twoBoxesInThreeAndFourDimensionsUniteByInclusionAndExclusion() {
    assertEquals(
        2 + 4 - 1,
        Hypervolume.of(
            List.of(new double[] {1, 2, 2}, new double[] {2, 1, 1}), new double[] {3, 3, 3}));
    assertEquals(
        8 + 2 - 1,
        Hypervolume.of(
            List.of(new double[] {2, 1, 1, 1}, new double[] {1, 2, 2, 2}),
            new double[] {3, 3, 3, 3}));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7})
  void eightBoxesUniteByInclusionAndExclusion(int dimension) {
    RandomStream random = new RandomStream(8, dimension);
    double[][] losses = new double[8][dimension];
    for (double[] loss : losses) {
      // Rounded, so that coordinates coincide.
      Arrays.setAll(loss, _ -> Math.round(8 * random.nextDouble()) / 8.0);
    }
    double united = 0;
    for (int chosen = 1; chosen < 1 << losses.length; chosen++) {
      double common = Integer.bitCount(chosen) % 2 == 1 ? 1 : -1;
      for (int k = 0; k < dimension; k++) {
        double worst = 0;
        for (int i = 0; i < losses.length; i++) {
          worst = (chosen >> i & 1) == 1 ? Math.max(worst, losses[i][k]) : worst;
        }
        common *= 1 - worst;
      }
      united += common;
    }
    double[] reference = new double[dimension];
    Arrays.fill(reference, 1);
    assertEquals(united, Hypervolume.of(List.of(losses), reference), 1e-14);
  }

  @Test
  void threeDimensionsAgreeWithSampling() {
    RandomStream random = new RandomStream(3, 0);
    List<double[]> losses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      losses.add(new double[] {random.nextDouble(), random.nextDouble(), random.nextDouble()});
    }
    int hits = 0;
    int samples = 200_000;
    for (int s = 0; s < samples; s++) {
      double[] p = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      if (losses.stream().anyMatch(l -> Pareto.dominates(l, p))) {
        hits++;
      }
    }
    assertEquals(hits / (double) samples, Hypervolume.of(losses, new double[] {1, 1, 1}), 0.004);
  }

  @Test
  void theFrontLeavesOutWhatIsDominatedOrInfeasible() {
    List<double[]> losses =
        List.of(new double[] {0, 0}, new double[] {1, 3}, new double[] {2, 4}, new double[] {3, 1});
    assertArrayEquals(
        new int[] {1, 3}, Pareto.front(losses, new boolean[] {false, true, true, true}));
  }

  @Test
  void theKneeLiesFarthestBelowTheChord() {
    List<double[]> losses =
        List.of(
            new double[] {0, 10}, new double[] {1, 4}, new double[] {5, 3}, new double[] {10, 0});
    assertEquals(1, Pareto.knee(losses, Pareto.front(losses)));
    assertEquals(-1, Pareto.knee(losses, new int[0]));
  }
}
