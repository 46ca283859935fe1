package org.cellwright.science.cell;

import static org.cellwright.science.cell.Blends.CELL;
import static org.cellwright.science.cell.Blends.CYCLE;
import static org.cellwright.science.cell.Blends.DEVIATION;
import static org.cellwright.science.cell.Blends.conserves;
import static org.cellwright.science.cell.Blends.graphiteAndSilicon;
import static org.cellwright.science.cell.Blends.largestDifference;
import static org.cellwright.science.cell.Blends.sizedBlend;
import static org.cellwright.science.cell.Blends.split;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Electrodes of several active materials. */
class BlendTest {
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void aMaterialInTwoPartsIsTheSameMaterial(Model model) throws InterruptedException {
    Bpx parts =
        CELL.withElectrodes(
            split(CELL.negativeElectrode(), 0.5), split(CELL.positiveElectrode(), 0.3));
    Simulation whole =
        Simulation.of(CELL).model(model).thermal(Thermal.LUMPED).experiment(CYCLE).every(60);
    double[] differences = new double[2];
    for (int k = 0; k < 2; k++) {
      double tolerance = k == 0 ? 1e-6 : 1e-9;
      Solution a = whole.relativeTolerance(tolerance).run();
      Solution b =
          Simulation.of(parts)
              .model(model)
              .thermal(Thermal.LUMPED)
              .experiment(CYCLE)
              .every(60)
              .relativeTolerance(tolerance)
              .run();
      differences[k] = largestDifference(a.voltage(), b.voltage());
    }
    System.out.printf(
        "%s in parts: %.1e V at 1e-6, %.1e V at 1e-9%n", model, differences[0], differences[1]);
    // Two parts weigh more in the norm of the error than one: the steps differ, the equations not.
    assertTrue(differences[1] < 2e-8);
    assertTrue(differences[1] < 0.1 * differences[0] + 1e-12);
  }

  @Test
  void theImpedanceOfTwoPartsIsThatOfTheWhole() {
    Bpx parts =
        CELL.withElectrodes(
            split(CELL.negativeElectrode(), 0.5), split(CELL.positiveElectrode(), 0.3));
    double[] hertz = {1e-4, 1e-2, 1, 100};
    List<Impedance.Point> a = Impedance.of(CELL).stateOfCharge(0.5).at(hertz);
    List<Impedance.Point> b = Impedance.of(parts).stateOfCharge(0.5).at(hertz);
    for (int k = 0; k < hertz.length; k++) {
      assertEquals(a.get(k).real(), b.get(k).real(), 1e-12 * a.get(k).magnitude());
      assertEquals(a.get(k).imaginary(), b.get(k).imaginary(), 1e-12 * a.get(k).magnitude());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void lithiumAndChargeAreConserved(Model model) throws InterruptedException {
    conserves(Simulation.of(graphiteAndSilicon()).model(model), model + ", graphite and silicon");
    conserves(
        Simulation.of(CELL.with(DEVIATION, "2e-6")).model(model).thermal(Thermal.LUMPED),
        model + ", sizes");
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void materialsAtOnePotentialStayAtRest(Model model) throws InterruptedException {
    for (double soc : new double[] {0.05, 0.5, 1}) {
      Solution rest =
          Simulation.of(graphiteAndSilicon())
              .model(model)
              .stateOfCharge(soc)
              .experiment("Rest for 10 h")
              .every(3600)
              .readings(Set.of(Reading.OPEN_CIRCUIT_VOLTAGE_VOLT, Reading.STATE_OF_CHARGE))
              .run();
      assertTrue(rest.complete(), rest::endReason);
      for (int k = 0; k < rest.points(); k++) {
        assertEquals(rest.voltage()[0], rest.voltage()[k], 1e-8);
        assertEquals(rest.voltage()[k], rest.reading("open_circuit_voltage_volt")[k], 1e-8);
        assertEquals(soc, rest.reading("state_of_charge")[k], 1e-9);
      }
    }
  }

  /** Lithium moves from one material to the other until both are at one potential again. */
  @Test
  void aBlendRelaxesToTheOpenCircuitVoltageOfItsLithium() throws InterruptedException {
    Solution solution =
        Simulation.of(graphiteAndSilicon())
            .experiment("Discharge at 1C for 30 min; Rest for 100 h")
            .readings(Set.of(Reading.OPEN_CIRCUIT_VOLTAGE_VOLT))
            .run();
    assertTrue(solution.complete(), solution::endReason);
    int last = solution.points() - 1;
    double ocv = solution.reading("open_circuit_voltage_volt")[last];
    System.out.printf("after 100 h: %.6f V, open circuit %.6f V%n", solution.voltage()[last], ocv);
    // Volumes keep the branch of hysteresis they came to; the reading takes their mean.
    assertEquals(ocv, solution.voltage()[last], 1e-4);
  }

  /** Newton's method knows how the voltage follows from the current and the branch. */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void holdsConvergeAsFastAsCurrents(Model model) throws InterruptedException {
    Solution solution =
        Simulation.of(graphiteAndSilicon())
            .model(model)
            .thermal(Thermal.LUMPED)
            .experiment(
                "Discharge at 1C until 3 V; Rest for 10 min; Charge at 1C until 4.2 V;"
                    + " Hold at 4.2 V until C/50; Discharge at 15 W for 10 min")
            .run();
    assertTrue(solution.complete(), solution::endReason);
    double iterations = solution.effort().newtonIterations();
    assertTrue(iterations < 1.6 * solution.effort().steps(), () -> solution.effort().toString());
    assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    assertEquals(0, solution.balance().chargeDefect(), 1e-9);
  }

  @Test
  void aWindowWithTwoPotentialsIsMentioned() {
    assertTrue(
        graphiteAndSilicon().warnings().stream()
            .anyMatch(w -> w.startsWith("Negative electrode: at their minimum stoichiometries")),
        () -> graphiteAndSilicon().warnings().toString());
  }

  @Test
  void modelsAgreeWhereTheCurrentVanishes() throws InterruptedException {
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      Simulation simulation =
          Simulation.of(graphiteAndSilicon())
              .relativeTolerance(1e-8)
              .experiment(
                  k == 0 ? "Discharge at C/200 for 100 h" : "Discharge at C/2000 for 1000 h")
              .every(k == 0 ? 36_000 : 360_000);
      double[] porous = simulation.run().voltage();
      off[k] = largestDifference(porous, simulation.model(Model.SPM).run().voltage());
    }
    System.out.printf(
        "DFN and SPM: %.4f mV at C/200, %.5f mV at C/2000%n", 1e3 * off[0], 1e3 * off[1]);
    assertTrue(off[0] < 2e-3);
    assertEquals(0.1, off[1] / off[0], 0.03);
  }

  /** The pouch cell with what its file says of its only negative material, said of two parts. */
  private static Bpx pouchInParts() {
    Bpx pouch = ReferenceData.cell("enertech-ai2020");
    Bpx parts =
        pouch.withElectrodes(split(pouch.negativeElectrode(), 0.3), pouch.positiveElectrode());
    for (String field :
        List.of(
            " Poisson ratio",
            " Young modulus [Pa]",
            " partial molar volume [m3.mol-1]",
            " volume change")) {
      JsonNode value =
          Objects.requireNonNull(
              pouch.userDefined().json().path("Mechanics").get("Negative electrode" + field));
      parts =
          parts.with(
              "User-defined/Mechanics/Negative electrode" + field,
              "{\"first\": %s, \"second\": %s}".formatted(value, value));
    }
    return parts;
  }

  @Test
  void partsOfAMaterialAreStressedAndSwellAsTheWhole() throws InterruptedException {
    Bpx whole = ReferenceData.cell("enertech-ai2020");
    Bpx parts = pouchInParts();
    Solution a =
        Simulation.of(whole)
            .readings(Reading.allOf(whole))
            .relativeTolerance(1e-9)
            .experiment("Discharge at 1C for 30 min; Rest for 10 min")
            .every(60)
            .run();
    Solution b =
        Simulation.of(parts)
            .readings(Reading.allOf(parts))
            .relativeTolerance(1e-9)
            .experiment("Discharge at 1C for 30 min; Rest for 10 min")
            .every(60)
            .run();
    for (String place : List.of("surface", "centre")) {
      double[] one = a.reading("negative_%s_stress_megapascal".formatted(place));
      double[] first = b.reading("negative_%s_stress_first_megapascal".formatted(place));
      double[] second = b.reading("negative_%s_stress_second_megapascal".formatted(place));
      double scale = Arrays.stream(one).map(Math::abs).max().orElseThrow();
      assertTrue(scale > 1, "stress of " + scale + " MPa");
      assertEquals(0, largestDifference(first, second), 1e-9 * scale);
      assertEquals(0, largestDifference(one, first), 1e-6 * scale);
    }
    String thickness = "cell_thickness_change_micrometre";
    assertTrue(Math.abs(a.reading(thickness)[a.points() - 1]) > 10);
    assertEquals(0, largestDifference(a.reading(thickness), b.reading(thickness)), 1e-5);
  }

  /**
   * Where a mole of lithium takes the same room in both materials, the coating grows with the
   * charge, wherever its lithium goes.
   */
  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void aBlendGrowsWithTheLithiumInAllOfIt(Model model) throws InterruptedException {
    double molarVolume = 4e-6;
    Bpx cell =
        sizedBlend(0.3)
            .with("User-defined/Mechanics/Cell thermal expansion coefficient [m.K-1]", "0")
            .with("User-defined/Mechanics/Positive electrode volume change", "0 * x");
    for (Particle p : cell.negativeElectrode().particles()) {
      cell =
          cell.with(
              "User-defined/Mechanics/Negative electrode volume change/" + p.name(),
              "%s * x".formatted(molarVolume * p.maximumConcentration()));
    }
    Solution s =
        Simulation.of(cell)
            .model(model)
            .readings(Set.of(Reading.CELL_THICKNESS_CHANGE_MICROMETRE))
            .experiment(CYCLE)
            .run();
    double[] growth = s.reading("cell_thickness_change_micrometre");
    for (int k = 0; k < s.points(); k++) {
      double moles = 3600 * s.charge()[k] / 96485.33212331001;
      assertEquals(1e6 * molarVolume * moles / cell.cell().electrodeArea(), growth[k], 1e-8);
    }
    assertTrue(Arrays.stream(growth).min().orElseThrow() < -1, "a discharge shrinks it");
  }

  @Test
  void mechanicsOfEachMaterialAreAskedFor() {
    Bpx cell =
        graphiteAndSilicon()
            .with("User-defined/Mechanics/Negative electrode Young modulus [Pa]/Graphite", "15e9")
            .with("User-defined/Mechanics/Negative electrode Poisson ratio/Graphite", "0.3")
            .with(
                "User-defined/Mechanics/Negative electrode partial molar volume [m3.mol-1]/Graphite",
                "3.1e-6");
    Reading stress = Reading.NEGATIVE_SURFACE_STRESS_MEGAPASCAL;
    assertFalse(Reading.allOf(cell).contains(stress));
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> Simulation.of(cell).readings(Set.of(stress)));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("Negative electrode Poisson ratio/Silicon"),
        refused::getMessage);
  }

  @Test
  void theCircuitOfTwoPartsIsThatOfTheWhole() throws InterruptedException {
    String given = "User-defined/Equivalent circuit/";
    Bpx whole =
        CELL.with(given + "Series resistance [Ohm]", "0.02")
            .with(given + "Resistance 1 [Ohm]", "0.03 - 0.02 * x")
            .with(given + "Time constant 1 [s]", "50");
    Bpx parts =
        whole.withElectrodes(
            split(CELL.negativeElectrode(), 0.5), split(CELL.positiveElectrode(), 0.3));
    Simulation circuit =
        Simulation.of(whole).model(Model.THEVENIN).thermal(Thermal.LUMPED).experiment(CYCLE);
    Simulation ofParts =
        Simulation.of(parts).model(Model.THEVENIN).thermal(Thermal.LUMPED).experiment(CYCLE);
    double difference =
        largestDifference(
            circuit.relativeTolerance(1e-8).every(60).run().voltage(),
            ofParts.relativeTolerance(1e-8).every(60).run().voltage());
    System.out.printf("circuit of parts: %.1e V%n", difference);
    assertTrue(difference < 1e-9);
  }

  @Test
  void theCircuitOfABlendHasItsOpenCircuitVoltage() throws InterruptedException {
    Bpx blend =
        graphiteAndSilicon()
            .with(
                "State/Initial conditions/Initial hysteresis state: Negative electrode",
                "{\"Graphite\": 0, \"Silicon\": -0.5}");
    for (double soc : new double[] {0, 0.02, 0.1, 0.5, 0.9, 1}) {
      Simulation rest = Simulation.of(blend).stateOfCharge(soc).experiment("Rest for 1 s");
      assertEquals(
          rest.model(Model.SPM).run().voltage()[0],
          rest.model(Model.THEVENIN).run().voltage()[0],
          1e-9,
          "at " + soc);
    }
    Solution slow =
        Simulation.of(blend)
            .model(Model.THEVENIN)
            .relativeTolerance(1e-7)
            .experiment("Discharge at C/1000 for 900 h")
            .every(90_000)
            .run();
    for (int k = 1; k < slow.points(); k++) {
      double soc = 1 + slow.charge()[k] / capacity(blend);
      Simulation rest = Simulation.of(blend).stateOfCharge(soc).experiment("Rest for 1 s");
      double resistance = 1e-3 * blend.cell().nominalCapacity() * 0.2;
      assertEquals(rest.model(Model.SPM).run().voltage()[0], slow.voltage()[k], resistance);
    }
    assertEquals(0, slow.balance().lithiumDefect(), 1e-12);
  }

  /** Between the limits of stoichiometry of the negative electrode, A·h. */
  private static double capacity(Bpx cell) {
    double sum = 0;
    for (Particle p : cell.negativeElectrode().particles()) {
      double window = p.maximumStoichiometry() - p.minimumStoichiometry();
      sum += p.activeFraction() * p.maximumConcentration() * window;
    }
    double volume = cell.negativeElectrode().thickness() * cell.cell().electrodeArea();
    return sum * volume * 96485.33212331001 / 3600;
  }

  /** Small currents, between which lithium finds its way from one material to the other. */
  @Test
  void theCircuitOfABlendFollowsItsPulses() throws InterruptedException {
    Simulation pulses =
        Simulation.of(sizedBlend(0.3))
            .stateOfCharge(0.5)
            .experiment("(Discharge at C/20 for 10 min; Rest for 50 min) × 3")
            .every(30);
    double[] dfn = pulses.run().voltage();
    double[] circuit = pulses.model(Model.THEVENIN).run().voltage();
    double off = largestDifference(dfn, circuit);
    double swing = dfn[0] - Arrays.stream(dfn).min().orElseThrow();
    System.out.printf("circuit of a blend: %.2f of %.2f mV%n", 1e3 * off, 1e3 * swing);
    assertTrue(off < 0.1 * swing);
  }
}
