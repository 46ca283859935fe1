package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellwright.cli.chart.Axis;
import org.cellwright.cli.chart.Bars;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.cli.report.Html.Cell;
import org.cellwright.cli.report.Html.Row;
import org.cellwright.core.Design;
import org.cellwright.core.Formula;
import org.cellwright.core.Objective;
import org.cellwright.core.Value;
import org.cellwright.science.planner.Explanation;
import org.cellwright.science.planner.Explanation.Advice;
import org.cellwright.science.planner.Explanation.Calibrated;
import org.cellwright.science.planner.Explanation.Influence;
import org.cellwright.science.planner.Explanation.Place;
import org.cellwright.science.planner.Explanation.Share;
import org.cellwright.science.planner.Explanation.Slice;

/** What the planner has learned: which variables matter, how, and whether more would help. */
final class MattersSection {
  private static final int MOST_BARS = 8;
  private static final int MOST_OUTPUTS = 4;
  private static final int SLICES = 3;

  private MattersSection() {}

  static void write(Html html, Findings findings) {
    Optional<Explanation> beliefs = findings.beliefs();
    if (beliefs.isEmpty()) {
      return;
    }
    Explanation explanation = beliefs.get();
    List<Influence> influences =
        explanation.influences().stream()
            .filter(influence -> influence.shares().getFirst().total() > 0)
            .limit(MOST_OUTPUTS)
            .toList();
    html.section("matters", "What matters");
    advice(html, explanation.advice());
    bars(html, influences);
    slices(html, findings, explanation, influences);
    calibration(html, explanation.calibration());
    html.end();
  }

  private static void advice(Html html, Advice advice) {
    html.paragraph(
        "<strong>%s</strong> %s."
            .formatted(
                advice.stop() ? "More would hardly help:" : "More may help:",
                Html.escape(advice.reason())));
  }

  private static void bars(Html html, List<Influence> influences) {
    List<String> leaders = new ArrayList<>();
    html.raw("<div class=\"panels\">\n");
    for (Influence influence : influences) {
      Share leader = influence.shares().getFirst();
      leaders.add(
          "%s by <strong>%s</strong> (%s)"
              .formatted(
                  Html.escape(Figures.name(influence.output())),
                  Html.escape(Figures.name(leader.variable())),
                  Figures.percent(Math.min(1, leader.total()))));
      List<Bars.Bar> bars =
          influence.shares().stream()
              .limit(MOST_BARS)
              .map(share ->
                  new Bars.Bar(
                      Figures.name(share.variable()),
                      Math.clamp(share.first(), 0, share.total()),
                      share.total()))
              .toList();
      html.figure(
          Bars.render(
              Figures.name(influence.output()), "The share of its variance by variable.", bars),
          "");
    }
    html.raw("</div>\n");
    if (!leaders.isEmpty()) {
      html.paragraph("Most is decided: " + String.join(", ", leaders) + ".");
      html.note(
          "The share of each outcome’s variance over the whole space that a variable brings: dark alone, light"
              + " with all that it acts together with (Sobol indices of what the planner’s model expects).");
    }
  }

  private static void slices(
      Html html, Findings findings, Explanation explanation, List<Influence> influences) {
    Design centre = explanation.centre();
    List<Slice> all = explanation.slices(centre);
    html.raw("<div class=\"panels\">\n");
    for (Influence influence : influences) {
      if (findings.result().objectives().stream().noneMatch(o -> isOf(o, influence.output()))) {
        continue;
      }
      List<Slice> shown =
          influence.shares().stream()
              .limit(SLICES)
              .flatMap(share -> along(all, influence.output(), share.variable()))
              .toList();
      // On one scale for all, steepness is importance.
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Slice slice : shown) {
        for (Place place : slice.places()) {
          low = Math.min(low, place.lower());
          high = Math.max(high, place.upper());
        }
      }
      for (Slice slice : shown) {
        html.figure(chart(slice, low, high, centre), "");
      }
    }
    html.raw("</div>\n");
    html.note(
        "Along one variable, all others as in the best known design (the dot): the line is what is expected,"
            + " the band holds 90 % of what would be told.");
  }

  /** Whether an objective is an output, or is made of it. */
  private static boolean isOf(Objective objective, String output) {
    Formula formula = objective.formula();
    return formula == null ? objective.name().equals(output) : formula.inputs().containsKey(output);
  }

  private static Stream<Slice> along(List<Slice> all, String output, String variable) {
    return all.stream()
        .filter(slice -> slice.output().equals(output))
        .filter(slice ->
            slice.variable().equals(variable) || slice.variable().startsWith(variable + "."))
        .limit(SLICES);
  }

  private static String chart(Slice slice, double low, double high, Design centre) {
    List<Point> middle = new ArrayList<>();
    List<Point> upper = new ArrayList<>();
    List<Point> lower = new ArrayList<>();
    for (int i = 0; i < slice.places().size(); i++) {
      Place place = slice.places().get(i);
      double x = Double.isNaN(place.at()) ? i : place.at();
      middle.add(new Point(x, place.mean()));
      upper.add(new Point(x, place.upper()));
      lower.add(new Point(x, place.lower()));
    }
    boolean isNamed = Double.isNaN(slice.places().getFirst().at());
    String across =
        isNamed
            ? "%s: %s to %s"
                .formatted(
                    Figures.name(slice.variable()),
                    slice.places().getFirst().label(),
                    slice.places().getLast().label())
            : named(slice.variable(), slice.variableUnit());
    Plot plot =
        new Plot(
            Figures.name(slice.output()) + " along " + Figures.name(slice.variable()),
            "What is expected and the band of 90 %.",
            Axis.between(across, middle.getFirst().x(), middle.getLast().x(), 4),
            Axis.covering(named(slice.output(), slice.unit()), low, high, 4),
            380,
            240,
            16);
    plot.band(upper, lower, "draws", "");
    plot.line(middle, "nominal", "expected");
    for (int i = 0; i < middle.size(); i++) {
      if (isNamed) {
        plot.mark(middle.get(i), 4, "front", slice.places().get(i).label(), "");
      } else if (i > 0 && centre.values().get(slice.variable()) instanceof Value.Scalar best) {
        Point a = middle.get(i - 1);
        Point b = middle.get(i);
        if (best.value() >= a.x() && best.value() < b.x()) {
          double y = a.y() + (b.y() - a.y()) * (best.value() - a.x()) / (b.x() - a.x());
          plot.mark(new Point(best.value(), y), 4.5, "knee", "best known", "");
        }
      }
    }
    return plot.render();
  }

  private static String named(String name, String unit) {
    return unit.equals("1") ? Figures.name(name) : Figures.name(name) + ", " + Figures.symbol(unit);
  }

  private static void calibration(Html html, List<Calibrated> calibrated) {
    List<Row> rows = new ArrayList<>();
    for (Calibrated c : calibrated) {
      rows.add(
          Row.of(
              List.of(
                  Cell.words(Figures.name(c.output())),
                  Cell.number(Figures.fixed(c.factor(), 2)),
                  Cell.number(String.valueOf(c.told())),
                  Cell.number(c.told() == 0 ? "–" : Figures.percent(c.coverage())))));
    }
    html.table(
        "How far its expectations held",
        List.of(
            Cell.words("outcome"),
            Cell.number("deviations multiplied by"),
            Cell.number("told after they were predicted"),
            Cell.number("of these within 90 %")),
        rows);
  }
}
