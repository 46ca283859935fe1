package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.ArtifactSummary;
import org.cellwright.platform.archive.Entry;
import org.cellwright.platform.archive.EvaluationSummary;
import org.cellwright.platform.archive.RunSummary;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code show}: a run, an evaluation or a file of the archive. */
public final class ShowCommand implements Command {
  /** What only a planner reads. */
  private static final String MEMORY = "memory";

  @Override
  public String name() {
    return "show";
  }

  @Override
  public String summary() {
    return "what the archive knows of a run, an evaluation or a file";
  }

  @Override
  public String example() {
    return "show fast-charge-cell-1/e0001";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec, String.class, "ID", "RUN, RUN/EVALUATION, or at least 8 digits of a file's hash.");
    Arguments.flag(spec, "--content", "Write the file itself to standard output.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String id = words.matchedPositionalValue(0, "");
    try (Archive archive = Home.requireExisting(session, id)) {
      Entry entry = archive.find(id);
      if (words.hasMatchedOption("--content") && entry instanceof ArtifactSummary file) {
        byte[] content = archive.artifact(file.id());
        session.terminal().out().write(content, 0, content.length);
        session.terminal().out().flush();
        return 0;
      }
      switch (entry) {
        case RunSummary run -> show(session, run, archive.evaluations(run.id()));
        case EvaluationSummary evaluation -> show(session, evaluation);
        case ArtifactSummary file -> show(session, file);
      }
    }
    return 0;
  }

  private static void show(Session session, RunSummary run, List<EvaluationSummary> evaluations) {
    if (!session.isText()) {
      ObjectNode node = ListCommand.json(run);
      ArrayNode array = node.putArray("evaluation_ids");
      evaluations.forEach(e -> array.add(e.id()));
      ArrayNode pending = node.putArray("pending_ids");
      evaluations.stream().filter(ShowCommand::isPending).forEach(e -> pending.add(e.id()));
      session.say(node);
      return;
    }
    session.say(
        "%s: %s, seed %d, %s spent"
            .formatted(
                run.id(),
                run.status().name().toLowerCase(Locale.ROOT),
                run.seed(),
                Figures.spent(run.spent(), run.budget())));
    session.say("campaign file  " + run.campaignFile());
    run.out().ifPresent(out -> session.say("results        " + out));
    if (!evaluations.isEmpty()) {
      TextTable table = new TextTable(List.of("evaluation", "fidelity", "cost", "status"));
      evaluations.forEach(e ->
          table.add(
              List.of(
                  e.id(),
                  e.fidelity(),
                  Figures.given(e.cost()),
                  e.state().toLowerCase(Locale.ROOT))));
      session.say("");
      session.say(table.render());
    }
    List<EvaluationSummary> pending = evaluations.stream().filter(ShowCommand::isPending).toList();
    if (!pending.isEmpty()) {
      session.say(
          "\nasked and not yet told, %s of the cost promised to them"
              .formatted(
                  Figures.given(pending.stream().mapToDouble(EvaluationSummary::cost).sum())));
      pending.forEach(e -> session.say(e.id() + "  " + design(e.asked().path("design"))));
    }
  }

  private static boolean isPending(EvaluationSummary e) {
    return e.state().equals("PENDING");
  }

  /** As the record writes it, in a line such as {@code thickness 60 um, additive VC}. */
  private static String design(JsonNode values) {
    List<String> parts = new ArrayList<>();
    for (var field : values.properties()) {
      JsonNode value = field.getValue();
      StringBuilder text = new StringBuilder(field.getKey());
      if (value.has("value")) {
        String unit = value.path("unit").asText();
        text.append(' ').append(Figures.given(value.path("value").asDouble()));
        text.append(unit.equals("1") ? "" : " " + unit);
      } else {
        text.append(value.has("category") ? " " + value.path("category").asText() : "");
        for (var part : value.path("composition").properties()) {
          text.append(" %s %s".formatted(part.getKey(), Figures.given(part.getValue().asDouble())));
        }
      }
      parts.add(text.toString());
    }
    return String.join(", ", parts);
  }

  private static void show(Session session, EvaluationSummary e) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("evaluation", e.id());
    node.put("run", e.run());
    node.put("fidelity", e.fidelity());
    node.put("status", e.state().toLowerCase(Locale.ROOT));
    node.put("cost", e.cost());
    node.put("parent", e.parent().orElse(null));
    node.set("asked", e.asked());
    node.set("observed", e.observed().orElse(NullNode.getInstance()));
    if (session.isText()) {
      if (node.path("asked") instanceof ObjectNode asked) {
        node.set("asked", asked.deepCopy().without(MEMORY));
      }
      StringBuilder text = new StringBuilder();
      outline(text, node, "");
      session.say(text.toString());
    } else {
      session.say(node);
    }
  }

  /** A record as an indented outline: easier on the eyes than JSON. */
  private static void outline(StringBuilder text, JsonNode node, String indent) {
    node.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          text.append(indent).append(field.getKey());
          if (value.isObject() && !value.isEmpty()) {
            text.append('\n');
            outline(text, value, indent + "  ");
          } else {
            text.append("  ")
                .append(value.isNull() ? "–" : value.isTextual() ? value.asText() : value);
            text.append('\n');
          }
        });
  }

  private static void show(Session session, ArtifactSummary file) {
    if (session.isText()) {
      session.say("%s, %d bytes".formatted(file.id(), file.size()));
      file.uses()
          .forEach(use ->
              session.say(
                  "  %s of %s (%s)"
                      .formatted(
                          use.name(),
                          use.evaluation().isEmpty()
                              ? use.run()
                              : use.run() + "/" + use.evaluation(),
                          use.mediaType())));
      session.note("--content writes the file itself.");
      return;
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("file", file.id()).put("size_byte", file.size());
    ArrayNode uses = node.putArray("uses");
    file.uses()
        .forEach(use ->
            uses.addObject()
                .put("run", use.run())
                .put("evaluation", use.evaluation().isEmpty() ? null : use.evaluation())
                .put("name", use.name())
                .put("media_type", use.mediaType()));
    session.say(node);
  }
}
