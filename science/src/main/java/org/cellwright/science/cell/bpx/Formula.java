package org.cellwright.science.cell.bpx;

import java.util.Set;

/**
 * A formula of one variable, compiled to steps of a stack machine.
 *
 * <p>Each step takes its operands from the top of a stack and leaves its result there. The
 * derivative is carried along with the value (forward automatic differentiation, Griewank and
 * Walther 2008, chapter 3), so both cost one pass over the steps and no recursion.
 */
public final class Formula {
  private final byte[] steps;
  private final double[] numbers;
  private final int stackSize;
  private final Set<String> functionsBeyondBpx;

  Formula(byte[] steps, double[] numbers, int stackSize, Set<String> functionsBeyondBpx) {
    this.steps = steps;
    this.numbers = numbers;
    this.stackSize = stackSize;
    this.functionsBeyondBpx = Set.copyOf(functionsBeyondBpx);
  }

  static final byte NUMBER = 0;
  static final byte X = 1;
  static final byte ADD = 2;
  static final byte SUBTRACT = 3;
  static final byte MULTIPLY = 4;
  static final byte DIVIDE = 5;
  static final byte POWER = 6;
  static final byte NEGATE = 7;
  static final byte EXP = 8;
  static final byte TANH = 9;
  static final byte COSH = 10;
  static final byte SINH = 11;
  static final byte LOG = 12;
  static final byte LOG10 = 13;
  static final byte SQRT = 14;
  static final byte ABS = 15;

  /** Reads a formula; refuses anything that is not one, naming the column. */
  public static Formula compile(String source) {
    return new FormulaParser(source).parse();
  }

  /** See {@link org.cellwright.science.cell.Expression#functionsBeyondBpx()}. */
  public Set<String> functionsBeyondBpx() {
    return functionsBeyondBpx;
  }

  /** The value at {@code x}. */
  public double at(double x) {
    double[] v = new double[stackSize];
    int top = -1;
    int number = 0;
    for (byte step : steps) {
      switch (step) {
        case NUMBER -> v[++top] = numbers[number++];
        case X -> v[++top] = x;
        case NEGATE, EXP, TANH, COSH, SINH, LOG, LOG10, SQRT, ABS -> v[top] = unary(step, v[top]);
        default -> {
          top--;
          v[top] = binary(step, v[top], v[top + 1]);
        }
      }
    }
    return v[0];
  }

  /** The derivative at {@code x}. */
  public double slope(double x) {
    double[] v = new double[stackSize];
    double[] d = new double[stackSize];
    int top = -1;
    int number = 0;
    for (byte step : steps) {
      switch (step) {
        case NUMBER -> {
          v[++top] = numbers[number++];
          d[top] = 0;
        }
        case X -> {
          v[++top] = x;
          d[top] = 1;
        }
        case NEGATE, EXP, TANH, COSH, SINH, LOG, LOG10, SQRT, ABS -> {
          double value = unary(step, v[top]);
          // A constant under a root or a logarithm has slope 0, even where the factor is infinite.
          d[top] = d[top] == 0 ? 0 : d[top] * unarySlope(step, v[top], value);
          v[top] = value;
        }
        default -> {
          top--;
          double value = binary(step, v[top], v[top + 1]);
          d[top] = binarySlope(step, v[top], d[top], v[top + 1], d[top + 1], value);
          v[top] = value;
        }
      }
    }
    return d[0];
  }

  private static double unary(byte step, double a) {
    return switch (step) {
      case NEGATE -> -a;
      case EXP -> Math.exp(a);
      case TANH -> Math.tanh(a);
      case COSH -> Math.cosh(a);
      case SINH -> Math.sinh(a);
      case LOG -> Math.log(a);
      case LOG10 -> Math.log10(a);
      case SQRT -> Math.sqrt(a);
      case ABS -> Math.abs(a);
      default -> throw new IllegalStateException("step " + step);
    };
  }

  private static double unarySlope(byte step, double a, double value) {
    return switch (step) {
      case NEGATE -> -1;
      case EXP -> value;
      case TANH -> tanhSlope(a);
      case COSH -> Math.sinh(a);
      case SINH -> Math.cosh(a);
      case LOG -> 1 / a;
      case LOG10 -> 1 / (a * Math.log(10));
      case SQRT -> 0.5 / value;
      case ABS -> a < 0 ? -1 : 1;
      default -> throw new IllegalStateException("step " + step);
    };
  }

  /** sech², which 1 − tanh² would lose to cancellation where tanh is close to one. */
  private static double tanhSlope(double a) {
    double e = Math.exp(-2 * Math.abs(a));
    return 4 * e / ((1 + e) * (1 + e));
  }

  private static double binary(byte step, double a, double b) {
    return switch (step) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case POWER -> Math.pow(a, b);
      default -> throw new IllegalStateException("step " + step);
    };
  }

  private static double binarySlope(
      byte step, double a, double da, double b, double db, double value) {
    return switch (step) {
      case ADD -> da + db;
      case SUBTRACT -> da - db;
      case MULTIPLY -> da * b + a * db;
      case DIVIDE -> (da - value * db) / b;
      case POWER -> {
        double ofBase = da == 0 || b == 0 ? 0 : da * b * Math.pow(a, b - 1);
        double ofExponent = db == 0 ? 0 : db * value * Math.log(a);
        yield ofBase + ofExponent;
      }
      default -> throw new IllegalStateException("step " + step);
    };
  }
}
