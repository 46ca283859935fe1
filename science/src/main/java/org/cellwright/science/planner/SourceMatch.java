package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.surrogate.Sources;

/**
 * A source as a campaign can use it.
 *
 * @param taught its rows in the campaign's features
 * @param silent variables of the campaign of which it tells nothing
 * @param leftOut how many rows are of no use, by the reason
 */
public record SourceMatch(
    Source source,
    Sources.Taught taught,
    List<String> silent,
    SequencedMap<String, Integer> leftOut) {

  /**
   * @throws CellwrightException REFUSED where it can teach nothing, or a unit does not fit
   */
  public static SourceMatch of(Source source, Problem problem) {
    try {
      return match(source, problem, new Encoding(problem.space()));
    } catch (CellwrightException e) {
      throw e.at("learn_from, " + source.name());
    }
  }

  private static SourceMatch match(Source source, Problem problem, Encoding encoding) {
    List<Variable> variables = problem.space().variables();
    for (String name : source.with().keySet()) {
      if (!problem.space().names().contains(name)) {
        throw CellwrightException.refused(
            "there is no variable '%s' to be with".formatted(name),
            null,
            NearestName.hint(name, problem.space().names()));
      }
    }
    List<Integer> features = new ArrayList<>();
    List<Variable> shared = new ArrayList<>();
    List<String> silent = new ArrayList<>();
    int dimension = 0;
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      if (!isTold(variable, source)) {
        silent.add(variable.name());
        continue;
      }
      shared.add(variable);
      dimension += variable instanceof Variable.Blend blend ? blend.atMost().size() - 1 : 1;
      int[] ends = encoding.featuresOf(i);
      for (int j = ends[0]; j < ends[1]; j++) {
        features.add(j);
      }
    }
    if (shared.isEmpty()) {
      throw CellwrightException.refused(
          "it tells none of the variables %s".formatted(problem.space().names()),
          null,
          "Maybe its columns have other names.");
    }
    SequencedMap<String, MeasurementUnit> wanted = wanted(problem);
    requireOutcome(source, wanted);
    List<double[]> points = new ArrayList<>();
    List<Observation> rows = new ArrayList<>();
    List<double[]> failures = new ArrayList<>();
    SequencedMap<String, Integer> leftOut = new LinkedHashMap<>();
    for (Observation row : source.observations()) {
      SequencedMap<String, Value> values = new LinkedHashMap<>();
      boolean failed = row.status() == Outcome.Status.FAILED;
      String useless =
          !failed && wanted.keySet().stream().noneMatch(row.outcomes()::containsKey)
              ? "without a result"
              : useless(row, source, problem, shared, values);
      if (useless.isEmpty() && failed) {
        failures.add(encoding.encodeElsewhere(values));
      } else if (useless.isEmpty()) {
        points.add(encoding.encodeElsewhere(values));
        rows.add(row);
      } else {
        leftOut.merge(useless, 1, Integer::sum);
      }
    }
    int[] indices = features.stream().mapToInt(Integer::intValue).toArray();
    return new SourceMatch(
        source,
        new Sources.Taught(source.name(), indices, dimension, points, rows, failures),
        silent,
        leftOut);
  }

  private static boolean isTold(Variable variable, Source source) {
    boolean inRows =
        source.observations().stream()
            .anyMatch(row -> row.done().values().containsKey(variable.name()));
    if (inRows && source.with().containsKey(variable.name())) {
      throw CellwrightException.refused(
          "'with' gives '%s' a value, and its rows do so too".formatted(variable.name()),
          null,
          "Leave it out of 'with'.");
    }
    return inRows || source.with().containsKey(variable.name());
  }

  /** The outcomes that the campaign is about, in its units. */
  private static SequencedMap<String, MeasurementUnit> wanted(Problem problem) {
    SequencedMap<String, MeasurementUnit> wanted = new LinkedHashMap<>();
    for (Objective o : problem.objectives()) {
      if (o.formula() == null) {
        wanted.put(o.name(), o.unit());
      } else {
        o.formula().inputs().forEach((name, unit) -> wanted.put(name, unit));
      }
    }
    for (Constraint c : problem.constraints()) {
      wanted.putIfAbsent(c.name(), c.unit());
    }
    return wanted;
  }

  /** Some outcome by name, and none in a unit that does not fit. */
  private static void requireOutcome(Source source, SequencedMap<String, MeasurementUnit> wanted) {
    boolean any = false;
    for (Observation row : source.observations()) {
      any |= row.status() == Outcome.Status.FAILED;
      for (var output : wanted.entrySet()) {
        if (row.outcomes().get(output.getKey()) instanceof Value.Scalar scalar) {
          any = true;
          if (!scalar.unit().isCompatibleWith(output.getValue())) {
            throw CellwrightException.refused(
                "its '%s' is %s; the campaign wants %s"
                    .formatted(output.getKey(), scalar, output.getValue()),
                null,
                "Give its column a unit, like '%s [%s]'."
                    .formatted(output.getKey(), output.getValue()));
          }
        }
      }
    }
    if (!any) {
      throw CellwrightException.refused(
          "it tells none of the outcomes %s".formatted(wanted.keySet()),
          null,
          "Maybe its columns have other names.");
    }
  }

  /** Why a row is of no use; empty where it is, with its values of the shared variables. */
  private static String useless(
      Observation row,
      Source source,
      Problem problem,
      List<Variable> shared,
      SequencedMap<String, Value> values) {
    if (row.status() == Outcome.Status.PENDING) {
      return "without a result";
    }
    for (Variable variable : shared) {
      String name = variable.name();
      if (!problem.space().counts(name, values)) {
        continue;
      }
      Value value = row.done().values().getOrDefault(name, source.with().get(name));
      if (value == null) {
        return "without '%s'".formatted(name);
      }
      if (variable instanceof Variable.Choices choices) {
        if (!(value instanceof Value.Category option)
            || !choices.options().contains(option.name())
                && !choices.descriptors().containsKey(option.name())) {
          return "with a '%s' that is no choice here and is not described".formatted(name);
        }
        values.put(name, value);
        continue;
      }
      try {
        values.put(name, variable.convert(value));
      } catch (CellwrightException e) {
        if (value instanceof Value.Composition || variable instanceof Variable.Integers) {
          return "with a '%s' that has no place here".formatted(name);
        }
        throw e;
      }
    }
    return "";
  }

  /** How many rows are used and why others are not, for people. */
  public String rows() {
    int all = source.observations().size();
    int failures = taught.failures().size();
    int used = taught.points().size() + failures;
    StringBuilder text = new StringBuilder("%d of %d rows".formatted(used, all));
    if (failures > 0) {
      text.append(" (%d failed)".formatted(failures));
    }
    leftOut.forEach((why, count) -> text.append(", ").append(count).append(' ').append(why));
    if (!silent.isEmpty()) {
      text.append(", silent about ").append(String.join(", ", silent));
    }
    return text.toString();
  }
}
