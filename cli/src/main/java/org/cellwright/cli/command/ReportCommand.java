package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.Campaign;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code report}: the page of a run, from the archive alone. */
public final class ReportCommand implements Command {

  @Override
  public String name() {
    return "report";
  }

  @Override
  public String summary() {
    return "write the page of a run again, also of an unfinished one";
  }

  @Override
  public String example() {
    return "report fast-charge-cell-1 --out report.html";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec, String.class, "RUN", "Such as fast-charge-cell-1; 'cellwright list' shows them.");
    Arguments.option(
        spec,
        Path.class,
        "--out",
        "F.html",
        "Where it goes; into the folder of the run unless said.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String id = words.matchedPositionalValue(0, "");
    try (Archive archive = Home.requireExisting(session, id)) {
      RunSummary run = Home.requireRun(session, archive, id);
      Path wanted = words.matchedOptionValue("--out", null);
      Path file =
          wanted == null
              ? Home.runFolder(session, run).resolve("report.html")
              : session.folder().resolve(wanted);
      ResultFolder.writeReport(
          file, Campaign.result(archive, run.id()), Engine.variables(run), archive);
      if (session.isText()) {
        session.say("Report: " + file);
      } else {
        session.say(
            JsonNodeFactory.instance
                .objectNode()
                .put("run", run.id())
                .put("report", file.toString()));
      }
    }
    return 0;
  }
}
