package org.cellwright.bench.planner;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.cellwright.bench.planner.Strategy.Told;
import org.cellwright.science.numerics.RandomStream;

/** Campaigns of many seeds, side by side on the cores; what was run before is read again. */
final class Trials {
  /** Random candidates at the beginning, the same for every strategy; they count. */
  static final int STARTS = 5;

  private static final long SAY_NANOS = 10_000_000_000L;

  private final Path folder;
  private final int seeds;

  /**
   * @param folder where results are kept
   */
  Trials(Path folder, int seeds) {
    this.folder = folder;
    this.seeds = seeds;
  }

  int seeds() {
    return seeds;
  }

  /** With at least so many seeds. */
  Trials with(int least) {
    return new Trials(folder, Math.max(least, seeds));
  }

  /** When a campaign has nothing left to show. */
  enum Until {
    BEST,
    BUDGET
  }

  /** Traces in the order of their seeds. */
  List<Trace> run(Candidates candidates, Strategy strategy, int budget, Until until)
      throws IOException, InterruptedException {
    String how = "%d %s %s".formatted(budget, until, digest(candidates));
    return each(
            candidates.name(),
            strategy,
            how,
            seed -> play(candidates, strategy, seed, budget, until).json())
        .stream()
        .map(Trace::read)
        .toList();
  }

  /**
   * One line of JSON for each seed, with at least the seed in it.
   *
   * @param how everything else on which a result depends
   */
  List<JsonNode> each(String problem, Strategy strategy, String how, LongFunction<String> task)
      throws IOException, InterruptedException {
    Kept kept = new Kept(folder, problem, strategy, how);
    Map<Long, JsonNode> before = kept.read();
    AtomicInteger done = new AtomicInteger();
    long[] said = {System.nanoTime()};
    try (ExecutorService workers =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<?>> futures = new ArrayList<>();
      for (long seed = 0; seed < seeds; seed++) {
        long number = seed;
        if (before.containsKey(seed)) {
          done.incrementAndGet();
          continue;
        }
        futures.add(
            workers.submit(() -> {
              kept.add(task.apply(number));
              int count = done.incrementAndGet();
              synchronized (said) {
                if (System.nanoTime() - said[0] > SAY_NANOS) {
                  said[0] = System.nanoTime();
                  System.err.printf(
                      Locale.ROOT,
                      "bench planner: %s, %s: %d of %d%n",
                      problem,
                      strategy.name(),
                      count,
                      seeds);
                }
              }
            }));
      }
      try {
        for (Future<?> future : futures) {
          future.get();
        }
      } finally {
        workers.shutdownNow();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
    Map<Long, JsonNode> all = kept.read();
    return all.entrySet().stream()
        .filter(line -> line.getKey() < seeds)
        .map(Map.Entry::getValue)
        .toList();
  }

  static Trace play(Candidates candidates, Strategy strategy, long seed, int budget, Until until) {
    double[] loss = candidates.loss();
    double best = Arrays.stream(loss).min().orElse(Double.NaN);
    List<Told> told = new ArrayList<>();
    List<Double> milliseconds = new ArrayList<>();
    int[] starts = starts(candidates.size(), seed);
    Strategy.Chooser chooser = strategy.begin(candidates.inputs(), seed);
    boolean found = false;
    while (told.size() < Math.min(budget, candidates.size()) && !(found && until == Until.BEST)) {
      int row;
      if (told.size() < starts.length) {
        row = starts[told.size()];
      } else {
        long begun = System.nanoTime();
        row = chooser.next(List.copyOf(told), List.of());
        milliseconds.add(1e-6 * (System.nanoTime() - begun));
      }
      if (row < 0) {
        break;
      }
      told.add(new Told(row, candidates.truth()[row]));
      found |= loss[row] <= best;
    }
    return new Trace(seed, told.stream().map(Told::row).toList(), milliseconds);
  }

  /** Different random rows. */
  static int[] starts(int size, long seed) {
    int[] rows = IntStream.range(0, size).toArray();
    RandomStream random = new RandomStream(seed, 0x57A7);
    int count = Math.min(STARTS, size);
    for (int i = 0; i < count; i++) {
      int j = i + random.nextInt(size - i);
      int kept = rows[i];
      rows[i] = rows[j];
      rows[j] = kept;
    }
    return Arrays.copyOf(rows, count);
  }

  /** Of everything that a strategy sees or is told. */
  static String digest(Candidates candidates) {
    return "%08x%08x%08x"
        .formatted(
            Arrays.deepHashCode(candidates.truth()),
            Arrays.deepHashCode(candidates.inputs().features()),
            candidates.inputs().space().variables().toString().hashCode());
  }
}
