package org.cellwright.bench;

import static org.cellwright.bench.CellSetup.MILLI;
import static org.cellwright.bench.CellSetup.NONE;
import static org.cellwright.bench.Voltages.EXACT;
import static org.cellwright.bench.Voltages.SAMPLES;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.CellSetup.Promise;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;

/**
 * The fastest way to a voltage that is right to {@value #MILLIVOLT} mV in all: mesh, particles and
 * tolerance chosen freely, by us and by the peer, against one reference.
 *
 * <p>The reference is ours on 160/80/160 volumes and 80 shells at a relative tolerance of 1e-8,
 * extrapolated from the same on half of that (both are of second order). How far the extrapolation
 * reaches, and how far the peer's own extrapolated solution is from it, are among the counters.
 */
final class EqualError {
  static final double MILLIVOLT = 0.05;
  private static final Mesh HALF = new Mesh(80, 40, 80, 40);
  private static final int[] ACROSS = {10, 14, 18};
  private static final int[] SEPARATOR = {4, 8};
  private static final int[] POLYNOMIALS = {3, 4, 5};
  private static final Stopwatch GLANCE = new Stopwatch(0.05, 0.05);

  private EqualError() {}

  /**
   * The voltage at even times, the first of them one period after the start: at the start itself a
   * step of the current has no diffusion layer yet, and every mesh is of first order.
   *
   * @param period s
   * @param voltage V
   * @param reach of the extrapolation, root mean square, V
   */
  record Reference(double period, double[] voltage, double reach) {

    static Reference of(Simulation discharge) throws InterruptedException {
      Simulation exact = discharge.relativeTolerance(EXACT);
      Solution free = exact.mesh(HALF).run();
      // A little less than all: other meshes end a little sooner.
      double period = 0.998 * free.time()[free.points() - 1] / SAMPLES;
      double[] half = exact.mesh(HALF).every(period).run().voltage();
      double[] whole = exact.mesh(HALF.doubled()).every(period).run().voltage();
      double[] voltage = new double[SAMPLES];
      double sum = 0;
      for (int k = 0; k < SAMPLES; k++) {
        double step = (whole[k + 1] - half[k + 1]) / 3;
        voltage[k] = whole[k + 1] + step;
        sum += step * step;
      }
      return new Reference(period, voltage, Math.sqrt(sum / SAMPLES));
    }

    /** Of a solution sampled with the same period, root mean square, V. */
    double distance(Solution solution) {
      double sum = 0;
      for (int k = 0; k < SAMPLES; k++) {
        double difference = solution.voltage()[k + 1] - voltage[k];
        sum += difference * difference;
      }
      return Math.sqrt(sum / SAMPLES);
    }
  }

  static List<Result> measure(CellSetup setup, Reference reference) throws Exception {
    Candidate chosen = null;
    double least = Double.POSITIVE_INFINITY;
    for (Candidate candidate : candidates(setup.discharge(), reference)) {
      double seconds = GLANCE.measure(candidate.simulation::run).median();
      if (seconds < least) {
        least = seconds;
        chosen = candidate;
      }
    }
    if (chosen == null) {
      throw CellwrightException.failed("no mesh reaches %s mV".formatted(MILLIVOLT), null, null);
    }
    return List.of(timed(setup, reference, chosen));
  }

  /** On one mesh, at the loosest tolerance that is good enough. */
  static Result at(CellSetup setup, Reference reference, Mesh mesh) throws Exception {
    Simulation meshed = setup.discharge().mesh(mesh);
    double rtol = Voltages.loosest(meshed.every(reference.period), reference::distance, MILLIVOLT);
    return timed(setup, reference, new Candidate(mesh, rtol, meshed.relativeTolerance(rtol)));
  }

  private static Result timed(CellSetup setup, Reference reference, Candidate chosen)
      throws Exception {
    Simulation best = chosen.simulation;
    SequencedMap<String, Double> counters = CellSetup.counters(best.run().effort());
    counters.put("mesh_negative", (double) chosen.mesh.negative());
    counters.put("mesh_separator", (double) chosen.mesh.separator());
    counters.put("mesh_positive", (double) chosen.mesh.positive());
    counters.put("mesh_polynomials", (double) chosen.mesh.shells());
    counters.put("rtol", chosen.rtol);
    counters.put("total_error_mv", MILLI * reference.distance(best.every(reference.period).run()));
    counters.put("reference_reach_mv", MILLI * reference.reach);
    return setup.timed(
        "DFN 1C, any mesh, 0.05 mV in all",
        "equal",
        best::run,
        new Promise(NONE, 0.2, 20),
        counters);
  }

  private record Candidate(Mesh mesh, double rtol, Simulation simulation) {}

  /** Every mesh that can be right enough, at the loosest tolerance at which it is. */
  private static List<Candidate> candidates(Simulation discharge, Reference reference)
      throws InterruptedException {
    List<Candidate> candidates = new ArrayList<>();
    for (int negative : ACROSS) {
      for (int separator : SEPARATOR) {
        for (int positive : ACROSS) {
          for (int polynomials : POLYNOMIALS) {
            Mesh mesh = new Mesh(negative, separator, positive, polynomials, Mesh.Surface.SPECTRAL);
            Simulation meshed = discharge.mesh(mesh);
            Simulation sampled = meshed.every(reference.period);
            double error = reference.distance(sampled.relativeTolerance(1e-6).run());
            if (MILLI * error < 0.9 * MILLIVOLT) {
              double rtol = Voltages.loosest(sampled, reference::distance, MILLIVOLT);
              candidates.add(new Candidate(mesh, rtol, meshed.relativeTolerance(rtol)));
            }
          }
        }
      }
    }
    return candidates;
  }
}
