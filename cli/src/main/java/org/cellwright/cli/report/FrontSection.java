package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellwright.cli.chart.Axis;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.core.Objective;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** The first two objectives against each other: the front, its knee, and all that was tried. */
final class FrontSection {
  private FrontSection() {}

  static void write(Html html, Findings findings) {
    List<Objective> objectives = findings.result().objectives();
    boolean anything =
        objectives.size() > 1
            && findings.counted().stream()
                .map(e -> point(findings, e))
                .anyMatch(p -> Double.isFinite(p.x()) && Double.isFinite(p.y()));
    if (!anything) {
      return;
    }
    Objective first = objectives.get(0);
    Objective second = objectives.get(1);
    html.section("front", "What can be had: the front");
    Axis x = axis(findings, first, 0);
    Axis y = axis(findings, second, 1);
    Plot plot =
        new Plot(
            "Front of %s and %s".formatted(Figures.name(first.name()), Figures.name(second.name())),
            "Each mark is a design evaluated at the fidelity that counts; the line joins the designs"
                + " that no other beats.",
            x,
            y,
            760,
            430,
            28);
    List<Point> front =
        findings.front().stream()
            .map(e -> point(findings, e))
            .sorted(Comparator.comparingDouble(Point::x))
            .toList();
    drawDominated(plot, front, first, findings.result().referencePoint());
    int outside = 0;
    for (Evaluated e : findings.counted()) {
      Point place = point(findings, e);
      boolean known = Double.isFinite(place.x()) && Double.isFinite(place.y());
      if (known && !findings.result().front().contains(e.id())) {
        String style = e.feasible() ? "feasible" : "infeasible";
        boolean drawn = plot.mark(place, 4, style, title(findings, e), "#" + e.id());
        outside += drawn ? 0 : 1;
      }
    }
    for (Evaluated e : findings.front()) {
      plot.mark(point(findings, e), 6, "front", title(findings, e), "#" + e.id());
    }
    findings
        .knee()
        .ifPresent(e -> {
          plot.mark(point(findings, e), 9, "knee", title(findings, e), "#" + e.id());
          plot.label(point(findings, e), "knee-label", "knee");
        });
    html.figure(plot.render(), legend(findings, outside));
    if (objectives.size() > 2) {
      html.note("There are more objectives than these two; the table below shows all of them.");
    }
    html.end();
  }

  private static String legend(Findings findings, int outside) {
    String counting = Html.escape(findings.counting());
    return "<span class=\"key\"><i class=\"dot front\"></i> front</span> "
        + "<span class=\"key\"><i class=\"dot feasible\"></i> meets every constraint</span> "
        + "<span class=\"key\"><i class=\"dot infeasible\"></i> misses one</span> "
        + "All marks were evaluated at ‘%s’.".formatted(counting)
        + (findings.result().referencePoint().isEmpty()
            ? ""
            : " The shaded area up to the reference point is the hypervolume.")
        + (outside == 0 ? "" : " %d far from the front lie outside the frame.".formatted(outside));
  }

  private static void drawDominated(
      Plot plot, List<Point> front, Objective first, List<Double> reference) {
    if (front.isEmpty() || first.goal() == Objective.Goal.TARGET || reference.size() < 2) {
      return;
    }
    double worstX = reference.get(0);
    double worstY = reference.get(1);
    boolean more = first.goal() != Objective.Goal.MINIMIZE;
    List<Point> edge = new ArrayList<>();
    // From the worst x that still counts towards better ones; each point's y holds until its x.
    List<Point> outward = more ? front : front.reversed();
    edge.add(new Point(worstX, outward.getFirst().y()));
    for (Point point : outward) {
      edge.add(new Point(edge.getLast().x(), point.y()));
      edge.add(point);
    }
    edge.add(new Point(edge.getLast().x(), worstY));
    plot.band(
        edge,
        List.of(new Point(worstX, worstY), new Point(edge.getLast().x(), worstY)),
        "dominated",
        "");
    plot.line(edge.subList(0, edge.size() - 1), "front-line", "");
  }

  private static Axis axis(Findings findings, Objective objective, int index) {
    double reference =
        index < findings.result().referencePoint().size()
            ? findings.result().referencePoint().get(index)
            : Double.NaN;
    double[] front =
        findings.front().stream().mapToDouble(e -> findings.objective(e, objective)).toArray();
    double[] all =
        findings.counted().stream()
            .mapToDouble(e -> findings.objective(e, objective))
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    double low = Double.isFinite(reference) ? reference : all[0];
    double high = low;
    for (double value : front.length > 0 ? front : all) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    // Room for the designs around the front, but not for those that are far away.
    double margin = 0.25 * (high - low);
    low = Math.min(low, Math.max(low - margin, all[0]));
    high = Math.max(high, Math.min(high + margin, all[all.length - 1]));
    return Axis.covering(Figures.named(objective.name(), objective.unit()), low, high, 6);
  }

  private static Point point(Findings findings, Evaluated e) {
    List<Objective> objectives = findings.result().objectives();
    return new Point(
        findings.objective(e, objectives.get(0)), findings.objective(e, objectives.get(1)));
  }

  private static String title(Findings findings, Evaluated e) {
    StringBuilder text = new StringBuilder(e.id());
    for (Objective objective : findings.result().objectives()) {
      text.append("\n")
          .append(Figures.name(objective.name()))
          .append(' ')
          .append(Figures.of(findings.objective(e, objective)))
          .append(' ')
          .append(Figures.unit(objective.unit()));
    }
    findings
        .result()
        .constraints()
        .forEach(c ->
            text.append("\n")
                .append(Figures.name(c.name()))
                .append(" slack ")
                .append(Figures.signed(findings.slack(e, c)))
                .append(' ')
                .append(Figures.unit(c.unit().ofDifference())));
    return text.toString();
  }
}
