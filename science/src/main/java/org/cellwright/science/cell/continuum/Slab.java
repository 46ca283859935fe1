package org.cellwright.science.cell.continuum;

import java.util.Arrays;

/**
 * One implicit step of heat conduction through the thickness L of a cell that warms evenly
 * throughout and is cooled on both faces.
 *
 * <p>Unknown beside the mean temperature T are the amplitudes a of even Legendre polynomials of z =
 * 2x/L; by Galerkin's method, with the heat capacity C, the cooling power s over both faces and K =
 * 4 k V / L²,
 *
 * <pre>
 *   C dT/dt = heat − s (T + Σ aⱼ − T₀)
 *   C daₖ/dt / (4k+1) = −K Σ k(k,j) aⱼ − s (T + Σ aⱼ − T₀),      k(k,j) = ∫ P'₂ₖ P'₂ⱼ dz = m (2m + 1), m = min(k, j)
 * </pre>
 *
 * <p>The parabola of the steady state is exact, and the balance of heat holds whatever the modes.
 * Each step leaves the temperature of the faces as T₀ + base + gain (T − T₀), so that the border of
 * Newton's matrix sees a lumped cell with another cooling.
 */
final class Slab {
  /** Amplitudes beside the mean: P₂ to P₈. */
  static final int MODES = 4;

  private final double conduction;
  private final double cooling;
  private final double ambient;
  private final double[][] matrix = new double[MODES][MODES];
  private final double[] fromHistory = new double[MODES];
  private final double[] fromMean = new double[MODES];
  private double factoredFor = Double.NaN;

  /** Above the ambient when the mean is not, K. */
  double surfaceBase;

  /** Share of the mean's excess over the ambient that the faces see. */
  double surfaceGain = 1;

  /**
   * @param conductance k · 4 V / L², W/K
   * @param coolingPower over both faces, W/K
   * @param heatCapacity J/K
   * @param ambient K
   */
  Slab(double conductance, double coolingPower, double heatCapacity, double ambient) {
    conduction = conductance / heatCapacity;
    cooling = coolingPower / heatCapacity;
    this.ambient = ambient;
  }

  /** Eliminates the amplitudes, which stand from {@code first} on; {@code c} in s. */
  void eliminate(double c, double[] base, int first) {
    if (c != factoredFor) {
      factor(c);
    }
    for (int k = 0; k < MODES; k++) {
      fromHistory[k] = (base[first + k]) / (4 * k + 5);
    }
    solve(fromHistory);
    surfaceBase = 0;
    for (double amplitude : fromHistory) {
      surfaceBase += amplitude;
    }
  }

  /** Cholesky's square-root-free factors in place; the matrix is symmetric and positive. */
  private void factor(double c) {
    factoredFor = c;
    for (int k = 0; k < MODES; k++) {
      for (int j = 0; j <= k; j++) {
        matrix[k][j] = c * (conduction * (j + 1) * (2 * j + 3) + cooling);
      }
      matrix[k][k] += 1.0 / (4 * k + 5);
    }
    for (int k = 0; k < MODES; k++) {
      for (int j = 0; j < k; j++) {
        double multiplier = matrix[k][j] / matrix[j][j];
        for (int i = k; i < MODES; i++) {
          matrix[i][k] -= multiplier * matrix[i][j];
        }
      }
    }
    Arrays.fill(fromMean, c * cooling);
    solve(fromMean);
    surfaceGain = 1;
    for (double amplitude : fromMean) {
      surfaceGain -= amplitude;
    }
  }

  /** The columns below the diagonal hold the factors times their pivots. */
  private void solve(double[] side) {
    for (int k = 0; k < MODES; k++) {
      for (int i = k + 1; i < MODES; i++) {
        side[i] -= matrix[i][k] / matrix[k][k] * side[k];
      }
    }
    for (int k = MODES - 1; k >= 0; k--) {
      for (int i = k + 1; i < MODES; i++) {
        side[k] -= matrix[i][k] * side[i];
      }
      side[k] /= matrix[k][k];
    }
  }

  /** The amplitudes for the mean temperature found, K. */
  void substitute(double mean, double[] y, int first) {
    for (int k = 0; k < MODES; k++) {
      y[first + k] = fromHistory[k] - fromMean[k] * (mean - ambient);
    }
  }

  /** By how much the faces are above the mean, K. */
  static double atSurface(double[] y, int first) {
    double sum = 0;
    for (int k = 0; k < MODES; k++) {
      sum += y[first + k];
    }
    return sum;
  }

  /** By how much the middle is above the mean, K. */
  static double atCore(double[] y, int first) {
    double sum = 0;
    double legendre = 1;
    for (int k = 0; k < MODES; k++) {
      legendre *= -(2 * k + 1.0) / (2 * k + 2);
      sum += legendre * y[first + k];
    }
    return sum;
  }
}
