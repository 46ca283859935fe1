package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Profiles;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.CubicTable;

/**
 * One implicit step of the single-particle model, with electrolyte (SPMe) or without (SPM).
 *
 * <p>The interfacial current density is uniform in each electrode, j = ±I/(aL), so one particle
 * stands for all of them. SPMe adds salt diffusion across the cell and, following Marquis et al.
 * (J. Electrochem. Soc. 166 (2019) A3693), the voltage
 *
 * <pre>
 *   V = Up + ηp − Un − ηn + K (mean ln c over p − mean over n)
 *       − I (Ln/3κn + Ls/κs + Lp/3κp) − I (Ln/3σn + Lp/3σp)
 *   η = mean over the electrode of (2RT/F) asinh(j / 2j₀(c, cs)),       κ at the mean concentration of the cell
 * </pre>
 *
 * <p>and the potentials across the negative electrode that the same current distribution gives, for
 * the plating margin. Heat and particles as in {@link Dfn}. Newton's matrix is tridiagonal,
 * bordered by current and temperature. No allocation after construction.
 */
public final class Spme extends CellModel {
  // mol/m³
  private static final double SOFTENING = 5;
  private static final int INTEGRATION_ITERATIONS = 7;
  private static final int INITIAL_ITERATIONS = 60;

  private final int n;
  private final int nn;
  private final int ns;
  private final int np;
  private final int flux;
  private final int negativeShells;
  private final int positiveShells;
  private final int size;
  private final SphericalParticles negativeParticles;
  private final SphericalParticles positiveParticles;
  private final double length;
  private final double[] width;
  private final double[] porosity;
  private final double[] transport;
  private final double[] source;
  private final double[] diffusivity;
  private final double[] diffusivitySlope;
  private final double[] lower;
  private final double[] diagonal;
  private final double[] upper;
  private final double[] multiplier;
  private final double[][] right = new double[3][];
  private final double[] voltageByConcentration;

  private double terminalVoltage;
  private double voltageByCurrent;
  private double voltageByTemperature;
  private double negativeDifference;
  private double reversibleWork;
  private double workByCurrent;
  private double heatPotential;
  private double heatPotentialByFlux;

  private Spme(
      CellData data,
      int nn,
      int ns,
      int np,
      int shells,
      boolean straight,
      boolean lumpedThermal,
      double ambient) {
    super(data, lumpedThermal, ambient, nn + ns + np + 2);
    this.nn = nn;
    this.ns = ns;
    this.np = np;
    n = nn + ns + np;
    flux = n;
    negativeShells = scalars + SCALARS;
    positiveShells = negativeShells + shells;
    size = positiveShells + shells;
    negativeParticles = new SphericalParticles(data.negative, 1, shells, straight);
    positiveParticles = new SphericalParticles(data.positive, 1, shells, straight);
    Volumes volumes = new Volumes(data, nn, ns, np);
    width = volumes.width;
    porosity = volumes.porosity;
    transport = volumes.transport;
    source = new double[n];
    double perFaraday = (1 - data.transferenceNumber) / FARADAY;
    for (int m = 0; m < nn; m++) {
      source[m] = perFaraday * width[m] / data.negative.thickness;
    }
    for (int m = nn + ns; m < n; m++) {
      source[m] = -perFaraday * width[m] / data.positive.thickness;
    }
    length = data.negative.thickness + data.separatorThickness + data.positive.thickness;
    diffusivity = new double[n];
    diffusivitySlope = new double[n];
    lower = new double[n];
    diagonal = new double[n];
    upper = new double[n];
    multiplier = new double[n];
    voltageByConcentration = new double[n];
    for (int k = 0; k < 3; k++) {
      right[k] = new double[n];
    }
  }

  /** SPMe. */
  public static Spme withElectrolyte(
      CellData data, Mesh mesh, boolean lumpedThermal, double ambient) {
    return new Spme(
        data,
        mesh.negative(),
        mesh.separator(),
        mesh.positive(),
        mesh.shells(),
        mesh.surface() == Mesh.Surface.STRAIGHT,
        lumpedThermal,
        ambient);
  }

  /**
   * SPM: kinetics at the initial salt concentration, no drop across the electrolyte or the solids.
   */
  public static Spme withoutElectrolyte(
      CellData data, Mesh mesh, boolean lumpedThermal, double ambient) {
    boolean straight = mesh.surface() == Mesh.Surface.STRAIGHT;
    return new Spme(data, 0, 0, 0, mesh.shells(), straight, lumpedThermal, ambient);
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
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, n, 1 / (rtol * data.initialConcentration));
    Arrays.fill(weight, flux, flux + 2, 0);
    weighScalars(rtol, weight);
    // One voltage among many concentrations, and what most users look at: it must not be averaged
    // away.
    weight[voltage()] *= Math.sqrt(size);
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
    double before = Double.POSITIVE_INFINITY;
    double particleTemperature = predicted[temperature()];
    int most = initial ? INITIAL_ITERATIONS : INTEGRATION_ITERATIONS;
    for (int iteration = 1; iteration <= most; iteration++) {
      newtonIterations++;
      eliminateParticles(c, particleTemperature, predicted, psi, y);
      evaluate(y);
      assemble(c, predicted, psi, y);
      double norm = correct(c, predicted, psi, weight, y, initial);
      if (!Double.isFinite(norm)) {
        return false;
      }
      setFluxes(y);
      negativeParticles.substitute(y, flux, negativeShells);
      positiveParticles.substitute(y, flux + 1, positiveShells);
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
        finish(c, predicted, psi, y);
        return true;
      }
      if (!initial && iteration > 2 && norm > before) {
        return false;
      }
      before = norm;
    }
    return false;
  }

  private void eliminateParticles(
      double c, double temperature, double[] predicted, double[] psi, double[] y) {
    double negative = data.arrhenius(data.negative.diffusivityActivation, temperature);
    negativeParticles.eliminate(c, negative, predicted, psi, y, negativeShells);
    double positive = data.arrhenius(data.positive.diffusivityActivation, temperature);
    positiveParticles.eliminate(c, positive, predicted, psi, y, positiveShells);
  }

  private void setFluxes(double[] y) {
    double i = y[current()];
    y[flux] = i / (data.negative.specificArea * data.negative.thickness);
    y[flux + 1] = -i / (data.positive.specificArea * data.positive.thickness);
  }

  private void evaluate(double[] y) {
    setFluxes(y);
    double temperature = y[temperature()];
    double i = y[current()];
    Arrays.fill(voltageByConcentration, 0);
    reversibleWork = 0;
    workByCurrent = 0;
    leastRoot = Double.POSITIVE_INFINITY;
    double negative = halfCell(y, data.negative, negativeParticles, 0, 0, nn, 1);
    negativeDifference = negative;
    double byCurrentNegative = halfCellByCurrent;
    double byTemperatureNegative = halfCellByTemperature;
    reversibleWork += i * heatPotential;
    workByCurrent += heatPotential + i * heatPotentialByFlux;
    double positive = halfCell(y, data.positive, positiveParticles, 1, nn + ns, np, -1);
    reversibleWork -= i * heatPotential;
    workByCurrent -= heatPotential + i * heatPotentialByFlux;
    terminalVoltage = positive - negative;
    voltageByCurrent = halfCellByCurrent - byCurrentNegative;
    voltageByTemperature = halfCellByTemperature - byTemperatureNegative;
    if (n > 0) {
      evaluateElectrolyte(y, temperature, i);
    }
  }

  private void evaluateElectrolyte(double[] y, double temperature, double i) {
    double diffusionFactor = data.arrhenius(data.electrolyteDiffusivityActivation, temperature);
    double mean = 0;
    for (int m = 0; m < n; m++) {
      double concentration = positive(y[m]);
      diffusivity[m] =
          diffusionFactor * transport[m] * data.electrolyteDiffusivity.at(concentration);
      diffusivitySlope[m] =
          diffusionFactor
              * transport[m]
              * data.electrolyteDiffusivity.slope(concentration)
              * positiveSlope(y[m]);
      mean += width[m] * y[m] / length;
    }
    double diffusional = diffusional(temperature);
    double logarithms = 0;
    for (int m = 0; m < n; m++) {
      double share = m < nn ? -1.0 / nn : m < nn + ns ? 0 : 1.0 / np;
      double concentration = positive(y[m]);
      logarithms += share * Math.log(concentration);
      voltageByConcentration[m] += diffusional * share / concentration * positiveSlope(y[m]);
    }
    double factor = data.arrhenius(data.electrolyteConductivityActivation, temperature);
    double meanInside = Math.max(mean, LEAST_CONCENTRATION);
    double conductivity = factor * data.electrolyteConductivity.at(meanInside);
    double conductivitySlope = factor * data.electrolyteConductivity.slope(meanInside);
    double tortuous =
        data.negative.thickness / (3 * data.negative.transport)
            + data.separatorThickness / data.separatorTransport
            + data.positive.thickness / (3 * data.positive.transport);
    double solids =
        data.negative.thickness / (3 * data.negative.conductivity)
            + data.positive.thickness / (3 * data.positive.conductivity);
    double resistance = tortuous / conductivity + solids;
    terminalVoltage += diffusional * logarithms - i * resistance;
    voltageByCurrent -= resistance;
    voltageByTemperature +=
        diffusional / temperature * logarithms
            + i
                * tortuous
                / conductivity
                * data.electrolyteConductivityActivation
                / (temperature * temperature);
    double byMean = i * tortuous * conductivitySlope / (conductivity * conductivity);
    for (int m = 0; m < n; m++) {
      voltageByConcentration[m] += byMean * width[m] / length;
    }
  }

  private double halfCellByCurrent;
  private double halfCellByTemperature;
  // √(j² + 4 j₀²) of the slower electrode, as a current density of the cell.
  private double curvature = 1;
  private double leastRoot;

  /**
   * Mean of φs − φe over an electrode, V, with its derivatives; adds to the voltage's derivatives
   * by concentration.
   */
  private double halfCell(
      double[] y,
      ElectrodeData e,
      SphericalParticles particles,
      int k,
      int firstVolume,
      int volumes,
      int direction) {
    double temperature = y[temperature()];
    double thermal = 2 * GAS * temperature / FARADAY;
    double j = y[flux + k];
    double fluxByCurrent = direction / (e.specificArea * e.thickness);
    double gain = particles.surfaceGain[0] / e.maximumConcentration;
    double x = particles.surfaceBase[0] / e.maximumConcentration + gain * j;
    double inside = Math.clamp(x, LEAST_ROOM, 1 - LEAST_ROOM);
    double rate =
        e.exchangeCurrent
            * data.arrhenius(e.exchangeCurrentActivation, temperature)
            * Math.sqrt(inside * (1 - inside));
    double rateByTemperature = e.exchangeCurrentActivation / (temperature * temperature);
    double logarithmSlope = inside == x ? 0.5 * (1 - 2 * x) / (x * (1 - x)) * gain : 0;
    double u = e.ocp.at(x) + edge(x);
    double uSlope = e.ocp.slope(x) + edgeSlope(x);
    double entropy = 0;
    double entropySlope = 0;
    CubicTable entropic = e.entropicChange;
    if (entropic != null) {
      entropy = entropic.at(x);
      entropySlope = entropic.slope(x);
      u += (temperature - data.referenceTemperature) * entropy;
      uSlope += (temperature - data.referenceTemperature) * entropySlope;
    }
    int samples = Math.max(volumes, 1);
    double overpotential = 0;
    double byFlux = 0;
    double byTemperature = 0;
    for (int m = 0; m < samples; m++) {
      double concentration =
          volumes == 0 ? data.initialConcentration : positive(y[firstVolume + m]);
      double j0 = rate * Math.sqrt(concentration / data.initialConcentration);
      double root = Math.sqrt(j * j + 4 * j0 * j0);
      double asinh = Math.log((Math.abs(j) + root) / (2 * j0)) * Math.signum(j);
      leastRoot = Math.min(leastRoot, root / Math.abs(fluxByCurrent));
      overpotential += thermal * asinh / samples;
      byFlux += thermal / root * (1 - j * logarithmSlope) / samples;
      byTemperature +=
          (thermal / temperature * asinh - thermal * j / root * rateByTemperature) / samples;
      if (volumes > 0) {
        voltageByConcentration[firstVolume + m] +=
            direction
                * thermal
                * j
                / root
                * 0.5
                / concentration
                / samples
                * positiveSlope(y[firstVolume + m]);
      }
    }
    heatPotential = u - temperature * entropy;
    heatPotentialByFlux = (uSlope - temperature * entropySlope) * gain * fluxByCurrent;
    halfCellByCurrent = (uSlope * gain + byFlux) * fluxByCurrent;
    halfCellByTemperature = entropy + byTemperature;
    return u + overpotential;
  }

  /**
   * A concentration that stays positive. Nothing in the SPMe keeps the salt from running out: where
   * the current asks for more than diffusion brings, c turns negative. The model then still
   * answers, with a voltage and a plating margin that say how far it is beyond what the cell can
   * do. Above 200 mol/m³ this is c to within 0.1 %.
   */
  private static double positive(double c) {
    return 0.5 * (c + Math.sqrt(c * c + 4 * SOFTENING * SOFTENING));
  }

  private static double positiveSlope(double c) {
    return 0.5 * (1 + c / Math.sqrt(c * c + 4 * SOFTENING * SOFTENING));
  }

  private void assemble(double c, double[] predicted, double[] psi, double[] y) {
    double temperature = y[temperature()];
    double byTemperature = data.electrolyteDiffusivityActivation / (temperature * temperature);
    double i = y[current()];
    double saltIn = 0;
    double inByLeft = 0;
    double inByRight = 0;
    for (int m = 0; m < n; m++) {
      double saltOut = 0;
      double outByLeft = 0;
      double outByRight = 0;
      if (m < n - 1) {
        double a = 0.5 * width[m];
        double b = 0.5 * width[m + 1];
        double difference = y[m + 1] - y[m];
        double g = 1 / (a / diffusivity[m] + b / diffusivity[m + 1]);
        double g2 = g * g * difference;
        saltOut = -g * difference;
        outByLeft = g - g2 * a * diffusivitySlope[m] / square(diffusivity[m]);
        outByRight = -g - g2 * b * diffusivitySlope[m + 1] / square(diffusivity[m + 1]);
      }
      double storage = porosity[m] * width[m];
      right[0][m] =
          -storage * (y[m] - predicted[m] + psi[m]) + c * (saltIn - saltOut + source[m] * i);
      right[1][m] = c * source[m];
      right[2][m] = c * byTemperature * (saltIn - saltOut);
      lower[m] = -c * inByLeft;
      diagonal[m] = storage - c * (inByRight - outByLeft);
      upper[m] = c * outByRight;
      saltIn = saltOut;
      inByLeft = outByLeft;
      inByRight = outByRight;
    }
    factorisations++;
    for (int m = 1; m < n; m++) {
      multiplier[m] = lower[m] / diagonal[m - 1];
      diagonal[m] -= multiplier[m] * upper[m - 1];
    }
    substitute(right[0]);
    if (terminals.kind() != Terminals.Kind.CURRENT) {
      substitute(right[1]);
    }
    if (lumpedThermal) {
      substitute(right[2]);
    }
  }

  private void substitute(double[] side) {
    for (int m = 1; m < n; m++) {
      side[m] -= multiplier[m] * side[m - 1];
    }
    for (int m = n - 1; m >= 0; m--) {
      double above = m < n - 1 ? upper[m] * side[m + 1] : 0;
      side[m] = (side[m] - above) / diagonal[m];
    }
  }

  private double along(int k) {
    double sum = 0;
    for (int m = 0; m < n; m++) {
      sum += voltageByConcentration[m] * right[k][m];
    }
    return sum;
  }

  private double correct(
      double c, double[] predicted, double[] psi, double[] weight, double[] y, boolean initial) {
    int scalarT = temperature();
    int scalarI = current();
    double i = y[scalarI];
    double v = terminalVoltage;
    double v0 = along(0);
    double v1 = along(1) + voltageByCurrent;
    double v2 = along(2) + voltageByTemperature;
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
    double beta = terminals.byVoltage(i);
    double a11 = terminals.byCurrent(v, targetNow) + beta * v1;
    double a12 = lumpedThermal ? beta * v2 : 0;
    double b1 = -terminals.residual(i, v, targetNow) - beta * v0;
    double a21 = heatFactor * (v + i * v1 + workByCurrent);
    double a22 = coolFactor + heatFactor * i * v2;
    double b2 = -residualT - heatFactor * i * v0;
    double determinant = a11 * a22 - a12 * a21;
    double deltaI = (b1 * a22 - a12 * b2) / determinant;
    double deltaT = lumpedThermal ? (a11 * b2 - a21 * b1) / determinant : 0;
    if (initial && beta != 0) {
      // No more than a volt at once.
      double largest = Math.abs(deltaI * v1);
      double damped = deltaI * (largest > 1 ? 1 / largest : 1);
      deltaI = moved(i, damped, leastRoot) - i;
    }
    double sum = square(deltaI * weight[scalarI]) + square(deltaT * weight[scalarT]);
    for (int m = 0; m < n; m++) {
      double dc = right[0][m] + deltaI * right[1][m] + deltaT * right[2][m];
      sum += square(dc * weight[m]);
      y[m] += dc;
    }
    y[scalarI] = i + deltaI;
    y[scalarT] += deltaT;
    y[voltage()] = v + v0 + deltaI * v1 + deltaT * v2;
    return Math.sqrt(sum / (n + 2));
  }

  private double diffusional(double temperature) {
    return 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber);
  }

  private void finish(double c, double[] predicted, double[] psi, double[] y) {
    int q = charge();
    y[q] = predicted[q] - psi[q] + c * y[current()];
    int e = energy();
    y[e] = predicted[e] - psi[e] + c * y[current()] * y[voltage()];
    y[margin()] = platingMargin(y);
  }

  /**
   * The mean of φs − φe in the negative electrode plus what the profiles of both potentials add to
   * it.
   */
  private double platingMargin(double[] y) {
    if (n == 0) {
      return negativeDifference;
    }
    ElectrodeData e = data.negative;
    double i = y[current()];
    double temperature = y[temperature()];
    double mean = 0;
    double logarithms = 0;
    for (int m = 0; m < n; m++) {
      mean += width[m] * y[m] / length;
    }
    for (int m = 0; m < nn; m++) {
      logarithms += Math.log(positive(y[m])) / nn;
    }
    double conductivity =
        e.transport
            * data.arrhenius(data.electrolyteConductivityActivation, temperature)
            * data.electrolyteConductivity.at(Math.max(mean, LEAST_CONCENTRATION));
    double toFace = width[nn - 1] / diffusivity[nn - 1];
    double across = toFace + width[nn] / diffusivity[nn];
    double face = y[nn - 1] + (y[nn] - y[nn - 1]) * toFace / across;
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m <= nn; m++) {
      double x = m == nn ? e.thickness : (m + 0.5) * width[0];
      double concentration = positive(m == nn ? face : y[m]);
      double solid = i / e.conductivity * (x * x / (2 * e.thickness) - x + e.thickness / 3);
      double liquid =
          diffusional(temperature) * (Math.log(concentration) - logarithms)
              - i / conductivity * (x * x / (2 * e.thickness) - e.thickness / 6);
      least = Math.min(least, negativeDifference + solid - liquid);
    }
    return least;
  }

  @Override
  public double lithium(double[] y) {
    double sum = lithiumInNegative(y);
    for (int m = 0; m < n; m++) {
      sum += porosity[m] * width[m] * y[m];
    }
    return sum
        + solid(data.positive)
            * data.positive.thickness
            * positiveParticles.mean(y, positiveShells, 0);
  }

  @Override
  public double lithiumInNegative(double[] y) {
    return solid(data.negative)
        * data.negative.thickness
        * negativeParticles.mean(y, negativeShells, 0);
  }

  @Override
  public String distress(double[] y) {
    String negative = edge("negative", data.negative, negativeParticles, y[flux]);
    return negative.isEmpty()
        ? edge("positive", data.positive, positiveParticles, y[flux + 1])
        : negative;
  }

  private static String edge(String name, ElectrodeData e, SphericalParticles particles, double j) {
    double x = (particles.surfaceBase[0] + particles.surfaceGain[0] * j) / e.maximumConcentration;
    return x > 0 && x < 1
        ? ""
        : "the surface of the %s particles is %s (stoichiometry %.6f)"
            .formatted(name, x < 0.5 ? "empty" : "full", x);
  }

  /**
   * The potentials that go with the voltage of the model: parabolas under a uniform reaction, the
   * negative foil at 0. SPM has one entry for each electrode, without a place.
   */
  @Override
  public Profiles profiles(double[] y) {
    Profiles p = n == 0 ? Profiles.of(1, 0, 1) : Profiles.of(nn, ns, np);
    double negative = negativeMean(y);
    double i = y[current()];
    int firstPositive = p.volumes() - Math.max(np, 1);
    for (int m = 0; m < p.volumes(); m++) {
      boolean inNegative = m < Math.max(nn, 1);
      if (inNegative || m >= firstPositive) {
        ElectrodeData e = inNegative ? data.negative : data.positive;
        SphericalParticles particles = inNegative ? negativeParticles : positiveParticles;
        int shells = inNegative ? negativeShells : positiveShells;
        double j = y[inNegative ? flux : flux + 1];
        p.interfacialCurrentDensity()[m] = j;
        p.surfaceStoichiometry()[m] = surface(y, e, particles, shells, j);
        p.meanStoichiometry()[m] = particles.mean(y, shells, 0) / e.maximumConcentration;
      }
    }
    if (n == 0) {
      Arrays.fill(p.saltConcentration(), data.initialConcentration);
      Arrays.fill(p.electrolytePotential(), -negative);
      p.solidPotential()[0] = 0;
      p.solidPotential()[1] = y[voltage()];
      return p;
    }
    double temperature = y[temperature()];
    double meanConcentration = 0;
    double logarithms = 0;
    double middle = 0;
    for (int m = 0; m < n; m++) {
      meanConcentration += width[m] * y[m] / length;
      logarithms += m < nn ? Math.log(positive(y[m])) / nn : 0;
      p.position()[m] = middle + 0.5 * width[m];
      p.saltConcentration()[m] = y[m];
      middle += width[m];
    }
    double conductivity =
        data.arrhenius(data.electrolyteConductivityActivation, temperature)
            * data.electrolyteConductivity.at(Math.max(meanConcentration, LEAST_CONCENTRATION));
    double ln = data.negative.thickness;
    double ls = data.separatorThickness;
    double lp = data.positive.thickness;
    double kn = conductivity * data.negative.transport;
    double ks = conductivity * data.separatorTransport;
    double kp = conductivity * data.positive.transport;
    double meanOfNegative = -i * ln / (3 * data.negative.conductivity) - negative;
    for (int m = 0; m < n; m++) {
      double x = p.position()[m];
      double fromFoil = length - x;
      double drop =
          m < nn
              ? (x * x / (2 * ln) - ln / 6) / kn
              : m < nn + ns
                  ? ln / (3 * kn) + (x - ln) / ks
                  : ln / (3 * kn) + ls / ks + (lp / 2 - fromFoil * fromFoil / (2 * lp)) / kp;
      p.electrolytePotential()[m] =
          meanOfNegative
              + diffusional(temperature) * (Math.log(positive(y[m])) - logarithms)
              - i * drop;
      if (m < nn) {
        p.solidPotential()[m] = -i * (x - x * x / (2 * ln)) / data.negative.conductivity;
      } else if (m >= nn + ns) {
        p.solidPotential()[m] =
            y[voltage()]
                + i * (fromFoil - fromFoil * fromFoil / (2 * lp)) / data.positive.conductivity;
      }
    }
    return p;
  }

  private double surface(
      double[] y, ElectrodeData e, SphericalParticles particles, int shells, double j) {
    double arrhenius = data.arrhenius(e.diffusivityActivation, y[temperature()]);
    return particles.surface(y, shells, 0, j, arrhenius) / e.maximumConcentration;
  }

  /** Mean of φs − φe over the negative electrode, V, from the unknowns alone. */
  private double negativeMean(double[] y) {
    ElectrodeData e = data.negative;
    double temperature = y[temperature()];
    double j = y[flux];
    double x = surface(y, e, negativeParticles, negativeShells, j);
    double inside = Math.clamp(x, LEAST_ROOM, 1 - LEAST_ROOM);
    double rate =
        e.exchangeCurrent
            * data.arrhenius(e.exchangeCurrentActivation, temperature)
            * Math.sqrt(inside * (1 - inside));
    int samples = Math.max(nn, 1);
    double asinh = 0;
    for (int m = 0; m < samples; m++) {
      double c = nn == 0 ? data.initialConcentration : positive(y[m]);
      double ratio = j / (2 * rate * Math.sqrt(c / data.initialConcentration));
      asinh += Math.signum(j) * Math.log(Math.abs(ratio) + Math.hypot(ratio, 1)) / samples;
    }
    return openCircuit(e, x, temperature) + 2 * GAS * temperature / FARADAY * asinh;
  }
}
