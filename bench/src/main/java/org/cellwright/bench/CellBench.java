package org.cellwright.bench;

import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.cellwright.core.Settings;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.Solution;
import org.jspecify.annotations.Nullable;

/**
 * How fast the cell engine is: whole solves from a cell in memory to a solution, discretisation
 * included, warm.
 *
 * <p>Errors are root mean squares of the voltage over {@value #SAMPLES} even times. The error of
 * time compares with a relative tolerance of 1e-8 on the same mesh, the error of the whole with a
 * mesh of 80/80/80/80.
 */
final class CellBench {
  private static final String MARQUIS = "marquis2019.json";
  private static final String LG_M50 = "lg-m50-chen2020.json";
  private static final String DISCHARGE = "Discharge at 1C until 3.105 V";
  private static final String CC_CV =
      """
      Charge at 2.5 A until 4.2 V
      Hold at 4.2 V until 0.25 A
      Discharge at 5 A until 2.5 V
      """;
  private static final Mesh COARSE = new Mesh(10, 10, 10, 10);
  private static final Mesh USUAL = new Mesh(20, 20, 20, 20);
  private static final Mesh FINE = new Mesh(80, 80, 80, 80);
  private static final double EXACT = 1e-8;
  private static final int SAMPLES = 500;
  private static final double MILLI = 1e3;
  private static final double NONE = Double.NaN;

  /** Tolerances to choose from, eight in a decade, the loosest first. */
  private static final double[] LADDER = new double[41];

  static {
    for (int i = 0; i < LADDER.length; i++) {
      LADDER[i] = Math.pow(10, -2 - i / 8.0);
    }
  }

  private final Path root;
  private final Stopwatch stopwatch;
  private final Bpx marquis;
  private Map<String, PybammPeer.Answer> peers = Map.of();

  CellBench(Path root, Stopwatch stopwatch) throws Exception {
    this.root = root;
    this.stopwatch = stopwatch;
    this.marquis = cell(MARQUIS);
  }

  List<Result> run(boolean withPeers) throws Exception {
    List<Variation> variations = Variation.draw(1000, 1);
    if (withPeers) {
      peers = new PybammPeer(root).run(variations);
    }
    List<Result> results = new ArrayList<>();
    Simulation dfn = Simulation.of(marquis).model(Model.DFN).mesh(USUAL).experiment(DISCHARGE);
    say("DFN");
    results.add(
        solve(
            "DFN 1C, 10/10/10 x 10, rtol 1e-3",
            "dfn10",
            dfn.mesh(COARSE),
            1e-3,
            new Promise(0.4, 0.2, NONE)));
    results.add(
        atError(
            "DFN 1C, 20/20/20 x 20, at 0.05 mV",
            "dfn20at0.05mV",
            dfn,
            0.05,
            new Promise(0.8, 0.4, 15)));
    results.add(
        atError(
            "DFN 1C, 20/20/20 x 20, at 0.007 mV",
            "dfn20at0.007mV",
            dfn,
            0.007,
            new Promise(1.4, 0.7, 15)));
    say("1000 different DFN");
    results.add(thousand(variations));
    say("LG M50, thermal");
    results.add(chargeAndDischarge());
    say("SPM and SPMe");
    results.add(
        solve(
            "SPM 1C, 20 radial", "spm", dfn.model(Model.SPM), 1e-4, new Promise(0.1, 0.03, NONE)));
    results.add(
        solve(
            "SPMe 1C, 20/20/20 x 20",
            "spme",
            dfn.model(Model.SPME),
            1e-4,
            new Promise(0.2, 0.06, NONE)));
    say("drive cycle");
    results.add(driveCycle());
    say("one evaluation of the fast-charge campaign");
    results.add(made());
    say("whole process");
    results.add(process());
    results.addAll(BpxAcceptance.run(root, withPeers));
    return results;
  }

  private record Promise(double must, double aim, double mustRatio) {}

  private static void say(String what) {
    System.err.println("bench cell: " + what + " ...");
  }

  // --- discharges
  // ---------------------------------------------------------------------------------

  /** Milliseconds of one solve, with its errors. */
  private Result solve(String name, String key, Simulation simulation, double rtol, Promise promise)
      throws Exception {
    Simulation chosen = simulation.relativeTolerance(rtol);
    Solution solution = chosen.run();
    double end = solution.time()[solution.points() - 1];
    Simulation sampled = chosen.every(end / SAMPLES);
    Solution ours = sampled.run();
    SequencedMap<String, Double> counters = counters(solution.effort());
    counters.put("time_error_mv", MILLI * rms(ours, sampled.relativeTolerance(EXACT).run()));
    counters.put(
        "total_error_mv", MILLI * rms(ours, sampled.mesh(FINE).relativeTolerance(1e-6).run()));
    counters.put("rtol", rtol);
    return timed(name, key, chosen, promise, counters);
  }

  /** As {@link #solve} at the loosest tolerance from which on the error of time is small enough. */
  private Result atError(
      String name, String key, Simulation simulation, double millivolt, Promise promise)
      throws Exception {
    return solve(name, key, simulation, tolerance(simulation, millivolt, SAMPLES), promise);
  }

  private static double tolerance(Simulation simulation, double millivolt, int samples)
      throws InterruptedException {
    Solution free = simulation.run();
    Simulation sampled = simulation.every(free.time()[free.points() - 1] / samples);
    Solution exact = sampled.relativeTolerance(EXACT).run();
    double loosest = NONE;
    for (int i = LADDER.length - 1; i >= 0; i--) {
      double error = rms(sampled.relativeTolerance(LADDER[i]).run(), exact);
      if (!(MILLI * error <= millivolt)) {
        break;
      }
      loosest = LADDER[i];
    }
    if (Double.isNaN(loosest)) {
      throw CellwrightException.failed(
          "no tolerance reaches an error of %s mV".formatted(millivolt), null, null);
    }
    return loosest;
  }

  private Result timed(
      String name,
      String key,
      Simulation simulation,
      Promise promise,
      SequencedMap<String, Double> counters)
      throws Exception {
    Stopwatch.Reading reading = stopwatch.measure(simulation::run);
    counters.put("bytes_allocated", reading.bytes());
    counters.put("minimum_ms", MILLI * reading.minimum());
    counters.put("repetitions", (double) reading.repetitions());
    return new Result(
        name,
        MILLI * reading.median(),
        "ms",
        Better.LOWER,
        promise.must,
        promise.aim,
        promise.mustRatio,
        peer(key, counters),
        counters);
  }

  /** One small solve, for the tests of this module. */
  Result smallest() throws Exception {
    Simulation spm = Simulation.of(marquis).model(Model.SPM).mesh(new Mesh(2, 1, 2, 3));
    return timed("smallest", "", spm, new Promise(1e6, NONE, NONE), counters(spm.run().effort()));
  }

  /** Samples of one step at equal times since its start; its last point stands where it ended. */
  static double rms(Solution a, Solution b) {
    double sum = 0;
    int count = 0;
    int steps = Math.min(a.step()[a.points() - 1], b.step()[b.points() - 1]);
    int i = 0;
    int j = 0;
    for (int step = 1; step <= steps; step++) {
      int endA = endOf(a, i, step);
      int endB = endOf(b, j, step);
      int common = Math.min(endA - i, endB - j) - 1;
      for (int k = 0; k < common; k++) {
        double difference = a.voltage()[i + k] - b.voltage()[j + k];
        sum += difference * difference;
        count++;
      }
      i = endA;
      j = endB;
    }
    return count == 0 ? NONE : Math.sqrt(sum / count);
  }

  private static int endOf(Solution solution, int from, int step) {
    int k = from;
    while (k < solution.points() && solution.step()[k] == step) {
      k++;
    }
    return k;
  }

  // --- many cells
  // ---------------------------------------------------------------------------------

  private Result thousand(List<Variation> variations) throws Exception {
    List<Simulation> simulations = new ArrayList<>();
    for (Variation variation : variations) {
      simulations.add(
          Simulation.of(variation.of(marquis))
              .mesh(USUAL)
              .relativeTolerance(1e-4)
              .experiment("Discharge at %sC until 3.105 V".formatted(variation.rate())));
    }
    long[] effort = new long[4];
    for (Simulation simulation : simulations) {
      Solution solution = simulation.run();
      effort[0] += solution.effort().steps();
      effort[1] += solution.effort().newtonIterations();
      effort[2] += solution.effort().factorisations();
      effort[3] += solution.complete() ? 1 : 0;
    }
    Stopwatch.Reading reading =
        new Stopwatch(stopwatch.warmUp(), 0)
            .measure(() -> {
              for (Simulation simulation : simulations) {
                simulation.run();
              }
            });
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("steps", (double) effort[0]);
    counters.put("newton", (double) effort[1]);
    counters.put("factorisations", (double) effort[2]);
    counters.put("bytes_allocated", reading.bytes());
    counters.put("complete", (double) effort[3]);
    counters.put("minimum_s", reading.minimum());
    return new Result(
        "1000 different DFN, 20/20/20 x 20, rtol 1e-4",
        reading.median(),
        "s",
        Better.LOWER,
        1.5,
        0.8,
        NONE,
        peer("thousand", counters),
        counters);
  }

  /**
   * One of many cells: factors on the Marquis cell.
   *
   * @param rate of the discharge, C
   */
  record Variation(
      double rate,
      double negativePorosity,
      double positivePorosity,
      double negativeDiffusivity,
      double positiveDiffusivity) {

    static List<Variation> draw(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Variation> drawn = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        drawn.add(
            new Variation(
                random.nextDouble(0.5, 2),
                random.nextDouble(0.25, 0.4),
                random.nextDouble(0.25, 0.4),
                3.9e-14 * Math.pow(2, random.nextDouble(-1, 1)),
                1e-13 * Math.pow(2, random.nextDouble(-1, 1))));
      }
      return drawn;
    }

    Bpx of(Bpx cell) {
      Bpx negative =
          electrode(cell, "Negative electrode/", negativePorosity, negativeDiffusivity, 100);
      return electrode(negative, "Positive electrode/", positivePorosity, positiveDiffusivity, 10);
    }

    /** Bruggeman's exponent is 1.5 in this parameter set, for pores and for solid. */
    private static Bpx electrode(
        Bpx cell, String name, double porosity, double diffusivity, double conductivity) {
      return cell.with(name + "Porosity", Double.toString(porosity))
          .with(name + "Transport efficiency", Double.toString(Math.pow(porosity, 1.5)))
          .with(
              name + "Conductivity [S.m-1]",
              Double.toString(conductivity * Math.pow(1 - porosity, 1.5)))
          .with(name + "Diffusivity [m2.s-1]", Double.toString(diffusivity));
    }
  }

  // --- protocols
  // ----------------------------------------------------------------------------------

  /** Promised as a ratio alone: ten times, with twenty as the aim. */
  private Result chargeAndDischarge() throws Exception {
    Simulation simulation =
        Simulation.of(cell(LG_M50))
            .mesh(USUAL)
            .thermal(Thermal.LUMPED)
            .stateOfCharge(0.1)
            .experiment(CC_CV);
    return solve(
        "LG M50 DFN, lumped: CC-CV charge, 1C discharge",
        "lgm50",
        simulation,
        1e-4,
        new Promise(NONE, NONE, 10));
  }

  private Result driveCycle() throws Exception {
    String name = "US06 at 1 s, DFN 10/10/10 x 10";
    String told = System.getenv("CELLWRIGHT_REFERENCE_DATA");
    Path file =
        (told == null ? root.resolveSibling("shared/data") : Path.of(told))
            .resolve("continuum/drive_cycles/US06.csv");
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    double speed = NONE;
    if (Files.isRegularFile(file)) {
      StringBuilder csv = new StringBuilder("test_time_second,current_ampere\n");
      try (var lines = Files.lines(file)) {
        lines.filter(line -> !line.startsWith("#")).forEach(line -> csv.append(line).append('\n'));
      }
      Experiment cycle =
          Experiment.fromDriveCycle(new StringReader(csv.toString()), "US06.csv", true);
      // Not from full: the cycle also charges.
      Simulation simulation =
          Simulation.of(marquis).mesh(COARSE).stateOfCharge(0.8).experiment(cycle).every(1);
      Solution exact = simulation.relativeTolerance(EXACT).run();
      double rtol = 1e-2;
      Solution chosen = simulation.relativeTolerance(rtol).run();
      while (!(worst(chosen, exact) <= 1e-3) && rtol > 1e-6) {
        rtol /= 2;
        chosen = simulation.relativeTolerance(rtol).run();
      }
      Stopwatch.Reading reading = stopwatch.measure(simulation.relativeTolerance(rtol)::run);
      double duration = chosen.time()[chosen.points() - 1];
      speed = duration / reading.median();
      counters.putAll(counters(chosen.effort()));
      counters.put("bytes_allocated", reading.bytes());
      counters.put("time_error_mv", MILLI * rms(chosen, exact));
      counters.put("largest_error_mv", MILLI * worst(chosen, exact));
      counters.put("rtol", rtol);
      counters.put("duration_s", duration);
      counters.put("median_ms", MILLI * reading.median());
    } else {
      System.err.println("bench cell: no drive cycle: " + file + " is missing");
    }
    return new Result(
        name, speed, "x real time", Better.HIGHER, 10_000, 50_000, NONE, null, counters);
  }

  private static double worst(Solution a, Solution b) {
    double worst = 0;
    for (int k = 0; k < Math.min(a.points(), b.points()); k++) {
      worst = Math.max(worst, Math.abs(a.voltage()[k] - b.voltage()[k]));
    }
    return a.points() == b.points() ? worst : NONE;
  }

  // --- the campaign's question
  // --------------------------------------------------------------------

  /** 24 cells, one after another on one thread of a pool of its own. */
  private Result made() throws Exception {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    settings.put("draws", "24");
    SequencedMap<String, MethodProvider.NamedFile> files = new LinkedHashMap<>();
    files.put(
        "cell",
        new MethodProvider.NamedFile(
            LG_M50, Files.readAllBytes(root.resolve("examples/cells").resolve(LG_M50))));
    MethodProvider provider =
        ServiceLoader.load(MethodProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("cell.dfn"))
            .findFirst()
            .orElseThrow();
    if (!(provider.configure(new Settings(settings), files) instanceof Computation method)) {
      throw new IllegalStateException("cell.dfn does not run in process");
    }
    Request request = new Request(design(), 1, "bench");
    try (ForkJoinPool alone = new ForkJoinPool(1)) {
      Stopwatch.Reading reading =
          alone
              .submit(() -> {
                Outcome outcome = method.compute(request);
                if (outcome.values().isEmpty()) {
                  throw new IllegalStateException("the evaluation failed: " + outcome);
                }
                return stopwatch.measure(() -> method.compute(request));
              })
              .get();
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      counters.put("bytes_allocated", reading.bytes());
      counters.put("minimum_s", reading.minimum());
      counters.put("repetitions", (double) reading.repetitions());
      return new Result(
          "one 'made' evaluation, 24 cells",
          reading.median(),
          "s",
          Better.LOWER,
          0.4,
          0.1,
          NONE,
          null,
          counters);
    }
  }

  /** The stack of the base cell, charged in two stages. */
  private static Design design() {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    set(values, "positive_thickness", 75.6, "um");
    set(values, "positive_porosity", 0.335, "1");
    set(values, "negative_porosity", 0.25, "1");
    set(values, "positive_particle_radius", 5.22, "um");
    set(values, "negative_particle_radius", 5.86, "um");
    set(values, "np_ratio", 1.05, "1");
    set(values, "separator_thickness", 12, "um");
    set(values, "charge_rate_1", 2, "C");
    set(values, "charge_rate_2", 1, "C");
    set(values, "switch_soc", 0.45, "1");
    return new Design(values);
  }

  private static void set(
      SequencedMap<String, Value> values, String name, double value, String unit) {
    values.put(name, Scalar.of(value, MeasurementUnit.parse(unit)));
  }

  // --- the whole process
  // --------------------------------------------------------------------------

  /** Wall time of the command as typed, median of seven that follow a first one. */
  private Result process() throws Exception {
    Path out = Files.createDirectories(root.resolve("target/bench")).resolve("discharge.csv");
    double[] seconds = new double[7];
    double value = NONE;
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    if (command(out) == 0) {
      for (int k = 0; k < seconds.length; k++) {
        long begun = System.nanoTime();
        command(out);
        seconds[k] = 1e-9 * (System.nanoTime() - begun);
      }
      Arrays.sort(seconds);
      value = seconds[seconds.length / 2];
      counters.put("minimum_s", seconds[0]);
      counters.put("repetitions", (double) seconds.length);
    } else {
      System.err.println("bench cell: './cellwright simulate' failed; see target/bench");
    }
    return new Result(
        "whole process: start, BPX, DFN discharge, CSV",
        value,
        "s",
        Better.LOWER,
        0.6,
        0.3,
        NONE,
        peer("process", counters),
        counters);
  }

  private int command(Path out) throws Exception {
    Files.deleteIfExists(out);
    Process process =
        new ProcessBuilder(
                root.resolve("cellwright").toString(),
                "simulate",
                root.resolve("examples/cells").resolve(MARQUIS).toString(),
                "--model",
                "dfn",
                "--experiment",
                DISCHARGE,
                "--error-estimate",
                "no",
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.resolveSibling("simulate.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue() == 0 && Files.exists(out) ? 0 : -1;
  }

  // --- what all share
  // -----------------------------------------------------------------------------

  private static SequencedMap<String, Double> counters(Solution.Effort effort) {
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("steps", (double) effort.steps());
    counters.put("repeated_steps", (double) effort.repeatedSteps());
    counters.put("newton", (double) effort.newtonIterations());
    counters.put("factorisations", (double) effort.factorisations());
    return counters;
  }

  private @Nullable Peer peer(String key, SequencedMap<String, Double> counters) {
    PybammPeer.Answer answer = peers.get(key);
    if (answer == null) {
      return null;
    }
    answer.counters().forEach((name, value) -> counters.put("peer_" + name, value));
    return new Peer("PyBaMM", answer.version(), answer.value());
  }

  private Bpx cell(String name) throws Exception {
    try (InputStream in = Files.newInputStream(root.resolve("examples/cells").resolve(name))) {
      return Bpx.read(in, name);
    }
  }
}
