package org.cellwright.science.cell;

import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.CellModel;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Dfn;
import org.cellwright.science.cell.continuum.Spme;
import org.cellwright.science.cell.continuum.Thevenin;

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

  private static final double LEAST_TOLERANCE = 1e-10;
  private static final int ERROR_POINTS = 500;

  // Set only before the object is handed out.
  private Bpx bpx;
  private Model model = Model.DFN;
  private Mesh mesh = Mesh.DEFAULT;
  private Thermal thermal = Thermal.ISOTHERMAL;
  private double relativeTolerance = 1e-4;
  private double stateOfCharge;
  private double temperature;
  private double period;
  private double ampereAtOneC;
  private Experiment experiment;

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
    relativeTolerance = other.relativeTolerance;
    stateOfCharge = other.stateOfCharge;
    temperature = other.temperature;
    period = other.period;
    ampereAtOneC = other.ampereAtOneC;
    experiment = other.experiment;
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
    Simulation changed = new Simulation(this);
    changed.thermal = thermal;
    return changed;
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
    requireRange("relative tolerance", tolerance, LEAST_TOLERANCE, 1e-2, "--rtol");
    Simulation changed = new Simulation(this);
    changed.relativeTolerance = tolerance;
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
    boolean lumped = thermal == Thermal.LUMPED;
    boolean porous = model == Model.DFN || model == Model.SPME;
    CellData data = new CellData(bpx, porous);
    double ambient = bpx.state().ambientTemperature().orElse(temperature);
    return switch (model) {
      case DFN -> new Dfn(data, mesh, lumped, ambient);
      case SPME -> Spme.withElectrolyte(data, mesh, lumped, ambient);
      case SPM -> Spme.withoutElectrolyte(data, mesh, lumped, ambient);
      case THEVENIN -> new Thevenin(data, EquivalentCircuit.of(bpx, temperature), lumped, ambient);
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
    return new ExperimentRun(cycler(), bpx.cell(), experiment, ampereAtOneC, period).solve();
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
    Simulation sampled = every(Math.max(1e-3, duration / ERROR_POINTS));
    Solution coarse = sampled.run();
    Solution fine =
        sampled
            .mesh(mesh.doubled())
            .relativeTolerance(Math.max(LEAST_TOLERANCE, relativeTolerance / 10))
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
