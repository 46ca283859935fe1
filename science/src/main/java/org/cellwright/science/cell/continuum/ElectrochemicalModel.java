package org.cellwright.science.cell.continuum;

import java.util.Arrays;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.jspecify.annotations.Nullable;

/**
 * A cell of porous electrodes with particles, and Newton's method for one implicit step of it.
 *
 * <p>A model linearises its equations, for which current and temperature are a {@link Border}. A
 * fresh matrix serves each iteration, so convergence is quadratic: after one iteration the next
 * correction is predicted from the last one measured, and usually need not be computed.
 */
abstract class ElectrochemicalModel extends CellModel {
  private static final int INTEGRATION_ITERATIONS = 7;
  private static final int INITIAL_ITERATIONS = 60;

  // No potential moves further at once where the beginning is far from the solution, V.
  private static final double LONGEST_MOVE = 0.2;

  final Volumes volumes;

  double terminalVoltage;
  // What the voltage owes to current and temperature directly.
  double voltageByCurrent;
  double voltageByTemperature;
  double reversibleWork;

  private double curvature = 1;

  /**
   * @param negative nodes of the negative electrode
   * @param positive nodes of the positive electrode
   */
  ElectrochemicalModel(
      CellData data, Volumes volumes, int negative, int positive, Thermal thermal, double ambient) {
    super(
        data,
        thermal,
        ambient,
        volumes.count
            + (data.isHalfCell() ? 0 : unknowns(data.negative, negative))
            + unknowns(data.positive, positive));
    this.volumes = volumes;
  }

  /** Φ and j. */
  private static int unknowns(ElectrodeData electrode, int nodes) {
    return nodes + PorousElectrode.fluxes(electrode, nodes);
  }

  /** From the negative one on; of a half cell the only one. */
  abstract PorousElectrode[] electrodes();

  private PorousElectrode last() {
    return electrodes()[electrodes().length - 1];
  }

  /** Of a whole cell. */
  abstract @Nullable PlatingMargin platingMargin();

  @Override
  public final int size() {
    return last().end;
  }

  @Override
  final int saltVolumes() {
    return volumes.count;
  }

  @Override
  final void fillAtRest(double[] y, double stateOfCharge, double temperature) {
    Arrays.fill(y, 0, volumes.count, data.initialConcentration);
    for (PorousElectrode e : electrodes()) {
      e.fillAtRest(y, stateOfCharge, temperature);
    }
  }

  /** Whether one elimination of the particles serves all iterations of a step. */
  private boolean isLinear() {
    return electrodes()[0].isLinear && last().isLinear;
  }

  /** One step begins; {@code y} is predicted but for the particles of a linear model. */
  void begin(double c, double[] predicted, double[] base, double[] y) {}

  /** Linear equations at {@code y} and their solutions; false where there are none. */
  abstract boolean linearise(double c, double[] base, double[] y);

  /** Change of the voltage along solution {@code k}, direct parts included; that of j with it. */
  abstract double voltageAlong(int k);

  /** Joins the solutions of the border to one, changes of j included. */
  abstract void join(double deltaCurrent, double deltaTemperature);

  /** The largest change of a potential in the joint solution, V. */
  abstract double longestMove();

  /**
   * Corrects salt, potentials and j in {@code y} by the joint solution.
   *
   * @return Σ (correction/tolerance)², with that {@code ofBorder}
   */
  abstract double move(
      double scale,
      double deltaCurrent,
      double ofBorder,
      double[] weight,
      double[] y,
      boolean initial);

  /** By how many that sum is divided for a mean. */
  abstract double freedoms();

  /** The particles for the currents found. */
  abstract void settle(double c, double particleTemperature, double[] base, double[] y);

  @Override
  public final boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y) {
    boolean linear = isLinear();
    System.arraycopy(predicted, 0, y, 0, linear ? particles : size());
    tick(c, base, y);
    boolean initial = c == 0;
    double particleTemperature = predicted[temperature()];
    begin(c, predicted, base, y);
    for (PorousElectrode e : electrodes()) {
      e.begin(c, particleTemperature, base, y);
    }
    double before = Double.POSITIVE_INFINITY;
    int most = initial ? INITIAL_ITERATIONS : INTEGRATION_ITERATIONS;
    for (int iteration = 1; iteration <= most; iteration++) {
      newtonIterations++;
      if (!linearise(c, base, y)) {
        return false;
      }
      double norm = correct(c, base, weight, y, initial);
      if (!Double.isFinite(norm)) {
        return false;
      }
      double next;
      if (linear) {
        if (iteration > 1 && before > 1e-3) {
          curvature = Math.max(norm / (before * before), 0.5 * curvature);
        }
        next = curvature * norm * norm;
      } else {
        next = iteration == 1 ? norm : norm * norm / before;
      }
      if (next < tolerance || norm < 1e-8 || (initial && stalled(iteration, norm, before))) {
        curvature *= 1.02;
        settle(c, particleTemperature, base, y);
        finish(c, base, y);
        return true;
      }
      if (!initial && iteration > 2 && norm > before) {
        return false;
      }
      for (PorousElectrode e : electrodes()) {
        if (!e.isLinear) {
          e.substitute(base, y);
          e.eliminate(c, particleTemperature, base, y);
        }
      }
      before = norm;
    }
    return false;
  }

  /** Closes the border, corrects {@code y} and returns the weighted norm of the correction. */
  private double correct(double c, double[] base, double[] weight, double[] y, boolean initial) {
    int scalarT = temperature();
    int scalarI = current();
    boolean byCurrent = currentIsFree();
    for (int k = 0; k < 3; k++) {
      if (k == 0 || (k == 1 && byCurrent) || (k == 2 && lumpedThermal)) {
        border.voltage[k] = voltageAlong(k);
        border.work[k] = lumpedThermal ? workAlong(k) : 0;
      }
    }
    double least = 0;
    if (terminals.readsMargin()) {
      PlatingMargin margin = platingMargin();
      least = margin == null ? Double.NaN : margin.least(y);
      if (margin != null) {
        margin.along(y, lumpedThermal ? 3 : 2, border.margin);
      }
    }
    double v = terminalVoltage;
    border.close(
        terminals, y[clock()], c, y[scalarI], v, least, y[scalarT], base[scalarT], reversibleWork);
    double deltaI = border.deltaCurrent;
    double deltaT = border.deltaTemperature;
    join(deltaI, deltaT);
    double longest = initial ? longestMove() : 0;
    double scale = longest > LONGEST_MOVE ? LONGEST_MOVE / longest : 1;
    double ofBorder =
        square(scale * deltaI * weight[scalarI]) + square(scale * deltaT * weight[scalarT]);
    double sum = move(scale, deltaI, ofBorder, weight, y, initial);
    y[scalarI] += scale * deltaI;
    y[scalarT] += scale * deltaT;
    double[] along = border.voltage;
    y[voltage()] = v + along[0] + deltaI * along[1] + deltaT * along[2];
    return Math.sqrt(sum / freedoms());
  }

  /** Change of the reversible work along solution {@code k}, W/m². */
  private double workAlong(int k) {
    double work = 0;
    for (PorousElectrode e : electrodes()) {
      for (Reaction r : e.reactions) {
        double area = e.area(r);
        double[] delta = r.delta[k];
        for (int m = 0; m < e.nodes; m++) {
          work += area * (r.heatPotential[m] + r.heatPotentialByFlux[m]) * delta[m];
        }
      }
    }
    return work;
  }

  private void finish(double c, double[] base, double[] y) {
    conductHeat(y);
    int q = charge();
    y[q] = base[q] + c * y[current()];
    int e = energy();
    y[e] = base[e] + c * y[current()] * y[voltage()];
    PlatingMargin margin = platingMargin();
    if (margin != null) {
      y[margin()] = margin.least(y);
    }
  }

  @Override
  public final double lithium(double[] y) {
    double sum = 0;
    for (int m = 0; m < volumes.count; m++) {
      sum += volumes.storage[m] * y[m];
    }
    for (PorousElectrode e : electrodes()) {
      sum += e.lithium(y);
    }
    return sum;
  }

  @Override
  public final double lithiumInNegative(double[] y) {
    return electrodes()[0].lithium(y);
  }

  /** As {@link Reaction#full}, of any active material. */
  final String full(double[] y, double slack) {
    for (PorousElectrode e : electrodes()) {
      for (Reaction r : e.reactions) {
        String full = r.full(e.name, y, slack);
        if (!full.isEmpty()) {
          return full;
        }
      }
    }
    return "";
  }
}
