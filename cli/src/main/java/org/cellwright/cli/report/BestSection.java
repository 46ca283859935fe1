package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cellwright.cli.chart.Axis;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** Of one objective: every result and the best so far against cost. */
final class BestSection {
  private BestSection() {}

  static void write(Html html, Findings findings) {
    if (findings.result().objectives().size() != 1) {
      return;
    }
    Objective objective = findings.result().objectives().getFirst();
    Set<String> counting =
        findings.counted().stream().map(Evaluated::id).collect(Collectors.toSet());
    List<Evaluated> counted = new ArrayList<>();
    List<Point> places = new ArrayList<>();
    double spent = 0;
    for (Evaluated e : findings.result().evaluations()) {
      spent += e.status() == Outcome.Status.PENDING ? 0 : e.cost();
      double value = findings.objective(e, objective);
      if (counting.contains(e.id()) && Double.isFinite(value)) {
        counted.add(e);
        places.add(new Point(spent, value));
      }
    }
    if (counted.isEmpty()) {
      return;
    }
    double low = places.stream().mapToDouble(Point::y).min().orElseThrow();
    double high = places.stream().mapToDouble(Point::y).max().orElseThrow();
    String name = Figures.name(objective.name());
    html.section("best", "What each result brought");
    Plot plot =
        new Plot(
            "%s against cost".formatted(name),
            "Each mark is a result at the fidelity that counts; the line is the best so far that"
                + " meets every constraint.",
            Axis.covering("cost", 0, spent, 6),
            Axis.covering(Figures.named(objective.name(), objective.unit()), low, high, 5),
            760,
            340,
            90);
    List<Point> best = best(objective, counted, places, spent);
    plot.steps(best, "median series-1", "best so far");
    if (!best.isEmpty()) {
      plot.endLabel(best.getLast().y(), "end-label series-1", "best so far");
    }
    for (int i = 0; i < counted.size(); i++) {
      Evaluated e = counted.get(i);
      String title =
          "%s: %s %s"
              .formatted(e.id(), Figures.of(places.get(i).y()), Figures.unit(objective.unit()))
              .strip();
      plot.mark(places.get(i), 4, e.feasible() ? "feasible" : "infeasible", title, "#" + e.id());
    }
    html.figure(
        plot.render(),
        findings.result().constraints().isEmpty()
            ? "All marks were evaluated at ‘%s’.".formatted(Html.escape(findings.counting()))
            : "<span class=\"key\"><i class=\"dot feasible\"></i> meets every constraint</span> "
                + "<span class=\"key\"><i class=\"dot infeasible\"></i> misses one</span> "
                + "All marks were evaluated at ‘%s’.".formatted(Html.escape(findings.counting())));
    html.end();
  }

  private static List<Point> best(
      Objective objective, List<Evaluated> counted, List<Point> places, double until) {
    List<Point> best = new ArrayList<>();
    for (int i = 0; i < counted.size(); i++) {
      Point place = places.get(i);
      boolean better =
          best.isEmpty() || objective.loss(place.y()) < objective.loss(best.getLast().y());
      if (counted.get(i).feasible() && better) {
        best.add(place);
      }
    }
    if (!best.isEmpty()) {
      best.add(new Point(until, best.getLast().y()));
    }
    return best;
  }
}
