package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.PhaseData;
import org.cellwright.science.numerics.CubicTable;
import org.jspecify.annotations.Nullable;

/**
 * One active material in all volumes of its electrode: particles, open-circuit potential with
 * hysteresis, kinetics.
 *
 * <pre>
 *   kinetics      0 = Φ − U(cs, h) − (2RT/F) asinh(j / 2j₀(c, cs))      inverse form: nearly linear, no overflow
 *   surface       cs = base + gain j                                     from {@link Spheres}
 *   potential     U = U₀(x) + h H(x) + (T − T₀) dU/dT                    h: +1 delithiation branch, −1 lithiation
 *   hysteresis    dh/dt = γ (3 j / F R c_max) (1 − h sgn j)/2            Axen et al., J. Energy Storage 48 (2022) 103985
 * </pre>
 *
 * <p>The half is BPX's: with it γ is the one that its readers in PyBaMM (since 25.10) and of
 * About:Energy take.
 *
 * <p>{@link #evaluate} linearises: δj = (δΦ + byConcentration δc + residual + byTemperature δT) ·
 * inverseSlope in each volume. Base, gain and hysteresis of the step are eliminated, so j alone is
 * an unknown. No allocation after construction.
 */
final class Reaction {
  final PhaseData phase;
  final int count;

  /** Index of the first j among the unknowns of the model. */
  final int flux;

  /** Index of the first unknown of the particles. */
  final int particles;

  final Spheres spheres;

  /** δj by δΦ in each volume, A/(m² V). */
  final double[] inverseSlope;

  final double[] byConcentration;
  final double[] residual;
  final double[] byTemperature;

  /** √(j² + 4 j₀²), A/m². */
  final double[] root;

  /** U − T dU/dT, V: what of the potential is not heat. */
  final double[] heatPotential;

  /** Its change by j, times j. */
  final double[] heatPotentialByFlux;

  /** δj along the right-hand sides of the border. */
  final double[][] delta = new double[3][];

  private final CellData data;
  private final double[] surface;
  private final double[] openCircuit;
  private final double[] openCircuitSlope;
  private final @Nullable Hysteresis hysteresis;

  /** Branch of the open-circuit potential in each volume. */
  private final class Hysteresis {
    final int offset = particles + spheres.size();
    final CubicTable half;
    final double[] height = new double[count];
    final double[] heightSlope = new double[count];
    private double factor;

    Hysteresis(CubicTable half) {
      this.half = half;
    }

    void start(double c) {
      factor =
          c * phase.hysteresisDecay * 1.5 / (FARADAY * phase.radius * phase.maximumConcentration);
    }

    double state(double[] base, int m, double j) {
      return (base[offset + m] + factor * j) / (1 + factor * Math.abs(j));
    }

    double stateByFlux(double[] base, int m, double j) {
      double h = state(base, m, j);
      return factor * (1 - h * Math.signum(j)) / (1 + factor * Math.abs(j));
    }
  }

  /**
   * @param flux index of the first j
   * @param particles index of the first unknown of the particles, after which hysteresis follows
   */
  Reaction(CellData data, PhaseData phase, int count, Mesh mesh, int flux, int particles) {
    this.data = data;
    this.phase = phase;
    this.count = count;
    this.flux = flux;
    this.particles = particles;
    spheres = Spheres.of(phase, count, mesh);
    inverseSlope = new double[count];
    byConcentration = new double[count];
    residual = new double[count];
    byTemperature = new double[count];
    root = new double[count];
    heatPotential = new double[count];
    heatPotentialByFlux = new double[count];
    for (int k = 0; k < delta.length; k++) {
      delta[k] = new double[count];
    }
    surface = new double[count];
    openCircuit = new double[count];
    openCircuitSlope = new double[count];
    hysteresis = phase.hysteresis == null ? null : new Hysteresis(phase.hysteresis);
  }

  /** Unknowns of particles and hysteresis. */
  int size() {
    return spheres.size() + (hysteresis == null ? 0 : count);
  }

  /** One step begins: whatever does not depend on the unknowns. */
  void begin(double c, double temperature, double[] base, double[] current) {
    eliminate(c, temperature, base, current);
    if (hysteresis != null) {
      hysteresis.start(c);
    }
  }

  void eliminate(double c, double temperature, double[] base, double[] current) {
    double arrhenius = data.arrhenius(phase.diffusivityActivation, temperature);
    spheres.eliminate(c, arrhenius, base, current, particles);
  }

  /** Particles and hysteresis for the currents found. */
  void substitute(double[] base, double[] y) {
    spheres.substitute(base, y, flux, particles);
    if (hysteresis != null) {
      for (int m = 0; m < count; m++) {
        y[hysteresis.offset + m] = hysteresis.state(base, m, y[flux + m]);
      }
    }
  }

  /** At rest at a stoichiometry. */
  void fill(double[] y, double stoichiometry) {
    Arrays.fill(y, flux, flux + count, 0);
    spheres.fill(y, particles, stoichiometry * phase.maximumConcentration);
    if (hysteresis != null) {
      Arrays.fill(y, hysteresis.offset, hysteresis.offset + count, phase.initialHysteresis);
    }
  }

  void weigh(double rtol, double[] weight) {
    spheres.weigh(weight, particles, 1 / (rtol * phase.maximumConcentration));
    if (hysteresis != null) {
      Arrays.fill(weight, hysteresis.offset, hysteresis.offset + count, 1 / (10 * rtol));
    }
  }

  /** The tolerance of j: relative, with a floor at the nominal current's share. */
  void weighFlux(double[] y, double rtol, double nominal, double[] weight) {
    double per = 1 / rtol;
    for (int m = 0; m < count; m++) {
      weight[flux + m] = per / (Math.abs(y[flux + m]) + nominal);
    }
  }

  /** Branch of the open-circuit potential, mean over the volumes: −1 to 1; 0 without hysteresis. */
  double branch(double[] y) {
    if (hysteresis == null) {
      return 0;
    }
    double sum = 0;
    for (int m = 0; m < count; m++) {
      sum += y[hysteresis.offset + m];
    }
    return sum / count;
  }

  /** Stoichiometry at the surface in volume m. */
  double surface(double[] y, int m) {
    return (spheres.surfaceBase[m] + spheres.surfaceGain[m] * y[flux + m])
        / phase.maximumConcentration;
  }

  /** Mean stoichiometry in volume m. */
  double mean(double[] y, int m) {
    return spheres.mean(y, particles, m) / phase.maximumConcentration;
  }

  /** Kinetics at the unknowns {@code y}; Φ begins at {@code phi}, salt at {@code firstVolume}. */
  void evaluate(double[] y, double[] base, int phi, double[] salt, int firstVolume, double kelvin) {
    double thermal = 2 * GAS * kelvin / FARADAY;
    double rate = phase.exchangeCurrent * data.arrhenius(phase.exchangeCurrentActivation, kelvin);
    double perMaximum = 1 / phase.maximumConcentration;
    double perInitial = 1 / data.initialConcentration;
    double fromReference = kelvin - data.referenceTemperature;
    double[] surfaceBase = spheres.surfaceBase;
    double[] surfaceGain = spheres.surfaceGain;
    for (int m = 0; m < count; m++) {
      double j = y[flux + m];
      double gain = surfaceGain[m] * perMaximum;
      double x = surfaceBase[m] * perMaximum + gain * j;
      if ((x < SurfaceEdge.WIDTH || x > 1 - SurfaceEdge.WIDTH) && gain != 0) {
        double k = rate * Math.sqrt(salt[firstVolume + m] * perInitial);
        double potential = y[phi + m];
        if (hysteresis != null) {
          potential -= hysteresis.state(base, m, j) * hysteresis.half.at(x);
        }
        j =
            SurfaceEdge.flux(
                phase, surfaceBase[m] * perMaximum, gain, k, potential, thermal, fromReference, x);
        y[flux + m] = j;
        x = surfaceBase[m] * perMaximum + gain * j;
      }
      surface[m] = x;
    }
    phase.ocp.at(surface, count, 1, openCircuit, openCircuitSlope);
    if (hysteresis != null) {
      hysteresis.half.at(surface, count, 1, hysteresis.height, hysteresis.heightSlope);
    }
    double rateByTemperature = phase.exchangeCurrentActivation / (kelvin * kelvin);
    CubicTable entropic = phase.entropicChange;
    double edge = CellModel.EDGE_POTENTIAL;
    for (int m = 0; m < count; m++) {
      double j = y[flux + m];
      double gain = surfaceGain[m] * perMaximum;
      double x = surface[m];
      double inside =
          x < CellModel.LEAST_ROOM
              ? CellModel.LEAST_ROOM
              : x > 1 - CellModel.LEAST_ROOM ? 1 - CellModel.LEAST_ROOM : x;
      double room = inside * (1 - inside);
      double concentration = salt[firstVolume + m];
      double j0 = rate * Math.sqrt(concentration * perInitial * room);
      double size = Math.sqrt(j * j + 4 * j0 * j0);
      // One division for the four reciprocals.
      double scale = 1 / (size * j0 * room * concentration);
      double perRoot = scale * (j0 * room * concentration);
      double perJ0 = scale * (size * room * concentration);
      double both = scale * (size * j0 * concentration);
      double perConcentration = scale * (size * j0 * room);
      double perX = both * (1 - inside);
      double perRoom = both * inside;
      double logarithmSlope = inside == x ? 0.5 * (1 - 2 * x) * both * gain : 0;
      double asinh = Math.copySign(Math.log((Math.abs(j) + size) * (0.5 * perJ0)), j);
      double u = openCircuit[m] + edge * (perX - perRoom);
      double uSlope = (openCircuitSlope[m] - edge * (perX * perX + perRoom * perRoom)) * gain;
      double heat = u;
      double heatSlope = uSlope;
      double entropy = 0;
      if (entropic != null) {
        entropy = entropic.at(x);
        double entropySlope = entropic.slope(x) * gain;
        u += fromReference * entropy;
        uSlope += fromReference * entropySlope;
        heat = u - kelvin * entropy;
        heatSlope = uSlope - kelvin * entropySlope;
      }
      if (hysteresis != null) {
        double h = hysteresis.state(base, m, j);
        u += h * hysteresis.height[m];
        uSlope +=
            h * hysteresis.heightSlope[m] * gain
                + hysteresis.height[m] * hysteresis.stateByFlux(base, m, j);
      }
      root[m] = size;
      inverseSlope[m] = 1 / (uSlope + thermal * perRoot * (1 - j * logarithmSlope));
      byConcentration[m] = 0.5 * thermal * j * perRoot * perConcentration;
      residual[m] = y[phi + m] - u - thermal * asinh;
      byTemperature[m] =
          -entropy - thermal / kelvin * asinh + thermal * j * perRoot * rateByTemperature;
      heatPotential[m] = heat;
      heatPotentialByFlux[m] = heatSlope * j;
    }
  }

  /**
   * A current density moved towards zero by a Newton correction of the inverse kinetics. They are
   * logarithmic in j: a straight step would shoot over to the other sign and never come back, so a
   * long one is taken along asinh(j / 2j₀) instead.
   */
  static double moved(double j, double dj, double root) {
    if (j * dj >= 0 || Math.abs(dj) < 0.5 * root) {
      return j + dj;
    }
    double along = Math.clamp(dj / root, -2, 2);
    return j * Math.cosh(along) + root * Math.sinh(along);
  }

  /**
   * Why Φ does not determine j: where the potential rises with lithium faster than the
   * overpotential falls, a surface has several states and jumps between them. Empty if nothing of
   * that kind.
   */
  String unstable(String electrode, double[] y) {
    double thermal = 2 * GAS * data.referenceTemperature / FARADAY;
    for (int m = 0; m < count; m++) {
      double x = surface(y, m);
      boolean inside = x > SurfaceEdge.WIDTH && x < 1 - SurfaceEdge.WIDTH;
      if (inside && (inverseSlope[m] < 0 || inverseSlope[m] > 3 * root[m] / thermal)) {
        return "the open-circuit potential of the %s%s particles rises with lithium at stoichiometry %.4f, where their surface is not stable"
            .formatted(electrode, phase.name.isEmpty() ? "" : " " + phase.name, x);
      }
    }
    return "";
  }

  /** Why the kinetics end here; empty if they do not. */
  String full(String electrode, double[] y, double slack) {
    for (int m = 0; m < count; m++) {
      double x = surface(y, m);
      if (x < -slack || x > 1 + slack) {
        return "the surface of the %s%s particles is %s (stoichiometry %.6f)"
            .formatted(
                electrode,
                phase.name.isEmpty() ? "" : " " + phase.name,
                x < 0.5 ? "empty" : "full",
                x);
      }
    }
    return "";
  }
}
