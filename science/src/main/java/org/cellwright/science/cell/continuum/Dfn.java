package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Profiles;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.BlockTridiagonal;
import org.cellwright.science.numerics.CubicTable;

/**
 * One implicit step of the porous-electrode model of Doyle, Fuller and Newman (J. Electrochem. Soc.
 * 140 (1993) 1526).
 *
 * <p>Finite volumes across negative electrode, separator and positive electrode. Unknown in every
 * volume is the salt concentration c; in the electrodes also Φ = φs − φe and the interfacial
 * current density j (A/m², positive out of the solid). Neither potential is an unknown of its own:
 * with I the current density of the cell and K = 2RT(1−t⁺)/F, subtracting Ohm's laws of both phases
 * makes the ionic current at a face explicit,
 *
 * <pre>
 *   iₑ = (ΔΦ + I Δx/σ + K Δln c) / (Δx/σ + Δx/κ)          0 at the foils, I in the separator
 *   charge         iₑ(right) − iₑ(left) = h a j
 *   salt           ε h dc/dt = N(left) − N(right) + h a (1−t⁺) j/F,     N = −D Δc/Δx
 *   kinetics       0 = Φ − U(cs) − (2RT/F) asinh(j / 2j₀(c, cs))        inverse form: nearly linear, no overflow
 *   surface        cs = base + gain j                                    from {@link SphericalParticles}
 *   heat           C dT/dt = A (−I V − Σ h a j (U − T dU/dT)) − hA (T − T₀)
 * </pre>
 *
 * <p>The heat is the sum of Joule, overpotential and reversible heat, summed by parts. Newton's
 * method eliminates j in each volume; what is left is block tridiagonal with 2×2 blocks, factored
 * without pivoting from left to right in O(n). Current and temperature border it: one more
 * right-hand side each, never a dense row. Transport properties at faces are harmonic means.
 *
 * <p>A fresh matrix serves each iteration, so convergence is quadratic: after one iteration the
 * next correction is predicted from the last one measured, and usually need not be computed. No
 * allocation after construction.
 */
public final class Dfn extends CellModel {
  private static final double OVERFULL = 1e-5;
  // V
  private static final double LONGEST_MOVE = 0.2;
  // mol/m³
  private static final double DEPLETED = 1;
  private static final int INTEGRATION_ITERATIONS = 7;
  private static final int INITIAL_ITERATIONS = 60;

  private final int n;
  private final int nn;
  private final int ns;
  private final int np;
  private final int electrodeNodes;
  private final int phi;
  private final int flux;
  private final int negativeShells;
  private final int positiveShells;
  private final int size;
  private final SphericalParticles negativeParticles;
  private final SphericalParticles positiveParticles;

  // Geometry of the volumes.
  private final double[] width;
  private final double[] porosity;
  private final double[] transport;

  // Properties at the volumes and at the faces to their right.
  private final double[] salt;
  private final double[] surface;
  private final double[] openCircuit;
  private final double[] openCircuitSlope;
  private final double[] diffusivity;
  private final double[] diffusivitySlope;
  private final double[] conductivity;
  private final double[] conductivitySlope;
  private final double[] saltFlux;
  private final double[] saltByLeft;
  private final double[] saltByRight;
  private final double[] resistance;
  private final double[] ionic;
  private final double[] ionicByPhi;
  private final double[] ionicByLeft;
  private final double[] ionicByRight;
  private final double[] ionicByCurrent;
  private final double[] ionicByTemperature;
  private final double[] resistanceByLeft;
  private final double[] resistanceByRight;

  // Kinetics at the electrode volumes: δj = (δΦ + byConcentration δc + residual) / slope.
  private final double[] kineticSlope;
  // √(j² + 4 j₀²)
  private final double[] kineticRoot;
  private final double[] kineticByConcentration;
  private final double[] kineticResidual;
  private final double[] kineticByTemperature;
  private final double[] heatPotential;
  private final double[] heatPotentialByFlux;

  // Rows salt (1) and charge (2), columns δc (1) and δΦ (2).
  private final BlockTridiagonal matrix;
  private final double[][] r1 = new double[3][];
  private final double[][] r2 = new double[3][];
  private final double[] deltaFlux;

  private double terminalVoltage;
  private double voltageByCurrent;
  private double voltageByTemperature;
  private double reversibleWork;
  private double curvature = 1;

  public Dfn(CellData data, Mesh mesh, boolean lumpedThermal, double ambient) {
    super(
        data, lumpedThermal, ambient, 3 * mesh.negative() + mesh.separator() + 3 * mesh.positive());
    nn = mesh.negative();
    ns = mesh.separator();
    np = mesh.positive();
    int shells = mesh.shells();
    boolean straight = mesh.surface() == Mesh.Surface.STRAIGHT;
    n = nn + ns + np;
    electrodeNodes = nn + np;
    phi = n;
    flux = n + electrodeNodes;
    negativeShells = scalars + SCALARS;
    positiveShells = negativeShells + nn * shells;
    size = positiveShells + np * shells;
    negativeParticles = new SphericalParticles(data.negative, nn, shells, straight);
    positiveParticles = new SphericalParticles(data.positive, np, shells, straight);
    Volumes volumes = new Volumes(data, nn, ns, np);
    width = volumes.width;
    porosity = volumes.porosity;
    transport = volumes.transport;
    salt = new double[n];
    surface = new double[electrodeNodes];
    openCircuit = new double[electrodeNodes];
    openCircuitSlope = new double[electrodeNodes];
    diffusivity = new double[n];
    diffusivitySlope = new double[n];
    conductivity = new double[n];
    conductivitySlope = new double[n];
    saltFlux = new double[n];
    saltByLeft = new double[n];
    saltByRight = new double[n];
    resistance = new double[n];
    resistanceByLeft = new double[n];
    resistanceByRight = new double[n];
    ionic = new double[n];
    ionicByPhi = new double[n];
    ionicByLeft = new double[n];
    ionicByRight = new double[n];
    ionicByCurrent = new double[n];
    ionicByTemperature = new double[n];
    kineticSlope = new double[electrodeNodes];
    kineticRoot = new double[electrodeNodes];
    kineticByConcentration = new double[electrodeNodes];
    kineticResidual = new double[electrodeNodes];
    kineticByTemperature = new double[electrodeNodes];
    heatPotential = new double[electrodeNodes];
    heatPotentialByFlux = new double[electrodeNodes];
    matrix = new BlockTridiagonal(n);
    for (int k = 0; k < 3; k++) {
      r1[k] = new double[n];
      r2[k] = new double[n];
    }
    deltaFlux = new double[3 * electrodeNodes];
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
  int positiveShells() {
    return positiveShells;
  }

  @Override
  public double[] atRest(double stateOfCharge, double temperature) {
    double[] y = super.atRest(stateOfCharge, temperature);
    Arrays.fill(y, phi, phi + nn, y[margin()]);
    Arrays.fill(y, phi + nn, phi + electrodeNodes, y[margin()] + y[voltage()]);
    return y;
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    double salt = 1 / (rtol * data.initialConcentration);
    Arrays.fill(weight, 0, n, salt);
    Arrays.fill(weight, phi, flux, 1 / rtol);
    double nominalDensity = data.nominalCapacity / data.area;
    double jn = nominalDensity / (data.negative.specificArea * data.negative.thickness);
    double jp = nominalDensity / (data.positive.specificArea * data.positive.thickness);
    for (int m = 0; m < electrodeNodes; m++) {
      weight[flux + m] = 1 / (rtol * (Math.abs(y[flux + m]) + (m < nn ? jn : jp)));
    }
    weighScalars(rtol, weight);
    Arrays.fill(
        weight, negativeShells, positiveShells, 1 / (rtol * data.negative.maximumConcentration));
    Arrays.fill(weight, positiveShells, size, 1 / (rtol * data.positive.maximumConcentration));
  }

  @Override
  public boolean solve(
      double c, double[] predicted, double[] psi, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, size);
    tick(c, predicted, psi, y);
    boolean initial = c == 0;
    boolean linear = negativeParticles.isLinear() && positiveParticles.isLinear();
    double particleTemperature = predicted[temperature()];
    eliminateParticles(c, particleTemperature, predicted, psi, y);
    double before = Double.POSITIVE_INFINITY;
    int most = initial ? INITIAL_ITERATIONS : INTEGRATION_ITERATIONS;
    for (int iteration = 1; iteration <= most; iteration++) {
      newtonIterations++;
      evaluate(y);
      assemble(c, predicted, psi, y);
      if (!factorAndSolve()) {
        return false;
      }
      double norm = correct(c, predicted, psi, weight, y, initial);
      if (!Double.isFinite(norm)) {
        return false;
      }
      double next;
      if (linear) {
        if (iteration > 1 && norm > 1e-9) {
          curvature = Math.max(norm / (before * before), 0.5 * curvature);
        }
        next = curvature * norm * norm;
      } else {
        next = iteration == 1 ? norm : norm * norm / before;
      }
      if (next < tolerance || norm < 1e-8) {
        curvature *= 1.02;
        if (!linear) {
          eliminateParticles(c, particleTemperature, predicted, psi, y);
        }
        finish(c, predicted, psi, y);
        return true;
      }
      if (!initial && iteration > 2 && norm > before) {
        return false;
      }
      if (!linear) {
        negativeParticles.substitute(y, flux, negativeShells);
        positiveParticles.substitute(y, flux + nn, positiveShells);
        eliminateParticles(c, particleTemperature, predicted, psi, y);
      }
      before = norm;
    }
    return false;
  }

  private void eliminateParticles(
      double c, double temperature, double[] predicted, double[] psi, double[] y) {
    negativeParticles.eliminate(
        c,
        data.arrhenius(data.negative.diffusivityActivation, temperature),
        predicted,
        psi,
        y,
        negativeShells);
    positiveParticles.eliminate(
        c,
        data.arrhenius(data.positive.diffusivityActivation, temperature),
        predicted,
        psi,
        y,
        positiveShells);
  }

  /** Properties, fluxes, kinetics and terminal voltage at {@code y}, each with its derivatives. */
  private void evaluate(double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    double diffusionFactor = data.arrhenius(data.electrolyteDiffusivityActivation, temperature);
    double conductionFactor = data.arrhenius(data.electrolyteConductivityActivation, temperature);
    for (int m = 0; m < n; m++) {
      salt[m] = Math.max(y[m], LEAST_CONCENTRATION);
    }
    data.electrolyteDiffusivity.at(salt, n, diffusionFactor, diffusivity, diffusivitySlope);
    data.electrolyteConductivity.at(salt, n, conductionFactor, conductivity, conductivitySlope);
    for (int m = 0; m < n; m++) {
      diffusivity[m] *= transport[m];
      diffusivitySlope[m] *= transport[m];
      conductivity[m] *= transport[m];
      conductivitySlope[m] *= transport[m];
    }
    double diffusional = 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
    double byTemperature = data.electrolyteConductivityActivation / (temperature * temperature);
    double electrolyteDrop = 0;
    double dropByCurrent = 0;
    double dropByTemperature = 0;
    for (int f = 0; f < n - 1; f++) {
      double left = 0.5 * width[f];
      double right = 0.5 * width[f + 1];
      double c0 = salt[f];
      double c1 = salt[f + 1];
      double difference = y[f + 1] - y[f];
      double g = 1 / (left / diffusivity[f] + right / diffusivity[f + 1]);
      double g2 = g * g * difference;
      saltFlux[f] = -g * difference;
      saltByLeft[f] = g - g2 * left * diffusivitySlope[f] / (diffusivity[f] * diffusivity[f]);
      saltByRight[f] =
          -g - g2 * right * diffusivitySlope[f + 1] / (diffusivity[f + 1] * diffusivity[f + 1]);
      double ohmic = left / conductivity[f] + right / conductivity[f + 1];
      resistance[f] = ohmic;
      resistanceByLeft[f] = -left * conductivitySlope[f] / (conductivity[f] * conductivity[f]);
      resistanceByRight[f] =
          -right * conductivitySlope[f + 1] / (conductivity[f + 1] * conductivity[f + 1]);
      boolean inElectrode = f < nn - 1 || f >= nn + ns;
      if (inElectrode) {
        int e = phi + (f < nn ? f : f - ns);
        double solid =
            (left + right) / (f < nn ? data.negative.conductivity : data.positive.conductivity);
        double whole = 1 / (solid + ohmic);
        double logarithm = Math.log(c1 / c0);
        double current = (y[e + 1] - y[e] + i * solid + diffusional * logarithm) * whole;
        ionic[f] = current;
        ionicByPhi[f] = whole;
        ionicByLeft[f] = (-diffusional / c0 - current * resistanceByLeft[f]) * whole;
        ionicByRight[f] = (diffusional / c1 - current * resistanceByRight[f]) * whole;
        ionicByCurrent[f] = solid * whole;
        ionicByTemperature[f] =
            (diffusional / temperature * logarithm + current * ohmic * byTemperature) * whole;
      } else {
        ionic[f] = i;
        ionicByPhi[f] = 0;
        ionicByLeft[f] = 0;
        ionicByRight[f] = 0;
        ionicByCurrent[f] = 1;
        ionicByTemperature[f] = 0;
      }
      electrolyteDrop += ionic[f] * ohmic;
      dropByCurrent += ionicByCurrent[f] * ohmic;
      dropByTemperature += (ionicByTemperature[f] - ionic[f] * byTemperature) * ohmic;
    }
    reversibleWork = 0;
    kinetics(y, data.negative, negativeParticles, 0, nn, 0, width[0]);
    kinetics(y, data.positive, positiveParticles, nn, np, nn + ns, width[n - 1]);
    double ends =
        Math.log(Math.max(y[n - 1], LEAST_CONCENTRATION) / Math.max(y[0], LEAST_CONCENTRATION));
    double halves =
        0.5 * (width[0] / data.negative.conductivity + width[n - 1] / data.positive.conductivity);
    terminalVoltage =
        y[phi + electrodeNodes - 1] - y[phi] + diffusional * ends - electrolyteDrop - i * halves;
    voltageByCurrent = -dropByCurrent - halves;
    voltageByTemperature = diffusional / temperature * ends - dropByTemperature;
  }

  private void kinetics(
      double[] y,
      ElectrodeData e,
      SphericalParticles particles,
      int first,
      int count,
      int firstVolume,
      double h) {
    double temperature = y[temperature()];
    double thermal = 2 * GAS * temperature / FARADAY;
    double rate = e.exchangeCurrent * data.arrhenius(e.exchangeCurrentActivation, temperature);
    double rateByTemperature = e.exchangeCurrentActivation / (temperature * temperature);
    double fromReference = temperature - data.referenceTemperature;
    double perMaximum = 1 / e.maximumConcentration;
    double perInitial = 1 / data.initialConcentration;
    for (int m = 0; m < count; m++) {
      double j = y[flux + first + m];
      double gain = particles.surfaceGain[m] * perMaximum;
      double base = particles.surfaceBase[m] * perMaximum;
      double x = base + gain * j;
      if (gain != 0 && (x < SurfaceEdge.WIDTH || x > 1 - SurfaceEdge.WIDTH)) {
        double k = rate * Math.sqrt(salt[firstVolume + m] * perInitial);
        double potential = y[phi + first + m];
        j = SurfaceEdge.flux(e, base, gain, k, potential, thermal, fromReference, x);
        y[flux + first + m] = j;
        x = base + gain * j;
      }
      surface[m] = x;
    }
    e.ocp.at(surface, count, 1, openCircuit, openCircuitSlope);
    CubicTable entropic = e.entropicChange;
    double charge = 0;
    for (int m = 0; m < count; m++) {
      int k = first + m;
      double j = y[flux + k];
      double gain = particles.surfaceGain[m] * perMaximum;
      double x = surface[m];
      double inside = Math.min(Math.max(x, LEAST_ROOM), 1 - LEAST_ROOM);
      double perX = 1 / inside;
      double perRoom = 1 / (1 - inside);
      double concentration = salt[firstVolume + m];
      double j0 = rate * Math.sqrt(concentration * perInitial * inside * (1 - inside));
      double root = Math.sqrt(j * j + 4 * j0 * j0);
      double perRoot = 1 / root;
      double logarithmSlope = inside == x ? 0.5 * (1 - 2 * x) * perX * perRoom * gain : 0;
      double asinh = Math.log((Math.abs(j) + root) / (2 * j0)) * Math.signum(j);
      double u = openCircuit[m] + edge(perX, perRoom);
      double uSlope = openCircuitSlope[m] + edgeSlope(perX, perRoom);
      double entropy = 0;
      double entropySlope = 0;
      if (entropic != null) {
        entropy = entropic.at(x);
        entropySlope = entropic.slope(x);
        u += fromReference * entropy;
        uSlope += fromReference * entropySlope;
      }
      kineticRoot[k] = root;
      kineticSlope[k] = uSlope * gain + thermal * perRoot * (1 - j * logarithmSlope);
      kineticByConcentration[k] = thermal * j * perRoot * 0.5 / concentration;
      kineticResidual[k] = y[phi + k] - u - thermal * asinh;
      kineticByTemperature[k] =
          -entropy - thermal / temperature * asinh + thermal * j * perRoot * rateByTemperature;
      heatPotential[k] = u - temperature * entropy;
      heatPotentialByFlux[k] = (uSlope - temperature * entropySlope) * gain * j;
      charge += j * heatPotential[k];
    }
    reversibleWork += h * e.specificArea * charge;
  }

  private void assemble(double c, double[] predicted, double[] psi, double[] y) {
    double[] l11 = matrix.l11;
    double[] l21 = matrix.l21;
    double[] l22 = matrix.l22;
    double[] d11 = matrix.d11;
    double[] d12 = matrix.d12;
    double[] d21 = matrix.d21;
    double[] d22 = matrix.d22;
    double[] u11 = matrix.u11;
    double[] u21 = matrix.u21;
    double[] u22 = matrix.u22;
    double diffusionByTemperature =
        data.electrolyteDiffusivityActivation / (y[temperature()] * y[temperature()]);
    double perFaraday = (1 - data.transferenceNumber) / FARADAY;
    for (int m = 0; m < n; m++) {
      boolean hasLeft = m > 0;
      boolean hasRight = m < n - 1;
      double saltIn = hasLeft ? saltFlux[m - 1] : 0;
      double saltOut = hasRight ? saltFlux[m] : 0;
      double storage = porosity[m] * width[m];
      double residual = storage * (y[m] - predicted[m] + psi[m]) - c * (saltIn - saltOut);
      d11[m] = storage - c * ((hasLeft ? saltByRight[m - 1] : 0) - (hasRight ? saltByLeft[m] : 0));
      l11[m] = hasLeft ? -c * saltByLeft[m - 1] : 0;
      u11[m] = hasRight ? c * saltByRight[m] : 0;
      r1[2][m] = c * diffusionByTemperature * (saltIn - saltOut);
      r1[1][m] = 0;
      if (m >= nn && m < nn + ns) {
        r1[0][m] = -residual;
        d12[m] = 0;
        d21[m] = 0;
        d22[m] = 1;
        l21[m] = 0;
        l22[m] = 0;
        u21[m] = 0;
        u22[m] = 0;
        r2[0][m] = 0;
        r2[1][m] = 0;
        r2[2][m] = 0;
        continue;
      }
      int k = m < nn ? m : m - ns;
      double area = width[m] * (m < nn ? data.negative : data.positive).specificArea;
      double source = c * area * perFaraday;
      double j = y[flux + k];
      residual -= source * j;
      double inverse = 1 / kineticSlope[k];
      double shift = kineticResidual[k] * inverse;
      double shiftT = kineticByTemperature[k] * inverse;
      double byConcentration = kineticByConcentration[k] * inverse;
      r1[0][m] = -residual + source * shift;
      r1[2][m] += source * shiftT;
      d11[m] -= source * byConcentration;
      d12[m] = -source * inverse;
      // Charge: what flows in from the left foil is 0, from the separator I.
      double in = hasLeft ? ionic[m - 1] : 0;
      double out = hasRight ? ionic[m] : 0;
      double leftPhi = hasLeft ? ionicByPhi[m - 1] : 0;
      double rightPhi = hasRight ? ionicByPhi[m] : 0;
      d21[m] =
          (hasRight ? ionicByLeft[m] : 0)
              - (hasLeft ? ionicByRight[m - 1] : 0)
              - area * byConcentration;
      d22[m] = -rightPhi - leftPhi - area * inverse;
      l21[m] = hasLeft ? -ionicByLeft[m - 1] : 0;
      l22[m] = leftPhi;
      u21[m] = hasRight ? ionicByRight[m] : 0;
      u22[m] = rightPhi;
      r2[0][m] = -(out - in - area * j) + area * shift;
      r2[1][m] = -((hasRight ? ionicByCurrent[m] : 0) - (hasLeft ? ionicByCurrent[m - 1] : 0));
      r2[2][m] =
          -((hasRight ? ionicByTemperature[m] : 0) - (hasLeft ? ionicByTemperature[m - 1] : 0))
              + area * shiftT;
    }
  }

  private boolean factorAndSolve() {
    factorisations++;
    if (!matrix.factor()) {
      return false;
    }
    matrix.solve(r1[0], r2[0]);
    if (terminals.kind() != Terminals.Kind.CURRENT) {
      matrix.solve(r1[1], r2[1]);
    }
    if (lumpedThermal) {
      matrix.solve(r1[2], r2[2]);
    }
    return true;
  }

  /** Closes the border, corrects {@code y} and returns the weighted norm of the correction. */
  private double correct(
      double c, double[] predicted, double[] psi, double[] weight, double[] y, boolean initial) {
    int scalarT = temperature();
    int scalarI = current();
    boolean byCurrent = terminals.kind() != Terminals.Kind.CURRENT;
    double v0 = direction(0, y);
    double w0 = workDirection;
    double v1 = 0;
    double w1 = 0;
    double v2 = 0;
    double w2 = 0;
    if (byCurrent) {
      v1 = direction(1, y) + voltageByCurrent;
      w1 = workDirection;
    }
    if (lumpedThermal) {
      v2 = direction(2, y) + voltageByTemperature;
      w2 = workDirection;
    }
    double i = y[scalarI];
    double v = terminalVoltage;
    double deltaI = 0;
    double deltaT = 0;
    double heatFactor = 0;
    double coolFactor = 1;
    double residualT = 0;
    if (lumpedThermal) {
      heatFactor = c * data.area / data.heatCapacity;
      coolFactor = 1 + c * data.coolingPower / data.heatCapacity;
      residualT =
          y[scalarT]
              - (predicted[scalarT] - psi[scalarT])
              - heatFactor * heat(i, v, reversibleWork)
              + (coolFactor - 1) * (y[scalarT] - ambient);
    }
    if (byCurrent) {
      double alpha = terminals.byCurrent(v, targetNow);
      double beta = terminals.byVoltage(i);
      double a11 = alpha + beta * v1;
      double a12 = beta * v2;
      double b1 = -terminals.residual(i, v, targetNow) - beta * v0;
      double a21 = heatFactor * (v + i * v1 + w1);
      double a22 = coolFactor + heatFactor * (i * v2 + w2);
      double b2 = -residualT - heatFactor * (i * v0 + w0);
      double determinant = a11 * a22 - a12 * a21;
      deltaI = (b1 * a22 - a12 * b2) / determinant;
      deltaT = lumpedThermal ? (a11 * b2 - a21 * b1) / determinant : 0;
    } else if (lumpedThermal) {
      deltaT =
          (-residualT - heatFactor * (i * v0 + w0)) / (coolFactor + heatFactor * (i * v2 + w2));
    }
    double scale = 1;
    if (initial) {
      // Far from the solution; no potential moves far at once.
      double largest = 0;
      for (int m = 0; m < n; m++) {
        largest = Math.max(largest, Math.abs(r2[0][m] + deltaI * r2[1][m]));
      }
      scale = largest > LONGEST_MOVE ? LONGEST_MOVE / largest : 1;
    }
    double sum =
        square(scale * deltaI * weight[scalarI]) + square(scale * deltaT * weight[scalarT]);
    for (int m = 0; m < n; m++) {
      double dc = r1[0][m];
      double dPhi = r2[0][m];
      int k = m < nn ? m : m - ns;
      boolean electrode = m < nn || m >= nn + ns;
      double dj = electrode ? deltaFlux[3 * k] : 0;
      if (byCurrent) {
        dc += deltaI * r1[1][m];
        dPhi += deltaI * r2[1][m];
        dj += electrode ? deltaI * deltaFlux[3 * k + 1] : 0;
      }
      if (lumpedThermal) {
        dc += deltaT * r1[2][m];
        dPhi += deltaT * r2[2][m];
        dj += electrode ? deltaT * deltaFlux[3 * k + 2] : 0;
      }
      dc *= scale;
      sum += square(dc * weight[m]);
      double concentration = y[m] + dc;
      if (concentration < 0.1 * y[m] && y[m] > 0) {
        concentration = 0.1 * y[m];
        sum += 1e12;
      }
      y[m] = concentration;
      if (electrode) {
        dPhi *= scale;
        dj *= scale;
        sum += square(dPhi * weight[phi + k]) + square(dj * weight[flux + k]);
        y[phi + k] += dPhi;
        y[flux + k] = initial ? moved(y[flux + k], dj, kineticRoot[k]) : y[flux + k] + dj;
      }
    }
    y[scalarI] += scale * deltaI;
    y[scalarT] += scale * deltaT;
    y[voltage()] = v + v0 + deltaI * v1 + deltaT * v2;
    return Math.sqrt(sum / (n + 2 * electrodeNodes));
  }

  private double workDirection;

  /**
   * Change of the terminal voltage along solution {@code k}, the explicit parts by current and
   * temperature apart; leaves the change of the reversible work in {@link #workDirection} and the
   * changes of j in {@link #deltaFlux}.
   */
  private double direction(int k, double[] y) {
    double[] dc = r1[k];
    double[] dPhi = r2[k];
    double temperature = y[temperature()];
    double diffusional = 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
    double work = 0;
    for (int e = 0; e < electrodeNodes; e++) {
      int m = e < nn ? e : e + ns;
      double shift = k == 0 ? kineticResidual[e] : k == 2 ? kineticByTemperature[e] : 0;
      double dj = (dPhi[m] + kineticByConcentration[e] * dc[m] + shift) / kineticSlope[e];
      deltaFlux[3 * e + k] = dj;
      ElectrodeData data = e < nn ? this.data.negative : this.data.positive;
      work += width[m] * data.specificArea * (heatPotential[e] + heatPotentialByFlux[e]) * dj;
    }
    workDirection = work;
    double drop = 0;
    for (int f = 0; f < n - 1; f++) {
      double current =
          ionicByPhi[f] * (dPhi[f + 1] - dPhi[f])
              + ionicByLeft[f] * dc[f]
              + ionicByRight[f] * dc[f + 1];
      drop +=
          resistance[f] * current
              + ionic[f] * (resistanceByLeft[f] * dc[f] + resistanceByRight[f] * dc[f + 1]);
    }
    return dPhi[n - 1]
        - dPhi[0]
        + diffusional
            * (dc[n - 1] / Math.max(y[n - 1], LEAST_CONCENTRATION)
                - dc[0] / Math.max(y[0], LEAST_CONCENTRATION))
        - drop;
  }

  private void finish(double c, double[] predicted, double[] psi, double[] y) {
    negativeParticles.substitute(y, flux, negativeShells);
    positiveParticles.substitute(y, flux + nn, positiveShells);
    int q = charge();
    y[q] = predicted[q] - psi[q] + c * y[current()];
    int e = energy();
    y[e] = predicted[e] - psi[e] + c * y[current()] * y[voltage()];
    y[margin()] = platingMargin(y);
  }

  /**
   * Smallest Φ of the negative electrode. At the face to the separator it is continued over half a
   * volume with the gradient at the middle of that half, where the ionic current lacks h a j / 4 of
   * the whole.
   */
  private double platingMargin(double[] y) {
    int last = nn - 1;
    double half = 0.5 * width[last];
    double i = y[current()];
    double current = i - 0.25 * width[last] * data.negative.specificArea * y[flux + last];
    double diffusional = 2 * GAS * y[temperature()] / FARADAY * (1 - data.transferenceNumber);
    double toFace = half / diffusivity[last];
    double across = toFace + 0.5 * width[nn] / diffusivity[nn];
    double faceConcentration = y[last] + (y[nn] - y[last]) * toFace / across;
    double face =
        y[phi + last]
            - (i - current) * half / data.negative.conductivity
            + current * half / conductivity[last]
            - diffusional
                * Math.log(
                    Math.max(faceConcentration, LEAST_CONCENTRATION)
                        / Math.max(y[last], LEAST_CONCENTRATION));
    double least = face;
    for (int m = 0; m < nn; m++) {
      least = Math.min(least, y[phi + m]);
    }
    return least;
  }

  @Override
  public double lithium(double[] y) {
    double sum = 0;
    for (int m = 0; m < n; m++) {
      sum += porosity[m] * width[m] * y[m];
    }
    sum += lithiumInNegative(y);
    for (int m = 0; m < np; m++) {
      sum += solid(data.positive) * width[n - 1] * positiveParticles.mean(y, positiveShells + m, 0);
    }
    return sum;
  }

  @Override
  public double lithiumInNegative(double[] y) {
    double sum = 0;
    for (int m = 0; m < nn; m++) {
      sum += solid(data.negative) * width[m] * negativeParticles.mean(y, negativeShells + m, 0);
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
    return distress(y);
  }

  @Override
  public String distress(double[] y) {
    String negative = full("negative", data.negative, negativeParticles, y, flux, nn);
    return negative.isEmpty()
        ? full("positive", data.positive, positiveParticles, y, flux + nn, np)
        : negative;
  }

  private static String full(
      String name, ElectrodeData e, SphericalParticles particles, double[] y, int flux, int count) {
    for (int m = 0; m < count; m++) {
      double x =
          (particles.surfaceBase[m] + particles.surfaceGain[m] * y[flux + m])
              / e.maximumConcentration;
      if (x < -OVERFULL || x > 1 + OVERFULL) {
        return "the surface of the %s particles is %s (stoichiometry %.6f)"
            .formatted(name, x < 0.5 ? "empty" : "full", x);
      }
    }
    return "";
  }

  /**
   * The potentials follow from Φ: along the electrolyte from volume to volume by its Ohm's law, and
   * in the solids by adding Φ. The negative foil is at 0.
   */
  @Override
  public Profiles profiles(double[] y) {
    Profiles p = Profiles.of(nn, ns, np);
    double temperature = y[temperature()];
    double i = y[current()];
    double factor = data.arrhenius(data.electrolyteConductivityActivation, temperature);
    double diffusional = 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
    double middle = 0;
    double electrolyte = -0.5 * i * width[0] / data.negative.conductivity - y[phi];
    double logarithm = 0;
    double halfResistance = 0;
    for (int m = 0; m < n; m++) {
      double c = Math.max(y[m], LEAST_CONCENTRATION);
      double half = 0.5 * width[m] / (factor * transport[m] * data.electrolyteConductivity.at(c));
      boolean inElectrode = m < nn || m >= nn + ns;
      int k = m < nn ? m : m - ns;
      if (m > 0) {
        double ionicResistance = halfResistance + half;
        double drop = i * ionicResistance;
        if (m < nn || m > nn + ns) {
          ElectrodeData e = m < nn ? data.negative : data.positive;
          double solid = width[m] / e.conductivity;
          double difference = y[phi + k] - y[phi + k - 1] + diffusional * (Math.log(c) - logarithm);
          drop = (difference + i * solid) * ionicResistance / (solid + ionicResistance);
        }
        electrolyte += diffusional * (Math.log(c) - logarithm) - drop;
      }
      p.position()[m] = middle + 0.5 * width[m];
      p.saltConcentration()[m] = y[m];
      p.electrolytePotential()[m] = electrolyte;
      if (inElectrode) {
        p.solidPotential()[m] = electrolyte + y[phi + k];
        p.interfacialCurrentDensity()[m] = y[flux + k];
      }
      middle += width[m];
      logarithm = Math.log(c);
      halfResistance = half;
    }
    particles(p, data.negative, negativeParticles, y, negativeShells, 0, flux, nn);
    particles(p, data.positive, positiveParticles, y, positiveShells, nn + ns, flux + nn, np);
    return p;
  }

  private void particles(
      Profiles p,
      ElectrodeData e,
      SphericalParticles particles,
      double[] y,
      int shells,
      int first,
      int j,
      int count) {
    double arrhenius = data.arrhenius(e.diffusivityActivation, y[temperature()]);
    for (int m = 0; m < count; m++) {
      p.surfaceStoichiometry()[first + m] =
          particles.surface(y, shells, m, y[j + m], arrhenius) / e.maximumConcentration;
      p.meanStoichiometry()[first + m] = particles.mean(y, shells + m, 0) / e.maximumConcentration;
    }
  }
}
