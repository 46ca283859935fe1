package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Observation;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Notebook;
import org.cellwright.platform.campaign.Telling;
import org.cellwright.platform.formats.TextRows;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan tell}: what came of an ask, or of what nobody asked for. */
public final class PlanTellCommand implements Command {

  @Override
  public String name() {
    return "plan tell";
  }

  @Override
  public String summary() {
    return "tell what was measured, asked for or not; tell again to correct";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "{\"ask\": \"e0001\", \"outcomes\": {\"conductivity\": \"11.2 mS/cm\"}}, or a list of such. Without an ask\n"
            + "give \"variables\". \"status\" is ok, failed or partial, with a \"reason\"; \"cost\" and \"fidelity\" where they\n"
            + "are not the usual ones. Of an id that was told before, what is told again is corrected; both stay on\n"
            + "the record.");
  }

  @Override
  public String example() {
    return "plan tell --campaign examples/planner/electrolyte.yaml --observation examples/planner/told.json";
  }

  @Override
  public void declare(CommandSpec spec) {
    PlanWords.campaign(spec, true);
    Arguments.required(
        spec,
        String.class,
        "--observation",
        "F.json|-",
        "What was seen; - reads it from standard input.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    String file = words.matchedOptionValue("--observation", "-");
    String name = file.equals("-") ? "standard input" : file;
    String text = TextRows.text(name, content(session, file));
    try (Archive archive = Home.open(session);
        Notebook notebook =
            PlanWords.open(words.matchedOptionValue("--campaign", ""), session, archive)) {
      List<Observation> before = notebook.observations();
      List<Observation> told = notebook.tell(Telling.read(name, text, notebook.problem()));
      for (Observation observation : told) {
        notebook
            .remarks(observation)
            .forEach(remark -> session.note("%s %s".formatted(observation.id(), remark)));
      }
      say(session, told, before);
    }
    return 0;
  }

  private static byte[] content(Session session, String file) throws IOException {
    if (file.equals("-")) {
      InputStream in = System.in;
      return in.readAllBytes();
    }
    Path path = session.folder().resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no file of observations",
          path.toString(),
          "Maybe the path is relative to another folder.");
    }
    return Files.readAllBytes(path);
  }

  private static void say(Session session, List<Observation> told, List<Observation> before) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("told");
    for (Observation observation : told) {
      boolean corrected = before.stream().anyMatch(o -> o.id().equals(observation.id()));
      String status = observation.status().name().toLowerCase(Locale.ROOT);
      all.addObject()
          .put("id", observation.id())
          .put("status", status)
          .put("corrected", corrected)
          .put("cost", observation.cost());
      if (session.isText()) {
        session.say("%s  %s%s".formatted(observation.id(), status, corrected ? ", corrected" : ""));
      }
    }
    if (!session.isText()) {
      session.say(root);
    }
  }
}
