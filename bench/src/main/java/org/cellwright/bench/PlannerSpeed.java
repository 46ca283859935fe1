package org.cellwright.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.cellwright.bench.Result.Better;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Pool;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.LivePlanner;
import org.cellwright.science.planner.ModelBased;
import org.cellwright.science.planner.Planner;

/**
 * How long the planner thinks: wall time of an ask on all cores, and CPU time of the whole process
 * beside it.
 *
 * <p>Each ask of a case has one observation more than the one before, fits included as they fall
 * due; the first asks of a case, cold and fitted from scratch, count among the others. Three
 * campaigns of 100 rounds warm the virtual machine up. The function is Hartmann's in six dimensions
 * (Dixon and Szegö 1978).
 */
final class PlannerSpeed {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final int DIMENSION = 6;

  private static final double[] WEIGHTS = {1, 1.2, 3, 3.2};
  private static final double[][] STEEPNESS = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] CENTRES = {
    {0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
    {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
    {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
    {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}
  };

  private static final double[] OPTIMUM = {0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573};

  /** Observations that are spread over the whole space. */
  private static final int EVEN = 150;

  List<Result> run() {
    List<Result> results = new ArrayList<>();
    progress("warming up");
    for (int i = 0; i < 3; i++) {
      rounds(new ModelBased(), single(), 100, 0);
    }
    progress("asks at 100, 500 and 2000 observations");
    results.add(campaigns("ask at 100 observations, 6 dimensions", 100, 5, 20, 15));
    results.add(asks("ask at 500 observations, 6 dimensions", single(), 500, 40, 60));
    results.add(asks("ask at 2000 observations, 6 dimensions", single(), 2000, 20, 300));
    results.add(fresh("the same by a planner that never asked before", single(), 2000, 5, 1000));
    progress("asks that were prepared");
    results.add(prepared(100, 40));
    progress("100 rounds of Hartmann-6");
    results.add(hartmann());
    progress("100 000 candidates");
    results.add(pool(100_000, 100, 9, 0.5));
    results.add(pool(100_000, 500, 9, 2));
    progress("1 000 000 candidates");
    results.add(pool(1_000_000, 100, 3, 5));
    results.add(pool(1_000_000, 500, 3, 10));
    progress("two objectives, three constraints, two fidelities");
    results.add(
        asks("2 objectives, 3 constraints, 2 fidelities, 200 rows", several(), 200, 20, 250));
    progress("memory over 2000 rounds");
    results.add(memory());
    return results;
  }

  private static void progress(String what) {
    System.err.println("bench planner: " + what + " ...");
  }

  /** One planner asks and is told, from so many observations on. */
  private static Result asks(
      String name, Problem problem, int observations, int asks, double must) {
    Rounds rounds = rounds(new ModelBased(), problem, asks, observations);
    return result(name, rounds, must);
  }

  /** Several campaigns from the same observations on, each with a planner of its own. */
  private static Result campaigns(
      String name, int observations, int campaigns, int asks, double must) {
    double[] wall = {};
    double cpu = 0;
    for (int i = 0; i < campaigns; i++) {
      Rounds rounds = rounds(new ModelBased(), single(), asks, observations);
      wall = DoubleStream.concat(Arrays.stream(wall), Arrays.stream(rounds.wall)).toArray();
      cpu += rounds.cpu;
    }
    return result(name, new Rounds(wall, cpu, List.of()), must);
  }

  /** A new planner for each ask: matrices are factored and parameters found from scratch. */
  private static Result fresh(
      String name, Problem problem, int observations, int asks, double must) {
    Rounds rounds = rounds(ModelBased::new, problem, asks, observations, false);
    return result(name, rounds, must);
  }

  /** Asks that a live planner had time to work out after it was told. */
  private static Result prepared(int observations, int asks) {
    Problem problem = single();
    double[] wall = new double[asks];
    long before = cpu();
    try (LivePlanner live = new LivePlanner(problem)) {
      for (Observation told : observations(problem, observations)) {
        Outcome outcome = Outcome.ok(told.done(), told.outcomes(), List.of(), List.of());
        live.tell(told.asked(), told.fidelity(), outcome);
      }
      for (int i = 0; i < asks; i++) {
        while (!live.isReady()) {
          LockSupport.parkNanos(1_000_000);
        }
        long begun = System.nanoTime();
        LivePlanner.Proposed next = live.ask(1).getFirst();
        wall[i] = 1e-9 * (System.nanoTime() - begun);
        Observation seen = observe(problem, next.design(), problem.highest(), observations + i);
        live.tell(next.id(), Outcome.ok(next.design(), seen.outcomes(), List.of(), List.of()));
      }
    }
    double cpu = 1e-9 * (cpu() - before);
    return result(
        "ask at " + observations + " observations after tell had time to prepare",
        new Rounds(wall, cpu, List.of()),
        2);
  }

  private static Result result(String name, Rounds rounds, double must) {
    double[] wall = Arrays.stream(rounds.wall).map(s -> 1e3 * s).sorted().toArray();
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("p50_ms", percentile(wall, 0.5));
    counters.put("p95_ms", percentile(wall, 0.95));
    counters.put("cpu_ms", 1e3 * rounds.cpu / wall.length);
    counters.put("asks", (double) wall.length);
    return new Result(
        name + ", p95",
        percentile(wall, 0.95),
        "ms",
        Better.LOWER,
        must,
        Double.NaN,
        Double.NaN,
        null,
        counters);
  }

  private static Result hartmann() {
    Rounds rounds = rounds(new ModelBased(), single(), 100, 0);
    double best =
        rounds.told.stream().mapToDouble(o -> o.outcome("y", ONE)).min().orElse(Double.NaN);
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("cpu_s", rounds.cpu);
    counters.put("best", best);
    return new Result(
        "100 ask/tell rounds of Hartmann-6",
        Arrays.stream(rounds.wall).sum(),
        "s",
        Better.LOWER,
        3,
        Double.NaN,
        Double.NaN,
        null,
        counters);
  }

  /** Asks of a planner that knows nothing yet: parameters are found, every candidate valued. */
  private static Result pool(int candidates, int observations, int asks, double must) {
    double[][] columns = new double[DIMENSION][candidates];
    Sobol sobol = Sobol.scrambled(DIMENSION, 3);
    for (int row = 0; row < candidates; row++) {
      double[] x = sobol.point(row);
      for (int j = 0; j < DIMENSION; j++) {
        columns[j][row] = x[j];
      }
    }
    List<Pool.Column> named = new ArrayList<>();
    for (int j = 0; j < DIMENSION; j++) {
      named.add(new Pool.Numbers("x" + j, columns[j], ONE));
    }
    Problem free = single();
    Space space =
        new Space(variables(), List.of(), new LinkedHashMap<>(), Optional.of(new Pool(named)));
    Problem problem =
        new Problem(
            free.name(),
            space,
            free.objectives(),
            List.of(),
            free.fidelities(),
            free.budget(),
            List.of(),
            free.seed());
    List<Observation> told = observations(free, observations);
    History history = new History(told, List.of(), told.size(), 0, "");
    double[] wall = new double[asks];
    double cpu = 0;
    for (int i = 0; i < wall.length; i++) {
      long cpuBefore = cpu();
      long before = System.nanoTime();
      Ask ask = new ModelBased().ask(problem, history).orElseThrow();
      wall[i] = 1e-9 * (System.nanoTime() - before);
      cpu += 1e-9 * (cpu() - cpuBefore);
      if (told.stream().anyMatch(o -> o.asked().equals(ask.design()))) {
        throw new IllegalStateException("a candidate was asked twice");
      }
    }
    Arrays.sort(wall);
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("p95_s", percentile(wall, 0.95));
    counters.put("cpu_s", cpu / wall.length);
    return new Result(
        "ask from " + candidates + " candidates at " + observations + " observations, p50",
        percentile(wall, 0.5),
        "s",
        Better.LOWER,
        must,
        Double.NaN,
        Double.NaN,
        null,
        counters);
  }

  /** What one planner keeps after 2 000 observations, beyond the observations themselves. */
  private static Result memory() {
    Planner planner = new ModelBased();
    rounds(planner, single(), 2, 100);
    long early = used();
    rounds(planner, single(), 2, 2000);
    long late = used();
    if (planner.toString().isEmpty()) {
      throw new IllegalStateException("the planner was collected");
    }
    return new Result(
        "kept by a planner at 2000 observations, more than at 100",
        (late - early) / 1048576.0,
        "MiB",
        Better.LOWER,
        64,
        Double.NaN,
        Double.NaN,
        null,
        new LinkedHashMap<>());
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }

  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  /**
   * @param wall time of each ask, s
   * @param cpu time of all asks together, all threads, s
   */
  private record Rounds(double[] wall, double cpu, List<Observation> told) {}

  private static Rounds rounds(Planner planner, Problem problem, int asks, int observations) {
    return rounds(() -> planner, problem, asks, observations, true);
  }

  /**
   * @param remembers whether each ask gets the parameters that the one before found
   */
  private static Rounds rounds(
      Supplier<Planner> planners, Problem problem, int asks, int observations, boolean remembers) {
    List<Observation> told = observations(problem, observations);
    double[] wall = new double[asks];
    double cpu = 0;
    String memory = "";
    for (int i = 0; i < asks; i++) {
      History history = new History(told, List.of(), told.size(), 0, remembers ? memory : "");
      Planner planner = planners.get();
      long cpuBefore = cpu();
      long before = System.nanoTime();
      Ask ask = planner.ask(problem, history).orElseThrow();
      wall[i] = 1e-9 * (System.nanoTime() - before);
      cpu += 1e-9 * (cpu() - cpuBefore);
      memory = ask.memory();
      Fidelity fidelity =
          problem.fidelities().stream()
              .filter(f -> f.name().equals(ask.fidelity()))
              .findFirst()
              .orElseThrow();
      told.add(observe(problem, ask.design(), fidelity, told.size()));
    }
    return new Rounds(wall, cpu, told);
  }

  /** Spread evenly at first, then around what is good, as a campaign goes. */
  private static List<Observation> observations(Problem problem, int count) {
    List<Observation> told = new ArrayList<>();
    Sobol sobol = Sobol.scrambled(DIMENSION, 7);
    for (int i = 0; i < count; i++) {
      double[] x = sobol.point(i);
      for (int j = 0; j < x.length && i >= EVEN; j++) {
        x[j] = OPTIMUM[j] + 0.3 * (x[j] - 0.5);
      }
      int rung =
          problem.fidelities().size() == 1 || i % 5 == 0 ? problem.fidelities().size() - 1 : 0;
      told.add(observe(problem, design(x), problem.fidelities().get(rung), told.size()));
    }
    return told;
  }

  private static long cpu() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private static Problem single() {
    return new Problem(
        "hartmann-6",
        new Space(variables(), List.of()),
        List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)),
        List.of(),
        List.of(new Fidelity("only", "bench", 1, Settings.NONE)),
        1e9,
        List.of(),
        11);
  }

  private static Problem several() {
    return new Problem(
        "several",
        new Space(variables(), List.of()),
        List.of(
            new Objective("y", Objective.Goal.MINIMIZE, ONE, 0),
            new Objective("z", Objective.Goal.MINIMIZE, ONE, 0)),
        List.of(
            new Constraint("c1", Constraint.Sense.AT_MOST, 1.2, ONE),
            new Constraint("c2", Constraint.Sense.AT_MOST, 4, ONE),
            new Constraint("c3", Constraint.Sense.AT_LEAST, 0.1, ONE)),
        List.of(
            new Fidelity("sketch", "bench", 0.1, Settings.NONE),
            new Fidelity("whole", "bench", 1, Settings.NONE)),
        1e9,
        List.of(0.0, 3.0),
        11);
  }

  private static List<Variable> variables() {
    List<Variable> variables = new ArrayList<>();
    for (int j = 0; j < DIMENSION; j++) {
      variables.add(new Variable.Continuous("x" + j, 0, 1, ONE));
    }
    return variables;
  }

  private static Design design(double[] x) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int j = 0; j < x.length; j++) {
      values.put("x" + j, Value.Scalar.of(Math.clamp(x[j], 0, 1), ONE));
    }
    return new Design(values);
  }

  private static Observation observe(
      Problem problem, Design design, Fidelity fidelity, int number) {
    double[] x = new double[DIMENSION];
    Arrays.setAll(x, j -> design.si("x" + j));
    double bias = fidelity.cost() < 1 ? 0.1 * Math.sin(3 * x[0] + x[1]) : 0;
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("y", Value.Scalar.of(hartmann(x) + bias, ONE));
    if (problem.objectives().size() > 1) {
      double sum = Arrays.stream(x).sum();
      outcomes.put("z", Value.Scalar.of(Math.pow(x[0] - 0.8, 2) + x[1] * x[1] + bias, ONE));
      outcomes.put("c1", Value.Scalar.of(x[2] + x[3] * x[3], ONE));
      outcomes.put("c2", Value.Scalar.of(sum + bias, ONE));
      outcomes.put("c3", Value.Scalar.of(Math.cos(2 * x[4]) + 0.5 * x[5], ONE));
    }
    return Observation.ok(
        "e%04d".formatted(number),
        new Method.Identity(fidelity.method(), "1", "0"),
        fidelity.name(),
        design,
        outcomes,
        fidelity.cost());
  }

  private static double hartmann(double[] x) {
    double sum = 0;
    for (int i = 0; i < WEIGHTS.length; i++) {
      double exponent = 0;
      for (int j = 0; j < DIMENSION; j++) {
        double difference = x[j] - CENTRES[i][j];
        exponent += STEEPNESS[i][j] * difference * difference;
      }
      sum -= WEIGHTS[i] * Math.exp(-exponent);
    }
    return sum;
  }
}
