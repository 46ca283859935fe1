package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The single-particle model at constant current against its closed form: the series for a sphere
 * under constant flux, open-circuit potentials and asinh kinetics.
 */
class SingleParticleLimitTest {
  private static final double FARADAY = 96485.33212331001;
  private static final double GAS = 8.31446261815324;
  private static final Bpx CELL = ReferenceData.cell("marquis2019");

  /**
   * Stoichiometry at the surface of spheres that give off a constant flux (Carslaw and Jaeger,
   * Conduction of Heat in Solids, 1959, 9.7).
   *
   * @param flux out of the particles, mol/(m² s)
   */
  private static double surface(Particle particle, double start, double flux, double time) {
    double diffusivity = particle.diffusivity().at(0.5);
    double tau = diffusivity * time / (particle.radius() * particle.radius());
    double sum = 0;
    for (int n = 1; n <= 5000; n++) {
      double x = (n + 0.5) * Math.PI - 1 / ((n + 0.5) * Math.PI);
      for (int k = 0; k < 4; k++) {
        x += (x * Math.cos(x) - Math.sin(x)) / (x * Math.sin(x));
      }
      sum += Math.exp(-x * x * tau) / (x * x);
    }
    double scale = flux * particle.radius() / (diffusivity * particle.maximumConcentration());
    return start - scale * (3 * tau + 0.2 - 2 * sum);
  }

  /**
   * Potential of an electrode that gives off current, V.
   *
   * @param density of the current out of the particles, A/m²
   */
  private static double potential(Particle particle, double start, double density, double time) {
    double x = surface(particle, start, density / FARADAY, time);
    double exchange = FARADAY * particle.reactionRate() * Math.sqrt(x * (1 - x));
    double thermal = GAS * CELL.initialTemperature() / FARADAY;
    // What every model adds to an open-circuit potential so that a full particle takes no more.
    double edge = 1e-6 * (1 / x - 1 / (1 - x));
    return particle.ocp().at(x) + edge + 2 * thermal * asinh(density / (2 * exchange));
  }

  private static double asinh(double x) {
    return Math.signum(x) * Math.log(Math.abs(x) + Math.sqrt(x * x + 1));
  }

  private static double voltage(double ampere, double time) {
    double density = ampere / CELL.cell().electrodeArea();
    Electrode n = CELL.negativeElectrode();
    Electrode p = CELL.positiveElectrode();
    Particle a = n.particle();
    Particle c = p.particle();
    return potential(
            c,
            c.minimumStoichiometry(),
            -density / (c.surfaceAreaPerVolume() * p.thickness()),
            time)
        - potential(
            a,
            a.maximumStoichiometry(),
            density / (a.surfaceAreaPerVolume() * n.thickness()),
            time);
  }

  @Test
  void dischargesLikeItsClosedForm() throws InterruptedException {
    double ampere = 2 * CELL.cell().nominalCapacity();
    double[] errors = new double[3];
    for (int k = 0; k < errors.length; k++) {
      Solution solution =
          Simulation.of(CELL)
              .model(Model.SPM)
              .mesh(new Mesh(2, 1, 2, 20 << k))
              .relativeTolerance(1e-9)
              .every(20)
              .experiment("Discharge at 2C for 1000 s")
              .run();
      assertTrue(solution.complete(), solution::endReason);
      for (int i = 1; i < solution.points(); i++) {
        double exact = voltage(ampere, solution.time()[i]);
        errors[k] = Math.max(errors[k], Math.abs(solution.voltage()[i] - exact));
      }
    }
    System.out.printf(
        "SPM against its closed form: largest error %.2e, %.2e, %.2e mV at 20, 40, 80 shells%n",
        1e3 * errors[0], 1e3 * errors[1], 1e3 * errors[2]);
    assertEquals(0, errors[0], 0.2e-3);
    // No worse than second order, unless the errors of time are all that is left.
    for (int k = 0; k + 1 < errors.length; k++) {
      assertTrue(errors[k + 1] < Math.max(errors[k] / 3.5, 1e-7), "order of the shells");
    }
  }
}
