package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hysteresis of the open-circuit potential with branches a constant distance apart: then the
 * voltage of the single-particle model is off by h times half of it, and h is known in closed form.
 */
class HysteresisTest {
  private static final double HALF = 0.03;
  private static final double DECAY = 40;
  private static final Bpx PLAIN =
      ReferenceData.cell("lg-m50-chen2020").with("Negative electrode/OCP [V]", "0.35 - 0.3 * x");

  private static Bpx cell(double start) {
    return PLAIN
        .with("Negative electrode/OCP (delithiation) [V]", "0.35 - 0.3 * x + " + HALF)
        .with("Negative electrode/OCP (lithiation) [V]", "0.35 - 0.3 * x - " + HALF)
        .with("Negative electrode/OCP hysteresis decay constant", Double.toString(DECAY))
        .with(
            "State/Initial conditions/Initial hysteresis state: Negative electrode",
            Double.toString(start));
  }

  /** What a charge in A·h changes of the stoichiometry. */
  private static double range(double charge) {
    Particle p = PLAIN.negativeElectrode().particle();
    double capacity =
        p.activeFraction()
            * p.maximumConcentration()
            * PLAIN.negativeElectrode().thickness()
            * PLAIN.cell().electrodeArea()
            * 96485.33212331001
            / 3600;
    return charge / capacity;
  }

  private static Solution run(Bpx cell, Model model, double tolerance, String experiment)
      throws InterruptedException {
    Solution solution =
        Simulation.of(cell)
            .model(model)
            .stateOfCharge(0.8)
            .relativeTolerance(tolerance)
            .experiment(experiment)
            .every(60)
            .run();
    assertTrue(solution.complete(), solution::endReason);
    return solution;
  }

  private static double errorOfBranch(double tolerance) throws InterruptedException {
    String experiment =
        "Discharge at C/2 for 30 min; Rest for 20 min; Charge at C/2 for 6 min; Rest for 10 min;"
            + " Discharge at C/2 for 20 min; Charge at C/2 for 40 min";
    Solution with = run(cell(-1), Model.SPM, tolerance, experiment);
    Solution without = run(PLAIN, Model.SPM, tolerance, experiment);
    double h = -1;
    double worst = 0;
    double least = 1;
    double most = -1;
    for (int k = 1; k < with.points(); k++) {
      double moved = range(with.charge()[k - 1] - with.charge()[k]);
      h = Math.signum(moved) + (h - Math.signum(moved)) * Math.exp(-0.5 * DECAY * Math.abs(moved));
      double measured = (without.voltage()[k] - with.voltage()[k]) / HALF;
      worst = Math.max(worst, Math.abs(measured - h));
      least = Math.min(least, measured);
      most = Math.max(most, measured);
    }
    assertTrue(least >= -1 - 1e-6 && most <= 1 + 1e-6, "h leaves its range");
    assertTrue(most > 0.97, "both branches are reached");
    return worst;
  }

  @Test
  void theBranchFollowsTheClosedFormAndKeepsWhileResting() throws InterruptedException {
    double[] errors = new double[3];
    for (int k = 0; k < 3; k++) {
      errors[k] = errorOfBranch(Math.pow(10, -4 - 2 * k));
      System.out.printf("rtol 1e-%d: h off by %.1e%n", 4 + 2 * k, errors[k]);
    }
    assertTrue(errors[1] < 0.2 * errors[0]);
    assertTrue(errors[2] < 0.2 * errors[1]);
    assertTrue(errors[2] < 1e-5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void restsOnTheBranchWhereItStarts(Model model) throws InterruptedException {
    double mean = run(PLAIN, model, 1e-7, "Rest for 1 h").voltage()[0];
    for (double h : new double[] {-1, 0.25, 1}) {
      Solution rest = run(cell(h), model, 1e-7, "Rest for 1 h");
      for (double v : rest.voltage()) {
        assertEquals(mean - h * HALF, v, 1e-9);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPME", "DFN"})
  void majorLoopReachesBothBranchesAndAMinorLoopLiesBetween(Model model)
      throws InterruptedException {
    String away = "Discharge at C/50 for 20 h";
    Solution delithiation = run(cell(-1), model, 1e-6, away);
    Solution mean = run(PLAIN, model, 1e-6, away);
    int last = mean.points() - 1;
    assertEquals(mean.voltage()[last] - HALF, delithiation.voltage()[last], 0.02 * HALF);
    String back = away + "; Charge at C/50 for 20 h";
    Solution loop = run(cell(-1), model, 1e-6, back);
    Solution meanLoop = run(PLAIN, model, 1e-6, back);
    int end = loop.points() - 1;
    assertEquals(meanLoop.voltage()[end] + HALF, loop.voltage()[end], 0.02 * HALF);
    String minor = away + "; Charge at C/50 for 1 h";
    double inside =
        run(PLAIN, model, 1e-6, minor).voltage()[last + 61]
            - run(cell(-1), model, 1e-6, minor).voltage()[last + 61];
    assertTrue(Math.abs(inside) < 0.9 * HALF, () -> "minor loop at " + inside);
    assertEquals(0, loop.balance().lithiumDefect(), 1e-9);
    assertEquals(0, loop.balance().chargeDefect(), 1e-9);
  }

  /** The work that a closed loop costs more is the area of the loop, and all of it is heat. */
  @Test
  void theAreaOfTheLoopIsHeat() throws InterruptedException {
    String cycle = "Discharge at C/2 for 60 min; Charge at C/2 for 60 min";
    String experiment = cycle + "; " + cycle;
    double[] work = new double[2];
    double charge = 0;
    for (int k = 0; k < 2; k++) {
      Solution solution = run(k == 0 ? PLAIN : cell(-1), Model.SPM, 1e-8, experiment);
      int last = solution.points() - 1;
      int half = solution.firstOf(3) - 1;
      work[k] = 3600 * (solution.energy()[last] - solution.energy()[half]);
      charge = Math.abs(solution.charge()[solution.firstOf(2) - 1]);
    }
    double range = range(charge);
    double area = 2 * HALF * (range - 4 / DECAY * (1 - Math.exp(-0.5 * DECAY * range)));
    double expected = area / range * charge * 3600;
    System.out.printf("the loop costs %.3f J, its area is %.3f J%n", work[1] - work[0], expected);
    assertEquals(expected, work[1] - work[0], 2e-3 * expected);
    // Where diffusion, whose heat is left out, costs nothing.
    Bpx fast =
        cell(-1)
            .with("Negative electrode/Diffusivity [m2.s-1]", "1e-9")
            .with("Positive electrode/Diffusivity [m2.s-1]", "1e-9");
    Solution warm =
        Simulation.of(fast)
            .model(Model.SPM)
            .stateOfCharge(0.8)
            .thermal(Thermal.LUMPED)
            .experiment(experiment)
            .every(5)
            .run();
    double put = 3600 * warm.energy()[warm.points() - 1];
    double heat = heat(fast, warm);
    System.out.printf("two loops of %.3f J leave %.3f J of %.3f J as heat%n", expected, heat, put);
    assertTrue(put > 2 * expected);
    assertEquals(put, heat, 1e-3 * put);
  }

  /** Stored and lost, J. */
  private static double heat(Bpx cell, Solution s) {
    double cooling =
        cell.state().heatTransferCoefficient().getAsDouble()
            * cell.cell().externalSurfaceArea().getAsDouble();
    double sum = 0;
    for (int k = 1; k < s.points(); k++) {
      double mean = 0.5 * (s.temperature()[k] + s.temperature()[k - 1]) - cell.ambientTemperature();
      sum += cooling * mean * (s.time()[k] - s.time()[k - 1]);
    }
    double capacity =
        cell.cell().density().getAsDouble()
            * cell.cell().volume().getAsDouble()
            * cell.cell().specificHeat().getAsDouble();
    return sum + capacity * (s.temperature()[s.points() - 1] - s.temperature()[0]);
  }

  @Test
  void incompleteHysteresisIsRefused() {
    Bpx one = PLAIN.with("Negative electrode/OCP (delithiation) [V]", "0.35 - 0.3 * x");
    assertThrows(CellwrightException.class, () -> Simulation.of(one).run());
    Bpx both = one.with("Negative electrode/OCP (lithiation) [V]", "0.3 - 0.3 * x");
    assertThrows(CellwrightException.class, () -> Simulation.of(both).run());
    assertThrows(CellwrightException.class, () -> cell(1.5));
  }

  @Test
  @Tag("reference")
  void branchesOutsideOfTheStandardAreRefused() throws IOException {
    try (InputStream in =
        Files.newInputStream(
            ReferenceData.folder("continuum/bpx")
                .resolve("nmc_pouch_cell_BPX_user-defined_hysteresis.json"))) {
      Bpx cell = Bpx.read(in);
      CellwrightException e =
          assertThrows(CellwrightException.class, () -> Simulation.of(cell).run());
      assertTrue(e.what().contains("branches of an open-circuit potential"), e.what());
    }
  }

  /**
   * Where electrodes stand, and what losses leave of them, follows from the mean of the branches.
   */
  @Test
  void equilibriumLiesHalfwayBetweenTheBranches() {
    Bpx between = cell(1).with("Negative electrode/OCP [V]", "0 * x");
    ElectrodeBalance.Window plain = ElectrodeBalance.of(PLAIN).between(3.4, 4.1);
    ElectrodeBalance.Window window = ElectrodeBalance.of(between).between(3.4, 4.1);
    assertEquals(plain.negativeFull().getFirst(), window.negativeFull().getFirst(), 1e-12);
    assertEquals(plain.capacity(), window.capacity(), 1e-12);
    Particle worn = worn(PLAIN);
    Particle wornBetween = worn(between);
    assertEquals(worn.minimumStoichiometry(), wornBetween.minimumStoichiometry(), 1e-12);
    assertEquals(worn.maximumStoichiometry(), wornBetween.maximumStoichiometry(), 1e-12);
    assertEquals(PLAIN.warnings(), between.warnings());
  }

  private static Particle worn(Bpx cell) {
    return cell.with("State/Degradation/LAM: Positive electrode", "0.05")
        .degraded()
        .negativeElectrode()
        .particle();
  }
}
