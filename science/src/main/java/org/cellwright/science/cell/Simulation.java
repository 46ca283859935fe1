package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Solution.Balance;
import org.cellwright.science.cell.Solution.Effort;
import org.cellwright.science.cell.Solution.Event;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Cycler.End;
import org.cellwright.science.cell.continuum.Cycler.Stop;
import org.cellwright.science.cell.continuum.Dfn;
import org.cellwright.science.cell.continuum.Spme;
import org.cellwright.science.cell.continuum.Terminals;

/**
 * A cell, a model of it and what is done to it: {@code
 * Simulation.of(bpx).model(Model.DFN).experiment("Discharge at 1C until 2.5 V").run().voltage()}.
 *
 * <p>Immutable; each setting returns a new simulation. {@link #run} may be called from several
 * threads at once.
 */
public final class Simulation {

  /** How the temperature of the cell is treated. */
  public enum Thermal {
    /** It stays where it starts. */
    ISOTHERMAL,
    /** One temperature for the whole cell, from its heat and its cooling. */
    LUMPED
  }

  private static final double DAY = 86_400;

  private final Bpx bpx;
  private final Model model;
  private final Mesh mesh;
  private final Thermal thermal;
  private final double relativeTolerance;
  private final double stateOfCharge;
  private final double temperature;
  private final OptionalDouble period;
  private final OptionalDouble ampereHoursPerC;
  private final Experiment experiment;

  private Simulation(
      Bpx bpx,
      Model model,
      Mesh mesh,
      Thermal thermal,
      double relativeTolerance,
      double stateOfCharge,
      double temperature,
      OptionalDouble period,
      OptionalDouble ampereHoursPerC,
      Experiment experiment) {
    this.bpx = bpx;
    this.model = model;
    this.mesh = mesh;
    this.thermal = thermal;
    this.relativeTolerance = relativeTolerance;
    this.stateOfCharge = stateOfCharge;
    this.temperature = temperature;
    this.period = period;
    this.ampereHoursPerC = ampereHoursPerC;
    this.experiment = experiment;
  }

  /**
   * A DFN of this cell on the default mesh, isothermal, from the state that its file gives (else
   * full), discharged at 1C.
   */
  public static Simulation of(Bpx bpx) {
    return new Simulation(
        bpx,
        Model.DFN,
        Mesh.DEFAULT,
        Thermal.ISOTHERMAL,
        1e-4,
        bpx.state().soc().orElse(1),
        bpx.initialTemperature(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        Experiment.parse("Discharge at 1C"));
  }

  public Simulation model(Model model) {
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  public Simulation mesh(Mesh mesh) {
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  /**
   * @throws CellwrightException REFUSED for a lumped model of a cell whose file lacks what it needs
   */
  public Simulation thermal(Thermal thermal) {
    if (thermal == Thermal.LUMPED) {
      Bpx.Cell cell = bpx.cell();
      require(cell.density(), "Cell/Density [kg.m-3]");
      require(cell.volume(), "Cell/Volume [m3]");
      require(cell.specificHeat(), "Cell/Specific heat capacity [J.K-1.kg-1]");
      require(cell.externalSurfaceArea(), "Cell/External surface area [m2]");
      require(
          bpx.state().heatTransferCoefficient(),
          "State/Thermal environment/Heat transfer coefficient [W.m-2.K-1]");
    }
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  private static void require(OptionalDouble value, String field) {
    if (value.isEmpty()) {
      throw CellwrightException.refused(
          "a lumped thermal model needs '%s'".formatted(field),
          field,
          "Add it to the cell file or with --set, or stay isothermal.");
    }
  }

  /**
   * @param tolerance relative to the scale of each unknown, 1e-10 to 0.01
   */
  public Simulation relativeTolerance(double tolerance) {
    requireRange("relative tolerance", tolerance, 1e-10, 1e-2, "--rtol");
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        tolerance,
        stateOfCharge,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  /**
   * @param soc at the start, 0 to 1 between the stoichiometry limits of the cell file
   */
  public Simulation stateOfCharge(double soc) {
    requireRange("state of charge", soc, 0, 1, "--soc");
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        soc,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  /**
   * @param kelvin of the cell at the start, K
   */
  public Simulation temperature(double kelvin) {
    requireRange("temperature in kelvin", kelvin, 200, 400, "--temperature");
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        kelvin,
        period,
        ampereHoursPerC,
        experiment);
  }

  /**
   * @param seconds between recorded points; a step's own period goes before
   */
  public Simulation every(double seconds) {
    requireRange("period in seconds", seconds, 1e-6, 1e9, "--every");
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        OptionalDouble.of(seconds),
        ampereHoursPerC,
        experiment);
  }

  /** What 1C means in ampere, where it is not the nominal capacity of the cell file. */
  public Simulation ampereAtOneC(double ampere) {
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        period,
        OptionalDouble.of(ampere),
        experiment);
  }

  public Simulation experiment(Experiment experiment) {
    return new Simulation(
        bpx,
        model,
        mesh,
        thermal,
        relativeTolerance,
        stateOfCharge,
        temperature,
        period,
        ampereHoursPerC,
        experiment);
  }

  /** As {@link Experiment#parse}. */
  public Simulation experiment(String text) {
    return experiment(Experiment.parse(text));
  }

  private static void requireRange(
      String what, double value, double lower, double upper, String where) {
    if (!(value >= lower && value <= upper)) {
      throw CellwrightException.refused(
          "the %s is %s".formatted(what, value), where, "Choose %s to %s.".formatted(lower, upper));
    }
  }

  /** The discretised model, before anything is imposed on it. */
  private CellModel discretise() {
    boolean lumped = thermal == Thermal.LUMPED;
    CellData data = new CellData(bpx, model != Model.SPM);
    double ambient = bpx.state().ambientTemperature().orElse(temperature);
    return switch (model) {
      case DFN -> new Dfn(data, mesh, lumped, ambient);
      case SPME -> Spme.withElectrolyte(data, mesh, lumped, ambient);
      case SPM -> Spme.withoutElectrolyte(data, mesh, lumped, ambient);
    };
  }

  /**
   * The cell at rest, ready to be held under one thing after another; for protocols that
   * experiments cannot express.
   */
  public Cycler cycler() {
    CellModel cell = discretise();
    return new Cycler(cell, relativeTolerance, cell.atRest(stateOfCharge, temperature));
  }

  /**
   * Does what the experiment says. What cannot be done ends it with a reason, in the solution; only
   * input that makes no sense is an exception.
   *
   * @throws InterruptedException if the thread was asked to stop
   */
  public Solution run() throws InterruptedException {
    Cycler cycler = cycler();
    CellModel cell = cycler.model();
    Recorder recorder = new Recorder(cycler);
    List<Event> events = new ArrayList<>();
    double lithium = cell.lithium(cycler.state());
    double inNegative = cell.lithiumInNegative(cycler.state());
    String reason = "";
    boolean complete = true;
    int number = 0;
    for (Step step : experiment.steps()) {
      number++;
      recorder.begin(number, step.period().orElse(period.orElse(0)));
      StepEnd ending = follow(step, cycler, recorder);
      recorder.end();
      reason = ending.reason;
      events.add(new Event("step %d: %s".formatted(number, reason), cycler.time()));
      if (!ending.asPlanned) {
        complete = false;
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
        reason,
        complete,
        new Effort(
            cycler.steps(), cycler.repeats(), cell.newtonIterations(), cell.factorisations()),
        new Balance(Math.abs(lithiumNow - lithium) / lithium, Math.abs(left - passed) / nominal),
        recorder.highestConcentration());
  }

  private record StepEnd(String reason, boolean asPlanned) {}

  private StepEnd follow(Step step, Cycler cycler, Recorder recorder) throws InterruptedException {
    if (step.control() instanceof Control.Profile profile) {
      return followProfile(step, profile, cycler, recorder);
    }
    Terminals terminals = terminals(step.control(), cycler.model());
    double direction = direction(step.control(), cycler);
    List<Stop> planned = plannedStops(step, cycler, direction);
    if (step.endings().isEmpty() && direction != 0) {
      planned = cutOff(cycler, direction);
    }
    List<Stop> stops = new ArrayList<>(planned);
    if (terminals.kind() != Terminals.Kind.VOLTAGE) {
      stops.addAll(cutOff(cycler, direction));
    }
    stops.addAll(safetyStops(cycler));
    return judge(cycler.hold(terminals, stops, duration(step), recorder::advanced), planned, step);
  }

  private static StepEnd judge(End end, List<Stop> planned, Step step) {
    return switch (end) {
      case End.Stopped stopped when planned.contains(stopped.stop()) ->
          new StepEnd(stopped.stop().name(), true);
      case End.Stopped stopped ->
          new StepEnd(stopped.stop().name() + " before '" + step.text() + "' was done", false);
      case End.TimeUp() ->
          duration(step) < Double.POSITIVE_INFINITY && hasTime(step)
              ? new StepEnd("time", true)
              : new StepEnd("not done after 30 days: '" + step.text() + "'", false);
      case End.Failed failed -> new StepEnd(failed.reason(), false);
    };
  }

  /** A profile is straight lines, followed one after another. */
  private StepEnd followProfile(
      Step step, Control.Profile profile, Cycler cycler, Recorder recorder)
      throws InterruptedException {
    double start = cycler.time();
    double longest = Math.min(profile.duration(), duration(step));
    double[] times = profile.times();
    double[] values = profile.values();
    List<Stop> planned = plannedStops(step, cycler, 0);
    List<Stop> safety = safetyStops(cycler);
    for (int k = 0; k + 1 < times.length && times[k] < longest; k++) {
      Terminals from = terminals(pointOf(profile, values[k]), cycler.model());
      Terminals to = terminals(pointOf(profile, values[k + 1]), cycler.model());
      List<Stop> stops = new ArrayList<>(planned);
      if (from.kind() != Terminals.Kind.VOLTAGE) {
        double most = Math.max(values[k], values[k + 1]);
        double least = Math.min(values[k], values[k + 1]);
        stops.addAll(cutOff(cycler, Math.max(most, 0)));
        stops.addAll(cutOff(cycler, Math.min(least, 0)));
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
    return new StepEnd("time", true);
  }

  private static Control pointOf(Control.Profile profile, double value) {
    return switch (profile.kind()) {
      case CURRENT_AMPERE -> new Control.Current(value);
      case POWER_WATT -> new Control.Power(value);
      case VOLTAGE_VOLT -> new Control.Voltage(value);
    };
  }

  private Terminals terminals(Control control, CellModel cell) {
    double area = cell.area();
    return switch (control) {
      case Control.Rest() -> new Terminals(Terminals.Kind.CURRENT, 0);
      case Control.Current(double ampere) -> new Terminals(Terminals.Kind.CURRENT, -ampere / area);
      case Control.CRate(double rate) ->
          new Terminals(Terminals.Kind.CURRENT, -rate * oneC(cell) / area);
      case Control.Power(double watt) -> new Terminals(Terminals.Kind.POWER, -watt / area);
      case Control.Voltage(double volt) -> new Terminals(Terminals.Kind.VOLTAGE, volt);
      case Control.Resistance(double ohm) -> new Terminals(Terminals.Kind.RESISTANCE, ohm * area);
      case Control.Profile p ->
          throw new IllegalArgumentException("a profile is followed in pieces: " + p);
    };
  }

  private double oneC(CellModel cell) {
    return ampereHoursPerC.orElse(cell.nominalCapacity());
  }

  /** 1 charging, −1 discharging, 0 neither. */
  private static double direction(Control control, Cycler cycler) {
    return switch (control) {
      case Control.Current(double ampere) -> Math.signum(ampere);
      case Control.CRate(double rate) -> Math.signum(rate);
      case Control.Power(double watt) -> Math.signum(watt);
      case Control.Resistance r -> -1;
      case Control.Voltage(double volt) -> {
        // A hold that follows a charge to the same voltage goes on charging.
        double above = volt - cycler.state()[cycler.model().voltage()];
        yield Math.signum(
            Math.abs(above) > 1e-6 ? above : -cycler.state()[cycler.model().current()]);
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
    return shortest == Double.POSITIVE_INFINITY ? 30 * DAY : shortest;
  }

  private List<Stop> plannedStops(Step step, Cycler cycler, double direction) {
    CellModel cell = cycler.model();
    List<Stop> stops = new ArrayList<>();
    for (Ending ending : step.endings()) {
      switch (ending) {
        case Ending.AfterTime t -> {}
        case Ending.AtVoltage(double volt) -> {
          boolean rising = direction == 0 ? cycler.state()[cell.voltage()] < volt : direction > 0;
          stops.add(new Stop("voltage %s V".formatted(plain(volt)), cell.voltage(), volt, rising));
        }
        case Ending.AtCurrent(double ampere) ->
            stops.add(fading(cell, ampere, "current %s A".formatted(plain(ampere))));
        case Ending.AtCRate(double rate) ->
            stops.add(fading(cell, rate * oneC(cell), "current %s C".formatted(plain(rate))));
      }
    }
    return stops;
  }

  private static Stop fading(CellModel cell, double ampere, String name) {
    return new Stop(name, cell.current(), ampere / cell.area(), Stop.Direction.FADING);
  }

  /** The limits of the experiment, from now on. In a simulation there is no noise to wait out. */
  private List<Stop> safetyStops(Cycler cycler) {
    Experiment.Safety safety = experiment.safety();
    CellModel cell = cycler.model();
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

  private List<Stop> cutOff(Cycler cycler, double direction) {
    Bpx.Cell limits = bpx.cell();
    int voltage = cycler.model().voltage();
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
