package org.cellwright.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.core.Constraint;
import org.cellwright.core.Objective;
import org.cellwright.core.Value;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** Designs and what they achieve, as a table for people. */
final class FrontTable {
  private static final int MOST = 24;

  private FrontTable() {}

  static String of(RunResult result) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %d designs on the front, hypervolume %s, %d evaluations, %s spent in %s%n%n"
            .formatted(
                result.run(),
                result.front().size(),
                Figures.of(result.hypervolume()),
                result.evaluations().size(),
                Figures.spent(result.spent(), result.budget()),
                Figures.duration(result.wallSecond())));
    List<Evaluated> front = result.front().stream().map(result::evaluation).toList();
    List<Evaluated> shown = front.subList(0, Math.min(MOST, front.size()));
    if (!shown.isEmpty()) {
      text.append(
          of(shown, result.objectives(), result.constraints(), String.valueOf(result.knee())));
    }
    if (shown.size() < front.size()) {
      text.append("… and %d more%n".formatted(front.size() - shown.size()));
    }
    return text.toString();
  }

  /**
   * @param knee the id of the design to be marked
   */
  static String of(
      List<Evaluated> evaluations,
      List<Objective> objectives,
      List<Constraint> constraints,
      String knee) {
    List<String> header = new ArrayList<>(List.of("evaluation"));
    objectives.forEach(o -> header.add(Figures.named(o.name(), o.unit())));
    constraints.forEach(c -> header.add(Figures.named(c.name(), c.unit())));
    header.add("");
    TextTable table = new TextTable(header);
    for (Evaluated e : evaluations) {
      List<String> row = new ArrayList<>(List.of(e.id()));
      for (Objective objective : objectives) {
        Value value = e.outcomes().get(objective.name());
        row.add(value == null ? "–" : Figures.of(value, objective.unit()));
      }
      for (Constraint constraint : constraints) {
        Value value = e.outcomes().get(constraint.name());
        row.add(value == null ? "–" : Figures.of(value, constraint.unit()));
      }
      row.add(remark(e, knee));
      table.add(row);
    }
    return table.render();
  }

  private static String remark(Evaluated e, String knee) {
    if (e.reason() != null) {
      return e.status().name().toLowerCase(Locale.ROOT) + ": " + e.reason();
    }
    if (!e.feasible()) {
      return "misses a constraint";
    }
    return e.id().equals(knee) ? "knee" : "";
  }
}
