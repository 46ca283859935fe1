package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.Sums;
import org.cellwright.science.numerics.Tridiagonal;
import org.jspecify.annotations.Nullable;

/**
 * One implicit step of the single-particle model, with electrolyte (SPMe) or without (SPM).
 *
 * <p>The current is uniform across each electrode, so one particle of each active material stands
 * for all of them; together they carry Σ a L j = ±I at one mean potential Φ. SPMe adds salt
 * diffusion across the cell and, following Marquis et al. (J. Electrochem. Soc. 166 (2019) A3693),
 * the voltage
 *
 * <pre>
 *   V = Φp − Φn + K (mean ln c over p − mean over n)
 *       − I (Ln/3κn + Ls/κs + Lp/3κp) − I (Ln/3σn + Lp/3σp)
 *   kinetics of {@link Reaction} at the geometric mean of c over the electrode: η is its mean where it is large; κ and K at the mean c of the cell
 * </pre>
 *
 * <p>and the potentials across the negative electrode that the same current distribution gives, for
 * the plating margin. Heat and particles as in {@link Dfn}. The diffusivity of the salt is taken at
 * the prediction, which is as good as the solution: then the salt is linear in the current, and
 * eliminated before Newton's method begins, as the particles are. That leaves current, temperature
 * and the potentials. No allocation after construction.
 */
public final class Spme extends CellModel {
  // mol/m³
  private static final double SCARCE = 50;
  // Of these products neither overflows nor vanishes.
  private static final int FACTORS = 32;
  private static final int INTEGRATION_ITERATIONS = 7;
  private static final int INITIAL_ITERATIONS = 60;

  private final int n;
  private final int nn;
  private final int ns;
  private final int np;
  private final int size;
  private final Lumped[] electrodes;
  private final boolean linear;
  private final double length;
  private final double[] width;
  // Pores per electrode area, m.
  private final double[] storage;
  private final double[] half;
  private final double[] source;
  private final double logarithmOfInitial;
  private final double[] positive;
  // Slope of ln (positive) by c; kept where the current is free.
  private final double[] logarithmSlope;
  private final double[] diffusivity;
  private final double[] saltHalf;
  private final @Nullable Tridiagonal matrix;
  // Concentration is base + gain · I.
  private final double[] saltBase;
  private final double[] saltGain;
  private boolean scarce;
  // Of free electrolyte at the mean concentration, S/m.
  private double conductivity;
  private double diffusional;
  private double voltageByMean;
  private double counterByConcentration;
  private final double tortuous;
  private final double solids;

  private double terminalVoltage;
  private double voltageByCurrent;
  private double voltageByTemperature;
  private double reversibleWork;
  private double curvature = 1;
  // Reciprocal tolerance of the potentials.
  private double perVolt;
  private double meanConcentration;
  private final double[] marginByConcentration;
  private double marginByCurrent;
  private double marginByTemperature;
  private int marginPlace;

  /** One electrode at its mean potential. */
  private static final class Lumped {
    final String name;
    final ElectrodeData electrode;

    /** 1 where discharging takes lithium out, −1 where it puts it in. */
    final int sign;

    final int first;
    final int count;

    /** Index of Φ. */
    final int phi;

    final Reaction[] reactions;

    /** Geometric mean of c, where kinetics are taken, mol/m³. */
    final double[] concentration = new double[1];

    /** Mean of ln (c/c₀). */
    double meanLogarithm;

    // Σ a L times currents and their derivatives.
    double byPhi;
    double owed;
    double byConcentration;
    double byTemperature;

    /** Change of Φ along the right-hand sides. */
    final double[] delta = new double[3];

    Lumped(
        String name,
        ElectrodeData electrode,
        int sign,
        int first,
        int count,
        int phi,
        Reaction[] reactions) {
      this.name = name;
      this.electrode = electrode;
      this.sign = sign;
      this.first = first;
      this.count = count;
      this.phi = phi;
      this.reactions = reactions;
    }

    double area(Reaction r) {
      return r.phase.specificArea * electrode.thickness;
    }
  }

  /**
   * @param porous with electrolyte: SPMe; without, kinetics are at the initial salt concentration
   *     and nothing drops across electrolyte or solids: SPM
   */
  public Spme(CellData data, Mesh mesh, boolean porous, Thermal thermal, double ambient) {
    super(data, thermal, ambient, scalarsAt(data, mesh, porous));
    nn = porous && !data.isHalfCell() ? mesh.negative() : 0;
    ns = porous ? mesh.separator() : 0;
    np = porous ? mesh.positive() : 0;
    n = nn + ns + np;
    electrodes = new Lumped[data.isHalfCell() ? 1 : 2];
    int unknown = n;
    int next = particles;
    boolean allLinear = true;
    for (int k = 0; k < electrodes.length; k++) {
      boolean isNegative = k == 0 && electrodes.length == 2;
      ElectrodeData e = isNegative ? data.negative : data.positive;
      int phi = unknown++;
      Reaction[] reactions = new Reaction[e.phases.length];
      for (int p = 0; p < reactions.length; p++) {
        reactions[p] = new Reaction(data, e.phases[p], 1, mesh, unknown++, next);
        next += reactions[p].size();
        allLinear &= reactions[p].spheres.isLinear();
      }
      electrodes[k] =
          new Lumped(
              isNegative ? "negative" : "positive",
              e,
              isNegative ? 1 : -1,
              isNegative ? 0 : nn + ns,
              isNegative ? nn : np,
              phi,
              reactions);
    }
    linear = allLinear;
    size = next;
    Volumes volumes = new Volumes(data, nn, ns, np);
    width = volumes.width;
    half = new double[n];
    for (int m = 0; m < n; m++) {
      half[m] = 0.5 * width[m] / volumes.transport[m];
    }
    source = new double[n];
    double perFaraday = (1 - data.transferenceNumber) / FARADAY;
    for (Lumped e : electrodes) {
      for (int m = e.first; m < e.first + e.count; m++) {
        source[m] = e.sign * perFaraday * width[m] / e.electrode.thickness;
      }
    }
    if (data.isHalfCell() && porous) {
      source[0] = perFaraday;
    }
    storage = new double[n];
    for (int m = 0; m < n; m++) {
      storage[m] = volumes.porosity[m] * width[m];
    }
    double whole = 0;
    double ionic = data.separatorThickness / data.separatorTransport;
    double solid = 0;
    for (Lumped e : electrodes) {
      ionic += e.electrode.thickness / (3 * e.electrode.transport);
      solid += e.electrode.thickness / (3 * e.electrode.conductivity);
    }
    for (int m = 0; m < n; m++) {
      whole += width[m];
    }
    tortuous = ionic;
    solids = solid;
    length = whole;
    logarithmOfInitial = Math.log(data.initialConcentration);
    positive = new double[n];
    logarithmSlope = new double[n];
    diffusivity = new double[n];
    saltHalf = new double[n];
    saltBase = new double[n];
    saltGain = new double[n];
    matrix = n == 0 ? null : new Tridiagonal(n);
    marginByConcentration = new double[n];
  }

  private static int scalarsAt(CellData data, Mesh mesh, boolean porous) {
    int volumes = porous ? mesh.separator() + mesh.positive() : 0;
    int unknowns = 1 + data.positive.phases.length;
    if (!data.isHalfCell()) {
      volumes += porous ? mesh.negative() : 0;
      unknowns += 1 + data.negative.phases.length;
    }
    return volumes + unknowns;
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
    for (Lumped e : electrodes) {
      double[] x = data.atRest(e.electrode, stateOfCharge, temperature);
      y[e.phi] = data.openCircuit(e.reactions[0].phase, x[0], temperature);
      for (int p = 0; p < x.length; p++) {
        e.reactions[p].fill(y, x[p]);
      }
    }
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, n, 1 / (rtol * data.initialConcentration));
    for (Lumped e : electrodes) {
      weight[e.phi] = 0;
      for (Reaction r : e.reactions) {
        weight[r.flux] = 0;
        r.weigh(rtol, weight);
      }
    }
    weighScalars(rtol, weight);
    perVolt = 1 / rtol;
  }

  /** None changes between starts. */
  @Override
  public void reweigh(double[] y, double rtol, double[] weight) {}

  @Override
  public boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y) {
    System.arraycopy(predicted, 0, y, 0, size);
    tick(c, base, y);
    boolean initial = c == 0;
    double before = Double.POSITIVE_INFINITY;
    double particleTemperature = predicted[temperature()];
    eliminateSalt(c, predicted, base, y);
    for (Lumped e : electrodes) {
      for (Reaction r : e.reactions) {
        r.begin(c, particleTemperature, base, y);
      }
    }
    int most = initial ? INITIAL_ITERATIONS : INTEGRATION_ITERATIONS;
    for (int iteration = 1; iteration <= most; iteration++) {
      newtonIterations++;
      evaluate(y, base);
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
      if (!linear || done) {
        for (Lumped e : electrodes) {
          for (Reaction r : e.reactions) {
            r.substitute(base, y);
            if (!linear) {
              r.eliminate(c, particleTemperature, base, y);
            }
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

  private void evaluate(double[] y, double[] base) {
    double temperature = y[temperature()];
    double i = y[current()];
    reversibleWork = 0;
    terminalVoltage = -i * data.contactResistance;
    voltageByCurrent = -data.contactResistance;
    voltageByTemperature = 0;
    salt(y, n);
    meanConcentration =
        n == 0 ? data.initialConcentration : Sums.ofProducts(width, y, 0, n) / length;
    for (Lumped e : electrodes) {
      react(e, y, base, temperature);
      terminalVoltage -= e.sign * y[e.phi];
    }
    if (data.isHalfCell()) {
      terminalVoltage -= data.lithiumOverpotential(i, temperature);
      voltageByCurrent -= data.lithiumResistance(i, temperature);
    }
    if (n > 0) {
      electrolyte(temperature, i);
      if (currentIsFree()) {
        for (int m = 0; m < n; m++) {
          logarithmSlope[m] = visible(positive[m]) / positive[m];
        }
      }
    }
  }

  /**
   * Concentrations that stay positive. Nothing in the SPMe keeps the salt from running out: where
   * the current asks for more than diffusion brings, c turns negative. The model then still
   * answers, with a voltage and a plating margin that say how far it is beyond what the cell can
   * do: below δ = {@value #SCARCE} mol/m³ it sees δ²/(2δ − c), which joins c smoothly.
   */
  private void salt(double[] y, int volumes) {
    double least = Double.POSITIVE_INFINITY;
    for (int m = 0; m < volumes; m++) {
      double c = y[m];
      positive[m] = c;
      least = c < least ? c : least;
    }
    scarce = !(least >= SCARCE);
    if (scarce) {
      for (int m = 0; m < volumes; m++) {
        if (!(y[m] >= SCARCE)) {
          positive[m] = SCARCE * SCARCE / (2 * SCARCE - y[m]);
        }
      }
    }
  }

  /** Slope of the salt that is seen by the salt there is. */
  private double visible(double seen) {
    return seen < SCARCE ? square(seen / SCARCE) : 1;
  }

  private void react(Lumped e, double[] y, double[] base, double temperature) {
    e.meanLogarithm = meanLogarithm(e);
    e.concentration[0] = data.initialConcentration * Math.exp(e.meanLogarithm);
    double carried = 0;
    double shift = 0;
    e.byPhi = 0;
    e.byConcentration = 0;
    e.byTemperature = 0;
    for (Reaction r : e.reactions) {
      r.evaluate(y, base, e.phi, e.concentration, 0, temperature);
      double area = e.area(r);
      double byPhi = area * r.inverseSlope[0];
      carried += area * y[r.flux];
      shift += byPhi * r.residual[0];
      e.byPhi += byPhi;
      e.byConcentration += byPhi * r.byConcentration[0];
      e.byTemperature += byPhi * r.byTemperature[0];
      reversibleWork += area * y[r.flux] * r.heatPotential[0];
    }
    e.owed = e.sign * y[current()] - carried - shift;
  }

  private void electrolyte(double temperature, double i) {
    double factor = data.arrhenius(data.electrolyteConductivityActivation, temperature);
    double inside = Math.max(meanConcentration, LEAST_CONCENTRATION);
    conductivity = factor * data.electrolyteConductivity.at(inside);
    double conductivitySlope = factor * data.electrolyteConductivity.slope(inside);
    double resistance = tortuous / conductivity + solids;
    diffusional = diffusional(temperature);
    double logarithms = 0;
    if (data.isHalfCell()) {
      double perCurrent = faceByCurrent(temperature);
      double face = Math.max(positive[0] + perCurrent * i, LEAST_CONCENTRATION);
      logarithms = -Math.log(face / data.initialConcentration);
      counterByConcentration = -diffusional * visible(positive[0]) / face;
      voltageByCurrent -= diffusional * perCurrent / face;
    }
    for (Lumped e : electrodes) {
      logarithms -= e.sign * e.meanLogarithm;
    }
    terminalVoltage += diffusional * logarithms - i * resistance;
    voltageByCurrent -= resistance;
    voltageByTemperature +=
        diffusional / temperature * logarithms
            + i
                * tortuous
                / conductivity
                * data.electrolyteConductivityActivation
                / (temperature * temperature);
    voltageByMean = i * tortuous * conductivitySlope / (conductivity * conductivity) / length;
  }

  /**
   * Salt at the face of lithium metal above that of the first volume, by the current, mol/(A m).
   */
  private double faceByCurrent(double temperature) {
    double arrhenius = data.arrhenius(data.electrolyteDiffusivityActivation, temperature);
    double d = arrhenius * data.electrolyteDiffusivity.at(positive[0]);
    return half[0] / d * (1 - data.transferenceNumber) / FARADAY;
  }

  /** Mean of ln (c/c₀): the logarithm of a product, taken before it can overflow. */
  private double meanLogarithm(Lumped e) {
    if (e.count == 0) {
      return 0;
    }
    double sum = 0;
    int end = e.first + e.count;
    for (int from = e.first; from < end; from += FACTORS) {
      double even = 1;
      double odd = 1;
      int last = Math.min(end, from + FACTORS) - 1;
      int m = from;
      for (; m < last; m += 2) {
        even *= positive[m];
        odd *= positive[m + 1];
      }
      sum += Math.log(m == last ? even * odd * positive[m] : even * odd);
    }
    return sum / e.count - logarithmOfInitial;
  }

  private double diffusional(double temperature) {
    double factor =
        data.thermodynamicFactor == null ? 1 : data.thermodynamicFactor.at(meanConcentration);
    return 2 * GAS * temperature / FARADAY * (1 - data.transferenceNumber) * factor;
  }

  /** Salt at the end of the step, {@code y} with it. */
  private void eliminateSalt(double c, double[] predicted, double[] base, double[] y) {
    factorisations++;
    if (matrix == null) {
      return;
    }
    double temperature = predicted[temperature()];
    salt(predicted, n);
    data.electrolyteDiffusivity.at(
        positive,
        n,
        data.arrhenius(data.electrolyteDiffusivityActivation, temperature),
        diffusivity);
    for (int m = 0; m < n; m++) {
      saltHalf[m] = half[m] / diffusivity[m];
    }
    double[] below = matrix.below;
    double[] above = matrix.above;
    for (int f = 1; f < n; f++) {
      double through = -c / (saltHalf[f - 1] + saltHalf[f]);
      below[f] = through;
      above[f] = through;
    }
    boolean byCurrent = currentIsFree();
    double i = y[current()];
    double drawn = byCurrent ? 0 : c * i;
    double[] diagonal = matrix.diagonal;
    for (int m = 0; m < n; m++) {
      saltBase[m] = storage[m] * base[m] + drawn * source[m];
      diagonal[m] = storage[m] - above[m] - below[m + 1];
    }
    matrix.factor(saltBase);
    matrix.back(saltBase);
    System.arraycopy(saltBase, 0, y, 0, n);
    if (byCurrent) {
      for (int m = 0; m < n; m++) {
        saltGain[m] = c * source[m];
      }
      matrix.solve(saltGain);
      for (int m = 0; m < n; m++) {
        y[m] += i * saltGain[m];
      }
    }
  }

  /**
   * Change of the voltage along solution {@code k}, what the current and the temperature add
   * directly included; the electrodes keep the change of their potentials.
   */
  private double along(int k) {
    double sum = k == 1 ? voltageByCurrent : k == 2 ? voltageByTemperature : 0;
    boolean bySalt = k == 1 && n > 0;
    if (bySalt) {
      sum += voltageByMean * Sums.ofProducts(width, saltGain, 0, n);
      sum += counterByConcentration * saltGain[0];
    }
    for (Lumped e : electrodes) {
      double logarithm = 0;
      if (bySalt) {
        logarithm = Sums.ofProducts(logarithmSlope, saltGain, e.first, e.first + e.count) / e.count;
        sum -= e.sign * diffusional * logarithm;
      }
      double concentration = logarithm * e.concentration[0];
      double wanted = k == 0 ? e.owed : k == 1 ? e.sign : -e.byTemperature;
      e.delta[k] = (wanted - e.byConcentration * concentration) / e.byPhi;
      for (Reaction r : e.reactions) {
        double other = k == 0 ? r.residual[0] : k == 2 ? r.byTemperature[0] : 0;
        r.delta[k][0] =
            (e.delta[k] + r.byConcentration[0] * concentration + other) * r.inverseSlope[0];
      }
      sum -= e.sign * e.delta[k];
    }
    return sum;
  }

  /** Change of the reversible work along solution {@code k}. */
  private double workAlong(int k) {
    double work = 0;
    for (Lumped e : electrodes) {
      for (Reaction r : e.reactions) {
        work += e.area(r) * (r.heatPotential[0] + r.heatPotentialByFlux[0]) * r.delta[k][0];
      }
    }
    return work;
  }

  private double correct(double c, double[] base, double[] weight, double[] y, boolean initial) {
    int scalarT = temperature();
    int scalarI = current();
    boolean byCurrent = currentIsFree();
    double i = y[scalarI];
    double v = terminalVoltage;
    for (int k = 0; k < 3; k++) {
      if (k == 0 || (k == 1 && byCurrent) || (k == 2 && lumpedThermal)) {
        border.voltage[k] = along(k);
        border.work[k] = lumpedThermal ? workAlong(k) : 0;
      }
    }
    double least = 0;
    if (terminals.readsMargin()) {
      least = platingMargin(y);
      deriveMargin(y);
      for (int k = 0; k < 3; k++) {
        border.margin[k] = k == 2 && !lumpedThermal ? 0 : marginAlong(k);
      }
    }
    border.close(terminals, y[clock()], c, i, v, least, y[scalarT], base[scalarT], reversibleWork);
    double deltaI = border.deltaCurrent;
    double deltaT = border.deltaTemperature;
    double scale = 1;
    if (initial) {
      // No more than a fifth of a volt at once.
      double largest = 0;
      for (Lumped e : electrodes) {
        largest =
            Math.max(largest, Math.abs(e.delta[0] + deltaI * e.delta[1] + deltaT * e.delta[2]));
      }
      scale = largest > 0.2 ? 0.2 / largest : 1;
    }
    double sum =
        square(scale * deltaI * weight[scalarI]) + square(scale * deltaT * weight[scalarT]);
    if (byCurrent && n > 0) {
      double step = scale * deltaI;
      for (int m = 0; m < n; m++) {
        y[m] += step * saltGain[m];
      }
      sum += square(step * weight[0]) * Sums.ofProducts(saltGain, saltGain, 0, n) / n;
    }
    for (Lumped e : electrodes) {
      double step = scale * (e.delta[0] + deltaI * e.delta[1] + deltaT * e.delta[2]);
      sum += square(step * perVolt);
      y[e.phi] += step;
      for (Reaction r : e.reactions) {
        double dj = scale * (r.delta[0][0] + deltaI * r.delta[1][0] + deltaT * r.delta[2][0]);
        double j = y[r.flux];
        y[r.flux] = initial ? moved(j, dj, r.root[0]) : j + dj;
      }
    }
    y[scalarI] = i + scale * deltaI;
    y[scalarT] += scale * deltaT;
    double[] along = border.voltage;
    y[voltage()] = v + along[0] + deltaI * along[1] + deltaT * along[2];
    return Math.sqrt(sum / 2);
  }

  private void finish(double c, double[] base, double[] y) {
    conductHeat(y);
    int q = charge();
    y[q] = base[q] + c * y[current()];
    int e = energy();
    y[e] = base[e] + c * y[current()] * y[voltage()];
    setMargin(y, platingMargin(y));
  }

  /**
   * The mean of φs − φe in the negative electrode plus what the profiles of both potentials add to
   * it, where that is least: the potentials are parabolas, so at an end or at the vertex.
   */
  private double platingMargin(double[] y) {
    if (data.isHalfCell()) {
      return Double.NaN;
    }
    double mean = y[electrodes[0].phi];
    if (n == 0) {
      return mean;
    }
    salt(y, nn + 1);
    ElectrodeData e = data.negative;
    double i = y[current()];
    double kappa = negativeConductivity();
    double logarithms = meanLogarithm(electrodes[0]);
    double diffusional = diffusional(y[temperature()]);
    int vertex = (int) (nn * kappa / (kappa + e.conductivity));
    double least = Double.POSITIVE_INFINITY;
    for (int candidate = 0; candidate < 3; candidate++) {
      int place = candidate == 0 ? 0 : candidate == 1 ? vertex : nn;
      double solid = i / e.conductivity * solidShape(place);
      double ratio = placeConcentration(place) / data.initialConcentration;
      double liquid = diffusional * (Math.log(ratio) - logarithms) - i / kappa * liquidShape(place);
      if (mean + solid - liquid < least) {
        least = mean + solid - liquid;
        marginPlace = place;
      }
    }
    return least;
  }

  /** Derivatives of the plating margin at the place where it was found, Φ and its changes apart. */
  private void deriveMargin(double[] y) {
    marginByCurrent = 0;
    marginByTemperature = 0;
    if (n == 0) {
      return;
    }
    double temperature = y[temperature()];
    double kappa = negativeConductivity();
    double shape = liquidShape(marginPlace);
    double place = placeConcentration(marginPlace);
    double diffusional = diffusional(temperature);
    double ohmic = y[current()] / kappa * shape;
    marginByCurrent = solidShape(marginPlace) / data.negative.conductivity + shape / kappa;
    marginByTemperature =
        -diffusional
                / temperature
                * (Math.log(place / data.initialConcentration) - meanLogarithm(electrodes[0]))
            - ohmic * data.electrolyteConductivityActivation / square(temperature);
    double inside = Math.max(meanConcentration, LEAST_CONCENTRATION);
    double byMean =
        ohmic
            * data.electrolyteConductivity.slope(inside)
            / data.electrolyteConductivity.at(inside);
    for (int m = 0; m < n; m++) {
      double fromMean = m < nn ? diffusional / nn * logarithmSlope[m] : 0;
      marginByConcentration[m] = fromMean - byMean * width[m] / length;
    }
    if (marginPlace < nn) {
      marginByConcentration[marginPlace] -= diffusional * logarithmSlope[marginPlace];
      return;
    }
    int last = nn - 1;
    double share = faceShare();
    marginByConcentration[last] -= diffusional / place * (1 - share) * visible(positive[last]);
    marginByConcentration[nn] -= diffusional / place * share * visible(positive[nn]);
  }

  /** Change of the plating margin along solution {@code k}. */
  private double marginAlong(int k) {
    double direct =
        switch (k) {
          case 1 -> marginByCurrent + Sums.ofProducts(marginByConcentration, saltGain, 0, n);
          case 2 -> marginByTemperature;
          default -> 0;
        };
    return direct + electrodes[0].delta[k];
  }

  private double placeX(int place) {
    return place == nn ? data.negative.thickness : (place + 0.5) * width[0];
  }

  private double solidShape(int place) {
    double x = placeX(place);
    double thickness = data.negative.thickness;
    return x * x / (2 * thickness) - x + thickness / 3;
  }

  private double liquidShape(int place) {
    double x = placeX(place);
    double thickness = data.negative.thickness;
    return x * x / (2 * thickness) - thickness / 6;
  }

  private double placeConcentration(int place) {
    return place < nn
        ? positive[place]
        : positive[nn - 1] + (positive[nn] - positive[nn - 1]) * faceShare();
  }

  /** Share of the step in concentration that falls before the face to the separator. */
  private double faceShare() {
    return saltHalf[nn - 1] / (saltHalf[nn - 1] + saltHalf[nn]);
  }

  private double negativeConductivity() {
    return data.negative.transport * conductivity;
  }

  @Override
  public double lithium(double[] y) {
    double sum = 0;
    for (int m = 0; m < n; m++) {
      sum += storage[m] * y[m];
    }
    for (Lumped e : electrodes) {
      sum += lithium(e, y);
    }
    return sum;
  }

  @Override
  public double lithiumInNegative(double[] y) {
    return lithium(electrodes[0], y);
  }

  private static double lithium(Lumped e, double[] y) {
    double sum = 0;
    for (Reaction r : e.reactions) {
      sum += r.phase.solid() * e.electrode.thickness * r.spheres.mean(y, r.particles, 0);
    }
    return sum;
  }

  @Override
  public String distress(double[] y) {
    for (Lumped e : electrodes) {
      for (Reaction r : e.reactions) {
        String full = r.full(e.name, y, 0);
        if (!full.isEmpty()) {
          return full;
        }
      }
    }
    return "";
  }

  @Override
  public Fields fields(double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    salt(y, n);
    double[] liquid = new double[n];
    double[][] solid = new double[electrodes.length][];
    double[] foils = new double[electrodes.length];
    double bulk =
        data.arrhenius(data.electrolyteConductivityActivation, temperature)
            * data.electrolyteConductivity.at(Math.max(meanConcentration, LEAST_CONCENTRATION));
    double diffusional = diffusional(temperature);
    double middle = n == 0 ? 1 : middle(positive, nn, ns);
    double separatorDrop =
        n == 0 ? 0 : i * data.separatorThickness / (bulk * data.separatorTransport);
    for (int k = 0; k < electrodes.length; k++) {
      Lumped e = electrodes[k];
      ElectrodeData d = e.electrode;
      double potential = y[e.phi];
      solid[k] = new double[e.count];
      if (n > 0) {
        double ionic = e.sign * i * d.thickness / (3 * bulk * d.transport);
        double level = meanLogarithm(e) + Math.log(data.initialConcentration / middle);
        double electronic = i * d.thickness / (3 * d.conductivity);
        potential += diffusional * level + e.sign * separatorDrop / 2 + ionic + e.sign * electronic;
        for (int m = 0; m < e.count; m++) {
          double depth = (e.sign > 0 ? m + 0.5 : e.count - m - 0.5) * width[e.first + m];
          double parabola = depth * depth / (2 * d.thickness);
          liquid[e.first + m] =
              diffusional * Math.log(positive[e.first + m] / middle)
                  + e.sign
                      * (separatorDrop / 2
                          + i / (bulk * d.transport) * (d.thickness / 2 - parabola));
          solid[k][m] = potential - e.sign * i / d.conductivity * (depth - parabola);
        }
      }
      foils[k] = potential;
    }
    for (int m = nn; m < nn + ns; m++) {
      double across = (m - nn + 0.5) / ns;
      liquid[m] = diffusional * Math.log(positive[m] / middle) + separatorDrop * (0.5 - across);
    }
    double v = y[voltage()];
    int last = electrodes.length - 1;
    double negativeFoil = last == 0 ? foils[0] - v : foils[0];
    double[] whole = {1};
    return new Fields(
        temperature,
        surfaceTemperature(y),
        coreTemperature(y),
        width.clone(),
        Arrays.copyOf(y, n),
        liquid,
        last == 0
            ? Fields.Electrode.lithium(negativeFoil)
            : electrodeFields(
                y, electrodes[0].electrode, electrodes[0].reactions, whole, negativeFoil, solid[0]),
        electrodeFields(
            y,
            electrodes[last].electrode,
            electrodes[last].reactions,
            whole,
            negativeFoil + v,
            solid[last]));
  }
}
