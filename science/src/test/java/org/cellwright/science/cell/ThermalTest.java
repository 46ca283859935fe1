package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How warm a pouch cell gets, measured by Rieger et al. 2016. */
class ThermalTest {
  private static final Bpx POUCH = ReferenceData.cell("enertech-ai2020");
  private static final Bpx THICK =
      POUCH
          .with("User-defined/Thermal conductivity [W.m-1.K-1]", "0.8")
          .with("User-defined/Cell thickness [m]", "0.0065");

  @Tag("reference")
  @ParameterizedTest(name = "{0}")
  @CsvSource({"0p5C, 0.5, 0.25", "1C, 1, 0.5"})
  void thePouchCellWarmsAsMeasured(String name, double rate, double tolerance)
      throws InterruptedException {
    Path file =
        ReferenceData.folder("continuum/experiment_enertech_ai2020")
            .resolve(name + "_discharge_T.csv");
    Map<String, double[]> measured = ReferenceData.columns(file);
    double[] time = Objects.requireNonNull(measured.get("time_s"));
    double[] rise = Objects.requireNonNull(measured.get("temperature_rise_K"));
    Solution solution =
        Simulation.of(POUCH)
            .thermal(Thermal.LUMPED)
            .every(1)
            .experiment("Discharge at " + rate + "C until 3 V")
            .run();
    double[] ours = solution.temperature();
    int last = solution.points() - 1;
    double sum = 0;
    int count = 0;
    for (int k = 0; k < time.length && time[k] < solution.time()[last]; k++) {
      double difference = ours[(int) Math.round(time[k])] - ours[0] - rise[k];
      sum += difference * difference;
      count++;
    }
    double rms = Math.sqrt(sum / count);
    double highest = Arrays.stream(ours).max().orElseThrow() - ours[0];
    double theirs = Arrays.stream(rise).max().orElseThrow();
    System.out.printf(
        "Temperature of the pouch at %s: rms %.2f K, highest rise %.2f K, measured %.2f K%n",
        name, rms, highest, theirs);
    assertTrue(rms < tolerance, "rms " + rms + " K");
    assertEquals(theirs, highest, 0.3);
  }

  @Test
  void theMiddleOfASlabIsWarmerThanItsFaces() throws InterruptedException {
    Simulation simulation = Simulation.of(THICK).experiment("Discharge at 2C for 20 min");
    Solution lumped = simulation.thermal(Thermal.LUMPED).run();
    Solution slab =
        simulation
            .thermal(Thermal.SLAB)
            .readings(
                EnumSet.of(Reading.SURFACE_TEMPERATURE_CELSIUS, Reading.CORE_TEMPERATURE_CELSIUS))
            .run();
    int last = slab.points() - 1;
    double core = slab.reading("core_temperature_celsius")[last] + 273.15;
    double surface = slab.reading("surface_temperature_celsius")[last] + 273.15;
    double mean = slab.temperature()[last];
    System.out.printf(
        "Slab at 2C: core %.3f K, mean %.3f K, face %.3f K; lumped %.3f K%n",
        core, mean, surface, lumped.temperature()[lumped.points() - 1]);
    assertTrue(core > mean && mean > surface);
    // What the faces are too cold for leaves the cell later.
    assertTrue(mean > lumped.temperature()[lumped.points() - 1]);
    // After many times C / K the profile is the parabola, whose mean lies a third below its top.
    assertEquals(2.0 / 3, (mean - surface) / (core - surface), 5e-3);
  }

  @Test
  void aSlabIsRefusedWithoutItsThickness() {
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> Simulation.of(POUCH).thermal(Thermal.SLAB));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("Thermal conductivity"), refused::getMessage);
  }
}
