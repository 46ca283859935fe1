package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cell of Marquis et al. 2019 against a finite-element solution of the same equations. */
@Tag("reference")
class ComsolTest {
  private static final Bpx CELL = ReferenceData.cell("marquis2019");
  private static final Mesh FINE = new Mesh(60, 20, 60, 60);

  private record Misfit(double rms, double largest) {}

  private static Misfit misfit(String rate, double perHour, Mesh mesh) throws InterruptedException {
    Path folder = ReferenceData.folder("continuum/comsol_marquis2019");
    Map<String, double[]> curve = ReferenceData.columns(folder.resolve("voltage_" + rate + ".csv"));
    double[] time = Objects.requireNonNull(curve.get("time_s"));
    double[] voltage = Objects.requireNonNull(curve.get("voltage_V"));
    double[] ours =
        Runs.discharge(Simulation.of(CELL).mesh(mesh).relativeTolerance(1e-6), perHour, time);
    return new Misfit(
        1e3 * Runs.rmsDifference(ours, voltage), 1e3 * Runs.largestDifference(ours, voltage));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"01C, 0.1", "1C, 1", "3C, 3"})
  void dischargesLikeComsol(String rate, double perHour) throws InterruptedException {
    Misfit fine = misfit(rate, perHour, FINE);
    Misfit usual = misfit(rate, perHour, Mesh.DEFAULT);
    System.out.printf(
        "DFN against COMSOL at %s: rms %.3f mV, max %.2f mV on %s; rms %.3f, max %.2f on %s%n",
        rate, fine.rms, fine.largest, FINE, usual.rms, usual.largest, Mesh.DEFAULT);
    assertTrue(fine.rms < 0.6 && fine.largest < 4, fine::toString);
    assertTrue(usual.rms < 0.6 && usual.largest < 4, usual::toString);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"01C, 0.1, 0.5", "1C, 1, 1.5", "3C, 3, 4"})
  void saltSpreadsThroughTheCellAsInComsol(String rate, double perHour, double tolerance)
      throws IOException, InterruptedException {
    Path folder = ReferenceData.folder("continuum/comsol_marquis2019");
    JsonNode fields =
        new ObjectMapper().readTree(folder.resolve("comsol_" + rate + "_reduced.json").toFile());
    Cycler cycler = Simulation.of(CELL).mesh(FINE).relativeTolerance(1e-6).cycler();
    double largest = 0;
    for (int s = 1; s < fields.get("snapshot_time_s").size(); s++) {
      double when = fields.get("snapshot_time_s").get(s).asDouble();
      cycler.hold(
          Runs.current(cycler.model(), perHour), List.of(), when - cycler.time(), (from, to) -> {});
      for (int k = 0; k < fields.get("x_m").size(); k++) {
        double theirs = fields.get("c_e").get(k).get(s).asDouble();
        double ours = saltAt(cycler.state(), fields.get("x_m").get(k).asDouble());
        largest = Math.max(largest, Math.abs(ours - theirs));
      }
    }
    System.out.printf("Salt against COMSOL at %s: max %.3f mol/m3%n", rate, largest);
    assertTrue(largest < tolerance, () -> "tolerance " + tolerance + " mol/m3");
  }

  /** Linear between the middles of volumes, constant beyond the outermost, mol/m³. */
  private static double saltAt(double[] y, double x) {
    double[] lengths = {
      CELL.negativeElectrode().thickness(),
      CELL.separator().thickness(),
      CELL.positiveElectrode().thickness()
    };
    int[] volumes = {FINE.negative(), FINE.separator(), FINE.positive()};
    double before = -1;
    double left = 0;
    int volume = 0;
    for (int part = 0; part < 3; part++) {
      double h = lengths[part] / volumes[part];
      for (int m = 0; m < volumes[part]; m++, volume++) {
        double middle = left + (m + 0.5) * h;
        if (x <= middle) {
          double fraction = before < 0 ? 1 : (x - before) / (middle - before);
          return y[volume] * fraction + y[Math.max(volume - 1, 0)] * (1 - fraction);
        }
        before = middle;
      }
      left += lengths[part];
    }
    return y[volume - 1];
  }
}
