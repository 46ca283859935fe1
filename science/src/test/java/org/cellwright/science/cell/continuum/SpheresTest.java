package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Mesh.Surface;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.continuum.CellData.PhaseData;
import org.cellwright.science.numerics.dae.BdfIntegrator;
import org.cellwright.science.numerics.dae.ImplicitSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fick's law in a sphere against the analytic solution. */
class SpheresTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final double START = 20_000;

  /** A sphere that gives off lithium at a constant rate; its only other unknown is that rate. */
  private static final class Sphere implements ImplicitSystem {
    final PhaseData phase;
    final int shells;
    final double j;
    final Spheres particles;

    Sphere(Bpx cell, int shells, double j, Surface surface) {
      this.phase = new CellData(cell, true).negative.phases[0];
      this.shells = shells;
      this.j = j;
      particles = Spheres.of(phase, 1, new Mesh(2, 1, 2, shells, surface));
    }

    @Override
    public int size() {
      return 1 + shells;
    }

    @Override
    public boolean solve(
        double c,
        double[] predicted,
        double[] base,
        double[] weight,
        double tolerance,
        double[] y) {
      System.arraycopy(predicted, 0, y, 0, y.length);
      y[0] = j;
      for (int k = 0; k < (particles.isLinear() ? 1 : 6); k++) {
        particles.eliminate(c, 1, base, y, 1);
        particles.substitute(base, y, 0, 1);
      }
      return true;
    }

    @Override
    public void weigh(double[] y, double relativeTolerance, double[] weight) {
      Arrays.fill(weight, 1 / (relativeTolerance * START));
      weight[0] = 0;
    }

    /** Surface concentration after D t / R² = tau, mol/m³. */
    double surfaceAt(double tau, double diffusivity) {
      double end = tau * phase.radius * phase.radius / diffusivity;
      double[] y = new double[size()];
      particles.fill(y, 1, START);
      BdfIntegrator integrator = new BdfIntegrator(this);
      assertTrue(integrator.start(0, y, 1e-9, 0));
      while (integrator.time() < end * (1 - 1e-12)) {
        assertTrue(integrator.step(end - integrator.time()));
      }
      double lost = START - particles.mean(integrator.state(), 1, 0);
      assertEquals(3 * j * end / (FARADAY * phase.radius), lost, 1e-9 * START, "lithium given off");
      return particles.surfaceBase[0] + particles.surfaceGain[0] * j;
    }
  }

  /** Carslaw and Jaeger, Conduction of Heat in Solids (1959), 9.7, at the surface. */
  private static double analytic(double tau, double gradientTimesRadius) {
    double sum = 0;
    for (int n = 1; n <= 2000; n++) {
      // The n-th positive root of tan x = x, by Newton's method on x cos x − sin x.
      double x = (n + 0.5) * Math.PI - 1 / ((n + 0.5) * Math.PI);
      for (int k = 0; k < 4; k++) {
        x += (x * Math.cos(x) - Math.sin(x)) / (x * Math.sin(x));
      }
      sum += Math.exp(-x * x * tau) / (x * x);
    }
    return START - gradientTimesRadius * (3 * tau + 0.2 - 2 * sum);
  }

  @ParameterizedTest(name = "{0} at Dt/R2 = {1}")
  @CsvSource({
    "PARABOLA, 0.02",
    "PARABOLA, 0.05",
    "PARABOLA, 0.2",
    "PARABOLA, 1",
    "STRAIGHT, 0.05",
    "STRAIGHT, 0.2",
    "STRAIGHT, 1"
  })
  void surfaceUnderConstantFluxFollowsCarslawAndJaeger(Surface surface, double tau) {
    double d = 3.3e-14;
    double j = 0.5;
    double[] errors = new double[4];
    for (int k = 0; k < errors.length; k++) {
      Sphere sphere = new Sphere(CELL, 10 << k, j, surface);
      double scale = j * sphere.phase.radius / (FARADAY * d);
      errors[k] = Math.abs(sphere.surfaceAt(tau, d) - analytic(tau, scale)) / scale;
    }
    System.out.printf(
        "sphere, %s, Dt/R2 = %s: error of the surface in j R / F D at 10, 20, 40, 80 shells %s%n",
        surface, tau, Arrays.stream(errors).mapToObj("%.2e"::formatted).toList());
    if (surface == Surface.PARABOLA && tau == 1) {
      // By now the profile is a parabola, for which the shells are exact.
      assertTrue(errors[0] < 1e-7, () -> Arrays.toString(errors));
      return;
    }
    for (int k = 0; k + 1 < errors.length; k++) {
      double order = Math.log(errors[k] / errors[k + 1]) / Math.log(2);
      assertTrue(order > 1.8, () -> "order " + order + " of " + Arrays.toString(errors));
    }
  }

  @ParameterizedTest(name = "{1} polynomials at Dt/R2 = {0}")
  @CsvSource({"0.02, 5, 3e-4", "0.02, 8, 1e-6", "0.2, 4, 1e-5", "0.2, 6, 1e-7", "1, 3, 1e-8"})
  void aFewPolynomialsFollowCarslawAndJaeger(double tau, int polynomials, double within) {
    double d = 3.3e-14;
    double j = 0.5;
    Sphere sphere = new Sphere(CELL, polynomials, j, Surface.SPECTRAL);
    double scale = j * sphere.phase.radius / (FARADAY * d);
    double error = Math.abs(sphere.surfaceAt(tau, d) - analytic(tau, scale)) / scale;
    System.out.printf(
        "sphere, %d even Legendre polynomials, Dt/R2 = %s: error %.2e%n", polynomials, tau, error);
    assertTrue(error < within, () -> "error " + error);
  }
}
