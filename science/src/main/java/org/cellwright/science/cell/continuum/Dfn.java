package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation.Thermal;
import org.jspecify.annotations.Nullable;

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
 * <p>Newton's method eliminates every j in its volume; what is left is a {@link NewtonSystem} with
 * two unknowns in each. Current and temperature border it: one more right-hand side each, never a
 * dense row. No allocation after construction.
 */
public final class Dfn extends ElectrochemicalModel {
  private static final double OVERFULL = 1e-5;
  private static final double ROUNDING = 1e-8;
  // mol/m³
  private static final double DEPLETED = 1;

  private final int n;
  private final int nn;
  private final int ns;
  private final int np;
  private final Coating[] coatings;
  private final ElectrolyteTransport electrolyte;
  private final IonicCurrent ionic;
  private final NewtonSystem equations;
  private final @Nullable PlatingMargin platingMargin;
  private double counterByConcentration;

  public Dfn(CellData data, Mesh mesh, Thermal thermal, double ambient) {
    this(
        data,
        new Volumes(
            data, data.isHalfCell() ? 0 : mesh.negative(), mesh.separator(), mesh.positive()),
        mesh,
        thermal,
        ambient);
  }

  private Dfn(CellData data, Volumes volumes, Mesh mesh, Thermal thermal, double ambient) {
    super(data, volumes, volumes.negative, volumes.positive, thermal, ambient);
    n = volumes.count;
    nn = volumes.negative;
    ns = volumes.separator;
    np = volumes.positive;
    int flux = n + nn + np;
    if (nn == 0) {
      coatings = new Coating[] {new Coating(data, data.positive, mesh, ns, np, n, flux, particles)};
    } else {
      Coating negative = new Coating(data, data.negative, mesh, 0, nn, n, flux, particles);
      flux += PorousElectrode.fluxes(data.negative, nn);
      Coating positive =
          new Coating(data, data.positive, mesh, nn + ns, np, n + nn, flux, negative.end);
      coatings = new Coating[] {negative, positive};
    }
    electrolyte = new ElectrolyteTransport(data, volumes);
    ionic = new IonicCurrent(data, volumes, electrolyte);
    equations = new NewtonSystem(data, volumes, lumpedThermal, electrolyte, ionic, coatings);
    platingMargin =
        nn == 0
            ? null
            : new DfnPlatingMargin(
                data, electrolyte, equations, coatings[0], current(), temperature());
  }

  @Override
  Coating[] electrodes() {
    return coatings;
  }

  @Override
  @Nullable PlatingMargin platingMargin() {
    return platingMargin;
  }

  @Override
  double freedoms() {
    return scalars;
  }

  @Override
  public void weigh(double[] y, double rtol, double[] weight) {
    Arrays.fill(weight, 0, n, 1 / (rtol * data.initialConcentration));
    for (Coating coating : coatings) {
      Arrays.fill(weight, coating.phi, coating.phi + coating.nodes, 1 / rtol);
      for (Reaction reaction : coating.reactions) {
        reaction.weigh(rtol, weight);
      }
    }
    reweigh(y, rtol, weight);
  }

  @Override
  public void reweigh(double[] y, double rtol, double[] weight) {
    for (Coating coating : coatings) {
      coating.weighFlux(y, rtol, weight);
    }
    weighScalars(rtol, weight);
    // Where salt runs out rounding reaches so far.
    weight[voltage()] = Math.min(weight[voltage()], 1 / Math.min(rtol, ROUNDING));
  }

  @Override
  boolean linearise(double c, double[] base, double[] y) {
    evaluate(y, base);
    factorisations++;
    boolean byCurrent = currentIsFree();
    equations.assemble(c, base, y, y[current()], y[temperature()], byCurrent);
    return equations.solve(byCurrent);
  }

  /** Properties, fluxes, kinetics and terminal voltage at {@code y}, each with its derivatives. */
  private void evaluate(double[] y, double[] base) {
    double temperature = y[temperature()];
    double i = y[current()];
    electrolyte.evaluate(y, temperature);
    reversibleWork = 0;
    for (Coating coating : coatings) {
      ionic.inElectrode(coating, y, i);
      reversibleWork += coating.react(y, base, electrolyte, temperature);
    }
    ionic.inSeparator(i);
    if (lumpedThermal) {
      voltageByTemperature = ionic.deriveByTemperature(temperature);
    }
    double across = 0;
    double byCurrent = 0;
    for (int f = 1; f < n; f++) {
      across += electrolyte.diffusion[f] - ionic.at[f] * electrolyte.resistance[f];
      byCurrent += ionic.byCurrent[f] * electrolyte.resistance[f];
    }
    Coating last = coatings[coatings.length - 1];
    double series = 0.5 * last.solidResistance + data.contactResistance;
    terminalVoltage = y[last.phi + np - 1] + across;
    voltageByCurrent = -byCurrent;
    if (nn > 0) {
      series += 0.5 * coatings[0].solidResistance;
      terminalVoltage -= y[coatings[0].phi];
    } else {
      counterElectrode(i, temperature);
    }
    terminalVoltage -= i * series;
    voltageByCurrent -= series;
  }

  /** Lithium metal at the outer face of the separator, half a volume away from its first middle. */
  private void counterElectrode(double i, double temperature) {
    double thermal = electrolyte.diffusional(temperature);
    double k = thermal * electrolyte.factor[0];
    double salt = electrolyte.salt[0];
    double ohmic = electrolyte.ionicHalf[0];
    double perCurrent = electrolyte.saltHalf[0] * (1 - data.transferenceNumber) / FARADAY;
    double face = Math.max(salt + perCurrent * i, LEAST_CONCENTRATION);
    terminalVoltage +=
        k * Math.log(salt / face) - i * ohmic - data.lithiumOverpotential(i, temperature);
    voltageByCurrent -= k * perCurrent / face + ohmic + data.lithiumResistance(i, temperature);
    counterByConcentration =
        k * electrolyte.visible[0] * (electrolyte.perSalt[0] - 1 / face)
            + thermal * electrolyte.factorSlope[0] * Math.log(salt / face)
            - i * electrolyte.ionicHalfSlope[0];
  }

  @Override
  double voltageAlong(int k) {
    double[] dc = equations.salt[k];
    double[] dPhi = equations.potential[k];
    double[] byLeft = electrolyte.diffusionByLeft;
    double[] byRight = electrolyte.diffusionByRight;
    double[] ionicHalfSlope = electrolyte.ionicHalfSlope;
    double[] passing = ionic.at;
    double drop = 0;
    for (Coating coating : coatings) {
      coating.direction(k, dc, dPhi);
      drop = ionic.fallAlong(drop, coating, dc, dPhi);
    }
    for (int f = 1; f < n; f++) {
      drop +=
          (passing[f] * ionicHalfSlope[f - 1] - byLeft[f]) * dc[f - 1]
              + (passing[f] * ionicHalfSlope[f] - byRight[f]) * dc[f];
    }
    double counter = nn == 0 ? -counterByConcentration * dc[0] : dPhi[0];
    double change = dPhi[n - 1] - counter - drop;
    return k == 0 ? change : change + (k == 1 ? voltageByCurrent : voltageByTemperature);
  }

  @Override
  void join(double deltaCurrent, double deltaTemperature) {
    if (currentIsFree()) {
      equations.add(1, deltaCurrent);
    }
    if (lumpedThermal) {
      equations.add(2, deltaTemperature);
    }
  }

  @Override
  double longestMove() {
    double longest = 0;
    for (double dPhi : equations.potential[0]) {
      longest = Math.max(longest, Math.abs(dPhi));
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
    double[] dc = equations.salt[0];
    double[] dPhi = equations.potential[0];
    double sum = 0;
    for (int m = 0; m < n; m++) {
      double step = scale * dc[m];
      sum += square(step * weight[m]);
      double concentration = y[m] + step;
      if (concentration < 0.1 * y[m]) {
        double least = ElectrolyteTransport.tenth(y[m]);
        if (concentration < least) {
          concentration = least;
          sum += 1e12;
        }
      }
      y[m] = concentration;
    }
    for (Coating coating : coatings) {
      int at = coating.phi;
      for (int k = 0; k < coating.nodes; k++) {
        double step = scale * dPhi[coating.first + k];
        sum += square(step * weight[at + k]);
        y[at + k] += step;
      }
      for (Reaction r : coating.reactions) {
        for (int k = 0; k < coating.nodes; k++) {
          double step = scale * r.delta[0][k];
          double j = y[r.flux + k];
          sum += square(step * weight[r.flux + k]);
          y[r.flux + k] = initial ? Reaction.moved(j, step, r.root[k]) : j + step;
        }
      }
    }
    return ofBorder + sum;
  }

  @Override
  void settle(double c, double particleTemperature, double[] base, double[] y) {
    for (Coating coating : coatings) {
      if (!coating.isLinear) {
        coating.eliminate(c, particleTemperature, base, y);
      }
      coating.substitute(base, y);
    }
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
    return full(y, OVERFULL);
  }

  @Override
  public void differential(boolean[] rows) {
    super.differential(rows);
    for (Coating coating : coatings) {
      Arrays.fill(rows, coating.phi, coating.phi + coating.nodes, coating.doubleLayer > 0);
    }
  }

  @Override
  public Fields fields(double[] y) {
    double temperature = y[temperature()];
    double i = y[current()];
    electrolyte.evaluate(y, temperature);
    double[] diffusion = electrolyte.diffusion;
    double[] resistance = electrolyte.resistance;
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
      solid[k] = new double[coating.nodes];
      for (int m = 0; m < coating.nodes; m++) {
        solid[k][m] = liquid[coating.first + m] + y[coating.phi + m];
      }
    }
    Coating last = coatings[coatings.length - 1];
    double v = y[voltage()];
    double positiveFoil =
        nn == 0
            ? solid[0][np - 1] - 0.5 * i * last.solidResistance
            : solid[0][0] + 0.5 * i * coatings[0].solidResistance + v;
    return new Fields(
        temperature,
        surfaceTemperature(y),
        coreTemperature(y),
        volumes.width.clone(),
        Arrays.copyOf(y, n),
        liquid,
        nn == 0
            ? Fields.Electrode.lithium(positiveFoil - v)
            : coatings[0].fields(y, temperature, positiveFoil - v, solid[0]),
        last.fields(y, temperature, positiveFoil, solid[solid.length - 1]));
  }

  /** What leaves the solid in a volume, A/m² of electrode; the double layer apart. */
  private double reacted(int m, double[] y) {
    for (Coating coating : coatings) {
      if (m >= coating.first && m < coating.first + coating.nodes) {
        return coating.reacted(m - coating.first, y);
      }
    }
    return 0;
  }

  @Override
  public double chargeOfDoubleLayers(double[] y) {
    return coatings[0].charge(y);
  }
}
