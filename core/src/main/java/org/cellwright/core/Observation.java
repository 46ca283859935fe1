package org.cellwright.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What the archive keeps of one evaluation; failed ones teach too.
 *
 * @param id unique in its run, such as {@code e0017}
 * @param asked the inputs as asked for
 * @param done the inputs as they really were
 * @param parent the evaluation that this one repeats or refines; null for none
 * @param cost charged, in the unit of the budget
 * @param cpuSecond processor time spent
 * @param attachments content hash by name
 */
public record Observation(
    String id,
    Method.Identity method,
    String fidelity,
    Design asked,
    Design done,
    Outcome.Status status,
    SequencedMap<String, Value> outcomes,
    @Nullable String reason,
    List<String> flags,
    double cost,
    double wallSecond,
    double cpuSecond,
    long seed,
    @Nullable String parent,
    SequencedMap<String, String> attachments) {
  public Observation {
    outcomes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(outcomes));
    flags = List.copyOf(flags);
    attachments = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attachments));
  }

  /** One that went as asked, of a method that tells no more than outcomes and cost. */
  public static Observation ok(
      String id,
      Method.Identity method,
      String fidelity,
      Design design,
      SequencedMap<String, Value> outcomes,
      double cost) {
    return new Observation(
        id,
        method,
        fidelity,
        design,
        design,
        Outcome.Status.OK,
        outcomes,
        null,
        List.of(),
        cost,
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }

  public boolean isOk() {
    return status == Outcome.Status.OK;
  }

  /**
   * Whether this says all that was said of the same evaluation before, and maybe more, so that
   * nothing learned from that is wrong.
   */
  public boolean completes(Observation before) {
    return (isOk() || !before.isOk())
        && done.equals(before.done)
        && outcomes.entrySet().containsAll(before.outcomes.entrySet());
  }

  /**
   * An outcome in a wanted unit.
   *
   * @throws CellwrightException FAILED if the method did not deliver it
   */
  public double outcome(String name, MeasurementUnit unit) {
    if (outcomes.get(name) instanceof Value.Scalar scalar) {
      return scalar.in(unit).value();
    }
    throw CellwrightException.failed(
        "evaluation %s has no number '%s'".formatted(id, name),
        fidelity,
        NearestName.hint(name, outcomes.keySet()));
  }

  /** All constraints met; false for anything but OK. */
  public boolean isFeasible(List<Constraint> constraints) {
    return isOk() && constraints.stream().allMatch(c -> c.slack(outcome(c.name(), c.unit())) >= 0);
  }
}
