package org.cellwright.science.cell.design;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Outcome;
import org.cellwright.core.Outcome.Attachment;
import org.cellwright.core.Port;
import org.cellwright.core.Request;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.design.FastCharge.Charge;
import org.cellwright.science.cell.design.FastCharge.NoAnswer;
import org.cellwright.science.cell.design.FastCharge.Point;
import org.cellwright.science.cell.design.FastCharge.Stages;

/**
 * What a design is worth, on paper or off the line.
 *
 * <p>With one draw the outputs are those of the nominal cell. With more, objectives are means over
 * the draws with their standard deviations, and plating margin, peak temperature and salt
 * concentration are those that 95 % of the draws keep to. Area and currents in ampere stay those of
 * the nominal cell.
 */
final class FastChargeMethod implements Computation {
  private static final double ADVERSE = 0.05;
  private static final double CURVE_PERIOD = 15;
  private static final double FITTED_TO = 2000;
  private static final double KELVIN = 273.15;
  private static final int LEAST_POLYNOMIALS = 10;
  private static final int MOST_SHELLS_AS_POLYNOMIALS = 2 * Mesh.MOST_POLYNOMIALS;

  private static final String POSITIVE_THICKNESS = "positive_thickness";
  private static final String POSITIVE_POROSITY = "positive_porosity";
  private static final String NEGATIVE_POROSITY = "negative_porosity";
  private static final String POSITIVE_RADIUS = "positive_particle_radius";
  private static final String NEGATIVE_RADIUS = "negative_particle_radius";
  private static final String NP_RATIO = "np_ratio";
  private static final String SEPARATOR_THICKNESS = "separator_thickness";
  private static final String CHARGE_RATE_1 = "charge_rate_1";
  private static final String CHARGE_RATE_2 = "charge_rate_2";
  private static final String SWITCH_SOC = "switch_soc";

  private static final List<Port> INPUTS =
      List.of(
          Port.scalar(POSITIVE_THICKNESS, "um", "coating of the positive electrode"),
          Port.scalar(POSITIVE_POROSITY, "1", "pore volume of the positive coating"),
          Port.scalar(NEGATIVE_POROSITY, "1", "pore volume of the negative coating"),
          Port.scalar(POSITIVE_RADIUS, "um", "radius of the positive particles"),
          Port.scalar(NEGATIVE_RADIUS, "um", "radius of the negative particles"),
          Port.scalar(NP_RATIO, "1", "negative over positive capacity; sets the negative coating"),
          Port.scalar(SEPARATOR_THICKNESS, "um", "separator"),
          Port.scalar(CHARGE_RATE_1, "C", "charging rate of the first stage"),
          Port.scalar(CHARGE_RATE_2, "C", "charging rate of the second stage"),
          Port.scalar(SWITCH_SOC, "1", "state of charge at which the second stage begins"));

  private static final List<Port> OUTPUTS =
      List.of(
          Port.scalar("specific_energy", "Wh/kg", "C/3 discharge from full, over the stack's mass"),
          Port.scalar("charge_time", "min", "from 10 % to 80 %"),
          Port.scalar(
              "plating_margin",
              "mV",
              "smallest potential of the negative solid over its electrolyte"),
          Port.scalar("peak_temperature", "degC", "hottest moment of the charge"),
          Port.scalar(
              "max_electrolyte_concentration", "mol/l", "highest salt concentration of the charge"),
          Port.scalar("capacity", "Ah", "between the cut-offs at equilibrium, nominal cell"),
          Port.scalar(
              "negative_thickness", "um", "coating that makes the N/P ratio, nominal cell"));

  private final Identity identity;
  private final BaseCell base;
  private final Model model;
  private final Mesh mesh;
  private final double relativeTolerance;
  private final int draws;
  private final boolean curves;

  FastChargeMethod(
      Identity identity,
      BaseCell base,
      Model model,
      Mesh mesh,
      double relativeTolerance,
      int draws,
      boolean curves) {
    this.identity = identity;
    this.base = base;
    this.model = model;
    this.mesh = mesh;
    this.relativeTolerance = relativeTolerance;
    this.draws = draws;
    this.curves = curves;
    if (draws > 1) {
      // Fails now, not at the first evaluation.
      CoatingTolerances.of(base.bpx().userDefined());
    }
  }

  @Override
  public Identity identity() {
    return identity;
  }

  @Override
  public List<Port> inputs() {
    return INPUTS;
  }

  @Override
  public List<Port> outputs() {
    return OUTPUTS;
  }

  @Override
  public Optional<Computation> refined() {
    return Optional.of(
        new FastChargeMethod(
            new Identity(identity.name(), identity.version() + "-refined", identity.digest()),
            base,
            model,
            finer(mesh),
            relativeTolerance / 10,
            draws,
            curves));
  }

  /**
   * Twice the volumes. In the particles half as many polynomials as there were shells, at least
   * ten: closer to the limit of ever thinner shells than twice the shells, and cheaper. Where a
   * diffusivity depends on concentration they stand for twice the shells.
   */
  private static Mesh finer(Mesh mesh) {
    Mesh doubled = mesh.doubled();
    return mesh.surface() == Mesh.Surface.SPECTRAL || mesh.shells() > MOST_SHELLS_AS_POLYNOMIALS
        ? doubled
        : doubled.withPolynomials(Math.max(LEAST_POLYNOMIALS, mesh.shells() / 2));
  }

  /**
   * What one draw came to: nothing where it has no equilibrium at a cut-off, a reason where the
   * solver gave up.
   */
  private record Result(
      double specificEnergy, Optional<Charge> charge, Optional<String> unsolved) {}

  @Override
  public Outcome compute(Request request) throws InterruptedException {
    Design design = request.design();
    Stack.Geometry asked = geometry(design);
    if (!(asked.negativePorosity() > 0 && asked.negativePorosity() < 1)
        || !(asked.positivePorosity() > 0 && asked.positivePorosity() < 1)) {
      return Outcome.failed(design, "a porosity is not between 0 and 1");
    }
    double area = Stack.areaOf(base, asked);
    Optional<Stack> nominal = Stack.of(base, asked, area);
    if (nominal.isEmpty()) {
      return Outcome.failed(design, "the cell has no equilibrium at one of its cut-off voltages");
    }
    Stages stages = stages(design, nominal.get().capacity());
    Stack.Geometry[] geometries =
        draws == 1
            ? new Stack.Geometry[] {asked}
            : CoatingTolerances.of(base.bpx().userDefined()).draws(asked, draws);
    List<Result> results;
    try {
      results =
          IntStream.range(0, draws)
              .parallel()
              .mapToObj(k -> solve(k, geometries[k], area, nominal.get().capacity(), stages))
              .toList();
    } catch (CancellationException e) {
      throw new InterruptedException(e.getMessage());
    }
    Optional<String> unsolved =
        results.stream().flatMap(result -> result.unsolved().stream()).findFirst();
    if (unsolved.isPresent()) {
      return Outcome.failed(design, unsolved.get());
    }
    return outcome(design, nominal.get(), results);
  }

  private Result solve(
      int draw, Stack.Geometry geometry, double area, double nominalAmpereHour, Stages stages) {
    Optional<Stack> made = Stack.of(base, geometry, area);
    if (made.isEmpty()) {
      return new Result(Double.NaN, Optional.empty(), Optional.empty());
    }
    Stack stack = made.get();
    Simulation simulation =
        Simulation.of(stack.bpx())
            .model(model)
            .mesh(mesh)
            .relativeTolerance(relativeTolerance)
            .thermal(Thermal.LUMPED);
    try {
      double joule =
          FastCharge.dischargeEnergy(
              simulation, nominalAmpereHour, stack.bpx().cell().lowerCutOff());
      Charge charge =
          FastCharge.charge(
              simulation,
              stages,
              stack.capacity(),
              stack.bpx().cell().upperCutOff(),
              curves ? CURVE_PERIOD : FastCharge.LONGEST);
      return new Result(
          joule / 3600 / (stack.mass() * area), Optional.of(charge), Optional.empty());
    } catch (NoAnswer e) {
      return new Result(
          Double.NaN,
          Optional.empty(),
          Optional.of(draws == 1 ? e.reason() : "draw %d: %s".formatted(draw, e.reason())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException(e.getMessage());
    }
  }

  private Outcome outcome(Design design, Stack nominal, List<Result> results) {
    Draws margin = drawn(results, c -> 1e3 * c.platingMargin());
    Draws temperature = drawn(results, c -> c.peakTemperature() - KELVIN);
    Draws salt = drawn(results, c -> c.highestConcentration() / 1e3);
    Draws energy = Draws.of(results.stream().mapToDouble(Result::specificEnergy).toArray());
    Draws time = drawn(results, c -> c.time() / 60);
    double adverseMargin = margin.lowQuantile(ADVERSE);
    if (Double.isInfinite(adverseMargin)) {
      return Outcome.failed(
          design,
          "%d of %d draws have no equilibrium at one of the cut-off voltages"
              .formatted(results.stream().filter(r -> r.charge().isEmpty()).count(), draws));
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    put(values, "specific_energy", energy.mean(), energy);
    put(values, "charge_time", time.mean(), time);
    put(values, "plating_margin", adverseMargin, margin);
    put(values, "peak_temperature", temperature.highQuantile(1 - ADVERSE), temperature);
    put(values, "max_electrolyte_concentration", salt.highQuantile(1 - ADVERSE), salt);
    values.put("capacity", Scalar.of(nominal.capacity(), unit("capacity")));
    values.put(
        "negative_thickness",
        Scalar.of(1e6 * nominal.geometry().negativeThickness(), unit("negative_thickness")));
    List<String> flags = new ArrayList<>();
    if (results.stream()
        .anyMatch(
            r -> r.charge().isPresent() && r.charge().get().highestConcentration() > FITTED_TO)) {
      flags.add("the electrolyte exceeds 2 mol/l, where its properties are extrapolated");
    }
    if (results.stream().anyMatch(r -> r.charge().isPresent() && !r.charge().get().done())) {
      flags.add("not charged to 80 % within 2 h; the charge time is extrapolated");
    }
    return Outcome.ok(design, values, flags, curves ? attachments(nominal, results) : List.of());
  }

  private interface OfCharge {
    double of(Charge charge);
  }

  private static Draws drawn(List<Result> results, OfCharge quantity) {
    return Draws.of(
        results.stream()
            .mapToDouble(r -> r.charge().map(quantity::of).orElse(Double.NaN))
            .toArray());
  }

  private void put(SequencedMap<String, Value> values, String name, double value, Draws over) {
    Uncertainty uncertainty =
        draws == 1 ? Uncertainty.UNKNOWN : new Uncertainty(Uncertainty.Kind.PARAMETRIC, over.std());
    values.put(name, new Scalar(value, unit(name), uncertainty));
  }

  private static MeasurementUnit unit(String output) {
    return OUTPUTS.stream().filter(p -> p.name().equals(output)).findFirst().orElseThrow().unit();
  }

  private static List<Attachment> attachments(Stack nominal, List<Result> results) {
    ByteArrayOutputStream cell = new ByteArrayOutputStream();
    nominal.bpx().write(cell);
    StringBuilder rows =
        new StringBuilder(
            "draw,test_time_second,voltage_volt,current_ampere,plating_margin_volt,"
                + "cell_temperature_celsius,state_of_charge\n");
    for (int k = 0; k < results.size(); k++) {
      for (Point p : results.get(k).charge().map(Charge::curve).orElse(List.of())) {
        rows.append(
            String.format(
                Locale.ROOT,
                "%d,%.3f,%.5f,%.5f,%.5f,%.3f,%.5f\n",
                k,
                p.time(),
                p.voltage(),
                p.current(),
                p.margin(),
                p.temperature() - KELVIN,
                p.soc()));
      }
    }
    return List.of(
        new Attachment("cell.json", "application/json", cell.toByteArray()),
        new Attachment("curves.csv", "text/csv", rows.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** Variables that the campaign leaves out stay as they are in the base cell. */
  private Stack.Geometry geometry(Design design) {
    Stack.Geometry g = base.geometry();
    Stack.Geometry chosen =
        new Stack.Geometry(
            g.negativeThickness(),
            chosen(design, SEPARATOR_THICKNESS, g.separatorThickness()),
            chosen(design, POSITIVE_THICKNESS, g.positiveThickness()),
            chosen(design, NEGATIVE_POROSITY, g.negativePorosity()),
            chosen(design, POSITIVE_POROSITY, g.positivePorosity()),
            chosen(design, NEGATIVE_RADIUS, g.negativeRadius()),
            chosen(design, POSITIVE_RADIUS, g.positiveRadius()));
    return design.values().containsKey(NP_RATIO)
        ? chosen.balanced(base, design.si(NP_RATIO))
        : chosen;
  }

  private static double chosen(Design design, String name, double otherwise) {
    return design.values().containsKey(name) ? design.si(name) : otherwise;
  }

  private static Stages stages(Design design, double ampereHour) {
    if (!design.values().containsKey(CHARGE_RATE_1)) {
      throw CellwrightException.refused(
          "nothing says how fast to charge",
          "variables." + CHARGE_RATE_1,
          "Add the variable charge_rate_1, such as {between: [1 C, 5 C]}.");
    }
    double rate1 = design.si(CHARGE_RATE_1);
    boolean twoStages = design.values().containsKey(CHARGE_RATE_2);
    if (twoStages != design.values().containsKey(SWITCH_SOC)) {
      throw CellwrightException.refused(
          "a second stage needs both charge_rate_2 and switch_soc", "variables", null);
    }
    return new Stages(
        rate1 * ampereHour,
        (twoStages ? design.si(CHARGE_RATE_2) : rate1) * ampereHour,
        twoStages ? design.si(SWITCH_SOC) : FastCharge.TARGET);
  }
}
