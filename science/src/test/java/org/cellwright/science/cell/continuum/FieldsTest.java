package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the inside of a cell is said to look like. */
class FieldsTest {
  private static final Bpx CELL = ReferenceData.cell("marquis2019");

  private static Cycler discharged(Simulation simulation, double perHour, double seconds)
      throws InterruptedException {
    Cycler cycler = simulation.cycler();
    cycler.hold(Runs.current(cycler.model(), perHour), List.of(), seconds, (from, to) -> {});
    return cycler;
  }

  private static double area(String electrode) {
    return (electrode.equals("negative") ? CELL.negativeElectrode() : CELL.positiveElectrode())
        .particle()
        .surfaceAreaPerVolume();
  }

  /**
   * Both electrodes are found from the negative foil and the terminal voltage; here the positive
   * one from its own solid.
   */
  @ParameterizedTest
  @EnumSource(names = {"DFN", "SPME"})
  void theFoilsFollowFromThePotentialsOfTheVolumes(Model model) throws InterruptedException {
    Cycler cycler = discharged(Simulation.of(CELL).model(model).relativeTolerance(1e-8), 2, 600);
    Fields fields = cycler.model().fields(cycler.state());
    double i = cycler.state()[cycler.model().current()];
    int last = fields.width().length - 1;
    double[] solid = fields.positive().solidPotential();
    double half = 0.5 * fields.width()[last];
    double length = CELL.positiveElectrode().thickness();
    // The SPMe's profile is a parabola, flat where no current is left to give.
    double path = model == Model.DFN ? half : half - half * half / (2 * length);
    double foil = solid[solid.length - 1] - i * path / CELL.positiveElectrode().conductivity();
    assertEquals(foil, fields.positive().foilPotential(), 1e-8);
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m < fields.negative().solidPotential().length; m++) {
      least =
          Math.min(least, fields.negative().solidPotential()[m] - fields.electrolytePotential()[m]);
    }
    double margin = cycler.state()[cycler.model().margin()];
    assertTrue(margin <= least + 1e-8 && margin > least - 5e-3, margin + " V, " + least + " V");
  }

  @Test
  void theReactionsOfEachElectrodeCarryTheCurrent() throws InterruptedException {
    Cycler cycler = discharged(Simulation.of(CELL).relativeTolerance(1e-8), 2, 600);
    Fields fields = cycler.model().fields(cycler.state());
    double i = cycler.state()[cycler.model().current()];
    double negative = 0;
    for (int m = 0; m < fields.negative().flux().length; m++) {
      negative += fields.negative().share()[m] * fields.negative().flux()[m];
    }
    assertEquals(i, negative * area("negative") * CELL.negativeElectrode().thickness(), 1e-8 * i);
    double lithium = fields.negative().stoichiometry();
    assertEquals(
        cycler.model().lithiumInNegative(cycler.state()),
        lithium
            * CELL.negativeElectrode().particle().maximumConcentration()
            * CELL.negativeElectrode().particle().activeFraction()
            * CELL.negativeElectrode().thickness(),
        1e-9);
  }

  /** A parabola, as a constant current leaves it: a + b r², with the slope j R / (F D) outside. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void aConstantCurrentLeavesAParabolaInTheParticles(Model model) throws InterruptedException {
    Cycler cycler =
        discharged(Simulation.of(CELL).model(model).relativeTolerance(1e-8), 0.05, 5 * 3600);
    Fields.Electrode e = cycler.model().fields(cycler.state()).negative();
    double radius = CELL.negativeElectrode().particle().radius();
    double maximum = CELL.negativeElectrode().particle().maximumConcentration();
    double diffusivity = CELL.negativeElectrode().particle().diffusivity().at(0.5);
    for (int m = 0; m < e.flux().length; m++) {
      double rise = -e.flux()[m] * radius / (2 * CellData.FARADAY * diffusivity) / maximum;
      // The reaction still moves through the DFN, slowly.
      double tolerance = model == Model.DFN ? 2e-2 : 1e-6;
      assertEquals(0.4 * rise, e.surface()[m] - e.mean()[m], tolerance * Math.abs(rise));
      assertEquals(-0.6 * rise, e.centre()[m] - e.mean()[m], tolerance * Math.abs(rise));
    }
  }

  /**
   * As three electrodes would see it: the solid at the foil against the middle of the separator.
   */
  @Tag("reference")
  @ParameterizedTest(name = "{0}")
  @CsvSource({"01C, 0.1, 0.1", "1C, 1, 0.1", "3C, 3, 0.2"})
  void theNegativePotentialIsThatOfComsol(String rate, double perHour, double tolerance)
      throws IOException, InterruptedException {
    Path folder = ReferenceData.folder("continuum/comsol_marquis2019");
    JsonNode theirs =
        new ObjectMapper().readTree(folder.resolve("comsol_" + rate + "_reduced.json").toFile());
    double[] x = numbers(theirs.get("x_m"));
    double middle = CELL.negativeElectrode().thickness() + 0.5 * CELL.separator().thickness();
    Mesh mesh = new Mesh(60, 20, 60, 60);
    Cycler cycler = Simulation.of(CELL).mesh(mesh).relativeTolerance(1e-6).cycler();
    double largest = 0;
    for (int s = 1; s < theirs.get("snapshot_time_s").size(); s++) {
      double when = theirs.get("snapshot_time_s").get(s).asDouble();
      cycler.hold(
          Runs.current(cycler.model(), perHour), List.of(), when - cycler.time(), (from, to) -> {});
      double ours = cycler.model().fields(cycler.state()).negative().foilPotential();
      int right = -Arrays.binarySearch(x, middle) - 1;
      double reference;
      if (right <= 0) {
        reference = theirs.get("phi_e").get(-right - 1).get(s).asDouble();
      } else {
        double part = (middle - x[right - 1]) / (x[right] - x[right - 1]);
        reference =
            part * theirs.get("phi_e").get(right).get(s).asDouble()
                + (1 - part) * theirs.get("phi_e").get(right - 1).get(s).asDouble();
      }
      double expected = theirs.get("phi_n").get(0).get(s).asDouble() - reference;
      largest = Math.max(largest, 1e3 * Math.abs(ours - expected));
    }
    System.out.printf("Negative potential against COMSOL at %s: max %.3f mV%n", rate, largest);
    assertTrue(largest < tolerance, () -> "tolerance " + tolerance + " mV");
  }

  private static double[] numbers(JsonNode array) {
    double[] values = new double[array.size()];
    for (int k = 0; k < values.length; k++) {
      values[k] = array.get(k).asDouble();
    }
    return values;
  }
}
