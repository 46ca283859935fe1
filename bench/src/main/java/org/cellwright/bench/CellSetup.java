package org.cellwright.bench;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;
import org.jspecify.annotations.Nullable;

/**
 * What the cases of {@link CellBench} share.
 *
 * @param root of the checkout
 * @param peers what PyBaMM answered, by case; empty if it was not asked
 */
record CellSetup(Path root, Stopwatch stopwatch, Map<String, PybammPeer.Answer> peers) {
  static final String MARQUIS = "marquis2019.json";
  static final String LG_M50 = "lg-m50-chen2020.json";
  static final String DISCHARGE = "Discharge at 1C until 3.105 V";
  static final Mesh COARSE = new Mesh(10, 10, 10, 10);
  static final Mesh USUAL = new Mesh(20, 20, 20, 20);
  static final double MILLI = 1e3;
  static final double NONE = Double.NaN;

  /** As in {@link Result}. */
  record Promise(double must, double aim, double mustRatio) {}

  /** Some of the cases. */
  @FunctionalInterface
  interface Cases {
    Iterable<Result> measure(CellSetup setup) throws Exception;
  }

  Bpx cell(String name) throws Exception {
    try (InputStream in = Files.newInputStream(root.resolve("examples/cells").resolve(name))) {
      return Bpx.read(in, name);
    }
  }

  /** A DFN of the Marquis cell, discharged at 1C on the usual mesh. */
  Simulation discharge() throws Exception {
    return Simulation.of(cell(MARQUIS)).mesh(USUAL).experiment(DISCHARGE);
  }

  /** A file of the reference data. */
  Path reference(String name) {
    return references(root).resolve(name);
  }

  /** Where the reference data lie. */
  static Path references(Path root) {
    String told = System.getenv("CELLWRIGHT_REFERENCE_DATA");
    return told == null ? root.resolveSibling("shared/data") : Path.of(told);
  }

  static SequencedMap<String, Double> counters(Solution.Effort effort) {
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("steps", (double) effort.steps());
    counters.put("repeated_steps", (double) effort.repeatedSteps());
    counters.put("newton", (double) effort.newtonIterations());
    counters.put("factorisations", (double) effort.factorisations());
    return counters;
  }

  /** The answer of the peer to a case; its counters join ours. */
  @Nullable Peer peer(String key, SequencedMap<String, Double> counters) {
    PybammPeer.Answer answer = peers.get(key);
    if (answer == null) {
      return null;
    }
    answer.counters().forEach((name, value) -> counters.put("peer_" + name, value));
    return new Peer("PyBaMM", answer.version(), answer.value());
  }

  /** Milliseconds of a task. */
  Result timed(
      String name,
      String key,
      Stopwatch.Task task,
      Promise promise,
      SequencedMap<String, Double> counters)
      throws Exception {
    Stopwatch.Reading reading = stopwatch.measure(task);
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
}
