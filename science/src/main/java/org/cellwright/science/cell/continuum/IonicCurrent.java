package org.cellwright.science.cell.continuum;

import java.util.Arrays;

/**
 * The current density iₑ in the electrolyte at the faces between volumes, A/m², explicit in Φ, salt
 * and the current of the cell, see {@link Dfn}, with its derivatives.
 */
final class IonicCurrent {
  // At face f between the volumes f − 1 and f.
  final double[] at;
  final double[] byPhi;
  final double[] byLeft;
  final double[] byRight;
  final double[] byCurrent;
  final double[] byTemperature;

  private final CellData data;
  private final Volumes volumes;
  private final ElectrolyteTransport electrolyte;

  IonicCurrent(CellData data, Volumes volumes, ElectrolyteTransport electrolyte) {
    this.data = data;
    this.volumes = volumes;
    this.electrolyte = electrolyte;
    int faces = volumes.count + 1;
    at = new double[faces];
    byPhi = new double[faces];
    byLeft = new double[faces];
    byRight = new double[faces];
    byCurrent = new double[faces];
    byTemperature = new double[faces];
    Arrays.fill(byCurrent, volumes.negative, endOfSeparator(), 1);
  }

  private int endOfSeparator() {
    return volumes.negative + volumes.separator + 1;
  }

  /** In the separator, its faces to the electrodes included, it is the current of the cell. */
  void inSeparator(double i) {
    Arrays.fill(at, volumes.negative, endOfSeparator(), i);
  }

  /** Between the volumes of an electrode. */
  void inElectrode(Coating coating, double[] y, double i) {
    double[] resistance = electrolyte.resistance;
    double[] diffusion = electrolyte.diffusion;
    double[] diffusionByLeft = electrolyte.diffusionByLeft;
    double[] diffusionByRight = electrolyte.diffusionByRight;
    double[] ionicHalfSlope = electrolyte.ionicHalfSlope;
    double solid = coating.solidResistance;
    int shift = coating.phi - coating.first;
    double driven = i * solid;
    for (int f = coating.first + 1; f < coating.first + coating.nodes; f++) {
      double whole = 1 / (solid + resistance[f]);
      double current = (y[f + shift] - y[f - 1 + shift] + driven + diffusion[f]) * whole;
      at[f] = current;
      byPhi[f] = whole;
      byLeft[f] = (diffusionByLeft[f] - current * ionicHalfSlope[f - 1]) * whole;
      byRight[f] = (diffusionByRight[f] - current * ionicHalfSlope[f]) * whole;
      byCurrent[f] = solid * whole;
    }
  }

  /**
   * Fills the derivative by temperature: resistances fall with it, diffusion potentials grow with
   * it. Returns that of the potential across the electrolyte, V/K.
   */
  double deriveByTemperature(double temperature) {
    double[] resistance = electrolyte.resistance;
    double[] diffusion = electrolyte.diffusion;
    double conductivityByTemperature =
        data.electrolyteConductivityActivation / (temperature * temperature);
    double dropByTemperature = 0;
    double ends = 0;
    for (int f = 1; f < volumes.count; f++) {
      double ohmic = resistance[f] * conductivityByTemperature;
      double diffusive = diffusion[f] / temperature;
      byTemperature[f] = byPhi[f] * (diffusive + at[f] * ohmic);
      dropByTemperature += byTemperature[f] * resistance[f] - at[f] * ohmic;
      ends += diffusive;
    }
    return ends - dropByTemperature;
  }

  /** Change of the potential that falls between the volumes of an electrode, over {@code from}. */
  double fallAlong(double from, Coating coating, double[] dc, double[] dPhi) {
    double[] resistance = electrolyte.resistance;
    double fall = from;
    for (int f = coating.first + 1; f < coating.first + coating.nodes; f++) {
      fall +=
          resistance[f]
              * (byPhi[f] * (dPhi[f] - dPhi[f - 1]) + byLeft[f] * dc[f - 1] + byRight[f] * dc[f]);
    }
    return fall;
  }
}
