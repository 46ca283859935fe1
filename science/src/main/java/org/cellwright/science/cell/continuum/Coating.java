package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/** An electrode of the {@link Dfn}: a node in every volume, and what reacts there. */
final class Coating extends PorousElectrode {
  /** Of a whole volume's solid, Ω m². */
  final double solidResistance;

  /** F/m² of electrode in a volume. */
  final double doubleLayer;

  // What leaves the solid of a volume, h Σ a j, A/m² of electrode, and its derivatives.
  final double[] reaction;
  final double[] byPhi;
  final double[] byConcentration;
  final double[] byTemperature;

  /** What it still has to change by for the kinetics to hold. */
  final double[] shift;

  /** What the floor of the tolerance of j is, A/m². */
  private final double nominal;

  Coating(
      CellData data,
      ElectrodeData electrode,
      Mesh mesh,
      int first,
      int nodes,
      int phi,
      int flux,
      int particles) {
    super(data, electrode, mesh, first, nodes, phi, flux, particles);
    solidResistance = width / electrode.conductivity;
    doubleLayer = width * electrode.specificArea * electrode.doubleLayer;
    nominal = data.nominalCapacity / data.area / (electrode.specificArea * electrode.thickness);
    reaction = new double[nodes];
    byPhi = new double[nodes];
    byConcentration = new double[nodes];
    byTemperature = new double[nodes];
    shift = new double[nodes];
  }

  /** The tolerances of j, which follow it. */
  void weighFlux(double[] y, double rtol, double[] weight) {
    for (Reaction r : reactions) {
      r.weighFlux(y, rtol, nominal, weight);
    }
  }

  /** All active materials at {@code y}; returns their reversible work, W/m². */
  double react(double[] y, double[] base, ElectrolyteTransport electrolyte, double temperature) {
    boolean only = true;
    double work = 0;
    for (Reaction r : reactions) {
      r.evaluate(y, base, phi, electrolyte.salt, first, temperature);
      electrolyte.reduceSlopes(r.byConcentration, first);
      double area = area(r);
      for (int k = 0; k < nodes; k++) {
        double j = y[r.flux + k];
        double slope = area * r.inverseSlope[k];
        reaction[k] = (only ? 0 : reaction[k]) + area * j;
        byPhi[k] = (only ? 0 : byPhi[k]) + slope;
        byConcentration[k] = (only ? 0 : byConcentration[k]) + slope * r.byConcentration[k];
        shift[k] = (only ? 0 : shift[k]) + slope * r.residual[k];
        byTemperature[k] = (only ? 0 : byTemperature[k]) + slope * r.byTemperature[k];
        work += area * j * r.heatPotential[k];
      }
      only = false;
    }
    return work;
  }

  /** What leaves the solid at a node, A/m² of electrode; the double layer apart. */
  double reacted(int node, double[] y) {
    double sum = 0;
    for (Reaction r : reactions) {
      sum += area(r) * y[r.flux + node];
    }
    return sum;
  }

  /** In its double layers, C/m². */
  double charge(double[] y) {
    double sum = 0;
    for (int k = 0; k < nodes; k++) {
      sum += doubleLayer * y[phi + k];
    }
    return sum;
  }

  /** Changes of j along solution {@code k} of the border, left in {@link Reaction#delta}. */
  void direction(int k, double[] dc, double[] dPhi) {
    double byResidual = k == 0 ? 1 : 0;
    double byTemperature = k == 2 ? 1 : 0;
    for (Reaction r : reactions) {
      double[] delta = r.delta[k];
      for (int e = 0; e < nodes; e++) {
        int m = first + e;
        delta[e] =
            (dPhi[m]
                    + r.byConcentration[e] * dc[m]
                    + byResidual * r.residual[e]
                    + byTemperature * r.byTemperature[e])
                * r.inverseSlope[e];
      }
    }
  }
}
