package org.cellwright.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number made of outputs: {@code energy * life / cost}, {@code sqrt(ramp(energy, 200 Wh/kg, 300
 * Wh/kg) * ramp(time, 60 min, 20 min))}.
 *
 * <p>{@code + - * / ^}, parentheses, numbers with or without a unit, names of outputs, {@code sqrt
 * exp log abs min max}, and {@code ramp(x, bad, good)}: 0 at bad and beyond, 1 at good and beyond,
 * straight between (Derringer and Suich, J. Qual. Technol. 12, 214, 1980). Sums, {@code min},
 * {@code max} and {@code ramp} need one dimension, {@code sqrt}, {@code exp}, {@code log} and
 * exponents a pure number; a temperature in degrees Celsius counts in kelvin.
 */
public final class Formula {
  /** What a smooth ramp keeps of its height at its foot. */
  private static final double LEAK = 1e-3;

  private final String text;
  private final SequencedMap<String, MeasurementUnit> inputs;
  private final Node root;
  private final MeasurementUnit unit;

  Formula(
      String text, SequencedMap<String, MeasurementUnit> inputs, Node root, MeasurementUnit unit) {
    this.text = text;
    this.inputs = inputs;
    this.root = root;
    this.unit = unit;
  }

  /**
   * Reads a formula.
   *
   * @param outputs the unit of every output that it may name
   * @throws CellwrightException REFUSED if the text cannot be read, names something unknown or
   *     mixes dimensions
   */
  public static Formula parse(String text, Map<String, MeasurementUnit> outputs) {
    return new FormulaParser(text, outputs).formula();
  }

  /** As written. */
  public String text() {
    return text;
  }

  /** The outputs that it names, with the unit in which it takes each, in order. */
  public SequencedMap<String, MeasurementUnit> inputs() {
    return new LinkedHashMap<>(inputs);
  }

  /** Of the result. */
  public MeasurementUnit unit() {
    return unit;
  }

  /** The result; NaN or infinite where it has none. */
  public double value(double[] values) {
    return root.value(values, false);
  }

  /** The result for outputs by name; NaN where one is missing. */
  public double of(Map<String, Value> outputs) {
    return value(inputs(outputs));
  }

  private double[] inputs(Map<String, Value> outputs) {
    double[] values = new double[inputs.size()];
    int i = 0;
    for (Map.Entry<String, MeasurementUnit> input : inputs.entrySet()) {
      values[i++] =
          outputs.get(input.getKey()) instanceof Value.Scalar scalar
              ? scalar.in(input.getValue()).value()
              : Double.NaN;
    }
    return values;
  }

  /**
   * The result for a search: a ramp does not end flat at its foot but falls on by a thousandth, so
   * that there is always a way up.
   *
   * @param slopes gets the derivatives by the inputs; null if nobody wants them
   */
  public double smooth(double[] values, double @Nullable [] slopes) {
    if (slopes == null) {
      return root.value(values, true);
    }
    Arrays.fill(slopes, 0);
    root.slope(values, 1, slopes);
    return root.value(values, true);
  }

  /**
   * The same formula for a search that has seen what was told: whatever divides, or is taken to a
   * negative power, and had one sign in all of it keeps that sign. A quotient that is carried
   * through a belief has no moments otherwise, however little of the belief lies beyond zero.
   * Nearer to zero than was ever told the reciprocal goes on along its tangent, which its linear
   * extrapolation is: it joins smoothly, and its tails are no heavier than those of the belief.
   *
   * @param told outcomes by name; those that lack an input are left out
   */
  public Formula keepingSigns(List<? extends Map<String, Value>> told) {
    List<double[]> rows =
        told.stream()
            .map(this::inputs)
            .filter(row -> Arrays.stream(row).allMatch(Double::isFinite))
            .toList();
    return rows.isEmpty() ? this : new Formula(text, inputs, root.keepingSigns(rows), unit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Formula that && text.equals(that.text) && inputs.equals(that.inputs);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** A part of a formula. */
  sealed interface Node {
    double value(double[] x, boolean smooth);

    /** Adds {@code factor} times the derivatives, smooth ones. */
    void slope(double[] x, double factor, double[] slopes);

    /** See {@link Formula#keepingSigns}. */
    default Node keepingSigns(List<double[]> told) {
      return this;
    }
  }

  /** A number. */
  record Constant(double value) implements Node {
    @Override
    public double value(double[] x, boolean smooth) {
      return value;
    }

    @Override
    public void slope(double[] x, double factor, double[] slopes) {}
  }

  /** An output, from its unit to that of the formula: {@code factor * x + offset}. */
  record Input(int index, double factor, double offset) implements Node {
    @Override
    public double value(double[] x, boolean smooth) {
      return factor * x[index] + offset;
    }

    @Override
    public void slope(double[] x, double by, double[] slopes) {
      slopes[index] += by * factor;
    }
  }

  /** What can be done with numbers. */
  enum Operation {
    ADD((a, b) -> a + b),
    SUBTRACT((a, b) -> a - b),
    MULTIPLY((a, b) -> a * b),
    DIVIDE((a, b) -> a / b),
    POWER(StrictMath::pow),
    MIN(Math::min),
    MAX(Math::max),
    EXP((a, _) -> StrictMath.exp(a)),
    LOG((a, _) -> StrictMath.log(a)),
    ABS((a, _) -> Math.abs(a)),
    /** From 0 to 1 as the first goes from 0 to 1. */
    RAMP((a, _) -> Math.clamp(a, 0, 1));

    private final DoubleBinaryOperator value;

    Operation(DoubleBinaryOperator value) {
      this.value = value;
    }

    double of(double a, double b, boolean smooth) {
      return smooth && this == RAMP ? leaky(a) : value.applyAsDouble(a, b);
    }

    /** {by a, by b}. */
    double[] slopes(double a, double b) {
      return switch (this) {
        case ADD -> new double[] {1, 1};
        case SUBTRACT -> new double[] {1, -1};
        case MULTIPLY -> new double[] {b, a};
        case DIVIDE -> new double[] {1 / b, -a / (b * b)};
        case POWER ->
            new double[] {
              b * StrictMath.pow(a, b - 1), a > 0 ? StrictMath.pow(a, b) * StrictMath.log(a) : 0
            };
        case MIN -> new double[] {a <= b ? 1 : 0, a <= b ? 0 : 1};
        case MAX -> new double[] {a >= b ? 1 : 0, a >= b ? 0 : 1};
        case EXP -> new double[] {StrictMath.exp(a), 0};
        case LOG -> new double[] {1 / a, 0};
        case ABS -> new double[] {Math.signum(a), 0};
        case RAMP -> new double[] {leakySlope(a), 0};
      };
    }

    /** (ε + t)/(1 + ε) up to 1; ε/(1 − t/ε)/(1 + ε) below 0, which joins it smoothly. */
    private static double leaky(double t) {
      double height = t > 0 ? LEAK + Math.min(t, 1) : LEAK / (1 - t / LEAK);
      return height / (1 + LEAK);
    }

    private static double leakySlope(double t) {
      double bend = 1 - t / LEAK;
      return t >= 1 ? 0 : (t > 0 ? 1 : 1 / (bend * bend)) / (1 + LEAK);
    }
  }

  /** An operation on one or two parts; the second of one is a zero. */
  record Applied(Operation operation, Node a, Node b) implements Node {
    @Override
    public double value(double[] x, boolean smooth) {
      return operation.of(a.value(x, smooth), b.value(x, smooth), smooth);
    }

    @Override
    public void slope(double[] x, double factor, double[] slopes) {
      double[] own = operation.slopes(a.value(x, true), b.value(x, true));
      // A part that does not count is left out: its own slope may be infinite.
      if (own[0] != 0) {
        a.slope(x, factor * own[0], slopes);
      }
      if (own[1] != 0) {
        b.slope(x, factor * own[1], slopes);
      }
    }

    @Override
    public Node keepingSigns(List<double[]> told) {
      boolean isReciprocal = operation == Operation.POWER && b.value(told.getFirst(), false) < 0;
      return new Applied(
          operation,
          isReciprocal ? OneSided.of(a, told) : a.keepingSigns(told),
          operation == Operation.DIVIDE ? OneSided.of(b, told) : b.keepingSigns(told));
    }
  }

  /**
   * A divisor that was told on one side of zero only: r = part / nearest below 1 counts as 1 / (2 −
   * r).
   *
   * @param nearest to zero that was told
   */
  record OneSided(Node part, double nearest) implements Node {
    static Node of(Node part, List<double[]> told) {
      double nearest = Double.POSITIVE_INFINITY;
      double first = part.value(told.getFirst(), false);
      for (double[] row : told) {
        double value = part.value(row, false);
        if (!(value * first > 0)) {
          return part;
        }
        nearest = Math.min(nearest, Math.abs(value));
      }
      return new OneSided(part.keepingSigns(told), Math.copySign(nearest, first));
    }

    @Override
    public double value(double[] x, boolean smooth) {
      double value = part.value(x, smooth);
      double r = value / nearest;
      return smooth && r < 1 ? nearest / (2 - r) : value;
    }

    @Override
    public void slope(double[] x, double factor, double[] slopes) {
      double bend = 2 - Math.min(part.value(x, true) / nearest, 1);
      part.slope(x, factor / (bend * bend), slopes);
    }
  }

  /** Names in a text that could be outputs, whether or not the rest can be read. */
  public static List<String> names(String text) {
    List<String> names = new ArrayList<>();
    Matcher matcher = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.]*").matcher(text);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    return names;
  }
}
