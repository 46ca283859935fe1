package org.cellwright.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an input or an output can be. Large things are named by the hash of their content and kept
 * by the archive.
 */
public sealed interface Value {

  /** A number with its unit and the kind of its uncertainty. */
  record Scalar(double value, MeasurementUnit unit, Uncertainty uncertainty) implements Value {
    public Scalar {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a scalar must be finite: " + value + " " + unit);
      }
    }

    public static Scalar of(double value, MeasurementUnit unit) {
      return new Scalar(value, unit, Uncertainty.UNKNOWN);
    }

    /**
     * A number and its unit as a person writes them: {@code 40 um}, {@code 1.05}, {@code 3 C}.
     *
     * @throws CellwrightException REFUSED if the number cannot be read or the unit is unknown
     */
    public static Scalar parse(String text) {
      return parse(text, MeasurementUnit.ONE);
    }

    /**
     * The same of something in a unit: a bare number is none in percent, of which 1 is not 1.
     *
     * @throws CellwrightException REFUSED as by {@link #parse(String)}, or if the unit is missing
     */
    public static Scalar parse(String text, MeasurementUnit wanted) {
      Matcher written = WRITTEN.matcher(text.strip());
      if (!written.matches()) {
        throw CellwrightException.refused(
            "'%s' is no number with a unit".formatted(text),
            null,
            "Write it like 40 um, 1.05 or 25 degC.");
      }
      double number = Double.parseDouble(written.group(1));
      if (Double.isInfinite(number)) {
        throw CellwrightException.refused("'%s' is too large".formatted(text), null, null);
      }
      String unit = written.group(2);
      if (unit.isEmpty() && wanted.isScaledNumber()) {
        throw CellwrightException.refused(
            "'%s' lacks its unit, which is %s".formatted(text.strip(), wanted),
            null,
            "Write it like \"%s %s\".".formatted(text.strip(), wanted));
      }
      return of(number, unit.isEmpty() ? MeasurementUnit.ONE : MeasurementUnit.parse(unit));
    }

    private static final Pattern WRITTEN =
        Pattern.compile(
            "([+-]?(?:\\d{1,40}\\.?\\d{0,40}|\\.\\d{1,40})(?:[eE][+-]?\\d{1,3})?)\\s*(.{0,80})");

    public double si() {
      return unit.toSi(value);
    }

    /** The same quantity in another unit; its standard deviation is converted as a difference. */
    public Scalar in(MeasurementUnit other) {
      if (other.equals(unit)) {
        return this;
      }
      if (!unit.isCompatibleWith(other)) {
        throw CellwrightException.refused(
            "%s cannot be expressed in %s".formatted(this, other),
            null,
            "Write a unit of the same dimension.");
      }
      Uncertainty converted =
          uncertainty.kind() == Uncertainty.Kind.UNKNOWN
              ? uncertainty
              : new Uncertainty(
                  uncertainty.kind(),
                  unit.ofDifference().convert(uncertainty.std(), other.ofDifference()));
      return new Scalar(unit.convert(value, other), other, converted);
    }

    @Override
    public String toString() {
      return unit.equals(MeasurementUnit.ONE) ? Double.toString(value) : value + " " + unit;
    }
  }

  /** A table of numbers over a common axis. */
  record Series(String contentHash, List<String> columns) implements Value {
    public Series {
      columns = List.copyOf(columns);
    }
  }

  /** One of a finite set of names. */
  record Category(String name) implements Value {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Fractions of a whole, in a fixed order of components, each 0 to 1, summing to 1 within 1e-9.
   */
  record Composition(SequencedMap<String, Double> fractions) implements Value {
    public Composition {
      fractions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fractions));
      double sum = 0;
      for (Map.Entry<String, Double> part : fractions.entrySet()) {
        if (!(part.getValue() >= 0)) {
          throw new IllegalArgumentException(
              "fraction of " + part.getKey() + " is " + part.getValue());
        }
        sum += part.getValue();
      }
      if (Math.abs(sum - 1) > 1e-9) {
        throw new IllegalArgumentException("fractions sum to " + sum + ", not to 1: " + fractions);
      }
    }
  }

  /** An arrangement of atoms. */
  record Structure(String contentHash, String format) implements Value {}

  /** Any other file. */
  record FileReference(String contentHash, String mediaType) implements Value {}
}
