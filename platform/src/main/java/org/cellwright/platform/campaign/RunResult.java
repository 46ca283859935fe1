package org.cellwright.platform.campaign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * Everything that came of a run, in the units of the campaign file.
 *
 * @param version of Cellwright
 * @param wallSecond time during which an engine worked on it
 * @param hypervolume of the front over the reference point, in the product of the objectives'
 *     units; NaN without a reference point
 * @param trace hypervolume after each outcome, against the cost spent by then; empty without a
 *     reference point
 * @param evaluations in the order of asking
 * @param front ids of the feasible, undominated, verified designs at the fidelity that counts, in
 *     the order of the first objective, best first
 * @param knee the front design of the best compromise, or the first by the hierarchy of the
 *     objectives; null without a front
 * @param verifications of front designs, in the order of {@link #evaluations}
 * @param compare runs by planner, {@code campaign} first; empty without a comparison
 */
public record RunResult(
    String campaign,
    String run,
    long seed,
    String version,
    Status status,
    double wallSecond,
    double budget,
    double spent,
    List<Objective> objectives,
    List<Constraint> constraints,
    List<Double> referencePoint,
    double hypervolume,
    List<TracePoint> trace,
    List<Evaluated> evaluations,
    List<String> front,
    @Nullable String knee,
    List<Verification> verifications,
    List<FidelityCost> fidelities,
    SequencedMap<String, List<ComparedRun>> compare) {

  /** How the run stands. */
  public enum Status {
    DONE,
    INTERRUPTED,
    WAITING,
    /** Carried out by hand. */
    OPEN
  }

  /** The hypervolume once so much was spent. */
  public record TracePoint(double cost, double hypervolume) {}

  /**
   * One evaluation.
   *
   * @param status OK, FAILED, PARTIAL, or PENDING while it is under way
   * @param constraints the slack of each constraint, positive where met
   * @param parent the evaluation that this one repeats; null for none
   * @param reasons why the planner asked for it
   * @param attachments content hash by name
   */
  public record Evaluated(
      String id,
      String fidelity,
      double cost,
      Outcome.Status status,
      @Nullable String reason,
      boolean feasible,
      SequencedMap<String, Value> variables,
      SequencedMap<String, Value> outcomes,
      SequencedMap<String, Scalar> constraints,
      List<String> flags,
      @Nullable String parent,
      SequencedMap<String, String> reasons,
      SequencedMap<String, String> attachments,
      long seed,
      double wallSecond,
      double cpuSecond) {
    public Evaluated {
      variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
      outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
      constraints = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constraints));
      flags = List.copyOf(flags);
      reasons = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reasons));
      attachments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attachments));
    }

    /** What was evaluated. */
    public Design design() {
      return new Design(variables);
    }
  }

  /**
   * A front design computed again on a finer mesh.
   *
   * @param id of the evaluation that was verified
   * @param kept false where its feasibility flipped, which took it off the front
   */
  public record Verification(
      String id,
      boolean kept,
      Outcome.Status status,
      @Nullable String reason,
      SequencedMap<String, Value> outcomes,
      SequencedMap<String, Scalar> constraints) {
    public Verification {
      outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
      constraints = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(constraints));
    }
  }

  /**
   * What a fidelity promised and what it took.
   *
   * @param cost declared, in the unit of the budget
   * @param evaluations told
   * @param cpuSecond mean processor time of one; NaN where unknown
   * @param declaredRatio declared cost over that of the fidelity that counts
   * @param measuredRatio the same of processor time; NaN where unknown
   */
  public record FidelityCost(
      String name,
      Method.Identity method,
      double cost,
      int evaluations,
      double cpuSecond,
      double declaredRatio,
      double measuredRatio) {}

  /** One run of a comparison. */
  public record ComparedRun(String run, long seed, double hypervolume, List<TracePoint> trace) {
    public ComparedRun {
      trace = List.copyOf(trace);
    }
  }

  public RunResult {
    objectives = List.copyOf(objectives);
    constraints = List.copyOf(constraints);
    referencePoint = List.copyOf(referencePoint);
    trace = List.copyOf(trace);
    evaluations = List.copyOf(evaluations);
    front = List.copyOf(front);
    verifications = List.copyOf(verifications);
    fidelities = List.copyOf(fidelities);
    compare = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(compare));
  }

  /** The evaluation of an id. */
  public Evaluated evaluation(String id) {
    return evaluations.stream().filter(e -> e.id().equals(id)).findFirst().orElseThrow();
  }
}
