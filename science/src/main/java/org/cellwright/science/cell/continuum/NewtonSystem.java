package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Arrays;
import org.cellwright.science.numerics.TwoChains;

/**
 * The linear equations of one Newton iteration of the {@link Dfn}: balances of salt (rows 1) and of
 * charge (rows 2) in the volumes, for the changes δc and δΦ. Every j is eliminated. There are three
 * right-hand sides: the residual (0) and its derivatives by current (1) and temperature (2), which
 * {@link Border} closes.
 */
final class NewtonSystem {
  /** Right-hand sides, then solutions: δc in the volumes. */
  final double[][] salt = new double[3][];

  /** The same for δΦ; in the separator there is none. */
  final double[][] potential = new double[3][];

  private final CellData data;
  private final int n;
  private final double[] storage;
  private final boolean lumpedThermal;
  private final ElectrolyteTransport electrolyte;
  private final IonicCurrent ionic;
  private final Coating[] coatings;
  private final TwoChains matrix;

  NewtonSystem(
      CellData data,
      Volumes volumes,
      boolean lumpedThermal,
      ElectrolyteTransport electrolyte,
      IonicCurrent ionic,
      Coating[] coatings) {
    this.data = data;
    this.lumpedThermal = lumpedThermal;
    this.electrolyte = electrolyte;
    this.ionic = ionic;
    this.coatings = coatings;
    n = volumes.count;
    storage = volumes.storage;
    matrix = new TwoChains(volumes.negative, volumes.separator, volumes.positive);
    for (int k = 0; k < 3; k++) {
      salt[k] = new double[n];
      potential[k] = new double[n];
    }
  }

  /**
   * From what electrolyte and electrodes have evaluated at {@code y}.
   *
   * @param byCurrent whether the current is unknown
   */
  void assemble(
      double c, double[] base, double[] y, double i, double temperature, boolean byCurrent) {
    double[] saltFlux = electrolyte.saltFlux;
    double[] saltByLeft = electrolyte.saltByLeft;
    double[] saltByRight = electrolyte.saltByRight;
    double[] l11 = matrix.l11;
    double[] d11 = matrix.d11;
    double[] u11 = matrix.u11;
    double[] a = salt[0];
    for (int m = 0; m < n; m++) {
      a[m] = c * (saltFlux[m] - saltFlux[m + 1]) - storage[m] * (y[m] - base[m]);
      d11[m] = storage[m] - c * (saltByRight[m] - saltByLeft[m + 1]);
      l11[m] = -c * saltByLeft[m];
      u11[m] = c * saltByRight[m + 1];
    }
    if (byCurrent) {
      Arrays.fill(salt[1], 0);
    }
    if (data.isHalfCell()) {
      // Lithium metal gives what the current carries off, but for what migration brings.
      double perCurrent = c * (1 - data.transferenceNumber) / FARADAY;
      a[0] += perCurrent * i;
      salt[1][0] = perCurrent;
    }
    if (lumpedThermal) {
      double byTemperature = data.electrolyteDiffusivityActivation / (temperature * temperature);
      for (int m = 0; m < n; m++) {
        salt[2][m] = c * byTemperature * (saltFlux[m] - saltFlux[m + 1]);
      }
    }
    for (Coating coating : coatings) {
      assemble(coating, c, byCurrent);
      if (coating.doubleLayer > 0) {
        chargeDoubleLayer(coating, c, base, y);
      }
    }
  }

  private void assemble(Coating coating, double c, boolean byCurrent) {
    double[] d12 = matrix.d12;
    double[] d11 = matrix.d11;
    double[] l21 = matrix.l21;
    double[] l22 = matrix.l22;
    double[] d21 = matrix.d21;
    double[] d22 = matrix.d22;
    double[] u21 = matrix.u21;
    double[] u22 = matrix.u22;
    double[] current = ionic.at;
    double[] ionicByPhi = ionic.byPhi;
    double[] ionicByLeft = ionic.byLeft;
    double[] ionicByRight = ionic.byRight;
    double[] a = salt[0];
    double[] b = potential[0];
    double source = c * (1 - data.transferenceNumber) / FARADAY;
    int first = coating.first;
    for (int k = 0; k < coating.nodes; k++) {
      int m = first + k;
      double byPhi = coating.byPhi[k];
      double byConcentration = coating.byConcentration[k];
      double moved = coating.reaction[k] + coating.shift[k];
      a[m] += source * moved;
      d11[m] -= source * byConcentration;
      d12[m] = -source * byPhi;
      // Charge: what flows in from the left foil is 0, from the separator I.
      b[m] = current[m] - current[m + 1] + moved;
      d21[m] = ionicByLeft[m + 1] - ionicByRight[m] - byConcentration;
      d22[m] = -ionicByPhi[m + 1] - ionicByPhi[m] - byPhi;
      l21[m] = -ionicByLeft[m];
      l22[m] = ionicByPhi[m];
      u21[m] = ionicByRight[m + 1];
      u22[m] = ionicByPhi[m + 1];
    }
    if (byCurrent) {
      for (int m = first; m < first + coating.nodes; m++) {
        potential[1][m] = ionic.byCurrent[m] - ionic.byCurrent[m + 1];
      }
    }
    if (lumpedThermal) {
      for (int k = 0; k < coating.nodes; k++) {
        int m = first + k;
        double reacts = coating.byTemperature[k];
        salt[2][m] += source * reacts;
        potential[2][m] = ionic.byTemperature[m] - ionic.byTemperature[m + 1] + reacts;
      }
    }
  }

  /** With a double layer Φ has a history: its rows are those of charge times c. */
  private void chargeDoubleLayer(Coating coating, double c, double[] base, double[] y) {
    double capacity = coating.doubleLayer;
    double carried = data.transferenceNumber / FARADAY * capacity;
    int shift = coating.phi - coating.first;
    for (int m = coating.first; m < coating.first + coating.nodes; m++) {
      double charged = y[m + shift] - base[m + shift];
      salt[0][m] -= carried * charged;
      matrix.d12[m] += carried;
      potential[0][m] = c * potential[0][m] + capacity * charged;
      potential[1][m] *= c;
      potential[2][m] *= c;
      matrix.d21[m] *= c;
      matrix.d22[m] = c * matrix.d22[m] - capacity;
      matrix.l21[m] *= c;
      matrix.l22[m] *= c;
      matrix.u21[m] *= c;
      matrix.u22[m] *= c;
    }
  }

  /** False where the matrix is singular. */
  boolean solve(boolean byCurrent) {
    if (!matrix.factor(salt[0], potential[0])) {
      return false;
    }
    matrix.back(salt[0], potential[0]);
    if (byCurrent) {
      matrix.solve(salt[1], potential[1]);
    }
    if (lumpedThermal) {
      matrix.solve(salt[2], potential[2]);
    }
    return true;
  }

  /** Adds a multiple of solution {@code k} to the first, with the changes of j. */
  void add(int k, double multiple) {
    for (int m = 0; m < n; m++) {
      salt[0][m] += multiple * salt[k][m];
      potential[0][m] += multiple * potential[k][m];
    }
    for (Coating coating : coatings) {
      for (Reaction r : coating.reactions) {
        for (int m = 0; m < r.count; m++) {
          r.delta[0][m] += multiple * r.delta[k][m];
        }
      }
    }
  }
}
