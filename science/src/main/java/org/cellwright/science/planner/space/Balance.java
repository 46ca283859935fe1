package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Brings candidates onto equalities such as {@code a + b = 1}, where chance never falls.
 *
 * <p>Newton's method of least change on the features that may move, numbers and the components that
 * are present in blends (whose sum stays what it is); one that reaches its bound stays there. What
 * is linear takes one step between two bounds. Where only levels are left, one of them is set to
 * what the others leave. An inequality that is broken is met as if it were an equality.
 */
final class Balance {
  private static final int STEPS = 60;
  private static final double DONE = 1e-13;

  private final Encoding encoding;
  private final List<ArithmeticRule> rules = new ArrayList<>();
  private final List<ArithmeticRule> equalities = new ArrayList<>();
  private final Map<String, Place> places = new LinkedHashMap<>();

  /**
   * Where a name of a rule stands: its SI value is {@code origin + slope z}.
   *
   * @param feature in the vector
   * @param variable its number
   */
  private record Place(int feature, int variable, double origin, double slope) {}

  Balance(Encoding encoding) {
    this.encoding = encoding;
    for (KnownConstraint rule : encoding.space().knownConstraints()) {
      if (rule instanceof ArithmeticRule arithmetic) {
        rules.add(arithmetic);
      }
    }
    rules.stream().filter(ArithmeticRule::isEquality).forEach(equalities::add);
    List<Variable> variables = encoding.space().variables();
    for (int v = 0; v < variables.size() && !rules.isEmpty(); v++) {
      int start = encoding.start(v);
      switch (variables.get(v)) {
        case Variable.Continuous c -> number(c.name(), v, start, c.lower(), c.upper(), c.unit());
        case Variable.Integers i ->
            number(i.name(), v, start, i.lower(), i.upper(), MeasurementUnit.ONE);
        case Variable.Grid g ->
            number(g.name(), v, start, g.levels().getFirst(), g.levels().getLast(), g.unit());
        case Variable.Blend blend -> {
          for (String part : blend.atMost().keySet()) {
            Place place = new Place(start++, v, 0, 1);
            places.put(blend.name() + "." + part, place);
            places.putIfAbsent(part, place);
          }
        }
        case Variable.Choices _ -> {}
      }
    }
  }

  private void number(
      String name, int variable, int feature, double low, double high, MeasurementUnit unit) {
    double origin = unit.toSi(low);
    places.put(name, new Place(feature, variable, origin, unit.toSi(high) - origin));
  }

  boolean isNeeded() {
    return !equalities.isEmpty();
  }

  /** Moves a settled point onto the equalities, or as near as it gets. */
  void settle(double[] z) {
    meet(z, false);
  }

  /** Moves a settled point onto all rules that it breaks, or as near as it gets. */
  void restore(double[] z) {
    meet(z, true);
  }

  private void meet(double[] z, boolean broken) {
    boolean[] stuck = new boolean[z.length];
    for (int step = 0; step < STEPS; step++) {
      List<double[]> slopes = new ArrayList<>();
      List<Double> rests = new ArrayList<>();
      double worst = rows(broken ? rules : equalities, z, slopes, rests);
      if (worst < DONE) {
        return;
      }
      double[] move = move(z, stuck, slopes, rests);
      boolean moves = false;
      for (int j = 0; j < z.length; j++) {
        moves |= move[j] != 0;
      }
      if (!moves) {
        break;
      }
      advance(z, stuck, move);
    }
    setLevels(z);
  }

  /**
   * Residuals and gradients of the rules, but for inequalities that are kept, and of the sums of
   * blends; the worst relative one.
   */
  private double rows(
      List<ArithmeticRule> looked, double[] z, List<double[]> slopes, List<Double> rests) {
    double worst = 0;
    boolean[] blends = new boolean[encoding.space().variables().size()];
    for (ArithmeticRule rule : looked) {
      double[] slope = new double[z.length];
      double rest = 0;
      double size = 0;
      boolean counts = true;
      for (ArithmeticRule.Term term : rule.terms()) {
        double product = term.coefficient();
        for (String name : term.names()) {
          Place place = place(rule, name);
          counts &= place != null && encoding.counts(z, place.variable());
          product *= place == null ? 0 : value(place, z);
        }
        rest += product;
        size += Math.abs(product);
        for (int k = 0; k < term.names().size(); k++) {
          double others = term.coefficient();
          for (int m = 0; m < term.names().size(); m++) {
            Place place = place(rule, term.names().get(m));
            if (place != null) {
              others *= m == k ? place.slope() : value(place, z);
            }
          }
          Place place = place(rule, term.names().get(k));
          if (place != null) {
            slope[place.feature()] += others;
            blends[place.variable()] |=
                encoding.space().variables().get(place.variable()) instanceof Variable.Blend;
          }
        }
      }
      if (counts && (rule.isEquality() || rest < -DONE * size)) {
        double scale = Math.max(size, Double.MIN_NORMAL);
        worst = Math.max(worst, Math.abs(rest) / scale);
        slopes.add(Arrays.stream(slope).map(s -> s / scale).toArray());
        rests.add(rest / scale);
      }
    }
    for (int v = 0; v < blends.length; v++) {
      if (blends[v]) {
        double[] slope = new double[z.length];
        double rest = -1;
        for (int j = encoding.start(v); j < encoding.start(v + 1); j++) {
          slope[j] = 1;
          rest += z[j];
        }
        worst = Math.max(worst, Math.abs(rest));
        slopes.add(slope);
        rests.add(rest);
      }
    }
    return worst;
  }

  private @Nullable Place place(ArithmeticRule rule, String name) {
    Place place = places.get(rule.variableOf(name) + "." + name);
    return place == null ? places.get(name) : place;
  }

  private static double value(Place place, double[] z) {
    return place.origin() + place.slope() * z[place.feature()];
  }

  /** −Jᵀ (J Jᵀ)⁻¹ r over the features that may move. */
  private double[] move(double[] z, boolean[] stuck, List<double[]> slopes, List<Double> rests) {
    int m = slopes.size();
    boolean[] free = new boolean[z.length];
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      Axis axis = encoding.axis(v);
      boolean movable =
          (axis instanceof Axis.Line || axis instanceof Axis.BlendAxis) && encoding.counts(z, v);
      for (int j = encoding.start(v); j < encoding.start(v + 1); j++) {
        free[j] = movable && !stuck[j] && (axis instanceof Axis.Line || z[j] > 0);
      }
    }
    double[][] normal = new double[m][m + 1];
    for (int a = 0; a < m; a++) {
      for (int b = 0; b < m; b++) {
        for (int j = 0; j < z.length; j++) {
          normal[a][b] += free[j] ? slopes.get(a)[j] * slopes.get(b)[j] : 0;
        }
      }
      normal[a][m] = -rests.get(a);
    }
    double[] multiplier = solve(normal);
    double[] move = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      for (int a = 0; a < m && free[j]; a++) {
        move[j] += slopes.get(a)[j] * multiplier[a];
      }
    }
    return move;
  }

  /** Gauss and Jordan with pivots; an equation that says nothing new is passed over. */
  private static double[] solve(double[][] a) {
    int m = a.length;
    double[] x = new double[m];
    int[] row = new int[m];
    Arrays.fill(row, -1);
    boolean[] used = new boolean[m];
    for (int column = 0; column < m; column++) {
      int pivot = -1;
      for (int i = 0; i < m; i++) {
        if (!used[i] && (pivot < 0 || Math.abs(a[i][column]) > Math.abs(a[pivot][column]))) {
          pivot = i;
        }
      }
      if (pivot < 0 || Math.abs(a[pivot][column]) < 1e-12) {
        continue;
      }
      used[pivot] = true;
      row[column] = pivot;
      for (int i = 0; i < m; i++) {
        double factor = i == pivot ? 0 : a[i][column] / a[pivot][column];
        for (int j = column; j <= m && factor != 0; j++) {
          a[i][j] -= factor * a[pivot][j];
        }
      }
    }
    for (int column = 0; column < m; column++) {
      x[column] = row[column] < 0 ? 0 : a[row[column]][m] / a[row[column]][column];
    }
    return x;
  }

  /** As far as the bounds let each feature go; one that is stopped stays. */
  private void advance(double[] z, boolean[] stuck, double[] move) {
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      double[] low = new double[encoding.axis(v).width()];
      double[] high = new double[low.length];
      Arrays.fill(high, 1);
      if (encoding.space().variables().get(v) instanceof Variable.Blend blend) {
        low = blend.atLeast().values().stream().mapToDouble(Double::doubleValue).toArray();
        high = blend.atMost().values().stream().mapToDouble(x -> Math.min(1, x)).toArray();
      }
      for (int k = 0; k < low.length; k++) {
        int j = encoding.start(v) + k;
        double next = z[j] + move[j];
        if (move[j] != 0) {
          z[j] = Math.min(high[k], Math.max(low[k], next));
          stuck[j] = next > high[k] || next < low[k];
        }
      }
    }
  }

  /** Where an equality is still open, the first of its levels that can close it does. */
  private void setLevels(double[] z) {
    for (int e = 0; e < equalities.size(); e++) {
      for (Place place : places.values()) {
        List<double[]> slopes = new ArrayList<>();
        List<Double> rests = new ArrayList<>();
        rows(equalities, z, slopes, rests);
        if (e >= slopes.size() || Math.abs(rests.get(e)) < DONE) {
          break;
        }
        double slope = slopes.get(e)[place.feature()];
        Axis axis = encoding.axis(place.variable());
        if (!(axis instanceof Axis.Levels || axis instanceof WholeAxis) || slope == 0) {
          continue;
        }
        double before = z[place.feature()];
        z[place.feature()] = before - rests.get(e) / slope;
        axis.settle(z, place.feature());
        List<Double> after = new ArrayList<>();
        rows(equalities, z, new ArrayList<>(), after);
        if (Math.abs(after.get(e)) >= 1e-10) {
          z[place.feature()] = before;
        }
      }
    }
  }
}
