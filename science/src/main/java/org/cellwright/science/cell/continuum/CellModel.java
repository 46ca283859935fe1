package org.cellwright.science.cell.continuum;

import java.util.Arrays;
import org.cellwright.science.cell.Profiles;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.numerics.dae.ImplicitSystem;
import org.jspecify.annotations.Nullable;

/**
 * A cell cut into volumes, with something imposed on its terminals.
 *
 * <p>What every model has in common: where the scalars stand among the unknowns, the balance of
 * heat, and counters. Current densities are per electrode area and positive on discharge; the
 * electrochemistry sees one temperature, the mean of the cell. Not thread-safe.
 */
public abstract class CellModel implements ImplicitSystem {
  final CellData data;
  final boolean lumpedThermal;
  final double ambient;

  /** Index of the first scalar; the amplitudes of a {@link Slab} follow, then the particles. */
  final int scalars;

  /** Index of the first shell of the negative particles. */
  final int particles;

  private final @Nullable Slab slab;

  static final int SCALARS = 7;

  /** Salt concentration below which properties see more salt than there is, mol/m³. */
  static final double LEAST_CONCENTRATION = 1e-2;

  /** Stoichiometry left at the edges for the kinetics to see. */
  static final double LEAST_ROOM = 1e-10;

  static final double EDGE_POTENTIAL = 1e-6;

  Terminals terminals = new Terminals.Current(0);

  final Border border;

  long newtonIterations;
  long factorisations;

  CellModel(CellData data, Thermal thermal, double ambient, int scalars) {
    this.data = data;
    this.lumpedThermal = thermal != Thermal.ISOTHERMAL;
    this.ambient = ambient;
    this.scalars = scalars;
    slab =
        thermal == Thermal.SLAB
            ? new Slab(data.slabConductance, data.coolingPower, data.heatCapacity, ambient)
            : null;
    particles = scalars + SCALARS + (slab == null ? 0 : Slab.MODES);
    border = new Border(data, lumpedThermal, ambient, slab);
  }

  /** Imposes something on the terminals from now on; the integrator must be started again. */
  public void impose(Terminals terminals) {
    this.terminals = terminals;
  }

  /** Index of the cell temperature, K. */
  public int temperature() {
    return scalars;
  }

  /** Index of the current density, A/m², discharge positive. */
  public int current() {
    return scalars + 1;
  }

  /** Index of the terminal voltage, V. */
  public int voltage() {
    return scalars + 2;
  }

  /** Index of the charge passed since the start, C/m², discharge positive. */
  public int charge() {
    return scalars + 3;
  }

  /** Index of the electric work delivered since the start, J/m². */
  public int energy() {
    return scalars + 4;
  }

  /**
   * Index of the plating margin, V: the smallest potential difference between solid and electrolyte
   * in the negative electrode, its face to the separator included. −1 where the model does not know
   * it: then nothing stands there.
   */
  public int margin() {
    return data.isHalfCell() ? -1 : scalars + 5;
  }

  /** Whether the model knows its plating margin. */
  public boolean knowsMargin() {
    return margin() >= 0;
  }

  void setMargin(double[] y, double value) {
    if (knowsMargin()) {
      y[margin()] = value;
    }
  }

  /** Index of the time since something was imposed, s. */
  public int clock() {
    return scalars + 6;
  }

  /**
   * Moves the clock to the end of a step, and the target with it, and prepares the slab; {@code y}
   * is prepared.
   */
  void tick(double c, double[] base, double[] y) {
    int clock = clock();
    y[clock] = base[clock] + c;
    if (slab != null) {
      slab.eliminate(c, base, scalars + SCALARS);
    }
    if (terminals instanceof Terminals.Current imposed) {
      y[current()] = imposed.after(y[clock]);
    }
  }

  /** The profile of a slab for the temperature found. */
  void conductHeat(double[] y) {
    if (slab != null) {
      slab.substitute(y[temperature()], y, scalars + SCALARS);
    }
  }

  /** Whether the current follows from something else that is imposed. */
  boolean currentIsFree() {
    return !(terminals instanceof Terminals.Current);
  }

  /** Electrode area of the whole cell, m². */
  public double area() {
    return data.area;
  }

  /** Nominal capacity, A·h. */
  public double nominalCapacity() {
    return data.nominalCapacity;
  }

  /** Newton iterations so far. */
  public long newtonIterations() {
    return newtonIterations;
  }

  /** Matrices factored so far. */
  public long factorisations() {
    return factorisations;
  }

  /** How many volumes hold salt; they stand first among the unknowns. */
  abstract int saltVolumes();

  /** Fills salt, particles, potentials and currents for a cell at rest. */
  abstract void fillAtRest(double[] y, double stateOfCharge, double temperature);

  /**
   * A cell at rest at a state of charge (0 to 1 between the stoichiometry limits) and a
   * temperature, K.
   */
  public double[] atRest(double stateOfCharge, double temperature) {
    double[] y = new double[size()];
    fillAtRest(y, stateOfCharge, temperature);
    double positive = restPotential(data.positive, stateOfCharge, temperature);
    double negative =
        data.isHalfCell() ? 0 : restPotential(data.negative, stateOfCharge, temperature);
    y[temperature()] = temperature;
    y[voltage()] = positive - negative;
    setMargin(y, negative);
    return y;
  }

  private double restPotential(CellData.ElectrodeData e, double stateOfCharge, double temperature) {
    double x = data.atRest(e, stateOfCharge, temperature)[0];
    return data.openCircuit(e.phases[0], x, temperature);
  }

  /** What {@link #lithiumInNegative} of a half cell is at rest at a state of charge, mol/m². */
  public double lithiumAtRest(double stateOfCharge) {
    double sum = 0;
    for (CellData.PhaseData p : data.positive.phases) {
      double window = p.maximumStoichiometry - p.minimumStoichiometry;
      sum += p.capacity() * (p.maximumStoichiometry - stateOfCharge * window);
    }
    return sum * data.positive.thickness;
  }

  /** Lithium in particles and electrolyte, mol/m². */
  public abstract double lithium(double[] y);

  /** Lithium in the particles of the negative electrode, in a half cell of the only one, mol/m². */
  public abstract double lithiumInNegative(double[] y);

  /** Charge in the double layers of the same electrode, C/m². */
  public double chargeOfDoubleLayers(double[] y) {
    return 0;
  }

  /** Whether lithium metal stands in the place of the negative electrode. */
  public boolean isHalfCell() {
    return data.isHalfCell();
  }

  /** Highest salt concentration, mol/m³. */
  public double highestConcentration(double[] y) {
    double highest = 0;
    for (int m = 0; m < saltVolumes(); m++) {
      highest = Math.max(highest, y[m]);
    }
    return highest;
  }

  /** The inside of the cell in this state, which need not be one the solver stopped at. */
  public abstract Fields fields(double[] y);

  /** What varies across the cell in this state. */
  public Profiles profiles(double[] y) {
    return fields(y).profiles(data.initialConcentration);
  }

  /** Where the cell is cooled, K. */
  double surfaceTemperature(double[] y) {
    return y[temperature()] + (slab == null ? 0 : Slab.atSurface(y, scalars + SCALARS));
  }

  /** In the middle of the cell, K. */
  double coreTemperature(double[] y) {
    return y[temperature()] + (slab == null ? 0 : Slab.atCore(y, scalars + SCALARS));
  }

  /** Why the model cannot go on from this state, in words; empty if nothing is wrong with it. */
  public abstract String distress(double[] y);

  /** What is likely to blame in this state if the solver gave up; empty if nothing stands out. */
  public String suspicion(double[] y) {
    return distress(y);
  }

  /**
   * Heat that warms the cell, W/m² of electrode, from current, voltage and the sum of a j (U - T
   * dU/dT).
   */
  static double heat(double i, double v, double reversibleWork) {
    return -i * v - reversibleWork;
  }

  /** Whether Newton's corrections, far below the tolerance, no longer fall: they are rounding. */
  static boolean stalled(int iteration, double norm, double before) {
    return iteration > 4 && norm < 1e-3 && norm > 0.5 * before;
  }

  static double square(double x) {
    return x * x;
  }

  /**
   * What fitted open-circuit potentials lack: a host that is empty or full takes no more. 1e-6 V
   * (1/x − 1/(1−x)) bends the potential to ±∞ at the edges and is below 0.1 mV for 0.01 ≤ x ≤ 0.99.
   * PyBaMM adds the same term (its issue 1435).
   */
  static double edge(double x) {
    double inside = Math.min(Math.max(x, LEAST_ROOM), 1 - LEAST_ROOM);
    return edge(1 / inside, 1 / (1 - inside));
  }

  static double edgeSlope(double x) {
    double inside = Math.min(Math.max(x, LEAST_ROOM), 1 - LEAST_ROOM);
    return edgeSlope(1 / inside, 1 / (1 - inside));
  }

  /** The same for 1/x and 1/(1 − x). */
  static double edge(double perX, double perRoom) {
    return EDGE_POTENTIAL * (perX - perRoom);
  }

  static double edgeSlope(double perX, double perRoom) {
    return -EDGE_POTENTIAL * (perX * perX + perRoom * perRoom);
  }

  @Override
  public void differential(boolean[] rows) {
    Arrays.fill(rows, true);
    Arrays.fill(rows, saltVolumes(), scalars, false);
    rows[current()] = false;
    rows[voltage()] = false;
    rows[scalars + 5] = false;
  }

  void weighScalars(double rtol, double[] weight) {
    Arrays.fill(weight, scalars, scalars + SCALARS, 0);
    double nominalDensity = data.nominalCapacity / data.area;
    weight[temperature()] = lumpedThermal ? 1 / (10 * rtol) : 0;
    Arrays.fill(weight, scalars + SCALARS, particles, 1 / (10 * rtol));
    weight[current()] = currentIsFree() ? 1 / (rtol * nominalDensity) : 0;
    // One among many unknowns, and what most users look at: it must not be averaged away.
    weight[voltage()] = Math.sqrt(size()) / rtol;
  }
}
