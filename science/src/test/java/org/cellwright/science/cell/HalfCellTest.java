package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One electrode against lithium metal. */
class HalfCellTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");

  private static Simulation half(HalfCell working, Model model) {
    return Simulation.of(CELL).model(model).halfCell(working);
  }

  /** A residual may ask for the plating margin, which a half cell has not; this one does not. */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void aResidualOfOnesOwnIsHeld(Model model) throws InterruptedException {
    Control power =
        new Control.Residual("2 W", (ampere, volt, margin, kelvin, second) -> ampere * volt + 2);
    Step step = new Step(power, List.of(new Ending.AfterTime(60)), OptionalDouble.empty(), "");
    Experiment experiment = new Experiment(List.of(step));
    Solution s = half(HalfCell.POSITIVE, model).stateOfCharge(0.5).experiment(experiment).run();
    assertTrue(s.complete(), s::endReason);
    for (int k = 0; k < s.points(); k++) {
      assertEquals(-2, s.current()[k] * s.voltage()[k], 1e-6);
    }
  }

  /** The voltage of a cell is what its positive electrode has above its negative. */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void twoHalvesMakeAWholeWhereTheCurrentVanishes(Model model) throws InterruptedException {
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      String rate = k == 0 ? "C/200 for 100 h" : "C/2000 for 1000 h";
      double period = k == 0 ? 36_000 : 360_000;
      double[] whole =
          voltages(
              Simulation.of(CELL).model(model).stateOfCharge(0.9), "Discharge at " + rate, period);
      double[] positive =
          voltages(
              half(HalfCell.POSITIVE, model).stateOfCharge(0.9), "Discharge at " + rate, period);
      double[] negative =
          voltages(half(HalfCell.NEGATIVE, model).stateOfCharge(0.1), "Charge at " + rate, period);
      assertEquals(whole.length, positive.length);
      assertEquals(whole.length, negative.length);
      for (int p = 0; p < whole.length; p++) {
        off[k] = Math.max(off[k], Math.abs(positive[p] - negative[p] - whole[p]));
      }
    }
    System.out.printf(
        "%s: halves and whole differ by %.4f mV at C/200, %.5f mV at C/2000%n",
        model, 1e3 * off[0], 1e3 * off[1]);
    assertTrue(off[0] < 1e-3);
    assertTrue(off[1] < 0.15 * off[0] + 1e-8, () -> Arrays.toString(off));
  }

  private static double[] voltages(Simulation simulation, String experiment, double period)
      throws InterruptedException {
    Solution solution =
        simulation.experiment(experiment).every(period).relativeTolerance(1e-8).run();
    assertTrue(solution.complete(), solution::endReason);
    return solution.voltage();
  }

  @ParameterizedTest
  @EnumSource(HalfCell.class)
  void chargeAndLithiumAreConserved(HalfCell working) throws InterruptedException {
    for (Model model : new Model[] {Model.SPM, Model.SPME, Model.DFN}) {
      Solution solution =
          half(working, model)
              .stateOfCharge(0.9)
              .thermal(Thermal.LUMPED)
              .readings(Set.of(Reading.STATE_OF_CHARGE, Reading.OPEN_CIRCUIT_VOLTAGE_VOLT))
              .experiment(
                  "Discharge at C/5 for 60 min; Rest for 20 min; Charge at C/3 for 30 min; Rest for 20 h")
              .run();
      assertTrue(solution.complete(), solution::endReason);
      System.out.printf(
          "%s, %s: lithium off by %.1e, charge by %.1e%n",
          working, model, solution.balance().lithiumDefect(), solution.balance().chargeDefect());
      assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
      assertEquals(0, solution.balance().chargeDefect(), 1e-9);
      int last = solution.points() - 1;
      double soc = 0.9 + solution.charge()[last] / CELL.cell().nominalCapacity();
      assertEquals(soc, solution.reading("state_of_charge")[last], 1e-4);
      assertEquals(
          solution.reading("open_circuit_voltage_volt")[last], solution.voltage()[last], 2e-4);
      assertTrue(Double.isNaN(solution.platingMargin()[last]));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPME", "DFN"})
  void errorAcrossTheCellIsOfSecondOrder(Model model) throws InterruptedException {
    Simulation simulation = half(HalfCell.POSITIVE, model);
    String experiment = "Discharge at 1C for 40 min";
    double[] exact = voltages(simulation.mesh(new Mesh(160, 160, 160, 10)), experiment, 60);
    double[] errors = new double[3];
    for (int k = 0; k < 3; k++) {
      int n = 5 << k;
      double[] v = voltages(simulation.mesh(new Mesh(n, n, n, 10)), experiment, 60);
      for (int p = 1; p < v.length; p++) {
        errors[k] = Math.max(errors[k], Math.abs(v[p] - exact[p]));
      }
      System.out.printf("%s, %d volumes a domain: %.4f mV%n", model, n, 1e3 * errors[k]);
    }
    for (int k = 0; k < 2; k++) {
      double slope = Math.log(errors[k] / errors[k + 1]) / Math.log(2);
      assertTrue(slope > 1.7 && slope < 2.4, () -> Arrays.toString(errors) + ", order " + slope);
    }
  }

  /** The exchange current of lithium costs what Butler and Volmer say. */
  @Test
  void lithiumMetalHasItsOwnOverpotential() throws InterruptedException {
    String experiment = "Discharge at 1C for 10 min";
    Bpx slow = CELL.with("User-defined/" + Supplement.LITHIUM_EXCHANGE_CURRENT, "10");
    double i = CELL.cell().nominalCapacity() / CELL.cell().electrodeArea();
    double x = i / 20;
    double expected =
        2 * 8.31446261815324 * 298.15 / 96485.33212331001 * Math.log(x + Math.sqrt(x * x + 1));
    for (Model model : new Model[] {Model.SPM, Model.SPME, Model.DFN}) {
      double[] fast = voltages(half(HalfCell.POSITIVE, model), experiment, 60);
      double[] with =
          voltages(Simulation.of(slow).model(model).halfCell(HalfCell.POSITIVE), experiment, 60);
      for (int k = 1; k < fast.length; k++) {
        assertEquals(expected, fast[k] - with[k], 1e-9);
      }
    }
  }

  private static double windowAmpereHour(HalfCell working) {
    Electrode e =
        working == HalfCell.NEGATIVE ? CELL.negativeElectrode() : CELL.positiveElectrode();
    Particle p = e.particle();
    double lithium =
        p.activeFraction()
            * p.maximumConcentration()
            * (p.maximumStoichiometry() - p.minimumStoichiometry())
            * e.thickness()
            * CELL.cell().electrodeArea()
            * CELL.cell().electrodePairs();
    return lithium * 96485.33212331001 / 3600;
  }

  /**
   * Without a voltage of its own it goes from one limit of stoichiometry to the other, flat or not.
   */
  @ParameterizedTest
  @EnumSource(HalfCell.class)
  void endsWhereItsElectrodeDoes(HalfCell working) throws InterruptedException {
    for (Model model : new Model[] {Model.SPM, Model.SPME, Model.DFN}) {
      Solution solution =
          half(working, model).experiment("Discharge at C/20; Charge at C/20").run();
      assertTrue(solution.complete(), solution::endReason);
      assertEquals(
          List.of("step 1: upper limit of stoichiometry", "step 2: lower limit of stoichiometry"),
          solution.events().stream().map(Solution.Event::name).toList());
      double most = 0;
      for (double charge : solution.charge()) {
        most = Math.max(most, -charge);
      }
      double window = windowAmpereHour(working);
      assertEquals(window, most, 1e-6 * window);
      assertEquals(0, solution.charge()[solution.points() - 1], 1e-6 * window);
    }
  }

  /** Particles whose surface is full before the electrode is: an end, with a reason, no failure. */
  @ParameterizedTest
  @EnumSource(HalfCell.class)
  void endsBeforeThatWhereItIsFast(HalfCell working) throws InterruptedException {
    for (Model model : new Model[] {Model.SPM, Model.SPME, Model.DFN}) {
      // At more than that graphite is below 0 V at once.
      String rate = working == HalfCell.NEGATIVE ? " at 1C" : " at 3C";
      for (String experiment : List.of("Discharge" + rate, "Charge" + rate)) {
        Solution solution = half(working, model).stateOfCharge(0.5).experiment(experiment).run();
        assertTrue(
            solution.completion() != Solution.Completion.FAILED,
            () -> model + " " + solution.endReason());
        System.out.printf("%s, %s, %s: %s%n", working, model, experiment, solution.endReason());
        double passed = Math.abs(solution.charge()[solution.points() - 1]);
        assertTrue(passed > 0 && passed < windowAmpereHour(working), model + " " + passed);
      }
    }
  }

  @Test
  void goesToTheVoltageThatAStepNames() throws InterruptedException {
    Solution solution =
        half(HalfCell.NEGATIVE, Model.DFN).experiment("Discharge at C/20 until 0.1 V").run();
    assertTrue(solution.complete(), solution::endReason);
    int last = solution.points() - 1;
    assertEquals(0.1, solution.voltage()[last], 1e-6);
    assertTrue(-solution.charge()[last] < windowAmpereHour(HalfCell.NEGATIVE));
  }

  /** Newton's method knows how the voltage follows from the current. */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPME", "DFN"})
  void holdsConvergeAsFastAsCurrents(Model model) throws InterruptedException {
    Bpx cell =
        CELL.with("User-defined/" + Supplement.LITHIUM_EXCHANGE_CURRENT, "20")
            .with("User-defined/" + Supplement.CONTACT_RESISTANCE, "0.005")
            .with("User-defined/" + Supplement.THERMODYNAMIC_FACTOR, "0.6 + 0.0012 * x");
    for (HalfCell working : HalfCell.values()) {
      Solution solution =
          Simulation.of(cell)
              .model(model)
              .halfCell(working)
              .stateOfCharge(0.5)
              .thermal(Thermal.LUMPED)
              .experiment(
                  working == HalfCell.POSITIVE
                      ? "Charge at C/2 until 4.1 V; Hold at 4.1 V until C/50; Discharge at 5 W for 10 min"
                      : "Charge at C/2 until 0.3 V; Hold at 0.3 V until C/50; Discharge at 0.1 W for 10 min")
              .run();
      assertTrue(solution.complete(), solution::endReason);
      double iterations = solution.effort().newtonIterations();
      assertTrue(iterations < 1.5 * solution.effort().steps(), () -> solution.effort().toString());
      assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    }
  }

  private static final Bpx SLOW_LITHIUM =
      CELL.with("User-defined/" + Supplement.LITHIUM_EXCHANGE_CURRENT, "20")
          .with("User-defined/" + Supplement.CONTACT_RESISTANCE, "0.005")
          .with("User-defined/" + Supplement.THERMODYNAMIC_FACTOR, "0.6 + 0.0012 * x");

  /** Once profiles have settled, a small current I gives U − I (R + t/C). */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void theImpedanceEndsInTheAnswerToASlowPulse(Model model) throws InterruptedException {
    for (HalfCell working : HalfCell.values()) {
      double hour = 3600;
      double ampere = 2e-4;
      // Where the potential is so flat that lithium settles across the electrode in days, it is no
      // line.
      double soc = working == HalfCell.NEGATIVE ? 0.85 : 0.45;
      double[][] moved = new double[2][];
      for (int k = 0; k < 2; k++) {
        moved[k] =
            Simulation.of(SLOW_LITHIUM)
                .model(model)
                .halfCell(working)
                .stateOfCharge(soc)
                .relativeTolerance(1e-10)
                .every(5 * hour)
                .experiment((k == 0 ? "Discharge" : "Charge") + " at 0.2 mA for 10 h")
                .run()
                .voltage();
      }
      double after5 = (moved[1][1] - moved[0][1]) / (2 * ampere);
      double after10 = (moved[1][2] - moved[0][2]) / (2 * ampere);
      double rate = (after10 - after5) / (5 * hour);
      double resistance = after5 - rate * 5 * hour;
      double hertz = 1e-7;
      Impedance.Point z =
          Impedance.of(SLOW_LITHIUM)
              .model(model)
              .mesh(Mesh.DEFAULT)
              .halfCell(working)
              .stateOfCharge(soc)
              .at(hertz)
              .getFirst();
      double elastance = -z.imaginary() * 2 * Math.PI * hertz;
      System.out.printf(
          "%s, %s: %.5f mΩ in time, %.5f in frequency; 1/C off by %.1e%n",
          model, working, 1e3 * resistance, 1e3 * z.real(), rate / elastance - 1);
      assertEquals(elastance, rate, 2e-3 * elastance);
      assertEquals(z.real(), resistance, 5e-3 * z.real());
    }
  }

  /** Double layers short the particles; what is left conducts, and lithium metal. */
  @ParameterizedTest
  @EnumSource(HalfCell.class)
  void theImpedanceBeginsWithTheOhmicSum(HalfCell working) {
    Bpx cell =
        SLOW_LITHIUM
            .with("User-defined/" + Supplement.NEGATIVE_DOUBLE_LAYER, "0.2")
            .with("User-defined/" + Supplement.POSITIVE_DOUBLE_LAYER, "0.2");
    Electrode e =
        working == HalfCell.NEGATIVE ? cell.negativeElectrode() : cell.positiveElectrode();
    double area = cell.cell().electrodeArea() * cell.cell().electrodePairs();
    double kappa = cell.electrolyte().conductivity().at(cell.initialConcentration());
    double lithium = 8.31446261815324 * 298.15 / 96485.33212331001 / 20;
    double rest =
        lithium + cell.separator().thickness() / (kappa * cell.separator().transportEfficiency());
    double liquid = kappa * e.transportEfficiency();
    double solid = e.conductivity();
    double uniform = e.thickness() / 3 * (1 / liquid + 1 / solid);
    Impedance impedance = Impedance.of(cell).halfCell(working);
    // The salt that the metal gives off stays in the first volume.
    Mesh thin = new Mesh(20, 2000, 20, 3);
    Impedance.Point spme = impedance.model(Model.SPME).mesh(thin).at(1e8).getFirst();
    assertEquals(0.005 + (rest + uniform) / area, spme.real(), 5e-5 * spme.real());
    // A transmission line, much longer than the current reaches.
    double hertz = 1e6;
    double joined =
        2 * Math.PI * hertz * 0.2 * e.particle().surfaceAreaPerVolume() * (1 / liquid + 1 / solid);
    double ends = (solid / liquid + liquid / solid) / (2 * e.thickness() * Math.sqrt(joined / 2));
    double line = e.thickness() / (liquid + solid);
    Impedance.Point dfn =
        impedance.model(Model.DFN).mesh(new Mesh(2000, 100, 2000, 3)).at(hertz).getFirst();
    assertEquals(0.005 + (rest + line * (1 + ends)) / area, dfn.real(), 2e-3 * dfn.real());
    assertEquals(-line * ends / area, dfn.imaginary(), 2e-3 * dfn.real());
  }

  @Test
  void whatAHalfCellHasNotIsRefused() {
    assertThrows(CellwrightException.class, () -> half(HalfCell.POSITIVE, Model.THEVENIN).run());
    Bpx enertech = ReferenceData.cell("enertech-ai2020");
    assertThrows(
        CellwrightException.class,
        () ->
            Simulation.of(enertech)
                .halfCell(HalfCell.POSITIVE)
                .readings(Set.of(Reading.CELL_THICKNESS_CHANGE_MICROMETRE))
                .run());
  }

  @Test
  void readsWhatItHas() throws InterruptedException {
    Bpx enertech = ReferenceData.cell("enertech-ai2020");
    for (HalfCell working : HalfCell.values()) {
      Set<Reading> all = Reading.allOf(enertech, working);
      String name = working.name().toLowerCase(Locale.ROOT);
      Solution solution =
          Simulation.of(enertech)
              .halfCell(working)
              .stateOfCharge(0.5)
              .readings(all)
              .experiment("Discharge at C/2 for 10 min")
              .run();
      assertTrue(solution.complete(), solution::endReason);
      double[] stress = solution.reading(name + "_surface_stress_megapascal");
      // Particles that fill and swell are compressed where they are fullest.
      boolean swells =
          enertech
                  .userDefined()
                  .number(
                      Reading.MECHANICS,
                      (working == HalfCell.NEGATIVE ? "Negative" : "Positive")
                          + " electrode partial molar volume [m3.mol-1]")
                  .orElseThrow()
              > 0;
      assertEquals(swells ? -1 : 1, Math.signum(stress[stress.length - 1]));
      assertTrue(
          all.stream()
              .map(Reading::word)
              .filter(word -> word.contains("stress"))
              .allMatch(word -> word.startsWith(name)));
    }
  }
}
