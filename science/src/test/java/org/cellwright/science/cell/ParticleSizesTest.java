package org.cellwright.science.cell;

import static org.cellwright.science.cell.Blends.CELL;
import static org.cellwright.science.cell.Blends.CYCLE;
import static org.cellwright.science.cell.Blends.DEVIATION;
import static org.cellwright.science.cell.Blends.conserves;
import static org.cellwright.science.cell.Blends.graphiteAndSilicon;
import static org.cellwright.science.cell.Blends.largestDifference;
import static org.cellwright.science.cell.Blends.sizedBlend;
import static org.cellwright.science.cell.Blends.split;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Electrodes of particles of several sizes. */
class ParticleSizesTest {
  @Test
  @Tag("reference")
  void twoSizesOfOneMaterialHoldWhatOneSizeHolds() throws IOException, InterruptedException {
    double[][] slow = new double[2][];
    double[][] fast = new double[2][];
    String[] names = {"nmc_pouch_cell_BPX", "nmc_pouch_cell_BPX_blended_electrode"};
    for (int k = 0; k < 2; k++) {
      Bpx cell;
      try (InputStream in =
          Files.newInputStream(ReferenceData.folder("continuum/bpx").resolve(names[k] + ".json"))) {
        cell = Bpx.read(in);
      }
      Simulation simulation = Simulation.of(cell);
      slow[k] = simulation.experiment("Discharge at C/500 for 400 h").every(36_000).run().voltage();
      Solution one = simulation.experiment("Discharge at 1C for 50 min").every(60).run();
      assertTrue(one.complete(), one::endReason);
      fast[k] = one.voltage();
    }
    double atRest = largestDifference(slow[0], slow[1]);
    double atOneC = largestDifference(fast[0], fast[1]);
    System.out.printf(
        "two sizes and one: %.3f mV at C/500, %.2f mV at 1C%n", 1e3 * atRest, 1e3 * atOneC);
    assertTrue(atRest < 0.2e-3);
    assertTrue(atOneC > 10 * atRest, "large particles are slower");
  }

  @Test
  void withoutSpreadSizesAreOne() throws InterruptedException {
    Simulation one =
        Simulation.of(CELL).experiment(CYCLE).every(60).relativeTolerance(1e-9).mesh(Mesh.DEFAULT);
    double[] before = one.run().voltage();
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      Bpx cell = CELL.with(DEVIATION, k == 0 ? "4e-7" : "2e-7");
      off[k] =
          largestDifference(
              before,
              Simulation.of(cell)
                  .experiment(CYCLE)
                  .every(60)
                  .relativeTolerance(1e-9)
                  .run()
                  .voltage());
    }
    System.out.printf(
        "spread of 0.4 µm: %.3f mV, of 0.2 µm: %.3f mV%n", 1e3 * off[0], 1e3 * off[1]);
    assertEquals(0.25, off[1] / off[0], 0.02, "falls with the variance");
  }

  /** Against many classes of equal area, which are the distribution itself in the limit. */
  @Test
  void fiveClassesStandForTheDistribution() throws InterruptedException {
    double deviation = 2e-6;
    String experiment = "Discharge at 1C for 50 min; Rest for 30 min";
    double[] five =
        Simulation.of(CELL.with(DEVIATION, "2e-6"))
            .model(Model.SPM)
            .experiment(experiment)
            .every(60)
            .run()
            .voltage();
    double[] single =
        Simulation.of(CELL).model(Model.SPM).experiment(experiment).every(60).run().voltage();
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      Bpx cell =
          CELL.withElectrodes(
              classes(CELL.negativeElectrode(), deviation, k == 0 ? 40 : 160),
              CELL.positiveElectrode());
      double[] many =
          Simulation.of(cell).model(Model.SPM).experiment(experiment).every(60).run().voltage();
      off[k] = largestDifference(five, many);
    }
    double effect = largestDifference(five, single);
    System.out.printf(
        "five classes: %.3f mV from 40, %.3f mV from 160; the spread itself %.2f mV%n",
        1e3 * off[0], 1e3 * off[1], 1e3 * effect);
    assertTrue(off[1] < 0.05 * effect);
  }

  /** Equal shares of the surface, each at the median of its own radii. */
  private static Electrode classes(Electrode electrode, double deviation, int count) {
    Particle p = electrode.particle();
    double spread = Math.sqrt(Math.log1p(Math.pow(deviation / p.radius(), 2)));
    double centre = Math.log(p.radius()) - 0.5 * spread * spread;
    List<Particle> particles = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double radius = Math.exp(centre + spread * quantile((k + 0.5) / count));
      double area = p.surfaceAreaPerVolume() / count;
      particles.add(p.withSpheres(radius, area * radius / 3).named("class " + k));
    }
    return new Electrode(electrode.thickness(), electrode.pores(), particles);
  }

  /** Of the normal distribution, by bisection of Simpson's rule. */
  private static double quantile(double probability) {
    double low = -8;
    double high = 8;
    for (int i = 0; i < 60; i++) {
      double x = 0.5 * (low + high);
      double sum = 0;
      int n = 400;
      for (int k = 0; k <= n; k++) {
        double t = x * k / n;
        sum += (k == 0 || k == n ? 1 : k % 2 == 1 ? 4 : 2) * Math.exp(-0.5 * t * t);
      }
      if (0.5 + sum * x / (3 * n) / Math.sqrt(2 * Math.PI) < probability) {
        low = x;
      } else {
        high = x;
      }
    }
    return low;
  }

  @Test
  void sizesOfAMaterialInTwoPartsAreThoseOfTheWhole() throws InterruptedException {
    Bpx whole = CELL.with(DEVIATION, "2e-6");
    Bpx parts =
        CELL.withElectrodes(split(CELL.negativeElectrode(), 0.4), CELL.positiveElectrode())
            .with(DEVIATION + "/first", "2e-6")
            .with(DEVIATION + "/second", "2e-6");
    double[] hertz = {1e-4, 1e-2, 1, 100};
    List<Impedance.Point> a = Impedance.of(whole).stateOfCharge(0.5).at(hertz);
    List<Impedance.Point> b = Impedance.of(parts).stateOfCharge(0.5).at(hertz);
    for (int k = 0; k < hertz.length; k++) {
      assertEquals(a.get(k).real(), b.get(k).real(), 1e-12 * a.get(k).magnitude());
      assertEquals(a.get(k).imaginary(), b.get(k).imaginary(), 1e-12 * a.get(k).magnitude());
    }
    double difference =
        largestDifference(
            Simulation.of(whole)
                .relativeTolerance(1e-9)
                .experiment(CYCLE)
                .every(60)
                .run()
                .voltage(),
            Simulation.of(parts)
                .relativeTolerance(1e-9)
                .experiment(CYCLE)
                .every(60)
                .run()
                .voltage());
    System.out.printf("sizes in parts: %.1e V%n", difference);
    assertTrue(difference < 2e-8);
  }

  @Test
  void withoutSpreadSizesOfABlendAreTheBlend() throws InterruptedException {
    double[] before =
        Simulation.of(graphiteAndSilicon()).experiment(CYCLE).every(60).run().voltage();
    double[] none = Simulation.of(sizedBlend(0)).experiment(CYCLE).every(60).run().voltage();
    assertArrayEquals(before, none);
    Simulation exact = Simulation.of(graphiteAndSilicon()).relativeTolerance(1e-9);
    before = exact.experiment(CYCLE).every(60).run().voltage();
    double[] off = new double[2];
    for (int k = 0; k < 2; k++) {
      Simulation spread = Simulation.of(sizedBlend(k == 0 ? 0.06 : 0.03)).relativeTolerance(1e-9);
      off[k] = largestDifference(before, spread.experiment(CYCLE).every(60).run().voltage());
    }
    System.out.printf(
        "graphite and silicon, spread of 6 %%: %.3f mV, of 3 %%: %.3f mV%n",
        1e3 * off[0], 1e3 * off[1]);
    assertEquals(0.25, off[1] / off[0], 0.02, "falls with the variance");
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void sizesOfABlendConserveLithiumAndCharge(Model model) throws InterruptedException {
    conserves(
        Simulation.of(sizedBlend(0.3)).model(model).thermal(Thermal.LUMPED),
        model + ", sizes of graphite and silicon");
  }

  @Test
  void aBlendNeedsToKnowWhoseSizesVary() {
    Bpx blend = graphiteAndSilicon();
    CellwrightException one =
        assertThrows(
            CellwrightException.class, () -> Simulation.of(blend.with(DEVIATION, "1e-6")).run());
    assertTrue(String.valueOf(one.getMessage()).contains("Graphite"), one::getMessage);
    CellwrightException other =
        assertThrows(
            CellwrightException.class,
            () -> Simulation.of(blend.with(DEVIATION + "/Tin", "1e-6")).run());
    assertTrue(String.valueOf(other.getMessage()).contains("'Tin'"), other::getMessage);
  }
}
