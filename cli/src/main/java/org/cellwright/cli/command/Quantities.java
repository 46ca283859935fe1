package org.cellwright.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;

/** Numbers and quantities as they are typed after an option. */
final class Quantities {
  private static final Pattern QUANTITY =
      Pattern.compile("\\s*([-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?)\\s*([^\\s0-9.].*?)\\s*");

  private Quantities() {}

  static double number(String text, String option) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw CellwrightException.refused("'%s' is not a number".formatted(text), option, null);
    }
  }

  /** The number in a unit, from text such as {@code 25 degC}. */
  static double in(MeasurementUnit unit, String text, String option) {
    Matcher matcher = QUANTITY.matcher(text);
    if (!matcher.matches()) {
      throw CellwrightException.refused(
          "'%s' is not a number with its unit".formatted(text),
          option,
          "Maybe the unit is missing, as in \"%s %s\".".formatted(text.strip(), unit));
    }
    try {
      MeasurementUnit written = MeasurementUnit.parse(matcher.group(2));
      if (!written.isCompatibleWith(unit)) {
        throw CellwrightException.refused(
            "'%s' cannot be expressed in %s".formatted(text, unit),
            null,
            "Write a unit of the same dimension.");
      }
      return unit.fromSi(written.toSi(number(matcher.group(1), option)));
    } catch (CellwrightException e) {
      throw e.where() == null ? e.at(option) : e;
    }
  }
}
