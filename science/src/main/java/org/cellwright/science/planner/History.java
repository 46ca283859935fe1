package org.cellwright.science.planner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;

/**
 * What is known when the next ask is due: a prefix of the campaign's log, nothing else.
 *
 * @param observations in the order in which they were told
 * @param pending asked and not yet told, in the order of asking
 * @param asked how many asks went before
 * @param spent cost of the observations and, in full, of what is pending
 * @param memory what the previous ask left; empty before the first
 * @param fixed values that the next design has to have, by variable; what was told at other values
 *     still teaches
 * @param sources what was found elsewhere
 */
public record History(
    List<Observation> observations,
    List<Pending> pending,
    int asked,
    double spent,
    String memory,
    SequencedMap<String, Value> fixed,
    List<Source> sources) {

  /** An evaluation under way. */
  public record Pending(Design design, String fidelity) {}

  public History {
    observations = List.copyOf(observations);
    pending = List.copyOf(pending);
    fixed = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fixed));
    sources = List.copyOf(sources);
  }

  /** With nothing fixed, and nothing known from elsewhere. */
  public History(
      List<Observation> observations,
      List<Pending> pending,
      int asked,
      double spent,
      String memory) {
    this(observations, pending, asked, spent, memory, new LinkedHashMap<>(), List.of());
  }

  /** The same history, for an ask in which these variables are held. */
  public History holding(SequencedMap<String, Value> held) {
    return new History(observations, pending, asked, spent, memory, held, sources);
  }

  /**
   * The same history, in which what the batch after these designs shares is held too, if the space
   * still has such values.
   */
  public History within(Problem problem, List<Design> designs) {
    SequencedMap<String, Value> held = problem.batch().held(designs);
    try {
      for (Variable variable : problem.space().variables()) {
        if (held.containsKey(variable.name())) {
          variable.accept(held.get(variable.name()));
        }
      }
    } catch (CellwrightException _) {
      return this;
    }
    held.putAll(fixed);
    return holding(held);
  }

  /** The same history, beside what was found elsewhere. */
  public History learningFrom(List<Source> others) {
    return new History(observations, pending, asked, spent, memory, fixed, others);
  }

  /** The same history without the memory of the previous ask. */
  History forgetting() {
    return new History(observations, pending, asked, spent, "", fixed, sources);
  }

  public static final History EMPTY = new History(List.of(), List.of(), 0, 0, "");
}
