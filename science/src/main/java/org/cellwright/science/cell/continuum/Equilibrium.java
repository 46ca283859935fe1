package org.cellwright.science.cell.continuum;

import java.util.Arrays;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.cell.continuum.CellData.PhaseData;
import org.cellwright.science.numerics.CubicTable;

/**
 * An electrode at rest as a function of its mean stoichiometry x: all of its active materials stand
 * at one potential U. With Qₖ what each can hold and xₖ its stoichiometry,
 *
 * <pre>
 *   Uₖ(xₖ, T) = U,   Σ Qₖ xₖ = x Σ Qₖ
 *   dU/dx = Σ Qₖ / Σ (Qₖ/Uₖ'),   dU/dT = Σ (Qₖ/Uₖ') dUₖ/dT / Σ (Qₖ/Uₖ')
 * </pre>
 *
 * <p>Particles of one material differ in size, not here. Hysteresis stays on the branch where it
 * starts. Several materials are solved for by Newton's method from where they stood last, else by
 * bisection; one is read off its tables. No allocation after construction but for bisection. Not
 * thread-safe.
 */
final class Equilibrium {
  private static final int MOST_ITERATIONS = 30;
  private static final double EXACT = 1e-13;

  private final CellData data;
  private final PhaseData[] materials;

  /** What each can hold, mol/m³ of coating. */
  private final double[] capacity;

  private final double[] branch;
  private final double[] x;

  /** Volume of all active material per area, m. */
  final double solid;

  /** Mean over the active materials by their volume, mol/m³. */
  final double maximumConcentration;

  /** Mean over the active materials, each by what it can hold; the maximum likewise. */
  final double minimumStoichiometry;

  final double maximumStoichiometry;

  /** V. */
  double potential;

  /** By stoichiometry, V. */
  double slope;

  /** By temperature, V/K. */
  double entropic;

  /** Its change by stoichiometry while the materials keep their weights, V/K. */
  double entropicSlope;

  Equilibrium(CellData data, ElectrodeData electrode) {
    this.data = data;
    PhaseData[] phases = electrode.phases;
    int last = phases[phases.length - 1].material;
    materials = new PhaseData[last + 1];
    capacity = new double[last + 1];
    branch = new double[last + 1];
    double volume = 0;
    for (PhaseData phase : phases) {
      materials[phase.material] = phase;
      capacity[phase.material] += phase.capacity();
      branch[phase.material] = phase.initialHysteresis;
      volume += phase.solid();
    }
    double held = 0;
    double least = 0;
    double most = 0;
    for (int k = 0; k < materials.length; k++) {
      held += capacity[k];
      least += capacity[k] * materials[k].minimumStoichiometry;
      most += capacity[k] * materials[k].maximumStoichiometry;
    }
    boolean one = materials.length == 1;
    solid = volume * electrode.thickness;
    maximumConcentration = one ? materials[0].maximumConcentration : held / volume;
    minimumStoichiometry = one ? materials[0].minimumStoichiometry : least / held;
    maximumStoichiometry = one ? materials[0].maximumStoichiometry : most / held;
    x = new double[materials.length];
    Arrays.fill(x, 0.5);
  }

  double window() {
    return maximumStoichiometry - minimumStoichiometry;
  }

  /** Computes potential and derivatives at a mean stoichiometry and a temperature, K. */
  void at(double stoichiometry, double temperature) {
    if (materials.length == 1) {
      x[0] = stoichiometry;
    } else {
      share(stoichiometry, temperature);
    }
    potential = data.openCircuit(materials[0], x[0], temperature);
    double sum = 0;
    double held = 0;
    entropic = 0;
    for (int k = 0; k < x.length; k++) {
      double weight = capacity[k] / slope(k, temperature);
      held += capacity[k];
      sum += weight;
      CubicTable change = materials[k].entropicChange;
      entropic += change == null ? 0 : weight * change.at(x[k]);
    }
    slope = held / sum;
    entropic /= sum;
    entropicSlope = 0;
    for (int k = 0; k < x.length; k++) {
      CubicTable change = materials[k].entropicChange;
      if (change != null) {
        double each = slope(k, temperature);
        entropicSlope += capacity[k] / each / sum * change.slope(x[k]) * slope / each;
      }
    }
  }

  /** Of a material by its own stoichiometry, V. */
  private double slope(int k, double temperature) {
    PhaseData p = materials[k];
    double s = p.ocp.slope(x[k]) + CellModel.edgeSlope(x[k]);
    if (p.hysteresis != null) {
      s += branch[k] * p.hysteresis.slope(x[k]);
    }
    return p.entropicChange == null
        ? s
        : s + (temperature - data.referenceTemperature) * p.entropicChange.slope(x[k]);
  }

  private void share(double stoichiometry, double temperature) {
    double lithium = 0;
    for (double c : capacity) {
      lithium += c * stoichiometry;
    }
    for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
      double byPotential = 0;
      double rest = lithium;
      for (int k = 0; k < x.length; k++) {
        double weight = capacity[k] / slope(k, temperature);
        rest -= capacity[k] * x[k] - weight * data.openCircuit(materials[k], x[k], temperature);
        byPotential += weight;
      }
      double shared = rest / byPotential;
      double largest = 0;
      for (int k = 0; k < x.length; k++) {
        double dx =
            (shared - data.openCircuit(materials[k], x[k], temperature)) / slope(k, temperature);
        // No more than half of the way to empty or full at once.
        double moved = Math.clamp(x[k] + dx, 0.5 * x[k], 0.5 * (1 + x[k]));
        largest = Math.max(largest, Math.abs(moved - x[k]));
        x[k] = moved;
      }
      if (largest < EXACT) {
        return;
      }
    }
    data.share(materials, capacity, lithium, branch, temperature, x);
    Arrays.setAll(x, k -> Math.clamp(x[k], CellModel.LEAST_ROOM, 1 - CellModel.LEAST_ROOM));
  }
}
