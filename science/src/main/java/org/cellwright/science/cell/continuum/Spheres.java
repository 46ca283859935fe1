package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.PhaseData;

/**
 * One implicit step of Fick's law in the spheres of one active material, all spheres at once.
 *
 * <p>The interfacial current density j at the surface stays symbolic: elimination leaves the
 * surface concentration as {@code base + gain * j}, so that the particles need no place in Newton's
 * matrix (Schur complement); their unknowns follow by substitution once j is known.
 *
 * <p>O(unknowns) flops, no allocation. Layout of the unknowns: all nodes of the first, then all of
 * the next, so that inner loops over nodes vectorise. Units: m, s, mol/m³, A/m² with j positive
 * when lithium leaves the particle.
 */
abstract sealed class Spheres permits ModalSpheres, ShellSpheres {
  final PhaseData phase;
  final int nodes;

  /** Unknowns of one sphere. */
  final int count;

  /** Surface concentration is base + gain · j. */
  final double[] surfaceBase;

  final double[] surfaceGain;

  Spheres(PhaseData phase, int nodes, int count) {
    this.phase = phase;
    this.nodes = nodes;
    this.count = count;
    surfaceBase = new double[nodes];
    surfaceGain = new double[nodes];
  }

  static Spheres of(PhaseData phase, int nodes, Mesh mesh) {
    if (phase.constantDiffusivity && mesh.shells() <= RadialModes.MOST) {
      return new ModalSpheres(phase, nodes, mesh);
    }
    return mesh.surface() == Mesh.Surface.SPECTRAL
        ? new ShellSpheres(phase, nodes, Mesh.SHELLS_INSTEAD * mesh.shells(), Mesh.Surface.PARABOLA)
        : new ShellSpheres(phase, nodes, mesh.shells(), mesh.surface());
  }

  /** All unknowns of these spheres. */
  final int size() {
    return nodes * count;
  }

  /** Whether base and gain depend on nothing but history and step: then one elimination serves. */
  abstract boolean isLinear();

  /**
   * Eliminates the unknowns but for j.
   *
   * @param c step size times leading coefficient, s
   * @param base what the unknowns of the model would be without change; these begin at {@code
   *     offset}
   * @param current concentrations at which a nonlinear diffusivity is taken; same layout
   */
  abstract void eliminate(double c, double arrhenius, double[] base, double[] current, int offset);

  /** All unknowns for the currents found; {@code j} begins at {@code offsetJ} of {@code y}. */
  abstract void substitute(double[] base, double[] y, int offsetJ, int offset);

  /** Uniform spheres. */
  abstract void fill(double[] y, int offset, double concentration);

  /** Reciprocal tolerances, for one of a concentration. */
  abstract void weigh(double[] weight, int offset, double perConcentration);

  /** Concentration at the surface of the sphere at node {@code m} in any state, mol/m³. */
  abstract double surface(double[] y, int offset, int m, double j, double arrhenius);

  /** Concentration at the centre of the sphere at node {@code m}, mol/m³. */
  abstract double centre(double[] y, int offset, int m);

  /** Mean concentration of the sphere at node {@code m}, mol/m³. */
  abstract double mean(double[] y, int offset, int m);

  /** Averages over equal shells of the sphere at node {@code m}, from the centre, mol/m³. */
  abstract double[] profile(double[] y, int offset, int m);
}

/** A diffusivity that does not depend on concentration: modes that decay on their own. */
final class ModalSpheres extends Spheres {
  private final RadialModes modes;
  private final double[] inverse;
  private final double[] surfaceShare;
  private final double[] byFlux;
  private double factoredC = Double.NaN;
  private double factoredD = Double.NaN;
  private double gain;

  ModalSpheres(PhaseData phase, int nodes, Mesh mesh) {
    super(phase, nodes, mesh.shells());
    modes = RadialModes.of(mesh.shells(), mesh.surface());
    inverse = new double[count];
    surfaceShare = new double[count];
    byFlux = new double[count];
  }

  @Override
  boolean isLinear() {
    return true;
  }

  @Override
  void eliminate(double c, double arrhenius, double[] base, double[] current, int offset) {
    double d = phase.diffusivity.at(0.5) * arrhenius;
    if (c != factoredC || d != factoredD) {
      factor(c, d);
    }
    double[] sum = surfaceBase;
    Arrays.fill(surfaceGain, gain);
    if (nodes == 1) {
      double whole = 0;
      for (int k = 0; k < count; k++) {
        whole += surfaceShare[k] * base[offset + k];
      }
      sum[0] = whole;
      return;
    }
    int k = 0;
    double s = surfaceShare[0];
    for (int m = 0; m < nodes; m++) {
      sum[m] = s * base[offset + m];
    }
    // Four modes to a sweep over the nodes.
    for (k = 1; k + 3 < count; k += 4) {
      int a = offset + k * nodes;
      int b = a + nodes;
      int e = b + nodes;
      int f = e + nodes;
      double sa = surfaceShare[k];
      double sb = surfaceShare[k + 1];
      double se = surfaceShare[k + 2];
      double sf = surfaceShare[k + 3];
      for (int m = 0; m < nodes; m++) {
        sum[m] += (sa * base[a + m] + sb * base[b + m]) + (se * base[e + m] + sf * base[f + m]);
      }
    }
    for (; k < count; k++) {
      int a = offset + k * nodes;
      double sa = surfaceShare[k];
      for (int m = 0; m < nodes; m++) {
        sum[m] += sa * base[a + m];
      }
    }
  }

  private void factor(double c, double d) {
    factoredC = c;
    factoredD = d;
    double rate = d / (phase.radius * phase.radius);
    double perFlux = -1 / (FARADAY * phase.radius);
    gain = modes.gap() * phase.radius / (FARADAY * d) * -1;
    for (int k = 0; k < count; k++) {
      inverse[k] = 1 / (1 + c * rate * modes.decay()[k]);
      surfaceShare[k] = modes.surface()[k] * inverse[k];
      byFlux[k] = c * perFlux * modes.flux()[k] * inverse[k];
      gain += modes.surface()[k] * byFlux[k];
    }
  }

  @Override
  void substitute(double[] base, double[] y, int offsetJ, int offset) {
    if (nodes == 1) {
      double j = y[offsetJ];
      for (int k = 0; k < count; k++) {
        y[offset + k] = inverse[k] * base[offset + k] + byFlux[k] * j;
      }
      return;
    }
    for (int k = 0; k < count; k++) {
      int at = offset + k * nodes;
      double a = inverse[k];
      double b = byFlux[k];
      for (int m = 0; m < nodes; m++) {
        y[at + m] = a * base[at + m] + b * y[offsetJ + m];
      }
    }
  }

  @Override
  void fill(double[] y, int offset, double concentration) {
    Arrays.fill(y, offset, offset + nodes, concentration);
    Arrays.fill(y, offset + nodes, offset + size(), 0);
  }

  /** Σ q² is the mean of c²: √count makes an error of all shells count as in shells. */
  @Override
  void weigh(double[] weight, int offset, double perConcentration) {
    Arrays.fill(weight, offset, offset + size(), Math.sqrt(count) * perConcentration);
  }

  @Override
  double surface(double[] y, int offset, int m, double j, double arrhenius) {
    double d = phase.diffusivity.at(0.5) * arrhenius;
    double sum = -modes.gap() * phase.radius / (FARADAY * d) * j;
    for (int k = 0; k < count; k++) {
      sum += modes.surface()[k] * y[offset + k * nodes + m];
    }
    return sum;
  }

  @Override
  double centre(double[] y, int offset, int m) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += modes.centre()[k] * y[offset + k * nodes + m];
    }
    return sum;
  }

  @Override
  double mean(double[] y, int offset, int m) {
    return y[offset + m];
  }

  @Override
  double[] profile(double[] y, int offset, int m) {
    double[] shells = new double[count];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < count; i++) {
        shells[k] += modes.shape()[k][i] * y[offset + i * nodes + m];
      }
    }
    return shells;
  }
}

/** A diffusivity that depends on concentration: shells, one tridiagonal matrix for each sphere. */
final class ShellSpheres extends Spheres {
  private final Shells shells;
  private final double[] rhs;
  private final double[] pivot;
  private final double[] upper;
  private final double[] lastBase;
  private final double[] lastGain;
  private final double perFlux;
  private final double[] share;
  private double c;

  ShellSpheres(PhaseData phase, int nodes, int count, Mesh.Surface surface) {
    super(phase, nodes, count);
    shells = Shells.of(count, surface);
    rhs = new double[size()];
    pivot = new double[size()];
    upper = new double[size()];
    lastBase = new double[nodes];
    lastGain = new double[nodes];
    perFlux = -1 / (FARADAY * phase.radius * Shells.volume(count - 1, count));
    share = new double[count];
    for (int k = 0; k < count; k++) {
      share[k] = 3 * Shells.volume(k, count);
    }
  }

  @Override
  boolean isLinear() {
    return phase.constantDiffusivity;
  }

  @Override
  void eliminate(double c, double arrhenius, double[] base, double[] current, int offset) {
    this.c = c;
    double perMaximum = 1 / phase.maximumConcentration;
    double scale = c / (phase.radius * phase.radius);
    int last = count - 1;
    for (int m = 0; m < nodes; m++) {
      double faceBelow = 0;
      double here = phase.diffusivity.at(current[offset + m] * perMaximum);
      int p = m * count;
      for (int k = 0; k < count; k++) {
        int i = k * nodes + m;
        double next =
            k == last ? here : phase.diffusivity.at(current[offset + i + nodes] * perMaximum);
        double face = 0.5 * arrhenius * scale * (here + next);
        double b = base[offset + i];
        double lower = -faceBelow * shells.inner()[k];
        double diagonal = 1 - lower + face * shells.outer()[k];
        upper[p + k] = -face * shells.outer()[k];
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
      int outermost = last * nodes + m;
      lastBase[m] = rhs[outermost] / pivot[p + last];
      lastGain[m] = c * perFlux / pivot[p + last];
      double nextBase =
          (rhs[outermost - nodes] - upper[p + last - 1] * lastBase[m]) / pivot[p + last - 1];
      double nextGain = -upper[p + last - 1] * lastGain[m] / pivot[p + last - 1];
      double d = phase.diffusivity.at(current[offset + outermost] * perMaximum) * arrhenius;
      surfaceBase[m] = lastBase[m] + shells.outerDifference() * (lastBase[m] - nextBase);
      surfaceGain[m] =
          lastGain[m]
              + shells.outerDifference() * (lastGain[m] - nextGain)
              + shells.outerSlope() * phase.radius / (FARADAY * d);
    }
  }

  @Override
  void substitute(double[] base, double[] y, int offsetJ, int offset) {
    int row = offset + (count - 1) * nodes;
    for (int m = 0; m < nodes; m++) {
      y[row + m] = lastBase[m] + lastGain[m] * y[offsetJ + m];
    }
    for (int k = count - 2; k >= 0; k--) {
      row -= nodes;
      for (int m = 0; m < nodes; m++) {
        int p = m * count + k;
        y[row + m] = (rhs[k * nodes + m] - upper[p] * y[row + nodes + m]) / pivot[p];
      }
    }
    conserve(base, y, offsetJ, offset);
  }

  /** Where lithium spreads at once, a pivot is rounding; the mean is known without it. */
  private void conserve(double[] base, double[] y, int offsetJ, int offset) {
    for (int m = 0; m < nodes; m++) {
      double lost = c * perFlux * share[count - 1] * y[offsetJ + m];
      for (int k = 0; k < count; k++) {
        int i = offset + k * nodes + m;
        lost += share[k] * (base[i] - y[i]);
      }
      for (int k = 0; k < count; k++) {
        y[offset + k * nodes + m] += lost;
      }
    }
  }

  @Override
  void fill(double[] y, int offset, double concentration) {
    Arrays.fill(y, offset, offset + size(), concentration);
  }

  @Override
  void weigh(double[] weight, int offset, double perConcentration) {
    Arrays.fill(weight, offset, offset + size(), perConcentration);
  }

  @Override
  double surface(double[] y, int offset, int m, double j, double arrhenius) {
    double last = y[offset + (count - 1) * nodes + m];
    double next = y[offset + (count - 2) * nodes + m];
    double d = phase.diffusivity.at(last / phase.maximumConcentration) * arrhenius;
    return last
        + shells.outerDifference() * (last - next)
        + shells.outerSlope() * phase.radius / (FARADAY * d) * j;
  }

  @Override
  double centre(double[] y, int offset, int m) {
    return Shells.centre(y[offset + m], y[offset + nodes + m], count);
  }

  @Override
  double mean(double[] y, int offset, int m) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += share[k] * y[offset + k * nodes + m];
    }
    return sum;
  }

  @Override
  double[] profile(double[] y, int offset, int m) {
    double[] averages = new double[count];
    for (int k = 0; k < count; k++) {
      averages[k] = y[offset + k * nodes + m];
    }
    return averages;
  }
}
