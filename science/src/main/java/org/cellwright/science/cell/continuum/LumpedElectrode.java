package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/** An electrode of the {@link Spme}: one node at its mean potential. */
final class LumpedElectrode extends PorousElectrode {
  /** 1 where discharging takes lithium out, −1 where it puts it in. */
  final int sign;

  /** How many volumes hold its salt; none in the SPM. */
  final int volumes;

  /** Geometric mean of c, where kinetics are taken, mol/m³. */
  final double[] concentration = new double[1];

  /** Mean of ln (c/c₀). */
  double meanLogarithm;

  /** What Σ a L j still has to change by, A/m², the kinetics' own residual apart. */
  private double owed;

  // Derivatives of Σ a L j.
  private double byPhi;
  private double byConcentration;
  private double byTemperature;

  /** Change of Φ along the right-hand sides, then of their sum. */
  final double[] delta = new double[3];

  LumpedElectrode(
      CellData data,
      ElectrodeData electrode,
      Mesh mesh,
      int sign,
      int first,
      int volumes,
      int phi,
      int particles) {
    super(data, electrode, mesh, first, 1, phi, phi + 1, particles);
    this.sign = sign;
    this.volumes = volumes;
  }

  /** All active materials at {@code y}; returns the reversible work over {@code work}, W/m². */
  double react(double[] y, double[] base, double i, double temperature, double work) {
    double sum = work;
    double carried = 0;
    double shift = 0;
    byPhi = 0;
    byConcentration = 0;
    byTemperature = 0;
    for (Reaction r : reactions) {
      r.evaluate(y, base, phi, concentration, 0, temperature);
      double area = area(r);
      double slope = area * r.inverseSlope[0];
      carried += area * y[r.flux];
      shift += slope * r.residual[0];
      byPhi += slope;
      byConcentration += slope * r.byConcentration[0];
      byTemperature += slope * r.byTemperature[0];
      sum += area * y[r.flux] * r.heatPotential[0];
    }
    owed = sign * i - carried - shift;
    return sum;
  }

  /**
   * The changes of Φ and j along solution {@code k} of the border.
   *
   * @param logarithm change of the mean of ln c along it
   */
  void direction(int k, double logarithm) {
    double dc = logarithm * concentration[0];
    double wanted = k == 0 ? owed : k == 1 ? sign : -byTemperature;
    delta[k] = (wanted - byConcentration * dc) / byPhi;
    for (Reaction r : reactions) {
      double other = k == 0 ? r.residual[0] : k == 2 ? r.byTemperature[0] : 0;
      r.delta[k][0] = (delta[k] + r.byConcentration[0] * dc + other) * r.inverseSlope[0];
    }
  }

  /** Joins the solutions of the border in the first. */
  void join(double deltaCurrent, double deltaTemperature) {
    delta[0] = delta[0] + deltaCurrent * delta[1] + deltaTemperature * delta[2];
    for (Reaction r : reactions) {
      r.delta[0][0] =
          r.delta[0][0] + deltaCurrent * r.delta[1][0] + deltaTemperature * r.delta[2][0];
    }
  }
}
