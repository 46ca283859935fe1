package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lithium is neither made nor lost, charge is accounted for, and heat comes from somewhere. */
class ConservationTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final String CYCLE =
      """
      Discharge at 1C for 40 min
      Rest for 20 min
      Charge at 0.7C until 4.15 V
      Hold at 4.15 V until C/20
      Rest for 1 h
      """;

  /** Diffusivities that vary tenfold with stoichiometry. */
  private static Bpx nonlinear() {
    return CELL.with("Negative electrode/Diffusivity [m2.s-1]", "3.3e-14 * exp(1.5 - 2.5 * x)")
        .with("Positive electrode/Diffusivity [m2.s-1]", "1e-14 * (0.1 + (x - 0.3) ** 2)");
  }

  private static void conserves(Simulation simulation, String what) throws InterruptedException {
    Solution solution = simulation.experiment(CYCLE).run();
    assertTrue(solution.complete(), solution::endReason);
    System.out.printf(
        "%s: lithium off by %.1e, charge by %.1e in %d steps%n",
        what,
        solution.balance().lithiumDefect(),
        solution.balance().chargeDefect(),
        solution.effort().steps());
    assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    assertEquals(0, solution.balance().chargeDefect(), 1e-9);
  }

  @ParameterizedTest
  @EnumSource
  void lithiumAndChargeAreConserved(Model model) throws InterruptedException {
    Simulation simulation = Simulation.of(CELL).model(model);
    conserves(simulation, model + ", isothermal");
    conserves(simulation.thermal(Thermal.LUMPED), model + ", lumped");
  }

  @ParameterizedTest
  @EnumSource
  void alsoWithADiffusivityThatDependsOnConcentration(Model model) throws InterruptedException {
    conserves(
        Simulation.of(nonlinear()).model(model).thermal(Thermal.LUMPED), model + ", nonlinear D");
  }

  /**
   * With particles so fast that they stay uniform, what the cell gives off as work and heat is the
   * free energy that its open-circuit voltage states, and the heat is stored or lost.
   */
  @ParameterizedTest
  @EnumSource
  void workAndHeatAddUpToTheFreeEnergy(Model model) throws InterruptedException {
    Bpx cell =
        CELL.with("Negative electrode/Diffusivity [m2.s-1]", "1e-9")
            .with("Positive electrode/Diffusivity [m2.s-1]", "1e-9");
    Solution solution =
        Simulation.of(cell)
            .model(model)
            .thermal(Thermal.LUMPED)
            .relativeTolerance(1e-7)
            .experiment("Discharge at 2C for 20 min; Rest for 30 h")
            .run();
    assertTrue(solution.complete(), solution::endReason);
    int last = solution.points() - 1;
    double work = -3600 * solution.energy()[last];
    double ambient = cell.ambientTemperature();
    double lost = 0;
    double cooling =
        cell.state().heatTransferCoefficient().getAsDouble()
            * cell.cell().externalSurfaceArea().getAsDouble();
    for (int k = 1; k <= last; k++) {
      double mean = 0.5 * (solution.temperature()[k] + solution.temperature()[k - 1]) - ambient;
      lost += cooling * mean * (solution.time()[k] - solution.time()[k - 1]);
    }
    double heatCapacity =
        cell.cell().density().getAsDouble()
            * cell.cell().volume().getAsDouble()
            * cell.cell().specificHeat().getAsDouble();
    double stored = heatCapacity * (solution.temperature()[last] - solution.temperature()[0]);
    double free = freeEnergy(cell, 1, 1 + solution.charge()[last] / cell.cell().nominalCapacity());
    System.out.printf(
        "%s: %.1f J of free energy = %.1f J of work + %.1f J lost + %.1f J stored, off by %.2f J%n",
        model, free, work, lost, stored, free - work - lost - stored);
    assertTrue(lost + stored > 500, "hardly any heat");
    assertEquals(free, work + lost + stored, 2e-3 * (lost + stored));
  }

  /** Of a discharge between two states of charge, J, by Simpson's rule. */
  private static double freeEnergy(Bpx cell, double from, double to) {
    Particle negative = cell.negativeElectrode().particle();
    Particle positive = cell.positiveElectrode().particle();
    int n = 20_000;
    double sum = 0;
    for (int k = 0; k <= n; k++) {
      double soc = from + (to - from) * k / n;
      double x =
          negative.minimumStoichiometry()
              + soc * (negative.maximumStoichiometry() - negative.minimumStoichiometry());
      double y =
          positive.maximumStoichiometry()
              - soc * (positive.maximumStoichiometry() - positive.minimumStoichiometry());
      double weight = k == 0 || k == n ? 1 : k % 2 == 1 ? 4 : 2;
      sum += weight * (positive.ocp().at(y) - negative.ocp().at(x));
    }
    return 3600 * cell.cell().nominalCapacity() * (from - to) * sum / (3 * n);
  }

  @Test
  void allModelsAgreeInTheLimitOfVanishingCurrent() throws InterruptedException {
    double[] slow = new double[2];
    for (int k = 0; k < 2; k++) {
      String experiment = k == 0 ? "Discharge at C/100 for 50 h" : "Discharge at C/1000 for 500 h";
      Simulation simulation =
          Simulation.of(CELL).relativeTolerance(1e-7).experiment(experiment).every(36_000);
      double[] porous = simulation.run().voltage();
      double[] single = simulation.model(Model.SPM).run().voltage();
      double[] withSalt = simulation.model(Model.SPME).run().voltage();
      for (int p = 1; p < porous.length; p++) {
        slow[k] = Math.max(slow[k], Math.abs(porous[p] - single[p]));
        slow[k] = Math.max(slow[k], Math.abs(porous[p] - withSalt[p]));
      }
    }
    System.out.printf(
        "DFN, SPMe and SPM differ by %.3f mV at C/100, %.4f mV at C/1000%n",
        1e3 * slow[0], 1e3 * slow[1]);
    assertTrue(slow[0] < 2e-3);
    assertEquals(0.1, slow[1] / slow[0], 0.05, "falls in proportion to the current");
  }
}
