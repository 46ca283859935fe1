package org.cellwright.science.planner.space;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/**
 * One variable in the feature vector: {@code width} features from {@code at} on, made from {@code
 * unitWidth} coordinates of the unit cube.
 */
sealed interface Axis
    permits Axis.Line, WholeAxis, Axis.Levels, Options, Axis.BlendAxis, Axis.Held {

  default int width() {
    return 1;
  }

  default int unitWidth() {
    return 1;
  }

  /** Length scales of its own: one for all its features, or one for each. */
  default boolean isIsotropic() {
    return false;
  }

  /** How many values it has; {@link Long#MAX_VALUE} for a continuum. */
  long cardinality();

  void write(Value value, double[] z, int at);

  /** The same for what was done elsewhere: beyond the bounds, or no option here but described. */
  default void writeElsewhere(Value value, double[] z, int at) {
    write(value, z, at);
  }

  Value read(double[] z, int at);

  /** A value spread evenly over the axis when {@code u} is over the cube. */
  void fromUnit(double[] u, int unitAt, double[] z, int at);

  /** Whether two places that no model could tell apart are of one value. */
  default boolean isSame(double[] a, int atA, double[] b, int atB) {
    return true;
  }

  /** The nearest place that the axis really has. */
  void settle(double[] z, int at);

  /** Values one move away, each handed over in a vector of its own. */
  void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found);

  /** Where a variable stands that does not count: in the middle of what it could be. */
  default void neutral(double[] z, int at) {
    Arrays.fill(z, at, at + width(), 0.5);
  }

  static Axis of(Variable variable) {
    return switch (variable) {
      case Variable.Continuous v -> new Line(v.lower(), v.upper(), v.unit());
      case Variable.Integers v -> new WholeAxis(v.lower(), v.upper());
      case Variable.Grid v ->
          new Levels(v.levels().stream().mapToDouble(Double::doubleValue).toArray(), v.unit());
      case Variable.Choices v -> Options.of(v);
      case Variable.Blend v -> new BlendAxis(v);
    };
  }

  /** A continuous variable. */
  record Line(double lower, double upper, MeasurementUnit unit) implements Axis {
    @Override
    public long cardinality() {
      return Long.MAX_VALUE;
    }

    @Override
    public void write(Value value, double[] z, int at) {
      z[at] = (number(value, unit) - lower) / (upper - lower);
    }

    @Override
    public Value read(double[] z, int at) {
      double value = lower + z[at] * (upper - lower);
      return Value.Scalar.of(Math.min(upper, Math.max(lower, value)), unit);
    }

    @Override
    public void fromUnit(double[] u, int unitAt, double[] z, int at) {
      z[at] = u[unitAt];
    }

    @Override
    public void settle(double[] z, int at) {
      z[at] = Math.min(1, Math.max(0, z[at]));
    }

    @Override
    public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
      // The gradient moves it.
    }
  }

  /** Ordered levels at their place between the first and the last. */
  record Levels(double[] levels, MeasurementUnit unit) implements Axis {
    @Override
    public long cardinality() {
      return levels.length;
    }

    @Override
    public void write(Value value, double[] z, int at) {
      z[at] = place(number(value, unit));
    }

    @Override
    public Value read(double[] z, int at) {
      return Value.Scalar.of(levels[nearest(z[at])], unit);
    }

    @Override
    public void fromUnit(double[] u, int unitAt, double[] z, int at) {
      z[at] = place(levels[Math.min(levels.length - 1, (int) (u[unitAt] * levels.length))]);
    }

    @Override
    public void settle(double[] z, int at) {
      z[at] = place(levels[nearest(z[at])]);
    }

    @Override
    public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
      int here = nearest(z[at]);
      int far = random.nextInt(levels.length);
      for (int level : new int[] {here - 1, here + 1, far}) {
        if (level >= 0 && level < levels.length && level != here) {
          double[] moved = z.clone();
          moved[at] = place(levels[level]);
          found.accept(moved);
        }
      }
    }

    @Override
    public boolean isSame(double[] a, int atA, double[] b, int atB) {
      return a[atA] == b[atB] || nearest(a[atA]) == nearest(b[atB]);
    }

    private double place(double level) {
      double span = levels[levels.length - 1] - levels[0];
      return span > 0 ? (level - levels[0]) / span : 0;
    }

    private int nearest(double place) {
      int best = 0;
      for (int i = 1; i < levels.length; i++) {
        if (Math.abs(place(levels[i]) - place) < Math.abs(place(levels[best]) - place)) {
          best = i;
        }
      }
      return best;
    }
  }

  /** Fractions of a whole. */
  record BlendAxis(Variable.Blend blend) implements Axis {
    private static final int TURNS = 64;
    private static final double GOLDEN = 0.6180339887498949;

    @Override
    public int width() {
      return blend.atMost().size();
    }

    @Override
    public int unitWidth() {
      return blend.atMost().size();
    }

    @Override
    public long cardinality() {
      return Long.MAX_VALUE;
    }

    @Override
    public void write(Value value, double[] z, int at) {
      if (!(value instanceof Value.Composition composition)) {
        throw new IllegalArgumentException(value + " is no composition");
      }
      int i = at;
      for (String component : blend.atMost().keySet()) {
        z[i++] = composition.fractions().getOrDefault(component, 0.0);
      }
    }

    @Override
    public Value read(double[] z, int at) {
      SequencedMap<String, Double> fractions = new LinkedHashMap<>();
      int i = at;
      for (String component : blend.atMost().keySet()) {
        fractions.put(component, z[i++]);
      }
      return new Value.Composition(fractions);
    }

    /**
     * Exponential gaps make it uniform on the simplex (Dirichlet with unit parameters); where a
     * bound is broken the coordinates are turned on the torus, which keeps them even, and tried
     * again.
     */
    @Override
    public void fromUnit(double[] u, int unitAt, double[] z, int at) {
      for (int turn = 0; turn < TURNS; turn++) {
        for (int i = 0; i < width(); i++) {
          double v = u[unitAt + i] + turn * GOLDEN * Math.sqrt(i + 1.0);
          z[at + i] = -StrictMath.log1p(-(v - Math.floor(v)));
        }
        if (BlendProjection.isWithin(z, at, blend)) {
          break;
        }
      }
      settle(z, at);
    }

    @Override
    public void settle(double[] z, int at) {
      BlendProjection.settle(z, at, blend);
    }

    @Override
    public void neutral(double[] z, int at) {
      Arrays.fill(z, at, at + width(), 1.0 / width());
    }

    @Override
    public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
      int n = width();
      double small = StrictMath.pow(10, -1 - 2 * random.nextDouble());
      double[] least = blend.atLeast().values().stream().mapToDouble(Double::doubleValue).toArray();
      for (int from = 0; from < n; from++) {
        for (int to = 0; to < n; to++) {
          if (from != to && z[at + from] > 0) {
            double whole = z[at + from];
            // A component that comes in comes with what it must have.
            double entry = z[at + to] == 0 ? least[to] : 0;
            for (double share : new double[] {entry + small, entry + 0.1, whole}) {
              double[] moved = z.clone();
              double amount = Math.min(share, whole);
              moved[at + from] -= amount;
              moved[at + to] += amount;
              settle(moved, at);
              found.accept(moved);
            }
          }
        }
      }
    }
  }

  /**
   * A variable that stands still for one ask.
   *
   * @param features of the value
   */
  record Held(Axis axis, Value value, double[] features) implements Axis {
    static Held of(Axis axis, Value value) {
      double[] features = new double[axis.width()];
      axis.write(value, features, 0);
      return new Held(axis, value, features);
    }

    boolean isAt(double[] z, int at) {
      for (int j = 0; j < features.length; j++) {
        if (Math.abs(z[at + j] - features[j]) > Encoding.SAME) {
          return false;
        }
      }
      return axis.isSame(features, 0, z, at);
    }

    @Override
    public boolean isSame(double[] a, int atA, double[] b, int atB) {
      return axis.isSame(a, atA, b, atB);
    }

    @Override
    public int width() {
      return axis.width();
    }

    @Override
    public int unitWidth() {
      return axis.unitWidth();
    }

    @Override
    public boolean isIsotropic() {
      return axis.isIsotropic();
    }

    @Override
    public long cardinality() {
      return 1;
    }

    @Override
    public void write(Value given, double[] z, int at) {
      axis.write(given, z, at);
    }

    @Override
    public void writeElsewhere(Value given, double[] z, int at) {
      axis.writeElsewhere(given, z, at);
    }

    @Override
    public Value read(double[] z, int at) {
      return isAt(z, at) ? value : axis.read(z, at);
    }

    @Override
    public void fromUnit(double[] u, int unitAt, double[] z, int at) {
      settle(z, at);
    }

    @Override
    public void settle(double[] z, int at) {
      System.arraycopy(features, 0, z, at, features.length);
    }

    @Override
    public void neutral(double[] z, int at) {
      axis.neutral(z, at);
    }

    @Override
    public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
      // It does not move.
    }
  }

  static double number(Value value, MeasurementUnit unit) {
    if (value instanceof Value.Scalar scalar) {
      return scalar.in(unit).value();
    }
    throw new IllegalArgumentException(value + " is no number");
  }
}
