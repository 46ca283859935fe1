package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.cli.report.Figures;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Notebook;
import org.cellwright.science.planner.Explanation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan explain}: why a design is worth trying, or what matters in a campaign. */
public final class PlanExplainCommand implements Command {

  @Override
  public String name() {
    return "plan explain";
  }

  @Override
  public String summary() {
    return "why this design: what is expected of it, and from which evidence";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "What each variable adds to an outcome are SHAP values, against the mean of the evidence.",
        "Without ID: which variables matter (Sobol indices), and whether to go on; with --json also slices\n"
            + "through the best known design. By what is known now, so that the answer changes as results come\n"
            + "in. Intervals hold 90 % of what will be told.");
  }

  @Override
  public String example() {
    return "plan explain electrolyte-1/e0001";
  }

  @Override
  public void declare(CommandSpec spec) {
    Arguments.mayBeNamed(
        spec,
        String.class,
        "ID",
        "Such as electrolyte-1/e0001, or e0001 with --campaign; a run as a whole.");
    PlanWords.campaign(spec, false);
  }

  @Override
  public int run(ParseResult words, Session session) {
    PlanWords.Named typed = PlanWords.Named.of(words);
    try (Archive archive = Home.requireExisting(session, typed.id())) {
      PlanWords.Named named = typed.orRun(archive);
      try (Notebook notebook = PlanWords.read(named.campaign(), session, archive)) {
        if (named.id().isEmpty()) {
          campaign(session, notebook.explanation());
        } else {
          design(session, notebook, notebook.proposed(named.id()));
        }
      }
    }
    return 0;
  }

  /** By the model, or, where there is none or none that has a place for it, by the record alone. */
  private static void design(Session session, Notebook notebook, Notebook.Proposed design) {
    Optional<String> misfit = notebook.misfit(design.design());
    if (misfit.isPresent()) {
      recorded(
          session,
          design,
          "the campaign has no place for it any more: a design %s".formatted(misfit.get()));
      return;
    }
    Explanation before;
    try {
      before = notebook.explanationBefore(design.id());
    } catch (CellwrightException e) {
      if (e.kind() != CellwrightException.Kind.REFUSED) {
        throw e;
      }
      recorded(session, design, e.what());
      return;
    }
    design(
        session,
        design,
        before.proposal(design.design(), design.fidelity()),
        before.shap(design.design()));
  }

  /** What the record says of an ask, and why there is no more to say. */
  private static void recorded(Session session, Notebook.Proposed design, String why) {
    if (session.isText()) {
      heading(session, design);
      session.say("No more can be said: " + why);
      return;
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("id", design.id());
    root.set("variables", PlanWords.json(design.design()));
    root.put("fidelity", design.fidelity());
    ObjectNode reasons = root.putObject("reasons");
    design.reasons().forEach(reasons::put);
    session.say(root.putNull("outcomes").put("unexplained", why));
  }

  private static void heading(Session session, Notebook.Proposed design) {
    session.say("%s  %s".formatted(design.id(), PlanWords.text(design.design())));
    design.reasons().forEach((name, reason) -> session.say("  %s: %s".formatted(name, reason)));
  }

  private static void design(
      Session session,
      Notebook.Proposed design,
      Explanation.Proposal proposal,
      List<Explanation.Attribution> shap) {
    if (session.isText()) {
      heading(session, design);
      session.say("");
      session.say(PlanPredictCommand.table(proposal.predictions()));
      session.say(contributions(shap));
      session.say(
          "gain %s %s%s  feasible %s  novelty %s length scales%s  cost %s at %s"
              .formatted(
                  Figures.of(proposal.expectedGain()),
                  proposal.gainUnit(),
                  gain(proposal.gain()),
                  Figures.of(proposal.probabilityFeasible()),
                  Figures.of(proposal.novelty()),
                  proposal.outOfDepth() ? " (no evidence is near)" : "",
                  Figures.given(proposal.cost()),
                  proposal.fidelity()));
      proposal
          .nearest()
          .forEach(near ->
              session.say(
                  "near %s at %s: %s"
                      .formatted(near.id(), Figures.of(near.distance()), near.outcomes())));
      proposal
          .moves()
          .forEach(move ->
              session.say(
                  "%s: %s in %s, %s here"
                      .formatted(move.variable(), move.best(), proposal.best(), move.proposed())));
      return;
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("id", design.id());
    root.set("variables", PlanWords.json(design.design()));
    root.put("fidelity", proposal.fidelity()).put("cost", proposal.cost());
    ObjectNode reasons = root.putObject("reasons");
    design.reasons().forEach(reasons::put);
    root.set("outcomes", PlanPredictCommand.json(proposal.predictions()));
    root.put("expected_gain", proposal.expectedGain()).put("gain_unit", proposal.gainUnit());
    if (proposal.gain() instanceof Explanation.Gain(double mean, double deviation, double best)) {
      root.putObject("gain_of").put("mean", mean).put("std", deviation).put("over", best);
    }
    root.put("probability_feasible", proposal.probabilityFeasible());
    root.put("novelty", Double.isFinite(proposal.novelty()) ? proposal.novelty() : null);
    root.put("out_of_depth", proposal.outOfDepth());
    root.put("best_known", proposal.best().isEmpty() ? null : proposal.best());
    ArrayNode nearest = root.putArray("nearest");
    for (Explanation.Nearest near : proposal.nearest()) {
      ObjectNode outcomes =
          nearest
              .addObject()
              .put("id", near.id())
              .put("fidelity", near.fidelity())
              .put("distance", near.distance())
              .putObject("outcomes");
      near.outcomes().forEach(outcomes::put);
    }
    ArrayNode values = root.putArray("shap");
    for (Explanation.Attribution one : shap) {
      ObjectNode node =
          values
              .addObject()
              .put("output", one.output())
              .put("unit", one.unit())
              .put("base", one.base())
              .put("prediction", one.prediction());
      ObjectNode byVariable = node.putObject("variables");
      one.byVariable().forEach(byVariable::put);
    }
    ArrayNode moves = root.putArray("moves");
    for (Explanation.Move move : proposal.moves()) {
      moves
          .addObject()
          .put("variable", move.variable())
          .put("best_known", move.best())
          .put("proposed", move.proposed());
    }
    session.say(root);
  }

  /** How it follows. */
  private static String gain(Explanation.@Nullable Gain gain) {
    return gain == null
        ? ""
        : " (of %s ± %s, scatter left out, over %s)"
            .formatted(
                Figures.of(gain.mean()), Figures.of(gain.deviation()), Figures.of(gain.best()));
  }

  /** What each variable adds to every outcome, a column for each. */
  private static String contributions(List<Explanation.Attribution> shap) {
    List<String> header = new ArrayList<>(List.of("what adds to it"));
    List<String> base = new ArrayList<>(List.of("mean of the evidence"));
    List<String> sum = new ArrayList<>(List.of("median expected"));
    for (Explanation.Attribution one : shap) {
      header.add(one.unit().equals("1") ? one.output() : one.output() + ", " + one.unit());
      base.add(Figures.of(one.base()));
      sum.add(Figures.of(one.prediction()));
    }
    TextTable table = new TextTable(header);
    table.add(base);
    for (String variable : shap.getFirst().byVariable().keySet()) {
      List<String> row = new ArrayList<>(List.of(variable));
      shap.forEach(one -> row.add(Figures.signed(one.byVariable().getOrDefault(variable, 0.0))));
      table.add(row);
    }
    table.add(sum);
    return table.render();
  }

  private static void campaign(Session session, Explanation explanation) {
    Explanation.Advice advice = explanation.advice();
    if (session.isText()) {
      for (Explanation.Influence influence : explanation.influences()) {
        TextTable table = new TextTable(List.of(influence.output(), "alone", "with others"));
        influence
            .shares()
            .forEach(share ->
                table.add(
                    List.of(
                        share.variable(), Figures.of(share.first()), Figures.of(share.total()))));
        session.say(table.render());
      }
      explanation
          .sources()
          .forEach(learned ->
              session.say(
                  "learned from %s for %s: %d rows, %s %%%s"
                      .formatted(
                          learned.source(),
                          learned.output(),
                          learned.rows(),
                          Figures.of(100 * learned.weight()),
                          learned.dropped() ? ", dropped: no better than chance" : " believed")));
      session.say((advice.stop() ? "Stop: " : "Go on: ") + advice.reason());
      return;
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode influences = root.putArray("influences");
    for (Explanation.Influence influence : explanation.influences()) {
      ArrayNode shares =
          influences.addObject().put("output", influence.output()).putArray("variables");
      influence
          .shares()
          .forEach(share ->
              shares
                  .addObject()
                  .put("variable", share.variable())
                  .put("first", share.first())
                  .put("total", share.total()));
    }
    slices(root.putArray("slices"), explanation);
    ArrayNode learned = root.putArray("learned_from");
    for (Explanation.Learned one : explanation.sources()) {
      learned
          .addObject()
          .put("source", one.source())
          .put("output", one.output())
          .put("rows", one.rows())
          .put("weight", one.weight())
          .put("judged_by", one.told())
          .put("dropped", one.dropped());
    }
    root.putObject("advice").put("stop", advice.stop()).put("reason", advice.reason());
    session.say(root);
  }

  private static void slices(ArrayNode into, Explanation explanation) {
    for (Explanation.Slice slice : explanation.slices(explanation.centre())) {
      ArrayNode places =
          into.addObject()
              .put("output", slice.output())
              .put("unit", slice.unit())
              .put("variable", slice.variable())
              .put("variable_unit", slice.variableUnit())
              .putArray("places");
      for (Explanation.Place place : slice.places()) {
        ObjectNode node = places.addObject();
        if (Double.isNaN(place.at())) {
          node.put("at", place.label());
        } else {
          node.put("at", place.at());
        }
        node.put("mean", place.mean())
            .put("lower_90", place.lower())
            .put("upper_90", place.upper());
      }
    }
  }
}
