package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.core.Variable;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.Campaign;
import org.cellwright.platform.campaign.RunResult;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code report}: the page and the results of a run, from the archive alone. */
public final class ReportCommand implements Command {

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "write the page and the results of a run, also of an unfinished one";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "report.html, results.json and results.csv go into the folder of the run, ./runs/RUN unless 'run --out'\n"
            + "said otherwise. With --out it writes the page alone.");
  }

  @Override
  public String example() {
    return "report fast-charge-cell-1 --out report.html";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec, String.class, "RUN", "Such as fast-charge-cell-1; 'cellwright list' shows them.");
    Arguments.option(spec, Path.class, "--out", "F.html", "The page alone, into this file.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String id = words.matchedPositionalValue(0, "");
    try (Archive archive = Home.requireExisting(session, id)) {
      RunSummary run = Home.requireRun(session, archive, id);
      RunResult result = Campaign.result(archive, run.id());
      List<Variable> variables = Engine.variables(run);
      Path wanted = words.matchedOptionValue("--out", null);
      Path folder = Home.runFolder(session, run);
      Path file = wanted == null ? folder.resolve("report.html") : session.folder().resolve(wanted);
      String others = "";
      if (wanted == null) {
        others = ResultFolder.write(folder, result, variables, archive);
      } else {
        ResultFolder.writeReport(file, result, variables, archive);
      }
      say(session, run.id(), file, others);
    }
    return 0;
  }

  private static void say(Session session, String run, Path file, String others) {
    if (session.isText()) {
      session.say("Report: " + file);
      if (!others.isEmpty()) {
        session.say("Beside it: " + others);
      }
    } else {
      session.say(
          JsonNodeFactory.instance.objectNode().put("run", run).put("report", file.toString()));
    }
  }
}
