package org.cellwright.science.cell.continuum;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;
import org.cellwright.science.numerics.Sums;
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
public final class Spme extends ElectrochemicalModel {
  private final int n;
  private final int nn;
  private final int ns;
  private final LumpedElectrode[] electrodes;
  private final LumpedElectrolyte electrolyte;
  private final @Nullable PlatingMargin platingMargin;
  private final double[] width;
  private final double tortuous;
  private final double solids;
  private double diffusional;
  private double voltageByMean;
  private double counterByConcentration;
  // Reciprocal tolerance of the potentials.
  private double perVolt;

  /**
   * @param porous with electrolyte: SPMe; without, kinetics are at the initial salt concentration
   *     and nothing drops across electrolyte or solids: SPM
   */
  public Spme(CellData data, Mesh mesh, boolean porous, Thermal thermal, double ambient) {
    this(
        data,
        new Volumes(
            data,
            porous && !data.isHalfCell() ? mesh.negative() : 0,
            porous ? mesh.separator() : 0,
            porous ? mesh.positive() : 0),
        mesh,
        thermal,
        ambient);
  }

  private Spme(CellData data, Volumes volumes, Mesh mesh, Thermal thermal, double ambient) {
    super(data, volumes, 1, 1, thermal, ambient);
    n = volumes.count;
    nn = volumes.negative;
    ns = volumes.separator;
    width = volumes.width;
    int first = nn + ns;
    int np = volumes.positive;
    if (data.isHalfCell()) {
      electrodes =
          new LumpedElectrode[] {
            new LumpedElectrode(data, data.positive, mesh, -1, first, np, n, particles)
          };
    } else {
      LumpedElectrode negative =
          new LumpedElectrode(data, data.negative, mesh, 1, 0, nn, n, particles);
      int phi = n + 1 + PorousElectrode.fluxes(data.negative, 1);
      LumpedElectrode positive =
          new LumpedElectrode(data, data.positive, mesh, -1, first, np, phi, negative.end);
      electrodes = new LumpedElectrode[] {negative, positive};
    }
    electrolyte = new LumpedElectrolyte(data, volumes, electrodes);
    platingMargin =
        data.isHalfCell()
            ? null
            : new SpmePlatingMargin(
                data, volumes, electrolyte, electrodes[0], current(), temperature());
    double ionic = data.separatorThickness / data.separatorTransport;
    double solid = 0;
    for (LumpedElectrode e : electrodes) {
      ionic += e.electrode.thickness / (3 * e.electrode.transport);
      solid += e.electrode.thickness / (3 * e.electrode.conductivity);
    }
    tortuous = ionic;
    solids = solid;
  }

  @Override
  LumpedElectrode[] electrodes() {
    return electrodes;
  }

  @Override
  @Nullable PlatingMargin platingMargin() {
    return platingMargin;
  }

  @Override
  double freedoms() {
    return 2;
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, n, 1 / (rtol * data.initialConcentration));
    for (LumpedElectrode e : electrodes) {
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
  void begin(double c, double[] predicted, double[] base, double[] y) {
    factorisations++;
    electrolyte.eliminate(
        c, predicted[temperature()], y[current()], currentIsFree(), predicted, base, y);
  }

  @Override
  boolean linearise(double c, double[] base, double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    reversibleWork = 0;
    terminalVoltage = -i * data.contactResistance;
    voltageByCurrent = -data.contactResistance;
    voltageByTemperature = 0;
    electrolyte.evaluate(y, temperature, currentIsFree());
    for (LumpedElectrode e : electrodes) {
      e.meanLogarithm = electrolyte.meanLogarithm(e);
      e.concentration[0] = data.initialConcentration * Math.exp(e.meanLogarithm);
      reversibleWork = e.react(y, base, i, temperature, reversibleWork);
      terminalVoltage -= e.sign * y[e.phi];
    }
    if (data.isHalfCell()) {
      terminalVoltage -= data.lithiumOverpotential(i, temperature);
      voltageByCurrent -= data.lithiumResistance(i, temperature);
    }
    if (n > 0) {
      acrossElectrolyte(temperature, i);
    }
    return true;
  }

  /** What drops across electrolyte and solids. */
  private void acrossElectrolyte(double temperature, double i) {
    double conductivity = electrolyte.conductivity;
    double resistance = tortuous / conductivity + solids;
    diffusional = electrolyte.diffusional(temperature);
    double logarithms = 0;
    if (data.isHalfCell()) {
      double salt = electrolyte.salt[0];
      double perCurrent = electrolyte.faceByCurrent(temperature);
      double face = Math.max(salt + perCurrent * i, LEAST_CONCENTRATION);
      logarithms = -Math.log(face / data.initialConcentration);
      counterByConcentration = -diffusional * LumpedElectrolyte.visible(salt) / face;
      voltageByCurrent -= diffusional * perCurrent / face;
    }
    for (LumpedElectrode e : electrodes) {
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
    voltageByMean =
        i
            * tortuous
            * electrolyte.conductivitySlope
            / (conductivity * conductivity)
            / electrolyte.length;
  }

  @Override
  double voltageAlong(int k) {
    double sum = k == 1 ? voltageByCurrent : k == 2 ? voltageByTemperature : 0;
    double[] gain = electrolyte.gain;
    boolean bySalt = k == 1 && n > 0;
    if (bySalt) {
      sum += voltageByMean * Sums.ofProducts(width, gain, 0, n);
      sum += counterByConcentration * gain[0];
    }
    for (LumpedElectrode e : electrodes) {
      double logarithm = 0;
      if (bySalt) {
        int end = e.first + e.volumes;
        logarithm = Sums.ofProducts(electrolyte.logarithmSlope, gain, e.first, end) / e.volumes;
        sum -= e.sign * diffusional * logarithm;
      }
      e.direction(k, logarithm);
      sum -= e.sign * e.delta[k];
    }
    return sum;
  }

  @Override
  void join(double deltaCurrent, double deltaTemperature) {
    for (LumpedElectrode e : electrodes) {
      e.join(deltaCurrent, deltaTemperature);
    }
  }

  @Override
  double longestMove() {
    double longest = 0;
    for (LumpedElectrode e : electrodes) {
      longest = Math.max(longest, Math.abs(e.delta[0]));
    }
    return longest;
  }

  @Override
  double move(
      double scale,
      double deltaCurrent,
      double ofBorder,
      double[] weight,
      double[] y,
      boolean initial) {
    double sum = ofBorder;
    if (currentIsFree() && n > 0) {
      double[] gain = electrolyte.gain;
      double step = scale * deltaCurrent;
      for (int m = 0; m < n; m++) {
        y[m] += step * gain[m];
      }
      sum += square(step * weight[0]) * Sums.ofProducts(gain, gain, 0, n) / n;
    }
    for (LumpedElectrode e : electrodes) {
      double step = scale * e.delta[0];
      sum += square(step * perVolt);
      y[e.phi] += step;
      for (Reaction r : e.reactions) {
        double dj = scale * r.delta[0][0];
        double j = y[r.flux];
        y[r.flux] = initial ? Reaction.moved(j, dj, r.root[0]) : j + dj;
      }
    }
    return sum;
  }

  @Override
  void settle(double c, double particleTemperature, double[] base, double[] y) {
    for (LumpedElectrode e : electrodes) {
      e.substitute(base, y);
      if (!e.isLinear) {
        e.eliminate(c, particleTemperature, base, y);
      }
    }
  }

  @Override
  public String distress(double[] y) {
    return full(y, 0);
  }

  @Override
  public Fields fields(double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    electrolyte.see(y, n);
    double[] salt = electrolyte.salt;
    double[] liquid = new double[n];
    double[][] solid = new double[electrodes.length][];
    double[] foils = new double[electrodes.length];
    double bulk =
        data.arrhenius(data.electrolyteConductivityActivation, temperature)
            * data.electrolyteConductivity.at(Math.max(electrolyte.mean, LEAST_CONCENTRATION));
    double diffusional = electrolyte.diffusional(temperature);
    double middle = n == 0 ? 1 : middle(salt);
    double separatorDrop =
        n == 0 ? 0 : i * data.separatorThickness / (bulk * data.separatorTransport);
    for (int k = 0; k < electrodes.length; k++) {
      LumpedElectrode e = electrodes[k];
      ElectrodeData d = e.electrode;
      double potential = y[e.phi];
      solid[k] = new double[e.volumes];
      if (n > 0) {
        double ionic = e.sign * i * d.thickness / (3 * bulk * d.transport);
        double level = electrolyte.meanLogarithm(e) + Math.log(data.initialConcentration / middle);
        double electronic = i * d.thickness / (3 * d.conductivity);
        potential += diffusional * level + e.sign * separatorDrop / 2 + ionic + e.sign * electronic;
        for (int m = 0; m < e.volumes; m++) {
          double depth = (e.sign > 0 ? m + 0.5 : e.volumes - m - 0.5) * width[e.first + m];
          double parabola = depth * depth / (2 * d.thickness);
          liquid[e.first + m] =
              diffusional * Math.log(salt[e.first + m] / middle)
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
      liquid[m] = diffusional * Math.log(salt[m] / middle) + separatorDrop * (0.5 - across);
    }
    double v = y[voltage()];
    int last = electrodes.length - 1;
    double negativeFoil = last == 0 ? foils[0] - v : foils[0];
    return new Fields(
        temperature,
        surfaceTemperature(y),
        coreTemperature(y),
        width.clone(),
        Arrays.copyOf(y, n),
        liquid,
        last == 0
            ? Fields.Electrode.lithium(negativeFoil)
            : electrodes[0].fields(y, temperature, negativeFoil, solid[0]),
        electrodes[last].fields(y, temperature, negativeFoil + v, solid[last]));
  }

  /** Salt concentration in the middle of the separator, where it is all but linear, mol/m³. */
  private double middle(double[] salt) {
    int right = nn + ns / 2;
    return ns % 2 == 1 ? salt[right] : 0.5 * (salt[right - 1] + salt[right]);
  }
}
