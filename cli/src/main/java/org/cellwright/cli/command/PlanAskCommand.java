package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
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
        spec, "--fix", "NAME=VALUE", "Hold a variable, as in --fix \"temperature=25 degC\".");
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
      SequencedMap<String, Value> fixed =
          fixed(words.matchedOptionValue("--fix", List.of()), notebook.problem().space());
      List<Notebook.Proposed> before = notebook.pending();
      List<Notebook.Proposed> asks = ask(session, notebook, count, fixed);
      if (asks.size() < count) {
        session.note(
            "%d of %d: nothing more that is worth asking fits the budget, or every candidate was asked"
                .formatted(asks.size(), count));
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
      Session session, Notebook notebook, int count, SequencedMap<String, Value> fixed) {
    List<Notebook.Proposed> asks = new CopyOnWriteArrayList<>();
    AtomicBoolean stopped = new AtomicBoolean();
    Planner planner = org.cellwright.science.planner.Planners.named(Planners.CAMPAIGN);
    Planner untilStopped =
        (problem, history) -> planner.ask(problem, history).filter(_ -> !stopped.get());
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
        more = asks.addAll(notebook.ask(untilStopped, 1, fixed));
      }
    }
    return asks;
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

  private static SequencedMap<String, Value> fixed(List<String> written, Space space) {
    SequencedMap<String, Value> fixed = new LinkedHashMap<>();
    for (String text : written) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw Options.usage("--fix '%s' is no NAME=VALUE".formatted(text), null);
      }
      String name = text.substring(0, equals).strip();
      Variable variable =
          space.variables().stream()
              .filter(v -> v.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  CellwrightException.refused(
                      "there is no variable '%s' to hold".formatted(name),
                      "--fix",
                      NearestName.hint(name, space.names())));
      String value = text.substring(equals + 1).strip();
      try {
        fixed.put(
            name,
            variable.accept(
                variable instanceof Variable.Choices
                    ? new Value.Category(value)
                    : Value.Scalar.parse(value)));
      } catch (CellwrightException e) {
        throw e.at("--fix");
      }
    }
    return fixed;
  }
}
