package org.cellwright.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.measure.IncommensurableException;
import javax.measure.MetricPrefix;
import javax.measure.Unit;
import javax.measure.UnitConverter;
import tech.units.indriya.AbstractUnit;
import tech.units.indriya.unit.Units;

/**
 * A unit as a person writes it: {@code um}, {@code Wh/kg}, {@code A.m-2}, {@code J/(kg K)}, {@code
 * degC}, {@code C} (the C-rate, a number without dimension; the coulomb is written {@code
 * coulomb}).
 *
 * <p>Factors are joined by {@code . * ·} or a space and divided by {@code /}; an exponent follows
 * its symbol ({@code m2}, {@code m^2}, {@code m-2}, {@code m²}). Numbers are converted here, at the
 * boundary, and nowhere else.
 */
public final class MeasurementUnit {

  /** The unit of a pure number. */
  public static final MeasurementUnit ONE = new MeasurementUnit("1", "1", AbstractUnit.ONE);

  private static final Map<String, Base> BASES = bases();
  private static final Map<String, MetricPrefix> PREFIXES =
      Map.ofEntries(
          Map.entry("G", MetricPrefix.GIGA),
          Map.entry("M", MetricPrefix.MEGA),
          Map.entry("k", MetricPrefix.KILO),
          Map.entry("d", MetricPrefix.DECI),
          Map.entry("c", MetricPrefix.CENTI),
          Map.entry("m", MetricPrefix.MILLI),
          Map.entry("u", MetricPrefix.MICRO),
          Map.entry("µ", MetricPrefix.MICRO),
          Map.entry("μ", MetricPrefix.MICRO),
          Map.entry("n", MetricPrefix.NANO),
          Map.entry("p", MetricPrefix.PICO));

  private final String symbol;
  private final String ucum;
  private final Unit<?> unit;

  /**
   * How many of this unit make one of SI where that is a whole number, else how many SI make one.
   */
  private final double scale;

  /** Whether to divide by the scale: 60 um are 60 / 1e6 m to the last bit, but not 60 * 1e-6 m. */
  private final boolean divides;

  private final double offset;

  private MeasurementUnit(String symbol, String ucum, Unit<?> unit) {
    this.symbol = symbol;
    this.ucum = ucum;
    this.unit = unit;
    UnitConverter toSi;
    try {
      toSi = unit.getConverterToAny(unit.getSystemUnit());
    } catch (IncommensurableException e) {
      throw new IllegalStateException("no way from " + symbol + " to SI", e);
    }
    this.offset = toSi.convert(0.0);
    double factor = offset == 0 ? toSi.convert(1.0) : toSi.convert(1.0) - offset;
    double inverse = Math.rint(1 / factor);
    this.divides = factor < 1 && Math.abs(inverse * factor - 1) < 1e-12;
    this.scale = divides ? inverse : factor;
  }

  /**
   * @throws CellwrightException REFUSED if a symbol is unknown; the hint names the closest one
   */
  public static MeasurementUnit parse(String text) {
    return new Parser(text).parse();
  }

  /** As written. */
  public String symbol() {
    return symbol;
  }

  /**
   * In the case-sensitive code of the Unified Code for Units of Measure; a C-rate is {@code {C}}.
   */
  public String ucum() {
    return ucum;
  }

  public double toSi(double value) {
    return (divides ? value / scale : value * scale) + offset;
  }

  public double fromSi(double si) {
    return divides ? (si - offset) * scale : (si - offset) / scale;
  }

  /** From this unit to a compatible one, in one step where that keeps the last digit. */
  public double convert(double value, MeasurementUnit to) {
    if (offset != 0 || to.offset != 0 || divides != to.divides) {
      return to.fromSi(toSi(value));
    }
    double more = divides ? to.scale : scale;
    double less = divides ? scale : to.scale;
    return more >= less ? value * (more / less) : value / (less / more);
  }

  public boolean isCompatibleWith(MeasurementUnit other) {
    return unit.isCompatible(other.unit);
  }

  public boolean isDimensionless() {
    return unit.isCompatible(AbstractUnit.ONE);
  }

  /** Whether it has no dimension and yet is not 1, such as percent. */
  public boolean isScaledNumber() {
    return isDimensionless() && toSi(1) != 1;
  }

  /**
   * The unit of a difference of two values in this unit: kelvin for degrees Celsius, itself
   * otherwise.
   */
  public MeasurementUnit ofDifference() {
    return offset == 0 ? this : parse("K");
  }

  /** This unit times another, for hypervolumes and rates; written with a dot. */
  public MeasurementUnit times(MeasurementUnit other) {
    if (this.equals(ONE)) {
      return other;
    }
    MeasurementUnit a = ofDifference();
    MeasurementUnit b = other.ofDifference();
    return other.equals(ONE)
        ? this
        : new MeasurementUnit(
            a.symbol + "." + b.symbol, a.ucum + "." + b.ucum, a.unit.multiply(b.unit));
  }

  /** This unit divided by another. */
  public MeasurementUnit per(MeasurementUnit other) {
    MeasurementUnit a = ofDifference();
    MeasurementUnit b = other.ofDifference();
    return other.equals(ONE)
        ? this
        : new MeasurementUnit(
            a.symbol + "/(" + b.symbol + ")", a.ucum + "/(" + b.ucum + ")", a.unit.divide(b.unit));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MeasurementUnit that && ucum.equals(that.ucum);
  }

  @Override
  public int hashCode() {
    return Objects.hash(ucum);
  }

  @Override
  public String toString() {
    return symbol;
  }

  private record Base(Unit<?> unit, String ucum, boolean prefixable) {}

  private static Map<String, Base> bases() {
    Map<String, Base> m = new LinkedHashMap<>();
    m.put("1", new Base(AbstractUnit.ONE, "1", false));
    m.put("%", new Base(Units.PERCENT, "%", false));
    for (String rate : new String[] {"C", "{C}"}) {
      m.put(rate, new Base(AbstractUnit.ONE, "{C}", false));
    }
    m.put("m", new Base(Units.METRE, "m", true));
    m.put("g", new Base(Units.GRAM, "g", true));
    m.put("s", new Base(Units.SECOND, "s", true));
    m.put("min", new Base(Units.MINUTE, "min", false));
    m.put("h", new Base(Units.HOUR, "h", false));
    m.put("d", new Base(Units.DAY, "d", false));
    m.put("K", new Base(Units.KELVIN, "K", true));
    for (String celsius : new String[] {"degC", "°C", "Cel"}) {
      m.put(celsius, new Base(Units.CELSIUS, "Cel", false));
    }
    m.put("A", new Base(Units.AMPERE, "A", true));
    m.put("V", new Base(Units.VOLT, "V", true));
    m.put("W", new Base(Units.WATT, "W", true));
    m.put("J", new Base(Units.JOULE, "J", true));
    for (String ohm : new String[] {"Ohm", "ohm", "Ω", "Ω"}) {
      m.put(ohm, new Base(Units.OHM, "Ohm", true));
    }
    m.put("S", new Base(Units.SIEMENS, "S", true));
    m.put("F", new Base(Units.FARAD, "F", true));
    m.put("coulomb", new Base(Units.COULOMB, "C", false));
    m.put("mol", new Base(Units.MOLE, "mol", true));
    m.put("Pa", new Base(Units.PASCAL, "Pa", true));
    m.put("bar", new Base(Units.PASCAL.multiply(100_000), "bar", true));
    m.put("N", new Base(Units.NEWTON, "N", true));
    m.put("Hz", new Base(Units.HERTZ, "Hz", true));
    for (String litre : new String[] {"l", "L"}) {
      m.put(litre, new Base(Units.LITRE, "l", true));
    }
    m.put("Wh", new Base(Units.WATT.multiply(Units.HOUR), "W.h", true));
    m.put("Ah", new Base(Units.AMPERE.multiply(Units.HOUR), "A.h", true));
    return m;
  }

  /** Recursive descent over {@code unit := factor (('.'|'*'|' '|'/') factor)*}. */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text.strip();
    }

    MeasurementUnit parse() {
      if (text.isEmpty() || text.length() > 60) {
        throw CellwrightException.refused(
            text.isEmpty() ? "the unit is empty" : "the unit is longer than 60 characters",
            null,
            "Write 1 for a pure number.");
      }
      Term term = product();
      if (at < text.length()) {
        throw unexpected();
      }
      return new MeasurementUnit(text, term.ucum, term.unit);
    }

    private record Term(Unit<?> unit, String ucum) {}

    private Term product() {
      Term left = factor();
      while (at < text.length() && text.charAt(at) != ')') {
        char operator = text.charAt(at);
        int before = at;
        skipSpaces();
        if (at < text.length() && "/.*·".indexOf(text.charAt(at)) >= 0) {
          operator = text.charAt(at++);
          skipSpaces();
        } else if (before == at) {
          throw unexpected();
        } else if (at == text.length() || text.charAt(at) == ')') {
          break;
        }
        boolean grouped = at < text.length() && text.charAt(at) == '(';
        Term right = factor();
        left =
            operator == '/'
                ? new Term(
                    left.unit.divide(right.unit),
                    left.ucum
                        + "/"
                        + (right.ucum.contains(".") && (grouped || right.ucum.contains("."))
                            ? "(" + right.ucum + ")"
                            : right.ucum))
                : new Term(left.unit.multiply(right.unit), left.ucum + "." + right.ucum);
      }
      return left;
    }

    private Term factor() {
      if (at < text.length() && text.charAt(at) == '(') {
        at++;
        Term inner = product();
        if (at >= text.length() || text.charAt(at) != ')') {
          throw unexpected();
        }
        at++;
        return inner;
      }
      int start = at;
      while (at < text.length() && isSymbolPart(text.charAt(at))) {
        at++;
      }
      if (start == at && at < text.length() && text.charAt(at) == '1') {
        at++;
      }
      String name = text.substring(start, at);
      if (name.isEmpty()) {
        throw unexpected();
      }
      Base base = lookUp(name);
      int exponent = exponent();
      if (exponent == 1) {
        return new Term(base.unit, base.ucum);
      }
      String code = base.ucum.contains(".") ? "(" + base.ucum + ")" : base.ucum;
      return new Term(base.unit.pow(exponent), code + exponent);
    }

    private static boolean isSymbolPart(char c) {
      return (Character.isLetter(c) || "%°{}".indexOf(c) >= 0) && "²³⁻¹".indexOf(c) < 0;
    }

    private int exponent() {
      int start = at;
      StringBuilder digits = new StringBuilder();
      if (at < text.length() && text.charAt(at) == '^') {
        at++;
      }
      while (at < text.length()) {
        char c = text.charAt(at);
        int superscript = "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c);
        if (superscript >= 0) {
          digits.append(superscript);
        } else if ((c == '-' || c == '⁻') && digits.isEmpty()) {
          digits.append('-');
        } else if (c >= '0' && c <= '9') {
          digits.append(c);
        } else {
          break;
        }
        at++;
      }
      if (digits.isEmpty() && start == at) {
        return 1;
      }
      if (digits.isEmpty() || digits.length() > 2 || digits.toString().equals("-")) {
        at = start;
        throw unexpected();
      }
      return Integer.parseInt(digits.toString());
    }

    private Base lookUp(String name) {
      Base exact = BASES.get(name);
      if (exact != null) {
        return exact;
      }
      MetricPrefix prefix = PREFIXES.get(name.substring(0, 1));
      Base prefixed = BASES.get(name.substring(1));
      if (prefix != null && prefixed != null && prefixed.prefixable) {
        String letter = prefix == MetricPrefix.MICRO ? "u" : prefix.getSymbol();
        return new Base(prefixed.unit.prefix(prefix), letter + prefixed.ucum, false);
      }
      throw CellwrightException.refused(
          "the unit '%s' is unknown%s"
              .formatted(name, name.equals(text) ? "" : " in '" + text + "'"),
          null,
          NearestName.hint(name, BASES.keySet()));
    }

    private void skipSpaces() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }

    private CellwrightException unexpected() {
      return CellwrightException.refused(
          "the unit '%s' cannot be read at character %d".formatted(text, at + 1),
          null,
          "Write it like um, Wh/kg, A.m-2 or J/(kg K).");
    }
  }
}
