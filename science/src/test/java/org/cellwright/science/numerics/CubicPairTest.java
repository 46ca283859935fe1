package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CubicPairTest {
  @Test
  void isItsTwoTablesSideBySide() {
    CubicTable sine = new CubicTable(0, 2, 64, Math::sin, Math::cos);
    CubicTable exponential = new CubicTable(0, 2, 64, Math::exp, Math::exp);
    double[] x = {-0.5, 0, 0.3, 1.99, 2, 2.7};
    double[][] got = new double[4][x.length];
    double[][] wanted = new double[4][x.length];
    new CubicPair(sine, exponential).at(x, x.length, 2, 3, got[0], got[1], got[2], got[3]);
    sine.at(x, x.length, 2, wanted[0], wanted[1]);
    exponential.at(x, x.length, 3, wanted[2], wanted[3]);
    for (int k = 0; k < 4; k++) {
      assertArrayEquals(wanted[k], got[k], 1e-14);
    }
  }

  @Test
  void refusesTablesThatDoNotShareTheirIntervals() {
    CubicTable a = new CubicTable(0, 2, 64, Math::sin, Math::cos);
    CubicTable b = new CubicTable(0, 2, 32, Math::sin, Math::cos);
    assertThrows(IllegalArgumentException.class, () -> new CubicPair(a, b));
  }
}
