package org.cellwright.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cellwright.cli.command.CurveDifference.Curve;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Test;

class CurveDifferenceTest {

  private static Curve curve(double[] time, double[] values) {
    return Curve.of("c", time, values);
  }

  @Test
  void aCurveIsNotApartFromItself() {
    Curve jumps = curve(new double[] {0, 1, 1, 3, 3, 4}, new double[] {4, 3, 3.5, 2, 1, 0.1});
    CurveDifference d = CurveDifference.between(jumps, jumps);
    assertEquals(0, d.rms());
    assertEquals(0, d.meanAbsolute());
    assertEquals(0, d.largest());
    assertEquals(4, d.to());
  }

  /** B − A is t − 1 on 0 to 3: rms 1, mean 1/2, mean absolute (1/2 + 2) / 3, largest 2. */
  @Test
  void aStraightDifferenceHasTheIntegralsOfTheBooks() {
    Curve a = curve(new double[] {0, 0.7, 5}, new double[] {1, 1, 1});
    Curve b = curve(new double[] {-1, 2, 2.9, 3}, new double[] {-1, 2, 2.9, 3});
    CurveDifference d = CurveDifference.between(a, b);
    assertEquals(1, d.rms(), 1e-12);
    assertEquals(0.5, d.mean(), 1e-12);
    assertEquals(2.5 / 3, d.meanAbsolute(), 1e-12);
    assertEquals(2, d.largest(), 1e-12);
    assertEquals(3, d.largestAt());
    assertEquals(0, d.from());
  }

  @Test
  void itDoesNotMatterHowOftenACurveIsSampled() {
    double[] time = new double[1001];
    double[] values = new double[1001];
    for (int i = 0; i <= 1000; i++) {
      // Nine tenths of the points in the first hundredth of the time.
      time[i] = i <= 900 ? i / 90_000.0 : 0.01 + 0.99 * (i - 900) / 100;
      values[i] = time[i];
    }
    Curve zero = curve(new double[] {0, 1}, new double[] {0, 0});
    CurveDifference fine = CurveDifference.between(zero, curve(time, values));
    assertEquals(Math.sqrt(1.0 / 3), fine.rms(), 1e-12);
    assertEquals(0.5, fine.mean(), 1e-12);
  }

  @Test
  void bothSidesOfAJumpCount() {
    Curve flat = curve(new double[] {0, 2}, new double[] {0, 0});
    Curve step = curve(new double[] {0, 1, 1, 2}, new double[] {-3, -3, 1, 1});
    CurveDifference d = CurveDifference.between(flat, step);
    assertEquals(-3, d.largest());
    assertEquals(-1, d.mean(), 1e-12);
    assertEquals(2, d.meanAbsolute(), 1e-12);
    assertEquals(Math.sqrt(5), d.rms(), 1e-12);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Curve early = curve(new double[] {0, 1}, new double[] {0, 0});
    Curve late = curve(new double[] {1, 2}, new double[] {0, 0});
    assertThrows(CellwrightException.class, () -> CurveDifference.between(early, late));
    assertThrows(
        CellwrightException.class, () -> curve(new double[] {0, 2, 1}, new double[] {0, 0, 0}));
    assertThrows(
        CellwrightException.class, () -> curve(new double[] {0, Double.NaN}, new double[] {0, 0}));
  }
}
