package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.science.planner.backtest.Backtest;
import org.cellwright.science.planner.backtest.Report;
import org.cellwright.science.planner.backtest.Report.SeedRun;

/** A back-test as people and as programs read it. */
final class BacktestText {
  private BacktestText() {}

  /**
   * Medians over the seeds; what half of them did not reach is a dash.
   *
   * @param tradeOff of several objectives
   */
  static String of(Report report, Backtest.Options options, boolean tradeOff) {
    List<SeedRun> runs = report.seeds();
    TextTable table =
        new TextTable(List.of("", "to best", "to top 1 %", "ask p50 ms", "ask p95 ms", "in 90 %"));
    table.add(
        List.of(
            "planner",
            figure(median(runs, SeedRun::toBest)),
            figure(median(runs, SeedRun::toTopOnePercent)),
            figure(median(runs, SeedRun::askMilliP50)),
            figure(median(runs, SeedRun::askMilliP95)),
            percent(median(runs, SeedRun::coverage90))));
    report
        .baseline()
        .forEach((name, baseline) ->
            table.add(
                List.of(
                    name,
                    figure(baseline.toBest()),
                    figure(baseline.toTopOnePercent()),
                    "",
                    "",
                    "")));
    long found = runs.stream().filter(run -> !Double.isNaN(run.toBest())).count();
    return "%d candidates, %s %s; found by %d of %d runs of %d, %d of them at random%n%n"
            .formatted(
                report.candidates(),
                tradeOff ? "whose hypervolume is" : "the best",
                figure(report.best()),
                found,
                runs.size(),
                options.budget(),
                options.start())
        + table.render()
        + "\nMedians of the runs; means of the others. A dash: not reached by half of the runs.\n"
        + (tradeOff ? reached(report, options) : "");
  }

  /** Of the whole hypervolume, after a third of the budget, two thirds and all of it. */
  private static String reached(Report report, Backtest.Options options) {
    List<String> shares = new ArrayList<>();
    for (int third = 1; third <= 3; third++) {
      int after = Math.max(1, options.budget() * third / 3);
      double share =
          median(
              report.seeds(),
              run -> run.hypervolume()[Math.min(after, run.hypervolume().length) - 1]);
      shares.add("%s after %d".formatted(percent(share / report.best()), after));
    }
    return "Of the hypervolume the median run has " + String.join(", ", shares) + ".\n";
  }

  private static double median(List<SeedRun> runs, ToDoubleFunction<SeedRun> value) {
    double[] sorted =
        runs.stream()
            .mapToDouble(value)
            .map(v -> Double.isNaN(v) ? Double.POSITIVE_INFINITY : v)
            .sorted()
            .toArray();
    int n = sorted.length;
    double median = 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
    return Double.isInfinite(median) ? Double.NaN : median;
  }

  private static String figure(double value) {
    return Double.isNaN(value)
        ? "–"
        : value == Math.rint(value) && Math.abs(value) < 1e6
            ? Long.toString((long) value)
            : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  static ObjectNode json(Report report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("candidates", report.candidates());
    put(root, "best", report.best());
    ArrayNode seeds = root.putArray("seeds");
    for (SeedRun run : report.seeds()) {
      ObjectNode node = seeds.addObject();
      node.put("seed", run.seed());
      put(node, "to_best", run.toBest());
      put(node, "to_top_1_percent", run.toTopOnePercent());
      list(node.putArray("best_so_far"), run.bestSoFar());
      list(node.putArray("hypervolume"), run.hypervolume());
      ObjectNode times = node.putObject("ask_ms");
      put(times, "p50", run.askMilliP50());
      put(times, "p95", run.askMilliP95());
      put(node, "coverage_90", run.coverage90());
    }
    ObjectNode baselines = root.putObject("baseline");
    report
        .baseline()
        .forEach((name, baseline) -> {
          ObjectNode node = baselines.putObject(name);
          put(node, "to_best", baseline.toBest());
          put(node, "to_top_1_percent", baseline.toTopOnePercent());
        });
    return root;
  }

  private static void list(ArrayNode array, double[] values) {
    Arrays.stream(values)
        .forEach(value -> {
          if (Double.isNaN(value)) {
            array.addNull();
          } else {
            array.add(value);
          }
        });
  }

  /** Whole numbers as such, nothing as null. */
  private static void put(ObjectNode node, String key, double value) {
    if (Double.isNaN(value)) {
      node.putNull(key);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      node.put(key, (long) value);
    } else {
      node.put(key, value);
    }
  }
}
