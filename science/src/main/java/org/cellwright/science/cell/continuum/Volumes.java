package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/**
 * The volumes across a cell, from the negative foil to the positive: width in m, porosity,
 * transport efficiency.
 */
final class Volumes {
  final double[] width;
  final double[] porosity;
  final double[] transport;

  Volumes(CellData data, int negative, int separator, int positive) {
    int n = negative + separator + positive;
    width = new double[n];
    porosity = new double[n];
    transport = new double[n];
    fill(0, negative, data.negative);
    for (int m = negative; m < negative + separator; m++) {
      width[m] = data.separatorThickness / separator;
      porosity[m] = data.separatorPorosity;
      transport[m] = data.separatorTransport;
    }
    fill(negative + separator, positive, data.positive);
  }

  private void fill(int first, int count, ElectrodeData electrode) {
    for (int m = first; m < first + count; m++) {
      width[m] = electrode.thickness / count;
      porosity[m] = electrode.porosity;
      transport[m] = electrode.transport;
    }
  }
}
