package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;

/** Cells of several active materials, and of particles of several sizes. */
final class Blends {
  static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  static final String DEVIATION =
      "User-defined/Negative electrode particle radius standard deviation [m]";
  static final String CYCLE =
      "Discharge at 1C for 40 min; Rest for 20 min; Charge at 0.7C for 30 min; Rest for 1 h";

  private Blends() {}

  /** Graphite with a little silicon, which shows hysteresis. */
  static Bpx graphiteAndSilicon() {
    return ReferenceData.testCell("graphite-silicon");
  }

  /** Equal particles under two names, a share of the material each. */
  static Electrode split(Electrode electrode, double share) {
    Particle whole = electrode.particle();
    UnaryOperator<Particle> first =
        p -> p.withSpheres(p.radius(), share * whole.activeFraction()).named("first");
    UnaryOperator<Particle> second =
        p -> p.withSpheres(p.radius(), (1 - share) * whole.activeFraction()).named("second");
    return new Electrode(
        electrode.thickness(), electrode.pores(), List.of(first.apply(whole), second.apply(whole)));
  }

  static double largestDifference(double[] a, double[] b) {
    assertEquals(a.length, b.length);
    double largest = 0;
    for (int k = 0; k < a.length; k++) {
      largest = Math.max(largest, Math.abs(a[k] - b[k]));
    }
    return largest;
  }

  /** Each material has its own distribution, or none. */
  static Bpx sizedBlend(double share) {
    return graphiteAndSilicon()
        .with(DEVIATION + "/Graphite", Double.toString(share * 5.86e-6))
        .with(DEVIATION + "/Silicon", Double.toString(share * 1.52e-6));
  }

  static void conserves(Simulation simulation, String what) throws InterruptedException {
    Solution solution = simulation.experiment(CYCLE).run();
    assertTrue(solution.complete(), solution::endReason);
    System.out.printf(
        "%s: lithium off by %.1e, charge by %.1e in %d steps%n",
        what,
        solution.balance().lithiumDefect(),
        solution.balance().chargeDefect(),
        solution.effort().steps());
    assertEquals(0, solution.balance().lithiumDefect(), 1e-9);
    assertEquals(0, solution.balance().chargeDefect(), 1e-9);
  }
}
