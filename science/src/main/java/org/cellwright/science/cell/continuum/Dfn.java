package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;
import static org.cellwright.science.cell.continuum.CellData.HIGHEST_CONCENTRATION;
import static org.cellwright.science.cell.continuum.CellData.LOWEST_CONCENTRATION;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.TwoChains;

/**
 * One implicit step of the porous-electrode model of Doyle, Fuller and Newman (J. Electrochem. Soc.
 * 140 (1993) 1526).
 *
 * <p>Finite volumes across negative electrode, separator and positive electrode. Unknown in every
 * volume is the salt concentration c; in the electrodes also Φ = φs − φe and the interfacial
 * current density j of each active material (A/m², positive out of the solid). Neither potential is
 * an unknown of its own: with I the current density of the cell and K = 2RT(1−t⁺)(1+dln f/dln c)/F,
 * subtracting Ohm's laws of both phases makes the ionic current at a face explicit,
 *
 * <pre>
 *   iₑ = (ΔΦ + I Δx/σ + K Δln c) / (Δx/σ + Δx/κ)          0 at the foils, I in the separator
 *   charge         iₑ(right) − iₑ(left) = h Σ a (j + C dΦ/dt)
 *   salt           ε h dc/dt = N(left) − N(right) + h Σ a ((1−t⁺) j − t⁺ C dΦ/dt)/F,     N = −D Δc/Δx
 *   kinetics       j of Φ and c in each volume, from {@link Reaction}
 *   voltage        V = Φ(last) − Φ(first) + Σ (K Δln c − iₑ Δx/κ) − I (solid half volumes + contacts)
 *   heat           C dT/dt = A (−I V − Σ h a j (U − T dU/dT)) − hA (T − T₀)
 * </pre>
 *
 * <p>The heat is the sum of Joule, overpotential and reversible heat, summed by parts. A half cell
 * has lithium metal in place of the negative electrode, at the outer face of the separator.
 *
 * <p>Newton's method eliminates every j in its volume; what is left are {@link TwoChains}. Current
 * and temperature border them: one more right-hand side each, never a dense row. Transport
 * properties at faces are harmonic means. A fresh matrix serves each iteration, so convergence is
 * quadratic: after one iteration the next correction is predicted from the last one measured, and
 * usually need not be computed. No allocation after construction.
 */
public final class Dfn extends CellModel {
  private static final double OVERFULL = 1e-5;
  // V
  private static final double LONGEST_MOVE = 0.2;
  private static final double ROUNDING = 1e-8;
  // mol/m³
  private static final double DEPLETED = 1;
  private static final double LN_10 = Math.log(10);
  private static final int INTEGRATION_ITERATIONS = 7;
  private static final int INITIAL_ITERATIONS = 60;

  // Of (c₁ − c₀)²/(c₁ + c₀)², below which five terms of the series of ln (c₁/c₀) are exact.
  private static final double NEAR = 0.0036;

  private final int n;
  private final int nn;
  private final int ns;
  private final int np;
  private final int phi;
  private final int size;
  private final Coating[] coatings;

  private final double[] width;
  private final double[] porosity;
  // Half the width over the transport efficiency of a volume, m.
  private final double[] half;

  // Properties of the volumes.
  private final double[] salt;
  private final double[] perSalt;
  // Slope of the salt that properties see by the salt there is; 1 unless it is scarce.
  private final double[] visible;
  // Salt at which conductivity and diffusivity are taken where it is outside their range.
  private final double[] within;
  private boolean extreme;
  private final double[] diffusivity;
  private final double[] diffusivitySlope;
  private final double[] conductivity;
  private final double[] conductivitySlope;
  // Half a volume's resistance to salt, s/m, and to ions, Ω m², and their slopes by concentration.
  private final double[] saltHalf;
  private final double[] saltHalfSlope;
  private final double[] ionicHalf;
  private final double[] ionicHalfSlope;
  private final double[] factor;
  private final double[] factorSlope;

  // At face f between the volumes f − 1 and f.
  private final double[] saltFlux;
  private final double[] saltByLeft;
  private final double[] saltByRight;
  private final double[] resistance;
  private final double[] diffusion;
  private final double[] diffusionByLeft;
  private final double[] diffusionByRight;
  private final double[] ionic;
  private final double[] ionicByPhi;
  private final double[] ionicByLeft;
  private final double[] ionicByRight;
  private final double[] ionicByCurrent;
  private final double[] ionicByTemperature;

  // Reaction of a volume, per electrode area: h Σ a j and its derivatives.
  private final double[] reaction;
  private final double[] reactionByPhi;
  private final double[] reactionByConcentration;
  private final double[] reactionByTemperature;
  private final double[] reactionShift;

  // Rows salt (1) and charge (2), columns δc (1) and δΦ (2).
  private final TwoChains matrix;
  private final double[][] r1 = new double[3][];
  private final double[][] r2 = new double[3][];

  private final boolean linear;
  private double terminalVoltage;
  private double voltageByCurrent;
  private double voltageByTemperature;
  private double counterByConcentration;
  private double reversibleWork;
  private double curvature = 1;

  /** The volumes of one electrode. */
  private static final class Coating {
    final String name;
    final ElectrodeData electrode;
    final int first;
    final int count;
    final double width;
    final double solid;

    /** Index of its first Φ. */
    final int phi;

    final Reaction[] reactions;

    /** F/m² of electrode in a volume. */
    final double doubleLayer;

    /** What the floor of the tolerance of j is, A/m². */
    final double nominal;

    Coating(
        String name,
        CellData data,
        ElectrodeData electrode,
        int first,
        int count,
        int phi,
        Reaction[] reactions) {
      this.name = name;
      this.electrode = electrode;
      this.first = first;
      this.count = count;
      this.phi = phi;
      this.reactions = reactions;
      width = electrode.thickness / count;
      solid = width / electrode.conductivity;
      doubleLayer = width * electrode.specificArea * electrode.doubleLayer;
      nominal = data.nominalCapacity / data.area / (electrode.specificArea * electrode.thickness);
    }
  }

  public Dfn(CellData data, Mesh mesh, Thermal thermal, double ambient) {
    super(data, thermal, ambient, scalarsAt(data, mesh));
    nn = data.isHalfCell() ? 0 : mesh.negative();
    ns = mesh.separator();
    np = mesh.positive();
    n = nn + ns + np;
    phi = n;
    coatings = new Coating[nn == 0 ? 1 : 2];
    int flux = n + nn + np;
    int next = particles;
    boolean allLinear = true;
    for (int k = 0; k < coatings.length; k++) {
      boolean isNegative = k == 0 && nn > 0;
      ElectrodeData e = isNegative ? data.negative : data.positive;
      int count = isNegative ? nn : np;
      Reaction[] reactions = new Reaction[e.phases.length];
      for (int p = 0; p < reactions.length; p++) {
        reactions[p] = new Reaction(data, e.phases[p], count, mesh, flux, next);
        flux += count;
        next += reactions[p].size();
        allLinear &= reactions[p].spheres.isLinear();
      }
      coatings[k] =
          new Coating(
              isNegative ? "negative" : "positive",
              data,
              e,
              isNegative ? 0 : nn + ns,
              count,
              isNegative ? phi : phi + nn,
              reactions);
    }
    linear = allLinear;
    size = next;
    Volumes volumes = new Volumes(data, nn, ns, np);
    width = volumes.width;
    porosity = volumes.porosity;
    half = new double[n];
    for (int m = 0; m < n; m++) {
      half[m] = 0.5 * width[m] / volumes.transport[m];
    }
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
    ionic = new double[n + 1];
    ionicByPhi = new double[n + 1];
    ionicByLeft = new double[n + 1];
    ionicByRight = new double[n + 1];
    ionicByCurrent = new double[n + 1];
    ionicByTemperature = new double[n + 1];
    Arrays.fill(ionicByCurrent, nn, nn + ns + 1, 1);
    reaction = new double[n];
    reactionByPhi = new double[n];
    reactionByConcentration = new double[n];
    reactionByTemperature = new double[n];
    reactionShift = new double[n];
    matrix = new TwoChains(nn, ns, np);
    for (int k = 0; k < 3; k++) {
      r1[k] = new double[n];
      r2[k] = new double[n];
    }
  }

  private static int scalarsAt(CellData data, Mesh mesh) {
    int positive = mesh.positive() * (2 + data.positive.phases.length);
    return data.isHalfCell()
        ? mesh.separator() + positive
        : mesh.separator() + positive + mesh.negative() * (2 + data.negative.phases.length);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  int saltVolumes() {
    return n;
  }

  @Override
  void fillAtRest(double[] y, double stateOfCharge, double temperature) {
    Arrays.fill(y, 0, n, data.initialConcentration);
    for (Coating coating : coatings) {
      double[] x = data.atRest(coating.electrode, stateOfCharge, temperature);
      double potential = data.openCircuit(coating.reactions[0].phase, x[0], temperature);
      Arrays.fill(y, coating.phi, coating.phi + coating.count, potential);
      for (int p = 0; p < x.length; p++) {
        coating.reactions[p].fill(y, x[p]);
      }
    }
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, n, 1 / (rtol * data.initialConcentration));
    Arrays.fill(weight, phi, phi + nn + np, 1 / rtol);
    for (Coating coating : coatings) {
      for (Reaction reaction : coating.reactions) {
        reaction.weigh(rtol, weight);
      }
    }
    reweigh(y, rtol, weight);
  }

  @Override
  public void reweigh(double[] y, double rtol, double[] weight) {
    for (Coating coating : coatings) {
      for (Reaction reaction : coating.reactions) {
        reaction.weighFlux(y, rtol, coating.nominal, weight);
      }
    }
    weighScalars(rtol, weight);
    // Where salt runs out rounding reaches so far.
    weight[voltage()] = Math.min(weight[voltage()], 1 / Math.min(rtol, ROUNDING));
  }

  @Override
  public boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, linear ? particles : size);
    tick(c, base, y);
    boolean initial = c == 0;
    double particleTemperature = predicted[temperature()];
    for (Coating coating : coatings) {
      for (Reaction reaction : coating.reactions) {
        reaction.begin(c, particleTemperature, base, y);
      }
    }
    double before = Double.POSITIVE_INFINITY;
    int most = initial ? INITIAL_ITERATIONS : INTEGRATION_ITERATIONS;
    for (int iteration = 1; iteration <= most; iteration++) {
      newtonIterations++;
      evaluate(c, y, base);
      assemble(c, base, y);
      if (!factorAndSolve()) {
        return false;
      }
      double norm = correct(c, base, weight, y, initial);
      if (!Double.isFinite(norm)) {
        return false;
      }
      double next;
      if (linear) {
        if (iteration > 1 && before > 1e-3) {
          curvature = Math.max(norm / (before * before), 0.5 * curvature);
        }
        next = curvature * norm * norm;
      } else {
        next = iteration == 1 ? norm : norm * norm / before;
      }
      boolean done =
          next < tolerance || norm < 1e-8 || (initial && stalled(iteration, norm, before));
      if (!done && !initial && iteration > 2 && norm > before) {
        return false;
      }
      if (!linear) {
        if (!done) {
          substitute(base, y);
        }
        for (Coating coating : coatings) {
          for (Reaction reaction : coating.reactions) {
            reaction.eliminate(c, particleTemperature, base, y);
          }
        }
      }
      if (done) {
        curvature *= 1.02;
        finish(c, base, y);
        return true;
      }
      before = norm;
    }
    return false;
  }

  private void substitute(double[] base, double[] y) {
    for (Coating coating : coatings) {
      for (Reaction reaction : coating.reactions) {
        reaction.substitute(base, y);
      }
    }
  }

  /** Properties, fluxes, kinetics and terminal voltage at {@code y}, each with its derivatives. */
  private void evaluate(double c, double[] y, double[] base) {
    double temperature = y[temperature()];
    double i = y[current()];
    transport(y, temperature);
    faces(y, diffusional(temperature));
    reversibleWork = 0;
    for (Coating coating : coatings) {
      electrodeFaces(coating, y, i);
      react(coating, c, y, base, temperature);
    }
    Arrays.fill(ionic, nn, nn + ns + 1, i);
    if (lumpedThermal) {
      facesByTemperature(temperature);
    }
    double electrolyte = 0;
    double byCurrent = 0;
    for (int f = 1; f < n; f++) {
      electrolyte += diffusion[f] - ionic[f] * resistance[f];
      byCurrent += ionicByCurrent[f] * resistance[f];
    }
    Coating last = coatings[coatings.length - 1];
    double series = 0.5 * last.solid + data.contactResistance;
    terminalVoltage = y[last.phi + np - 1] + electrolyte;
    voltageByCurrent = -byCurrent;
    if (nn > 0) {
      series += 0.5 * coatings[0].solid;
      terminalVoltage -= y[phi];
    } else {
      counterElectrode(i, temperature);
    }
    terminalVoltage -= i * series;
    voltageByCurrent -= series;
  }

  /** Lithium metal at the outer face of the separator, half a volume away from its first middle. */
  private void counterElectrode(double i, double temperature) {
    double k = diffusional(temperature) * factor[0];
    double perCurrent = saltHalf[0] * (1 - data.transferenceNumber) / FARADAY;
    double face = Math.max(salt[0] + perCurrent * i, LEAST_CONCENTRATION);
    terminalVoltage +=
        k * Math.log(salt[0] / face) - i * ionicHalf[0] - data.lithiumOverpotential(i, temperature);
    voltageByCurrent -=
        k * perCurrent / face + ionicHalf[0] + data.lithiumResistance(i, temperature);
    counterByConcentration =
        k * visible[0] * (perSalt[0] - 1 / face)
            + diffusional(temperature) * factorSlope[0] * Math.log(salt[0] / face)
            - i * ionicHalfSlope[0];
  }

  private double diffusional(double temperature) {
    return 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
  }

  /** What the electrolyte of each volume offers. */
  private void transport(double[] y, double temperature) {
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
   * below δ = {@value #LEAST_CONCENTRATION} mol/m³, which is positive and joins c smoothly.
   * Conductivity and diffusivity stay what they are at the ends of their range: continued in a
   * straight line they would turn negative.
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
  private static double tenth(double c) {
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

  private void electrodeFaces(Coating coating, double[] y, double i) {
    double solid = coating.solid;
    int shift = coating.phi - coating.first;
    double driven = i * solid;
    for (int f = coating.first + 1; f < coating.first + coating.count; f++) {
      double whole = 1 / (solid + resistance[f]);
      double current = (y[f + shift] - y[f - 1 + shift] + driven + diffusion[f]) * whole;
      ionic[f] = current;
      ionicByPhi[f] = whole;
      ionicByLeft[f] = (diffusionByLeft[f] - current * ionicHalfSlope[f - 1]) * whole;
      ionicByRight[f] = (diffusionByRight[f] - current * ionicHalfSlope[f]) * whole;
      ionicByCurrent[f] = solid * whole;
    }
  }

  /** Resistances fall with temperature, diffusion potentials grow with it. */
  private void facesByTemperature(double temperature) {
    double byTemperature = data.electrolyteConductivityActivation / (temperature * temperature);
    double dropByTemperature = 0;
    double ends = 0;
    for (int f = 1; f < n; f++) {
      double ohmic = resistance[f] * byTemperature;
      double diffusive = diffusion[f] / temperature;
      ionicByTemperature[f] = ionicByPhi[f] * (diffusive + ionic[f] * ohmic);
      dropByTemperature += ionicByTemperature[f] * resistance[f] - ionic[f] * ohmic;
      ends += diffusive;
    }
    voltageByTemperature = ends - dropByTemperature;
  }

  /** All active materials of an electrode. */
  private void react(Coating coating, double c, double[] y, double[] base, double temperature) {
    int first = coating.first;
    boolean only = true;
    double work = 0;
    for (Reaction r : coating.reactions) {
      r.evaluate(y, base, coating.phi, salt, first, temperature);
      if (extreme) {
        for (int k = 0; k < coating.count; k++) {
          r.byConcentration[k] *= visible[first + k];
        }
      }
      double area = coating.width * r.phase.specificArea;
      for (int k = 0; k < coating.count; k++) {
        int m = first + k;
        double j = y[r.flux + k];
        double byPhi = area * r.inverseSlope[k];
        double byConcentration = byPhi * r.byConcentration[k];
        double shift = byPhi * r.residual[k];
        double byTemperature = byPhi * r.byTemperature[k];
        reaction[m] = (only ? 0 : reaction[m]) + area * j;
        reactionByPhi[m] = (only ? 0 : reactionByPhi[m]) + byPhi;
        reactionByConcentration[m] = (only ? 0 : reactionByConcentration[m]) + byConcentration;
        reactionShift[m] = (only ? 0 : reactionShift[m]) + shift;
        reactionByTemperature[m] = (only ? 0 : reactionByTemperature[m]) + byTemperature;
        work += area * j * r.heatPotential[k];
      }
      only = false;
    }
    reversibleWork += work;
  }

  private void assemble(double c, double[] base, double[] y) {
    double[] l11 = matrix.l11;
    double[] d11 = matrix.d11;
    double[] u11 = matrix.u11;
    double[] a = r1[0];
    for (int m = 0; m < n; m++) {
      double storage = porosity[m] * width[m];
      a[m] = c * (saltFlux[m] - saltFlux[m + 1]) - storage * (y[m] - base[m]);
      d11[m] = storage - c * (saltByRight[m] - saltByLeft[m + 1]);
      l11[m] = -c * saltByLeft[m];
      u11[m] = c * saltByRight[m + 1];
    }
    boolean byCurrent = currentIsFree();
    if (byCurrent) {
      Arrays.fill(r1[1], 0);
    }
    if (nn == 0) {
      // Lithium metal gives what the current carries off, but for what migration brings.
      double perCurrent = c * (1 - data.transferenceNumber) / FARADAY;
      a[0] += perCurrent * y[current()];
      r1[1][0] = perCurrent;
    }
    if (lumpedThermal) {
      double temperature = y[temperature()];
      double byTemperature = data.electrolyteDiffusivityActivation / (temperature * temperature);
      for (int m = 0; m < n; m++) {
        r1[2][m] = c * byTemperature * (saltFlux[m] - saltFlux[m + 1]);
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
    double[] a = r1[0];
    double[] b = r2[0];
    double source = c * (1 - data.transferenceNumber) / FARADAY;
    int end = coating.first + coating.count;
    for (int m = coating.first; m < end; m++) {
      double byPhi = reactionByPhi[m];
      double byConcentration = reactionByConcentration[m];
      double moved = reaction[m] + reactionShift[m];
      a[m] += source * moved;
      d11[m] -= source * byConcentration;
      d12[m] = -source * byPhi;
      // Charge: what flows in from the left foil is 0, from the separator I.
      b[m] = ionic[m] - ionic[m + 1] + moved;
      d21[m] = ionicByLeft[m + 1] - ionicByRight[m] - byConcentration;
      d22[m] = -ionicByPhi[m + 1] - ionicByPhi[m] - byPhi;
      l21[m] = -ionicByLeft[m];
      l22[m] = ionicByPhi[m];
      u21[m] = ionicByRight[m + 1];
      u22[m] = ionicByPhi[m + 1];
    }
    if (byCurrent) {
      for (int m = coating.first; m < end; m++) {
        r2[1][m] = ionicByCurrent[m] - ionicByCurrent[m + 1];
      }
    }
    if (lumpedThermal) {
      for (int m = coating.first; m < end; m++) {
        r1[2][m] += source * reactionByTemperature[m];
        r2[2][m] = ionicByTemperature[m] - ionicByTemperature[m + 1] + reactionByTemperature[m];
      }
    }
  }

  /** With a double layer Φ has a history: its rows are those of charge times c. */
  private void chargeDoubleLayer(Coating coating, double c, double[] base, double[] y) {
    double capacity = coating.doubleLayer;
    double carried = data.transferenceNumber / FARADAY * capacity;
    int shift = coating.phi - coating.first;
    for (int m = coating.first; m < coating.first + coating.count; m++) {
      double charged = y[m + shift] - base[m + shift];
      r1[0][m] -= carried * charged;
      matrix.d12[m] += carried;
      r2[0][m] = c * r2[0][m] + capacity * charged;
      r2[1][m] *= c;
      r2[2][m] *= c;
      matrix.d21[m] *= c;
      matrix.d22[m] = c * matrix.d22[m] - capacity;
      matrix.l21[m] *= c;
      matrix.l22[m] *= c;
      matrix.u21[m] *= c;
      matrix.u22[m] *= c;
    }
  }

  private boolean factorAndSolve() {
    factorisations++;
    if (!matrix.factor(r1[0], r2[0])) {
      return false;
    }
    matrix.back(r1[0], r2[0]);
    if (currentIsFree()) {
      matrix.solve(r1[1], r2[1]);
    }
    if (lumpedThermal) {
      matrix.solve(r1[2], r2[2]);
    }
    return true;
  }

  /** Closes the border, corrects {@code y} and returns the weighted norm of the correction. */
  private double correct(double c, double[] base, double[] weight, double[] y, boolean initial) {
    int scalarT = temperature();
    int scalarI = current();
    boolean byCurrent = currentIsFree();
    direction(0);
    if (byCurrent) {
      direction(1);
      border.voltage[1] += voltageByCurrent;
    }
    if (lumpedThermal) {
      direction(2);
      border.voltage[2] += voltageByTemperature;
    }
    double least = 0;
    if (terminals.readsMargin()) {
      int place = leastPlace(y);
      least = potential(place, y);
      for (int k = 0; k < 3; k++) {
        border.margin[k] = k == 2 && !lumpedThermal ? 0 : potentialAlong(k, place, y);
      }
    }
    double v = terminalVoltage;
    border.close(
        terminals, y[clock()], c, y[scalarI], v, least, y[scalarT], base[scalarT], reversibleWork);
    double deltaI = border.deltaCurrent;
    double deltaT = border.deltaTemperature;
    if (byCurrent) {
      add(1, deltaI);
    }
    if (lumpedThermal) {
      add(2, deltaT);
    }
    double scale = 1;
    if (initial) {
      // Far from the solution; no potential moves far at once.
      double largest = 0;
      for (int m = 0; m < n; m++) {
        largest = Math.max(largest, Math.abs(r2[0][m]));
      }
      scale = largest > LONGEST_MOVE ? LONGEST_MOVE / largest : 1;
    }
    double sum =
        square(scale * deltaI * weight[scalarI]) + square(scale * deltaT * weight[scalarT]);
    sum += move(scale, weight, y, initial);
    y[scalarI] += scale * deltaI;
    y[scalarT] += scale * deltaT;
    double[] along = border.voltage;
    y[voltage()] = v + along[0] + deltaI * along[1] + deltaT * along[2];
    return Math.sqrt(sum / scalars);
  }

  /** Adds a multiple of solution {@code k} to the first. */
  private void add(int k, double multiple) {
    for (int m = 0; m < n; m++) {
      r1[0][m] += multiple * r1[k][m];
      r2[0][m] += multiple * r2[k][m];
    }
    for (Coating coating : coatings) {
      for (Reaction r : coating.reactions) {
        for (int m = 0; m < r.count; m++) {
          r.delta[0][m] += multiple * r.delta[k][m];
        }
      }
    }
  }

  /**
   * Corrects salt, potentials and currents; returns the squares of the corrections in tolerances.
   */
  private double move(double scale, double[] weight, double[] y, boolean initial) {
    double[] dc = r1[0];
    double sum = 0;
    for (int m = 0; m < n; m++) {
      double step = scale * dc[m];
      sum += square(step * weight[m]);
      double concentration = y[m] + step;
      if (concentration < 0.1 * y[m] && concentration < tenth(y[m])) {
        concentration = tenth(y[m]);
        sum += 1e12;
      }
      y[m] = concentration;
    }
    for (Coating coating : coatings) {
      int at = coating.phi;
      for (int k = 0; k < coating.count; k++) {
        double step = scale * r2[0][coating.first + k];
        sum += square(step * weight[at + k]);
        y[at + k] += step;
      }
      for (Reaction r : coating.reactions) {
        for (int k = 0; k < coating.count; k++) {
          double step = scale * r.delta[0][k];
          double j = y[r.flux + k];
          sum += square(step * weight[r.flux + k]);
          y[r.flux + k] = initial ? moved(j, step, r.root[k]) : j + step;
        }
      }
    }
    return sum;
  }

  /**
   * Changes of the terminal voltage, the explicit parts by current and temperature apart, and of
   * the reversible work along solution {@code k}; leaves the changes of j in {@link
   * Reaction#delta}.
   */
  private void direction(int k) {
    double[] dc = r1[k];
    double[] dPhi = r2[k];
    double work = 0;
    double drop = 0;
    for (Coating coating : coatings) {
      for (Reaction r : coating.reactions) {
        double area = coating.width * r.phase.specificArea;
        double[] delta = r.delta[k];
        double byResidual = k == 0 ? 1 : 0;
        double byTemperature = k == 2 ? 1 : 0;
        for (int e = 0; e < coating.count; e++) {
          int m = coating.first + e;
          delta[e] =
              (dPhi[m]
                      + r.byConcentration[e] * dc[m]
                      + byResidual * r.residual[e]
                      + byTemperature * r.byTemperature[e])
                  * r.inverseSlope[e];
        }
        if (lumpedThermal) {
          for (int e = 0; e < coating.count; e++) {
            work += area * (r.heatPotential[e] + r.heatPotentialByFlux[e]) * delta[e];
          }
        }
      }
      for (int f = coating.first + 1; f < coating.first + coating.count; f++) {
        drop +=
            resistance[f]
                * (ionicByPhi[f] * (dPhi[f] - dPhi[f - 1])
                    + ionicByLeft[f] * dc[f - 1]
                    + ionicByRight[f] * dc[f]);
      }
    }
    border.work[k] = work;
    for (int f = 1; f < n; f++) {
      drop +=
          (ionic[f] * ionicHalfSlope[f - 1] - diffusionByLeft[f]) * dc[f - 1]
              + (ionic[f] * ionicHalfSlope[f] - diffusionByRight[f]) * dc[f];
    }
    double counter = nn == 0 ? -counterByConcentration * dc[0] : dPhi[0];
    border.voltage[k] = dPhi[n - 1] - counter - drop;
  }

  private void finish(double c, double[] base, double[] y) {
    substitute(base, y);
    conductHeat(y);
    int q = charge();
    y[q] = base[q] + c * y[current()];
    int e = energy();
    y[e] = base[e] + c * y[current()] * y[voltage()];
    if (nn > 0) {
      setMargin(y, potential(leastPlace(y), y));
    }
  }

  /**
   * Where Φ of the negative electrode is smallest: a volume, or nn for the face to the separator.
   */
  private int leastPlace(double[] y) {
    int place = nn;
    double least = potential(nn, y);
    for (int m = 0; m < nn; m++) {
      if (y[phi + m] < least) {
        least = y[phi + m];
        place = m;
      }
    }
    return place;
  }

  /**
   * Φ at a place of the negative electrode. To the face with the separator it is continued over
   * half a volume with the gradient at the middle of that half, where the ionic current lacks a
   * quarter of what the volume reacts.
   */
  private double potential(int place, double[] y) {
    if (place < nn) {
      return y[phi + place];
    }
    int last = nn - 1;
    double lacking = 0;
    for (Reaction r : coatings[0].reactions) {
      lacking += 0.25 * coatings[0].width * r.phase.specificArea * y[r.flux + last];
    }
    return y[phi + last]
        - lacking * 0.5 * coatings[0].solid
        + (y[current()] - lacking) * ionicHalf[last]
        - factor[last]
            * diffusional(y[temperature()])
            * Math.log(faceConcentration(y) / Math.max(y[last], LEAST_CONCENTRATION));
  }

  /** Salt at the face of the negative electrode to the separator, mol/m³. */
  private double faceConcentration(double[] y) {
    int last = nn - 1;
    double share = saltHalf[last] / (saltHalf[last] + saltHalf[nn]);
    return Math.max(y[last] + (y[nn] - y[last]) * share, LEAST_CONCENTRATION);
  }

  /** Change of {@link #potential} along solution {@code k}, direct parts included. */
  private double potentialAlong(int k, int place, double[] y) {
    if (place < nn) {
      return r2[k][place];
    }
    Coating negative = coatings[0];
    int last = nn - 1;
    double lacking = 0;
    double dLacking = 0;
    for (Reaction r : negative.reactions) {
      double quarter = 0.25 * negative.width * r.phase.specificArea;
      lacking += quarter * y[r.flux + last];
      dLacking += quarter * r.delta[k][last];
    }
    double temperature = y[temperature()];
    double diffusional = factor[last] * diffusional(temperature);
    double ohmic = ionicHalf[last];
    double passing = y[current()] - lacking;
    double dc = r1[k][last];
    double dcRight = r1[k][nn];
    double together = saltHalf[last] + saltHalf[nn];
    double share = saltHalf[last] / together;
    double dShare =
        ((1 - share) * saltHalfSlope[last] * dc - share * saltHalfSlope[nn] * dcRight) / together;
    double face = faceConcentration(y);
    double dFace = dc + (dcRight - dc) * share + (y[nn] - y[last]) * dShare;
    double change =
        r2[k][last]
            - dLacking * (0.5 * negative.solid + ohmic)
            + passing * ionicHalfSlope[last] * dc
            - diffusional * (dFace / face - dc / salt[last]);
    if (k == 1) {
      change += ohmic;
    } else if (k == 2) {
      change -=
          passing * ohmic * data.electrolyteConductivityActivation / square(temperature)
              + diffusional / temperature * Math.log(face / salt[last]);
    }
    return change;
  }

  @Override
  public double lithium(double[] y) {
    double sum = 0;
    for (int m = 0; m < n; m++) {
      sum += porosity[m] * width[m] * y[m];
    }
    for (Coating coating : coatings) {
      sum += lithium(coating, y);
    }
    return sum;
  }

  @Override
  public double lithiumInNegative(double[] y) {
    return lithium(coatings[0], y);
  }

  private static double lithium(Coating coating, double[] y) {
    double sum = 0;
    for (Reaction r : coating.reactions) {
      double solid = r.phase.solid() * coating.width;
      for (int m = 0; m < coating.count; m++) {
        sum += solid * r.spheres.mean(y, r.particles, m);
      }
    }
    return sum;
  }

  @Override
  public String suspicion(double[] y) {
    for (int m = 0; m < n; m++) {
      if (y[m] < DEPLETED) {
        return "the electrolyte is depleted in the %s (%.3g mol/m³)"
            .formatted(
                m < nn ? "negative electrode" : m < nn + ns ? "separator" : "positive electrode",
                y[m]);
      }
    }
    for (Coating coating : coatings) {
      for (Reaction r : coating.reactions) {
        String unstable = r.unstable(coating.name, y);
        if (!unstable.isEmpty()) {
          return unstable;
        }
      }
    }
    return distress(y);
  }

  @Override
  public String distress(double[] y) {
    for (Coating coating : coatings) {
      for (Reaction r : coating.reactions) {
        String full = r.full(coating.name, y, OVERFULL);
        if (!full.isEmpty()) {
          return full;
        }
      }
    }
    return "";
  }

  @Override
  public void differential(boolean[] rows) {
    super.differential(rows);
    for (Coating coating : coatings) {
      Arrays.fill(rows, coating.phi, coating.phi + coating.count, coating.doubleLayer > 0);
    }
  }

  @Override
  public Fields fields(double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    transport(y, temperature);
    faces(y, diffusional(temperature));
    // From the negative foil on; the ionic current gathers what reacts.
    double[] liquid = new double[n];
    double passing = nn == 0 ? i : 0;
    for (int f = 1; f < n; f++) {
      passing += reacted(f - 1, y);
      liquid[f] = liquid[f - 1] + diffusion[f] - passing * resistance[f];
    }
    int centre = nn + ns / 2;
    double reference = liquid[centre];
    if (ns % 2 == 0) {
      // Half of the way back over the face in the middle.
      reference -= 0.5 * (diffusion[centre] - i * resistance[centre]);
    }
    for (int m = 0; m < n; m++) {
      liquid[m] -= reference;
    }
    double[][] solid = new double[coatings.length][];
    for (int k = 0; k < coatings.length; k++) {
      Coating coating = coatings[k];
      solid[k] = new double[coating.count];
      for (int m = 0; m < coating.count; m++) {
        solid[k][m] = liquid[coating.first + m] + y[coating.phi + m];
      }
    }
    Coating last = coatings[coatings.length - 1];
    double v = y[voltage()];
    double positiveFoil =
        nn == 0
            ? solid[0][np - 1] - 0.5 * i * last.solid
            : solid[0][0] + 0.5 * i * coatings[0].solid + v;
    return new Fields(
        temperature,
        surfaceTemperature(y),
        coreTemperature(y),
        width.clone(),
        Arrays.copyOf(y, n),
        liquid,
        nn == 0
            ? Fields.Electrode.lithium(positiveFoil - v)
            : electrode(coatings[0], y, positiveFoil - v, solid[0]),
        electrode(last, y, positiveFoil, solid[solid.length - 1]));
  }

  private Fields.Electrode electrode(Coating coating, double[] y, double foil, double[] solid) {
    double[] share = new double[coating.count];
    Arrays.fill(share, 1.0 / coating.count);
    return electrodeFields(y, coating.electrode, coating.reactions, share, foil, solid);
  }

  /** What leaves the solid in a volume, A/m² of electrode; the double layer apart. */
  private double reacted(int m, double[] y) {
    double sum = 0;
    for (Coating coating : coatings) {
      if (m >= coating.first && m < coating.first + coating.count) {
        for (Reaction r : coating.reactions) {
          sum += coating.width * r.phase.specificArea * y[r.flux + m - coating.first];
        }
      }
    }
    return sum;
  }

  @Override
  public double chargeOfDoubleLayers(double[] y) {
    double sum = 0;
    for (int m = 0; m < coatings[0].count; m++) {
      sum += coatings[0].doubleLayer * y[coatings[0].phi + m];
    }
    return sum;
  }
}
