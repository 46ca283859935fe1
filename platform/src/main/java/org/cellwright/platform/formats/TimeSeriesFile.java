package org.cellwright.platform.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Numbers;

/**
 * A time series under the machine names of the Battery Data Format, in the unit that each name
 * carries, whatever its maker called the columns: {@code Voltage / V}, {@code Terminal voltage
 * [V]}, {@code Ecell/mV}. What is not recognised keeps its name.
 *
 * @param notes what was taken for granted, in words
 */
public record TimeSeriesFile(Columns columns, List<String> notes) {
  public static final String TIME = "test_time_second";

  private static final Pattern WITH_UNIT =
      Pattern.compile("(.+?)\\s*(?:/\\s*([^/\\[\\]()]+)|\\[([^\\]]*)]|\\(([^)]*)\\))\\s*");

  /** Machine names that are ours but for the unit at their end. */
  private static final Pattern MACHINE_UNIT =
      Pattern.compile("(.+)_(millisecond|minute|hour|millivolt|milliampere|kelvin)");

  /** A name of ours, the unit in it, and how exactly a heading meant it. */
  private record Meaning(String name, MeasurementUnit own, MeasurementUnit given, boolean stated) {}

  private record Quantity(String name, MeasurementUnit unit) {}

  public TimeSeriesFile {
    notes = List.copyOf(notes);
  }

  /**
   * @throws CellwrightException as {@link ColumnFile#read}; REFUSED also where no column is a time
   */
  public static TimeSeriesFile read(Path file) {
    return of(ColumnFile.read(file), file.toString());
  }

  /**
   * @param file for messages
   */
  public static TimeSeriesFile of(Columns columns, String file) {
    Map<String, Column> named = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    // What carries our name goes before a heading with a unit, and that before a bare word.
    for (int pass = 0; pass < 3; pass++) {
      for (Column column : columns.columns()) {
        Optional<Meaning> meaning = meaning(column.name());
        boolean ours = meaning.isEmpty() || meaning.get().name().equals(column.name());
        int turn = ours ? 0 : meaning.get().stated() ? 1 : 2;
        String name = ours ? column.name() : meaning.get().name();
        if (turn != pass || named.containsKey(name)) {
          continue;
        }
        if (ours) {
          named.put(name, column);
          continue;
        }
        Meaning m = meaning.get();
        double[] values = columns.numbers(column.name());
        named.put(
            name,
            new Numbers(
                name,
                m.own().symbol().equals(m.given().symbol())
                    ? values
                    : Arrays.stream(values).map(v -> m.own().fromSi(m.given().toSi(v))).toArray()));
        if (!m.stated()) {
          notes.add(
              "%s: '%s' names no unit and is taken as %s, in %s"
                  .formatted(file, column.name(), name, m.own()));
        }
      }
    }
    if (!named.containsKey(TIME)) {
      throw CellwrightException.refused(
          "no column is a time; there are: " + String.join(", ", columns.names()),
          file,
          "Name it '%s', in seconds since the start of the test.".formatted(TIME));
    }
    return new TimeSeriesFile(new Columns(List.copyOf(named.values())), notes);
  }

  /**
   * The name of ours that a word means, such as {@code voltage_volt} for "voltage"; else the word.
   */
  public static String named(String word) {
    return meaning(word).map(Meaning::name).orElse(word);
  }

  private static Optional<Meaning> meaning(String heading) {
    Quantity own = Names.KNOWN.get(plain(heading));
    if (own != null && heading.equals(own.name())) {
      return Optional.of(new Meaning(own.name(), own.unit(), own.unit(), true));
    }
    Matcher machine = MACHINE_UNIT.matcher(heading);
    Matcher matcher =
        WITH_UNIT.matcher(
            machine.matches() ? machine.group(1) + " / " + machine.group(2) : heading);
    boolean stated = matcher.matches();
    Quantity quantity = Names.KNOWN.get(plain(stated ? matcher.group(1) : heading));
    if (quantity == null) {
      return Optional.empty();
    }
    if (!stated) {
      return Optional.of(new Meaning(quantity.name(), quantity.unit(), quantity.unit(), false));
    }
    String written =
        matcher.group(2) != null
            ? matcher.group(2)
            : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
    return unit(written.strip(), quantity.unit())
        .map(unit -> new Meaning(quantity.name(), quantity.unit(), unit, true));
  }

  private static Optional<MeasurementUnit> unit(String written, MeasurementUnit own) {
    String symbol =
        switch (written.toLowerCase(Locale.ROOT)) {
          case "c", "°c", "cel", "celsius" -> own.symbol().equals("degC") ? "degC" : written;
          case "seconds", "second", "sec" -> "s";
          case "millisecond" -> "ms";
          case "millivolt" -> "mV";
          case "milliampere" -> "mA";
          case "kelvin" -> "K";
          case "minutes", "minute" -> "min";
          case "hours", "hour", "hr" -> "h";
          case "volts", "volt" -> "V";
          case "amps", "ampere", "amperes" -> "A";
          default -> written;
        };
    try {
      return Optional.of(MeasurementUnit.parse(symbol)).filter(own::isCompatibleWith);
    } catch (CellwrightException e) {
      return Optional.empty();
    }
  }

  /** Lower case, words parted by one space. */
  private static String plain(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
  }

  /** Headings and what they mean; read when first needed. */
  private static final class Names {
    private static final Map<String, Quantity> KNOWN = read();

    private static Map<String, Quantity> read() {
      Map<String, Quantity> known = new HashMap<>();
      try (InputStream in = TimeSeriesFile.class.getResourceAsStream("headings.csv")) {
        if (in == null) {
          throw new IllegalStateException("headings.csv is missing");
        }
        String file = "headings.csv";
        for (TextRows.Row row :
            TextRows.read(file, TextRows.text(file, in.readAllBytes())).rows()) {
          String name = row.cells().get(0);
          Quantity quantity = new Quantity(name, MeasurementUnit.parse(row.cells().get(1)));
          known.put(plain(name), quantity);
          for (String heading : row.cells().get(2).split("\\|", -1)) {
            known.put(plain(heading), quantity);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Map.copyOf(known);
    }
  }
}
