package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Arrays;
import java.util.List;
import org.cellwright.science.cell.EquivalentCircuit;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.CubicTable;

/**
 * One implicit step of Thevenin's equivalent circuit, with the current density i in A/m²:
 *
 * <pre>
 *   V = Up(y) − Un(x) − i f R₀(z) − Σ vₖ,      vₖ' = i Rₖ(z)/τₖ(z) − vₖ/(f τₖ(z))
 *   x' = −i/(F εₙ Lₙ cₙ),   y' = i/(F εₚ Lₚ cₚ),   z = (x − x₀)/(x₁₀₀ − x₀)
 *   f = exp(E/R (1/T − 1/T_ref))
 * </pre>
 *
 * <p>Resistances and time constants of {@link EquivalentCircuit} are taken at the state of charge z
 * from 0 to 1, and at its ends beyond. The lithium of each electrode is an unknown of its own, as
 * one shell of the particles of other models. Heat: i (OCV − V − T dOCV/dT). Nothing is known about
 * potentials inside the cell, so there is no plating margin.
 *
 * <p>Newton's matrix is that of current and temperature; what remains is explicit in them. No
 * allocation after construction.
 */
public final class Thevenin extends CellModel {
  private static final int INTERVALS = 1024;
  private static final int MOST_ITERATIONS = 60;
  private static final double EXACT = 1e-8;

  private final int pairs;
  private final int negative;
  private final int positive;
  private final double perNegative;
  private final double perPositive;
  private final double activation;
  private final double circuitTemperature;
  private final CubicTable series;
  private final CubicTable[] gain;
  private final CubicTable[] rate;

  private double terminalVoltage;
  private double voltageByCurrent;
  private double voltageByTemperature;
  private double reversibleWork;
  private double workByCurrent;

  public Thevenin(CellData data, EquivalentCircuit circuit, boolean lumpedThermal, double ambient) {
    super(data, lumpedThermal, ambient, circuit.pairs().size());
    List<EquivalentCircuit.Pair> given = circuit.pairs();
    pairs = given.size();
    negative = scalars + SCALARS;
    positive = negative + 1;
    perNegative = 1 / (FARADAY * solid(data.negative) * data.negative.thickness);
    perPositive = 1 / (FARADAY * solid(data.positive) * data.positive.thickness);
    activation = circuit.activationEnergy() / CellData.GAS;
    circuitTemperature = circuit.referenceTemperature();
    double area = data.area;
    series =
        new CubicTable(
            0,
            1,
            INTERVALS,
            z -> area * circuit.series().at(z),
            z -> area * circuit.series().slope(z));
    gain = new CubicTable[pairs];
    rate = new CubicTable[pairs];
    for (int k = 0; k < pairs; k++) {
      var r = given.get(k).resistance();
      var tau = given.get(k).timeConstant();
      gain[k] =
          new CubicTable(
              0,
              1,
              INTERVALS,
              z -> area * r.at(z) / tau.at(z),
              z -> area * (r.slope(z) - r.at(z) * tau.slope(z) / tau.at(z)) / tau.at(z));
      rate[k] =
          new CubicTable(
              0, 1, INTERVALS, z -> 1 / tau.at(z), z -> -tau.slope(z) / square(tau.at(z)));
    }
  }

  /** Fall of the open-circuit voltage of a cell by the charge that is drawn from it, V/C. */
  public static double elastance(CellData data, double stateOfCharge, double temperature) {
    ElectrodeData n = data.negative;
    ElectrodeData p = data.positive;
    double span = n.maximumStoichiometry - n.minimumStoichiometry;
    double x = n.minimumStoichiometry + stateOfCharge * span;
    double y =
        p.maximumStoichiometry - stateOfCharge * (p.maximumStoichiometry - p.minimumStoichiometry);
    double excess = temperature - data.referenceTemperature;
    double byNegative = slope(n, x, excess) / (solid(n) * n.thickness * n.maximumConcentration);
    double byPositive = slope(p, y, excess) / (solid(p) * p.thickness * p.maximumConcentration);
    return -(byNegative + byPositive) / (FARADAY * data.area);
  }

  private static double slope(ElectrodeData e, double x, double fromReference) {
    CubicTable entropic = e.entropicChange;
    return e.ocp.slope(x)
        + edgeSlope(x)
        + (entropic == null ? 0 : fromReference * entropic.slope(x));
  }

  @Override
  public int size() {
    return positive + 1;
  }

  @Override
  int saltVolumes() {
    return 0;
  }

  @Override
  int positiveShells() {
    return positive;
  }

  /** −1: the model does not know it. */
  @Override
  public int margin() {
    return -1;
  }

  @Override
  public double[] atRest(double stateOfCharge, double temperature) {
    ElectrodeData n = data.negative;
    ElectrodeData p = data.positive;
    double x =
        n.minimumStoichiometry + stateOfCharge * (n.maximumStoichiometry - n.minimumStoichiometry);
    double y =
        p.maximumStoichiometry - stateOfCharge * (p.maximumStoichiometry - p.minimumStoichiometry);
    double[] state = new double[size()];
    state[negative] = x * n.maximumConcentration;
    state[positive] = y * p.maximumConcentration;
    state[temperature()] = temperature;
    state[voltage()] = openCircuit(p, y, temperature) - openCircuit(n, x, temperature);
    return state;
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, pairs, 1 / rtol);
    weighScalars(rtol, weight);
    // One voltage among many unknowns, and what users look at: it must not be averaged away.
    weight[voltage()] *= Math.sqrt(size());
    weight[negative] = 1 / (rtol * data.negative.maximumConcentration);
    weight[positive] = 1 / (rtol * data.positive.maximumConcentration);
  }

  @Override
  void weighScalars(double rtol, double[] weight) {
    Arrays.fill(weight, scalars, scalars + SCALARS, 0);
    weight[temperature()] = lumpedThermal ? 1 / (10 * rtol) : 0;
    weight[current()] =
        terminals.kind() == Terminals.Kind.CURRENT ? 0 : data.area / (rtol * data.nominalCapacity);
    weight[voltage()] = 1 / rtol;
  }

  @Override
  public boolean solve(
      double c, double[] predicted, double[] psi, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, size());
    tick(c, predicted, psi, y);
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      newtonIterations++;
      evaluate(c, predicted, psi, y);
      double norm = correct(c, predicted, psi, weight, y);
      if (!Double.isFinite(norm)) {
        return false;
      }
      if (norm < EXACT || norm < 1e-3 * tolerance) {
        finish(c, predicted, psi, y);
        return true;
      }
    }
    return false;
  }

  /** Voltage and heat for the current and the temperature in {@code y}, with their derivatives. */
  private void evaluate(double c, double[] predicted, double[] psi, double[] y) {
    double i = y[current()];
    double t = y[temperature()];
    ElectrodeData n = data.negative;
    ElectrodeData p = data.positive;
    y[negative] = predicted[negative] - psi[negative] - c * i * perNegative;
    y[positive] = predicted[positive] - psi[positive] + c * i * perPositive;
    double x = y[negative] / n.maximumConcentration;
    double xByCurrent = -c * perNegative / n.maximumConcentration;
    double w = y[positive] / p.maximumConcentration;
    double wByCurrent = c * perPositive / p.maximumConcentration;
    double span = n.maximumStoichiometry - n.minimumStoichiometry;
    double z = (x - n.minimumStoichiometry) / span;
    double zByCurrent = z > 0 && z < 1 ? xByCurrent / span : 0;
    z = Math.clamp(z, 0, 1);

    double excess = t - data.referenceTemperature;
    double entropy = entropy(p, w) - entropy(n, x);
    double entropyByCurrent = entropySlope(p, w) * wByCurrent - entropySlope(n, x) * xByCurrent;
    double open = openCircuit(p, w, t) - openCircuit(n, x, t);
    double openByCurrent = slope(p, w, excess) * wByCurrent - slope(n, x, excess) * xByCurrent;
    reversibleWork = -i * (open - t * entropy);
    workByCurrent = -(open - t * entropy) - i * (openByCurrent - t * entropyByCurrent);

    double factor = activation == 0 ? 1 : Math.exp(activation * (1 / t - 1 / circuitTemperature));
    double factorByTemperature = -factor * activation / (t * t);
    double r = series.at(z);
    terminalVoltage = open - i * factor * r;
    voltageByCurrent = openByCurrent - factor * (r + i * series.slope(z) * zByCurrent);
    voltageByTemperature = entropy - i * factorByTemperature * r;
    for (int k = 0; k < pairs; k++) {
      double g = gain[k].at(z);
      double decay = rate[k].at(z) / factor;
      double share = 1 / (1 + c * decay);
      double v = (predicted[k] - psi[k] + c * i * g) * share;
      y[k] = v;
      terminalVoltage -= v;
      double byState = c * (i * gain[k].slope(z) - v * rate[k].slope(z) / factor);
      voltageByCurrent -= (c * g + byState * zByCurrent) * share;
      voltageByTemperature -= c * v * decay / factor * factorByTemperature * share;
    }
  }

  private static double entropy(ElectrodeData e, double x) {
    CubicTable entropic = e.entropicChange;
    return entropic == null ? 0 : entropic.at(x);
  }

  private static double entropySlope(ElectrodeData e, double x) {
    CubicTable entropic = e.entropicChange;
    return entropic == null ? 0 : entropic.slope(x);
  }

  private double correct(double c, double[] predicted, double[] psi, double[] weight, double[] y) {
    int scalarI = current();
    int scalarT = temperature();
    double i = y[scalarI];
    double v = terminalVoltage;
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
    double a11 = terminals.byCurrent(v, targetNow) + beta * voltageByCurrent;
    double a12 = lumpedThermal ? beta * voltageByTemperature : 0;
    double b1 = -terminals.residual(i, v, targetNow);
    double a21 = heatFactor * (v + i * voltageByCurrent + workByCurrent);
    double a22 = coolFactor + heatFactor * i * voltageByTemperature;
    double determinant = a11 * a22 - a12 * a21;
    factorisations++;
    double deltaI = (b1 * a22 + a12 * residualT) / determinant;
    double deltaT = lumpedThermal ? (-a11 * residualT - a21 * b1) / determinant : 0;
    double largest = Math.abs(deltaI * voltageByCurrent);
    if (beta != 0 && largest > 1) {
      // No more than a volt at once.
      deltaI /= largest;
    }
    y[scalarI] = i + deltaI;
    y[scalarT] += deltaT;
    y[voltage()] = v + deltaI * voltageByCurrent + deltaT * voltageByTemperature;
    return Math.sqrt(0.5 * (square(deltaI * weight[scalarI]) + square(deltaT * weight[scalarT])));
  }

  private void finish(double c, double[] predicted, double[] psi, double[] y) {
    double i = y[current()];
    y[negative] = predicted[negative] - psi[negative] - c * i * perNegative;
    y[positive] = predicted[positive] - psi[positive] + c * i * perPositive;
    y[charge()] = predicted[charge()] - psi[charge()] + c * i;
    y[energy()] = predicted[energy()] - psi[energy()] + c * i * y[voltage()];
  }

  @Override
  public double lithium(double[] y) {
    return lithiumInNegative(y) + solid(data.positive) * data.positive.thickness * y[positive];
  }

  @Override
  public double lithiumInNegative(double[] y) {
    return solid(data.negative) * data.negative.thickness * y[negative];
  }

  @Override
  public String distress(double[] y) {
    String here = edge("negative", y[negative] / data.negative.maximumConcentration);
    return here.isEmpty()
        ? edge("positive", y[positive] / data.positive.maximumConcentration)
        : here;
  }

  private static String edge(String name, double x) {
    return x > 0 && x < 1
        ? ""
        : "the %s electrode is %s (stoichiometry %.6f)"
            .formatted(name, x < 0.5 ? "empty" : "full", x);
  }
}
