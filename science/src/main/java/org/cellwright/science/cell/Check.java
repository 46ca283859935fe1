package org.cellwright.science.cell;

import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;

/** What a number of a cell must satisfy. The refusal's place is the field's name in BPX. */
final class Check {
  private Check() {}

  static void finite(String field, double value) {
    if (!Double.isFinite(value)) {
      throw refused(field, value, "is not a finite number", "Give a finite number.");
    }
  }

  static void finite(String field, OptionalDouble value) {
    value.ifPresent(v -> finite(field, v));
  }

  static void positive(String field, double value) {
    finite(field, value);
    if (value <= 0) {
      throw refused(field, value, "is not positive", "Give a number greater than 0.");
    }
  }

  static void positive(String field, OptionalDouble value) {
    value.ifPresent(v -> positive(field, v));
  }

  static void notNegative(String field, OptionalDouble value) {
    value.ifPresent(v -> {
      finite(field, v);
      if (v < 0) {
        throw refused(field, v, "is negative", "Give 0 or more.");
      }
    });
  }

  /** Strictly between 0 and 1. */
  static void fraction(String field, double value) {
    finite(field, value);
    if (value <= 0 || value >= 1) {
      throw refused(field, value, "is not between 0 and 1", "Maybe it was given in percent.");
    }
  }

  /** Between 0 and 1, both included. */
  static void share(String field, double value) {
    finite(field, value);
    if (value < 0 || value > 1) {
      throw refused(field, value, "is not within 0 to 1", "Maybe it was given in percent.");
    }
  }

  /** Above 0 and at most 1. */
  static void efficiency(String field, double value) {
    share(field, value);
    positive(field, value);
  }

  static void finiteAt(String field, ScalarFunction function, double x) {
    double value = function.at(x);
    if (!Double.isFinite(value)) {
      throw refused(
          field,
          value,
          "at x = " + x,
          "The function must give a finite number wherever it is used.");
    }
  }

  static void positiveAt(String field, ScalarFunction function, double x) {
    finiteAt(field, function, x);
    if (function.at(x) <= 0) {
      throw refused(
          field, function.at(x), "at x = " + x + " is not positive", "Check the function.");
    }
  }

  static CellwrightException refused(String field, double value, String trouble, String hint) {
    return CellwrightException.refused(field + " = " + value + " " + trouble, field, hint);
  }
}
