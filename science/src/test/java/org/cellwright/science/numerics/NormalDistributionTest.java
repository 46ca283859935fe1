package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalDistributionTest {

  /** Computed with 30 digits. */
  @ParameterizedTest(name = "z = {0}")
  @CsvSource({
    "-40, -804.60844201375379, -808.29856835661996",
    "-20, -203.91715537109726, -206.9178385094251",
    "-8, -35.01343715991455, -37.122364261692633",
    "-1, -1.8410216450092635, -2.4851210257126413",
    "-0.3, -0.96210281816885066, -1.3214012449190435",
    "0.5, -0.36894641528865639, -0.35982768374506382",
    "3, -0.0013508099647481938, 1.0987396653277078"
  })
  void logarithmsHoldFarIntoTheTail(double z, double logCumulative, double logImprovement) {
    assertEquals(
        logCumulative, NormalDistribution.logCumulative(z), 2e-15 + 1e-14 * -logCumulative);
    assertEquals(
        logImprovement,
        NormalDistribution.logImprovement(z),
        2e-12 * Math.max(1, Math.abs(logImprovement)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-12, 0.01, 0.3, 0.5, 0.9, 0.999999})
  void quantileInvertsTheCumulative(double p) {
    double z = NormalDistribution.quantile(p);
    assertEquals(p, NormalDistribution.cumulative(z), 1e-12 * p + 1e-16);
  }
}
