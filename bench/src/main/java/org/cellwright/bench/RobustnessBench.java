package org.cellwright.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cellwright.bench.Result.Better;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Solution;

/**
 * Whether random but physical cells reach an end that physics gives: every one of {@link
 * RandomCells} under each of its protocols.
 *
 * <p>A failure, and what takes long, is printed with the words that run it again; its cell lies in
 * {@code target/bench/robustness}.
 */
final class RobustnessBench {
  private static final double MUST_PERCENT = 99.5;
  private static final long PATIENCE_SECONDS = 60;
  private static final double SLOW_SECONDS = 2;
  private static final double DEFECT = 1e-9;

  /** How a run ended. */
  enum End {
    /** Every step was done. */
    DONE(true),
    /** A cut-off came first. */
    CUT_OFF(true),
    /** More power was asked for than the cell has. */
    NO_MORE_POWER(true),
    /** The model could not go on and says why. */
    GAVE_UP(false),
    /** It could not go on and does not say why. */
    SILENT(false),
    /** What came back is not a number. */
    NOT_FINITE(false),
    /** More lithium than {@value #DEFECT} of all got lost. */
    LITHIUM_LOST(false),
    /** An exception. */
    THROWN(false),
    /** Not over after {@value #PATIENCE_SECONDS} s. */
    HANGS(false);

    final boolean physical;

    End(boolean physical) {
      this.physical = physical;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One run and its end. */
  record Run(
      RandomCells.Sample sample,
      String protocol,
      End end,
      String reason,
      double seconds,
      long steps) {
    @Override
    public String toString() {
      return "cell %d, %s, %s: %s".formatted(sample.number(), protocol, end.word(), reason);
    }
  }

  private final Path folder;
  private final Model model;
  private final RandomCells cells;
  private final int samples;
  private ExecutorService worker = oneThread();

  RobustnessBench(Path root, Model model, long seed, int samples) throws IOException {
    this.folder = root.resolve("target/bench/robustness");
    this.model = model;
    this.cells = new RandomCells(seed);
    this.samples = samples;
  }

  private static ExecutorService oneThread() {
    return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
  }

  List<Result> run() throws IOException, InterruptedException {
    List<Run> runs = runs();
    List<Result> results = new ArrayList<>();
    results.add(result("%s, all protocols".formatted(model), runs, MUST_PERCENT));
    for (String protocol : runs.getFirst().sample.protocols().sequencedKeySet()) {
      results.add(
          result(
              "%s, %s".formatted(model, protocol),
              runs.stream().filter(run -> run.protocol.equals(protocol)).toList(),
              Double.NaN));
    }
    return results;
  }

  List<Run> runs() throws IOException, InterruptedException {
    List<Run> runs = new ArrayList<>();
    long begun = System.nanoTime();
    long said = begun;
    int failures = 0;
    for (int number = 0; number < samples; number++) {
      RandomCells.Sample sample = cells.draw(number);
      for (String protocol : sample.protocols().sequencedKeySet()) {
        Run run = run(sample, protocol);
        runs.add(run);
        if (!run.end.physical) {
          failures++;
        }
        if (!run.end.physical || run.seconds > SLOW_SECONDS) {
          report(run);
        }
      }
      long now = System.nanoTime();
      if (now - said > 10e9) {
        said = now;
        System.err.printf(
            Locale.ROOT,
            "bench robustness: %d of %d cells, %d failures, %.0f s left%n",
            number + 1,
            samples,
            failures,
            1e-9 * (now - begun) * (samples - number - 1) / (number + 1));
      }
    }
    worker.shutdownNow();
    return runs;
  }

  private Run run(RandomCells.Sample sample, String protocol) throws InterruptedException {
    long begun = System.nanoTime();
    Future<Solution> future = worker.submit(() -> sample.simulation(model, protocol).run());
    End end;
    String reason;
    long steps = 0;
    try {
      Solution solution = future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      end = end(solution);
      reason =
          end == End.LITHIUM_LOST
              ? "lithium off by %.1e".formatted(solution.balance().lithiumDefect())
              : solution.endReason();
      steps = solution.effort().steps();
    } catch (TimeoutException e) {
      future.cancel(true);
      worker = oneThread();
      end = End.HANGS;
      reason = "not over after %d s".formatted(PATIENCE_SECONDS);
    } catch (ExecutionException e) {
      end = End.THROWN;
      reason = String.valueOf(e.getCause());
    }
    return new Run(sample, protocol, end, reason, 1e-9 * (System.nanoTime() - begun), steps);
  }

  private static End end(Solution solution) {
    boolean finite =
        finite(solution.time())
            && finite(solution.voltage())
            && finite(solution.current())
            && finite(solution.temperature())
            && finite(solution.platingMargin());
    if (!finite) {
      return End.NOT_FINITE;
    }
    if (!(solution.balance().lithiumDefect() < DEFECT)) {
      return End.LITHIUM_LOST;
    }
    return switch (solution.completion()) {
      case DONE -> End.DONE;
      case CUT_OFF -> End.CUT_OFF;
      case FAILED, STOPPED ->
          solution.endReason().contains("can no longer deliver")
              ? End.NO_MORE_POWER
              : solution.endReason().isBlank() ? End.SILENT : End.GAVE_UP;
    };
  }

  private static boolean finite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private void report(Run run) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("cell-%04d.json".formatted(run.sample.number()));
    try (OutputStream out = Files.newOutputStream(file)) {
      run.sample.cell().write(out);
    }
    System.err.printf(
        "bench robustness: cell %d, %s, %s after %.1f s: %s%n  %s%n",
        run.sample.number(),
        run.sample.chemistry(),
        run.end.word(),
        run.seconds,
        run.reason,
        run.sample.command(model, run.protocol, file.toString()));
  }

  private static Result result(String name, List<Run> runs, double must) {
    Map<End, Integer> ends = new EnumMap<>(End.class);
    runs.forEach(run -> ends.merge(run.end, 1, Integer::sum));
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("steps", runs.stream().mapToDouble(Run::steps).sum());
    counters.put("runs", (double) runs.size());
    for (End end : End.values()) {
      counters.put(end.word(), (double) ends.getOrDefault(end, 0));
    }
    counters.put("total_s", runs.stream().mapToDouble(Run::seconds).sum());
    counters.put("slowest_s", runs.stream().mapToDouble(Run::seconds).max().orElse(0));
    long physical = runs.stream().filter(run -> run.end.physical).count();
    return new Result(
        name,
        100.0 * physical / runs.size(),
        "%",
        Better.HIGHER,
        must,
        Double.NaN,
        Double.NaN,
        null,
        counters);
  }
}
