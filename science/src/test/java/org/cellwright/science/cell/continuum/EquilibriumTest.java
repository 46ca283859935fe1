package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.ReferenceData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Materials at one potential, against differences of it and against bisection. */
class EquilibriumTest {
  private static final String SILICON = "Negative electrode/Particle/Silicon/";
  private static final Bpx CELL =
      ReferenceData.testCell("graphite-silicon")
          .with(SILICON + "Entropic change coefficient [V.K-1]", "2e-4 - 3e-4 * x")
          .with(
              "Negative electrode/Particle/Graphite/Entropic change coefficient [V.K-1]",
              "-1e-4 + 2e-4 * x")
          .with(
              "State/Initial conditions/Initial hysteresis state: Negative electrode",
              "{\"Graphite\": 0, \"Silicon\": -0.5}");

  @ParameterizedTest
  @ValueSource(doubles = {0.03, 0.2, 0.5, 0.8, 0.95})
  void itsDerivativesAreThoseOfThePotential(double x) {
    CellData data = new CellData(CELL, true);
    Equilibrium electrode = new Equilibrium(data, data.negative);
    double temperature = 310;
    double byStoichiometry =
        (potential(electrode, x + 1e-5, temperature) - potential(electrode, x - 1e-5, temperature))
            / 2e-5;
    double byTemperature =
        (potential(electrode, x, temperature + 0.1) - potential(electrode, x, temperature - 0.1))
            / 0.2;
    electrode.at(x, temperature);
    assertEquals(byStoichiometry, electrode.slope, 1e-4 * Math.abs(byStoichiometry));
    assertEquals(byTemperature, electrode.entropic, 1e-8);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.4, 0.9})
  void itStandsWhereTheModelsStartAtRest(double stateOfCharge) {
    CellData data = new CellData(CELL, true);
    Equilibrium electrode = new Equilibrium(data, data.negative);
    double[] materials = data.atRest(data.negative, stateOfCharge, 298.15);
    double rest = data.openCircuit(data.negative.phases[1], materials[1], 298.15);
    double x = electrode.minimumStoichiometry + stateOfCharge * electrode.window();
    assertEquals(rest, potential(electrode, x, 298.15), 1e-9);
  }

  private static double potential(Equilibrium electrode, double x, double temperature) {
    electrode.at(x, temperature);
    return electrode.potential;
  }
}
