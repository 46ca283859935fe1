package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Fields;

/**
 * Collects the points of a solution: every accepted step, or one every so many seconds, and both
 * ends of each step.
 */
final class Recorder {
  private static final int FIRST_CAPACITY = 256;
  private static final double SECONDS_PER_HOUR = 3600;

  private final Cycler cycler;
  private final Simulation.Listener listener;
  private final double area;
  private final int[] unknowns;
  private final double[][] columns;
  // Of readings, by the names of their columns.
  private final SequencedMap<String, ToDoubleFunction<Fields>> gauges = new LinkedHashMap<>();
  private final double[][] read;
  // The whole state at a recorded time; only readings need it.
  private final double[] whole;
  private int[] step = new int[FIRST_CAPACITY];
  private int points;
  private int currentStep;
  private double period;
  private double begin;
  private long recorded;
  private double highestConcentration;

  Recorder(Cycler cycler, Bpx cell, Set<Reading> wanted, Simulation.Listener listener) {
    this.cycler = cycler;
    this.listener = listener;
    CellModel model = cycler.model();
    for (Reading reading : wanted) {
      gauges.putAll(reading.of(cell, model.fields(cycler.state())));
    }
    read = new double[gauges.size()][FIRST_CAPACITY];
    whole = new double[gauges.isEmpty() ? 0 : model.size()];
    this.area = model.area();
    this.unknowns =
        new int[] {
          -1,
          model.voltage(),
          model.current(),
          model.temperature(),
          model.margin(),
          model.charge(),
          model.energy()
        };
    this.columns = new double[unknowns.length][FIRST_CAPACITY];
  }

  /** Begins a step; a period of 0 records every step of the solver. */
  void begin(int number, double period) {
    currentStep = number;
    this.period = period;
    begin = cycler.time();
    recorded = 0;
  }

  void advanced(double from, double to) {
    highestConcentration =
        Math.max(highestConcentration, cycler.model().highestConcentration(cycler.state()));
    if (period == 0) {
      if (!stands(to)) {
        add(to);
      }
      return;
    }
    for (double due = due(); due <= to || same(due, to); due = due()) {
      add(Math.min(due, to));
      recorded++;
    }
  }

  /** By multiplication, so that rounding does not add up. */
  private double due() {
    return begin + recorded * period;
  }

  /** Records the end of a step, unless it stands there already. */
  void end() {
    if (!stands(cycler.time())) {
      add(cycler.time());
    }
  }

  boolean isEmpty() {
    return points == 0;
  }

  private boolean stands(double when) {
    return points > 0 && step[points - 1] == currentStep && same(columns[0][points - 1], when);
  }

  private static boolean same(double a, double b) {
    return Math.abs(a - b) <= Cycler.TIME_RESOLUTION * Math.max(1, Math.abs(b));
  }

  private void add(double when) {
    if (points == step.length) {
      int capacity = 2 * points;
      step = Arrays.copyOf(step, capacity);
      for (int c = 0; c < columns.length; c++) {
        columns[c] = Arrays.copyOf(columns[c], capacity);
      }
      for (int r = 0; r < read.length; r++) {
        read[r] = Arrays.copyOf(read[r], capacity);
      }
    }
    columns[0][points] = when;
    for (int c = 1; c < columns.length; c++) {
      columns[c][points] = unknowns[c] < 0 ? Double.NaN : cycler.at(unknowns[c], when);
    }
    if (!gauges.isEmpty()) {
      cycler.at(when, whole);
      Fields fields = cycler.model().fields(whole);
      int r = 0;
      for (ToDoubleFunction<Fields> gauge : gauges.values()) {
        read[r++][points] = gauge.applyAsDouble(fields);
      }
    }
    step[points++] = currentStep;
    listener.recorded(currentStep, when, () -> cycler.profiles(when));
  }

  double[] time() {
    return column(0, 1);
  }

  double[] voltage() {
    return column(1, 1);
  }

  double[] current() {
    return column(2, -area);
  }

  double[] temperature() {
    return column(3, 1);
  }

  double[] platingMargin() {
    return column(4, 1);
  }

  double[] charge() {
    return column(5, -area / SECONDS_PER_HOUR);
  }

  double[] energy() {
    return column(6, -area / SECONDS_PER_HOUR);
  }

  Map<String, double[]> readings() {
    Map<String, double[]> all = new LinkedHashMap<>();
    int r = 0;
    for (String column : gauges.keySet()) {
      all.put(column, Arrays.copyOf(read[r++], points));
    }
    return Collections.unmodifiableMap(all);
  }

  int[] steps() {
    return Arrays.copyOf(step, points);
  }

  double highestConcentration() {
    return highestConcentration;
  }

  private double[] column(int c, double factor) {
    double[] values = Arrays.copyOf(columns[c], points);
    for (int i = 0; i < points; i++) {
      // No negative zeros: they would be written as -0.0.
      values[i] = values[i] == 0 ? 0 : values[i] * factor;
    }
    return values;
  }
}
