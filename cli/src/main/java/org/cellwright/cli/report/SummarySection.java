package org.cellwright.cli.report;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.Objective;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.campaign.RunResult.Evaluated;

/** The result in one sentence, and the figures that people ask for first. */
final class SummarySection {
  private SummarySection() {}

  static void write(Html html, Findings findings) {
    RunResult result = findings.result();
    html.raw("<header>\n<p class=\"kicker\">Cellwright campaign report</p>\n");
    html.raw("<h1>" + Html.escape(Figures.name(result.campaign()).replace('-', ' ')) + "</h1>\n");
    html.raw("<p class=\"lead\">" + sentence(findings) + "</p>\n");
    if (result.status() == RunResult.Status.OPEN) {
      html.raw(
          "<p class=\"warning\">This campaign is carried out by hand and goes on: <code>cellwright"
              + " plan ask --campaign %s</code> says what to do next.</p>\n"
                  .formatted(Html.escape(result.run())));
    } else if (result.status() != RunResult.Status.DONE) {
      html.raw(
          "<p class=\"warning\">This run is not finished: it was stopped after %s. "
                  .formatted(Figures.spent(result.spent(), result.budget()))
              + "<code>cellwright resume %s</code> goes on.</p>\n"
                  .formatted(Html.escape(result.run())));
    }
    if (!findings.misfits().isEmpty()) {
      html.raw(
          "<p class=\"warning\">The campaign has changed since, and these results do not fit: %s. Tell them"
                  .formatted(Html.escape(String.join("; ", findings.misfits())))
              + " again as they are wanted now, or change the campaign back.</p>\n");
    }
    html.raw("<dl class=\"tiles\">\n");
    for (Objective objective : result.objectives()) {
      best(findings, objective)
          .ifPresent(e ->
              tile(
                  html,
                  superlative(objective) + Figures.name(objective.name()),
                  Html.link(
                      e.id(),
                      Figures.of(findings.objective(e, objective))
                          + " "
                          + Figures.unit(objective.unit()))));
    }
    if (!Double.isNaN(result.hypervolume())) {
      tile(html, "hypervolume", Figures.of(result.hypervolume()));
    }
    if (result.objectives().size() > 1) {
      tile(html, "designs on the front", String.valueOf(result.front().size()));
    }
    tile(
        html,
        Double.isFinite(result.budget()) ? "budget used" : "spent",
        Figures.spent(result.spent(), result.budget()));
    long feasible = findings.counted().stream().filter(Evaluated::feasible).count();
    tile(html, "evaluations", String.valueOf(result.evaluations().size()));
    tile(
        html,
        "feasible at ‘" + Html.escape(findings.counting()) + "’",
        "%d of %d".formatted(feasible, findings.counted().size()));
    tile(html, "time", Figures.duration(result.wallSecond()));
    html.raw("</dl>\n");
    html.raw(
        "<p class=\"note\">Run <code>%s</code>, seed %d, Cellwright %s. Every number below leads to the"
                .formatted(Html.escape(result.run()), result.seed(), Html.escape(result.version()))
            + " evaluation it came from; <a href=\"#evaluations\">all of them</a> stand at the"
            + " end.</p>\n</header>\n");
  }

  private static void tile(Html html, String name, String markup) {
    html.raw("<div><dt>" + name + "</dt><dd>" + markup + "</dd></div>\n");
  }

  private static String sentence(Findings findings) {
    Optional<Evaluated> knee = findings.knee();
    if (knee.isEmpty()) {
      return nothing(findings);
    }
    List<Objective> objectives = findings.result().objectives();
    String best = objectives.size() == 1 ? "design" : "compromise";
    StringBuilder text = new StringBuilder("The best %s found has ".formatted(best));
    for (int i = 0; i < objectives.size(); i++) {
      Objective objective = objectives.get(i);
      text.append(i == 0 ? "" : i == objectives.size() - 1 ? " and " : ", ")
          .append("<strong>")
          .append(Html.escape(Figures.of(findings.objective(knee.get(), objective)) + " "))
          .append(Html.escape(Figures.unit(objective.unit())))
          .append("</strong> ")
          .append(Html.escape(Figures.name(objective.name())));
    }
    String all = findings.result().constraints().isEmpty() ? "" : " and meets every constraint";
    return text + all + " (" + Html.link(knee.get().id(), knee.get().id()) + ").";
  }

  private static String nothing(Findings findings) {
    return findings
        .nearest()
        .map(e ->
            "No design met every constraint. %s came closest".formatted(Html.link(e.id(), e.id()))
                + findings
                    .closest(e)
                    .map(c ->
                        "; it misses %s by %s %s."
                            .formatted(
                                Html.escape(Figures.name(c.name())),
                                Figures.of(Math.abs(findings.slack(e, c))),
                                Html.escape(Figures.unit(c.unit().ofDifference()))))
                    .orElse("."))
        .orElse(
            findings.counted().isEmpty()
                ? "No design has been evaluated at the fidelity that counts."
                : "No result has what is wanted now.");
  }

  private static String superlative(Objective objective) {
    return switch (objective.goal()) {
      case MAXIMIZE -> "highest ";
      case MINIMIZE -> "lowest ";
      case TARGET, THRESHOLD -> "best ";
    };
  }

  private static Optional<Evaluated> best(Findings findings, Objective objective) {
    return findings.front().stream()
        .min(
            Comparator.comparingDouble(
                (Evaluated e) -> objective.loss(findings.objective(e, objective))));
  }
}
