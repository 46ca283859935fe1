package org.cellwright.cli.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellwright.cli.chart.Axis;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** How the knee design behaves over time, with the band of its draws. */
final class CurvesSection {
  /** Unit words at the end of a column's name, and the units they stand for. */
  private static final Map<String, String> UNITS =
      Map.of(
          "volt", "V", "ampere", "A", "celsius", "degC", "kelvin", "K", "watt", "W", "ohm", "ohm",
          "charge", "1");

  /** What people look at first comes first. */
  private static final List<String> ORDER =
      List.of("voltage", "plating", "temperature", "current", "charge");

  private CurvesSection() {}

  static void write(Html html, Findings findings) {
    Optional<Evaluated> knee = findings.knee();
    Optional<Curves> curves =
        knee.flatMap(e -> findings.attachment(e, "curves.csv")).flatMap(Curves::read);
    if (knee.isEmpty() || curves.isEmpty()) {
      return;
    }
    String id = knee.get().id();
    html.section("curves", "The knee cell over time");
    html.raw("<div class=\"panels\">\n");
    curves.get().quantities().stream()
        .sorted(Comparator.comparingInt(CurvesSection::rank))
        .limit(4)
        .forEach(quantity -> html.figure(chart(findings, curves.get(), quantity), ""));
    html.raw("</div>\n");
    html.note(
        "Evaluation %s. The line is the nominal design%s."
            .formatted(
                Html.link(id, id),
                curves.get().drawCount() == 0
                    ? ""
                    : ", the band spans it and its "
                        + curves.get().drawCount()
                        + " draws of the tolerances"));
    html.end();
  }

  private static String chart(Findings findings, Curves curves, String quantity) {
    Optional<Constraint> limit = limit(findings, quantity);
    // A quantity with a limit is drawn in the unit that the campaign speaks of it in.
    MeasurementUnit own = unit(quantity);
    MeasurementUnit shown = limit.map(Constraint::unit).orElse(own);
    List<Point> nominal = in(shown, own, curves.curve(0, quantity));
    List<Point> upper = in(shown, own, curves.envelope(quantity, 1));
    List<Point> lower = in(shown, own, curves.envelope(quantity, -1));
    double[] range = range(List.of(nominal, upper, lower));
    limit.ifPresent(c -> {
      range[0] = Math.min(range[0], c.limit());
      range[1] = Math.max(range[1], c.limit());
    });
    double end = upper.isEmpty() ? 1 : upper.getLast().x();
    Plot plot =
        new Plot(
            Figures.name(stem(quantity)) + " against time",
            "The nominal design and the band of its draws.",
            Axis.covering("time, min", 0, end, 4),
            Axis.covering(Figures.named(stem(quantity), shown), range[0], range[1], 4),
            380,
            260,
            16);
    plot.band(upper, lower, "draws", "");
    plot.line(nominal, "nominal", "nominal design");
    limit.ifPresent(c ->
        plot.limit(
            c.limit(),
            "%s %s %s"
                .formatted(
                    c.sense() == Constraint.Sense.AT_LEAST ? "at least" : "at most",
                    Figures.given(c.limit()),
                    Figures.unit(c.unit()))));
    return plot.render();
  }

  private static List<Point> in(MeasurementUnit to, MeasurementUnit from, List<Point> points) {
    return points.stream().map(p -> new Point(p.x(), to.fromSi(from.toSi(p.y())))).toList();
  }

  private static double[] range(List<List<Point>> curves) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (List<Point> curve : curves) {
      for (Point point : curve) {
        low = Math.min(low, point.y());
        high = Math.max(high, point.y());
      }
    }
    return low <= high ? new double[] {low, high} : new double[] {0, 1};
  }

  /** The constraint that speaks of this quantity: it shares a word with it and its dimension. */
  private static Optional<Constraint> limit(Findings findings, String quantity) {
    List<String> words = Arrays.asList(stem(quantity).split("_"));
    return findings.result().constraints().stream()
        .filter(c -> Arrays.stream(c.name().split("_")).anyMatch(words::contains))
        .filter(c -> c.unit().isCompatibleWith(unit(quantity)))
        .findFirst();
  }

  private static int rank(String quantity) {
    for (int i = 0; i < ORDER.size(); i++) {
      if (quantity.contains(ORDER.get(i))) {
        return i;
      }
    }
    return ORDER.size();
  }

  /** The name without the unit at its end. */
  private static String stem(String column) {
    int last = column.lastIndexOf('_');
    String unit = column.substring(last + 1);
    return last > 0 && UNITS.containsKey(unit) && !unit.equals("charge")
        ? column.substring(0, last)
        : column;
  }

  private static MeasurementUnit unit(String column) {
    String word = column.substring(column.lastIndexOf('_') + 1);
    try {
      return MeasurementUnit.parse(UNITS.getOrDefault(word, "1"));
    } catch (CellwrightException e) {
      return MeasurementUnit.ONE;
    }
  }
}
