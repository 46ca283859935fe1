package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a cell shows besides its voltage. */
class ReadingTest {
  private static final Bpx CELL = ReferenceData.cell("marquis2019");
  private static final Bpx POUCH = ReferenceData.cell("enertech-ai2020");
  private static final String CYCLE =
      "Discharge at 1C for 20 min; Rest for 10 min; Charge at 1C until 4.1 V; Hold at 4.1 V for 10 min";

  private static Solution all(Simulation simulation, Bpx cell) throws InterruptedException {
    return simulation.readings(Reading.allOf(cell)).run();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void thePotentialsOfTheElectrodesAddUpToTheVoltage(Model model) throws InterruptedException {
    Simulation simulation = Simulation.of(CELL).model(model).experiment(CYCLE);
    for (Simulation sampled : List.of(simulation, simulation.every(7))) {
      Solution solution = all(sampled, CELL);
      double[] negative = solution.reading("negative_potential_volt");
      double[] positive = solution.reading("positive_potential_volt");
      for (int k = 0; k < solution.points(); k++) {
        assertEquals(solution.voltage()[k], positive[k] - negative[k], 1e-12);
      }
    }
  }

  /** A drive cycle goes by another integrator, with its own polynomial between steps. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void alsoBetweenTheSamplesOfADriveCycle(Model model) throws InterruptedException {
    StringBuilder samples = new StringBuilder("test_time_second,current_ampere\n");
    for (int k = 0; k <= 60; k++) {
      samples.append(k).append(',').append(Math.sin(k * k)).append('\n');
    }
    Experiment cycle =
        Experiment.fromDriveCycle(new StringReader(samples.toString()), "samples", false);
    Solution solution = all(Simulation.of(CELL).model(model).experiment(cycle).every(0.3), CELL);
    assertTrue(solution.points() > 200);
    double[] negative = solution.reading("negative_potential_volt");
    double[] positive = solution.reading("positive_potential_volt");
    double[] soc = solution.reading("state_of_charge");
    for (int k = 0; k < solution.points(); k++) {
      assertEquals(solution.voltage()[k], positive[k] - negative[k], 1e-12);
      assertEquals(
          solution.charge()[k] / capacity(), soc[k] - soc[0], 1e-7, "at " + solution.time()[k]);
    }
  }

  private static double capacity() {
    Particle particle = CELL.negativeElectrode().particle();
    return particle.activeFraction()
        * particle.maximumConcentration()
        * (particle.maximumStoichiometry() - particle.minimumStoichiometry())
        * CELL.negativeElectrode().thickness()
        * CELL.cell().electrodeArea()
        * 96485.33212
        / 3600;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void whatIsReadChangesNothing(Model model) throws InterruptedException {
    Simulation simulation = Simulation.of(CELL).model(model).experiment(CYCLE);
    Solution plain = simulation.run();
    Solution read = all(simulation, CELL);
    assertArrayEquals(plain.voltage(), read.voltage());
    assertEquals(plain.effort(), read.effort());
    assertTrue(plain.readings().isEmpty());
    assertEquals(plain.columns().size() + read.readings().size(), read.columns().size());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void atRestTheVoltageIsThatOfTheOpenCircuit(Model model) throws InterruptedException {
    Solution solution =
        all(
            Simulation.of(CELL)
                .model(model)
                .relativeTolerance(1e-7)
                .experiment("Discharge at 1C for 20 min; Rest for 20 h"),
            CELL);
    int last = solution.points() - 1;
    assertEquals(
        solution.voltage()[last], solution.reading("open_circuit_voltage_volt")[last], 2e-6);
    double[] soc = solution.reading("state_of_charge");
    assertEquals(1, soc[0], 1e-12);
    assertEquals(solution.charge()[last] / capacity(), soc[last] - 1, 1e-8);
  }

  @Test
  void slowlyTheModelsReadTheSamePotentials() throws InterruptedException {
    Simulation simulation =
        Simulation.of(CELL).every(600).experiment("Discharge at C/100 for 40 h");
    double[] dfn = all(simulation, CELL).reading("negative_potential_volt");
    for (Model model : List.of(Model.SPM, Model.SPME)) {
      double[] simple = all(simulation.model(model), CELL).reading("negative_potential_volt");
      for (int k = 1; k < dfn.length; k++) {
        assertEquals(dfn[k], simple[k], 3e-4, model + ", point " + k);
      }
    }
  }

  /**
   * Under a constant current the profile becomes a parabola that rises by b = −j R / (2 F D); the
   * tangential stress outside is −2/5 and the stress at the centre 2/5 of E Ω b / (3 (1 − ν))
   * (Zhang, Shyy and Sastry 2007).
   */
  @Test
  void aConstantCurrentStressesParticlesAsZhangShyyAndSastrySay() throws InterruptedException {
    Bpx cell =
        CELL.with("User-defined/Mechanics/Negative electrode Young modulus [Pa]", "15e9")
            .with("User-defined/Mechanics/Negative electrode Poisson ratio", "0.3")
            .with(
                "User-defined/Mechanics/Negative electrode partial molar volume [m3.mol-1]",
                "3.1e-6");
    Solution solution =
        all(
            Simulation.of(cell)
                .model(Model.SPM)
                .relativeTolerance(1e-8)
                .experiment("Discharge at 0.1C for 5 h"),
            cell);
    int last = solution.points() - 1;
    Particle particle = cell.negativeElectrode().particle();
    double j =
        -solution.current()[last]
            / cell.cell().electrodeArea()
            / (particle.surfaceAreaPerVolume() * cell.negativeElectrode().thickness());
    double rise = -j * particle.radius() / (2 * 96485.33212 * particle.diffusivity().at(0.5));
    double scale = 15e9 * 3.1e-6 / (3 * (1 - 0.3)) * rise / 1e6;
    double surface = solution.reading("negative_surface_stress_megapascal")[last];
    double centre = solution.reading("negative_centre_stress_megapascal")[last];
    System.out.printf("Stress at 0.1C: %.6f MPa outside, %.6f MPa inside%n", surface, centre);
    // Discharge empties the outside first: it is pulled.
    assertTrue(surface > 0 && centre < 0);
    assertEquals(-0.4 * scale, surface, 1e-6 * surface);
    assertEquals(0.4 * scale, centre, 1e-6 * surface);
  }

  /** The thickness that Rieger et al. 2016 measured, as Ai et al. 2020 show it. */
  @Tag("reference")
  @Test
  void thePouchCellShrinksAsMeasured() throws InterruptedException {
    Path file =
        ReferenceData.folder("continuum/experiment_enertech_ai2020")
            .resolve("1C_discharge_displacement.csv");
    Map<String, double[]> measured = ReferenceData.columns(file);
    double[] time = Objects.requireNonNull(measured.get("time_s"));
    double[] thickness = Objects.requireNonNull(measured.get("thickness_change_m"));
    Solution solution =
        all(
            Simulation.of(POUCH)
                .thermal(Thermal.LUMPED)
                .every(1)
                .experiment("Discharge at 1C until 3 V"),
            POUCH);
    double[] change = solution.reading("cell_thickness_change_micrometre");
    double end = solution.time()[solution.points() - 1];
    double sum = 0;
    double largest = 0;
    int count = 0;
    for (int k = 0; k < time.length && time[k] < end; k++) {
      double difference = change[(int) Math.round(time[k])] - 1e6 * (thickness[k] - thickness[0]);
      sum += difference * difference;
      largest = Math.max(largest, Math.abs(difference));
      count++;
    }
    double rms = Math.sqrt(sum / count);
    System.out.printf(
        "Thickness of the pouch at 1C: ours %.1f um in %.0f s, measured %.1f um in %.0f s; rms %.1f um, max %.1f um%n",
        change[solution.points() - 1],
        end,
        1e6 * (thickness[time.length - 1] - thickness[0]),
        time[time.length - 1],
        rms,
        largest);
    assertTrue(rms < 8, "rms " + rms + " um");
  }

  @Test
  void aReadingIsRefusedThatTheFileSaysTooLittleFor() {
    CellwrightException refused =
        assertThrows(
            CellwrightException.class,
            () ->
                Simulation.of(CELL)
                    .readings(Set.of(Reading.parse("negative_surface_stress_megapascal"))));
    for (String field :
        List.of("Young modulus [Pa]", "Poisson ratio", "partial molar volume [m3.mol-1]")) {
      assertTrue(
          String.valueOf(refused.getMessage()).contains("Negative electrode " + field),
          refused::getMessage);
    }
    assertTrue(
        Reading.allOf(CELL).stream().noneMatch(reading -> reading.word().contains("stress")));
    assertEquals(EnumSet.allOf(Reading.class), Reading.allOf(POUCH));
  }

  @Test
  void aReadingThatIsNotThereIsRefusedWithTheNearestName() {
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> Reading.parse("negative_potentail_volt"));
    assertTrue(String.valueOf(refused.hint()).contains("negative_potential_volt"), refused::hint);
  }

  @Test
  void aReadingThatWasNotRecordedIsRefused() throws InterruptedException {
    Solution solution = Simulation.of(CELL).experiment("Rest for 1 min").run();
    assertThrows(CellwrightException.class, () -> solution.reading("state_of_charge"));
  }
}
