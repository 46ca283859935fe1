package org.cellwright.science.planner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.Design;
import org.cellwright.core.Method;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;

/**
 * What was found elsewhere: an earlier campaign, another chemistry, another laboratory. It is no
 * part of the campaign: it costs nothing, no design counts as asked for it, and none of its
 * outcomes is the best known.
 *
 * <p>Variables and outcomes are matched by name and unit. A source that does not tell a variable of
 * the campaign is silent about it, unless {@code with} says at which value it was held there.
 *
 * @param observations in its own words: variables that the campaign does not have are passed over
 * @param with by variable, the value that all of it was done at
 */
public record Source(
    String name, List<Observation> observations, SequencedMap<String, Value> with) {
  private static final Method.Identity ELSEWHERE = new Method.Identity("elsewhere", "", "");

  public Source {
    observations = List.copyOf(observations);
    with = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(with));
  }

  /** A run that succeeded there. */
  public static Observation row(
      String id, SequencedMap<String, Value> variables, SequencedMap<String, Value> outcomes) {
    return row(id, Outcome.Status.OK, variables, outcomes);
  }

  /** A run that failed there, which teaches where runs fail. */
  public static Observation failed(String id, SequencedMap<String, Value> variables) {
    return row(id, Outcome.Status.FAILED, variables, new LinkedHashMap<>());
  }

  private static Observation row(
      String id,
      Outcome.Status status,
      SequencedMap<String, Value> variables,
      SequencedMap<String, Value> outcomes) {
    Design design = new Design(variables);
    return new Observation(
        id,
        ELSEWHERE,
        "",
        design,
        design,
        status,
        outcomes,
        null,
        List.of(),
        0,
        0,
        Double.NaN,
        0,
        null,
        new LinkedHashMap<>());
  }
}
