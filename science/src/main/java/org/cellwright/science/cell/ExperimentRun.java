package org.cellwright.science.cell;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cellwright.core.CellwrightException;
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
  private static final String SAFETY = "safety limit: ";

  /** A limit is exceeded, not touched: V, or as a fraction. */
  private static final double BEYOND = 1e-6;

  private final Cycler cycler;
  private final CellModel cell;
  private final Bpx.Cell limits;
  private final Experiment experiment;
  private final double ampereAtOneC;
  private final double period;
  private final Recorder recorder;
  private final Simulation.Infeasible infeasible;
  private final Simulation.Tolerances tolerances;
  private final List<Citation> citations;
  private final Simulation.Listener listener;
  private final List<Event> events = new ArrayList<>();
  private int number;

  /** As {@link #heldInNegative}, where no charge has passed. */
  private final double lithiumAtStart;

  /** Charge when the step began, C/m². */
  private double stepCharge;

  /**
   * @param period between recorded points, s; 0 records every step of the solver
   */
  ExperimentRun(
      Cycler cycler,
      Bpx bpx,
      Experiment experiment,
      double ampereAtOneC,
      double period,
      Set<Reading> readings,
      Simulation.Infeasible infeasible,
      Simulation.Tolerances tolerances,
      List<Citation> citations,
      Simulation.Listener listener) {
    this.cycler = cycler;
    this.cell = cycler.model();
    this.limits = bpx.cell();
    this.experiment = experiment;
    this.ampereAtOneC = ampereAtOneC;
    this.period = period;
    this.infeasible = infeasible;
    this.tolerances = tolerances;
    this.citations = citations;
    this.listener = listener;
    this.lithiumAtStart = heldInNegative();
    this.recorder = new Recorder(cycler, bpx, readings, listener);
  }

  Solution solve() {
    double lithium = cell.lithium(cycler.state());
    StepEnd end = new StepEnd("", Completion.DONE, false);
    Completion worst = Completion.DONE;
    for (Step step : experiment.steps()) {
      number++;
      double begun = cycler.time();
      stepCharge = cycler.state()[cell.charge()];
      recorder.begin(number, step.period().orElse(period));
      cycler.tolerance(tolerances.of(step));
      try {
        end = follow(step);
      } catch (InterruptedException e) {
        // The flag would make the caller's own waiting and writing fail.
        Thread.interrupted();
        end =
            new StepEnd(
                "stopped on request at %.6g s".formatted(cycler.time()), Completion.STOPPED, true);
      }
      boolean skipped = end.completion == Completion.DONE && cycler.time() == begun;
      if (skipped) {
        end = new StepEnd("skipped, it begins at " + end.reason, Completion.DONE, false);
      }
      if (!skipped || recorder.isEmpty()) {
        recorder.end();
      }
      say(end.reason, end.completion);
      if (end.completion.compareTo(worst) > 0) {
        worst = end.completion;
      }
      boolean stop = end.isFinal || infeasible == Simulation.Infeasible.STOP;
      if (end.completion != Completion.DONE && stop) {
        break;
      }
    }
    double lithiumNow = cell.lithium(cycler.state());
    double passed = cycler.state()[cell.charge()] / CellData.FARADAY;
    double left = lithiumAtStart - heldInNegative();
    double fromMetal = 0;
    if (cell.isHalfCell()) {
      left = -left;
      fromMetal = passed;
    }
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
        worst,
        new Effort(
            cycler.steps(), cycler.repeats(), cell.newtonIterations(), cell.factorisations()),
        new Balance(
            Math.abs(lithiumNow - lithium - fromMetal) / lithium,
            Math.abs(left - passed) / nominal),
        recorder.highestConcentration(),
        recorder.readings(),
        citations);
  }

  /** What charge can come out of in the negative electrode, mol/m². */
  private double heldInNegative() {
    double[] y = cycler.state();
    return cell.lithiumInNegative(y) - cell.chargeOfDoubleLayers(y) / CellData.FARADAY;
  }

  private void say(String what, Completion completion) {
    events.add(new Event("step %d: %s".formatted(number, what), cycler.time(), completion));
  }

  /** Whether nothing may follow it, whatever was told. */
  private record StepEnd(String reason, Completion completion, boolean isFinal) {}

  private StepEnd follow(Step step) throws InterruptedException {
    return switch (step.control()) {
      case Control.Profile profile -> followProfile(step, profile);
      case Control.MostRestrictive limits -> followLimits(step, limits.limits());
      default -> {
        double direction = direction(step.control());
        List<Stop> planned = plannedStops(step, direction);
        List<Stop> stops = guarded(planned, step, List.of(step.control()), direction);
        double[] before = cycler.state().clone();
        double begun = cycler.time();
        End end =
            cycler.hold(
                terminals(step.control()),
                stops,
                duration(step),
                listening(duration(step), planned));
        yield cycler.time() == begun && end instanceof End.Stopped(Stop stop)
            ? atOnce(stop, before, planned, step)
            : judge(end, planned, step);
      }
    };
  }

  /** What a step asks of the terminals, and how much of it the cell bears. */
  private record Load(double asked, double borne, String unit) {
    boolean isWhole() {
      return Math.abs(borne - asked) <= BEYOND * asked;
    }

    @Override
    public String toString() {
      return "%s %s".formatted(plain(asked), unit);
    }
  }

  /**
   * A stop that is met before any time has passed. Met without the load of the step, there is
   * nothing to do, and also where a bearable load takes the voltage to where the step itself says
   * that it ends. What passes a cut-off by its load alone, or cannot be borne, cannot be done: the
   * cell stays as it was.
   */
  private StepEnd atOnce(Stop stop, double[] before, List<Stop> planned, Step step)
      throws InterruptedException {
    double ampere = Math.abs(cycler.state()[cell.current()]) * cell.area();
    double volt = cycler.state()[cell.voltage()];
    Optional<Load> load = load(step.control(), ampere, volt);
    boolean moved = volt != before[cell.voltage()];
    if (load.isEmpty()
        || stop.index() != cell.voltage()
        || stop.name().startsWith(SAFETY)
        || (load.get().isWhole() && planned.contains(stop) && !step.endings().isEmpty())) {
      return judge(new End.Stopped(stop), planned, step);
    }
    cycler.back(before);
    if (isMetAtRest(stop, before)) {
      return judge(new End.Stopped(stop), planned, step);
    }
    String how =
        !moved
            ? "%s is more than the cell bears".formatted(load.get())
            : load.get().isWhole()
                ? "%s A takes the voltage to %s V".formatted(plain(ampere), plain(volt))
                : "%s asked, and %s A takes the voltage to %s V already"
                    .formatted(load.get(), plain(ampere), plain(volt));
    return new StepEnd(
        "%s at once, '%s' cannot be done: %s".formatted(stop.name(), step.text(), how),
        Completion.CUT_OFF,
        false);
  }

  /** Before the load of a step, whether what stood at the terminals is kept or taken off. */
  private boolean isMetAtRest(Stop stop, double[] before) throws InterruptedException {
    if (stop.isMet(before)) {
      return true;
    }
    cycler.hold(new Terminals.Current(0), List.of(), 0, (from, to) -> {});
    boolean met = stop.isMet(cycler.state());
    cycler.back(before);
    return met;
  }

  private Optional<Load> load(Control control, double ampere, double volt) {
    return switch (control) {
      case Control.Current(double asked) -> Optional.of(new Load(Math.abs(asked), ampere, "A"));
      case Control.CRate(double rate) ->
          Optional.of(new Load(Math.abs(rate) * ampereAtOneC, ampere, "A"));
      case Control.Power(double watt) -> Optional.of(new Load(Math.abs(watt), ampere * volt, "W"));
      case Control.Resistance(double ohm) -> Optional.of(new Load(ohm, volt / ampere, "ohm"));
      default -> Optional.empty();
    };
  }

  /**
   * The stops of a step and those that guard the cell. A voltage that the step itself names counts,
   * also beyond the cell's own limit.
   */
  private List<Stop> guarded(
      List<Stop> planned, Step step, List<Control> controls, double direction) {
    List<Stop> stops = new ArrayList<>(planned);
    boolean namesVoltage =
        step.endings().stream().anyMatch(e -> e instanceof Ending.AtVoltage)
            || controls.stream().anyMatch(c -> c instanceof Control.Voltage);
    if (!namesVoltage) {
      if (controls.getFirst() instanceof Control.Residual) {
        stops.addAll(cutOff(1));
        stops.addAll(cutOff(-1));
      }
      stops.addAll(cutOff(direction));
    }
    stops.addAll(safetyStops());
    return stops;
  }

  private Cycler.Listener listening(double duration, List<Stop> planned) {
    StepProgress progress = new StepProgress(cycler, duration, planned);
    return (from, to) -> {
      recorder.advanced(from, to);
      double stepsDone = number - 1 + progress.at(to);
      listener.advanced(number, to, stepsDone / experiment.steps().size());
    };
  }

  /** Imposes one limit until another is met, which then takes over. */
  private StepEnd followLimits(Step step, List<Control> limits) throws InterruptedException {
    double direction = direction(limits.getFirst());
    List<Stop> planned = plannedStops(step, direction);
    List<Stop> stops = guarded(planned, step, limits, direction);
    List<Stop> handovers = limits.stream().map(limit -> handover(limit, direction)).toList();
    double end = cycler.time() + duration(step);
    int ruling = 0;
    int changesAtOnce = 0;
    while (true) {
      double from = cycler.time();
      List<Stop> all = new ArrayList<>(stops);
      all.addAll(handovers);
      all.remove(handovers.get(ruling));
      End ended =
          cycler.hold(
              terminals(limits.get(ruling)), all, end - from, listening(duration(step), planned));
      int next = ended instanceof End.Stopped(Stop stop) ? handovers.indexOf(stop) : -1;
      if (next < 0) {
        return judge(ended, planned, step);
      }
      changesAtOnce = cycler.time() > from ? 0 : changesAtOnce + 1;
      if (changesAtOnce > limits.size()) {
        return new StepEnd(
            "the limits of '%s' cannot be met together".formatted(step.text()),
            Completion.FAILED,
            false);
      }
      ruling = next;
      say("%s takes over".formatted(handovers.get(ruling).name()), Completion.DONE);
    }
  }

  /** Where a limit is exceeded, by so little that imposing it does not meet another at once. */
  private Stop handover(Control limit, double direction) {
    return switch (limit) {
      case Control.Voltage(double volt) ->
          new Stop(
              "%s V".formatted(plain(volt)),
              cell.voltage(),
              volt + direction * BEYOND,
              direction > 0);
      case Control.PlatingMargin(double volt) ->
          new Stop(
              "plating margin %s V".formatted(plain(volt)), cell.margin(), volt - BEYOND, false);
      case Control.Current(double ampere) ->
          handover("%s A".formatted(plain(Math.abs(ampere))), ampere);
      case Control.CRate(double rate) ->
          handover("%s C".formatted(plain(Math.abs(rate))), rate * ampereAtOneC);
      default -> throw new IllegalArgumentException("no limit: " + limit);
    };
  }

  private Stop handover(String name, double ampere) {
    double density = -ampere * (1 + BEYOND) / cell.area();
    return new Stop(name, cell.current(), density, density > 0);
  }

  private StepEnd judge(End end, List<Stop> planned, Step step) {
    return switch (end) {
      case End.Stopped(Stop stop) when planned.contains(stop) ->
          new StepEnd(stop.name(), Completion.DONE, false);
      case End.Stopped(Stop stop) ->
          new StepEnd(
              stop.name() + " before '" + step.text() + "' was done",
              Completion.CUT_OFF,
              stop.name().startsWith(SAFETY));
      case End.TimeUp() ->
          hasTime(step)
              ? new StepEnd("time", Completion.DONE, false)
              : new StepEnd(
                  "not done after 30 days: '" + step.text() + "'", Completion.FAILED, false);
      case End.Failed failed when cell.isHalfCell() && !cell.distress(cycler.state()).isEmpty() ->
          // The end of an electrode that no cut-off of a cell keeps from it.
          new StepEnd(failed.reason(), Completion.CUT_OFF, false);
      case End.Failed failed -> new StepEnd(failed.reason(), Completion.FAILED, false);
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
    Cycler.Listener listening = listening(longest, List.of());
    for (int k = 0; k + 1 < times.length && times[k] < longest; k++) {
      List<Stop> stops = new ArrayList<>(planned);
      if (profile.kind() != Control.Profile.Kind.VOLTAGE_VOLT) {
        double most = Math.max(values[k], values[k + 1]);
        double least = Math.min(values[k], values[k + 1]);
        stops.addAll(cutOff(Math.max(most, 0)));
        stops.addAll(cutOff(Math.min(least, 0)));
      }
      stops.addAll(safety);
      double rate = (values[k + 1] - values[k]) / (times[k + 1] - times[k]);
      End end =
          cycler.follow(
              straight(profile.kind(), values[k], rate),
              stops,
              start + Math.min(times[k + 1], longest) - cycler.time(),
              listening);
      if (!(end instanceof End.TimeUp)) {
        return judge(end, planned, step);
      }
    }
    return new StepEnd("time", Completion.DONE, false);
  }

  private Terminals straight(Control.Profile.Kind kind, double value, double rate) {
    double area = cell.area();
    return switch (kind) {
      case CURRENT_AMPERE -> new Terminals.Current(-value / area, -rate / area);
      case POWER_WATT -> new Terminals.Power(-value / area, -rate / area);
      case VOLTAGE_VOLT -> new Terminals.Voltage(value, rate);
    };
  }

  private Terminals terminals(Control control) {
    double area = cell.area();
    return switch (control) {
      case Control.Rest() -> new Terminals.Current(0);
      case Control.Current(double ampere) -> new Terminals.Current(-ampere / area);
      case Control.CRate(double rate) -> new Terminals.Current(-rate * ampereAtOneC / area);
      case Control.Power(double watt) -> new Terminals.Power(-watt / area);
      case Control.Voltage(double volt) -> new Terminals.Voltage(volt);
      case Control.Resistance(double ohm) -> new Terminals.Resistance(ohm * area);
      case Control.PlatingMargin(double volt) -> new Terminals.PlatingMargin(volt);
      case Control.Residual(String name, Terminals.Function function) ->
          new Terminals.General(name, ofTheCell(function, area));
      case Control.Profile p ->
          throw new IllegalArgumentException("a profile is followed in pieces: " + p);
      case Control.MostRestrictive l ->
          throw new IllegalArgumentException("limits are imposed one at a time: " + l);
    };
  }

  /** From a density, discharge positive, to the current of the cell, charge positive. */
  private static Terminals.Function ofTheCell(Terminals.Function function, double area) {
    return new Terminals.Function() {
      @Override
      public double at(double i, double v, double margin, double temperature, double seconds) {
        return function.at(-i * area, v, margin, temperature, seconds);
      }

      @Override
      public void partials(
          double i, double v, double margin, double temperature, double seconds, double[] into) {
        function.partials(-i * area, v, margin, temperature, seconds, into);
        into[0] *= -area;
      }
    };
  }

  /** 1 charging, −1 discharging, 0 neither. */
  private double direction(Control control) {
    return switch (control) {
      case Control.Current(double ampere) -> Math.signum(ampere);
      case Control.CRate(double rate) -> Math.signum(rate);
      case Control.Power(double watt) -> Math.signum(watt);
      case Control.Resistance r -> -1;
      case Control.Voltage(double volt) -> towards(volt - cycler.state()[cell.voltage()]);
      // Charging lowers the margin.
      case Control.PlatingMargin(double volt) -> towards(platingMargin() - volt);
      case Control.MostRestrictive(List<Control> among) -> direction(among.getFirst());
      case Control.Residual r -> 0;
      case Control.Rest r -> 0;
      case Control.Profile p -> 0;
    };
  }

  /** A hold that follows a charge to the same voltage goes on charging. */
  private double towards(double above) {
    return Math.signum(Math.abs(above) > BEYOND ? above : -cycler.state()[cell.current()]);
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

  private double platingMargin() {
    if (!cell.knowsMargin()) {
      throw CellwrightException.refused(
          "this model does not know the plating margin",
          "--experiment",
          "Choose spm, spme or dfn of a whole cell.");
    }
    return cycler.state()[cell.margin()];
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
        case Ending.AtPlatingMargin(double volt) -> {
          boolean rising = direction == 0 ? platingMargin() < volt : direction < 0;
          String name = "plating margin %s V".formatted(plain(volt));
          stops.add(new Stop(name, cell.margin(), volt, rising));
        }
        case Ending.AtCurrent(double ampere) ->
            stops.add(fading(ampere, "current %s A".formatted(plain(ampere))));
        case Ending.AtCRate(double rate) ->
            stops.add(fading(rate * ampereAtOneC, "current %s C".formatted(plain(rate))));
      }
    }
    return step.endings().isEmpty() && direction != 0 ? cutOff(direction) : stops;
  }

  private Stop fading(double ampere, String name) {
    return new Stop(name, cell.current(), ampere / cell.area(), Stop.Direction.FADING);
  }

  /** The limits of the experiment, from now on. */
  private List<Stop> safetyStops() {
    Experiment.Safety safety = experiment.safety();
    double area = cell.area();
    List<Stop> stops = new ArrayList<>();
    safety
        .maxVoltage()
        .ifPresent(v -> stops.add(limit("above", v, "V", cell.voltage(), beyond(v, 1), true)));
    safety
        .minVoltage()
        .ifPresent(v -> stops.add(limit("below", v, "V", cell.voltage(), beyond(v, -1), false)));
    // Densities are discharge positive.
    safety
        .maxCurrent()
        .ifPresent(
            a -> stops.add(limit("above", a, "A", cell.current(), -beyond(a, 1) / area, false)));
    safety
        .minCurrent()
        .ifPresent(
            a -> stops.add(limit("below", a, "A", cell.current(), -beyond(a, -1) / area, true)));
    safety
        .maxCapacity()
        .ifPresent(ampereHour -> {
          double now = stepCharge;
          double most = 3600 * beyond(ampereHour, 1) / area;
          int charge = cell.charge();
          stops.add(
              limit("beyond", ampereHour, "A·h discharged in a step", charge, now + most, true));
          stops.add(
              limit("beyond", ampereHour, "A·h charged in a step", charge, now - most, false));
        });
    return stops;
  }

  private static double beyond(double limit, int side) {
    return limit + side * BEYOND * Math.abs(limit);
  }

  private Stop limit(
      String side, double value, String unit, int index, double threshold, boolean rising) {
    double delay = experiment.safety().delay().orElse(0);
    String name =
        SAFETY
            + "%s %s %s".formatted(side, plain(value), unit)
            + (delay > 0 ? " for %s s".formatted(plain(delay)) : "");
    Stop.Direction direction = rising ? Stop.Direction.RISING : Stop.Direction.FALLING;
    return new Stop(name, index, threshold, direction, delay);
  }

  private List<Stop> cutOff(double direction) {
    if (cell.isHalfCell()) {
      return endsOfElectrode(direction);
    }
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

  /**
   * Of a half cell, which has no cut-offs of its own: the lithium at the limits of stoichiometry,
   * and on the way down 0 V, where lithium plates on anything.
   */
  private List<Stop> endsOfElectrode(double direction) {
    if (direction == 0) {
      return List.of();
    }
    boolean fills = direction < 0;
    double room = cell.lithiumAtRest(fills ? 0 : 1) - lithiumAtStart;
    Stop limit =
        new Stop(
            fills ? "upper limit of stoichiometry" : "lower limit of stoichiometry",
            cell.charge(),
            CellData.FARADAY * room,
            fills);
    return fills
        ? List.of(limit, new Stop("0 V against lithium", cell.voltage(), 0, false))
        : List.of(limit);
  }

  /** As people write it. */
  private static String plain(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}
