package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cellwright.cli.chart.Axis;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.cli.report.Html.Cell;
import org.cellwright.cli.report.Html.Row;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.campaign.RunResult.ComparedRun;
import org.cellwright.platform.campaign.RunResult.TracePoint;

/** Hypervolume against cost: what each unit of the budget bought, here and with the baselines. */
final class CostSection {
  private CostSection() {}

  static void write(Html html, Findings findings) {
    RunResult result = findings.result();
    boolean alone = result.objectives().size() == 1 && result.compare().isEmpty();
    if (result.trace().isEmpty() || alone) {
      return;
    }
    html.section("cost", "What the budget bought");
    double most = result.hypervolume();
    double furthest =
        Double.isFinite(result.budget())
            ? Math.max(result.budget(), result.spent())
            : result.spent();
    for (List<ComparedRun> runs : result.compare().values()) {
      for (ComparedRun run : runs) {
        most = Math.max(most, run.hypervolume());
      }
    }
    Plot plot =
        new Plot(
            "Hypervolume against cost",
            "How much of the space of objectives is dominated after each unit of cost.",
            Axis.covering("cost", 0, furthest, 6),
            Axis.covering("hypervolume", 0, most, 5),
            760,
            340,
            result.compare().isEmpty() ? 90 : 150);
    int series = 2;
    for (var planner : result.compare().entrySet()) {
      boolean isCampaign = planner.getKey().equals("campaign");
      String colour = isCampaign ? "series-1" : "series-" + series++;
      for (ComparedRun run : planner.getValue()) {
        plot.steps(
            points(run.trace(), furthest),
            "each " + colour,
            "%s, seed %d: %s"
                .formatted(planner.getKey(), run.seed(), Figures.of(run.hypervolume())));
      }
      List<Point> median = median(planner.getValue(), furthest);
      plot.steps(median, "median " + colour, planner.getKey() + ", median");
      if (!median.isEmpty()) {
        plot.endLabel(median.getLast().y(), "end-label " + colour, planner.getKey());
      }
    }
    if (result.compare().isEmpty()) {
      List<Point> own = points(result.trace(), result.spent());
      plot.steps(own, "median series-1", "this run");
      plot.endLabel(own.getLast().y(), "end-label series-1", "this run");
    }
    html.figure(
        plot.render(),
        result.compare().isEmpty()
            ? "Only feasible designs at ‘%s’ count.".formatted(Html.escape(findings.counting()))
            : "Thick: the median of the seeds. Thin: each seed. Only feasible designs at ‘%s’ count."
                .formatted(Html.escape(findings.counting())));
    if (!result.compare().isEmpty()) {
      comparison(html, result, furthest);
    }
    html.end();
  }

  private static void comparison(Html html, RunResult result, double furthest) {
    List<Row> rows = new ArrayList<>();
    List<ComparedRun> own = result.compare().getOrDefault("campaign", List.of());
    for (var planner : result.compare().entrySet()) {
      List<Point> median = median(planner.getValue(), furthest);
      double last = median.isEmpty() ? Double.NaN : median.getLast().y();
      StringBuilder seeds = new StringBuilder();
      planner
          .getValue()
          .forEach(run ->
              seeds.append(seeds.isEmpty() ? "" : " · ").append(Figures.of(run.hypervolume())));
      OptionalDouble reached = reached(median(own, furthest), last);
      rows.add(
          Row.of(
              List.of(
                  Cell.words(planner.getKey()),
                  Cell.number(Figures.of(last)),
                  Cell.number(seeds.toString()),
                  Cell.number(
                      planner.getKey().equals("campaign") || reached.isEmpty()
                          ? "–"
                          : String.format(
                              Locale.ROOT,
                              "%.1f (%.0f %%)",
                              reached.getAsDouble(),
                              100 * reached.getAsDouble() / result.budget())))));
    }
    html.table(
        "Hypervolume at the end of the budget",
        List.of(
            Cell.words("planner"),
            Cell.number("median"),
            Cell.number("each seed"),
            Cell.number("cost at which the campaign’s median gets there")),
        rows);
  }

  private static OptionalDouble reached(List<Point> median, double level) {
    return median.stream().filter(p -> p.y() >= level).mapToDouble(Point::x).findFirst();
  }

  private static List<Point> points(List<TracePoint> trace, double until) {
    List<Point> points = new ArrayList<>();
    points.add(new Point(0, 0));
    trace.forEach(p -> points.add(new Point(p.cost(), p.hypervolume())));
    points.add(new Point(Math.max(until, points.getLast().x()), points.getLast().y()));
    return points;
  }

  /** The median over the runs at 240 costs; empty without runs. */
  private static List<Point> median(List<ComparedRun> runs, double until) {
    List<Point> median = new ArrayList<>();
    for (int i = 0; !runs.isEmpty() && i <= 240; i++) {
      double cost = until * i / 240;
      double[] values = runs.stream().mapToDouble(run -> at(run.trace(), cost)).sorted().toArray();
      int n = values.length;
      median.add(new Point(cost, 0.5 * (values[(n - 1) / 2] + values[n / 2])));
    }
    return median;
  }

  private static double at(List<TracePoint> trace, double cost) {
    double value = 0;
    for (TracePoint point : trace) {
      if (point.cost() <= cost + 1e-9) {
        value = point.hypervolume();
      }
    }
    return value;
  }
}
