package org.cellwright.science.planner;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Method;
import org.cellwright.core.NearestName;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;

/**
 * A campaign in memory, for a program that asks, tries and tells.
 *
 * <p>After each {@link #tell} the next ask is worked out in the background ({@link Foresight});
 * whoever asks then gets it at once, and the same answer as without. What is asked and not told
 * counts as under way. Nothing is kept on disk: a campaign that must outlive the program is a
 * notebook of the platform. Safe for use by many threads, which take turns.
 */
public final class LivePlanner implements AutoCloseable {
  private final Problem problem;
  private final Foresight planner;
  private final SequencedMap<String, Proposed> known = new LinkedHashMap<>();
  private final SequencedMap<String, Proposed> pending = new LinkedHashMap<>();
  private final SequencedMap<String, Observation> told = new LinkedHashMap<>();
  private BigDecimal spent = BigDecimal.ZERO;
  private String memory = "";
  private int asks;
  private int given;

  /** Something to try; its id says later what became of it. */
  public record Proposed(
      String id, Design design, String fidelity, SequencedMap<String, String> reasons) {}

  /** With the planner of campaigns. */
  public LivePlanner(Problem problem) {
    this(problem, new ModelBased());
  }

  public LivePlanner(Problem problem, Planner planner) {
    this.problem = problem;
    this.planner = new Foresight(planner);
  }

  /** Designs to be tried together; fewer where the budget or the space is exhausted. */
  public List<Proposed> ask(int count) {
    return ask(count, new LinkedHashMap<>());
  }

  /**
   * @param fixed values that all of them must have
   * @throws CellwrightException REFUSED for a name or a value that the space does not have
   */
  public synchronized List<Proposed> ask(int count, SequencedMap<String, Value> fixed) {
    List<Proposed> proposals = new ArrayList<>();
    while (proposals.size() < count) {
      Optional<Ask> ask = planner.ask(problem, history().holding(fixed), designs());
      if (ask.isEmpty()) {
        break;
      }
      asks++;
      memory = ask.get().memory();
      Proposed proposed =
          new Proposed(
              "e%04d".formatted(asks),
              problem.space().accept(ask.get().design().values()),
              ask.get().fidelity(),
              ask.get().reasons());
      known.put(proposed.id(), proposed);
      pending.put(proposed.id(), proposed);
      proposals.add(proposed);
    }
    return proposals;
  }

  private List<Design> designs() {
    return known.values().stream().map(Proposed::design).toList();
  }

  /**
   * Records what came of an ask; of one that was told before, what is true instead. Nothing that
   * was learned from what turns out wrong stays: the models are then fitted anew.
   *
   * @throws CellwrightException ABSENT if there is no such ask
   */
  public synchronized Observation tell(String id, Outcome outcome) {
    Proposed asked = known(id);
    pending.remove(id);
    return record(asked, outcome);
  }

  /**
   * Records what nobody had asked for.
   *
   * @param fidelity a name of the problem's
   */
  public synchronized Observation tell(Design design, String fidelity, Outcome outcome) {
    Design own = problem.space().convert(design.values());
    String name = fidelity(fidelity).name();
    given++;
    String id = "t%04d".formatted(given);
    Proposed unasked = new Proposed(id, own, name, new LinkedHashMap<>());
    known.put(id, unasked);
    return record(unasked, outcome);
  }

  private Observation record(Proposed of, Outcome outcome) {
    double cost = cost(of.fidelity());
    Observation observation =
        new Observation(
            of.id(),
            new Method.Identity(fidelity(of.fidelity()).method(), "", ""),
            of.fidelity(),
            of.design(),
            outcome.done(),
            outcome.status(),
            outcome.values(),
            outcome.reason(),
            outcome.flags(),
            cost,
            0,
            Double.NaN,
            problem.seed(),
            null,
            new LinkedHashMap<>());
    Observation before = told.put(of.id(), observation);
    if (before == null) {
      spent = spent.add(BigDecimal.valueOf(cost));
    } else if (!observation.completes(before)) {
      memory = "";
    }
    prepare();
    return observation;
  }

  /**
   * What was told counts no longer, and what it cost stays spent; or what was asked is withdrawn.
   *
   * @throws CellwrightException ABSENT if there is no such ask, or no longer
   */
  public synchronized void withdraw(String id) {
    Proposed gone = known(id);
    known.remove(gone.id());
    pending.remove(id);
    if (told.remove(id) != null) {
      memory = "";
    }
    prepare();
  }

  private void prepare() {
    planner.prepare(problem, history().within(problem, designs()));
  }

  private Proposed known(String id) {
    Proposed found = known.get(id);
    if (found == null) {
      throw new CellwrightException(
          Kind.ABSENT,
          "nothing was asked or told as '%s'".formatted(id),
          null,
          NearestName.hint(id, known.keySet()));
    }
    return found;
  }

  private double cost(String fidelity) {
    return fidelity(fidelity).cost();
  }

  private Fidelity fidelity(String name) {
    List<Fidelity> all = problem.fidelities();
    return all.stream()
        .filter(fidelity -> fidelity.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new CellwrightException(
                Kind.ABSENT,
                "there is no fidelity '%s'".formatted(name),
                null,
                NearestName.hint(name, all.stream().map(Fidelity::name).toList())));
  }

  /**
   * What the planner believes.
   *
   * @throws CellwrightException REFUSED while too little is known
   */
  public Explanation explain() {
    return Explanation.of(problem, history());
  }

  /** What was told and counts, in the order of telling. */
  public synchronized List<Observation> observations() {
    return List.copyOf(told.values());
  }

  /** What was asked and is not yet told. */
  public synchronized List<Proposed> pending() {
    return List.copyOf(pending.values());
  }

  /** All that the next ask depends on, held values aside. */
  public synchronized History history() {
    BigDecimal committed = spent;
    List<History.Pending> underWay = new ArrayList<>();
    for (Proposed proposed : pending.values()) {
      committed = committed.add(BigDecimal.valueOf(cost(proposed.fidelity())));
      underWay.add(new History.Pending(proposed.design(), proposed.fidelity()));
    }
    return new History(List.copyOf(told.values()), underWay, asks, committed.doubleValue(), memory);
  }

  /** Whether the next ask, with nothing fixed, is worked out already. */
  public boolean isReady() {
    return planner.isReady();
  }

  /** Ends the background thread. */
  @Override
  public void close() {
    planner.close();
  }
}
