package org.cellwright.science.cell.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.Control;
import org.cellwright.science.cell.Ending;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Step;
import org.jspecify.annotations.Nullable;

/**
 * Drive cycles as tables of a time and a current, power or voltage; the time counts from the first
 * row.
 *
 * <p>Columns have the names of the Battery Data Format, whose currents are charge positive, or a
 * quantity and its unit, {@code Current [A]}. Of those the header must say which sign charges
 * ({@code Current (discharge positive) [A]}), or whoever reads the file. The names may stand in a
 * comment, the last before the numbers.
 */
public final class DriveCycle {
  private static final String TIME = "test_time_second";
  private static final Map<String, Control.Profile.Kind> COLUMNS =
      new TreeMap<>(
          Map.of(
              "current_ampere", Control.Profile.Kind.CURRENT_AMPERE,
              "power_watt", Control.Profile.Kind.POWER_WATT,
              "voltage_volt", Control.Profile.Kind.VOLTAGE_VOLT));
  private static final Map<String, Control.Profile.Kind> QUANTITIES =
      Map.of(
          "current", Control.Profile.Kind.CURRENT_AMPERE,
          "power", Control.Profile.Kind.POWER_WATT,
          "voltage", Control.Profile.Kind.VOLTAGE_VOLT);

  /** A quantity, what else is said of it, its unit: Current (discharge positive) [A]. */
  private static final Pattern LABEL =
      Pattern.compile("(?i)(\\p{L}+)([^\\[(]*(?:\\([^)]*\\))?)\\s*\\[([^\\]]+)\\]");

  private final String name;
  private int line;
  private String lastComment = "";

  private DriveCycle(String name) {
    this.name = name;
  }

  /** See {@link Experiment#fromDriveCycle}. */
  public static Experiment read(Reader csv, String name, boolean dischargePositive) {
    try {
      return new DriveCycle(name).read(new BufferedReader(csv), dischargePositive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Experiment read(BufferedReader csv, boolean dischargePositive) throws IOException {
    List<String> row = row(csv);
    if (row.isEmpty()) {
      throw refused("the file has no rows", "The first row names the columns.");
    }
    List<String> header = row;
    if (row.stream().allMatch(DriveCycle::isNumber)) {
      header = cells(lastComment);
      if (header.size() != row.size()) {
        throw refused(
            "the columns have no names", "Begin with a row such as: test_time_second,power_watt");
      }
    }
    List<Column> columns = header.stream().map(this::column).toList();
    List<Column> times = columns.stream().filter(c -> c.kind == null && c.si != 0).toList();
    List<Column> driving = columns.stream().filter(c -> c.kind != null).toList();
    if (times.size() != 1) {
      throw refused(
          (times.isEmpty() ? "the column " + TIME + " is missing" : "there are several times")
              + " among "
              + header,
          times.isEmpty() ? NearestName.hint(TIME, header) : "Keep one.");
    }
    if (driving.size() != 1) {
      throw refused(
          driving.isEmpty()
              ? "no column says what to impose"
              : "several columns could be imposed: " + driving.stream().map(Column::name).toList(),
          "Keep exactly one of " + COLUMNS.keySet() + ", or of the kind Current [A].");
    }
    Column time = times.getFirst();
    Column drive = driving.getFirst();
    Control.Profile.Kind kind = Objects.requireNonNull(drive.kind);
    int sign = 1;
    if (kind != Control.Profile.Kind.VOLTAGE_VOLT) {
      sign = dischargePositive ? -1 : drive.sign;
      if (sign == 0) {
        throw refused(
            "the column '" + drive.name + "' does not say whether it is positive on discharge",
            "Give --discharge-positive if it is, or name the column "
                + (kind == Control.Profile.Kind.POWER_WATT ? "power_watt" : "current_ampere")
                + ", which is charge positive.");
      }
    }
    if (row == header) {
      row = row(csv);
    }
    DoubleStream.Builder seconds = DoubleStream.builder();
    DoubleStream.Builder values = DoubleStream.builder();
    double last = Double.NEGATIVE_INFINITY;
    for (; !row.isEmpty(); row = row(csv)) {
      if (row.size() != header.size()) {
        throw refused(
            row.size() + " values under " + header.size() + " columns",
            "Give one for each column.");
      }
      double t = time.si * number(row.get(columns.indexOf(time)), time.name);
      if (t <= last) {
        throw refused("time " + t + " s follows " + last + " s", "Times must increase.");
      }
      last = t;
      seconds.add(t);
      values.add(sign * drive.si * number(row.get(columns.indexOf(drive)), drive.name));
    }
    double[] raw = seconds.build().toArray();
    if (raw.length < 2) {
      throw refused("the file has " + raw.length + " rows of data", "Give at least two.");
    }
    double[] sinceStart = Arrays.stream(raw).map(t -> t - raw[0]).toArray();
    Control.Profile profile = new Control.Profile(kind, sinceStart, values.build().toArray());
    return new Experiment(
        List.of(
            new Step(
                profile,
                List.of(new Ending.AfterTime(profile.duration())),
                OptionalDouble.empty(),
                "drive cycle " + name)));
  }

  /** The next row that is neither blank nor a comment; empty at the end. */
  private List<String> row(BufferedReader csv) throws IOException {
    for (String text = csv.readLine(); text != null; text = csv.readLine()) {
      line++;
      String stripped = text.replace("\ufeff", "").strip();
      if (stripped.startsWith("#")) {
        lastComment = stripped.substring(1);
      }
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      return cells(stripped);
    }
    return List.of();
  }

  private static List<String> cells(String row) {
    List<String> cells = new ArrayList<>();
    for (String cell : row.split(",", -1)) {
      String bare = cell.strip();
      boolean quoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
      cells.add(quoted ? bare.substring(1, bare.length() - 1) : bare);
    }
    return cells;
  }

  /**
   * @param kind null for times and for what is left alone
   * @param si units of the column in SI; 0 for what is left alone
   * @param sign that makes it charge positive; 0 where the name does not say
   */
  private record Column(String name, Control.Profile.@Nullable Kind kind, double si, int sign) {}

  private Column column(String name) {
    if (name.equals(TIME)) {
      return new Column(name, null, 1, 0);
    }
    Control.Profile.Kind known = COLUMNS.get(name);
    if (known != null) {
      return new Column(name, known, 1, 1);
    }
    Matcher label = LABEL.matcher(name);
    if (!label.matches()) {
      return new Column(name, null, 0, 0);
    }
    String quantity = label.group(1).toLowerCase(Locale.ROOT);
    Control.Profile.Kind kind = QUANTITIES.get(quantity);
    if (kind == null && !quantity.equals("time")) {
      return new Column(name, null, 0, 0);
    }
    Scale scale = Scale.of(label.group(3).strip()).orElse(null);
    if (scale == null || !scale.measures().name().equals(quantity.toUpperCase(Locale.ROOT))) {
      throw refused(
          "the unit of the column '" + name + "' is unknown", "Known: s, min, h, A, mA, W, kW, V.");
    }
    String said = label.group(2).toLowerCase(Locale.ROOT);
    int sign =
        !said.contains("positive")
            ? 0
            : said.contains("discharg") ? -1 : said.contains("charg") ? 1 : 0;
    return new Column(name, kind, scale.si(), sign);
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  }

  private double number(String text, String column) {
    try {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // refused below, like NaN and Infinity
    }
    throw refused("'" + text + "' is not a number in " + column, "Give a finite number.");
  }

  private CellwrightException refused(String what, String hint) {
    return CellwrightException.refused(what, name + ", line " + Math.max(line, 1), hint);
  }
}
