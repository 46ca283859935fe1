package org.cellwright.science.cell.experiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.Control;
import org.cellwright.science.cell.Ending;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Step;

/** Drive cycles as tables with Battery Data Format names; the time counts from the first row. */
public final class DriveCycle {
  private static final String TIME = "test_time_second";
  private static final Map<String, Control.Profile.Kind> COLUMNS =
      new TreeMap<>(
          Map.of(
              "current_ampere", Control.Profile.Kind.CURRENT_AMPERE,
              "power_watt", Control.Profile.Kind.POWER_WATT,
              "voltage_volt", Control.Profile.Kind.VOLTAGE_VOLT));

  private final String name;
  private int line;

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
    List<String> header = row(csv);
    if (header.isEmpty()) {
      throw refused("the file has no rows", "The first row names the columns.");
    }
    int time = header.indexOf(TIME);
    if (time < 0) {
      throw refused("the column " + TIME + " is missing", NearestName.hint(TIME, header));
    }
    List<String> driving = header.stream().filter(COLUMNS::containsKey).toList();
    if (driving.size() != 1) {
      throw refused(
          driving.isEmpty()
              ? "no column says what to impose"
              : "several columns could be imposed: " + driving,
          "Keep exactly one of " + COLUMNS.keySet() + ".");
    }
    int column = header.indexOf(driving.getFirst());
    Control.Profile.Kind kind = kind(driving.getFirst());
    boolean flip = dischargePositive && kind != Control.Profile.Kind.VOLTAGE_VOLT;
    DoubleStream.Builder times = DoubleStream.builder();
    DoubleStream.Builder values = DoubleStream.builder();
    double last = Double.NEGATIVE_INFINITY;
    for (List<String> row = row(csv); !row.isEmpty(); row = row(csv)) {
      if (row.size() != header.size()) {
        throw refused(
            row.size() + " values under " + header.size() + " columns",
            "Give one for each column.");
      }
      double t = number(row.get(time), TIME);
      if (t <= last) {
        throw refused("time " + t + " s follows " + last + " s", "Times must increase.");
      }
      last = t;
      times.add(t);
      double value = number(row.get(column), driving.getFirst());
      values.add(flip ? -value : value);
    }
    double[] raw = times.build().toArray();
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
      if (stripped.isEmpty() || stripped.startsWith("#")) {
        continue;
      }
      List<String> cells = new ArrayList<>();
      for (String cell : stripped.split(",", -1)) {
        String bare = cell.strip();
        boolean quoted = bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"");
        cells.add(quoted ? bare.substring(1, bare.length() - 1) : bare);
      }
      return cells;
    }
    return List.of();
  }

  private static Control.Profile.Kind kind(String column) {
    return Objects.requireNonNull(COLUMNS.get(column));
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
