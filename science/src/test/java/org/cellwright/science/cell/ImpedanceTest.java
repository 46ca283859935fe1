package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Impedance against other solvers, and in the limits where it is known. */
class ImpedanceTest {
  private static final double FARADAY = 96485.33212331001;
  private static final double GAS = 8.31446261815324;
  private static final Bpx CELL = ReferenceData.cell("marquis2019");

  private static Impedance.Point at(Impedance impedance, double hertz) {
    return impedance.at(hertz).getFirst();
  }

  private static double difference(Impedance.Point a, Impedance.Point b) {
    return Math.hypot(a.real() - b.real(), a.imaginary() - b.imaginary());
  }

  private static double[] decades(double lowest, double highest, int count) {
    double[] hertz = new double[count];
    for (int k = 0; k < count; k++) {
      hertz[k] = lowest * Math.pow(highest / lowest, k / (count - 1.0));
    }
    return hertz;
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPM", "DFN"})
  @Tag("reference")
  void agreesWithPyBamm(Model model) {
    Path file =
        ReferenceData.folder("continuum/pybamm_eis")
            .resolve(model.word() + "_marquis2019_eis_n160.csv");
    double worst = worstDeviation(Impedance.of(CELL).model(model), file);
    assertTrue(worst < 0.005, "worst deviation " + worst);
  }

  // The SPMe file beside those of the other two is not used: PyBaMM starts an algebraic variable of
  // that model, the mean potential of the electrolyte in the positive electrode, at 0 instead of
  // −U, and linearises there, 0.175 V away from equilibrium.

  @Test
  void spmeAgreesWithPyBamm() {
    Impedance spme = Impedance.of(withoutDoubleLayers()).model(Model.SPME);
    double worst = worstDeviation(spme, impedances("spme_marquis2019_n160.csv"));
    assertTrue(worst < 0.005, "worst deviation " + worst);
  }

  @Test
  void spmeWithDoubleLayersIsCloseToPyBamm() {
    // With double layers PyBaMM lets the reaction, but not the ionic current, vary through an
    // electrode (that variation added, 0.06 % are left). SPMe has uniform sources, as its authors
    // do.
    Impedance spme = Impedance.of(CELL).model(Model.SPME);
    double worst = worstDeviation(spme, impedances("spme_marquis2019_double_layers_n160.csv"));
    assertTrue(worst < 0.0125, "worst deviation " + worst);
  }

  private static Path impedances(String name) {
    return ReferenceData.ofRepository("science/src/test/resources/impedance/" + name);
  }

  /** Of |Z|, over the frequencies of a file. */
  private static double worstDeviation(Impedance impedance, Path file) {
    Map<String, double[]> columns = ReferenceData.columns(file);
    double[] hertz = Objects.requireNonNull(columns.get("frequency_hertz"));
    double[] real = Objects.requireNonNull(columns.get("z_real_ohm"));
    double[] imaginary = Objects.requireNonNull(columns.get("z_imag_ohm"));
    List<Impedance.Point> ours = impedance.at(hertz);
    double worst = 0;
    double where = 0;
    for (int k = 0; k < hertz.length; k++) {
      Impedance.Point theirs = new Impedance.Point(hertz[k], real[k], imaginary[k]);
      double relative = difference(ours.get(k), theirs) / theirs.magnitude();
      if (relative > worst) {
        worst = relative;
        where = hertz[k];
      }
    }
    System.out.printf(
        "Impedance against %s: worst deviation %.4f %% of |Z|, at %.3g Hz%n",
        file.getFileName(), 100 * worst, where);
    return worst;
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPME", "DFN"})
  void isOfSecondOrderAcrossTheCell(Model model) {
    double[] hertz = decades(1e-4, 1e4, 30);
    List<Impedance.Point> exact =
        Impedance.of(CELL).model(model).mesh(new Mesh(1280, 640, 1280, 3)).at(hertz);
    double before = Double.NaN;
    for (int n : new int[] {20, 40, 80, 160}) {
      List<Impedance.Point> points =
          Impedance.of(CELL).model(model).mesh(new Mesh(n, n / 2, n, 3)).at(hertz);
      double worst = 0;
      for (int k = 0; k < hertz.length; k++) {
        worst = Math.max(worst, difference(points.get(k), exact.get(k)) / exact.get(k).magnitude());
      }
      double order = Math.log(before / worst) / Math.log(2);
      System.out.printf(
          "Impedance of %s on %d volumes an electrode: worst error %.5f %% of |Z|, order %.2f%n",
          model, n, 100 * worst, order);
      if (n >= 80) {
        assertTrue(order > 1.8, "order " + order);
      }
      before = worst;
    }
    assertTrue(before < 1e-3, "error " + before);
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      names = {"SPME", "DFN"})
  void theErrorEstimateIsThreeQuartersOfTheError(Model model) {
    // Of second order e: e − e/4.
    double[] hertz = decades(1e-4, 1e4, 30);
    Impedance impedance = Impedance.of(CELL).model(model).mesh(new Mesh(80, 40, 80, 3));
    List<Impedance.Point> spectrum = impedance.at(hertz);
    double[] estimate = impedance.estimateError(spectrum);
    List<Impedance.Point> exact = impedance.mesh(new Mesh(1280, 640, 1280, 3)).at(hertz);
    double[] error = new double[hertz.length];
    for (int k = 0; k < hertz.length; k++) {
      error[k] = difference(spectrum.get(k), exact.get(k));
    }
    // Where two contributions cancel, what is left is of higher order.
    double largest = Arrays.stream(error).max().orElseThrow();
    for (int k = 0; k < hertz.length; k++) {
      if (error[k] > 0.05 * largest) {
        assertEquals(0.75, estimate[k] / error[k], 0.03, hertz[k] + " Hz");
      }
    }
  }

  @Test
  void singleParticlesEndInTheCapacityOfTheirLithium() {
    // Far below D/R²: Z → 1/(iωC), 1/C = −Σ U′ / (A a R/3 L F c_max).
    double hertz = 1e-8;
    double slopes = slopePerCharge(CELL.negativeElectrode(), true);
    slopes += slopePerCharge(CELL.positiveElectrode(), false);
    double expected = slopes / (2 * Math.PI * hertz * CELL.cell().electrodeArea());
    Impedance.Point z = at(Impedance.of(CELL).model(Model.SPM), hertz);
    System.out.printf("SPM at %g Hz: %.6g Ω, 1/(ωC) is %.6g Ω%n", hertz, -z.imaginary(), expected);
    assertEquals(expected, -z.imaginary(), 1e-4 * expected);
  }

  /** −U′ / (L a R/3 F c_max) at full charge, V m²/C. */
  private static double slopePerCharge(Electrode electrode, boolean negative) {
    Particle p = electrode.particle();
    double x = negative ? p.maximumStoichiometry() : p.minimumStoichiometry();
    return -p.ocp().slope(x)
        / (electrode.thickness() * p.activeFraction() * FARADAY * p.maximumConcentration());
  }

  @Test
  void semiInfiniteDiffusionHasEqualRealAndImaginaryParts() {
    // Warburg: without double layers, above D/R², Z − R_ct ~ (1 − i) / √ω.
    Impedance impedance = Impedance.of(withoutDoubleLayers()).model(Model.SPM);
    double transfer = at(impedance, 1e9).real();
    Impedance.Point slow = at(impedance, 1e3);
    Impedance.Point fast = at(impedance, 1e5);
    assertEquals(1, (slow.real() - transfer) / -slow.imaginary(), 0.01);
    assertEquals(10, slow.imaginary() / fast.imaginary(), 0.01);
    double expected = 0;
    for (boolean negative : new boolean[] {true, false}) {
      Electrode e = negative ? CELL.negativeElectrode() : CELL.positiveElectrode();
      Particle p = e.particle();
      double x = negative ? p.maximumStoichiometry() : p.minimumStoichiometry();
      double j0 = FARADAY * p.reactionRate() * Math.sqrt(x * (1 - x));
      expected +=
          GAS
              * CELL.initialTemperature()
              / (FARADAY * j0 * p.surfaceAreaPerVolume() * e.thickness())
              / CELL.cell().electrodeArea();
    }
    assertEquals(expected, transfer, 1e-4 * expected);
  }

  @Test
  void doubleLayersShortTheReactionsAtHighFrequency() {
    double kappa = CELL.electrolyte().conductivity().at(1000);
    Electrode n = CELL.negativeElectrode();
    Electrode p = CELL.positiveElectrode();
    double area = CELL.cell().electrodeArea();
    double separator =
        CELL.separator().thickness() / (kappa * CELL.separator().transportEfficiency());
    double uniform =
        separator
            + third(n, 1 / (kappa * n.transportEfficiency()) + 1 / n.conductivity())
            + third(p, 1 / (kappa * p.transportEfficiency()) + 1 / p.conductivity());
    Impedance.Point spme = at(Impedance.of(CELL).model(Model.SPME), 1e8);
    assertEquals(uniform / area, spme.real(), 1e-5 * spme.real());
    assertEquals(0, spme.imaginary(), 1e-4 * spme.real());
  }

  @Test
  void porousElectrodesAreTransmissionLinesAtHighFrequency() {
    // Two conductors joined by double layers alone, much longer than the current reaches:
    // Z = L/(κ+σ) (1 + (σ/κ + κ/σ)/ν), ν = L √(iω C a (1/κ + 1/σ)).
    double hertz = 1e6;
    double kappa = CELL.electrolyte().conductivity().at(1000);
    double real = CELL.separator().thickness() / (kappa * CELL.separator().transportEfficiency());
    double imaginary = 0;
    for (Electrode e : List.of(CELL.negativeElectrode(), CELL.positiveElectrode())) {
      double liquid = kappa * e.transportEfficiency();
      double solid = e.conductivity();
      double length = e.thickness();
      double area = e.particle().surfaceAreaPerVolume();
      double joined = 2 * Math.PI * hertz * 0.2 * area * (1 / liquid + 1 / solid);
      double partOfNu = length * Math.sqrt(joined / 2);
      double ends = (solid / liquid + liquid / solid) / (2 * partOfNu);
      real += length / (liquid + solid) * (1 + ends);
      imaginary -= length / (liquid + solid) * ends;
    }
    double cell = CELL.cell().electrodeArea();
    Impedance.Point dfn = at(Impedance.of(CELL).mesh(new Mesh(2000, 100, 2000, 3)), hertz);
    assertEquals(real / cell, dfn.real(), 2e-3 * dfn.magnitude());
    assertEquals(imaginary / cell, dfn.imaginary(), 2e-3 * dfn.magnitude());
  }

  private static double third(Electrode e, double resistivity) {
    return e.thickness() / 3 * resistivity;
  }

  @ParameterizedTest
  @EnumSource(
      value = Model.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"THEVENIN"})
  void cellsArePassiveAndCapacitive(Model model) {
    for (double soc : new double[] {0, 0.3, 1}) {
      for (Impedance.Point z :
          Impedance.of(CELL).model(model).stateOfCharge(soc).at(decades(1e-5, 1e6, 60))) {
        assertTrue(z.real() > 0 && z.imaginary() < 0, model + " at " + soc + ": " + z);
      }
    }
  }

  @Test
  void refusesWhatHasNoMeaning() {
    Impedance impedance = Impedance.of(CELL);
    assertThrows(CellwrightException.class, () -> impedance.at(0));
    assertThrows(CellwrightException.class, () -> impedance.at(1, Double.NaN));
    assertThrows(CellwrightException.class, () -> impedance.stateOfCharge(1.1));
    Bpx negative =
        CELL.withUserDefined(CELL.userDefined().with(-1, Supplement.NEGATIVE_DOUBLE_LAYER));
    CellwrightException refusal =
        assertThrows(CellwrightException.class, () -> Impedance.of(negative).at(1));
    assertEquals(CellwrightException.Kind.REFUSED, refusal.kind());
  }

  private static Bpx withoutDoubleLayers() {
    return CELL.withUserDefined(UserDefined.NONE);
  }
}
