package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SobolTest {

  /**
   * The sequence of Joe and Kuo's numbers as other libraries print it, in binary order of index.
   */
  @Test
  void firstPointsAreThePublishedOnes() {
    Sobol sobol = Sobol.plain(40);
    assertArrayEquals(new double[40], sobol.point(0));
    assertEquals(0.5, sobol.point(1)[39]);
    // Gray code visits 2, 3, 1 as 3, 2, ...: dimensions 1 to 8 and 40 of the points 3, 2, 6, 7.
    assertPoint(
        sobol.point(3), new double[] {0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.25, 0.75}, 0.25);
    assertPoint(
        sobol.point(2), new double[] {0.25, 0.75, 0.75, 0.75, 0.25, 0.25, 0.75, 0.25}, 0.75);
    assertPoint(
        sobol.point(6),
        new double[] {0.375, 0.375, 0.625, 0.875, 0.375, 0.125, 0.375, 0.875},
        0.875);
    assertPoint(
        sobol.point(7),
        new double[] {0.875, 0.875, 0.125, 0.375, 0.875, 0.625, 0.875, 0.375},
        0.375);
  }

  private static void assertPoint(double[] point, double[] first, double fortieth) {
    assertArrayEquals(first, Arrays.copyOf(point, first.length));
    assertEquals(fortieth, point[39]);
  }

  @Test
  void everyScrambledSequenceIsANetInEachDimension() {
    for (long seed = 1; seed <= 3; seed++) {
      Sobol sobol = Sobol.scrambled(Sobol.MAX_DIMENSION, seed);
      for (int j : new int[] {0, 1, 9, 39, 255}) {
        boolean[] cell = new boolean[256];
        for (int i = 0; i < 256; i++) {
          cell[(int) (sobol.point(i)[j] * 256)] = true;
        }
        for (boolean hit : cell) {
          assertEquals(true, hit, "dimension " + j);
        }
      }
    }
  }

  @Test
  void theSeedDecidesTheScrambling() {
    assertArrayEquals(Sobol.scrambled(5, 1).point(7), Sobol.scrambled(5, 1).point(7));
    assertNotEquals(Sobol.scrambled(5, 1).point(7)[0], Sobol.scrambled(5, 2).point(7)[0]);
  }
}
