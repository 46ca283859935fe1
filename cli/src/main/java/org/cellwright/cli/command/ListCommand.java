package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import picocli.CommandLine.ParseResult;

/** {@code list}: the runs of a home, the newest first. */
public final class ListCommand implements Command {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String summary() {
    return "the runs so far, the newest first";
  }

  @Override
  public String example() {
    return "list --json";
  }

  @Override
  public int run(ParseResult words, Session session) {
    Optional<Archive> archive = Home.openExisting(session);
    List<RunSummary> runs = archive.map(Archive::runs).orElse(List.of());
    archive.ifPresent(Archive::close);
    if (!session.isText()) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      runs.forEach(run -> array.add(json(run)));
      session.say(
          session.options().format() == Options.Format.JSONL
              ? array
              : JsonNodeFactory.instance.objectNode().set("runs", array));
    } else if (runs.isEmpty()) {
      session.note("No runs yet. 'cellwright run examples/fast-charge-cell.yaml' makes the first.");
    } else {
      session.say(table(runs));
    }
    return 0;
  }

  private static String table(List<RunSummary> runs) {
    TextTable table =
        new TextTable(
            List.of("run", "status", "spent", "of", "evaluations", "hypervolume", "started"));
    for (RunSummary run : runs) {
      table.add(
          List.of(
              run.id(),
              run.status().name().toLowerCase(Locale.ROOT),
              Figures.given(run.spent()),
              Figures.given(run.budget()),
              String.valueOf(run.evaluations()),
              run.hypervolume().isPresent() ? Figures.of(run.hypervolume().getAsDouble()) : "–",
              MINUTE.format(run.started())));
    }
    return table.render();
  }

  static ObjectNode json(RunSummary run) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", run.id());
    node.put("campaign", run.name());
    node.put("planner", run.planner());
    node.put("status", run.status().name().toLowerCase(Locale.ROOT));
    node.put("seed", run.seed());
    node.putObject("cost")
        .put("budget", Double.isFinite(run.budget()) ? run.budget() : null)
        .put("spent", run.spent());
    if (run.hypervolume().isPresent()) {
      node.put("hypervolume", run.hypervolume().getAsDouble());
    } else {
      node.putNull("hypervolume");
    }
    node.put("evaluations", run.evaluations());
    node.put("started", run.started().toString());
    node.put("updated", run.updated().toString());
    node.put("campaign_file", run.campaignFile().toString());
    node.put("out", run.out().map(Object::toString).orElse(null));
    return node;
  }
}
