package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;

/**
 * Designs that keep the rules, gone through depth first in the order of the variables, to see what
 * is left of a space.
 *
 * <p>Ranges of levels are halved down to single ones. A part of the space is given up as soon as
 * the bounds of what is still open in it cannot keep a rule ({@link SlackBound}), so that the work
 * follows how many designs there are rather than how many combinations. Where there are numbers or
 * blends besides, a few of their values are tried for each choice of the rest. After {@value
 * #MOST_NODES} parts the search ends, and designs one move away from known ones are tried instead.
 */
public final class FeasibleDesigns {
  private static final int MOST_NODES = 200_000;

  /** What a try of numbers and blends counts for. */
  private static final int WALK = 100;

  private static final int WALKS = 4;
  private static final int KNOWN = 500;

  private final Encoding encoding;
  private final Rules rules;
  private final Predicate<double[]> wanted;
  private final int most;
  private final Map<String, double[]> ranges = new HashMap<>();
  private final List<List<ArithmeticRule>> bounding = new ArrayList<>();
  private final List<double[]> found = new ArrayList<>();
  private final RandomStream random = new RandomStream(0xFEA5, 0);
  private int nodes;
  private boolean finite = true;

  /**
   * Designs that were found.
   *
   * @param isWhole whether there are no others
   */
  public record Left(List<double[]> designs, boolean isWhole) {}

  private FeasibleDesigns(Encoding encoding, Rules rules, Predicate<double[]> wanted, int most) {
    this.encoding = encoding;
    this.rules = rules;
    this.wanted = wanted;
    this.most = most;
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      String name = encoding.space().variables().get(v).name();
      List<ArithmeticRule> ofVariable = new ArrayList<>();
      for (KnownConstraint rule : encoding.space().knownConstraints()) {
        if (rule instanceof ArithmeticRule arithmetic && bounds(arithmetic, name)) {
          ofVariable.add(arithmetic);
        }
      }
      bounding.add(ofVariable);
    }
  }

  /**
   * The first {@code most} designs that are wanted; near {@code known} ones where there are too
   * many others to look at.
   */
  public static Left left(
      Encoding encoding, Rules rules, Predicate<double[]> wanted, List<double[]> known, int most) {
    FeasibleDesigns search = new FeasibleDesigns(encoding, rules, wanted, most);
    search.choose(0, new double[encoding.width()]);
    boolean whole = search.finite && search.nodes <= MOST_NODES && search.found.size() < most;
    if (!whole && search.found.isEmpty()) {
      search.lookAround(known);
    }
    return new Left(search.found, whole);
  }

  /** Whether a rule names a variable, and only such as count always. */
  private boolean bounds(ArithmeticRule rule, String variable) {
    boolean named = false;
    for (ArithmeticRule.Term term : rule.terms()) {
      for (String name : term.names()) {
        named |= rule.variableOf(name).equals(variable);
        if (encoding.space().conditions().containsKey(rule.variableOf(name))) {
          return false;
        }
      }
    }
    return named;
  }

  private boolean isOver() {
    return found.size() >= most || nodes > MOST_NODES;
  }

  private void choose(int variable, double[] z) {
    if (variable == encoding.space().variables().size()) {
      look(z);
      return;
    }
    Axis axis = encoding.axis(variable);
    if (!encoding.counts(z, variable)) {
      axis.neutral(z, encoding.start(variable));
      choose(variable + 1, z);
    } else if (axis.cardinality() == Long.MAX_VALUE) {
      finite = false;
      axis.neutral(z, encoding.start(variable));
      choose(variable + 1, z);
    } else {
      choose(variable, 0, axis.cardinality() - 1, z);
    }
  }

  /** One of the values from number {@code low} to {@code high} of a variable. */
  private void choose(int variable, long low, long high, double[] z) {
    nodes++;
    if (isOver() || !isPossible(variable, low, high, z)) {
      return;
    }
    if (low == high) {
      place(variable, low, z);
      choose(variable + 1, z);
    } else {
      long middle = low + (high - low) / 2;
      choose(variable, low, middle, z);
      choose(variable, middle + 1, high, z);
    }
    ranges.remove(encoding.space().variables().get(variable).name());
  }

  private boolean isPossible(int variable, long low, long high, double[] z) {
    if (bounding.get(variable).isEmpty()) {
      return true;
    }
    String name = encoding.space().variables().get(variable).name();
    Value least = place(variable, low, z);
    Value greatest = place(variable, high, z);
    if (least instanceof Value.Scalar from && greatest instanceof Value.Scalar to) {
      ranges.put(name, new double[] {from.si(), to.si()});
    }
    for (ArithmeticRule rule : bounding.get(variable)) {
      if (SlackBound.breach(rule, this::range) > 0) {
        return false;
      }
    }
    return true;
  }

  private double[] range(String name) {
    double[] range = ranges.get(name);
    return range == null ? SlackBound.range(name, encoding.space().variables()) : range;
  }

  private Value place(int variable, long number, double[] z) {
    Axis axis = encoding.axis(variable);
    double[] u = {(number + 0.5) / axis.cardinality()};
    axis.fromUnit(u, 0, z, encoding.start(variable));
    return axis.read(z, encoding.start(variable));
  }

  private void look(double[] z) {
    if (finite) {
      add(z.clone());
      return;
    }
    for (int i = 0; i < WALKS && !isOver(); i++) {
      nodes += WALK;
      double[] numbers = z.clone();
      encoding.settle(numbers);
      add(rules.spread(numbers, random));
    }
  }

  private void lookAround(List<double[]> known) {
    for (double[] x : known.subList(Math.max(0, known.size() - KNOWN), known.size())) {
      for (double[] moved : encoding.neighbours(x, random)) {
        if (found.size() < most) {
          add(rules.balanced(moved));
        }
      }
    }
  }

  private void add(double[] z) {
    if (rules.keep(z) && wanted.test(z)) {
      found.add(z);
    }
  }
}
