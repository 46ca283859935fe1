package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellwright.cli.report.Figures;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Problem;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Notebook;
import org.cellwright.platform.campaign.Planners;
import org.cellwright.science.planner.Planner;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code plan ask}: what a laboratory should try next. */
public final class PlanAskCommand implements Command {

  @Override
  public String name() {
    return "plan ask";
  }

  @Override
  public String summary() {
    return "what to try next, in a campaign that people carry out";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "The first ask begins the campaign's record; all later asks, tells and corrections go into it. The\n"
            + "campaign's file may leave out methods, fidelities, budget and reference point, and may change\n"
            + "between asks. What was asked and not yet told counts.");
  }

  @Override
  public String example() {
    return "plan ask --campaign examples/planner/electrolyte.yaml --n 2";
  }

  @Override
  public void declare(CommandSpec spec) {
    PlanWords.campaign(spec, true);
    Arguments.option(
        spec, Integer.class, "--n", "N", "How many, to be tried together; 1 unless said.");
    Arguments.list(
        spec,
        "--fix",
        "NAME=VALUE",
        "Hold a variable, as in \"temperature=25 degC\" or \"blend={EC: 0.3, DMC: 0.7}\".");
  }

  @Override
  public int run(ParseResult words, Session session) {
    int count = words.matchedOptionValue("--n", 1);
    if (count < 1 || count > 10_000) {
      throw Options.usage("--n is %d; it must be from 1 to 10000".formatted(count), null);
    }
    String campaign = words.matchedOptionValue("--campaign", "");
    try (Archive archive = Home.open(session);
        Notebook notebook = PlanWords.open(campaign, session, archive)) {
      HeldVariables held =
          new HeldVariables(
              words.matchedOptionValue("--fix", List.of()), notebook.problem().space());
      held.idle().forEach(session::warn);
      List<Notebook.Proposed> before = notebook.pending();
      List<Notebook.Proposed> asks = ask(session, notebook, count, held);
      if (asks.size() < count) {
        session.note("%d of %d: %s".formatted(asks.size(), count, end(notebook)));
      }
      notebook.lost().forEach(session::note);
      if (!before.isEmpty()) {
        session.note(waiting(notebook.run(), before));
      }
      say(session, notebook.run(), asks);
    }
    return 0;
  }

  /** One after the other, so that whoever stops it sees what was recorded until then. */
  private static List<Notebook.Proposed> ask(
      Session session, Notebook notebook, int count, HeldVariables held) {
    List<Notebook.Proposed> asks = new CopyOnWriteArrayList<>();
    AtomicBoolean stopped = new AtomicBoolean();
    Planner planner = org.cellwright.science.planner.Planners.named(Planners.CAMPAIGN);
    Planner untilStopped =
        (problem, history) ->
            stopped.get()
                ? Optional.empty()
                : planner.ask(problem, history).filter(_ -> !stopped.get());
    try (Interruption watch =
        new Interruption(
            session.terminal(),
            () -> stopped.set(true),
            () -> {
              say(session, notebook.run(), asks);
              return farewell(notebook.run(), asks, count);
            })) {
      boolean more = true;
      while (more && asks.size() < count && !stopped.get()) {
        more = asks.addAll(notebook.ask(untilStopped, 1, held.values()));
      }
    } catch (CellwrightException e) {
      throw held.blamed(e);
    }
    return asks;
  }

  /** Why there is nothing more to ask. */
  private static String end(Notebook notebook) {
    Problem problem = notebook.problem();
    double committed = notebook.history().spent();
    return problem.budget() - committed < problem.highest().cost() * (1 - 1e-9)
        ? ("the budget does not pay for one more at %s: %s of %s are spent, or promised to what was asked and"
                + " not yet told")
            .formatted(
                problem.highest().name(), Figures.given(committed), Figures.given(problem.budget()))
        : "every candidate that may be asked was asked";
  }

  private static String farewell(String run, List<Notebook.Proposed> asks, int count) {
    return asks.isEmpty()
        ? "Nothing was asked."
        : ("%d of %d are asked and on the record, as printed. 'cellwright plan ask --campaign %s --n %d' asks"
                + " for the others; to withdraw these:%n  %s")
            .formatted(asks.size(), count, run, count - asks.size(), withdrawing(run, asks));
  }

  private static String waiting(String run, List<Notebook.Proposed> pending) {
    return ("%d asked before and not yet told; 'cellwright show %s' shows them. To withdraw what nobody will try:%n"
            + "  %s")
        .formatted(pending.size(), run, withdrawing(run, pending));
  }

  private static String withdrawing(String run, List<Notebook.Proposed> asks) {
    return "cellwright plan void --campaign %s %s"
        .formatted(run, String.join(" ", asks.stream().map(Notebook.Proposed::id).toList()));
  }

  private static void say(Session session, String run, List<Notebook.Proposed> asks) {
    if (session.isText()) {
      for (Notebook.Proposed ask : asks) {
        session.say(
            "%s  %s  at %s".formatted(ask.id(), PlanWords.text(ask.design()), ask.fidelity()));
        ask.reasons()
            .forEach((name, reason) -> session.say("       %s: %s".formatted(name, reason)));
      }
      if (!asks.isEmpty()) {
        session.note(
            "Tell what came of it: cellwright plan tell --campaign %s --observation F.json"
                .formatted(run));
      }
      return;
    }
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode all = root.putArray("asks");
    for (Notebook.Proposed ask : asks) {
      ObjectNode node = all.addObject().put("id", ask.id());
      node.set("variables", PlanWords.json(ask.design()));
      node.put("fidelity", ask.fidelity());
      ObjectNode reasons = node.putObject("reasons");
      ask.reasons().forEach(reasons::put);
    }
    session.say(root);
  }
}
