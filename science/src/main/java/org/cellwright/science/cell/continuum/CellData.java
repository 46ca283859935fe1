package org.cellwright.science.cell.continuum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Constant;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Electrolyte;
import org.cellwright.science.cell.HalfCell;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.ScalarFunction;
import org.cellwright.science.cell.Separator;
import org.cellwright.science.cell.Supplement;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.numerics.CubicPair;
import org.cellwright.science.numerics.CubicTable;
import org.jspecify.annotations.Nullable;

/**
 * A parameter set as the models want it: SI numbers, property functions as tables, Arrhenius
 * energies as temperatures (E/R).
 *
 * <p>Tables are made once for each function object and shared: designs that differ in geometry
 * share their chemistry.
 */
public final class CellData {
  /** Faraday constant, C/mol (CODATA 2018, exact). */
  public static final double FARADAY = 96485.33212331001;

  /** Molar gas constant, J/(mol K) (CODATA 2018, exact). */
  public static final double GAS = 8.31446261815324;

  /** Across the electrodes; user-defined, like the thermal conductivity in that direction. */
  public static final String CELL_THICKNESS = "Cell thickness [m]";

  private static final int STOICHIOMETRY_INTERVALS = 4096;
  private static final int CONCENTRATION_INTERVALS = 2048;

  /** Ends of the tables of what depends on salt, mol/m³. */
  static final double LOWEST_CONCENTRATION = 1e-3;

  static final double HIGHEST_CONCENTRATION = 6000;

  private static final int BISECTIONS = 60;
  private static final Map<ScalarFunction, CubicTable> OF_STOICHIOMETRY = new WeakHashMap<>();
  private static final Map<ScalarFunction, CubicTable> OF_CONCENTRATION = new WeakHashMap<>();
  private static final Map<Electrolyte, CubicPair> OF_ELECTROLYTE = new WeakHashMap<>();

  /**
   * One active material, or one class of its particles by size. Radius in m, exchange current at
   * the reference state in A/m².
   */
  static final class PhaseData {
    final String name;

    /** Its number among the active materials of the electrode, from 0. */
    final int material;

    final double radius;
    final double specificArea;
    final double maximumConcentration;
    final double exchangeCurrent;
    final double exchangeCurrentActivation;
    final CubicTable diffusivity;
    final boolean constantDiffusivity;
    final double diffusivityActivation;
    final CubicTable ocp;

    /** Half of what delithiation lies above lithiation, V; null without hysteresis. */
    final @Nullable CubicTable hysteresis;

    final double hysteresisDecay;
    final double initialHysteresis;
    final @Nullable CubicTable entropicChange;
    final double minimumStoichiometry;
    final double maximumStoichiometry;

    PhaseData(Particle particle, int material, double initialHysteresis) {
      name = particle.name();
      this.material = material;
      radius = particle.radius();
      specificArea = particle.surfaceAreaPerVolume();
      maximumConcentration = particle.maximumConcentration();
      exchangeCurrent = FARADAY * particle.reactionRate();
      exchangeCurrentActivation = particle.reactionRateActivationEnergy().orElse(0) / GAS;
      diffusivity = ofStoichiometry(particle.diffusivity());
      constantDiffusivity = particle.diffusivity() instanceof Constant;
      diffusivityActivation = particle.diffusivityActivationEnergy().orElse(0) / GAS;
      requireWholeHysteresis(particle);
      ScalarFunction delithiation = particle.ocpDelithiation().orElse(null);
      ScalarFunction lithiation = particle.ocpLithiation().orElse(null);
      if (delithiation != null && lithiation != null) {
        ocp = combined(delithiation, lithiation, 0.5);
        hysteresis = combined(delithiation, lithiation, -0.5);
      } else {
        ocp = ofStoichiometry(particle.ocp());
        hysteresis = null;
      }
      hysteresisDecay = particle.hysteresisDecay().orElse(0);
      this.initialHysteresis = initialHysteresis;
      entropicChange = particle.entropicChange().map(CellData::ofStoichiometry).orElse(null);
      minimumStoichiometry = particle.minimumStoichiometry();
      maximumStoichiometry = particle.maximumStoichiometry();
    }

    private static void requireWholeHysteresis(Particle particle) {
      boolean delithiation = particle.ocpDelithiation().isPresent();
      boolean lithiation = particle.ocpLithiation().isPresent();
      boolean decay = particle.hysteresisDecay().isPresent();
      if ((delithiation || lithiation) && !(delithiation && lithiation && decay)) {
        throw CellwrightException.refused(
            "hysteresis of an open-circuit potential is not complete",
            !delithiation
                ? BpxKey.OCP_DELITHIATION
                : !lithiation ? BpxKey.OCP_LITHIATION : BpxKey.HYSTERESIS_DECAY,
            "Give both branches and the decay constant (0 stays where it starts), or none of them.");
      }
    }

    /** Active material per volume of coating. */
    double solid() {
      return specificArea * radius / 3;
    }

    /** Lithium that fills it, mol/m³ of coating. */
    double capacity() {
      return solid() * maximumConcentration;
    }
  }

  /** One electrode. Lengths in m, conductivity effective in S/m, double layer in F/m². */
  static final class ElectrodeData {
    final double thickness;
    final double porosity;
    final double transport;
    final double conductivity;
    final double doubleLayer;
    final PhaseData[] phases;

    /** Surface of all phases per volume of coating, 1/m. */
    final double specificArea;

    ElectrodeData(
        Electrode electrode,
        boolean porous,
        double doubleLayer,
        List<Double> radiusDeviations,
        List<Double> initialHysteresis) {
      thickness = electrode.thickness();
      porosity = porous ? electrode.porosity() : 1;
      transport = porous ? electrode.transportEfficiency() : 1;
      conductivity = porous ? electrode.conductivity() : Double.POSITIVE_INFINITY;
      this.doubleLayer = doubleLayer;
      List<PhaseData> all = new ArrayList<>();
      double area = 0;
      for (int k = 0; k < radiusDeviations.size(); k++) {
        double h = initialHysteresis.isEmpty() ? 0 : initialHysteresis.get(k);
        for (Particle sized :
            ParticleSizes.of(electrode.particles().get(k), radiusDeviations.get(k))) {
          all.add(new PhaseData(sized, k, h));
          area += sized.surfaceAreaPerVolume();
        }
      }
      phases = all.toArray(PhaseData[]::new);
      specificArea = area;
    }

    /** Lithium that fills all phases, mol/m³ of coating. */
    double capacity() {
      double sum = 0;
      for (PhaseData phase : phases) {
        sum += phase.capacity();
      }
      return sum;
    }
  }

  final ElectrodeData negative;
  final ElectrodeData positive;
  final double separatorThickness;
  final double separatorPorosity;
  final double separatorTransport;
  final CubicPair electrolyte;
  final CubicTable electrolyteDiffusivity;
  final double electrolyteDiffusivityActivation;
  final CubicTable electrolyteConductivity;
  final double electrolyteConductivityActivation;
  final double transferenceNumber;

  /** Null where it is one. */
  final @Nullable CubicTable thermodynamicFactor;

  final double initialConcentration;
  final double referenceTemperature;
  final double area;
  final double heatCapacity;
  final double coolingPower;

  /** Of the cell through its thickness L, 4 k V / L², W/K; NaN if the file does not say. */
  final double slabConductance;

  final double nominalCapacity;
  private final boolean halfCell;
  private final double lithiumExchangeCurrent;

  /** In series with the cell, Ω m². */
  final double contactResistance;

  /**
   * @param porous whether the model resolves the electrolyte; single-particle parameter sets lack
   *     it
   */
  public CellData(Bpx bpx, boolean porous) {
    this(bpx, porous, /* doubleLayers= */ true, /* working= */ null);
  }

  /**
   * @param doubleLayers whether the surfaces of the particles store charge, as far as the file says
   *     how much
   * @param working the electrode that faces lithium metal in a half cell, in the place of the
   *     positive; null for a whole cell
   */
  public CellData(Bpx bpx, boolean porous, boolean doubleLayers, @Nullable HalfCell working) {
    Supplement extras = Supplement.of(bpx);
    refuseBranchesElsewhere(bpx);
    halfCell = working != null;
    lithiumExchangeCurrent = extras.lithiumExchangeCurrent().orElse(Double.POSITIVE_INFINITY);
    negative =
        new ElectrodeData(
            bpx.negativeElectrode(),
            porous,
            doubleLayers ? extras.negativeDoubleLayer() : 0,
            extras.negativeRadiusDeviations(),
            bpx.state().negativeHysteresis());
    positive =
        working == HalfCell.NEGATIVE
            ? negative
            : new ElectrodeData(
                bpx.positiveElectrode(),
                porous,
                doubleLayers ? extras.positiveDoubleLayer() : 0,
                extras.positiveRadiusDeviations(),
                bpx.state().positiveHysteresis());
    Bpx.Cell cell = bpx.cell();
    area = cell.electrodeArea() * cell.electrodePairs();
    nominalCapacity = cell.nominalCapacity();
    referenceTemperature = cell.referenceTemperature().orElse(bpx.initialTemperature());
    heatCapacity =
        cell.density().orElse(Double.NaN)
            * cell.volume().orElse(Double.NaN)
            * cell.specificHeat().orElse(Double.NaN);
    coolingPower =
        bpx.state().heatTransferCoefficient().orElse(Double.NaN)
            * cell.externalSurfaceArea().orElse(Double.NaN);
    contactResistance = extras.contactResistance() * area;
    double thickness = bpx.userDefined().number(CELL_THICKNESS).orElse(Double.NaN);
    slabConductance =
        4
            * bpx.userDefined().number(BpxKey.THERMAL_CONDUCTIVITY).orElse(Double.NaN)
            * cell.volume().orElse(Double.NaN)
            / (thickness * thickness);
    if (porous) {
      Separator separator = bpx.separator();
      Electrolyte electrolyte = bpx.electrolyte();
      separatorThickness = separator.thickness();
      separatorPorosity = separator.porosity();
      separatorTransport = separator.transportEfficiency();
      electrolyteDiffusivity = ofConcentration(electrolyte.diffusivity());
      electrolyteDiffusivityActivation = electrolyte.diffusivityActivationEnergy().orElse(0) / GAS;
      electrolyteConductivity = ofConcentration(electrolyte.conductivity());
      electrolyteConductivityActivation =
          electrolyte.conductivityActivationEnergy().orElse(0) / GAS;
      this.electrolyte = pair(electrolyte);
      thermodynamicFactor =
          extras.thermodynamicFactor().map(CellData::ofConcentration).orElse(null);
      transferenceNumber = electrolyte.transferenceNumber();
      initialConcentration = bpx.initialConcentration();
    } else {
      separatorThickness = 1;
      separatorPorosity = 1;
      separatorTransport = 1;
      electrolyteDiffusivity = new CubicTable(0, 1, 1, c -> 1, c -> 0);
      electrolyteDiffusivityActivation = 0;
      electrolyteConductivity = new CubicTable(0, 1, 1, c -> 1, c -> 0);
      electrolyteConductivityActivation = 0;
      electrolyte = new CubicPair(electrolyteDiffusivity, electrolyteConductivity);
      thermodynamicFactor = null;
      transferenceNumber = 0;
      initialConcentration = bpx.state().electrolyteConcentration().orElse(1000);
    }
  }

  /** Names under which files older than BPX 1 hide their open-circuit potentials. */
  private static void refuseBranchesElsewhere(Bpx bpx) {
    for (String electrode : List.of(BpxKey.NEGATIVE_ELECTRODE, BpxKey.POSITIVE_ELECTRODE)) {
      for (String branch : List.of(" lithiation OCP [V]", " delithiation OCP [V]")) {
        if (bpx.userDefined().has(electrode + branch)) {
          throw CellwrightException.refused(
              "the cell file gives branches of an open-circuit potential that BPX does not define",
              "$.%s.%s.%s%s"
                  .formatted(BpxKey.PARAMETERISATION, BpxKey.USER_DEFINED, electrode, branch),
              "Move them to '%s' and '%s' of the electrode and add '%s'."
                  .formatted(
                      BpxKey.OCP_LITHIATION, BpxKey.OCP_DELITHIATION, BpxKey.HYSTERESIS_DECAY));
        }
      }
    }
  }

  boolean isHalfCell() {
    return halfCell;
  }

  /** What a current density costs at a lithium metal counter electrode, V. */
  double lithiumOverpotential(double i, double temperature) {
    double x = i / (2 * lithiumExchangeCurrent);
    return 2
        * GAS
        * temperature
        / FARADAY
        * Math.copySign(Math.log1p(Math.abs(x) + x * x / (1 + Math.sqrt(x * x + 1))), x);
  }

  /** Its derivative, Ω m². */
  double lithiumResistance(double i, double temperature) {
    double j0 = lithiumExchangeCurrent;
    return j0 == Double.POSITIVE_INFINITY
        ? 0
        : 2 * GAS * temperature / FARADAY / Math.sqrt(i * i + 4 * j0 * j0);
  }

  /**
   * Stoichiometries of the phases of an electrode at rest: all at one potential, with as much
   * lithium in all as the state of charge says between the limits of each.
   */
  double[] atRest(ElectrodeData e, double stateOfCharge, double temperature) {
    PhaseData[] phases = e.phases;
    double[] x = new double[phases.length];
    double[] branch = new double[phases.length];
    double lithium = 0;
    boolean same = true;
    for (int k = 0; k < x.length; k++) {
      PhaseData p = phases[k];
      double window = p.maximumStoichiometry - p.minimumStoichiometry;
      x[k] =
          e == negative && !halfCell
              ? p.minimumStoichiometry + stateOfCharge * window
              : p.maximumStoichiometry - stateOfCharge * window;
      lithium += p.capacity() * x[k];
      branch[k] = p.initialHysteresis;
      same &= x[k] == x[0] && p.ocp == phases[0].ocp;
    }
    if (!same) {
      share(phases, capacities(phases), lithium, branch, temperature, x);
    }
    return x;
  }

  private static double[] capacities(PhaseData[] phases) {
    return Arrays.stream(phases).mapToDouble(PhaseData::capacity).toArray();
  }

  /** What one potential makes of the lithium in an electrode, mol/m³ of coating. */
  void share(
      PhaseData[] phases,
      double[] capacity,
      double lithium,
      double[] branch,
      double temperature,
      double[] x) {
    double low = -10;
    double high = 10;
    for (int i = 0; i < BISECTIONS; i++) {
      double potential = 0.5 * (low + high);
      double held = 0;
      for (int k = 0; k < x.length; k++) {
        x[k] = atPotential(phases[k], potential, branch[k], temperature);
        held += capacity[k] * x[k];
      }
      if (held > lithium) {
        low = potential;
      } else {
        high = potential;
      }
    }
  }

  /**
   * Potential of an electrode at rest, V, that holds as much lithium as at these stoichiometries.
   *
   * @param branch of each phase, −1 to 1
   */
  double restPotential(ElectrodeData e, double[] x, double[] branch, double temperature) {
    double[] shared = x.clone();
    if (x.length > 1) {
      double lithium = 0;
      for (int k = 0; k < x.length; k++) {
        lithium += e.phases[k].capacity() * x[k];
      }
      share(e.phases, capacities(e.phases), lithium, branch, temperature, shared);
    }
    return openCircuit(e.phases[0], shared[0], branch[0], temperature);
  }

  private double atPotential(PhaseData phase, double potential, double branch, double temperature) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double x = 0.5 * (low + high);
      if (openCircuit(phase, x, branch, temperature) > potential) {
        low = x;
      } else {
        high = x;
      }
    }
    return 0.5 * (low + high);
  }

  /**
   * Open-circuit potential at rest, V, as the kinetics see it: see {@link CellModel#edge}; on the
   * branch of hysteresis where it starts.
   */
  double openCircuit(PhaseData phase, double stoichiometry, double temperature) {
    return openCircuit(phase, stoichiometry, phase.initialHysteresis, temperature);
  }

  private double openCircuit(
      PhaseData phase, double stoichiometry, double branch, double temperature) {
    double u = phase.ocp.at(stoichiometry) + CellModel.edge(stoichiometry);
    if (phase.hysteresis != null) {
      u += branch * phase.hysteresis.at(stoichiometry);
    }
    return phase.entropicChange == null
        ? u
        : u + (temperature - referenceTemperature) * phase.entropicChange.at(stoichiometry);
  }

  /** Factor on a property at {@code temperature}, K, for an activation energy over R, K. */
  double arrhenius(double activation, double temperature) {
    return activation == 0 || temperature == referenceTemperature
        ? 1
        : Math.exp(activation * (1 / referenceTemperature - 1 / temperature));
  }

  /** (a ± b)/2 of two branches. */
  private static CubicTable combined(ScalarFunction a, ScalarFunction b, double factorB) {
    return new CubicTable(
        0,
        1,
        STOICHIOMETRY_INTERVALS,
        x -> 0.5 * a.at(x) + factorB * b.at(x),
        x -> 0.5 * a.slope(x) + factorB * b.slope(x));
  }

  private static CubicTable ofStoichiometry(ScalarFunction f) {
    synchronized (OF_STOICHIOMETRY) {
      return OF_STOICHIOMETRY.computeIfAbsent(
          f, g -> new CubicTable(0, 1, STOICHIOMETRY_INTERVALS, g::at, g::slope));
    }
  }

  private static CubicTable ofConcentration(ScalarFunction f) {
    synchronized (OF_CONCENTRATION) {
      // The first interval starts above zero, where roots such as x**1.5 have no finite curvature.
      return OF_CONCENTRATION.computeIfAbsent(
          f,
          g ->
              new CubicTable(
                  LOWEST_CONCENTRATION,
                  HIGHEST_CONCENTRATION,
                  CONCENTRATION_INTERVALS,
                  g::at,
                  g::slope));
    }
  }

  private static CubicPair pair(Electrolyte electrolyte) {
    synchronized (OF_ELECTROLYTE) {
      return OF_ELECTROLYTE.computeIfAbsent(
          electrolyte,
          e -> new CubicPair(ofConcentration(e.diffusivity()), ofConcentration(e.conductivity())));
    }
  }
}
