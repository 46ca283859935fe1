package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.cellwright.cli.report.Figures;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Variable;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.baseline.Nsga2;
import org.cellwright.platform.campaign.Campaign;
import org.cellwright.platform.campaign.CampaignFile;
import org.cellwright.platform.campaign.Planners;
import org.cellwright.platform.campaign.ResultsJson;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.science.planner.Planner;

/** Carries a campaign out for {@code run} and {@code resume}. */
final class Engine {
  private Engine() {}

  static int workers(Session session) {
    return session.options().workers().orElse(Runtime.getRuntime().availableProcessors());
  }

  /** The planner of campaigns, and every other as a baseline. */
  static Planners planners() {
    LinkedHashMap<String, Planner> baselines = new LinkedHashMap<>();
    for (String name : org.cellwright.science.planner.Planners.NAMES) {
      if (!name.equals(Planners.CAMPAIGN)) {
        baselines.put(name, org.cellwright.science.planner.Planners.named(name));
      }
    }
    baselines.put("nsga2", new Nsga2());
    return new Planners(
        org.cellwright.science.planner.Planners.named(Planners.CAMPAIGN), baselines);
  }

  /** The variables of a run with their bounds; none where its file is not what it was. */
  static List<Variable> variables(RunSummary run) {
    try {
      return CampaignFile.readByHand(run.campaignFile()).problem().space().variables();
    } catch (CellwrightException e) {
      return List.of();
    }
  }

  /**
   * @return the exit code
   */
  static int carryOut(
      Session session, Archive archive, Campaign campaign, Path out, List<Variable> variables) {
    String farewell = "Nothing is lost: 'cellwright resume %s' goes on.".formatted(campaign.run());
    RunResult result;
    try (Interruption watch = new Interruption(session.terminal(), campaign::stop, farewell);
        CampaignDisplay display = new CampaignDisplay(session, campaign.run())) {
      result = campaign.execute(display);
    }
    String others = ResultFolder.write(out, result, variables, archive);
    say(session, result, out, others);
    if (result.front().isEmpty()) {
      session.warn(
          "no design met every constraint; report.html shows which came closest. Maybe the budget is too"
              + " small or the constraints too tight.");
      return 9;
    }
    return 0;
  }

  private static void say(Session session, RunResult result, Path out, String others) {
    String where = "Report: " + out.resolve("report.html");
    if (session.isText()) {
      session.say(FrontTable.of(result));
      session.say("");
      session.say(where);
      session.say("Beside it: " + others);
      return;
    }
    if (session.options().format() == Options.Format.JSONL) {
      session.say(
          JsonNodeFactory.instance
              .objectNode()
              .put("run", result.run())
              .put("out", out.toString()));
    } else {
      try {
        ResultsJson.write(result, session.terminal().out());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    session.note(where + " (" + Figures.duration(result.wallSecond()) + ")");
  }
}
