package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The cells that About:Energy measured and parameterised (CC BY-SA 4.0), against the misfit of the
 * DFN that PyBaMM prints for them.
 *
 * <p>As in its notebooks: isothermal at 25 °C from full, the measured current in straight lines
 * between its samples, no cut-offs, and the root mean square of the difference at every measured
 * time. The misfit belongs to the model and its parameters; another solver must find the same.
 */
@Tag("reference")
class MeasuredCellsTest {

  private static Bpx cell(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Bpx.read(in, file.getFileName().toString())
          .with("Cell/Lower voltage cut-off [V]", "0.1")
          .with("Cell/Upper voltage cut-off [V]", "5");
    }
  }

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource({
    "NMC, nmc_pouch, Co20, 15.866",
    "NMC, nmc_pouch, Co2, 12.337",
    "NMC, nmc_pouch, 1C, 13.412",
    "LFP, lfp_18650, Co20, 6.511",
    "LFP, lfp_18650, Co2, 101.913",
    "LFP, lfp_18650, 1C, 132.986"
  })
  void dischargesAsFarFromTheMeasuredCellAsPybamm(
      String chemistry, String cell, String rate, double printed)
      throws IOException, InterruptedException {
    Path folder = ReferenceData.folder("continuum/about_energy_cc-by-sa-4.0");
    Map<String, double[]> curve =
        ReferenceData.columns(folder.resolve(chemistry + "_25degC_" + rate + ".csv"));
    double[] time = Objects.requireNonNull(curve.get("Time [s]"));
    double[] current = Objects.requireNonNull(curve.get("I[A]"));
    double[] voltage = Objects.requireNonNull(curve.get("U[V]"));
    Step step =
        new Step(
            new Control.Profile(Control.Profile.Kind.CURRENT_AMPERE, time, current),
            List.of(),
            OptionalDouble.empty(),
            "the measured current");
    Solution solution =
        Simulation.of(cell(folder.resolve(cell + "_cell_BPX.json")))
            .model(Model.DFN)
            .mesh(new Mesh(16, 16, 16, 40))
            .temperature(298.15)
            .stateOfCharge(1)
            .relativeTolerance(1e-6)
            .experiment(new Experiment(List.of(step)))
            .run();
    assertTrue(solution.complete(), solution::endReason);
    double sum = 0;
    for (int k = 0; k < time.length; k++) {
      double difference = solution.voltageAt(time[k]) - voltage[k];
      sum += difference * difference;
    }
    double misfit = 1e3 * Math.sqrt(sum / time.length);
    System.out.printf(
        "%s at %s: %.3f mV from the measured cell, PyBaMM %.3f mV%n",
        chemistry, rate, misfit, printed);
    assertEquals(printed, misfit, 1);
  }
}
