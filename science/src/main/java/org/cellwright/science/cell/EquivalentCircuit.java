package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.continuum.CellData;
import org.cellwright.science.cell.continuum.Thevenin;
import org.cellwright.science.numerics.NonNegativeLeastSquares;

/**
 * Thevenin's equivalent circuit of a cell: a resistance in series with pairs of resistance and
 * capacity in parallel. What stands before them, the open-circuit voltage, is the cell's own.
 *
 * <p>It is taken from the group {@value #GROUP} of the cell file's user-defined part: {@value
 * #SERIES}, and for each pair k = 1, 2, … "Resistance k [Ohm]" and "Time constant k [s]", of the
 * whole cell, numbers or functions of the state of charge; {@value #ACTIVATION} if they depend on
 * temperature.
 *
 * <p>A file without that group needs none: the circuit is that of the cell's small-signal {@link
 * Impedance}. At each of {@value #STATES} states of charge, what remains of it after the
 * open-circuit voltage's own share, Z(ω) + (dU/dq)/(iω) for a discharged charge q, is fitted by R₀
 * + Σ R_k/(1 + iωτ_k) with R ≥ 0 on time constants two to a decade (the distribution of relaxation
 * times: Schönleber and Ivers-Tiffée, Electrochem. Commun. 58 (2015) 15). Faster and slower
 * processes end up in R₀ and in the last pair.
 *
 * @param series Ω of the whole cell, a function of the state of charge
 * @param pairs in the order of their time constants
 * @param activationEnergy with which all resistances and time constants fall with temperature,
 *     J/mol
 * @param referenceTemperature at which the functions hold, K
 */
public record EquivalentCircuit(
    ScalarFunction series, List<Pair> pairs, double activationEnergy, double referenceTemperature) {

  /** Name of a group of the cell file's user-defined part. */
  public static final String GROUP = "Equivalent circuit";

  /** Name of a number or function in the group, Ω. */
  public static final String SERIES = "Series resistance [Ohm]";

  /** Name of a number in the group, J/mol. */
  public static final String ACTIVATION = "Activation energy [J.mol-1]";

  private static final int STATES = 41;
  private static final int PROBES = 21;
  private static final double[] TIME_CONSTANTS = {0.3, 1, 3, 10, 30, 100, 300, 1000, 3000, 10_000};
  private static final double LOWEST_HERTZ = 1e-5;
  private static final double HIGHEST_HERTZ = 10;
  private static final int FREQUENCIES_PER_DECADE = 4;
  private static final double WARMER = 5;

  /**
   * @param resistance Ω of the whole cell, a function of the state of charge
   * @param timeConstant s, a function of the state of charge
   */
  public record Pair(ScalarFunction resistance, ScalarFunction timeConstant) {}

  public EquivalentCircuit {
    pairs = List.copyOf(pairs);
    notNegative(SERIES, series);
    for (Pair pair : pairs) {
      notNegative("Resistance [Ohm]", pair.resistance);
      for (int i = 0; i < PROBES; i++) {
        Check.positiveAt("Time constant [s]", pair.timeConstant, i / (PROBES - 1.0));
      }
    }
    Check.finite(ACTIVATION, activationEnergy);
  }

  private static void notNegative(String field, ScalarFunction function) {
    for (int i = 0; i < PROBES; i++) {
      double soc = i / (PROBES - 1.0);
      Check.finiteAt(field, function, soc);
      if (function.at(soc) < 0) {
        throw Check.refused(
            field,
            function.at(soc),
            "is negative at a state of charge of " + soc,
            "Check the function.");
      }
    }
  }

  /**
   * The circuit that the file of a cell gives, else the one of its impedance.
   *
   * @param temperature for which the impedance is taken, K
   */
  public static EquivalentCircuit of(Bpx bpx, double temperature) {
    return given(bpx.userDefined(), bpx.cell().referenceTemperature().orElse(temperature))
        .orElseGet(() -> derived(bpx.degraded(), temperature));
  }

  private static Optional<EquivalentCircuit> given(UserDefined values, double reference) {
    if (values.function(GROUP, SERIES).isEmpty()) {
      return Optional.empty();
    }
    List<Pair> pairs = new ArrayList<>();
    for (int k = 1; values.function(GROUP, resistance(k)).isPresent(); k++) {
      String time = "Time constant " + k + " [s]";
      if (values.function(GROUP, time).isEmpty()) {
        throw CellwrightException.refused(
            "the equivalent circuit has a '" + resistance(k) + "', but no '" + time + "'",
            GROUP,
            "Give both.");
      }
      pairs.add(
          new Pair(
              values.function(GROUP, resistance(k)).get(), values.function(GROUP, time).get()));
    }
    double activation = values.number(GROUP, ACTIVATION).orElse(0.0);
    return Optional.of(
        new EquivalentCircuit(values.function(GROUP, SERIES).get(), pairs, activation, reference));
  }

  private static String resistance(int k) {
    return "Resistance " + k + " [Ohm]";
  }

  /**
   * R₀ + Σ R_k/(1 + iωτ_k) + e/(iω).
   *
   * @param hertz more than 0
   * @param elastance e, the fall of the open-circuit voltage by the charge drawn, V/C
   * @param temperature K
   */
  Impedance.Point impedance(
      double hertz, double elastance, double stateOfCharge, double temperature) {
    double colder =
        Math.exp(activationEnergy / CellData.GAS * (1 / temperature - 1 / referenceTemperature));
    double omega = 2 * Math.PI * hertz;
    double real = series.at(stateOfCharge) * colder;
    double imaginary = -elastance / omega;
    for (Pair pair : pairs) {
      double product = omega * pair.timeConstant.at(stateOfCharge) * colder;
      double conducting = pair.resistance.at(stateOfCharge) * colder / (1 + product * product);
      real += conducting;
      imaginary -= product * conducting;
    }
    return new Impedance.Point(hertz, real, imaginary);
  }

  private static EquivalentCircuit derived(Bpx bpx, double temperature) {
    double[] soc = new double[STATES];
    double[][] resistances = new double[TIME_CONSTANTS.length + 1][STATES];
    double[] frequencies = frequencies();
    double activation = 0;
    int counted = 0;
    for (int s = 0; s < STATES; s++) {
      // Closer to the ends, where the open-circuit potentials are steep: 0, 0.15 %, 0.6 %, …
      soc[s] = 0.5 * (1 - Math.cos(Math.PI * s / (STATES - 1)));
      double[] fitted = fit(bpx, soc[s], temperature, frequencies);
      for (int k = 0; k < fitted.length; k++) {
        resistances[k][s] = fitted[k];
      }
      if (s % 8 == 4) {
        double warm = sum(fit(bpx, soc[s], temperature + WARMER, frequencies));
        activation +=
            CellData.GAS
                * Math.log(sum(fitted) / warm)
                / (1 / temperature - 1 / (temperature + WARMER));
        counted++;
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (int k = 0; k < TIME_CONSTANTS.length; k++) {
      if (sum(resistances[k + 1]) > 0) {
        pairs.add(
            new Pair(
                ScalarFunction.table(soc, resistances[k + 1]),
                ScalarFunction.constant(TIME_CONSTANTS[k])));
      }
    }
    return new EquivalentCircuit(
        ScalarFunction.table(soc, resistances[0]), pairs, activation / counted, temperature);
  }

  private static double[] frequencies() {
    int count =
        1 + (int) Math.round(FREQUENCIES_PER_DECADE * Math.log10(HIGHEST_HERTZ / LOWEST_HERTZ));
    double[] hertz = new double[count];
    for (int i = 0; i < count; i++) {
      hertz[i] = LOWEST_HERTZ * Math.pow(10, i / (double) FREQUENCIES_PER_DECADE);
    }
    return hertz;
  }

  /** Series resistance, then those of all time constants, Ω. */
  private static double[] fit(Bpx bpx, double soc, double temperature, double[] frequencies) {
    Impedance impedance =
        Impedance.of(bpx)
            .model(bpx.electrolyteIfAny().isPresent() ? Model.DFN : Model.SPM)
            .mesh(Mesh.DEFAULT)
            .stateOfCharge(soc)
            .temperature(temperature);
    double elastance = Thevenin.elastance(new CellData(bpx, false), soc, temperature);
    List<Impedance.Point> points = impedance.at(frequencies);
    double[][] rows = new double[2 * points.size()][TIME_CONSTANTS.length + 1];
    double[] side = new double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      Impedance.Point point = points.get(i);
      double omega = 2 * Math.PI * point.frequency();
      double imaginary = point.imaginary() + elastance / omega;
      double weight = 1 / Math.hypot(point.real(), imaginary);
      rows[2 * i][0] = weight;
      for (int k = 0; k < TIME_CONSTANTS.length; k++) {
        double product = omega * TIME_CONSTANTS[k];
        rows[2 * i][k + 1] = weight / (1 + product * product);
        rows[2 * i + 1][k + 1] = -weight * product / (1 + product * product);
      }
      side[2 * i] = weight * point.real();
      side[2 * i + 1] = weight * imaginary;
    }
    return NonNegativeLeastSquares.solve(rows, side);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
