package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.science.cell.Simulation.Thermal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cells of {@code examples/cells}. */
class ShippedCellsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lg-m50-chen2020",
        "kokam-ecker2015",
        "enertech-ai2020",
        "lishen-lfp-xu2015",
        "nca-kim2011"
      })
  void isWholeAndKeepsItsFiguresWhenWritten(String name) {
    Bpx cell = ReferenceData.cell(name);
    assertEquals(List.of(), cell.warnings());
    assertTrue(cell.header().references().orElseThrow().contains("doi 10."));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    cell.write(out);
    assertEquals(cell, Bpx.read(new ByteArrayInputStream(out.toByteArray()), name));
  }

  /** The stoichiometries of the file are those that its materials and its lithium give. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "lg-m50-chen2020",
        "kokam-ecker2015",
        "enertech-ai2020",
        "lishen-lfp-xu2015",
        "nca-kim2011"
      })
  void statesTheWindowOfItsCutOffs(String name) {
    Bpx cell = ReferenceData.cell(name);
    ElectrodeBalance.Window window =
        ElectrodeBalance.of(cell).between(cell.cell().lowerCutOff(), cell.cell().upperCutOff());
    Particle negative = cell.negativeElectrode().particle();
    Particle positive = cell.positiveElectrode().particle();
    assertEquals(negative.minimumStoichiometry(), window.negativeEmpty().getFirst(), 1e-6);
    assertEquals(negative.maximumStoichiometry(), window.negativeFull().getFirst(), 1e-6);
    assertEquals(positive.maximumStoichiometry(), window.positiveEmpty().getFirst(), 1e-6);
    assertEquals(positive.minimumStoichiometry(), window.positiveFull().getFirst(), 1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kokam-ecker2015", "enertech-ai2020", "lishen-lfp-xu2015", "nca-kim2011"})
  void isDischargedAndChargedByEveryModel(String name) throws InterruptedException {
    Bpx cell = ReferenceData.cell(name);
    String upper = cell.cell().upperCutOff() + " V";
    for (Model model : Model.values()) {
      Solution solution =
          Simulation.of(cell)
              .model(model)
              .experiment(
                  "Discharge at 1C; Charge at C/2 until "
                      + upper
                      + "; Hold at "
                      + upper
                      + " until C/20; Rest for 1 h")
              .run();
      assertTrue(solution.complete(), () -> model + ": " + solution.endReason());
      assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    }
  }

  /**
   * Against what was measured on the cell, over the time that both last; the limits are what the
   * parameter sets reach, rounded up. A state of charge stands where the curve does not begin in
   * the state of the file: that of Chen et al. 2020 begins at a stoichiometry of 0.9014.
   */
  @Tag("reference")
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "lg-m50-chen2020, Discharge at 5 A until 2.5 V, reference_only_gpl/cidemod_agpl/V_1C_Chen_experiment.csv, 70, 0.98957",
    "kokam-ecker2015, Discharge at 7.5 A until 2.5 V, experiment_ecker2015/Ecker_1C.csv, 40,",
    "kokam-ecker2015, Discharge at 37.5 A until 2.5 V, experiment_ecker2015/Ecker_5C.csv, 65,",
    "enertech-ai2020, Discharge at 1.14 A until 3 V, experiment_enertech_ai2020/0p5C_discharge_U.csv, 60,",
    "enertech-ai2020, Discharge at 2.28 A until 3 V, experiment_enertech_ai2020/1C_discharge_U.csv, 65,",
    "lishen-lfp-xu2015, Discharge at C/2 until 2 V, battmo_jl_mit/Xu_2015_voltageCurve_05C.csv, 70,",
    "lishen-lfp-xu2015, Discharge at 1C until 2 V, battmo_jl_mit/Xu_2015_voltageCurve_1C.csv, 45,"
  })
  void comesNearWhatWasMeasured(
      String name, String experiment, String file, double millivolt, @Nullable Double soc)
      throws InterruptedException {
    Curve data = Curve.of(ReferenceData.folder("continuum").resolve(file));
    Bpx cell = ReferenceData.cell(name);
    boolean warms = cell.state().heatTransferCoefficient().isPresent();
    Solution solution =
        Simulation.of(cell)
            .stateOfCharge(soc == null ? cell.state().soc().orElseThrow() : soc)
            .thermal(warms ? Thermal.LUMPED : Thermal.ISOTHERMAL)
            .experiment(experiment)
            .every(1)
            .run();
    assertTrue(solution.complete(), solution::endReason);
    double rms = 1e3 * rms(data, solution, solution.voltage(), 0);
    System.out.printf(
        "%s, %s: %.1f mV rms, ends after %.0f s (measured %.0f s)%n",
        name, experiment, rms, last(solution.time()), last(data.time()));
    assertTrue(rms < millivolt, rms + " mV");
  }

  @Tag("reference")
  @ParameterizedTest
  @CsvSource({
    "Discharge at 1.14 A until 3 V, 0p5C_discharge_T.csv, 0.2",
    "Discharge at 2.28 A until 3 V, 1C_discharge_T.csv, 0.4"
  })
  void warmsAsWasMeasured(String experiment, String file, double kelvin)
      throws InterruptedException {
    Curve data =
        Curve.of(ReferenceData.folder("continuum/experiment_enertech_ai2020").resolve(file));
    Bpx cell = ReferenceData.cell("enertech-ai2020");
    Solution solution =
        Simulation.of(cell).thermal(Thermal.LUMPED).experiment(experiment).every(1).run();
    double rms = rms(data, solution, solution.temperature(), cell.initialTemperature());
    System.out.printf(
        "enertech-ai2020, %s: %.2f K rms, %.1f K warmer at the end%n",
        experiment, rms, last(solution.temperature()) - cell.initialTemperature());
    assertTrue(rms < kelvin, rms + " K");
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  private record Curve(double[] time, double[] value) {

    static Curve of(Path data) {
      List<double[]> columns =
          List.copyOf(
              (data.toString().contains("ecker")
                      ? ReferenceData.columns(data, "time", "value")
                      : ReferenceData.columns(data))
                  .values());
      return new Curve(columns.get(0), columns.get(1));
    }
  }

  /** Root mean square of simulated less zero less measured, at the times of measurement. */
  private static double rms(Curve measured, Solution solution, double[] simulated, double zero) {
    double[] time = measured.time();
    double sum = 0;
    int count = 0;
    int k = 1;
    for (int m = 0; m < time.length && time[m] <= last(solution.time()); m++) {
      while (solution.time()[k] < time[m]) {
        k++;
      }
      double share =
          (time[m] - solution.time()[k - 1]) / (solution.time()[k] - solution.time()[k - 1]);
      double value = simulated[k - 1] + share * (simulated[k] - simulated[k - 1]) - zero;
      sum += (value - measured.value()[m]) * (value - measured.value()[m]);
      count++;
    }
    assertFalse(count < 10);
    return Math.sqrt(sum / count);
  }
}
