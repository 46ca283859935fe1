package org.cellwright.science.cell.experiment;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The units of experiments: what they measure and how many SI units they are. */
record Scale(Measures measures, double si) {

  enum Measures {
    TIME,
    CURRENT,
    C_RATE,
    POWER,
    VOLTAGE,
    /** Only with the words after its unit. */
    PLATING_MARGIN,
    RESISTANCE
  }

  private static final Map<String, Scale> UNITS =
      Map.ofEntries(
          Map.entry("s", new Scale(Measures.TIME, 1)),
          Map.entry("sec", new Scale(Measures.TIME, 1)),
          Map.entry("second", new Scale(Measures.TIME, 1)),
          Map.entry("min", new Scale(Measures.TIME, 60)),
          Map.entry("minute", new Scale(Measures.TIME, 60)),
          Map.entry("h", new Scale(Measures.TIME, 3600)),
          Map.entry("hr", new Scale(Measures.TIME, 3600)),
          Map.entry("hour", new Scale(Measures.TIME, 3600)),
          Map.entry("d", new Scale(Measures.TIME, 86400)),
          Map.entry("day", new Scale(Measures.TIME, 86400)),
          Map.entry("c", new Scale(Measures.C_RATE, 1)),
          Map.entry("a", new Scale(Measures.CURRENT, 1)),
          Map.entry("ma", new Scale(Measures.CURRENT, 1e-3)),
          Map.entry("ua", new Scale(Measures.CURRENT, 1e-6)),
          Map.entry("w", new Scale(Measures.POWER, 1)),
          Map.entry("mw", new Scale(Measures.POWER, 1e-3)),
          Map.entry("kw", new Scale(Measures.POWER, 1e3)),
          Map.entry("v", new Scale(Measures.VOLTAGE, 1)),
          Map.entry("mv", new Scale(Measures.VOLTAGE, 1e-3)),
          Map.entry("ohm", new Scale(Measures.RESISTANCE, 1)),
          Map.entry("ω", new Scale(Measures.RESISTANCE, 1)),
          Map.entry("mohm", new Scale(Measures.RESISTANCE, 1e-3)),
          Map.entry("mω", new Scale(Measures.RESISTANCE, 1e-3)));

  /** The unit that a word names. M is not taken for m: it could as well mean mega. */
  static Optional<Scale> of(String word) {
    String lower = word.toLowerCase(Locale.ROOT).replace('µ', 'u').replace('μ', 'u');
    if (lower.length() > 3 && lower.endsWith("s")) {
      lower = lower.substring(0, lower.length() - 1);
    } else if (lower.equals("hrs")) {
      lower = "hr";
    }
    Scale scale = UNITS.get(lower);
    if (scale != null && scale.si == 1e-3 && word.startsWith("M")) {
      return Optional.empty();
    }
    return Optional.ofNullable(scale);
  }
}
