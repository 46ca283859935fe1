package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;

/**
 * How far a rule is missed at least: intervals for numbers, and for what is linear in the fractions
 * of a blend the best filling of its bounds. Exact for linear rules (but for a blend's limit on
 * components), a lower bound for products.
 */
final class SlackBound {
  /** Of the terms: a rule that is missed by less is left to those who look for a design. */
  private static final double TOLERANCE = 1e-9;

  private SlackBound() {}

  /**
   * In SI units, of an equality by the side that is further off; zero for a rule that may be kept,
   * and where a variable of the rule need not count.
   */
  static double breach(ArithmeticRule rule, Space space) {
    for (ArithmeticRule.Term term : rule.terms()) {
      for (String name : term.names()) {
        if (space.conditions().containsKey(rule.variableOf(name))) {
          return 0;
        }
      }
    }
    Function<String, double[]> ranges = name -> range(name, space.variables());
    return breach(rule, ranges, terms -> highest(terms, space.variables()));
  }

  /** The same by the ranges of the rule's names alone, in SI units. */
  static double breach(ArithmeticRule rule, Function<String, double[]> ranges) {
    return breach(
        rule, ranges, terms -> terms.stream().mapToDouble(t -> interval(t, ranges)[1]).sum());
  }

  private static double breach(
      ArithmeticRule rule,
      Function<String, double[]> ranges,
      ToDoubleFunction<List<ArithmeticRule.Term>> highest) {
    double reach = highest.applyAsDouble(rule.terms());
    if (rule.isEquality()) {
      reach =
          Math.min(
              reach,
              highest.applyAsDouble(
                  rule.terms().stream()
                      .map(term -> new ArithmeticRule.Term(term.names(), -term.coefficient()))
                      .toList()));
    }
    if (reach >= 0) {
      return 0;
    }
    double size = 0;
    for (ArithmeticRule.Term term : rule.terms()) {
      double[] interval = interval(term, ranges);
      size += Math.max(Math.abs(interval[0]), Math.abs(interval[1]));
    }
    return reach >= -TOLERANCE * size ? 0 : -reach;
  }

  private static double highest(List<ArithmeticRule.Term> terms, List<Variable> variables) {
    List<ArithmeticRule.Term> rest = new ArrayList<>(terms);
    double sum = 0;
    for (Variable variable : variables) {
      if (variable instanceof Variable.Blend blend) {
        sum += fill(blend, rest);
      }
    }
    for (ArithmeticRule.Term term : rest) {
      sum += interval(term, name -> range(name, variables))[1];
    }
    return sum;
  }

  private static double[] interval(ArithmeticRule.Term term, Function<String, double[]> ranges) {
    double low = term.coefficient();
    double high = low;
    for (String name : term.names()) {
      double[] range = ranges.apply(name);
      double[] products = {low * range[0], low * range[1], high * range[0], high * range[1]};
      low = Math.min(Math.min(products[0], products[1]), Math.min(products[2], products[3]));
      high = Math.max(Math.max(products[0], products[1]), Math.max(products[2], products[3]));
    }
    return new double[] {low, high};
  }

  /** The best of the blend's own linear terms, which are taken off the list. */
  private static double fill(Variable.Blend blend, List<ArithmeticRule.Term> terms) {
    record Part(double gain, double cap) {}
    double left = 1;
    double sum = 0;
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, Double> component : blend.atMost().entrySet()) {
      double gain = 0;
      for (ArithmeticRule.Term term : List.copyOf(terms)) {
        if (term.names().size() == 1
            && (term.names().getFirst().equals(component.getKey())
                || term.names().getFirst().equals(blend.name() + "." + component.getKey()))) {
          gain += term.coefficient();
          terms.remove(term);
        }
      }
      double floor = blend.isComplete() ? blend.atLeast().getOrDefault(component.getKey(), 0.0) : 0;
      parts.add(new Part(gain, Math.min(1, component.getValue()) - floor));
      left -= floor;
      sum += floor * gain;
    }
    parts.sort((a, b) -> Double.compare(b.gain, a.gain));
    for (Part part : parts) {
      double amount = Math.min(left, part.cap);
      sum += amount * part.gain;
      left -= amount;
    }
    return sum;
  }

  static double[] range(String name, List<Variable> variables) {
    for (Variable variable : variables) {
      if (variable.name().equals(name)) {
        return switch (variable) {
          case Variable.Continuous v ->
              new double[] {v.unit().toSi(v.lower()), v.unit().toSi(v.upper())};
          case Variable.Integers v -> new double[] {v.lower(), v.upper()};
          case Variable.Grid v ->
              new double[] {
                v.unit().toSi(v.levels().getFirst()), v.unit().toSi(v.levels().getLast())
              };
          case Variable.Choices _, Variable.Blend _ -> new double[] {0, 1};
        };
      }
    }
    return new double[] {0, 1};
  }
}
