package org.cellwright.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.platform.campaign.CampaignFile;
import org.cellwright.platform.campaign.Evaluation;
import org.cellwright.platform.campaign.GivenDesigns;
import org.cellwright.platform.campaign.Progress;
import org.cellwright.platform.campaign.ResultsJson;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code evaluate}: answers for designs that a person chose. */
public final class EvaluateCommand implements Command {

  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "evaluate designs of your own with the methods of a campaign";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "The designs come from a JSON file ({\"positive_thickness\": \"60 um\", ...}, or a list of such) or a\n"
            + "CSV file with a column for each variable. Nothing is planned, charged or kept.");
  }

  @Override
  public String example() {
    return "evaluate examples/fast-charge-cell.yaml --at examples/designs/base-cell.json --fidelity nominal";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec, Path.class, "CAMPAIGN.yaml", "The campaign whose variables and methods are meant.");
    Arguments.required(spec, Path.class, "--at", "F.json|F.csv", "The designs.");
    Arguments.text(
        spec,
        "--fidelity",
        "NAME",
        "Which fidelity answers; the last one of the file unless said.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException, InterruptedException {
    CampaignFile campaign =
        CampaignFile.read(session.folder().resolve(words.matchedPositionalValue(0, Path.of(""))));
    Path at = words.matchedOptionValue("--at", Path.of(""));
    GivenDesigns designs = GivenDesigns.read(session.folder().resolve(at), campaign);
    designs.notes().forEach(session::note);
    for (int i = 0; i < designs.outside().size(); i++) {
      if (!designs.outside().get(i).isEmpty()) {
        session.warn(
            "design %d leaves the campaign's bounds: %s"
                .formatted(i + 1, String.join(", ", designs.outside().get(i))));
      }
    }
    Optional<String> fidelity = Optional.ofNullable(words.matchedOptionValue("--fidelity", null));
    Thread worker = Thread.currentThread();
    List<Evaluated> answers;
    try (Interruption watch =
        new Interruption(session.terminal(), worker::interrupt, "Nothing was kept; ask again.")) {
      answers =
          Evaluation.of(campaign, designs, fidelity, Engine.workers(session), Progress.SILENT);
    }
    say(session, campaign.problem(), answers);
    long failed = answers.stream().filter(e -> e.status() != Outcome.Status.OK).count();
    return failed == 0 ? 0 : failed == answers.size() ? 9 : 6;
  }

  private static void say(Session session, Problem problem, List<Evaluated> answers)
      throws IOException {
    if (session.isText()) {
      session.say(FrontTable.of(answers, problem.objectives(), problem.constraints(), ""));
      answers.stream()
          .filter(e -> !e.flags().isEmpty())
          .forEach(e -> session.warn(e.id() + ": " + String.join("; ", e.flags())));
    } else {
      ResultsJson.write(answers, session.terminal().out());
    }
  }
}
