package org.cellwright.platform.campaign;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Formula;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Request;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.Planner;

/**
 * The loop: ask, carry out, record, until the planner has nothing more to ask or the budget is
 * spent.
 *
 * <p>What an earlier engine left pending is carried out first, under its own step key. What it left
 * pending and was physical is not: a person has to say what became of it.
 */
final class Rounds {

  private static final Duration BEAT = Duration.ofMillis(50);

  private final RunLog log;
  private final CampaignFile file;
  private final Problem problem;
  private final Planner planner;
  private final Workbench bench;
  private final int workers;
  private final BooleanSupplier stopped;
  private final Watch watch;
  private final Set<String> running = new HashSet<>();

  Rounds(
      RunLog log,
      CampaignFile file,
      Planner planner,
      Workbench bench,
      int workers,
      BooleanSupplier stopped,
      Watch watch) {
    this.log = log;
    this.file = file;
    this.problem = file.withBudget(log.header().budget()).withSeed(log.header().seed()).problem();
    this.planner = planner;
    this.bench = bench;
    this.workers = workers;
    this.stopped = stopped;
    this.watch = watch;
  }

  /**
   * Goes on to the end, or until stopped.
   *
   * @return false if stopped
   * @throws CellwrightException WAITING if a physical step ended unknown
   */
  boolean run() throws InterruptedException {
    for (RunLog.Asked left : log.pending()) {
      if (method(left.fidelity()).effect() == Method.Effect.PHYSICAL
          && !log.unknown().contains(left.id())) {
        log.outcomeUnknown(left, "the engine ended while it was under way");
      }
    }
    boolean exhausted = false;
    while (!stopped.getAsBoolean()) {
      boolean waiting = !log.unknown().isEmpty();
      if (!waiting) {
        startPending();
        exhausted = !fill();
      }
      if (stopped.getAsBoolean()) {
        return false;
      }
      if (running.isEmpty()) {
        if (waiting) {
          throw waiting();
        }
        if (exhausted) {
          return true;
        }
      } else {
        Optional<Workbench.Done> done = bench.next(BEAT);
        if (done.isPresent() && !stopped.getAsBoolean()) {
          record(done.get());
        }
      }
    }
    return false;
  }

  private void startPending() {
    for (RunLog.Asked ask : log.pending()) {
      if (running.size() < workers && running.add(ask.id())) {
        start(ask);
      }
    }
  }

  private void start(RunLog.Asked ask) {
    bench.start(
        ask.id(),
        method(ask.fidelity()),
        new Request(ask.design(), ask.seed(), log.stepKey(ask.id())));
  }

  /** Asks until every worker has work; false when there is nothing more to ask for now. */
  private boolean fill() throws InterruptedException {
    while (running.size() < workers && !stopped.getAsBoolean()) {
      Optional<Ask> answer = bench.call(this::ask);
      if (answer.isEmpty() || stopped.getAsBoolean()) {
        return answer.isPresent();
      }
      Ask ask = answer.get();
      double cost = log.header().fidelity(ask.fidelity()).cost();
      if (log.committed() + cost > problem.budget() + 2e-9 * cost) {
        throw new IllegalStateException(
            "the planner asks for %s at cost %s with %s of %s committed"
                .formatted(ask.fidelity(), cost, log.committed(), problem.budget()));
      }
      Design design = problem.space().accept(ask.design().values());
      RunLog.Asked recorded = log.ask(ask, design);
      running.add(recorded.id());
      watch.asked(recorded.id(), ask, log);
      start(recorded);
    }
    return true;
  }

  private Optional<Ask> ask() {
    List<Design> asked = log.allAsked().stream().map(RunLog.Asked::design).toList();
    return planner.ask(problem, log.history(problem), asked);
  }

  private void record(Workbench.Done done) {
    running.remove(done.id());
    RunLog.Asked ask = log.asked(done.id());
    Outcome outcome = done.outcome();
    if (outcome == null) {
      log.outcomeUnknown(ask, done.trouble());
      return;
    }
    Observation observation =
        log.tell(
            ask,
            checked(outcome, log.header().objectives(), log.header().constraints()),
            done.wallSecond(),
            done.cpuSecond());
    watch.observed(observation, log);
  }

  private Method method(String fidelity) {
    Method method = file.methods().get(fidelity);
    if (method == null) {
      throw new IllegalStateException("there is no fidelity " + fidelity);
    }
    return method;
  }

  private CellwrightException waiting() {
    List<String> ids = log.unknown();
    String first = ids.getFirst();
    return new CellwrightException(
        CellwrightException.Kind.WAITING,
        "nobody knows what became of the physical step%s %s"
            .formatted(ids.size() == 1 ? "" : "s", String.join(", ", ids)),
        log.run(),
        "Look at the instrument. Then say what it gave with 'cellwright plan tell --campaign %s"
                .formatted(log.run())
            + " --observation FILE', or that it is lost with 'cellwright plan void %s', and resume."
                .formatted(log.stepKey(first)));
  }

  /**
   * An answer with the numbers that the campaign makes of it; one that lacks what the campaign
   * needs is a failure.
   */
  static Outcome checked(
      Outcome outcome, List<Objective> objectives, List<Constraint> constraints) {
    if (outcome.status() == Outcome.Status.PENDING) {
      return Outcome.failed(outcome.done(), "the method answered that it is still pending");
    }
    if (outcome.status() != Outcome.Status.OK) {
      return outcome;
    }
    LinkedHashMap<String, MeasurementUnit> needed = new LinkedHashMap<>();
    for (Objective objective : objectives) {
      if (objective.formula() == null) {
        needed.put(objective.name(), objective.unit());
      }
    }
    for (Objective objective : objectives) {
      if (objective.formula() != null) {
        objective.formula().inputs().forEach(needed::putIfAbsent);
      }
    }
    for (Constraint constraint : constraints) {
      needed.putIfAbsent(constraint.name(), constraint.unit());
    }
    for (var need : needed.entrySet()) {
      if (!(outcome.values().get(need.getKey()) instanceof Scalar scalar)
          || !scalar.unit().isCompatibleWith(need.getValue())) {
        return Outcome.failed(
            outcome.done(),
            "the method delivered no '%s' in %s".formatted(need.getKey(), need.getValue()));
      }
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>(outcome.values());
    for (Objective objective : objectives) {
      Formula formula = objective.formula();
      if (formula != null) {
        double value = formula.of(values);
        if (!Double.isFinite(value)) {
          return Outcome.failed(
              outcome.done(), "'%s' = %s gives no number".formatted(objective.name(), formula));
        }
        values.put(objective.name(), Scalar.of(value, objective.unit()));
      }
    }
    return Outcome.ok(outcome.done(), values, outcome.flags(), outcome.attachments());
  }
}
