package org.cellwright.science.planner;

import java.util.List;
import org.cellwright.core.Design;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;

/**
 * Options of a design that no result has shown, of variables whose options are known by their names
 * or their places alone. A model takes options to do about the same until told otherwise, so that
 * its deviation does not say how little it knows of a new one.
 */
final class Untried {
  private Untried() {}

  /** Such as {@code mix = high}. */
  static List<String> of(Problem problem, Past past, Design design) {
    return problem.space().variables().stream()
        .filter(Untried::isUndescribed)
        .map(Variable::name)
        .filter(name -> {
          Value option = design.values().get(name);
          return option != null
              && past.succeeded.stream()
                  .flatMap(level -> level.observations().stream())
                  .noneMatch(told -> option.equals(told.asked().values().get(name)));
        })
        .map(name -> name + " = " + design.values().get(name))
        .toList();
  }

  private static boolean isUndescribed(Variable variable) {
    return variable instanceof Variable.Choices choices
        && choices.descriptors().values().stream().allMatch(row -> row.size() <= 1);
  }
}
