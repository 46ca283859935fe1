package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Mesh.Surface;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors of the voltage of a 1C discharge fall as tolerance and mesh say they must. */
class ConvergenceTest {
  private static final double[] TIMES = Runs.evenly(100, 3300, 65);

  private static double[] voltages(Mesh mesh, double rtol) throws InterruptedException {
    Simulation cell = Simulation.of(ReferenceData.cell("marquis2019"));
    return Runs.discharge(cell.mesh(mesh).relativeTolerance(rtol), 1, TIMES);
  }

  private static double slope(double coarse, double fine, double ratio) {
    return Math.log(coarse / fine) / Math.log(ratio);
  }

  @Test
  void errorInTimeFollowsTheTolerance() throws InterruptedException {
    double[] exact = voltages(Mesh.DEFAULT, 1e-10);
    double[] tolerances = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7};
    double[] errors = new double[tolerances.length];
    for (int k = 0; k < errors.length; k++) {
      errors[k] = Runs.rmsDifference(voltages(Mesh.DEFAULT, tolerances[k]), exact);
      System.out.printf("rtol %.0e: rms %.2e mV%n", tolerances[k], 1e3 * errors[k]);
      assertTrue(errors[k] < 0.3 * tolerances[k], "error above the tolerance of a volt");
    }
    double slope = slope(errors[0], errors[4], 1e4);
    assertTrue(slope > 0.8 && slope < 1.3, () -> "error falls with rtol to the power " + slope);
  }

  @Test
  void errorAcrossTheCellIsOfSecondOrder() throws InterruptedException {
    double[] exact = voltages(new Mesh(320, 320, 320, 10), 1e-8);
    double[] errors = new double[3];
    for (int k = 0; k < 3; k++) {
      int n = 10 << k;
      errors[k] = Runs.rmsDifference(voltages(new Mesh(n, n, n, 10), 1e-8), exact);
      System.out.printf("%d volumes a domain: rms %.4f mV%n", n, 1e3 * errors[k]);
    }
    for (int k = 0; k < 2; k++) {
      double slope = slope(errors[k], errors[k + 1], 2);
      assertTrue(slope > 1.8 && slope < 2.3, () -> Arrays.toString(errors) + ", order " + slope);
    }
  }

  @Test
  void fivePolynomialsAreWorthMoreThanAHundredShells() throws InterruptedException {
    double[] exact = voltages(new Mesh(10, 5, 10, 12, Surface.SPECTRAL), 1e-8);
    double shells =
        Runs.rmsDifference(voltages(new Mesh(10, 5, 10, 100, Surface.STRAIGHT), 1e-8), exact);
    double before = Double.POSITIVE_INFINITY;
    for (int count = 3; count <= 6; count++) {
      double error =
          Runs.rmsDifference(voltages(new Mesh(10, 5, 10, count, Surface.SPECTRAL), 1e-8), exact);
      System.out.printf("SPECTRAL, %d polynomials: rms %.2e mV%n", count, 1e3 * error);
      double least = before;
      assertTrue(error < 0.5 * least, () -> error + " V after " + least);
      before = error;
      if (count == 5) {
        assertTrue(error < shells, () -> error + " V, with shells " + shells);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPECTRAL")
  void errorInTheParticlesIsOfSecondOrder(Surface surface) throws InterruptedException {
    double[] exact = voltages(new Mesh(10, 5, 10, 320), 1e-8);
    double[] errors = new double[3];
    for (int k = 0; k < 3; k++) {
      Mesh mesh = new Mesh(10, 5, 10, 10 << k, surface);
      errors[k] = Runs.rmsDifference(voltages(mesh, 1e-8), exact);
      System.out.printf("%s, %d shells: rms %.4f mV%n", surface, mesh.shells(), 1e3 * errors[k]);
    }
    double most = surface == Surface.PARABOLA ? 0.01e-3 : 0.1e-3;
    assertTrue(errors[0] < most, "ten shells are enough for %s V".formatted(most));
    for (int k = 0; k < 2; k++) {
      double slope = slope(errors[k], errors[k + 1], 2);
      assertTrue(slope > 1.8 && slope < 2.6, () -> Arrays.toString(errors) + ", order " + slope);
    }
  }
}
