package org.cellwright.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Campaign;
import org.cellwright.platform.campaign.CampaignFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code run}: a whole campaign, from its file to its report. */
public final class RunCommand implements Command {

  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "run a campaign: decide, simulate, learn, report";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "Reads what is wanted from CAMPAIGN.yaml, spends its budget on the most promising designs, checks\n"
            + "the best of them on a finer mesh, and leaves report.html, results.json, results.csv and the\n"
            + "cells of the front in a folder. It can be stopped at any moment; 'cellwright resume' goes on.");
  }

  @Override
  public String example() {
    return "run examples/fast-charge-cell.yaml --budget 8";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.named(
        spec,
        Path.class,
        "CAMPAIGN.yaml",
        "What is wanted, with what it can be tried, and for how much.");
    Arguments.option(
        spec, Path.class, "--out", "DIR", "Where the results go; ./runs/NAME-N unless said.");
    Arguments.option(
        spec,
        Double.class,
        "--budget",
        "B",
        "Another budget than the file's, in the unit of cost.");
    spec.addOption(
        OptionSpec.builder("--compare")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .splitRegex(",")
            .paramLabel("NAMES")
            .description("Run these baselines at equal cost too: random, screening, nsga2.")
            .build());
    Arguments.option(
        spec,
        Integer.class,
        "--seeds",
        "K",
        "How many seeds of each in the comparison; 1 unless said.");
  }

  @Override
  public int run(ParseResult words, Session session) {
    Double budget = words.matchedOptionValue("--budget", null);
    if (budget != null && (!(budget > 0) || budget.isInfinite())) {
      throw Options.usage("--budget is %s; it must be positive".formatted(budget), null);
    }
    List<String> compare = words.matchedOptionValue("--compare", List.of());
    int seeds = words.matchedOptionValue("--seeds", 1);
    if (seeds < 1 || seeds > 1000) {
      throw Options.usage("--seeds is %d; it must be from 1 to 1000".formatted(seeds), null);
    }
    if (compare.isEmpty() && words.hasMatchedOption("--seeds")) {
      throw Options.usage("--seeds has a meaning only together with --compare", null);
    }
    CampaignFile file =
        CampaignFile.read(session.folder().resolve(words.matchedPositionalValue(0, Path.of(""))));
    file = budget == null ? file : file.withBudget(budget);
    if (session.options().seed().isPresent()) {
      file = file.withSeed(session.options().seed().getAsLong());
    }
    try (Archive archive = Home.open(session)) {
      Optional<Path> wanted = Optional.ofNullable(words.matchedOptionValue("--out", null));
      Path out = ResultFolder.choose(session, wanted, file.problem().name(), archive);
      Campaign.Options options =
          new Campaign.Options(
              Engine.workers(session), compare, seeds, Optional.of(out.toAbsolutePath()));
      try (Campaign campaign = Campaign.start(archive, file, Engine.planners(), options)) {
        return Engine.carryOut(session, archive, campaign, out, file.problem().space().variables());
      }
    }
  }
}
