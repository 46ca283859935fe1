package org.cellwright.bench;

import static org.cellwright.bench.CellSetup.MILLI;
import static org.cellwright.bench.CellSetup.NONE;
import static org.cellwright.bench.Voltages.EXACT;
import static org.cellwright.bench.Voltages.SAMPLES;

import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.CellSetup.Promise;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.Solution;

/** One cell, one protocol, one mesh, by tolerance or by the error of time. */
final class Discharges {
  private static final Mesh FINE = new Mesh(80, 80, 80, 80);
  private static final String CC_CV =
      """
      Charge at 2.5 A until 4.2 V
      Hold at 4.2 V until 0.25 A
      Discharge at 5 A until 2.5 V
      """;

  private final CellSetup setup;

  private Discharges(CellSetup setup) {
    this.setup = setup;
  }

  static List<Result> ofTheDfn(CellSetup setup) throws Exception {
    Discharges cases = new Discharges(setup);
    Simulation dfn = setup.discharge();
    return List.of(
        cases.solve(
            "DFN 1C, 10/10/10 x 10, rtol 1e-3",
            "dfn10",
            dfn.mesh(CellSetup.COARSE),
            1e-3,
            new Promise(0.4, 0.2, NONE)),
        cases.atError(
            "DFN 1C, 20/20/20 x 20, at 0.05 mV",
            "dfn20at0.05mV",
            dfn,
            0.05,
            new Promise(0.8, 0.4, 15)),
        cases.atError(
            "DFN 1C, 20/20/20 x 20, at 0.007 mV",
            "dfn20at0.007mV",
            dfn,
            0.007,
            new Promise(1.4, 0.7, 15)));
  }

  static List<Result> ofSingleParticles(CellSetup setup) throws Exception {
    Discharges cases = new Discharges(setup);
    Simulation dfn = setup.discharge();
    return List.of(
        cases.solve(
            "SPM 1C, 20 radial", "spm", dfn.model(Model.SPM), 1e-4, new Promise(0.1, 0.03, NONE)),
        cases.solve(
            "SPMe 1C, 20/20/20 x 20",
            "spme",
            dfn.model(Model.SPME),
            1e-4,
            new Promise(0.2, 0.06, NONE)));
  }

  /** Promised as a ratio alone: ten times, with twenty as the aim. */
  static List<Result> ofTheLgM50(CellSetup setup) throws Exception {
    Simulation simulation =
        Simulation.of(setup.cell(CellSetup.LG_M50))
            .mesh(CellSetup.USUAL)
            .thermal(Thermal.LUMPED)
            .stateOfCharge(0.1)
            .experiment(CC_CV);
    return List.of(
        new Discharges(setup)
            .solve(
                "LG M50 DFN, lumped: CC-CV charge, 1C discharge",
                "lgm50",
                simulation,
                1e-4,
                new Promise(NONE, NONE, 10)));
  }

  /** Milliseconds of one solve, with its errors. */
  private Result solve(String name, String key, Simulation simulation, double rtol, Promise promise)
      throws Exception {
    Simulation chosen = simulation.relativeTolerance(rtol);
    Solution solution = chosen.run();
    double end = solution.time()[solution.points() - 1];
    Simulation sampled = chosen.every(end / SAMPLES);
    Solution ours = sampled.run();
    SequencedMap<String, Double> counters = CellSetup.counters(solution.effort());
    counters.put(
        "time_error_mv", MILLI * Voltages.rms(ours, sampled.relativeTolerance(EXACT).run()));
    counters.put(
        "total_error_mv",
        MILLI * Voltages.rms(ours, sampled.mesh(FINE).relativeTolerance(1e-6).run()));
    counters.put("rtol", rtol);
    return setup.timed(name, key, chosen::run, promise, counters);
  }

  /** As {@link #solve} at the loosest tolerance from which on the error of time is small enough. */
  private Result atError(
      String name, String key, Simulation simulation, double millivolt, Promise promise)
      throws Exception {
    Solution free = simulation.run();
    Simulation sampled = simulation.every(free.time()[free.points() - 1] / SAMPLES);
    Solution exact = sampled.relativeTolerance(EXACT).run();
    double rtol = Voltages.loosest(sampled, s -> Voltages.rms(s, exact), millivolt);
    return solve(name, key, simulation, rtol, promise);
  }
}
