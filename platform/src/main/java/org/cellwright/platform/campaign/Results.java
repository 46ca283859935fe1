package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.RunResult.ComparedRun;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import org.cellwright.platform.campaign.RunResult.FidelityCost;
import org.cellwright.platform.campaign.RunResult.Status;
import org.cellwright.platform.campaign.RunResult.Verification;

/** Makes a result of a log. */
final class Results {
  private Results() {}

  static RunResult of(Archive archive, String run) {
    RunLog log = RunLog.read(archive, run);
    Header header = log.header();
    Front front = log.front();
    Map<String, Observation> told = new LinkedHashMap<>();
    log.observations().forEach(o -> told.put(o.id(), o));
    List<Evaluated> evaluations = new ArrayList<>();
    List<Verification> verifications = new ArrayList<>();
    for (RunLog.Asked ask : log.allAsked()) {
      Observation observation = told.get(ask.id());
      evaluations.add(
          observation == null
              ? pending(ask)
              : evaluated(
                  observation,
                  ask.reasons(),
                  header.objectives(),
                  header.constraints(),
                  List.of()));
      Observation finer = log.verified().get(ask.id());
      if (finer != null) {
        verifications.add(
            new Verification(
                ask.id(),
                !log.isRefuted(ask.id()),
                finer.status(),
                finer.reason(),
                wanted(finer.outcomes(), header.objectives(), header.constraints()),
                slacks(finer, header.constraints())));
      }
    }
    return new RunResult(
        header.name(),
        run,
        header.seed(),
        header.version(),
        status(log),
        log.wallSecond(),
        header.budget(),
        log.spent(),
        header.objectives(),
        header.constraints(),
        header.referencePoint(),
        front.hypervolume(),
        log.trace(),
        evaluations,
        front.ids(),
        front.knee(),
        verifications,
        fidelities(log),
        comparison(archive, log));
  }

  private static Status status(RunLog log) {
    if (log.isFinished()) {
      return Status.DONE;
    }
    if (log.header().planner().equals(Notebook.PLANNER)) {
      return Status.OPEN;
    }
    return log.unknown().isEmpty() ? Status.INTERRUPTED : Status.WAITING;
  }

  private static Evaluated pending(RunLog.Asked ask) {
    return new Evaluated(
        ask.id(),
        ask.fidelity(),
        ask.cost(),
        Outcome.Status.PENDING,
        "it was under way",
        false,
        ask.design().values(),
        new LinkedHashMap<>(),
        new LinkedHashMap<>(),
        List.of(),
        null,
        ask.reasons(),
        new LinkedHashMap<>(),
        ask.seed(),
        0,
        Double.NaN);
  }

  static Evaluated evaluated(
      Observation observation,
      SequencedMap<String, String> reasons,
      List<Objective> objectives,
      List<Constraint> constraints,
      List<String> moreFlags) {
    Set<String> flags = new LinkedHashSet<>(moreFlags);
    flags.addAll(observation.flags());
    return new Evaluated(
        observation.id(),
        observation.fidelity(),
        observation.cost(),
        observation.status(),
        observation.reason(),
        isDelivered(observation, constraints) && observation.isFeasible(constraints),
        observation.asked().values(),
        wanted(observation.outcomes(), objectives, constraints),
        slacks(observation, constraints),
        List.copyOf(flags),
        observation.parent(),
        reasons,
        observation.attachments(),
        observation.seed(),
        observation.wallSecond(),
        observation.cpuSecond());
  }

  /**
   * Whether each bounded output is there in a unit that fits; a changed campaign may want others.
   */
  private static boolean isDelivered(Observation observation, List<Constraint> constraints) {
    return constraints.stream()
        .allMatch(c ->
            observation.outcomes().get(c.name()) instanceof Scalar scalar
                && scalar.unit().isCompatibleWith(c.unit()));
  }

  /**
   * In the units in which the campaign wants them; what it does not want, or was told in a unit of
   * another dimension before the campaign changed, stays as it is. What is made of outputs is added
   * where they were all told.
   */
  private static SequencedMap<String, Value> wanted(
      SequencedMap<String, Value> outcomes,
      List<Objective> objectives,
      List<Constraint> constraints) {
    SequencedMap<String, Value> converted = new LinkedHashMap<>();
    outcomes.forEach((name, value) -> {
      MeasurementUnit unit = CampaignReader.wanted(name, objectives, constraints);
      converted.put(
          name,
          unit != null && value instanceof Scalar scalar && scalar.unit().isCompatibleWith(unit)
              ? scalar.in(unit)
              : value);
    });
    for (Objective objective : objectives) {
      double value = made(objective, outcomes);
      if (Double.isFinite(value)) {
        converted.putIfAbsent(objective.name(), Scalar.of(value, objective.unit()));
      }
    }
    return converted;
  }

  private static double made(Objective objective, SequencedMap<String, Value> outcomes) {
    try {
      return objective.formula() == null ? Double.NaN : objective.formula().of(outcomes);
    } catch (CellwrightException e) {
      return Double.NaN;
    }
  }

  private static SequencedMap<String, Scalar> slacks(
      Observation observation, List<Constraint> constraints) {
    SequencedMap<String, Scalar> slacks = new LinkedHashMap<>();
    for (Constraint constraint : constraints) {
      if (observation.outcomes().get(constraint.name()) instanceof Scalar outcome
          && outcome.unit().isCompatibleWith(constraint.unit())) {
        Scalar value = outcome.in(constraint.unit());
        slacks.put(
            constraint.name(),
            new Scalar(
                constraint.slack(value.value()),
                constraint.unit().ofDifference(),
                value.uncertainty()));
      }
    }
    return slacks;
  }

  private static List<FidelityCost> fidelities(RunLog log) {
    Header header = log.header();
    double top = meanCpu(log, header.highest());
    List<FidelityCost> costs = new ArrayList<>();
    for (Header.Level level : header.fidelities()) {
      double mean = meanCpu(log, level.name());
      costs.add(
          new FidelityCost(
              level.name(),
              level.method(),
              level.cost(),
              (int)
                  log.observations().stream()
                      .filter(o -> o.fidelity().equals(level.name()))
                      .count(),
              mean,
              level.cost() / header.fidelities().getLast().cost(),
              top > 0 ? mean / top : Double.NaN));
    }
    return costs;
  }

  private static double meanCpu(RunLog log, String fidelity) {
    return log.observations().stream()
        .filter(o -> o.fidelity().equals(fidelity) && o.isOk())
        .mapToDouble(Observation::cpuSecond)
        .average()
        .orElse(Double.NaN);
  }

  private static SequencedMap<String, List<ComparedRun>> comparison(Archive archive, RunLog log) {
    SequencedMap<String, List<ComparedRun>> byPlanner = new LinkedHashMap<>();
    if (log.header().compare().isEmpty()) {
      return byPlanner;
    }
    byPlanner.put(Planners.CAMPAIGN, new ArrayList<>());
    log.header().compare().forEach(name -> byPlanner.put(name, new ArrayList<>()));
    for (RunSummary summary : archive.comparedWith(log.run())) {
      RunLog own = RunLog.read(archive, summary.id());
      List<ComparedRun> runs = byPlanner.get(own.header().planner());
      if (own.isFinished() && runs != null) {
        runs.add(
            new ComparedRun(
                own.run(), own.header().seed(), own.front().hypervolume(), own.trace()));
      }
    }
    byPlanner.values().forEach(runs -> runs.sort(Comparator.comparingLong(ComparedRun::seed)));
    return byPlanner;
  }
}
