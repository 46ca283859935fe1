package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellModel.LEAST_CONCENTRATION;
import static org.cellwright.science.cell.continuum.CellModel.square;

import org.cellwright.science.numerics.Sums;

/**
 * The plating margin of the {@link Spme}: the mean of φs − φe in the negative electrode plus what
 * the profiles of both potentials add to it, where that is least. The potentials are parabolas, so
 * at an end or at the vertex. Without electrolyte, the mean.
 */
final class SpmePlatingMargin implements PlatingMargin {
  private final CellData data;
  private final LumpedElectrolyte electrolyte;
  private final LumpedElectrode negative;
  private final double[] width;
  private final int n;

  /** Volumes of the negative electrode; as a place, its face to the separator. */
  private final int nn;

  private final int current;
  private final int temperature;
  private final double[] byConcentration;
  private int place;

  /**
   * @param current index of the current density
   * @param temperature index of the temperature
   */
  SpmePlatingMargin(
      CellData data,
      Volumes volumes,
      LumpedElectrolyte electrolyte,
      LumpedElectrode negative,
      int current,
      int temperature) {
    this.data = data;
    this.electrolyte = electrolyte;
    this.negative = negative;
    this.current = current;
    this.temperature = temperature;
    width = volumes.width;
    n = volumes.count;
    nn = volumes.negative;
    byConcentration = new double[n];
  }

  @Override
  public double least(double[] y) {
    double mean = y[negative.phi];
    if (n == 0) {
      return mean;
    }
    electrolyte.see(y, nn + 1);
    double sigma = negative.electrode.conductivity;
    double i = y[current];
    double kappa = conductivity();
    double logarithms = electrolyte.meanLogarithm(negative);
    double diffusional = electrolyte.diffusional(y[temperature]);
    int vertex = (int) (nn * kappa / (kappa + sigma));
    double least = Double.POSITIVE_INFINITY;
    for (int candidate = 0; candidate < 3; candidate++) {
      int at = candidate == 0 ? 0 : candidate == 1 ? vertex : nn;
      double solid = i / sigma * solidShape(at);
      double ratio = concentration(at) / data.initialConcentration;
      double liquid = diffusional * (Math.log(ratio) - logarithms) - i / kappa * liquidShape(at);
      if (mean + solid - liquid < least) {
        least = mean + solid - liquid;
        place = at;
      }
    }
    return least;
  }

  @Override
  public void along(double[] y, int solutions, double[] changes) {
    for (int k = 0; k < solutions; k++) {
      changes[k] = negative.delta[k];
    }
    if (n == 0) {
      return;
    }
    double kelvin = y[temperature];
    double kappa = conductivity();
    double shape = liquidShape(place);
    double face = concentration(place);
    double diffusional = electrolyte.diffusional(kelvin);
    double ohmic = y[current] / kappa * shape;
    derive(diffusional, ohmic, face);
    double byCurrent = solidShape(place) / negative.electrode.conductivity + shape / kappa;
    changes[1] = byCurrent + Sums.ofProducts(byConcentration, electrolyte.gain, 0, n) + changes[1];
    if (solutions > 2) {
      double byTemperature =
          -diffusional
                  / kelvin
                  * (Math.log(face / data.initialConcentration)
                      - electrolyte.meanLogarithm(negative))
              - ohmic * data.electrolyteConductivityActivation / square(kelvin);
      changes[2] = byTemperature + changes[2];
    }
  }

  /** By the salt in each volume. */
  private void derive(double diffusional, double ohmic, double face) {
    double[] logarithmSlope = electrolyte.logarithmSlope;
    double inside = Math.max(electrolyte.mean, LEAST_CONCENTRATION);
    double byMean =
        ohmic
            * data.electrolyteConductivity.slope(inside)
            / data.electrolyteConductivity.at(inside);
    for (int m = 0; m < n; m++) {
      double fromMean = m < nn ? diffusional / nn * logarithmSlope[m] : 0;
      byConcentration[m] = fromMean - byMean * width[m] / electrolyte.length;
    }
    if (place < nn) {
      byConcentration[place] -= diffusional * logarithmSlope[place];
      return;
    }
    int last = nn - 1;
    double share = faceShare();
    byConcentration[last] -= diffusional / face * (1 - share) * visible(last);
    byConcentration[nn] -= diffusional / face * share * visible(nn);
  }

  private double visible(int volume) {
    return LumpedElectrolyte.visible(electrolyte.salt[volume]);
  }

  private double x(int at) {
    return at == nn ? negative.electrode.thickness : (at + 0.5) * width[0];
  }

  private double solidShape(int at) {
    double x = x(at);
    double thickness = negative.electrode.thickness;
    return x * x / (2 * thickness) - x + thickness / 3;
  }

  private double liquidShape(int at) {
    double x = x(at);
    double thickness = negative.electrode.thickness;
    return x * x / (2 * thickness) - thickness / 6;
  }

  private double concentration(int at) {
    double[] salt = electrolyte.salt;
    return at < nn ? salt[at] : salt[nn - 1] + (salt[nn] - salt[nn - 1]) * faceShare();
  }

  /** Share of the step in concentration that falls before the face to the separator. */
  private double faceShare() {
    double[] half = electrolyte.saltHalf;
    return half[nn - 1] / (half[nn - 1] + half[nn]);
  }

  private double conductivity() {
    return negative.electrode.transport * electrolyte.conductivity;
  }
}
