package org.cellwright.cli.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Bpx;

/**
 * One field of a cell and the values that it takes, as typed: {@code PATH=lo..hi/N UNIT}, evenly
 * spaced.
 *
 * @param path as {@code --set} takes it
 * @param values in the unit that the field carries in its name
 */
record Variation(String path, List<Double> values) {
  static final int MOST_CASES = 1_000_000;

  private static final String NUMBER = "[-+]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][-+]?[0-9]+)?";
  private static final Pattern FORM =
      Pattern.compile(
          "(.+?)\\s*=\\s*("
              + NUMBER
              + ")\\s*\\.\\.\\s*("
              + NUMBER
              + ")\\s*/\\s*([0-9]{1,9})\\b(.*)");

  Variation {
    values = List.copyOf(values);
  }

  /**
   * @throws CellwrightException USAGE if it is not of that form, REFUSED if the path is none of the
   *     cell's or the unit does not fit
   */
  static Variation parse(String text, Bpx cell) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw Options.usage(
          "--vary needs PATH=lo..hi/N UNIT, not '%s'".formatted(text),
          "For example --vary \"Negative electrode/Thickness [m]=60..100/5 um\".");
    }
    String path = matcher.group(1);
    int count = Integer.parseInt(matcher.group(4));
    if (count < 1 || count > MOST_CASES) {
      throw CellwrightException.refused(
          "--vary asks for %d values of '%s'".formatted(count, path),
          "--vary",
          "Choose 1 to %d.".formatted(MOST_CASES));
    }
    String unit = matcher.group(5).strip();
    BigDecimal low = new BigDecimal(matcher.group(2));
    BigDecimal span = new BigDecimal(matcher.group(3)).subtract(low);
    List<Double> values = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      BigDecimal share =
          count == 1
              ? BigDecimal.ZERO
              : span.multiply(BigDecimal.valueOf(k))
                  .divide(BigDecimal.valueOf(count - 1L), MathContext.DECIMAL64);
      String value = low.add(share).round(new MathContext(15)).toString();
      values.add(Bpx.number(path, unit.isEmpty() ? value : value + " " + unit));
    }
    requireField(cell, path, values);
    return new Variation(path, values);
  }

  /** A field that takes neither the first value nor the last is most likely none. */
  private static void requireField(Bpx cell, String path, List<Double> values) {
    try {
      cell.with(path, Double.toString(values.getFirst()));
    } catch (CellwrightException e) {
      cell.with(path, Double.toString(values.getLast()));
    }
  }
}
