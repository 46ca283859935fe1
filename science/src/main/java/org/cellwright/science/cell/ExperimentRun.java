package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Experiment experiment;
  private final double ampereAtOneC;
  private final double period;
  private final Recorder recorder;
  private final StepStops stepStops;
  private final CellTerminals terminals;
  private final Simulation.Infeasible infeasible;
  private final Simulation.Tolerances tolerances;
  private final List<Citation> citations;
  private final Simulation.Listener listener;
  private final List<Event> events = new ArrayList<>();
  private int number;

  /** As {@link #heldInNegative}, where no charge has passed. */
  private final double lithiumAtStart;

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
    this.experiment = experiment;
    this.ampereAtOneC = ampereAtOneC;
    this.period = period;
    this.infeasible = infeasible;
    this.tolerances = tolerances;
    this.citations = citations;
    this.listener = listener;
    this.lithiumAtStart = heldInNegative();
    this.stepStops =
        new StepStops(cycler, bpx.cell(), experiment.safety(), ampereAtOneC, lithiumAtStart);
    this.terminals = new CellTerminals(cell.area(), ampereAtOneC);
    this.recorder = new Recorder(cycler, bpx, readings, listener);
  }

  Solution solve() {
    double lithium = cell.lithium(cycler.state());
    StepEnd end = new StepEnd("", Completion.DONE, false);
    Completion worst = Completion.DONE;
    for (Step step : experiment.steps()) {
      number++;
      double begun = cycler.time();
      stepStops.begin();
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
        double direction = stepStops.direction(step.control());
        List<Stop> planned = stepStops.planned(step, direction);
        List<Stop> stops = stepStops.guarded(planned, step, List.of(step.control()), direction);
        double[] before = cycler.state().clone();
        double begun = cycler.time();
        End end =
            cycler.hold(
                terminals.of(step.control()),
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
      return Math.abs(borne - asked) <= StepStops.BEYOND * asked;
    }

    @Override
    public String toString() {
      return "%s %s".formatted(StepStops.plain(asked), unit);
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
        || StepStops.isSafety(stop)
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
                ? "%s A takes the voltage to %s V"
                    .formatted(StepStops.plain(ampere), StepStops.plain(volt))
                : "%s asked, and %s A takes the voltage to %s V already"
                    .formatted(load.get(), StepStops.plain(ampere), StepStops.plain(volt));
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
    double direction = stepStops.direction(limits.getFirst());
    List<Stop> planned = stepStops.planned(step, direction);
    List<Stop> stops = stepStops.guarded(planned, step, limits, direction);
    List<Stop> handovers =
        limits.stream().map(limit -> stepStops.handover(limit, direction)).toList();
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
              terminals.of(limits.get(ruling)),
              all,
              end - from,
              listening(duration(step), planned));
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

  private StepEnd judge(End end, List<Stop> planned, Step step) {
    return switch (end) {
      case End.Stopped(Stop stop) when planned.contains(stop) ->
          new StepEnd(stop.name(), Completion.DONE, false);
      case End.Stopped(Stop stop) ->
          new StepEnd(
              stop.name() + " before '" + step.text() + "' was done",
              Completion.CUT_OFF,
              StepStops.isSafety(stop));
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
    List<Stop> planned = stepStops.planned(step, 0);
    List<Stop> safety = stepStops.safety();
    Cycler.Listener listening = listening(longest, List.of());
    for (int k = 0; k + 1 < times.length && times[k] < longest; k++) {
      List<Stop> stops = new ArrayList<>(planned);
      if (profile.kind() != Control.Profile.Kind.VOLTAGE_VOLT) {
        double most = Math.max(values[k], values[k + 1]);
        double least = Math.min(values[k], values[k + 1]);
        stops.addAll(stepStops.cutOff(Math.max(most, 0)));
        stops.addAll(stepStops.cutOff(Math.min(least, 0)));
      }
      stops.addAll(safety);
      double rate = (values[k + 1] - values[k]) / (times[k + 1] - times[k]);
      End end =
          cycler.follow(
              terminals.straight(profile.kind(), values[k], rate),
              stops,
              start + Math.min(times[k + 1], longest) - cycler.time(),
              listening);
      if (!(end instanceof End.TimeUp)) {
        return judge(end, planned, step);
      }
    }
    return new StepEnd("time", Completion.DONE, false);
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
}
