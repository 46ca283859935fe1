package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Notebook;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan void}: takes back what was told, or withdraws what was asked. */
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
    Arguments.named(
        spec, String.class, "ID", "Such as electrolyte-1/e0002, or e0002 with --campaign.");
    PlanWords.campaign(spec, false);
    Arguments.text(spec, "--reason", "TEXT", "Why, for the record.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    PlanWords.Named named = PlanWords.Named.of(words);
    try (Archive archive = Home.requireExisting(session, named.id());
        Notebook notebook = PlanWords.open(named.campaign(), session, archive)) {
      notebook.withdraw(named.id(), words.matchedOptionValue("--reason", ""));
      if (session.isText()) {
        session.say("%s/%s is void".formatted(notebook.run(), named.id()));
      } else {
        session.say(
            JsonNodeFactory.instance
                .objectNode()
                .put("run", notebook.run())
                .put("id", named.id())
                .put("status", "voided"));
      }
    }
    return 0;
  }
}
