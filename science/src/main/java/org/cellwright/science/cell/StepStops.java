package org.cellwright.science.cell;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Cycler.Stop;

/**
 * Which way the steps of an experiment go, and what stops them: the endings that they name, the
 * cut-offs of the cell, the safety limits, and where one of several limits takes over.
 */
final class StepStops {
  private static final String SAFETY = "safety limit: ";

  /** A limit is exceeded, not touched: V, or as a fraction. */
  static final double BEYOND = 1e-6;

  private final Cycler cycler;
  private final CellModel cell;
  private final Bpx.Cell cutOffs;
  private final Experiment.Safety safety;
  private final double ampereAtOneC;
  private final double lithiumAtStart;

  /** Charge when the step began, C/m². */
  private double stepCharge;

  /**
   * @param lithiumAtStart what charge can come out of in the negative electrode, in a half cell the
   *     only one, where none has passed, mol/m²
   */
  StepStops(
      Cycler cycler,
      Bpx.Cell cutOffs,
      Experiment.Safety safety,
      double ampereAtOneC,
      double lithiumAtStart) {
    this.cycler = cycler;
    this.cell = cycler.model();
    this.cutOffs = cutOffs;
    this.safety = safety;
    this.ampereAtOneC = ampereAtOneC;
    this.lithiumAtStart = lithiumAtStart;
  }

  /** A step begins here. */
  void begin() {
    stepCharge = cycler.state()[cell.charge()];
  }

  static boolean isSafety(Stop stop) {
    return stop.name().startsWith(SAFETY);
  }

  /** 1 charging, −1 discharging, 0 neither. */
  double direction(Control control) {
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

  /**
   * The stops of a step and those that guard the cell. A voltage that the step itself names counts,
   * also beyond the cell's own limit.
   */
  List<Stop> guarded(List<Stop> planned, Step step, List<Control> controls, double direction) {
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
    stops.addAll(safety());
    return stops;
  }

  /** Where a limit is exceeded, by so little that imposing it does not meet another at once. */
  Stop handover(Control limit, double direction) {
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

  private double platingMargin() {
    if (!cell.knowsMargin()) {
      throw CellwrightException.refused(
          "this model does not know the plating margin",
          "--experiment",
          "Choose spm, spme or dfn of a whole cell.");
    }
    return cycler.state()[cell.margin()];
  }

  /** What a step itself says that it ends at; a step that says nothing ends at a cut-off. */
  List<Stop> planned(Step step, double direction) {
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
  List<Stop> safety() {
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
    double delay = safety.delay().orElse(0);
    String name =
        SAFETY
            + "%s %s %s".formatted(side, plain(value), unit)
            + (delay > 0 ? " for %s s".formatted(plain(delay)) : "");
    Stop.Direction direction = rising ? Stop.Direction.RISING : Stop.Direction.FALLING;
    return new Stop(name, index, threshold, direction, delay);
  }

  /** What a cell ends at that goes in a direction. */
  List<Stop> cutOff(double direction) {
    if (cell.isHalfCell()) {
      return endsOfElectrode(direction);
    }
    int voltage = cell.voltage();
    if (direction > 0) {
      return List.of(
          new Stop(
              "upper cut-off %s V".formatted(plain(cutOffs.upperCutOff())),
              voltage,
              cutOffs.upperCutOff(),
              true));
    }
    return direction < 0
        ? List.of(
            new Stop(
                "lower cut-off %s V".formatted(plain(cutOffs.lowerCutOff())),
                voltage,
                cutOffs.lowerCutOff(),
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
  static String plain(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(5)).stripTrailingZeros().toPlainString();
  }
}
