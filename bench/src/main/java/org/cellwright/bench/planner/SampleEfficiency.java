package org.cellwright.bench.planner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.planner.Row.Beside;
import org.cellwright.bench.planner.Row.Target;
import org.cellwright.bench.planner.Statistics.Interval;
import org.cellwright.core.CellwrightException;
import org.jspecify.annotations.Nullable;

/** How few evaluations the planner needs: the promises, one by one. */
public final class SampleEfficiency {
  private static final double NONE = Double.NaN;
  private static final double FIVEFOLD = 5;

  private final Sets sets;
  private final Trials trials;
  private final List<String> only;
  private final MainJob mainJob;

  /** Some of the promises. */
  @FunctionalInterface
  interface Part {
    List<Result> run() throws Exception;
  }

  /**
   * @param root of the checkout
   * @param folder of the reference data
   * @param kept where results are kept
   * @param only names of sets or of parts; empty for all
   */
  public SampleEfficiency(Path root, Path folder, Path kept, int seeds, List<String> only) {
    this.sets = new Sets(folder.resolve("planner"));
    this.trials = new Trials(kept, seeds);
    this.only = List.copyOf(only);
    this.mainJob = new MainJob(root, kept);
  }

  public List<Result> run() throws Exception {
    if (!sets.isThere()) {
      throw CellwrightException.failed(
          "there are no sets of candidates",
          sets.folder().toString(),
          "Set CELLWRIGHT_REFERENCE_DATA to the folder that has 'planner' in it.");
    }
    SequencedMap<String, Part> parts = new LinkedHashMap<>();
    parts.put("floor", this::floorRows);
    parts.put("descriptors", this::descriptors);
    parts.put("battery", this::battery);
    parts.put("clio", () -> new Clio(sets, trials).run());
    parts.put("attia", () -> new Attia(sets, trials).run());
    parts.put("fidelities", () -> new CheapLooks(sets, trials).run());
    parts.put("transfer", () -> new Transfer(sets, trials).run());
    parts.put("trade-offs", () -> new TradeOffs(sets, trials).run(sets.tradeOffs().keySet()));
    parts.put("order", () -> new Ordered(sets, trials).run());
    for (String name : only) {
      if (!parts.containsKey(name)
          && !sets.names().contains(name)
          && !sets.tradeOffs().containsKey(name)) {
        throw new CellwrightException(
            CellwrightException.Kind.USAGE,
            "there is no set and no part '%s'".formatted(name),
            "--sets",
            "There are %s and the sets %s, %s."
                .formatted(parts.keySet(), sets.names(), sets.tradeOffs().keySet()));
      }
    }
    List<Result> results = new ArrayList<>();
    for (String name : parts.keySet()) {
      Part part = parts.get(name);
      if (part != null && (only.isEmpty() || only.contains(name))) {
        System.err.println("bench planner: " + name + " ...");
        results.addAll(part.run());
      }
    }
    results.addAll(new TradeOffs(sets, trials).run(only));
    for (String name : only) {
      if (sets.names().contains(name)) {
        row(name, new Beside(true, true)).forEach(row -> results.add(row.result(NONE, NONE)));
      }
    }
    return results;
  }

  private List<Row> row(String name, Beside beside) throws IOException, InterruptedException {
    String bare = Sets.DESCRIBED.get(name);
    @Nullable Candidates floorOn = bare == null ? null : sets.read(bare);
    return Row.run(trials, sets.read(name), floorOn, beside);
  }

  private List<Result> floorRows() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String name : Sets.FLOOR_ROWS) {
      rows.addAll(row(name, new Beside(true, false)));
    }
    for (Row row : rows) {
      SequencedMap<String, Double> counters =
          new LinkedHashMap<>(row.result(NONE, NONE).counters());
      counters.put("recorded_floor_median", sets.recorded(row.set(), row.target() == Target.BEST));
      results.add(row.result(NONE, NONE).with(counters));
    }
    long worse = rows.stream().filter(row -> row.ofFloor().low() > 1).count();
    results.add(
        result("rows worse than the floor at 95 %, paired", worse, "rows", Better.LOWER, 0, 0));
    for (Target target : Target.values()) {
      List<double[]> logs =
          rows.stream().filter(row -> row.target() == target).map(Row::logs).toList();
      Interval ratio = Statistics.ofGroups(logs, Statistics::geometricRatio);
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Row.put(counters, "ratio", ratio);
      results.add(
          Row.ratio(
              "geometric mean of all rows over the floor's, to " + target.words,
              0.9,
              0.75,
              counters));
    }
    return results;
  }

  private List<Result> descriptors() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    Row redoxmers = row("redoxmers, descriptors", new Beside(true, false)).getFirst();
    results.add(redoxmers.result(16, NONE));
    List<Row> organic = row("mmli_opv, descriptors", new Beside(true, false));
    List<Row> bare = row("mmli_opv", new Beside(true, false));
    for (int i = 0; i < organic.size(); i++) {
      results.add(bare.get(i).result(NONE, NONE));
      results.add(organic.get(i).result(NONE, NONE));
      Interval share =
          Statistics.of(
              Statistics.logRatios(organic.get(i).ours(), bare.get(i).ours()),
              l -> StrictMath.exp(Statistics.mean(l)));
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Row.put(counters, "ratio", share);
      results.add(
          Row.ratio(
              "mmli_opv, descriptors over bare names, to " + organic.get(i).target().words,
              0.75,
              NONE,
              counters));
    }
    results.add(
        row("direct_arylation, SMILES", new Beside(true, false)).getLast().result(13, NONE));
    for (String name : Sets.REACTIONS) {
      row(name, new Beside(true, false)).forEach(row -> results.add(row.result(NONE, NONE)));
    }
    row("oer_plate_3496", new Beside(true, false))
        .forEach(row -> results.add(row.result(NONE, NONE)));
    return results;
  }

  private List<Result> battery() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    for (String name : Sets.BATTERY) {
      rows.add(row(name, new Beside(false, true)).getLast());
    }
    rows.add(Row.run(trials, mainJob.read(), null, new Beside(false, true)).getLast());
    rows.forEach(row -> results.add(row.result(NONE, NONE)));
    ToDoubleFunction<Row> low = row -> row.acceleration().value();
    long reached = rows.stream().filter(row -> low.applyAsDouble(row) >= FIVEFOLD).count();
    results.add(
        result(
            "battery problems at least five times faster than random search to the top 1 %",
            reached, "problems", Better.HIGHER, 4, rows.size()));
    return results;
  }

  static Result result(
      String name, double value, String unit, Better better, double must, double aim) {
    return new Result(name, value, unit, better, must, aim, NONE, null, new LinkedHashMap<>());
  }
}
