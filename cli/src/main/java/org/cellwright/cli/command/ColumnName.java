package org.cellwright.cli.command;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path of a cell file as the Battery Data Format names columns: {@code lower_snake_case} with the
 * unit last and in words, {@code negative_electrode_thickness_metre}.
 */
final class ColumnName {
  private static final Pattern UNIT = Pattern.compile("\\[([^\\[\\]]+)]");
  private static final Pattern FACTOR = Pattern.compile("(\\p{L}+)(-?[0-9])?");
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("m", "metre"),
          Map.entry("s", "second"),
          Map.entry("h", "hour"),
          Map.entry("kg", "kilogram"),
          Map.entry("mol", "mole"),
          Map.entry("K", "kelvin"),
          Map.entry("A", "ampere"),
          Map.entry("V", "volt"),
          Map.entry("W", "watt"),
          Map.entry("J", "joule"),
          Map.entry("S", "siemens"),
          Map.entry("F", "farad"),
          Map.entry("Pa", "pascal"),
          Map.entry("Ohm", "ohm"));

  private ColumnName() {}

  static String of(String path) {
    Matcher unit = UNIT.matcher(path);
    String words = "";
    while (unit.find()) {
      words = words(unit.group(1));
    }
    return plain(UNIT.matcher(path).replaceAll(" ") + "_" + words);
  }

  /** {@code W.m-2.K-1} as watt per square metre per kelvin. */
  private static String words(String unit) {
    StringBuilder words = new StringBuilder();
    for (String factor : unit.split("[.·]", -1)) {
      Matcher matcher = FACTOR.matcher(factor);
      if (!matcher.matches()) {
        return unit;
      }
      int power = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      String degree =
          switch (Math.abs(power)) {
            case 1 -> "";
            case 2 -> "square_";
            case 3 -> "cubic_";
            default -> Math.abs(power) + "th_power_";
          };
      String symbol = matcher.group(1);
      words
          .append(power < 0 ? "_per_" : "_")
          .append(degree)
          .append(WORDS.getOrDefault(symbol, symbol));
    }
    return words.toString();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", "_")
        .replaceAll("^_|_$", "");
  }
}
