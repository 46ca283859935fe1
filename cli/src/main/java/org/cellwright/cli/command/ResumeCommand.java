package org.cellwright.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.Campaign;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code resume}: goes on with a run that was stopped or killed. */
public final class ResumeCommand implements Command {

  @Override
  public String name() {
    return "resume";
  }

  @Override
  public String summary() {
    return "go on with a run that was stopped or killed";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "Nothing is lost and nothing is charged twice. Without RUN it takes the newest unfinished one; of a run\n"
            + "that is done it writes the results again.");
  }

  @Override
  public String example() {
    return "resume fast-charge-cell-1";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.mayBeNamed(
        spec, String.class, "RUN", "Such as fast-charge-cell-1; 'cellwright list' shows them.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    String wanted = words.matchedPositionalValue(0, "");
    try (Archive archive = Home.openExisting(session).orElseThrow(() -> nothing(session, wanted))) {
      Optional<RunSummary> found =
          wanted.isEmpty()
              ? archive.latestUnfinished().or(() -> latest(archive))
              : archive.run(wanted);
      RunSummary run = found.orElseThrow(() -> nothing(session, wanted));
      if (run.status() == RunSummary.Status.DONE) {
        session.note("%s is done; its results are written again".formatted(run.id()));
      }
      Path out = Home.runFolder(session, run);
      try (Campaign campaign =
          Campaign.resume(archive, run.id(), Engine.planners(), Engine.workers(session))) {
        return Engine.carryOut(session, archive, campaign, out, Engine.variables(run));
      }
    }
  }

  /** A run may have been killed after its last step and before its results were written. */
  private static Optional<RunSummary> latest(Archive archive) {
    return archive.runs().stream().filter(run -> run.parent().isEmpty()).findFirst();
  }

  private static CellwrightException nothing(Session session, String wanted) {
    return wanted.isEmpty()
        ? new CellwrightException(
            CellwrightException.Kind.ABSENT,
            "there is no run to go on with",
            session.options().home().toString(),
            "'cellwright list' shows what there is; 'cellwright run' starts a new one.")
        : Home.absent(session, wanted);
  }
}
