package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Notebook;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code plan void}: takes back what was told, or withdraws what was asked; of several all or none.
 */
public final class PlanVoidCommand implements Command {

  @Override
  public String name() {
    return "plan void";
  }

  @Override
  public String summary() {
    return "take back what was told, or withdraw what was asked";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "It stays on the record, with the reason; the planner no longer counts it. What it cost stays spent.");
  }

  @Override
  public String example() {
    return "plan void electrolyte-1/e0002 --reason \"the vial broke\"";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.severalNamed(
        spec, "ID", "Such as electrolyte-1/e0002, or e0002 with --campaign; several of one run.");
    PlanWords.campaign(spec, false);
    Arguments.text(spec, "--reason", "TEXT", "Why, for the record.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    List<PlanWords.Named> named = PlanWords.Named.all(words);
    String campaign = named.getFirst().campaign();
    for (PlanWords.Named other : named) {
      if (!other.campaign().equals(campaign)) {
        throw Options.usage(
            "'%s' and '%s' are two runs".formatted(campaign, other.campaign()),
            "Take back what is of one run, then the other.");
      }
    }
    List<String> ids = named.stream().map(PlanWords.Named::id).distinct().toList();
    try (Archive archive = Home.requireExisting(session, ids.getFirst());
        Notebook notebook = PlanWords.open(campaign, session, archive)) {
      // All are looked up before the first is taken back.
      ids.forEach(notebook::requireCounts);
      ids.forEach(id -> notebook.withdraw(id, words.matchedOptionValue("--reason", "")));
      say(session, notebook.run(), ids);
    }
    return 0;
  }

  private static void say(Session session, String run, List<String> ids) {
    List<ObjectNode> all =
        ids.stream()
            .map(id ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("run", run)
                    .put("id", id)
                    .put("status", "voided"))
            .toList();
    if (session.isText()) {
      ids.forEach(id -> session.say("%s/%s is void".formatted(run, id)));
    } else if (all.size() == 1) {
      session.say(all.getFirst());
    } else {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.putArray("voided").addAll(all);
      session.say(root);
    }
  }
}
