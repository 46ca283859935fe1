package org.cellwright.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.cli.report.Html.Cell;
import org.cellwright.cli.report.Html.Row;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Value;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import org.cellwright.platform.campaign.RunResult.FidelityCost;
import org.cellwright.platform.campaign.RunResult.Verification;

/** How far all this can be trusted: verification, fidelities, costs and warnings. */
final class TrustSection {
  private TrustSection() {}

  static void write(Html html, Findings findings) {
    html.section("trust", "How far to trust it");
    verification(html, findings);
    gaps(html, findings);
    costs(html, findings);
    warnings(html, findings);
    html.end();
  }

  private static void verification(Html html, Findings findings) {
    List<Verification> all = findings.result().verifications();
    if (all.isEmpty()) {
      return;
    }
    List<Verification> removed = all.stream().filter(v -> !v.kept()).toList();
    html.paragraph(
        "<strong>Verified.</strong> %d designs of the front were computed again on a finer mesh at a tighter tolerance; "
                .formatted(all.size())
            + (removed.isEmpty()
                ? "none of them flipped."
                : "%d flipped and were taken off the front:".formatted(removed.size())));
    if (removed.isEmpty()) {
      return;
    }
    List<Row> rows = new ArrayList<>();
    for (Verification v : removed) {
      Evaluated e = findings.result().evaluation(v.id());
      List<String> changes = new ArrayList<>();
      v.constraints()
          .forEach((name, slack) -> {
            var before = e.constraints().get(name);
            if (before != null && slack.value() < 0) {
              changes.add(
                  "slack of %s %s → %s %s"
                      .formatted(
                          Figures.name(name),
                          Figures.signed(before.value()),
                          Figures.signed(slack.value()),
                          Figures.unit(slack.unit())));
            }
          });
      String why = v.reason() != null ? v.reason() : String.join("; ", changes);
      rows.add(Row.of(List.of(Cell.markup(Html.link(v.id(), v.id())), Cell.words(why))));
    }
    html.table(
        "Removed on verification",
        List.of(Cell.words("evaluation"), Cell.words("what changed")),
        rows);
  }

  private static void gaps(Html html, Findings findings) {
    List<Row> rows = new ArrayList<>();
    List<FidelityCost> fidelities = findings.result().fidelities();
    for (FidelityCost fidelity : fidelities.subList(0, Math.max(0, fidelities.size() - 1))) {
      List<Findings.Pair> pairs = findings.pairs(fidelity.name());
      if (pairs.isEmpty()) {
        continue;
      }
      long right =
          pairs.stream().filter(p -> p.cheap().feasible() == p.counted().feasible()).count();
      boolean first = true;
      for (var gap : differences(pairs).entrySet()) {
        rows.add(
            Row.of(
                List.of(
                    Cell.words(first ? fidelity.name() : ""),
                    Cell.number(first ? String.valueOf(pairs.size()) : ""),
                    Cell.words(Figures.named(gap.getKey(), gap.getValue().unit().ofDifference())),
                    Cell.number(Figures.signed(gap.getValue().mean())),
                    Cell.number(Figures.of(gap.getValue().deviation())),
                    Cell.number(
                        first
                            ? "%d of %d (%s)"
                                .formatted(
                                    right,
                                    pairs.size(),
                                    Figures.percent((double) right / pairs.size()))
                            : ""))));
        first = false;
      }
    }
    if (rows.isEmpty()) {
      if (fidelities.size() > 1) {
        html.note(
            "No design was answered by two fidelities, so the gap between them is not known.");
      }
      return;
    }
    html.table(
        "The gap between fidelities: the cheaper one minus ‘%s’, on the same designs"
            .formatted(findings.counting()),
        List.of(
            Cell.words("fidelity"),
            Cell.number("designs"),
            Cell.words("outcome"),
            Cell.number("mean difference"),
            Cell.number("standard deviation"),
            Cell.number("judged feasible or not as it is")),
        rows);
  }

  private record Gap(MeasurementUnit unit, double mean, double deviation) {}

  private static Map<String, Gap> differences(List<Findings.Pair> pairs) {
    Map<String, List<Double>> differences = new LinkedHashMap<>();
    Map<String, MeasurementUnit> units = new LinkedHashMap<>();
    for (Findings.Pair pair : pairs) {
      for (var outcome : pair.counted().outcomes().entrySet()) {
        if (outcome.getValue() instanceof Value.Scalar counted) {
          double cheap =
              Findings.number(pair.cheap().outcomes().get(outcome.getKey()), counted.unit());
          if (Double.isFinite(cheap)) {
            units.putIfAbsent(outcome.getKey(), counted.unit());
            differences
                .computeIfAbsent(outcome.getKey(), any -> new ArrayList<>())
                .add(cheap - counted.value());
          }
        }
      }
    }
    Map<String, Gap> gaps = new LinkedHashMap<>();
    differences.forEach((name, list) -> {
      double mean = list.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
      double squares = list.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
      double deviation = list.size() > 1 ? Math.sqrt(squares / (list.size() - 1)) : Double.NaN;
      gaps.put(name, new Gap(units.getOrDefault(name, MeasurementUnit.ONE), mean, deviation));
    });
    return gaps;
  }

  private static void costs(Html html, Findings findings) {
    List<Row> rows = new ArrayList<>();
    for (FidelityCost f : findings.result().fidelities()) {
      rows.add(
          Row.of(
              List.of(
                  Cell.words(f.name()),
                  Cell.words(f.method().name() + " " + f.method().version()),
                  Cell.number(String.valueOf(f.evaluations())),
                  Cell.number(Figures.of(f.cost() * f.evaluations())),
                  Cell.number(Double.isNaN(f.cpuSecond()) ? "–" : Figures.duration(f.cpuSecond())),
                  Cell.number(Figures.of(f.declaredRatio())),
                  Cell.number(Figures.of(f.measuredRatio())))));
    }
    if (!rows.isEmpty()) {
      html.table(
          "Declared cost beside measured processor time, each against ‘%s’"
              .formatted(findings.counting()),
          List.of(
              Cell.words("fidelity"),
              Cell.words("method"),
              Cell.number("evaluations"),
              Cell.number("cost in all"),
              Cell.number("processor time of one"),
              Cell.number("declared ratio"),
              Cell.number("measured ratio")),
          rows);
    }
  }

  private static void warnings(Html html, Findings findings) {
    List<String> warnings = new ArrayList<>();
    Map<String, List<String>> flagged = new LinkedHashMap<>();
    for (Evaluated e : findings.front()) {
      for (String flag : e.flags()) {
        flagged.computeIfAbsent(flag, any -> new ArrayList<>()).add(Html.link(e.id(), e.id()));
      }
    }
    flagged.forEach((flag, ids) ->
        warnings.add("On the front, %s: %s.".formatted(String.join(", ", ids), Html.escape(flag))));
    long elsewhere =
        findings.result().evaluations().stream()
            .filter(e -> !e.flags().isEmpty() && !findings.result().front().contains(e.id()))
            .count();
    if (elsewhere > 0) {
      warnings.add(
          "%d further evaluations carry a flag; the table at the end shows which."
              .formatted(elsewhere));
    }
    if (findings.result().constraints().stream().anyMatch(c -> c.name().contains("plating"))) {
      warnings.add(
          "Plating was judged over the charge that was simulated. A plating test up to 80 % says nothing"
              + " about charging on to 100 %.");
    }
    warnings.add(
        "A model answers within its assumptions. Build and measure before you rely on a design.");
    html.raw("<h3>Keep in mind</h3>\n<ul>\n");
    warnings.forEach(warning -> html.raw("<li>" + warning + "</li>\n"));
    html.raw("</ul>\n");
  }
}
