package org.cellwright.science.cell.continuum;

import java.util.Map;
import java.util.WeakHashMap;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Constant;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Electrolyte;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.ScalarFunction;
import org.cellwright.science.cell.Separator;
import org.cellwright.science.cell.bpx.BpxKey;
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
  private static final double HIGHEST_CONCENTRATION = 6000;
  private static final Map<ScalarFunction, CubicTable> OF_STOICHIOMETRY = new WeakHashMap<>();
  private static final Map<ScalarFunction, CubicTable> OF_CONCENTRATION = new WeakHashMap<>();

  /**
   * One electrode. Lengths in m, conductivity effective in S/m, exchange current at the reference
   * state in A/m².
   */
  static final class ElectrodeData {
    final double thickness;
    final double porosity;
    final double transport;
    final double conductivity;
    final double radius;
    final double specificArea;
    final double maximumConcentration;
    final double exchangeCurrent;
    final double exchangeCurrentActivation;
    final CubicTable diffusivity;
    final boolean constantDiffusivity;
    final double diffusivityActivation;
    final CubicTable ocp;
    final @Nullable CubicTable entropicChange;
    final double minimumStoichiometry;
    final double maximumStoichiometry;

    ElectrodeData(Electrode electrode, boolean porous) {
      Particle particle = electrode.particle();
      thickness = electrode.thickness();
      porosity = porous ? electrode.porosity() : 1;
      transport = porous ? electrode.transportEfficiency() : 1;
      conductivity = porous ? electrode.conductivity() : Double.POSITIVE_INFINITY;
      radius = particle.radius();
      specificArea = particle.surfaceAreaPerVolume();
      maximumConcentration = particle.maximumConcentration();
      exchangeCurrent = FARADAY * particle.reactionRate();
      exchangeCurrentActivation = particle.reactionRateActivationEnergy().orElse(0) / GAS;
      diffusivity = ofStoichiometry(particle.diffusivity());
      constantDiffusivity = particle.diffusivity() instanceof Constant;
      diffusivityActivation = particle.diffusivityActivationEnergy().orElse(0) / GAS;
      ocp = ofStoichiometry(particle.ocp());
      entropicChange = particle.entropicChange().map(CellData::ofStoichiometry).orElse(null);
      minimumStoichiometry = particle.minimumStoichiometry();
      maximumStoichiometry = particle.maximumStoichiometry();
    }
  }

  final ElectrodeData negative;
  final ElectrodeData positive;
  final double separatorThickness;
  final double separatorPorosity;
  final double separatorTransport;
  final CubicTable electrolyteDiffusivity;
  final double electrolyteDiffusivityActivation;
  final CubicTable electrolyteConductivity;
  final double electrolyteConductivityActivation;
  final double transferenceNumber;
  final double initialConcentration;
  final double referenceTemperature;
  final double area;
  final double heatCapacity;
  final double coolingPower;

  /** Of the cell through its thickness L, 4 k V / L², W/K; NaN if the file does not say. */
  final double slabConductance;

  final double nominalCapacity;

  /**
   * @param porous whether the model resolves the electrolyte; single-particle parameter sets lack
   *     it
   */
  public CellData(Bpx bpx, boolean porous) {
    negative = new ElectrodeData(bpx.negativeElectrode(), porous);
    positive = new ElectrodeData(bpx.positiveElectrode(), porous);
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
      transferenceNumber = 0;
      initialConcentration = bpx.state().electrolyteConcentration().orElse(1000);
    }
  }

  /** Factor on a property at {@code temperature}, K, for an activation energy over R, K. */
  double arrhenius(double activation, double temperature) {
    return activation == 0
        ? 1
        : Math.exp(activation * (1 / referenceTemperature - 1 / temperature));
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
                  1e-3, HIGHEST_CONCENTRATION, CONCENTRATION_INTERVALS, g::at, g::slope));
    }
  }
}
