package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;
import static org.cellwright.science.cell.continuum.CellData.HIGHEST_CONCENTRATION;
import static org.cellwright.science.cell.continuum.CellData.LOWEST_CONCENTRATION;
import static org.cellwright.science.cell.continuum.CellModel.LEAST_CONCENTRATION;

import java.util.Arrays;

/**
 * Salt and resistance of the electrolyte across a cell, with derivatives: properties in the
 * volumes; salt flux, resistance and diffusion potential K Δln c at the faces between them, as the
 * equations of the {@link Dfn} want them. Properties at faces are harmonic means.
 */
final class ElectrolyteTransport {
  private static final double LN_10 = Math.log(10);

  // Of (c₁ − c₀)²/(c₁ + c₀)², below which five terms of the series of ln (c₁/c₀) are exact.
  private static final double NEAR = 0.0036;

  /** That properties see, mol/m³. */
  final double[] salt;

  /** Its reciprocal. */
  final double[] perSalt;

  /** Slope of the salt that properties see by the salt there is; 1 unless it is scarce. */
  final double[] visible;

  // Half a volume's resistance to salt, s/m, and to ions, Ω m², and their slopes by concentration.
  final double[] saltHalf;
  final double[] saltHalfSlope;
  final double[] ionicHalf;
  final double[] ionicHalfSlope;

  /** Thermodynamic factor, 1 + dln f/dln c. */
  final double[] factor;

  final double[] factorSlope;

  // At face f between the volumes f − 1 and f.
  final double[] saltFlux;
  final double[] saltByLeft;
  final double[] saltByRight;
  final double[] resistance;
  final double[] diffusion;
  final double[] diffusionByLeft;
  final double[] diffusionByRight;

  private final CellData data;
  private final int n;
  private final double[] half;
  // Salt at which conductivity and diffusivity are taken where it is outside their range.
  private final double[] within;
  private boolean extreme;
  private final double[] diffusivity;
  private final double[] diffusivitySlope;
  private final double[] conductivity;
  private final double[] conductivitySlope;

  ElectrolyteTransport(CellData data, Volumes volumes) {
    this.data = data;
    n = volumes.count;
    half = volumes.half;
    salt = new double[n];
    perSalt = new double[n];
    visible = new double[n];
    Arrays.fill(visible, 1);
    within = new double[n];
    diffusivity = new double[n];
    diffusivitySlope = new double[n];
    conductivity = new double[n];
    conductivitySlope = new double[n];
    saltHalf = new double[n];
    saltHalfSlope = new double[n];
    ionicHalf = new double[n];
    ionicHalfSlope = new double[n];
    factor = new double[n];
    factorSlope = new double[n];
    Arrays.fill(factor, 1);
    saltFlux = new double[n + 1];
    saltByLeft = new double[n + 1];
    saltByRight = new double[n + 1];
    resistance = new double[n + 1];
    diffusion = new double[n + 1];
    diffusionByLeft = new double[n + 1];
    diffusionByRight = new double[n + 1];
  }

  /** Everything for the salt at the beginning of {@code y}. */
  void evaluate(double[] y, double temperature) {
    volumes(y, temperature);
    faces(y, diffusional(temperature));
  }

  /** K over the thermodynamic factor, V. */
  double diffusional(double temperature) {
    return 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
  }

  /** Slopes by the salt that is seen, to those by the salt there is; from a volume on. */
  void reduceSlopes(double[] slopes, int first) {
    if (extreme) {
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] *= visible[first + k];
      }
    }
  }

  /** Properties in the volumes. */
  private void volumes(double[] y, double temperature) {
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int m = 0; m < n; m++) {
      double c = y[m];
      salt[m] = c;
      least = c < least ? c : least;
      most = c > most ? c : most;
    }
    boolean was = extreme;
    extreme = !(least >= LEAST_CONCENTRATION && most <= HIGHEST_CONCENTRATION);
    if (extreme || was) {
      confine(y);
    }
    double[] at = extreme ? within : salt;
    data.electrolyte.at(
        at,
        n,
        data.arrhenius(data.electrolyteDiffusivityActivation, temperature),
        data.arrhenius(data.electrolyteConductivityActivation, temperature),
        diffusivity,
        diffusivitySlope,
        conductivity,
        conductivitySlope);
    for (int m = 0; m < n; m++) {
      double d = diffusivity[m];
      double k = conductivity[m];
      double s = salt[m];
      // One division for the three reciprocals.
      double scale = 1 / (d * k * s);
      double perD = scale * (k * s);
      double perK = scale * (d * s);
      perSalt[m] = scale * (d * k);
      saltHalf[m] = half[m] * perD;
      saltHalfSlope[m] = -half[m] * perD * (perD * diffusivitySlope[m]);
      ionicHalf[m] = half[m] * perK;
      ionicHalfSlope[m] = -half[m] * perK * (perK * conductivitySlope[m]);
    }
    if (data.thermodynamicFactor != null) {
      data.thermodynamicFactor.at(at, n, 1, factor, factorSlope);
    }
    if (extreme) {
      for (int m = 0; m < n; m++) {
        double slope = within[m] == salt[m] ? visible[m] : 0;
        saltHalfSlope[m] *= slope;
        ionicHalfSlope[m] *= slope;
        factorSlope[m] *= slope;
      }
    }
  }

  /**
   * Where salt runs out the equations go on: the less there is, the less reacts, and it never
   * reaches zero. So that steps need not resolve that, kinetics and potentials see δ exp(c/δ − 1)
   * below δ = {@value CellModel#LEAST_CONCENTRATION} mol/m³, which is positive and joins c
   * smoothly. Conductivity and diffusivity stay what they are at the ends of their range: continued
   * in a straight line they would turn negative.
   */
  private void confine(double[] y) {
    for (int m = 0; m < n; m++) {
      visible[m] = 1;
      if (!(y[m] >= LEAST_CONCENTRATION)) {
        visible[m] = Math.exp(Math.max(y[m] / LEAST_CONCENTRATION - 1, -50));
        salt[m] = LEAST_CONCENTRATION * visible[m];
      }
      within[m] = Math.clamp(salt[m], LOWEST_CONCENTRATION, HIGHEST_CONCENTRATION);
    }
  }

  /** The salt at which properties see a tenth of what they see at {@code c}, mol/m³. */
  static double tenth(double c) {
    return c >= 10 * LEAST_CONCENTRATION
        ? 0.1 * c
        : c >= LEAST_CONCENTRATION
            ? LEAST_CONCENTRATION * (1 + Math.log(0.1 * c / LEAST_CONCENTRATION))
            : c - LEAST_CONCENTRATION * LN_10;
  }

  /** Salt flux, resistance and diffusion potential between neighbours. */
  private void faces(double[] y, double diffusional) {
    boolean near = true;
    for (int f = 1; f < n; f++) {
      double c0 = salt[f - 1];
      double c1 = salt[f];
      double together = saltHalf[f - 1] + saltHalf[f];
      double sum = c0 + c1;
      double scale = 1 / (together * sum);
      double g = scale * sum;
      double z = (c1 - c0) * (scale * together);
      double flux = -g * (y[f] - y[f - 1]);
      saltFlux[f] = flux;
      saltByLeft[f] = g * (1 - flux * saltHalfSlope[f - 1]);
      saltByRight[f] = -g * (1 + flux * saltHalfSlope[f]);
      resistance[f] = ionicHalf[f - 1] + ionicHalf[f];
      double q = z * z;
      near &= q < NEAR;
      double logarithm =
          2 * z * (1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q * (1.0 / 9)))));
      diffusion[f] = diffusional * logarithm;
      diffusionByLeft[f] = -diffusional * perSalt[f - 1];
      diffusionByRight[f] = diffusional * perSalt[f];
    }
    if (!near) {
      for (int f = 1; f < n; f++) {
        diffusion[f] = diffusional * Math.log(salt[f] * perSalt[f - 1]);
      }
    }
    if (extreme) {
      for (int f = 1; f < n; f++) {
        diffusionByLeft[f] *= visible[f - 1];
        diffusionByRight[f] *= visible[f];
      }
    }
    if (data.thermodynamicFactor != null) {
      for (int f = 1; f < n; f++) {
        double mean = 0.5 * (factor[f - 1] + factor[f]);
        double ideal = diffusion[f];
        diffusion[f] = mean * ideal;
        diffusionByLeft[f] = mean * diffusionByLeft[f] + 0.5 * factorSlope[f - 1] * ideal;
        diffusionByRight[f] = mean * diffusionByRight[f] + 0.5 * factorSlope[f] * ideal;
      }
    }
  }
}
