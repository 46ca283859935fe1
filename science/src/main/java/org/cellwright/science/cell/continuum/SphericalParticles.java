package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/**
 * One implicit step of Fick's law in the spheres of an electrode, all spheres at once.
 *
 * <p>Finite volumes on equal shells. The interfacial current density j at the surface stays
 * symbolic: elimination from the centre outwards leaves the surface concentration as {@code base +
 * gain * j}, so that the particles need no place in Newton's matrix (Schur complement); the shells
 * follow by back substitution once j is known. With a diffusivity that does not depend on
 * concentration the matrix is the same for all spheres and is factored once for each step size.
 *
 * <p>Profiles are even in r, and under a constant current they soon are a + b r². So the gradient
 * at a face is the difference of the two shell averages over the distance that is exact for r², and
 * the surface value follows from the two outer averages and the slope that j imposes, exact for 1,
 * r² and r⁴: what is left is the error of the transients, of second order. {@link
 * Mesh.Surface#STRAIGHT} has faces midway between equal distances and continues the two outer
 * averages as a straight line.
 *
 * <p>O(shells · nodes) flops, no allocation. Layout: shell-major, so that inner loops over nodes
 * vectorise. Units: m, s, mol/m³, A/m² with j positive when lithium leaves the particle.
 */
final class SphericalParticles {
  private final ElectrodeData electrode;
  private final int nodes;
  private final int shells;
  // The surface is last + outerDifference (last − next) + outerSlope j / D.
  private final double outerDifference;
  private final double outerSlope;
  // Face area over (shell volume times distance of its neighbour), inner and outer face, 1/m².
  private final double[] inner;
  private final double[] outer;
  // dc/dt of the outermost shell for j = 1, mol/m³/s per A/m².
  private final double fluxFactor;

  private final double[] rhs;
  private final double[] pivot;
  private final double[] upper;
  private double diffusivityFactor = Double.NaN;
  private double factoredC = Double.NaN;
  private final double[] lastBase;
  private final double[] lastGain;
  private final double[] nextBase;
  private final double[] nextGain;

  /** Surface concentration is base + gain · j. */
  final double[] surfaceBase;

  final double[] surfaceGain;

  SphericalParticles(ElectrodeData electrode, int nodes, int shells, boolean straightSurface) {
    this.electrode = electrode;
    this.nodes = nodes;
    this.shells = shells;
    double radius = electrode.radius;
    double thickness = radius / shells;
    inner = new double[shells];
    outer = new double[shells];
    double distance = 0;
    for (int k = 0; k < shells; k++) {
      double r0 = k * thickness;
      double r1 = (k + 1) * thickness;
      double volume = (r1 * r1 * r1 - r0 * r0 * r0) / 3;
      inner[k] = k == 0 ? 0 : r0 * r0 / (volume * distance);
      distance =
          straightSurface
              ? thickness
              : (average(2, k + 1, shells) - average(2, k, shells)) / (2 * r1) * radius * radius;
      outer[k] = k == shells - 1 ? 0 : r1 * r1 / (volume * distance);
    }
    if (straightSurface) {
      outerDifference = 0.5;
      outerSlope = 0;
    } else {
      // last + p (last − next) + q R dc/dr must be 1 at the surface for r² and for r⁴.
      double a2 = average(2, shells - 1, shells);
      double a4 = average(4, shells - 1, shells);
      double d2 = a2 - average(2, shells - 2, shells);
      double d4 = a4 - average(4, shells - 2, shells);
      outerDifference = (2 * (1 - a2) - (1 - a4)) / (2 * d2 - d4);
      outerSlope = -radius / FARADAY * (1 - a2 - outerDifference * d2) / 2;
    }
    double r0 = radius - thickness;
    double outerVolume = (radius * radius * radius - r0 * r0 * r0) / 3;
    fluxFactor = -radius * radius / (outerVolume * FARADAY);
    rhs = new double[nodes * shells];
    int matrices = electrode.constantDiffusivity ? 1 : nodes;
    pivot = new double[matrices * shells];
    upper = new double[matrices * shells];
    lastBase = new double[nodes];
    lastGain = new double[nodes];
    nextBase = new double[nodes];
    nextGain = new double[nodes];
    surfaceBase = new double[nodes];
    surfaceGain = new double[nodes];
  }

  /** Mean of r^power over shell k, in radii. */
  private static double average(int power, int k, int shells) {
    double r0 = (double) k / shells;
    double r1 = (double) (k + 1) / shells;
    return 3
        * (Math.pow(r1, power + 3) - Math.pow(r0, power + 3))
        / ((power + 3) * (Math.pow(r1, 3) - Math.pow(r0, 3)));
  }

  boolean isLinear() {
    return electrode.constantDiffusivity;
  }

  /**
   * Eliminates from the centre outwards.
   *
   * @param c step size times leading coefficient, s
   * @param predicted all unknowns of the model; the particles begin at {@code offset}
   * @param current concentrations at which a nonlinear diffusivity is taken; same layout
   */
  void eliminate(
      double c, double arrhenius, double[] predicted, double[] psi, double[] current, int offset) {
    if (electrode.constantDiffusivity) {
      eliminateLinear(c, arrhenius, predicted, psi, offset);
    } else {
      eliminateNonlinear(c, arrhenius, predicted, psi, current, offset);
    }
    for (int m = 0; m < nodes; m++) {
      double d = surfaceDiffusivity(current, offset, m, arrhenius);
      surfaceBase[m] = lastBase[m] + outerDifference * (lastBase[m] - nextBase[m]);
      surfaceGain[m] = lastGain[m] + outerDifference * (lastGain[m] - nextGain[m]) + outerSlope / d;
    }
  }

  private double surfaceDiffusivity(double[] current, int offset, int m, double arrhenius) {
    double x =
        electrode.constantDiffusivity
            ? 0.5
            : current[offset + (shells - 1) * nodes + m] / electrode.maximumConcentration;
    return electrode.diffusivity.at(x) * arrhenius;
  }

  private void eliminateLinear(
      double c, double arrhenius, double[] predicted, double[] psi, int offset) {
    double d = electrode.diffusivity.at(0.5) * arrhenius;
    if (c != factoredC || d != diffusivityFactor) {
      factoredC = c;
      diffusivityFactor = d;
      double cd = c * d;
      double before = 0;
      for (int k = 0; k < shells; k++) {
        double lower = -cd * inner[k];
        double multiplier = k == 0 ? 0 : lower / before;
        pivot[k] = 1 + cd * (inner[k] + outer[k]) - (k == 0 ? 0 : multiplier * upper[k - 1]);
        upper[k] = -cd * outer[k];
        before = pivot[k];
      }
    }
    for (int m = 0; m < nodes; m++) {
      rhs[m] = predicted[offset + m] - psi[offset + m];
    }
    for (int k = 1; k < shells; k++) {
      double multiplier = -c * d * inner[k] / pivot[k - 1];
      int row = k * nodes;
      int at = offset + row;
      for (int m = 0; m < nodes; m++) {
        rhs[row + m] = predicted[at + m] - psi[at + m] - multiplier * rhs[row - nodes + m];
      }
    }
    int last = (shells - 1) * nodes;
    double inverse = 1 / pivot[shells - 1];
    double inverseNext = 1 / pivot[shells - 2];
    double up = upper[shells - 2];
    double gain = c * fluxFactor * inverse;
    for (int m = 0; m < nodes; m++) {
      lastBase[m] = rhs[last + m] * inverse;
      lastGain[m] = gain;
      nextBase[m] = (rhs[last - nodes + m] - up * lastBase[m]) * inverseNext;
      nextGain[m] = -up * gain * inverseNext;
    }
  }

  private void eliminateNonlinear(
      double c, double arrhenius, double[] predicted, double[] psi, double[] current, int offset) {
    double perMaximum = 1 / electrode.maximumConcentration;
    for (int m = 0; m < nodes; m++) {
      double faceBelow = 0;
      double here = electrode.diffusivity.at(current[offset + m] * perMaximum);
      int p = m * shells;
      for (int k = 0; k < shells; k++) {
        int i = k * nodes + m;
        double next =
            k == shells - 1
                ? here
                : electrode.diffusivity.at(current[offset + i + nodes] * perMaximum);
        double face = 0.5 * arrhenius * (here + next);
        double b = predicted[offset + i] - psi[offset + i];
        double lower = -c * faceBelow * inner[k];
        double diagonal = 1 - lower + c * face * outer[k];
        upper[p + k] = -c * face * outer[k];
        if (k == 0) {
          pivot[p] = diagonal;
          rhs[i] = b;
        } else {
          double multiplier = lower / pivot[p + k - 1];
          pivot[p + k] = diagonal - multiplier * upper[p + k - 1];
          rhs[i] = b - multiplier * rhs[i - nodes];
        }
        faceBelow = face;
        here = next;
      }
      int last = (shells - 1) * nodes + m;
      lastBase[m] = rhs[last] / pivot[p + shells - 1];
      lastGain[m] = c * fluxFactor / pivot[p + shells - 1];
      nextBase[m] =
          (rhs[last - nodes] - upper[p + shells - 2] * lastBase[m]) / pivot[p + shells - 2];
      nextGain[m] = -upper[p + shells - 2] * lastGain[m] / pivot[p + shells - 2];
    }
  }

  /** All shells for the currents found; {@code j} begins at {@code offsetJ} of {@code y}. */
  void substitute(double[] y, int offsetJ, int offset) {
    int last = offset + (shells - 1) * nodes;
    for (int m = 0; m < nodes; m++) {
      y[last + m] = lastBase[m] + lastGain[m] * y[offsetJ + m];
    }
    boolean linear = electrode.constantDiffusivity;
    for (int k = shells - 2; k >= 0; k--) {
      int row = k * nodes;
      int at = offset + row;
      if (linear) {
        double inverse = 1 / pivot[k];
        double up = upper[k];
        for (int m = 0; m < nodes; m++) {
          y[at + m] = (rhs[row + m] - up * y[at + nodes + m]) * inverse;
        }
      } else {
        for (int m = 0; m < nodes; m++) {
          int p = m * shells + k;
          y[at + m] = (rhs[row + m] - upper[p] * y[at + nodes + m]) / pivot[p];
        }
      }
    }
  }

  /** Mean concentration of node {@code m}, weighted by the volume of the shells, mol/m³. */
  double mean(double[] y, int offset, int m) {
    double sum = 0;
    for (int k = 0; k < shells; k++) {
      double r0 = (double) k / shells;
      double r1 = (double) (k + 1) / shells;
      sum += (r1 * r1 * r1 - r0 * r0 * r0) * y[offset + k * nodes + m];
    }
    return sum;
  }

  /** Concentration at the surface of node {@code m} for a current density, mol/m³. */
  double surface(double[] y, int offset, int m, double j, double arrhenius) {
    double last = y[offset + (shells - 1) * nodes + m];
    double next = y[offset + (shells - 2) * nodes + m];
    double d = surfaceDiffusivity(y, offset, m, arrhenius);
    return last + outerDifference * (last - next) + outerSlope / d * j;
  }
}
