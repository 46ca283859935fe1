package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cellwright.cli.chart.Strips;
import org.cellwright.cli.chart.Strips.Dot;
import org.cellwright.cli.chart.Strips.Strip;
import org.cellwright.cli.report.Html.Cell;
import org.cellwright.cli.report.Html.Row;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** The best designs: what they achieve, what they are made of, and what holds them back. */
final class DesignsSection {
  private DesignsSection() {}

  static void write(Html html, Findings findings) {
    if (findings.front().isEmpty()) {
      return;
    }
    html.section("designs", "The best designs");
    achieve(html, findings);
    made(html, findings);
    html.end();
    limits(html, findings);
  }

  private static void achieve(Html html, Findings findings) {
    List<Cell> header = new ArrayList<>();
    header.add(Cell.words("evaluation"));
    for (Objective objective : findings.result().objectives()) {
      header.add(Cell.number(Figures.named(objective.name(), objective.unit())));
    }
    for (Constraint constraint : findings.result().constraints()) {
      header.add(
          Cell.number(
              "slack of " + Figures.named(constraint.name(), constraint.unit().ofDifference())));
    }
    header.add(Cell.words("binds"));
    header.add(Cell.words("at a bound"));
    List<Row> rows = new ArrayList<>();
    for (Evaluated e : findings.front()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.markup(name(findings, e)));
      for (Objective objective : findings.result().objectives()) {
        Value value = e.outcomes().get(objective.name());
        cells.add(
            Cell.numeric(
                Html.link(e.id(), value == null ? "–" : Figures.of(value, objective.unit()))));
      }
      for (Constraint constraint : findings.result().constraints()) {
        boolean binds = findings.binding(e).contains(constraint);
        String text = Figures.signed(findings.slack(e, constraint));
        cells.add(
            Cell.numeric(binds ? "<strong>" + Html.escape(text) + "</strong>" : Html.escape(text)));
      }
      List<String> binding = findings.binding(e).stream().map(c -> Figures.name(c.name())).toList();
      cells.add(Cell.words(binding.isEmpty() ? "–" : String.join(", ", binding)));
      cells.add(Cell.words(String.join(", ", atBound(findings, e))));
      rows.add(new Row("", isKnee(findings, e) ? "chosen" : "", cells));
    }
    html.table("What they achieve", header, rows);
    html.note(
        "± is one standard deviation. A slack is positive where the constraint is met; where the method"
            + " draws tolerances it is judged on the unlucky side of the draws. In bold: a constraint that binds"
            + " (a slack below a quarter of its usual size in this campaign).");
  }

  private static String name(Findings findings, Evaluated e) {
    boolean several = findings.result().objectives().size() > 1;
    return Html.link(e.id(), e.id())
        + (several && isKnee(findings, e) ? " <span class=\"badge\">knee</span>" : "")
        + (e.flags().isEmpty() ? "" : " <span class=\"badge alarm\">flagged</span>");
  }

  private static boolean isKnee(Findings findings, Evaluated e) {
    return e.id().equals(findings.result().knee());
  }

  private static List<String> atBound(Findings findings, Evaluated e) {
    List<String> names = new ArrayList<>();
    for (Variable variable : findings.variables()) {
      Value value = e.variables().get(variable.name());
      if (value != null) {
        Findings.bound(variable, value)
            .ifPresent(bound -> names.add(Figures.name(variable.name()) + arrow(bound)));
      }
    }
    return names;
  }

  private static String arrow(Findings.Bound bound) {
    return bound == Findings.Bound.LOWER ? " ↓" : " ↑";
  }

  private static void made(Html html, Findings findings) {
    List<String> names = List.copyOf(findings.front().getFirst().variables().keySet());
    Map<String, Variable> variables = new LinkedHashMap<>();
    findings.variables().forEach(v -> variables.put(v.name(), v));
    List<Cell> header = new ArrayList<>();
    header.add(Cell.words("evaluation"));
    for (String name : names) {
      header.add(Cell.number(Figures.named(name, unit(findings, name, variables))));
    }
    List<Row> rows = new ArrayList<>();
    for (Evaluated e : findings.front()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.markup(Html.link(e.id(), e.id())));
      for (String name : names) {
        Value value = e.variables().get(name);
        cells.add(
            value == null
                ? Cell.number("–")
                : made(value, unit(findings, name, variables), variables.get(name)));
      }
      rows.add(new Row("", isKnee(findings, e) ? "chosen" : "", cells));
    }
    html.table("What they are made of", header, rows);
    html.note(
        "The bar under a number shows where it lies between its bounds; ↓ and ↑ mark a bound.");
  }

  private static Cell made(
      Value value, MeasurementUnit unit, @org.jspecify.annotations.Nullable Variable variable) {
    String text = Figures.of(value, unit);
    double position = variable == null ? Double.NaN : Findings.position(variable, value);
    if (variable == null || Double.isNaN(position)) {
      return Cell.number(text);
    }
    String mark = Findings.bound(variable, value).map(DesignsSection::arrow).orElse("");
    return Cell.numeric(
        String.format(
            Locale.ROOT,
            "%s%s<i class=\"bar\"><i style=\"width:%.0f%%\"></i></i>",
            Html.escape(text),
            mark,
            100 * Math.clamp(position, 0, 1)));
  }

  private static MeasurementUnit unit(
      Findings findings, String name, Map<String, Variable> variables) {
    Variable variable = variables.get(name);
    if (variable != null) {
      return Findings.unit(variable);
    }
    return findings.front().getFirst().variables().get(name) instanceof Value.Scalar scalar
        ? scalar.unit()
        : MeasurementUnit.ONE;
  }

  private static void limits(Html html, Findings findings) {
    html.section("limits", "What holds the best designs back");
    html.paragraph(constraintsInWords(findings));
    List<Strip> strips = new ArrayList<>();
    for (Variable variable : findings.variables()) {
      strip(findings, variable).ifPresent(strips::add);
    }
    if (!strips.isEmpty()) {
      html.figure(
          Strips.render(
              "Where the designs of the front lie between the bounds of each variable",
              "One strip for each variable, one dot for each design of the front.",
              strips),
          (findings.result().objectives().size() > 1
                  ? "Each dot is a design of the front; the orange one is the knee."
                  : findings.front().size() > 1
                      ? "Each dot is one of equally good designs."
                      : "The dot is the best design.")
              + " Dots at an end ask for wider bounds, if a factory can make such a thing.");
    }
    html.end();
  }

  private static String constraintsInWords(Findings findings) {
    if (findings.result().constraints().isEmpty()) {
      return "There are no constraints; only the bounds of the variables hold the designs back.";
    }
    int all = findings.front().size();
    List<String> parts = new ArrayList<>();
    long free = findings.front().stream().filter(e -> findings.binding(e).isEmpty()).count();
    for (Constraint constraint : findings.result().constraints()) {
      long count =
          findings.front().stream().filter(e -> findings.binding(e).contains(constraint)).count();
      parts.add(
          "<strong>%s</strong> (%s %s) binds in %d of %d"
              .formatted(
                  Html.escape(Figures.name(constraint.name())),
                  constraint.sense() == Constraint.Sense.AT_LEAST ? "at least" : "at most",
                  Html.escape(
                      (Figures.given(constraint.limit()) + " " + Figures.unit(constraint.unit()))
                          .strip()),
                  count,
                  all));
    }
    return String.join("; ", parts) + "; in %d no constraint is close.".formatted(free);
  }

  private static java.util.Optional<Strip> strip(Findings findings, Variable variable) {
    List<Dot> dots = new ArrayList<>();
    for (Evaluated e : findings.front()) {
      Value value = e.variables().get(variable.name());
      double position = value == null ? Double.NaN : Findings.position(variable, value);
      if (value != null && Double.isFinite(position)) {
        String title = e.id() + ": " + Figures.of(value, Findings.unit(variable));
        Dot dot =
            new Dot(position, isKnee(findings, e) ? "knee" : "strip-dot", title, "#" + e.id());
        dots.add(isKnee(findings, e) ? dots.size() : 0, dot);
      }
    }
    if (dots.isEmpty()) {
      return java.util.Optional.empty();
    }
    String unit = " " + Figures.unit(Findings.unit(variable));
    double[] bounds =
        switch (variable) {
          case Variable.Continuous c -> new double[] {c.lower(), c.upper()};
          case Variable.Integers i -> new double[] {i.lower(), i.upper()};
          case Variable.Grid g -> new double[] {g.levels().getFirst(), g.levels().getLast()};
          default -> new double[] {0, 1};
        };
    return java.util.Optional.of(
        new Strip(
            Figures.name(variable.name()),
            shortly(bounds[0]) + unit,
            shortly(bounds[1]) + unit,
            dots));
  }

  private static String shortly(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e6
        ? String.valueOf((long) bound)
        : String.valueOf((float) bound);
  }
}
