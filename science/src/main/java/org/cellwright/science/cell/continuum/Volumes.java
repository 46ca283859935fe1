package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/**
 * The volumes across a cell, from the negative foil to the positive: width in m, porosity,
 * transport efficiency.
 */
final class Volumes {
  final int negative;
  final int separator;
  final int positive;
  final int count;
  final double[] width;
  final double[] porosity;
  final double[] transport;

  /** Pores per electrode area, m. */
  final double[] storage;

  /** Half the width over the transport efficiency, m. */
  final double[] half;

  Volumes(CellData data, int negative, int separator, int positive) {
    this.negative = negative;
    this.separator = separator;
    this.positive = positive;
    count = negative + separator + positive;
    width = new double[count];
    porosity = new double[count];
    transport = new double[count];
    fill(0, negative, data.negative);
    for (int m = negative; m < negative + separator; m++) {
      width[m] = data.separatorThickness / separator;
      porosity[m] = data.separatorPorosity;
      transport[m] = data.separatorTransport;
    }
    fill(negative + separator, positive, data.positive);
    storage = new double[count];
    half = new double[count];
    for (int m = 0; m < count; m++) {
      storage[m] = porosity[m] * width[m];
      half[m] = 0.5 * width[m] / transport[m];
    }
  }

  private void fill(int first, int count, ElectrodeData electrode) {
    for (int m = first; m < first + count; m++) {
      width[m] = electrode.thickness / count;
      porosity[m] = electrode.porosity;
      transport[m] = electrode.transport;
    }
  }
}
