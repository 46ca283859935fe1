package org.cellwright.science.cell.continuum;

import org.jspecify.annotations.Nullable;

/**
 * Closes the border of Newton's matrix: the current density I, by what is imposed on the terminals,
 * and the temperature T, by the balance of heat.
 *
 * <p>A model solves its own equations for three right-hand sides: their residual (0) and their
 * derivatives by I (1) and T (2). It says here how voltage V, plating margin M and reversible work
 * change along each solution, what V, M and the work owe to I and T directly included. That leaves
 *
 * <pre>
 *   r + rV V₀ + rM M₀ + (rI + rV V₁ + rM M₁) δI + (rT + rV V₂ + rM M₂) δT = 0        r(I, V, M, T) of the terminals
 *   heat, likewise
 * </pre>
 */
final class Border {
  /** Changes of the voltage along the solutions, V, V m²/A and V/K. */
  final double[] voltage = new double[3];

  /** Changes of the plating margin; need not be set where the terminals do not read it. */
  final double[] margin = new double[3];

  /** Changes of the reversible work, the sum of a j (U - T dU/dT). */
  final double[] work = new double[3];

  /** Correction of the current density, A/m². */
  double deltaCurrent;

  /** Correction of the temperature, K. */
  double deltaTemperature;

  private final CellData data;
  private final boolean lumpedThermal;
  private final double ambient;
  private final @Nullable Slab slab;
  private final double[] partials = new double[4];

  /**
   * @param slab what the temperature of the cooled faces follows from; null: they have the cell's
   */
  Border(CellData data, boolean lumpedThermal, double ambient, @Nullable Slab slab) {
    this.data = data;
    this.slab = slab;
    this.lumpedThermal = lumpedThermal;
    this.ambient = ambient;
  }

  /**
   * Finds the corrections.
   *
   * @param terminals what is imposed
   * @param seconds since then
   * @param c of the implicit step, s
   * @param i current density, A/m²
   * @param v terminal voltage
   * @param m plating margin
   * @param temperature K
   * @param temperatureBefore what the history leaves of it, K
   * @param reversibleWork W/m²
   */
  void close(
      Terminals terminals,
      double seconds,
      double c,
      double i,
      double v,
      double m,
      double temperature,
      double temperatureBefore,
      double reversibleWork) {
    double a21 = 0;
    double a22 = 1;
    double b2 = 0;
    if (lumpedThermal) {
      double heatFactor = c * data.area / data.heatCapacity;
      double cooling = c * data.coolingPower / data.heatCapacity;
      a21 = heatFactor * (v + i * voltage[1] + work[1]);
      double excess = temperature - ambient;
      if (slab != null) {
        b2 = -cooling * slab.surfaceBase;
        cooling *= slab.surfaceGain;
      }
      a22 = 1 + cooling + heatFactor * (i * voltage[2] + work[2]);
      b2 +=
          temperatureBefore
              - temperature
              - cooling * excess
              + heatFactor * (CellModel.heat(i, v, reversibleWork) - i * voltage[0] - work[0]);
    }
    if (terminals instanceof Terminals.Current) {
      deltaCurrent = 0;
      deltaTemperature = b2 / a22;
      return;
    }
    terminals.partials(i, v, m, temperature, seconds, partials);
    double byVoltage = partials[1];
    double a11 = partials[0] + byVoltage * voltage[1];
    double a12 = lumpedThermal ? partials[3] + byVoltage * voltage[2] : 0;
    double b1 = -terminals.residual(i, v, m, temperature, seconds) - byVoltage * voltage[0];
    if (terminals.readsMargin()) {
      double byMargin = partials[2];
      a11 += byMargin * margin[1];
      a12 += lumpedThermal ? byMargin * margin[2] : 0;
      b1 -= byMargin * margin[0];
    }
    double determinant = a11 * a22 - a12 * a21;
    deltaCurrent = (b1 * a22 - a12 * b2) / determinant;
    deltaTemperature = (a11 * b2 - a21 * b1) / determinant;
  }
}
