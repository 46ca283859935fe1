package org.cellwright.science.cell.design;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Cycler.End;
import org.cellwright.science.cell.continuum.Cycler.Stop;
import org.cellwright.science.cell.continuum.Terminals;

/**
 * What a stack is worth: the energy of a C/3 discharge and the course of a two-stage charge.
 *
 * <p>At every instant of the charge the current is the smaller of the stage's current and the
 * current that holds the upper cut-off voltage; the cell passes between the two whenever they
 * cross.
 */
final class FastCharge {
  static final double START = 0.1;
  static final double TARGET = 0.8;

  /** A charge that takes longer counts as this long times what it lacks, and is flagged, s. */
  static final double LONGEST = 7200;

  private static final double DISCHARGE_RATE = 1.0 / 3;
  // Two sides of the same switch; far below every tolerance.
  private static final double VOLTAGE_HYSTERESIS = 1e-6;
  private static final double CURRENT_HYSTERESIS = 1e-6;
  private static final int SAMPLES_PER_STEP = 4;

  private FastCharge() {}

  /**
   * Two stages, by state of charge.
   *
   * @param ampere1 below the switch, A
   * @param ampere2 from the switch on, A
   * @param switchAt state of charge, 0 to 1
   */
  record Stages(double ampere1, double ampere2, double switchAt) {}

  /** A point of a charge: s, V, A (charging positive), V, K, 0 to 1. */
  record Point(
      double time, double voltage, double current, double margin, double temperature, double soc) {}

  /**
   * A charge.
   *
   * @param time to reach the target, s; beyond {@link #LONGEST} extrapolated
   * @param done whether it was reached
   * @param platingMargin smallest, V
   * @param peakTemperature K
   * @param highestConcentration of salt, mol/m³
   */
  record Charge(
      double time,
      boolean done,
      double platingMargin,
      double peakTemperature,
      double highestConcentration,
      List<Point> curve) {}

  /** The solver gave up; a design without an answer. */
  static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    NoAnswer(String reason) {
      super(reason);
      this.reason = reason;
    }

    String reason() {
      return reason;
    }
  }

  /**
   * Energy delivered from full to the lower cut-off, J.
   *
   * @param ampere a third of the nominal capacity in an hour, A
   */
  static double dischargeEnergy(Simulation simulation, double ampereHour, double lowerCutOff)
      throws NoAnswer, InterruptedException {
    Cycler cycler = simulation.stateOfCharge(1).cycler();
    CellModel cell = cycler.model();
    double density = ampereHour * DISCHARGE_RATE / cell.area();
    Stop empty = new Stop("lower cut-off", cell.voltage(), lowerCutOff, false);
    End end =
        cycler.hold(new Terminals.Current(density), List.of(empty), 6 * 3600, (from, to) -> {});
    if (end instanceof End.Stopped) {
      return cycler.state()[cell.energy()] * cell.area();
    }
    throw new NoAnswer("C/3 discharge: " + describe(end));
  }

  /**
   * @param ampereHour own capacity of the cell: the state of charge refers to it
   * @param period between the points of the curve, s
   */
  static Charge charge(
      Simulation simulation, Stages stages, double ampereHour, double upperCutOff, double period)
      throws NoAnswer, InterruptedException {
    Cycler cycler = simulation.stateOfCharge(START).cycler();
    CellModel cell = cycler.model();
    Course course = new Course(cycler, ampereHour, period);
    boolean done = true;
    if (stages.switchAt > START) {
      done =
          stage(
              cycler,
              stages.ampere1,
              Math.min(stages.switchAt, TARGET),
              ampereHour,
              upperCutOff,
              course);
    }
    if (done && stages.switchAt < TARGET) {
      done = stage(cycler, stages.ampere2, TARGET, ampereHour, upperCutOff, course);
    }
    double gained = course.stateOfCharge(cycler.state()[cell.charge()]) - START;
    double time = done ? cycler.time() : LONGEST * (TARGET - START) / Math.max(gained, 1e-3);
    course.finish();
    return new Charge(
        time,
        done,
        course.leastMargin,
        course.peakTemperature,
        course.highestConcentration,
        course.points);
  }

  /** False if the time ran out. */
  private static boolean stage(
      Cycler cycler,
      double ampere,
      double untilSoc,
      double ampereHour,
      double upperCutOff,
      Course course)
      throws NoAnswer, InterruptedException {
    CellModel cell = cycler.model();
    double density = ampere / cell.area();
    double charge = (untilSoc - START) * ampereHour * 3600 / cell.area();
    Stop reached = new Stop("state of charge", cell.charge(), -charge, false);
    Stop atVoltage = new Stop("upper cut-off", cell.voltage(), upperCutOff, true);
    Stop atCurrent =
        new Stop("stage current", cell.current(), -density * (1 + CURRENT_HYSTERESIS), false);
    // The stage before may have ended at the cut-off, with less current than this one asks for.
    double[] y = cycler.state();
    boolean limitedByVoltage =
        y[cell.voltage()] >= upperCutOff - VOLTAGE_HYSTERESIS && -y[cell.current()] < density;
    while (true) {
      End end =
          cycler.hold(
              limitedByVoltage
                  ? new Terminals.Voltage(upperCutOff)
                  : new Terminals.Current(-density),
              List.of(reached, limitedByVoltage ? atCurrent : atVoltage),
              LONGEST - cycler.time(),
              course);
      switch (end) {
        case End.Stopped(Stop stop) when stop == reached -> {
          return true;
        }
        case End.Stopped s -> {
          if (limitedByVoltage) {
            atVoltage =
                new Stop("upper cut-off", cell.voltage(), upperCutOff + VOLTAGE_HYSTERESIS, true);
          }
          limitedByVoltage = !limitedByVoltage;
        }
        case End.TimeUp t -> {
          return false;
        }
        case End.Failed f -> throw new NoAnswer("charge: " + describe(end));
      }
    }
  }

  private static String describe(End end) {
    return switch (end) {
      case End.Stopped(Stop stop) -> stop.name();
      case End.TimeUp t -> "not done in time";
      case End.Failed(String reason) -> reason;
    };
  }

  /** Watches a charge: extremes on the interpolant between steps, and a point every so often. */
  private static final class Course implements Cycler.Listener {
    private final Cycler cycler;
    private final CellModel cell;
    private final double coulomb;
    private final double period;
    private double due;
    private double leastMargin = Double.POSITIVE_INFINITY;
    private double peakTemperature = Double.NEGATIVE_INFINITY;
    private double highestConcentration;
    private final List<Point> points = new ArrayList<>();

    Course(Cycler cycler, double ampereHour, double period) {
      this.cycler = cycler;
      this.cell = cycler.model();
      this.coulomb = ampereHour * 3600;
      this.period = period;
    }

    @Override
    public void advanced(double from, double to) {
      for (int s = 1; s <= SAMPLES_PER_STEP; s++) {
        double when = from + (to - from) * s / SAMPLES_PER_STEP;
        leastMargin = Math.min(leastMargin, cycler.at(cell.margin(), when));
        peakTemperature = Math.max(peakTemperature, cycler.at(cell.temperature(), when));
      }
      highestConcentration =
          Math.max(highestConcentration, cell.highestConcentration(cycler.state()));
      while (due <= to) {
        add(due);
        due += period;
      }
    }

    void finish() {
      add(cycler.time());
    }

    private void add(double when) {
      points.add(
          new Point(
              when,
              cycler.at(cell.voltage(), when),
              -cycler.at(cell.current(), when) * cell.area(),
              cycler.at(cell.margin(), when),
              cycler.at(cell.temperature(), when),
              stateOfCharge(cycler.at(cell.charge(), when))));
    }

    double stateOfCharge(double dischargedPerArea) {
      return START - dischargedPerArea * cell.area() / coulomb;
    }
  }
}
