package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Fidelity;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Objective;
import org.cellwright.core.Pool;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Planner;
import org.cellwright.science.planner.Source;

/**
 * Replays planners on candidates that were all measured.
 *
 * <p>Each run begins with some random candidates, counted, the same for every planner; then the
 * planner asks and the table answers, until the budget or the pool is spent. Runs differ in their
 * seed alone, so that planners can be compared in pairs. Immutable.
 */
public final class Backtest {
  /** The name of the fidelity that the table's objective is. */
  public static final String MEASUREMENT = "measurement";

  private static final long START_STREAM = 0x57A27;

  private final Candidates candidates;
  private final List<Objective> objectives;
  private final List<Constraint> constraints;
  private final List<CheapLook> looks;
  private final Yardstick yardstick;

  /**
   * @param start random candidates at the beginning of each run
   * @param budget measurements in all, the start among them
   * @param seeds how many runs, their seeds rising from {@code firstSeed}
   * @param measuredNoise whether answers scatter as the replicates do; otherwise they are the means
   * @param baselines {@code random}, {@code ofat}
   * @param sources what the planner may learn from beside
   * @param workers runs at once; the result is the same with any number
   */
  public record Options(
      int start,
      int budget,
      long firstSeed,
      int seeds,
      boolean measuredNoise,
      List<String> baselines,
      List<Source> sources,
      int workers) {
    public Options {
      sources = List.copyOf(sources);
      baselines = List.copyOf(new LinkedHashSet<>(baselines));
      if (start < 1 || budget < start || seeds < 1 || workers < 1) {
        throw CellwrightException.refused(
            "start %d, budget %d, seeds %d".formatted(start, budget, seeds),
            null,
            "All are 1 or more, and the budget covers the start.");
      }
    }

    /** With nothing known from elsewhere. */
    public Options(
        int start,
        int budget,
        long firstSeed,
        int seeds,
        boolean measuredNoise,
        List<String> baselines,
        int workers) {
      this(start, budget, firstSeed, seeds, measuredNoise, baselines, List.of(), workers);
    }
  }

  /** Whoever waits. Called from several threads. */
  public interface Watch {
    Watch NONE = share -> {};

    /**
     * @param share done, 0 to 1
     */
    void progress(double share);

    default boolean stopped() {
      return false;
    }
  }

  /**
   * @param space its variables are columns of the table (a blend: {@code NAME.PART}), the numbers
   *     in the variables' units
   * @param objectives columns, with constraints those that a measurement delivers
   * @param constraints those on columns of the space leave out the rows that break them
   * @param looks cheaper columns of the one objective; none with constraints
   * @throws CellwrightException REFUSED if a column is missing or no number, or an input gives an
   *     objective away
   */
  public Backtest(
      Table table,
      Space space,
      List<Objective> objectives,
      List<Constraint> constraints,
      List<CheapLook> looks) {
    this.objectives = List.copyOf(objectives);
    this.constraints =
        constraints.stream().filter(bound -> !ColumnBound.speaksOf(space, bound)).toList();
    this.looks = looks.stream().sorted((a, b) -> Double.compare(a.cost(), b.cost())).toList();
    if (!looks.isEmpty() && (objectives.size() > 1 || !this.constraints.isEmpty())) {
      throw CellwrightException.refused(
          "a cheaper look at one of several outputs",
          "--fidelity",
          "Give one objective and no constraint beside it.");
    }
    for (CheapLook look : looks) {
      if (!(look.cost() > 0 && look.cost() < 1)) {
        throw CellwrightException.refused(
            "a look at '%s' costs %s".formatted(look.column(), look.cost()),
            "--fidelity",
            "The measurement costs 1; a cheaper look costs between 0 and 1.");
      }
    }
    Set<String> outputs = new LinkedHashSet<>(measured());
    looks.forEach(look -> outputs.add(look.column()));
    for (String name : space.names()) {
      if (outputs.contains(name)) {
        throw CellwrightException.refused(
            "'%s' is a variable and an output at once".formatted(name), "--space", null);
      }
    }
    this.candidates = new Candidates(table, known(space, constraints), List.copyOf(outputs));
    requireNothingGivenAway();
    this.yardstick = new Yardstick(candidates, objectives, this.constraints);
  }

  /** With the constraints on what is chosen among its rules. */
  private static Space known(Space space, List<Constraint> constraints) {
    List<KnownConstraint> rules = new ArrayList<>(space.knownConstraints());
    constraints.stream()
        .filter(bound -> ColumnBound.speaksOf(space, bound))
        .forEach(bound -> rules.add(ColumnBound.of(space, bound)));
    return new Space(space.variables(), rules, space.conditions(), space.pool());
  }

  private void requireNothingGivenAway() {
    for (Pool.Column column : pool().columns()) {
      for (Objective objective : objectives) {
        if (column instanceof Pool.Numbers numbers
            && pool().columns().size() > 1
            && TableSpace.givesAway(numbers.values(), candidates.truth(objective.name()))) {
          throw CellwrightException.refused(
              "the input '%s' gives '%s' away: one follows from the other in every row"
                  .formatted(column.variable(), objective.name()),
              "--space",
              "Maybe it was computed from the result. Name the true variables in a SPACE.yaml.");
        }
      }
    }
  }

  private List<String> measured() {
    Set<String> names = new LinkedHashSet<>();
    objectives.forEach(objective -> names.add(objective.name()));
    constraints.forEach(constraint -> names.add(constraint.name()));
    return List.copyOf(names);
  }

  /** What the table held beside the candidates, for people. */
  public List<String> notes() {
    return List.copyOf(candidates.notes);
  }

  public int candidates() {
    return candidates.count();
  }

  public Pool pool() {
    return candidates.pool();
  }

  /** The mean of the replicates of each candidate. */
  public double[] truth(String output) {
    return candidates.truth(output).clone();
  }

  /** What a planner is told of the task. */
  public Problem problem(double budget, long seed) {
    List<Fidelity> fidelities = new ArrayList<>();
    for (CheapLook look : looks) {
      fidelities.add(new Fidelity(look.column(), "table", look.cost(), Settings.NONE));
    }
    fidelities.add(new Fidelity(MEASUREMENT, "table", 1, Settings.NONE));
    return new Problem(
        "backtest", candidates.space, objectives, constraints, fidelities, budget, List.of(), seed);
  }

  /** The candidates with which a run begins: different ones at random. */
  public int[] start(long seed, int count) {
    RandomStream random = new RandomStream(seed, START_STREAM);
    Set<Integer> rows = new LinkedHashSet<>();
    while (rows.size() < Math.min(count, candidates())) {
      rows.add(random.nextInt(candidates()));
    }
    return rows.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * @param planner makes one for each run
   * @throws InterruptedException if stopped
   */
  public Report run(Supplier<Planner> planner, Options options, Watch watch)
      throws InterruptedException {
    if (options.measuredNoise() && !candidates.hasReplicates()) {
      throw CellwrightException.refused(
          "no candidate was measured twice, so that nothing is known of the noise",
          "--noise",
          "Use --noise none.");
    }
    SequencedMap<String, Report.Baseline> baselines = new LinkedHashMap<>();
    for (String name : options.baselines()) {
      baselines.put(name, Baselines.named(name, pool(), yardstick, watch::stopped));
    }
    AtomicLong done = new AtomicLong();
    double all = (double) options.seeds() * Math.min(options.budget(), candidates());
    List<Report.SeedRun> runs = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(options.workers())) {
      List<Future<Report.SeedRun>> futures = new ArrayList<>();
      for (int i = 0; i < options.seeds(); i++) {
        long seed = options.firstSeed() + i;
        futures.add(
            threads.submit(() ->
                new Replay(
                        this,
                        options,
                        seed,
                        watch::stopped,
                        () -> watch.progress(Math.min(1, done.incrementAndGet() / all)))
                    .run(planner.get())));
      }
      for (Future<Report.SeedRun> future : futures) {
        runs.add(future.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
    if (watch.stopped()) {
      throw new InterruptedException("stopped");
    }
    return new Report(candidates(), best(), runs, baselines);
  }

  private double best() {
    return yardstick.isSingle() ? value(yardstick.bestLoss()) : yardstick.whole();
  }

  /** The best value of the first objective that has this loss. */
  double value(double loss) {
    Objective objective = objectives.getFirst();
    return switch (objective.goal()) {
      case MINIMIZE -> loss;
      case MAXIMIZE -> -loss;
      case TARGET, THRESHOLD -> {
        double[] values = candidates.truth(objective.name());
        yield Arrays.stream(values)
            .filter(v -> objective.loss(v) == loss)
            .findFirst()
            .orElse(Double.NaN);
      }
    };
  }

  /** What a measurement of a candidate is told as, by output. */
  SequencedMap<String, Double> answer(
      int candidate, String fidelity, boolean noisy, RandomStream random) {
    List<String> names = fidelity.equals(MEASUREMENT) ? measured() : List.of(fidelity);
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    if (noisy) {
      values.putAll(candidates.draw(candidate, names, random));
    } else {
      names.forEach(name -> values.put(name, candidates.truth(name)[candidate]));
    }
    if (!fidelity.equals(MEASUREMENT)) {
      SequencedMap<String, Double> asObjective = new LinkedHashMap<>();
      asObjective.put(objectives.getFirst().name(), values.firstEntry().getValue());
      return asObjective;
    }
    return values;
  }

  Yardstick.Progress progress() {
    return yardstick.new Progress();
  }
}
