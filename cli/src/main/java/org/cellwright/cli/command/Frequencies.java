package org.cellwright.cli.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;

/** Frequencies as they are typed: {@code 1e-4..1e4/30}, evenly spaced in their logarithm. */
final class Frequencies {
  /** What is computed unless said otherwise. */
  static final String USUAL = "1e-4..1e4/30";

  private static final int MOST = 100_000;
  private static final Pattern RANGE = Pattern.compile("(.+?)\\.\\.(.+)/([0-9]+)");

  private Frequencies() {}

  /**
   * @return Hz, rising
   * @throws CellwrightException REFUSED if it is not a range of positive frequencies
   */
  static double[] parse(String text) {
    Matcher matcher = RANGE.matcher(text.strip());
    if (!matcher.matches()) {
      throw refused(
          "the frequencies '%s' cannot be read".formatted(text),
          "Write lowest..highest/how many, in Hz, such as %s.".formatted(USUAL));
    }
    double lowest = Quantities.number(matcher.group(1).strip(), "--frequencies");
    double highest = Quantities.number(matcher.group(2).strip(), "--frequencies");
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw refused(
          "the frequencies '%s' do not rise from above 0".formatted(text),
          "Write the lowest first, both above 0 Hz, such as %s.".formatted(USUAL));
    }
    String digits = matcher.group(3);
    int count = digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (count < 2 || count > MOST) {
      throw refused(
          "%s frequencies were asked for".formatted(digits), "Choose 2 to %d.".formatted(MOST));
    }
    double[] hertz = new double[count];
    double span = Math.log(highest / lowest);
    for (int k = 0; k < count; k++) {
      hertz[k] = lowest * Math.exp(span * k / (count - 1));
    }
    hertz[count - 1] = highest;
    return hertz;
  }

  private static CellwrightException refused(String what, String hint) {
    return CellwrightException.refused(what, "--frequencies", hint);
  }
}
