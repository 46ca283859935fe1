package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thevenin's circuit, given in the file or made from the impedance. */
class EquivalentCircuitTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");

  private static Bpx with(String series, String resistance, String timeName) {
    return CELL.with("User-defined/Equivalent circuit/Series resistance [Ohm]", series)
        .with("User-defined/Equivalent circuit/Resistance 1 [Ohm]", resistance)
        .with("User-defined/Equivalent circuit/" + timeName, "50");
  }

  private static Bpx onePair() {
    return with("0.02", "0.01", "Time constant 1 [s]");
  }

  /** After a step of current the pair relaxes as an exponential, on top of a resting cell. */
  @Test
  void followsTheLawOfThePair() throws InterruptedException {
    Simulation simulation =
        Simulation.of(onePair()).model(Model.THEVENIN).relativeTolerance(1e-7).stateOfCharge(0.6);
    Solution s =
        simulation.experiment("Discharge at 2 A for 100 s; Rest for 300 s").every(10).run();
    double rest = last(s.voltage());
    double left = 0.01 * 2 * (1 - Math.exp(-100 / 50.0));
    for (int k = s.firstOf(2); k < s.points(); k++) {
      double since = s.time()[k] - 100;
      double expected = left * (Math.exp(-since / 50) - Math.exp(-300 / 50.0));
      assertEquals(expected, rest - s.voltage()[k], 1e-6, "at " + s.time()[k]);
    }
    double before = s.voltage()[s.firstOf(2) - 1];
    assertEquals(0.02 * 2, s.voltage()[s.firstOf(2)] - before, 1e-6, "series resistance");
  }

  @Test
  void restsAtTheOpenCircuitVoltageOfThePhysicalModels() throws InterruptedException {
    for (double soc : new double[] {0, 0.3, 1}) {
      Simulation rest = Simulation.of(CELL).stateOfCharge(soc).experiment("Rest for 1 s");
      assertEquals(
          rest.model(Model.SPM).run().voltage()[0],
          rest.model(Model.THEVENIN).run().voltage()[0],
          1e-12);
    }
  }

  @Test
  void saysThatItKnowsNoPlatingMargin() throws InterruptedException {
    Solution s =
        Simulation.of(CELL).model(Model.THEVENIN).experiment("Discharge at 1C for 10 s").run();
    assertTrue(Arrays.stream(s.platingMargin()).allMatch(Double::isNaN));
    assertTrue(Arrays.stream(s.voltage()).allMatch(Double::isFinite));
  }

  @Test
  void refusesHalfAPairAndNegativeResistances() {
    Simulation half =
        Simulation.of(with("0.02", "0.01", "Time constant 2 [s]")).model(Model.THEVENIN);
    assertThrows(CellwrightException.class, half::run);
    Simulation negative =
        Simulation.of(with("0.02", "0.01 - 0.1 * x", "Time constant 1 [s]")).model(Model.THEVENIN);
    assertThrows(CellwrightException.class, negative::run);
  }

  /** R₀ + R/(1 + iωτ) where frequencies are too high for the slope of the open-circuit voltage. */
  @Test
  void hasTheImpedanceOfItsParts() {
    double hertz = 1 / (2 * Math.PI * 50);
    Impedance impedance = Impedance.of(onePair()).model(Model.THEVENIN).stateOfCharge(0.6);
    Impedance.Point fast = impedance.at(1e6).getFirst();
    assertEquals(0.02, fast.real(), 1e-9);
    assertEquals(0, fast.imaginary(), 1e-8);
    Impedance.Point corner = impedance.at(hertz).getFirst();
    assertEquals(0.02 + 0.01 / 2, corner.real(), 1e-12);
    // What lies below −R/2 is the slope: it falls as 1/f, the pair's own part then as 1/f, too.
    double below = corner.imaginary() + 0.01 / 2;
    double product = 10;
    Impedance.Point tenfold = impedance.at(product * hertz).getFirst();
    assertTrue(below < 0);
    assertEquals(
        below / product, tenfold.imaginary() + 0.01 * product / (1 + product * product), 1e-12);
  }

  /** Made from the cell's impedance, it gives that back within the fit, diffusion included. */
  @Test
  void givesBackTheImpedanceItWasMadeFrom() {
    Impedance cell = Impedance.of(CELL).stateOfCharge(0.5);
    for (double hertz : new double[] {1e-4, 1e-3, 1e-2, 0.1, 1}) {
      Impedance.Point whole = cell.model(Model.DFN).at(hertz).getFirst();
      Impedance.Point circuit = cell.model(Model.THEVENIN).at(hertz).getFirst();
      double away =
          Math.hypot(circuit.real() - whole.real(), circuit.imaginary() - whole.imaginary());
      assertTrue(away < 0.01 * whole.magnitude(), hertz + " Hz: " + away / whole.magnitude());
    }
  }

  /** A small signal is what the circuit was made from. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.8})
  void followsTheFullModelUnderASmallPulse(double soc) throws InterruptedException {
    Simulation dfn =
        Simulation.of(CELL)
            .stateOfCharge(soc)
            .relativeTolerance(1e-6)
            .experiment("Discharge at C/20 for 10 min; Rest for 20 min")
            .every(5);
    Solution full = dfn.run();
    double drop = full.voltage()[0] - full.voltage()[full.firstOf(2) - 1];
    double[] off = distance(full, dfn.model(Model.THEVENIN).run());
    System.out.printf(
        "C/20 pulse at %.1f: drop %.2f mV, circuit off by %.3f mV rms, %.3f mV at most%n",
        soc, 1e3 * drop, off[0], off[1]);
    assertTrue(off[0] < 0.05 * 1e3 * drop, off[0] + " mV");
  }

  /** A parameter set without electrolyte has a circuit too: that of its particles. */
  @Tag("reference")
  @Test
  void isMadeFromParticlesAloneWhereThereIsNoMore() throws IOException, InterruptedException {
    Path file = ReferenceData.folder("continuum/bpx").resolve("nmc_pouch_cell_BPX_SPM.json");
    Bpx cell;
    try (InputStream in = Files.newInputStream(file)) {
      cell = Bpx.read(in, "SPM");
    }
    Simulation spm =
        Simulation.of(cell)
            .model(Model.SPM)
            .stateOfCharge(0.9)
            .experiment("Discharge at C/5 for 4 h")
            .every(60);
    double[] off = distance(spm.run(), spm.model(Model.THEVENIN).run());
    System.out.printf("particles alone, C/5: %.2f mV rms%n", off[0]);
    assertTrue(off[0] < 5, off[0] + " mV");
  }

  /**
   * The lumped circuit warms as the lumped DFN does, reversible heat included, where particles are
   * uniform (the heat of diffusion in them is in the circuit's and not in the DFN's) and kinetics
   * nearly linear.
   */
  @Test
  void warmsAsTheFullModelDoes() throws InterruptedException {
    Bpx cell =
        ReferenceData.cell("enertech-ai2020")
            .with("Negative electrode/Diffusivity [m2.s-1]", "1e-10")
            .with("Positive electrode/Diffusivity [m2.s-1]", "1e-10");
    Simulation dfn =
        Simulation.of(cell)
            .thermal(Simulation.Thermal.LUMPED)
            .experiment("Discharge at C/5 for 4 h")
            .every(60);
    double[] full = dfn.run().temperature();
    double[] circuit = dfn.model(Model.THEVENIN).run().temperature();
    double ambient = cell.ambientTemperature();
    double most = 0;
    double off = 0;
    for (int k = 0; k < full.length; k++) {
      most = Math.max(most, Math.abs(full[k] - ambient));
      off = Math.max(off, Math.abs(full[k] - circuit[k]));
    }
    System.out.printf("C/5: up to %.2f K from ambient, circuit off by %.3f K%n", most, off);
    assertTrue(off < 0.1 * most);
  }

  /** What the guide states. */
  @ParameterizedTest(name = "{0} {1} from {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "lg-m50-chen2020   | (Discharge at 1C for 30 s; Rest for 5 min; Charge at 1C for 30 s; Rest for 5 min) x3 | 0.5 | 15",
        "lg-m50-chen2020   | (Discharge at 1C for 10 min; Rest for 1 h) x5 | 1 | 30",
        "lg-m50-chen2020   | Discharge at C/3 until 2.5 V | 1 | 15",
        "lg-m50-chen2020   | Discharge at C/2 until 2.5 V | 1 | 30",
        "lg-m50-chen2020   | Discharge at 1C until 2.5 V  | 1 | 75",
        "kokam-ecker2015   | (Discharge at 1C for 30 s; Rest for 5 min; Charge at 1C for 30 s; Rest for 5 min) x3 | 0.5 | 1",
        "kokam-ecker2015   | Discharge at C/3 until 2.5 V | 1 | 12",
        "kokam-ecker2015   | Discharge at 1C until 2.5 V  | 1 | 30",
        "enertech-ai2020   | Discharge at C/3 until 3 V   | 1 | 3",
        "enertech-ai2020   | Discharge at 1C until 3 V    | 1 | 20",
        "lishen-lfp-xu2015 | Discharge at C/3 until 2.5 V | 1 | 12",
        "lishen-lfp-xu2015 | Discharge at 1C until 2.5 V  | 1 | 30",
        "nca-kim2011       | Discharge at C/3 until 2.7 V | 1 | 6",
        "nca-kim2011       | Discharge at 1C until 2.7 V  | 1 | 20"
      })
  void staysNearTheFullModel(String name, String experiment, double soc, double millivolt)
      throws InterruptedException {
    Simulation dfn =
        Simulation.of(ReferenceData.cell(name)).stateOfCharge(soc).experiment(experiment).every(5);
    Solution full = dfn.run();
    Simulation thevenin = dfn.model(Model.THEVENIN);
    thevenin.run();
    long begun = System.nanoTime();
    Solution circuit = thevenin.run();
    double[] off = distance(full, circuit);
    System.out.printf(
        "%s, %s: %.1f mV rms, %.1f mV at most, ends after %.0f s (DFN %.0f s), %.0f ms%n",
        name,
        experiment,
        off[0],
        off[1],
        last(circuit.time()),
        last(full.time()),
        1e-6 * (System.nanoTime() - begun));
    assertTrue(circuit.complete(), circuit::endReason);
    assertTrue(off[0] < millivolt, off[0] + " mV");
  }

  /** rms and greatest difference over the time that both last, mV. */
  private static double[] distance(Solution a, Solution b) {
    double sum = 0;
    double most = 0;
    int count = 0;
    double end = Math.min(last(a.time()), last(b.time()));
    for (int k = 0; k < Math.min(a.points(), b.points()); k++) {
      // Steps of fixed length have common times, other ends are left out.
      if (a.time()[k] == b.time()[k] && a.time()[k] <= end) {
        double difference = 1e3 * Math.abs(a.voltage()[k] - b.voltage()[k]);
        sum += difference * difference;
        most = Math.max(most, difference);
        count++;
      }
    }
    assertTrue(count > 20);
    return new double[] {Math.sqrt(sum / count), most};
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }
}
