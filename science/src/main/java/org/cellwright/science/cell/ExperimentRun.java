package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.cell.Solution.Balance;
import org.cellwright.science.cell.Solution.Completion;
import org.cellwright.science.cell.Solution.Effort;
import org.cellwright.science.cell.Solution.Event;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Cycler.End;
import org.cellwright.science.cell.continuum.Cycler.Stop;
import org.cellwright.science.cell.continuum.Terminals;

/**
 * One experiment on one cell: turns each step into what the cycler imposes and what stops it.
 *
 * <p>The cell's own cut-off voltages guard every step that neither holds nor names a voltage
 * itself; a step that meets one before it was done ends the experiment.
 */
final class ExperimentRun {
  private static final double LONGEST = 30 * 86_400.0;

  private final Cycler cycler;
  private final CellModel cell;
  private final Bpx.Cell limits;
  private final Experiment experiment;
  private final double ampereAtOneC;
  private final double period;
  private final Recorder recorder;
  private final List<Citation> citations;

  /**
   * @param period between recorded points, s; 0 records every step of the solver
   */
  ExperimentRun(
      Cycler cycler,
      Bpx.Cell limits,
      Experiment experiment,
      double ampereAtOneC,
      double period,
      List<Citation> citations) {
    this.cycler = cycler;
    this.cell = cycler.model();
    this.limits = limits;
    this.experiment = experiment;
    this.ampereAtOneC = ampereAtOneC;
    this.period = period;
    this.recorder = new Recorder(cycler);
    this.citations = citations;
  }

  Solution solve() throws InterruptedException {
    List<Event> events = new ArrayList<>();
    double lithium = cell.lithium(cycler.state());
    double inNegative = cell.lithiumInNegative(cycler.state());
    StepEnd end = new StepEnd("", Completion.DONE);
    int number = 0;
    for (Step step : experiment.steps()) {
      number++;
      recorder.begin(number, step.period().orElse(period));
      end = follow(step);
      recorder.end();
      events.add(new Event("step %d: %s".formatted(number, end.reason), cycler.time()));
      if (end.completion != Completion.DONE) {
        break;
      }
    }
    double lithiumNow = cell.lithium(cycler.state());
    double passed = cycler.state()[cell.charge()] / CellData.FARADAY;
    double left = inNegative - cell.lithiumInNegative(cycler.state());
    double nominal = cell.nominalCapacity() * 3600 / CellData.FARADAY / cell.area();
    return new Solution(
        recorder.time(),
        recorder.voltage(),
        recorder.current(),
        recorder.temperature(),
        recorder.platingMargin(),
        recorder.charge(),
        recorder.energy(),
        recorder.steps(),
        List.copyOf(events),
        end.reason,
        end.completion,
        new Effort(
            cycler.steps(), cycler.repeats(), cell.newtonIterations(), cell.factorisations()),
        new Balance(Math.abs(lithiumNow - lithium) / lithium, Math.abs(left - passed) / nominal),
        recorder.highestConcentration(),
        citations);
  }

  private record StepEnd(String reason, Completion completion) {}

  private StepEnd follow(Step step) throws InterruptedException {
    if (step.control() instanceof Control.Profile profile) {
      return followProfile(step, profile);
    }
    Terminals terminals = terminals(step.control());
    double direction = direction(step.control());
    List<Stop> planned = plannedStops(step, direction);
    if (step.endings().isEmpty() && direction != 0) {
      planned = cutOff(direction);
    }
    List<Stop> stops = new ArrayList<>(planned);
    // A voltage that the step itself names counts, also beyond the cell's own limit.
    boolean namesVoltage = step.endings().stream().anyMatch(e -> e instanceof Ending.AtVoltage);
    if (terminals.kind() != Terminals.Kind.VOLTAGE && !namesVoltage) {
      stops.addAll(cutOff(direction));
    }
    stops.addAll(safetyStops());
    return judge(cycler.hold(terminals, stops, duration(step), recorder::advanced), planned, step);
  }

  private static StepEnd judge(End end, List<Stop> planned, Step step) {
    return switch (end) {
      case End.Stopped stopped when planned.contains(stopped.stop()) ->
          new StepEnd(stopped.stop().name(), Completion.DONE);
      case End.Stopped stopped ->
          new StepEnd(
              stopped.stop().name() + " before '" + step.text() + "' was done", Completion.CUT_OFF);
      case End.TimeUp() ->
          duration(step) < Double.POSITIVE_INFINITY && hasTime(step)
              ? new StepEnd("time", Completion.DONE)
              : new StepEnd("not done after 30 days: '" + step.text() + "'", Completion.FAILED);
      case End.Failed failed -> new StepEnd(failed.reason(), Completion.FAILED);
    };
  }

  /** A profile is straight lines, followed one after another. */
  private StepEnd followProfile(Step step, Control.Profile profile) throws InterruptedException {
    double start = cycler.time();
    double longest = Math.min(profile.duration(), duration(step));
    double[] times = profile.times();
    double[] values = profile.values();
    List<Stop> planned = plannedStops(step, 0);
    List<Stop> safety = safetyStops();
    for (int k = 0; k + 1 < times.length && times[k] < longest; k++) {
      Terminals from = terminals(pointOf(profile, values[k]));
      Terminals to = terminals(pointOf(profile, values[k + 1]));
      List<Stop> stops = new ArrayList<>(planned);
      if (from.kind() != Terminals.Kind.VOLTAGE) {
        double most = Math.max(values[k], values[k + 1]);
        double least = Math.min(values[k], values[k + 1]);
        stops.addAll(cutOff(Math.max(most, 0)));
        stops.addAll(cutOff(Math.min(least, 0)));
      }
      stops.addAll(safety);
      double rate = (to.target() - from.target()) / (times[k + 1] - times[k]);
      End end =
          cycler.hold(
              new Terminals(from.kind(), from.target(), rate),
              stops,
              start + Math.min(times[k + 1], longest) - cycler.time(),
              recorder::advanced);
      if (!(end instanceof End.TimeUp)) {
        return judge(end, planned, step);
      }
    }
    return new StepEnd("time", Completion.DONE);
  }

  private static Control pointOf(Control.Profile profile, double value) {
    return switch (profile.kind()) {
      case CURRENT_AMPERE -> new Control.Current(value);
      case POWER_WATT -> new Control.Power(value);
      case VOLTAGE_VOLT -> new Control.Voltage(value);
    };
  }

  private Terminals terminals(Control control) {
    double area = cell.area();
    return switch (control) {
      case Control.Rest() -> new Terminals(Terminals.Kind.CURRENT, 0);
      case Control.Current(double ampere) -> new Terminals(Terminals.Kind.CURRENT, -ampere / area);
      case Control.CRate(double rate) ->
          new Terminals(Terminals.Kind.CURRENT, -rate * ampereAtOneC / area);
      case Control.Power(double watt) -> new Terminals(Terminals.Kind.POWER, -watt / area);
      case Control.Voltage(double volt) -> new Terminals(Terminals.Kind.VOLTAGE, volt);
      case Control.Resistance(double ohm) -> new Terminals(Terminals.Kind.RESISTANCE, ohm * area);
      case Control.Profile p ->
          throw new IllegalArgumentException("a profile is followed in pieces: " + p);
    };
  }

  /** 1 charging, −1 discharging, 0 neither. */
  private double direction(Control control) {
    return switch (control) {
      case Control.Current(double ampere) -> Math.signum(ampere);
      case Control.CRate(double rate) -> Math.signum(rate);
      case Control.Power(double watt) -> Math.signum(watt);
      case Control.Resistance r -> -1;
      case Control.Voltage(double volt) -> {
        // A hold that follows a charge to the same voltage goes on charging.
        double above = volt - cycler.state()[cell.voltage()];
        yield Math.signum(Math.abs(above) > 1e-6 ? above : -cycler.state()[cell.current()]);
      }
      case Control.Rest r -> 0;
      case Control.Profile p -> 0;
    };
  }

  private static boolean hasTime(Step step) {
    return step.endings().stream().anyMatch(e -> e instanceof Ending.AfterTime);
  }

  private static double duration(Step step) {
    double shortest = Double.POSITIVE_INFINITY;
    for (Ending ending : step.endings()) {
      if (ending instanceof Ending.AfterTime(double seconds)) {
        shortest = Math.min(shortest, seconds);
      }
    }
    return shortest == Double.POSITIVE_INFINITY ? LONGEST : shortest;
  }

  private List<Stop> plannedStops(Step step, double direction) {
    List<Stop> stops = new ArrayList<>();
    for (Ending ending : step.endings()) {
      switch (ending) {
        case Ending.AfterTime t -> {}
        case Ending.AtVoltage(double volt) -> {
          boolean rising = direction == 0 ? cycler.state()[cell.voltage()] < volt : direction > 0;
          stops.add(new Stop("voltage %s V".formatted(plain(volt)), cell.voltage(), volt, rising));
        }
        case Ending.AtCurrent(double ampere) ->
            stops.add(fading(ampere, "current %s A".formatted(plain(ampere))));
        case Ending.AtCRate(double rate) ->
            stops.add(fading(rate * ampereAtOneC, "current %s C".formatted(plain(rate))));
      }
    }
    return stops;
  }

  private Stop fading(double ampere, String name) {
    return new Stop(name, cell.current(), ampere / cell.area(), Stop.Direction.FADING);
  }

  /** The limits of the experiment, from now on. In a simulation there is no noise to wait out. */
  private List<Stop> safetyStops() {
    Experiment.Safety safety = experiment.safety();
    double area = cell.area();
    String wait =
        safety.delay().orElse(0) > 0
            ? " (its delay of %s s is not waited for)"
                .formatted(plain(safety.delay().getAsDouble()))
            : "";
    List<Stop> stops = new ArrayList<>();
    safety
        .maxVoltage()
        .ifPresent(v ->
            stops.add(new Stop(limit("above", v, "V", wait), cell.voltage(), beyond(v, 1), true)));
    safety
        .minVoltage()
        .ifPresent(v ->
            stops.add(
                new Stop(limit("below", v, "V", wait), cell.voltage(), beyond(v, -1), false)));
    // Densities are discharge positive.
    safety
        .maxCurrent()
        .ifPresent(a ->
            stops.add(
                new Stop(
                    limit("above", a, "A", wait), cell.current(), -beyond(a, 1) / area, false)));
    safety
        .minCurrent()
        .ifPresent(a ->
            stops.add(
                new Stop(
                    limit("below", a, "A", wait), cell.current(), -beyond(a, -1) / area, true)));
    safety
        .maxCapacity()
        .ifPresent(ampereHour -> {
          double now = cycler.state()[cell.charge()];
          double most = 3600 * beyond(ampereHour, 1) / area;
          String name = limit("beyond", ampereHour, "A·h in a step", wait);
          stops.add(new Stop(name, cell.charge(), now + most, true));
          stops.add(new Stop(name, cell.charge(), now - most, false));
        });
    return stops;
  }

  /** A limit is exceeded, not touched: a cell may be held at it. */
  private static double beyond(double limit, int side) {
    return limit + side * 1e-6 * Math.abs(limit);
  }

  private static String limit(String side, double value, String unit, String wait) {
    return "safety limit: %s %s %s%s".formatted(side, plain(value), unit, wait);
  }

  private List<Stop> cutOff(double direction) {
    int voltage = cell.voltage();
    if (direction > 0) {
      return List.of(
          new Stop(
              "upper cut-off %s V".formatted(plain(limits.upperCutOff())),
              voltage,
              limits.upperCutOff(),
              true));
    }
    return direction < 0
        ? List.of(
            new Stop(
                "lower cut-off %s V".formatted(plain(limits.lowerCutOff())),
                voltage,
                limits.lowerCutOff(),
                false))
        : List.of();
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
