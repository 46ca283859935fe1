package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SumsTest {

  /** By hand: deviations (−1.5, −0.5, 0.5, 1.5) and (−1, 1, −1, 1) give 2 / √(5 · 4). */
  @Test
  void correlationIsPearsons() {
    double[] a = {1, 2, 3, 4};
    assertEquals(2 / Math.sqrt(20), Sums.correlation(a, new double[] {5, 7, 5, 7}), 1e-15);
    assertEquals(-1, Sums.correlation(a, new double[] {8, 6, 4, 2}), 1e-15);
    assertEquals(0, Sums.correlation(a, new double[] {3, 3, 3, 3}));
  }
}
