package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Planner;
import org.jspecify.annotations.Nullable;

/** One run of a back-test. */
final class Replay {
  private static final Method.Identity TABLE = new Method.Identity("table", "1", "");
  private static final long NOISE_STREAM = 0x2015E;
  private static final Pattern INTERVAL = Pattern.compile("(\\S+) to (\\S+)");

  private final Backtest backtest;
  private final Backtest.Options options;
  private final BooleanSupplier stopped;
  private final Runnable step;
  private final long seed;
  private final Problem problem;
  private final RandomStream noise;
  private final Yardstick.Progress progress;
  private final List<Observation> observations = new ArrayList<>();
  private final List<Integer> rows = new ArrayList<>();
  private final double[] bestSoFar;
  private final double[] hypervolume;
  private double spent;
  private double toBest = Double.NaN;
  private double toTop = Double.NaN;
  private int within;
  private int stated;

  Replay(
      Backtest backtest,
      Backtest.Options options,
      long seed,
      BooleanSupplier stopped,
      Runnable step) {
    this.backtest = backtest;
    this.options = options;
    this.seed = seed;
    this.stopped = stopped;
    this.step = step;
    this.problem = backtest.problem(options.budget(), seed);
    this.noise = new RandomStream(seed, NOISE_STREAM);
    this.progress = backtest.progress();
    this.bestSoFar = new double[options.budget()];
    this.hypervolume = new double[options.budget()];
  }

  Report.SeedRun run(Planner planner) {
    for (int row : backtest.start(seed, options.start())) {
      tell(backtest.pool().design(row), row, Backtest.MEASUREMENT, 1);
    }
    List<Double> millis = new ArrayList<>();
    String memory = "";
    int asked = 0;
    while (!stopped.getAsBoolean()) {
      History history =
          new History(observations, List.of(), asked, spent, memory)
              .learningFrom(options.sources());
      long begun = System.nanoTime();
      Optional<Ask> ask = planner.ask(problem, history);
      millis.add((System.nanoTime() - begun) * 1e-6);
      if (ask.isEmpty()) {
        break;
      }
      asked++;
      memory = ask.get().memory();
      answer(ask.get());
      step.run();
    }
    int length = (int) Math.min(options.budget(), Math.floor(spent + 1e-9));
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Report.SeedRun(
        seed,
        toBest,
        toTop,
        Arrays.copyOf(bestSoFar, length),
        Arrays.copyOf(hypervolume, length),
        quantile(sorted, 0.5),
        quantile(sorted, 0.95),
        stated == 0 ? Double.NaN : (double) within / stated,
        rows.stream().mapToInt(Integer::intValue).toArray());
  }

  private void answer(Ask ask) {
    int row = backtest.pool().row(ask.design());
    if (row < 0) {
      throw new IllegalStateException("the planner asked for what does not exist: " + ask.design());
    }
    double cost =
        problem.fidelities().stream()
            .filter(fidelity -> fidelity.name().equals(ask.fidelity()))
            .findFirst()
            .orElseThrow()
            .cost();
    tell(ask.design(), row, ask.fidelity(), cost)
        .forEach((name, value) -> check(ask.reasons().get(name + " 90 %"), value));
  }

  private void check(@Nullable String interval, double told) {
    Matcher matcher = INTERVAL.matcher(interval == null ? "" : interval);
    if (matcher.find()) {
      stated++;
      double low = Double.parseDouble(matcher.group(1));
      double high = Double.parseDouble(matcher.group(2));
      // The interval is rounded for people; a certain prediction is not wrong for that.
      double rounding = 1e-5 * Math.max(Math.abs(low), Math.abs(high));
      within += told >= low - rounding && told <= high + rounding ? 1 : 0;
    }
  }

  private Map<String, Double> tell(Design design, int row, String fidelity, double cost) {
    SequencedMap<String, Double> values =
        backtest.answer(row, fidelity, options.measuredNoise(), noise);
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> outcomes.put(name, Value.Scalar.of(value, MeasurementUnit.ONE)));
    observations.add(
        new Observation(
            "e%04d".formatted(observations.size() + 1),
            TABLE,
            fidelity,
            design,
            design,
            Outcome.Status.OK,
            outcomes,
            null,
            List.of(),
            cost,
            0,
            0,
            seed,
            null,
            new LinkedHashMap<>()));
    double before = spent;
    spent += cost;
    fill(before, spent);
    if (fidelity.equals(Backtest.MEASUREMENT)) {
      rows.add(row);
      progress.add(row);
    }
    if (Double.isNaN(toBest) && progress.hasBest()) {
      toBest = spent;
    }
    if (Double.isNaN(toTop) && progress.hasTop()) {
      toTop = spent;
    }
    note(spent);
    return values;
  }

  /** Entry i holds what was known once i + 1 was spent; a step may pass over several. */
  private void fill(double before, double after) {
    for (int i = (int) Math.floor(before + 1e-9); i < (int) Math.ceil(after - 1e-9) - 1; i++) {
      put(i);
    }
  }

  private void note(double after) {
    put((int) Math.ceil(after - 1e-9) - 1);
  }

  private void put(int i) {
    if (i >= 0 && i < bestSoFar.length) {
      bestSoFar[i] =
          Double.isInfinite(progress.best()) ? Double.NaN : backtest.value(progress.best());
      hypervolume[i] = progress.hypervolume();
    }
  }

  private static double quantile(double[] sorted, double q) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[(int) Math.min(sorted.length - 1.0, Math.floor(q * sorted.length))];
  }
}
