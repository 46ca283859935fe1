package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contacts, double layers, the activity of the salt: in time and in frequency. */
class ElectricalTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final String FACTOR = "User-defined/" + Supplement.THERMODYNAMIC_FACTOR;
  private static final double RESISTANCE = 0.01;

  private static Bpx withContacts() {
    return CELL.with("User-defined/" + Supplement.CONTACT_RESISTANCE, "0.01");
  }

  private static Bpx withDoubleLayers() {
    return CELL.with("User-defined/" + Supplement.NEGATIVE_DOUBLE_LAYER, "0.2")
        .with("User-defined/" + Supplement.POSITIVE_DOUBLE_LAYER, "0.3");
  }

  private static double[] voltages(Bpx cell, Model model, String experiment)
      throws InterruptedException {
    Solution solution =
        Simulation.of(cell)
            .model(model)
            .stateOfCharge(0.8)
            .experiment(experiment)
            .every(60)
            .relativeTolerance(1e-8)
            .run();
    assertTrue(solution.complete(), solution::endReason);
    return solution.voltage();
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "SPME", "DFN"})
  void contactsCostTheirOhmicDrop(Model model) throws InterruptedException {
    String experiment = "Discharge at 5 A for 10 min";
    double[] without = voltages(CELL, model, experiment);
    double[] with = voltages(withContacts(), model, experiment);
    for (int k = 1; k < with.length; k++) {
      assertEquals(5 * RESISTANCE, without[k] - with[k], 1e-9);
    }
    List<Impedance.Point> a = Impedance.of(CELL).model(model).at(1e-3, 1, 1e3);
    List<Impedance.Point> b = Impedance.of(withContacts()).model(model).at(1e-3, 1, 1e3);
    for (int k = 0; k < 3; k++) {
      assertEquals(RESISTANCE, b.get(k).real() - a.get(k).real(), 1e-12);
      assertEquals(a.get(k).imaginary(), b.get(k).imaginary(), 1e-15);
    }
  }

  @Test
  void contactsMakeJouleHeat() throws InterruptedException {
    double[] warmth = new double[2];
    double seconds = 2;
    for (int k = 0; k < 2; k++) {
      Solution solution =
          Simulation.of(k == 0 ? CELL : withContacts())
              .thermal(Thermal.LUMPED)
              .relativeTolerance(1e-8)
              .experiment("Discharge at 5 A for 2 s")
              .run();
      warmth[k] = solution.temperature()[solution.points() - 1];
    }
    Bpx.Cell cell = CELL.cell();
    double capacity =
        cell.density().getAsDouble()
            * cell.volume().getAsDouble()
            * cell.specificHeat().getAsDouble();
    double expected = 25 * RESISTANCE * seconds / capacity;
    assertEquals(expected, warmth[1] - warmth[0], 2e-3 * expected);
  }

  /** A hold with contacts finds the current for which cell and contacts together are at it. */
  @Test
  void contactsTakePartInAHold() throws InterruptedException {
    Solution solution =
        Simulation.of(withContacts()).stateOfCharge(0.5).experiment("Hold at 4.0 V for 60 s").run();
    assertTrue(solution.complete(), solution::endReason);
    for (double v : solution.voltage()) {
      assertEquals(4.0, v, 1e-6);
    }
  }

  /** Without current the electrolyte is a concentration cell: Δφ = f K Δ ln c. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2.5", "0.6 + 0.0012 * x"})
  void electrolyteIsAConcentrationCell(String factor) {
    double[] measured = new double[2];
    Bpx cell = CELL.with(FACTOR, factor);
    ScalarFunction f = ScalarFunction.expression(factor);
    double k =
        2
            * 8.31446261815324
            * 298.15
            / 96485.33212331001
            * (1 - cell.electrolyte().transferenceNumber());
    Simulation.of(cell)
        .mesh(new Mesh(40, 80, 40, 10))
        .experiment("Discharge at 2C for 60 s; Rest for 1 s")
        .run(
            new Simulation.Listener() {
              @Override
              public void recorded(int step, double time, Supplier<Profiles> profiles) {
                Profiles p = profiles.get();
                int first = 40;
                int last = 119;
                double[] c = p.saltConcentration();
                measured[0] = p.electrolytePotential()[last] - p.electrolytePotential()[first];
                // Simpson's rule over ln c.
                int n = 200;
                double h = Math.log(c[last] / c[first]) / n;
                double sum = 0;
                for (int q = 0; q <= n; q++) {
                  sum +=
                      (q == 0 || q == n ? 1 : q % 2 == 1 ? 4 : 2)
                          * f.at(c[first] * Math.exp(q * h));
                }
                measured[1] = k * sum * h / 3;
              }
            });
    System.out.printf(
        "f = %s: %.4f mV, integral %.4f mV%n", factor, 1e3 * measured[0], 1e3 * measured[1]);
    assertTrue(Math.abs(measured[1]) > 1e-3);
    assertEquals(measured[1], measured[0], 1e-5 * Math.abs(measured[1]));
  }

  /**
   * Only the diffusion potential knows of it, and that is linear in it where kinetics are apart.
   */
  @Test
  void voltageOfTheSpmeIsLinearInAConstantFactor() throws InterruptedException {
    String experiment = "Discharge at 1C for 20 min";
    double[] one = voltages(CELL, Model.SPME, experiment);
    double[] alsoOne = voltages(CELL.with(FACTOR, "1"), Model.SPME, experiment);
    double[] two = voltages(CELL.with(FACTOR, "2"), Model.SPME, experiment);
    double[] three = voltages(CELL.with(FACTOR, "3"), Model.SPME, experiment);
    for (int k = 0; k < one.length; k++) {
      assertEquals(one[k], alsoOne[k], 1e-12);
      assertEquals(two[k] - one[k], three[k] - two[k], 1e-8);
    }
    assertTrue(one[10] - two[10] > 1e-3);
  }

  /**
   * Long after a small current began the voltage runs along −I (R + t/C), and R + 1/(iωC) is the
   * impedance at low frequency.
   */
  private static void slowPulseAgrees(Bpx cell, String what) throws InterruptedException {
    double hour = 3600;
    double ampere = 1e-4;
    double[][] moved = new double[2][];
    for (int k = 0; k < 2; k++) {
      Solution solution =
          Simulation.of(cell)
              .stateOfCharge(0.6)
              .relativeTolerance(1e-10)
              .experiment("%s at 0.1 mA for 30 h".formatted(k == 0 ? "Discharge" : "Charge"))
              .every(hour)
              .run();
      assertTrue(solution.complete(), solution::endReason);
      moved[k] = solution.voltage();
    }
    double rest =
        Simulation.of(cell).stateOfCharge(0.6).experiment("Rest for 1 s").run().voltage()[0];
    // Both signs: what is quadratic in the current goes.
    double[] response = new double[31];
    for (int k = 1; k <= 30; k++) {
      response[k] = (moved[1][k] - moved[0][k]) / (2 * ampere);
    }
    assertEquals(rest, 0.5 * (moved[0][1] + moved[1][1]), 1e-5);
    double rate = (response[30] - response[15]) / (15 * hour);
    double resistance = response[30] - rate * 30 * hour;
    Impedance.Point z =
        Impedance.of(cell).mesh(Mesh.DEFAULT).stateOfCharge(0.6).at(1e-7).getFirst();
    double elastance = -z.imaginary() * 2 * Math.PI * 1e-7;
    System.out.printf(
        "%s: %.6f mΩ in time, %.6f in frequency; 1/C off by %.1e%n",
        what, 1e3 * resistance, 1e3 * z.real(), rate / elastance - 1);
    assertEquals(elastance, rate, 2e-4 * elastance);
    assertEquals(z.real(), resistance, 3e-3 * z.real());
  }

  @Test
  void slowPulsesAgreeWithTheImpedance() throws InterruptedException {
    slowPulseAgrees(CELL, "graphite");
    slowPulseAgrees(ReferenceData.testCell("graphite-silicon"), "graphite and silicon");
    slowPulseAgrees(CELL.with(FACTOR, "0.6 + 0.0012 * x"), "with activity");
    slowPulseAgrees(
        CELL.with("User-defined/" + Supplement.NEGATIVE_RADIUS_DEVIATION, "2e-6"), "sizes");
  }

  /**
   * The time integral of the answer to a step, which is t²/2C + (2/π) ∫ Re Z (1 − cos ωt)/ω² dω for
   * an impedance with a pole at zero.
   */
  @Test
  void doubleLayersChargeAsTheImpedanceSays() throws InterruptedException {
    Mesh mesh = new Mesh(20, 10, 20, 20);
    double ampere = 0.02;
    // Shells are too thick for how far lithium diffuses in milliseconds.
    Bpx cell =
        withDoubleLayers()
            .with("Negative electrode/Diffusivity [m2.s-1]", "1e-10")
            .with("Positive electrode/Diffusivity [m2.s-1]", "1e-10");
    int decades = 14;
    int each = 400;
    double[] hertz = new double[decades * each + 1];
    for (int k = 0; k < hertz.length; k++) {
      hertz[k] = Math.pow(10, -6 + (double) k / each);
    }
    List<Impedance.Point> spectrum = Impedance.of(cell).mesh(mesh).stateOfCharge(0.6).at(hertz);
    double elastance = -spectrum.getFirst().imaginary() * 2 * Math.PI * hertz[0];
    for (double seconds : new double[] {1e-4, 1e-3, 1e-2, 0.1, 1}) {
      Solution solution =
          Simulation.of(cell)
              .mesh(mesh)
              .stateOfCharge(0.6)
              .doubleLayers(true)
              .relativeTolerance(1e-10)
              .experiment(
                  "Discharge at 20 mA for %s s"
                      .formatted(
                          new java.math.BigDecimal(Double.toString(seconds)).toPlainString()))
              .run();
      assertTrue(solution.complete(), solution::endReason);
      assertEquals(0, solution.balance().chargeDefect(), 1e-12);
      assertEquals(0, solution.balance().lithiumDefect(), 1e-12);
      int last = solution.points() - 1;
      double rest =
          Simulation.of(cell)
              .mesh(mesh)
              .stateOfCharge(0.6)
              .experiment("Rest for 1 s")
              .run()
              .voltage()[0];
      double measured = (rest * seconds + 3600 * solution.energy()[last] / ampere) / ampere;
      double sum = 0;
      for (int k = 0; k < hertz.length; k++) {
        double omega = 2 * Math.PI * hertz[k];
        double sine = Math.sin(0.5 * omega * seconds);
        sum += spectrum.get(k).real() * 2 * sine * sine / omega;
      }
      double expected =
          0.5 * seconds * seconds * elastance + 2 / Math.PI * sum * Math.log(10) / each;
      System.out.printf(
          "%.0e s: mean resistance %.5f mΩ in time, %.5f mΩ from the impedance%n",
          seconds, 1e3 * measured / seconds, 1e3 * expected / seconds);
      assertEquals(expected, measured, 1e-3 * expected);
    }
  }

  @Test
  void chargeInDoubleLayersCounts() throws InterruptedException {
    Solution solution =
        Simulation.of(withDoubleLayers())
            .doubleLayers(true)
            .stateOfCharge(0.8)
            .experiment("Discharge at 1C for 10 min; Rest for 5 min; Charge at C/2 for 3 min")
            .run();
    assertTrue(solution.complete(), solution::endReason);
    assertEquals(0, solution.balance().chargeDefect(), 1e-9);
    assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    double[] without =
        Simulation.of(withDoubleLayers())
            .stateOfCharge(0.8)
            .experiment("Discharge at 1C for 10 min; Rest for 5 min; Charge at C/2 for 3 min")
            .run()
            .voltage();
    int last = solution.points() - 1;
    assertEquals(without[without.length - 1], solution.voltage()[last], 1e-4);
  }

  @Test
  void doubleLayersAreNotLeftOutInSilence() {
    Simulation charged = Simulation.of(withDoubleLayers()).doubleLayers(true);
    assertThrows(CellwrightException.class, () -> charged.model(Model.SPME).run());
    assertThrows(CellwrightException.class, () -> Simulation.of(CELL).doubleLayers(true).run());
  }
}
