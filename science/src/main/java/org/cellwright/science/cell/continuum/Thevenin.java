package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Arrays;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.EquivalentCircuit;
import org.cellwright.science.cell.Simulation.Thermal;
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
  private final Equilibrium n;
  private final Equilibrium p;
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

  public Thevenin(CellData data, EquivalentCircuit circuit, Thermal thermal, double ambient) {
    super(data, thermal, ambient, circuit.pairs().size());
    List<EquivalentCircuit.Pair> given = circuit.pairs();
    pairs = given.size();
    negative = particles;
    positive = negative + 1;
    n = new Equilibrium(data, data.negative);
    p = new Equilibrium(data, data.positive);
    perNegative = 1 / (FARADAY * n.solid);
    perPositive = 1 / (FARADAY * p.solid);
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
    Equilibrium n = new Equilibrium(data, data.negative);
    Equilibrium p = new Equilibrium(data, data.positive);
    n.at(n.minimumStoichiometry + stateOfCharge * n.window(), temperature);
    p.at(p.maximumStoichiometry - stateOfCharge * p.window(), temperature);
    double byNegative = n.slope / (n.maximumConcentration * n.solid);
    double byPositive = p.slope / (p.maximumConcentration * p.solid);
    return -(byNegative + byPositive) / (FARADAY * data.area);
  }

  @Override
  public int size() {
    return positive + 1;
  }

  @Override
  int saltVolumes() {
    return 0;
  }

  /** −1: the model does not know it. */
  @Override
  public int margin() {
    return -1;
  }

  @Override
  void fillAtRest(double[] y, double stateOfCharge, double temperature) {
    y[negative] = (n.minimumStoichiometry + stateOfCharge * n.window()) * n.maximumConcentration;
    y[positive] = (p.maximumStoichiometry - stateOfCharge * p.window()) * p.maximumConcentration;
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, pairs, 1 / rtol);
    weighScalars(rtol, weight);
    // One voltage among many unknowns, and what users look at: it must not be averaged away.
    weight[voltage()] *= Math.sqrt(size());
    weight[negative] = 1 / (rtol * n.maximumConcentration);
    weight[positive] = 1 / (rtol * p.maximumConcentration);
  }

  @Override
  void weighScalars(double rtol, double[] weight) {
    Arrays.fill(weight, scalars, scalars + SCALARS, 0);
    weight[temperature()] = lumpedThermal ? 1 / (10 * rtol) : 0;
    weight[current()] = currentIsFree() ? data.area / (rtol * data.nominalCapacity) : 0;
    weight[voltage()] = 1 / rtol;
  }

  @Override
  public boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, size());
    tick(c, base, y);
    double before = Double.POSITIVE_INFINITY;
    for (int iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
      newtonIterations++;
      evaluate(c, base, y);
      double norm = correct(c, base, weight, y);
      if (!Double.isFinite(norm)) {
        return false;
      }
      if (norm < EXACT || norm < 1e-3 * tolerance || stalled(iteration, norm, before)) {
        finish(c, base, y);
        return true;
      }
      before = norm;
    }
    return false;
  }

  /** Voltage and heat for the current and the temperature in {@code y}, with their derivatives. */
  private void evaluate(double c, double[] base, double[] y) {
    double i = y[current()];
    double t = y[temperature()];
    y[negative] = base[negative] - c * i * perNegative;
    y[positive] = base[positive] + c * i * perPositive;
    double x = y[negative] / n.maximumConcentration;
    double xByCurrent = -c * perNegative / n.maximumConcentration;
    double w = y[positive] / p.maximumConcentration;
    double wByCurrent = c * perPositive / p.maximumConcentration;
    double span = n.window();
    double z = (x - n.minimumStoichiometry) / span;
    double zByCurrent = z > 0 && z < 1 ? xByCurrent / span : 0;
    z = Math.clamp(z, 0, 1);

    n.at(x, t);
    p.at(w, t);
    double entropy = p.entropic - n.entropic;
    double entropyByCurrent = p.entropicSlope * wByCurrent - n.entropicSlope * xByCurrent;
    double open = p.potential - n.potential;
    double openByCurrent = p.slope * wByCurrent - n.slope * xByCurrent;
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
      double v = (base[k] + c * i * g) * share;
      y[k] = v;
      terminalVoltage -= v;
      double byState = c * (i * gain[k].slope(z) - v * rate[k].slope(z) / factor);
      voltageByCurrent -= (c * g + byState * zByCurrent) * share;
      voltageByTemperature -= c * v * decay / factor * factorByTemperature * share;
    }
  }

  private double correct(double c, double[] base, double[] weight, double[] y) {
    int scalarI = current();
    int scalarT = temperature();
    double i = y[scalarI];
    double v = terminalVoltage;
    border.voltage[1] = voltageByCurrent;
    border.voltage[2] = voltageByTemperature;
    border.work[1] = workByCurrent;
    border.close(
        terminals, y[clock()], c, i, v, Double.NaN, y[scalarT], base[scalarT], reversibleWork);
    factorisations++;
    double deltaI = border.deltaCurrent;
    double deltaT = border.deltaTemperature;
    double largest = Math.abs(deltaI * voltageByCurrent);
    if (largest > 1) {
      // No more than a volt at once.
      deltaI /= largest;
    }
    y[scalarI] = i + deltaI;
    y[scalarT] += deltaT;
    y[voltage()] = v + deltaI * voltageByCurrent + deltaT * voltageByTemperature;
    return Math.sqrt(0.5 * (square(deltaI * weight[scalarI]) + square(deltaT * weight[scalarT])));
  }

  private void finish(double c, double[] base, double[] y) {
    double i = y[current()];
    y[negative] = base[negative] - c * i * perNegative;
    y[positive] = base[positive] + c * i * perPositive;
    y[charge()] = base[charge()] + c * i;
    conductHeat(y);
    y[energy()] = base[energy()] + c * i * y[voltage()];
  }

  /** Refused: a circuit has no inside. */
  @Override
  public Fields fields(double[] y) {
    throw CellwrightException.refused(
        "an equivalent circuit has no inside to read", "--model", "Choose spm, spme or dfn.");
  }

  @Override
  public double lithium(double[] y) {
    return lithiumInNegative(y) + p.solid * y[positive];
  }

  @Override
  public double lithiumInNegative(double[] y) {
    return n.solid * y[negative];
  }

  @Override
  public String distress(double[] y) {
    String here = edge("negative", y[negative] / n.maximumConcentration);
    return here.isEmpty() ? edge("positive", y[positive] / p.maximumConcentration) : here;
  }

  private static String edge(String name, double x) {
    return x > 0 && x < 1
        ? ""
        : "the %s electrode is %s (stoichiometry %.6f)"
            .formatted(name, x < 0.5 ? "empty" : "full", x);
  }
}
