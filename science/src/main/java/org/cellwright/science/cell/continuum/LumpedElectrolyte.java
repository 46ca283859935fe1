package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;
import static org.cellwright.science.cell.continuum.CellModel.LEAST_CONCENTRATION;

import org.cellwright.science.numerics.Sums;
import org.cellwright.science.numerics.Tridiagonal;
import org.jspecify.annotations.Nullable;

/**
 * The electrolyte of the {@link Spme}: salt that diffuses between uniform sources, linear in the
 * current and eliminated before Newton's method begins, and properties at its mean. Without
 * volumes, for the SPM, it stays as it was filled in.
 */
final class LumpedElectrolyte {
  // mol/m³
  private static final double SCARCE = 50;
  // Of these products neither overflows nor vanishes.
  private static final int FACTORS = 32;

  /** Salt in the volumes as everything but diffusion sees it, mol/m³. */
  final double[] salt;

  /** Slope of its logarithm by c; kept where the current is free. */
  final double[] logarithmSlope;

  /** Derivative of c by the current; kept where the current is free. */
  final double[] gain;

  /** Half a volume's resistance to salt, s/m. */
  final double[] saltHalf;

  /** Across the cell, m. */
  final double length;

  /** Mean of c over the cell, mol/m³. */
  double mean;

  /** Of free electrolyte at the mean concentration, S/m. */
  double conductivity;

  double conductivitySlope;

  private final CellData data;
  private final int n;
  private final double[] width;
  private final double[] storage;
  private final double[] half;
  // Of salt by the current of the cell, mol/(A s).
  private final double[] source;
  private final double logarithmOfInitial;
  private final double[] diffusivity;
  private final @Nullable Tridiagonal matrix;
  // Concentration is own + gain · I.
  private final double[] own;

  LumpedElectrolyte(CellData data, Volumes volumes, LumpedElectrode[] electrodes) {
    this.data = data;
    n = volumes.count;
    width = volumes.width;
    storage = volumes.storage;
    half = volumes.half;
    source = new double[n];
    double perFaraday = (1 - data.transferenceNumber) / FARADAY;
    for (LumpedElectrode e : electrodes) {
      for (int m = e.first; m < e.first + e.volumes; m++) {
        source[m] = e.sign * perFaraday * width[m] / e.electrode.thickness;
      }
    }
    if (data.isHalfCell() && n > 0) {
      source[0] = perFaraday;
    }
    double whole = 0;
    for (int m = 0; m < n; m++) {
      whole += width[m];
    }
    length = whole;
    logarithmOfInitial = Math.log(data.initialConcentration);
    salt = new double[n];
    logarithmSlope = new double[n];
    gain = new double[n];
    saltHalf = new double[n];
    diffusivity = new double[n];
    own = new double[n];
    matrix = n == 0 ? null : new Tridiagonal(n);
  }

  /**
   * Salt at the end of the step, {@code y} with it.
   *
   * @param temperature at which the diffusivity is taken, K
   * @param byCurrent whether the current is unknown; {@code i} is it or a first guess
   */
  void eliminate(
      double c,
      double temperature,
      double i,
      boolean byCurrent,
      double[] predicted,
      double[] base,
      double[] y) {
    if (matrix == null) {
      return;
    }
    see(predicted, n);
    data.electrolyteDiffusivity.at(
        salt, n, data.arrhenius(data.electrolyteDiffusivityActivation, temperature), diffusivity);
    for (int m = 0; m < n; m++) {
      saltHalf[m] = half[m] / diffusivity[m];
    }
    double[] below = matrix.below;
    double[] above = matrix.above;
    for (int f = 1; f < n; f++) {
      double through = -c / (saltHalf[f - 1] + saltHalf[f]);
      below[f] = through;
      above[f] = through;
    }
    double drawn = byCurrent ? 0 : c * i;
    double[] diagonal = matrix.diagonal;
    for (int m = 0; m < n; m++) {
      own[m] = storage[m] * base[m] + drawn * source[m];
      diagonal[m] = storage[m] - above[m] - below[m + 1];
    }
    matrix.factor(own);
    matrix.back(own);
    System.arraycopy(own, 0, y, 0, n);
    if (byCurrent) {
      for (int m = 0; m < n; m++) {
        gain[m] = c * source[m];
      }
      matrix.solve(gain);
      for (int m = 0; m < n; m++) {
        y[m] += i * gain[m];
      }
    }
  }

  /** Salt and properties at {@code y}; slopes of the salt's logarithm where they are asked for. */
  void evaluate(double[] y, double temperature, boolean slopes) {
    see(y, n);
    if (n == 0) {
      mean = data.initialConcentration;
      return;
    }
    mean = Sums.ofProducts(width, y, 0, n) / length;
    double factor = data.arrhenius(data.electrolyteConductivityActivation, temperature);
    double inside = Math.max(mean, LEAST_CONCENTRATION);
    conductivity = factor * data.electrolyteConductivity.at(inside);
    conductivitySlope = factor * data.electrolyteConductivity.slope(inside);
    if (slopes) {
      for (int m = 0; m < n; m++) {
        logarithmSlope[m] = visible(salt[m]) / salt[m];
      }
    }
  }

  /**
   * Concentrations that stay positive. Nothing in the SPMe keeps the salt from running out: where
   * the current asks for more than diffusion brings, c turns negative. The model then still
   * answers, with a voltage and a plating margin that say how far it is beyond what the cell can
   * do: below δ = {@value #SCARCE} mol/m³ it sees δ²/(2δ − c), which joins c smoothly.
   */
  void see(double[] y, int volumes) {
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m < volumes; m++) {
      double c = y[m];
      salt[m] = c;
      least = c < least ? c : least;
    }
    if (!(least >= SCARCE)) {
      for (int m = 0; m < volumes; m++) {
        if (!(y[m] >= SCARCE)) {
          salt[m] = SCARCE * SCARCE / (2 * SCARCE - y[m]);
        }
      }
    }
  }

  /** Slope of the salt that is seen by the salt there is. */
  static double visible(double seen) {
    return seen < SCARCE ? CellModel.square(seen / SCARCE) : 1;
  }

  /** Mean of ln (c/c₀): the logarithm of a product, taken before it can overflow. */
  double meanLogarithm(LumpedElectrode e) {
    if (e.volumes == 0) {
      return 0;
    }
    double sum = 0;
    int end = e.first + e.volumes;
    for (int from = e.first; from < end; from += FACTORS) {
      double even = 1;
      double odd = 1;
      int last = Math.min(end, from + FACTORS) - 1;
      int m = from;
      for (; m < last; m += 2) {
        even *= salt[m];
        odd *= salt[m + 1];
      }
      sum += Math.log(m == last ? even * odd * salt[m] : even * odd);
    }
    return sum / e.volumes - logarithmOfInitial;
  }

  /** K, V. */
  double diffusional(double temperature) {
    double factor = data.thermodynamicFactor == null ? 1 : data.thermodynamicFactor.at(mean);
    return 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber) * factor;
  }

  /**
   * Salt at the face of lithium metal above that of the first volume, by the current, mol/(A m).
   */
  double faceByCurrent(double temperature) {
    double arrhenius = data.arrhenius(data.electrolyteDiffusivityActivation, temperature);
    double d = arrhenius * data.electrolyteDiffusivity.at(salt[0]);
    return half[0] / d * (1 - data.transferenceNumber) / FARADAY;
  }
}
