package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.UnitDesigns;

/** How results stand to a campaign as it is now, which may not be as it was when they were told. */
final class Standing {
  private static final String TELL_AGAIN = " (tell them again with it)";

  private final Problem problem;
  private final Space space;
  private final UnitDesigns designs;

  Standing(Problem problem) {
    this.problem = problem;
    this.space = problem.space();
    this.designs = UnitDesigns.of(space);
  }

  /** Which of them teach nothing, or not all that is wanted, and why; empty where all teach. */
  List<String> lost(List<Observation> observations) {
    SequencedMap<String, Integer> nothing = new LinkedHashMap<>();
    SequencedMap<String, Integer> part = new LinkedHashMap<>();
    for (Observation o : observations) {
      Optional<String> misplaced = misplaced(o);
      misplaced.ifPresent(why -> nothing.merge(why, 1, Integer::sum));
      if (misplaced.isEmpty()) {
        lack(o).ifPresent(why -> part.merge(why, 1, Integer::sum));
      }
    }
    List<String> lost = new ArrayList<>();
    if (!nothing.isEmpty()) {
      lost.add(counted("%d of %d results teach nothing now: ", nothing, observations.size()));
    }
    if (!part.isEmpty()) {
      lost.add(
          counted(
              "%d of %d results do not tell all that is wanted, and count only for what they tell: ",
              part, observations.size()));
    }
    return lost;
  }

  private static String counted(String heading, SequencedMap<String, Integer> why, int all) {
    List<String> parts = new ArrayList<>();
    why.forEach((reason, count) -> parts.add(count + " " + reason));
    int sum = why.values().stream().mapToInt(count -> count).sum();
    return heading.formatted(sum, all) + String.join("; ", parts);
  }

  private Optional<String> misplaced(Observation o) {
    if (problem.fidelities().stream().map(Fidelity::name).noneMatch(o.fidelity()::equals)) {
      return Optional.of("at '%s', which is no fidelity any more".formatted(o.fidelity()));
    }
    return misfit(o.done())
        .filter(_ -> !designs.hasPlaceFor(o.asked()))
        .map(why -> why.startsWith("without") ? why + TELL_AGAIN : why);
  }

  /** Why the space has no place for a design; empty where it has. */
  Optional<String> misfit(Design design) {
    if (designs.hasPlaceFor(design)) {
      return Optional.empty();
    }
    List<String> untold = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (Variable variable : space.variables()) {
      if (!space.counts(variable.name(), design.values())) {
        continue;
      }
      Value value = design.values().get(variable.name());
      if (value == null) {
        untold.add(variable.name());
      } else {
        misfit(variable, value).ifPresent(wrong::add);
      }
    }
    if (!untold.isEmpty()) {
      wrong.addFirst("without '%s'".formatted(String.join("', '", untold)));
    }
    return Optional.of(String.join(" and ", wrong));
  }

  private static Optional<String> misfit(Variable variable, Value value) {
    String name = variable.name();
    return Optional.ofNullable(
        switch (variable) {
          case Variable.Choices choices when value instanceof Value.Category option ->
              choices.options().contains(option.name())
                  ? null
                  : "with '%s', which is no choice of '%s' any more".formatted(option, name);
          case Variable.Choices _ -> "whose '%s' is no choice".formatted(name);
          case Variable.Blend _ ->
              value instanceof Value.Composition
                  ? null
                  : "whose '%s' is no composition".formatted(name);
          case Variable.Continuous _, Variable.Grid _, Variable.Integers _ -> {
            if (!(value instanceof Value.Scalar scalar)) {
              yield "whose '%s' is no number".formatted(name);
            }
            yield scalar.unit().isCompatibleWith(variable.unit())
                ? null
                : "whose '%s' is in %s, not in %s".formatted(name, scalar.unit(), variable.unit());
          }
        });
  }

  /** What a result that could be whole does not tell as it is wanted now. */
  private Optional<String> lack(Observation o) {
    if (o.status() == Outcome.Status.FAILED) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    problem
        .outputs()
        .forEach((name, unit) -> {
          if (!(o.outcomes().get(name) instanceof Value.Scalar scalar)) {
            missing.add(name);
          } else if (!scalar.unit().isCompatibleWith(unit)) {
            parts.add("whose '%s' is in %s, not in %s".formatted(name, scalar.unit(), unit));
          }
        });
    // What was told as partial is known to be so.
    if (!missing.isEmpty() && o.isOk()) {
      parts.add("without '%s'%s".formatted(String.join("', '", missing), TELL_AGAIN));
    }
    if (parts.isEmpty() && missing.isEmpty()) {
      numberless(o).ifPresent(name -> parts.add("whose '%s' is no number".formatted(name)));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", parts));
  }

  /** An objective that is made of what was told and has no value there. */
  private Optional<String> numberless(Observation o) {
    return problem.objectives().stream()
        .filter(objective ->
            objective.formula() != null && !Double.isFinite(objective.formula().of(o.outcomes())))
        .map(Objective::name)
        .findFirst();
  }

  /** What a person should know of a result that is told: it lies outside, or counts in part. */
  List<String> remarks(Observation o) {
    List<String> remarks = new ArrayList<>();
    for (Variable variable : space.variables()) {
      Value value = o.done().values().get(variable.name());
      if (value != null && misfit(variable, value).isEmpty()) {
        try {
          Value unused = variable.accept(value);
        } catch (CellwrightException e) {
          remarks.add("outside: " + e.what());
        }
      }
    }
    if (designs.hasPlaceFor(o.done())) {
      for (KnownConstraint rule : space.knownConstraints()) {
        if (!(rule.slack(o.done()) >= -1e-9)) {
          remarks.add("breaks '%s'".formatted(rule.text()));
        }
      }
    }
    if (o.isOk()) {
      lack(o).ifPresent(why -> remarks.add("counts in part, as a result " + why));
    }
    return remarks;
  }
}
