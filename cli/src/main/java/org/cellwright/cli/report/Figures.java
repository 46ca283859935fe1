package org.cellwright.cli.report;

import java.util.Locale;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;

/** Numbers, units and names as people read them. */
public final class Figures {
  private Figures() {}

  /** Four significant digits; a true minus sign. */
  public static String of(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return "–";
    }
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.3g", value).replace("-", "−");
    }
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return fixed(value, decimals);
  }

  /** A number that a person wrote: with no more digits than it needs. */
  public static String given(double value) {
    String text = of(value);
    return text.contains(".") && !text.contains("e")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
        : text;
  }

  /** What was spent, and of how much where there is a budget. */
  public static String spent(double spent, double budget) {
    return Double.isFinite(budget) ? given(spent) + " of " + given(budget) : given(spent);
  }

  static String fixed(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    boolean isZero = text.chars().allMatch(c -> c == '-' || c == '0' || c == '.');
    return isZero ? text.replace("-", "") : text.replace("-", "−");
  }

  /** With a sign, for slacks and differences. */
  public static String signed(double value) {
    String text = of(value);
    return value > 0 ? "+" + text : text;
  }

  /** A share in whole percent. */
  static String percent(double share) {
    return Math.round(100 * share) + " %";
  }

  /**
   * A value without its unit, unless that is of another dimension than the wanted; with its spread
   * where that is known.
   */
  public static String of(Value value, MeasurementUnit unit) {
    return switch (value) {
      case Value.Scalar scalar when scalar.unit().isCompatibleWith(unit) -> of(scalar.in(unit));
      case Value.Scalar scalar -> (of(scalar) + " " + unit(scalar.unit())).strip();
      case Value.Category category -> category.name();
      case Value.Composition composition -> {
        StringBuilder text = new StringBuilder();
        composition.fractions().forEach((name, part) -> text.append(name + " " + of(part) + " "));
        yield text.toString().strip();
      }
      default -> "a file";
    };
  }

  private static String of(Value.Scalar scalar) {
    Uncertainty uncertainty = scalar.uncertainty();
    if (uncertainty.kind() == Uncertainty.Kind.UNKNOWN || !(uncertainty.std() > 0)) {
      return of(scalar.value());
    }
    // One digit of the spread, two where it begins with 1.
    double std = uncertainty.std();
    int leading = (int) Math.floor(Math.log10(std));
    int decimals = Math.clamp((std < 2 * Math.pow(10, leading) ? 1 : 0) - leading, 0, 6);
    return fixed(scalar.value(), decimals) + " ± " + fixed(uncertainty.std(), decimals);
  }

  /** {@code specific_energy} as words. */
  public static String name(String identifier) {
    return identifier.replace('_', ' ');
  }

  /** A unit as it is printed; empty for a pure number. */
  public static String unit(MeasurementUnit unit) {
    return unit.equals(MeasurementUnit.ONE) ? "" : symbol(unit.symbol());
  }

  static String symbol(String symbol) {
    return symbol.replace("degC", "°C").replaceAll("\\bu(?=[mAsgLlVWF]\\b)", "µ").replace('.', '·');
  }

  /** A name with its unit, for a column or an axis. */
  public static String named(String identifier, MeasurementUnit unit) {
    String symbol = unit(unit);
    return symbol.isEmpty() ? name(identifier) : name(identifier) + ", " + symbol;
  }

  /** Seconds as people say them. */
  public static String duration(double second) {
    if (second < 1) {
      return fixed(second, 2) + " s";
    }
    if (second < 10) {
      return fixed(second, 1) + " s";
    }
    long whole = Math.round(second);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + String.format(Locale.ROOT, "%02d", whole % 60) + " s";
    }
    return whole / 3600 + " h " + String.format(Locale.ROOT, "%02d", whole % 3600 / 60) + " min";
  }
}
