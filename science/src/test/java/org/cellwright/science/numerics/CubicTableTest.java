package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CubicTableTest {
  private static CubicTable exponential(int intervals) {
    return new CubicTable(0, 1, intervals, x -> Math.exp(3 * x), x -> 3 * Math.exp(3 * x));
  }

  @Test
  void staysWithinTheBoundOfHermiteInterpolation() {
    for (int intervals : new int[] {1, 8, 64}) {
      CubicTable table = exponential(intervals);
      double bound = Math.pow(1.0 / intervals, 4) * 81 * Math.exp(3) / 384;
      double worst = 0;
      for (int k = 0; k <= 10_000; k++) {
        double x = k / 10_000.0;
        worst = Math.max(worst, Math.abs(table.at(x) - Math.exp(3 * x)));
      }
      assertTrue(worst <= bound + 1e-13, worst + " with " + intervals + " intervals");
    }
  }

  @Test
  void itsSlopeIsThatOfItsValues() {
    CubicTable table = exponential(5);
    double h = 1e-6;
    for (double x = -0.21; x < 1.2; x += 0.0137) {
      double difference = (table.at(x + h) - table.at(x - h)) / (2 * h);
      assertEquals(difference, table.slope(x), 1e-4, "at " + x);
    }
  }

  @Test
  void goesOnAsAStraightLine() {
    CubicTable table = exponential(4);
    assertEquals(1 - 3 * 0.5, table.at(-0.5), 1e-12);
    assertEquals(Math.exp(3) * (1 + 3 * 2), table.at(3), 1e-10);
  }
}
