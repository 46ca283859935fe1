package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void isWithinTwoUnitsOfTheLastPlaceOfTheTrueValue() {
    RandomStream random = new RandomStream(3, 0);
    double worst = 0;
    for (int i = 0; i < 400_000; i++) {
      double a = random.nextDouble() * (i % 3 == 0 ? 700 : i % 3 == 1 ? 5 : 0.4);
      double exact = StrictMath.exp(-a);
      worst = Math.max(worst, Math.abs(Exponential.ofNegative(a) - exact) / Math.ulp(exact));
    }
    assertTrue(worst <= 2, "worst " + worst + " ulp");
  }

  @Test
  void manyAtOnceGiveTheBitsOfOne() {
    double[] a = new double[1003];
    double[] many = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      a[i] = 0.7003 * i;
      many[i] = a[i];
    }
    Exponential.ofNegatives(many, many.length, new double[2][many.length]);
    for (int i = 0; i < a.length; i++) {
      assertEquals(Exponential.ofNegative(a[i]), many[i], 0.0);
    }
  }

  @Test
  void itsEndsAreExact() {
    assertEquals(1, Exponential.ofNegative(0), 0.0);
    assertEquals(0, Exponential.ofNegative(701), 0.0);
    assertEquals(0, Exponential.ofNegative(Double.POSITIVE_INFINITY), 0.0);
    assertTrue(Double.isNaN(Exponential.ofNegative(Double.NaN)));
  }
}
