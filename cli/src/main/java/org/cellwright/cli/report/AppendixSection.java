package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.cli.report.Html.Cell;
import org.cellwright.cli.report.Html.Row;
import org.cellwright.core.Constraint;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** Where every number comes from: all evaluations, in the order of asking. */
final class AppendixSection {
  private AppendixSection() {}

  static void write(Html html, Findings findings) {
    html.section("evaluations", "Where every number comes from");
    Map<String, Method.Identity> methods = new LinkedHashMap<>();
    findings.result().fidelities().forEach(f -> methods.put(f.name(), f.method()));
    List<Cell> header = new ArrayList<>(List.of(Cell.words("evaluation"), Cell.words("fidelity")));
    header.add(Cell.number("cost"));
    header.add(Cell.words("status"));
    for (Objective objective : findings.result().objectives()) {
      header.add(Cell.number(Figures.named(objective.name(), objective.unit())));
    }
    for (Constraint constraint : findings.result().constraints()) {
      header.add(
          Cell.number(
              "slack of " + Figures.named(constraint.name(), constraint.unit().ofDifference())));
    }
    header.add(Cell.words("why it was asked"));
    List<Row> rows = new ArrayList<>();
    for (Evaluated e : findings.result().evaluations()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(
          Cell.markup("<span title=\"" + design(e) + "\">" + Html.escape(e.id()) + "</span>"));
      cells.add(Cell.words(e.fidelity()));
      cells.add(Cell.number(Figures.of(e.cost())));
      cells.add(Cell.words(status(findings, e)));
      for (Objective objective : findings.result().objectives()) {
        Value value = e.outcomes().get(objective.name());
        cells.add(Cell.number(value == null ? "–" : Figures.of(value, objective.unit())));
      }
      for (Constraint constraint : findings.result().constraints()) {
        cells.add(Cell.number(Figures.signed(findings.slack(e, constraint))));
      }
      cells.add(Cell.words(reasons(e)));
      rows.add(new Row(e.id(), e.feasible() ? "" : "faint", cells));
    }
    html.table("All evaluations, in the order of asking", header, rows);
    StringBuilder text = new StringBuilder("Methods: ");
    methods.forEach((fidelity, method) ->
        text.append(
            "‘%s’ is <code>%s</code> version %s (<code>%s</code>). "
                .formatted(
                    Html.escape(fidelity),
                    Html.escape(method.name()),
                    Html.escape(method.version()),
                    Html.escape(shortly(method.digest())))));
    html.note(
        text
            + "The archive keeps for each evaluation its inputs as asked and as done, its files and its seed: "
            + "<code>cellwright show %s/ID</code>."
                .formatted(Html.escape(findings.result().run())));
    html.end();
  }

  private static String shortly(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  private static String status(Findings findings, Evaluated e) {
    if (e.status() != Outcome.Status.OK) {
      String reason = e.reason() == null ? "" : ": " + e.reason();
      return e.status().name().toLowerCase(java.util.Locale.ROOT) + reason;
    }
    String flags = e.flags().isEmpty() ? "" : "; " + String.join("; ", e.flags());
    if (!findings.isComplete(e)) {
      return "without what is wanted now" + flags;
    }
    return (e.feasible() ? "feasible" : "misses a constraint") + flags;
  }

  private static String reasons(Evaluated e) {
    List<String> words = new ArrayList<>();
    e.reasons()
        .forEach((name, value) ->
            words.add(name.equals("why") ? value : Figures.name(name) + " " + value));
    if (e.parent() != null) {
      words.add("repeats " + e.parent());
    }
    return String.join(", ", words);
  }

  private static String design(Evaluated e) {
    List<String> words = new ArrayList<>();
    e.variables()
        .forEach((name, value) ->
            words.add(
                Html.escape(
                    Figures.name(name)
                        + " "
                        + (value instanceof Value.Scalar scalar
                            ? Figures.of(scalar.value()) + " " + Figures.unit(scalar.unit())
                            : value.toString()))));
    return String.join("&#10;", words);
  }
}
