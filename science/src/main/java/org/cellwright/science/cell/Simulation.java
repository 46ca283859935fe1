package org.cellwright.science.cell;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Dfn;
import org.cellwright.science.cell.continuum.Spme;
import org.cellwright.science.cell.continuum.Thevenin;
import org.jspecify.annotations.Nullable;

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
    LUMPED,
    /**
     * As lumped, but heat has to find its way through the thickness of the cell to both faces.
     * Electrochemistry sees the mean temperature.
     */
    SLAB
  }

  /** Hears of a simulation while it runs, on its thread. */
  public interface Listener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /**
     * The solver made a step.
     *
     * @param step number of the step of the experiment, from 1
     * @param time since the start, s
     * @param done how much of the experiment, 0 to 1, as far as can be told
     */
    default void advanced(int step, double time, double done) {}

    /**
     * A point of the solution was recorded.
     *
     * @param profiles across the cell at that time; only to be asked before this returns
     */
    default void recorded(int step, double time, Supplier<Profiles> profiles) {}
  }

  /** What happens after a step that could not be done: a limit came first, or the model gave up. */
  public enum Infeasible {
    /** The experiment ends. A safety limit always ends it. */
    STOP,
    /** The next step begins where that one ended. */
    CONTINUE
  }

  /**
   * Relative tolerances by kind of step.
   *
   * @param taper for steps that end at a current, which fades so slowly that its end needs more
   * @param profile for profiles, which bend too often to pay for more
   */
  record Tolerances(double plain, double taper, double profile) {
    /** With these, events are within 1 ms of those at ever smaller tolerances. */
    static final Tolerances FOR_EVENTS = new Tolerances(3e-7, 1e-8, 1e-5);

    double of(Step step) {
      boolean fades =
          step.endings().stream()
              .anyMatch(e -> e instanceof Ending.AtCurrent || e instanceof Ending.AtCRate);
      return step.control() instanceof Control.Profile ? profile : fades ? taper : plain;
    }
  }

  private static final double LEAST_TOLERANCE = 1e-10;
  private static final int ERROR_POINTS = 500;

  // Set only before the object is handed out.
  private Bpx bpx;
  private Model model = Model.DFN;
  private Mesh mesh = Mesh.DEFAULT;
  private Thermal thermal = Thermal.ISOTHERMAL;
  private Tolerances tolerances = Tolerances.FOR_EVENTS;
  private Infeasible infeasible = Infeasible.STOP;
  private double stateOfCharge;
  private double temperature;
  private double period;
  private double ampereAtOneC;
  private Experiment experiment;
  private @Nullable HalfCell halfCell;
  private boolean doubleLayers;
  private Set<Reading> readings = Set.of();

  private Simulation(Bpx bpx) {
    this.bpx = bpx.degraded();
    stateOfCharge = bpx.state().soc().orElse(1);
    temperature = bpx.initialTemperature();
    ampereAtOneC = bpx.cell().nominalCapacity();
    experiment = Experiment.parse("Discharge at 1C");
  }

  private Simulation(Simulation other) {
    bpx = other.bpx;
    model = other.model;
    mesh = other.mesh;
    thermal = other.thermal;
    tolerances = other.tolerances;
    infeasible = other.infeasible;
    stateOfCharge = other.stateOfCharge;
    temperature = other.temperature;
    period = other.period;
    ampereAtOneC = other.ampereAtOneC;
    experiment = other.experiment;
    halfCell = other.halfCell;
    doubleLayers = other.doubleLayers;
    readings = other.readings;
  }

  /**
   * A DFN of this cell on the default mesh, isothermal, from the state that its file gives (else
   * full), discharged at 1C. What that state names as lost is gone, see {@link Bpx#degraded}.
   */
  public static Simulation of(Bpx bpx) {
    return new Simulation(bpx);
  }

  public Simulation model(Model model) {
    Simulation changed = new Simulation(this);
    changed.model = model;
    return changed;
  }

  public Simulation mesh(Mesh mesh) {
    Simulation changed = new Simulation(this);
    changed.mesh = mesh;
    return changed;
  }

  /**
   * @throws CellwrightException REFUSED for a cell whose file lacks what the thermal model needs
   */
  public Simulation thermal(Thermal thermal) {
    if (thermal != Thermal.ISOTHERMAL) {
      Bpx.Cell cell = bpx.cell();
      require(cell.density(), "Cell/Density [kg.m-3]");
      require(cell.volume(), "Cell/Volume [m3]");
      require(cell.specificHeat(), "Cell/Specific heat capacity [J.K-1.kg-1]");
      require(cell.externalSurfaceArea(), "Cell/External surface area [m2]");
      require(
          bpx.state().heatTransferCoefficient(),
          "State/Thermal environment/Heat transfer coefficient [W.m-2.K-1]");
    }
    if (thermal == Thermal.SLAB) {
      requirePositive(BpxKey.THERMAL_CONDUCTIVITY);
      requirePositive(CellData.CELL_THICKNESS);
    }
    Simulation changed = new Simulation(this);
    changed.thermal = thermal;
    return changed;
  }

  private static void require(OptionalDouble value, String field) {
    if (value.isEmpty()) {
      throw CellwrightException.refused(
          "the thermal model needs '%s'".formatted(field),
          field,
          "Add it to the cell file or with --set, or stay isothermal.");
    }
  }

  private void requirePositive(String field) {
    double value =
        bpx.userDefined()
            .required("A slab needs it; add it to the cell file or with --set.", field);
    Check.positive(BpxKey.USER_DEFINED + "/" + field, value);
  }

  /**
   * Whether the double layers of the cell file are charged, which takes microseconds and needs
   * steps of that size after every change of the current. Without, they follow at once.
   */
  public Simulation doubleLayers(boolean resolved) {
    Simulation changed = new Simulation(this);
    changed.doubleLayers = resolved;
    return changed;
  }

  /**
   * One electrode against lithium metal. It stands in the place of the positive electrode: a
   * discharge puts lithium into it, a state of charge of 1 is its least lithium, and it has no
   * cut-offs but those limits of stoichiometry, and 0 V on discharge. C-rates and the tolerance of
   * currents refer to the whole cell's nominal capacity still.
   */
  public Simulation halfCell(HalfCell working) {
    Simulation changed = new Simulation(this);
    changed.halfCell = working;
    return changed;
  }

  /**
   * @param tolerance relative to the scale of each unknown, 1e-10 to 0.01. Unless set, it is 3e-7,
   *     1e-8 in steps that end at a current and 1e-5 in profiles, for events within 1 ms.
   */
  public Simulation relativeTolerance(double tolerance) {
    requireRange("relative tolerance", tolerance, LEAST_TOLERANCE, 1e-2, "--rtol");
    Simulation changed = new Simulation(this);
    changed.tolerances = new Tolerances(tolerance, tolerance, tolerance);
    return changed;
  }

  /** What to do after a step that could not be done; stop, unless said. */
  public Simulation onInfeasible(Infeasible infeasible) {
    Simulation changed = new Simulation(this);
    changed.infeasible = infeasible;
    return changed;
  }

  /**
   * @param soc at the start, 0 to 1 between the stoichiometry limits of the cell file
   */
  public Simulation stateOfCharge(double soc) {
    requireStateOfCharge(soc);
    Simulation changed = new Simulation(this);
    changed.stateOfCharge = soc;
    return changed;
  }

  /**
   * @param kelvin of the cell at the start, K
   */
  public Simulation temperature(double kelvin) {
    requireTemperature(kelvin);
    Simulation changed = new Simulation(this);
    changed.temperature = kelvin;
    return changed;
  }

  /**
   * @param seconds between recorded points; a step's own period goes before
   */
  public Simulation every(double seconds) {
    requireRange("period in seconds", seconds, 1e-6, 1e9, "--every");
    Simulation changed = new Simulation(this);
    changed.period = seconds;
    return changed;
  }

  /** What 1C means in ampere, where it is not the nominal capacity of the cell file. */
  public Simulation ampereAtOneC(double ampere) {
    Simulation changed = new Simulation(this);
    changed.ampereAtOneC = ampere;
    return changed;
  }

  public Simulation experiment(Experiment experiment) {
    Simulation changed = new Simulation(this);
    changed.experiment = experiment;
    return changed;
  }

  /**
   * What to record besides the usual columns, at the price of the whole state at every point.
   *
   * @throws CellwrightException REFUSED, naming the fields, if the cell file lacks what one needs
   */
  public Simulation readings(Set<Reading> readings) {
    readings.forEach(reading -> reading.require(bpx));
    Simulation changed = new Simulation(this);
    changed.readings = Set.copyOf(readings);
    return changed;
  }

  /** As {@link Experiment#parse}. */
  public Simulation experiment(String text) {
    return experiment(Experiment.parse(text));
  }

  static void requireStateOfCharge(double soc) {
    requireRange("state of charge", soc, 0, 1, "--soc");
  }

  static void requireTemperature(double kelvin) {
    requireRange("temperature in kelvin", kelvin, 200, 400, "--temperature");
  }

  static void requireRange(String what, double value, double lower, double upper, String where) {
    if (!(value >= lower && value <= upper)) {
      throw CellwrightException.refused(
          "the %s is %s".formatted(what, value), where, "Choose %s to %s.".formatted(lower, upper));
    }
  }

  /** The discretised model, before anything is imposed on it. */
  private CellModel discretise() {
    boolean porous = model == Model.DFN || model == Model.SPME;
    if (model == Model.THEVENIN && halfCell != null) {
      throw noHalfCircuit();
    }
    if (doubleLayers) {
      requireDoubleLayers();
    }
    CellData data = new CellData(bpx, porous, doubleLayers, halfCell);
    double ambient = bpx.state().ambientTemperature().orElse(temperature);
    return switch (model) {
      case DFN -> new Dfn(data, mesh, thermal, ambient);
      case SPME -> new Spme(data, mesh, true, thermal, ambient);
      case SPM -> new Spme(data, mesh, false, thermal, ambient);
      case THEVENIN -> new Thevenin(data, EquivalentCircuit.of(bpx, temperature), thermal, ambient);
    };
  }

  static CellwrightException noHalfCircuit() {
    return CellwrightException.refused(
        "an equivalent circuit does not know its electrodes apart",
        "--half-cell",
        "Choose spm, spme or dfn.");
  }

  private void requireDoubleLayers() {
    if (model != Model.DFN) {
      throw CellwrightException.refused(
          "only the DFN charges double layers", "--double-layer", "Choose --model dfn.");
    }
    Supplement extras = Supplement.of(bpx);
    if (extras.negativeDoubleLayer() + extras.positiveDoubleLayer() == 0) {
      throw CellwrightException.refused(
          "the cell file does not say what the double layers hold",
          "--double-layer",
          "Set '%s/%s' or the positive one."
              .formatted(BpxKey.USER_DEFINED, Supplement.NEGATIVE_DOUBLE_LAYER));
    }
  }

  /**
   * The cell at rest, ready to be held under one thing after another; for protocols that
   * experiments cannot express.
   */
  public Cycler cycler() {
    CellModel cell = discretise();
    return new Cycler(cell, tolerances.plain, cell.atRest(stateOfCharge, temperature));
  }

  /**
   * Does what the experiment says. What cannot be done ends it with a reason, in the solution; only
   * input that makes no sense is an exception.
   *
   * @throws InterruptedException if the thread was asked to stop
   */
  public Solution run() throws InterruptedException {
    Solution solution = run(Listener.NONE);
    if (solution.completion() == Solution.Completion.STOPPED) {
      throw new InterruptedException(solution.endReason());
    }
    return solution;
  }

  /**
   * The same with somebody listening. Where the thread is interrupted, the solution ends there,
   * with all that came before.
   */
  public Solution run(Listener listener) {
    if (halfCell != null) {
      HalfCell working = halfCell;
      readings.forEach(reading -> reading.requireIn(working));
    }
    return new ExperimentRun(
            cycler(),
            halfCell == null ? bpx : withPositive(halfCell),
            experiment,
            ampereAtOneC,
            period,
            readings,
            infeasible,
            tolerances,
            Citation.whenAsked(bpx, model, thermal),
            listener)
        .solve();
  }

  /** The working electrode as the positive one. */
  private Bpx withPositive(HalfCell working) {
    return bpx.withElectrodes(
            bpx.negativeElectrode(),
            working == HalfCell.NEGATIVE ? bpx.negativeElectrode() : bpx.positiveElectrode())
        .withState(State.UNSAID);
  }

  /**
   * How far the voltage of this simulation is from the one on twice the mesh at a tenth of the
   * tolerance: root mean square over evenly spaced times of each step, counted from its start, V.
   * Costs several times the simulation itself.
   *
   * @param duration of the simulation, s
   * @return empty if either has no two points of a step in common
   */
  public OptionalDouble estimateError(double duration) throws InterruptedException {
    Simulation sampled = every(Math.max(1e-3, duration / ERROR_POINTS)).readings(Set.of());
    Solution coarse = sampled.run();
    Solution fine =
        sampled
            .mesh(mesh.doubled())
            .relativeTolerance(Math.max(LEAST_TOLERANCE, tolerances.plain / 10))
            .run();
    double sum = 0;
    int count = 0;
    for (int step = 1; step <= experiment.steps().size(); step++) {
      int a = coarse.firstOf(step);
      int b = fine.firstOf(step);
      // The last point of a step stands where it ended, not at a common time.
      int common = Math.min(coarse.firstOf(step + 1) - a, fine.firstOf(step + 1) - b) - 1;
      for (int k = 0; k < common; k++) {
        double difference = fine.voltage()[b + k] - coarse.voltage()[a + k];
        sum += difference * difference;
        count++;
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(sum / count));
  }
}
