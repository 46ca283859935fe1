package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/**
 * A problem of the shape of a fast-charge cell that costs microseconds: ten variables, two
 * objectives, two binding constraints, about a tenth of the space feasible, three fidelities.
 *
 * <p>Lumped: asinh kinetics, ohmic paths, a diffusion lag in the particles, a two-stage charge held
 * at 4.2 V, one temperature. Coefficients were chosen so that ranges and trade-offs are those of a
 * porous-electrode model; nothing else is claimed. The whole (made) takes 24 draws of tolerances:
 * means of the objectives, fifth percentiles of the slacks. A sketch is biased.
 */
final class FastChargeImitation {
  private static final double FARADAY = 96485;
  private static final double[] LOWER = {45e-6, .2, .2, 2e-6, 4e-6, 1.05, 8e-6, 1, .5, .2};
  private static final double[] UPPER = {100e-6, .45, .45, 7e-6, 9e-6, 1.3, 20e-6, 5, 3, .7};
  private static final String[] NAMES = {
    "positive_thickness", "positive_porosity", "negative_porosity", "positive_particle_radius",
    "negative_particle_radius", "np_ratio", "separator_thickness", "charge_rate_1",
    "charge_rate_2", "switch_soc"
  };
  private static final double[][] DRAWS = draws();

  private FastChargeImitation() {}

  static Problem problem(double budget, long seed) {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < NAMES.length; i++) {
      boolean length = UPPER[i] < 1e-3;
      double factor = length ? 1e6 : 1;
      variables.add(
          new Variable.Continuous(
              NAMES[i],
              LOWER[i] * factor,
              UPPER[i] * factor,
              length ? unit("um") : MeasurementUnit.ONE));
    }
    Settings none = Settings.NONE;
    return new Problem(
        "imitation",
        new Space(variables, List.of()),
        List.of(
            new Objective("specific_energy", Objective.Goal.MAXIMIZE, unit("Wh/kg"), 0),
            new Objective("charge_time", Objective.Goal.MINIMIZE, unit("min"), 0)),
        List.of(
            new Constraint("plating_margin", Constraint.Sense.AT_LEAST, 0, unit("mV")),
            new Constraint("peak_temperature", Constraint.Sense.AT_MOST, 45, unit("degC"))),
        List.of(
            new Fidelity("sketch", "imitation", 0.02, none),
            new Fidelity("nominal", "imitation", 0.05, none),
            new Fidelity("made", "imitation", 1, none)),
        budget,
        List.of(260.0, 60.0),
        seed);
  }

  static SequencedMap<String, Value> evaluate(Design design, String fidelity) {
    double[] x = Arrays.stream(NAMES).mapToDouble(design::si).toArray();
    double[] y = cell(x, DRAWS[0]);
    if (fidelity.equals("sketch")) {
      y[2] -= 8 + 0.03 * Math.abs(y[2]);
      y[1] *= 1.01;
    }
    if (fidelity.equals("made")) {
      double[][] all = new double[DRAWS.length][];
      Arrays.setAll(all, k -> cell(x, DRAWS[k]));
      for (int i = 0; i < 4; i++) {
        int output = i;
        double[] sorted = Arrays.stream(all).mapToDouble(a -> a[output]).sorted().toArray();
        double place = (i == 3 ? 0.95 : 0.05) * (sorted.length - 1);
        int below = (int) place;
        y[i] =
            i < 2
                ? Arrays.stream(sorted).average().orElseThrow()
                : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
      }
    }
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("specific_energy", Value.Scalar.of(y[0], unit("Wh/kg")));
    outcomes.put("charge_time", Value.Scalar.of(y[1], unit("min")));
    outcomes.put("plating_margin", Value.Scalar.of(y[2], unit("mV")));
    outcomes.put("peak_temperature", Value.Scalar.of(y[3], unit("degC")));
    return outcomes;
  }

  private static MeasurementUnit unit(String text) {
    return MeasurementUnit.parse(text);
  }

  /** Uniform tolerances of a coating line, the same for every design; the first is none. */
  private static double[][] draws() {
    RandomStream random = new RandomStream(7, 7);
    double[][] draws = new double[24][8];
    for (int k = 1; k < draws.length; k++) {
      for (int i = 0; i < 8; i++) {
        draws[k][i] = 2 * random.nextDouble() - 1;
      }
    }
    return draws;
  }

  /** Energy in Wh/kg, time in min, margin in mV, temperature in degrees Celsius. */
  private static double[] cell(double[] x, double[] draw) {
    double thicknessPositive = x[0] * (1 + 0.015 * draw[0]);
    double porosityPositive = x[1] + 0.01 * draw[1];
    double porosityNegative = x[2] + 0.01 * draw[2];
    double radiusPositive = x[3] * (1 + 0.03 * draw[3]);
    double radiusNegative = x[4] * (1 + 0.03 * draw[4]);
    double separator = x[6] * (1 + 0.015 * draw[5]);
    double capacityPositive = FARADAY * (1 - porosityPositive) * thicknessPositive * 63104;
    double capacityNegative =
        x[5]
            * FARADAY
            * (1 - x[1])
            * x[0]
            * 63104
            * 0.6423
            * (1 + 0.015 * draw[6])
            * (1 - porosityNegative)
            / (1 - x[2]);
    double thicknessNegative = capacityNegative / (FARADAY * (1 - porosityNegative) * 33133);
    double lithium = 0.9084 * capacityPositive - 0.0552 * capacityNegative;
    double full = (lithium - 0.2638 * capacityPositive) / capacityNegative;
    double window = full - 0.0261;
    double capacity = window * capacityNegative;
    double density = capacity / 3600;
    double mass =
        0.0754
            + (1 - porosityPositive) * thicknessPositive * 4905
            + (1 - porosityNegative) * thicknessNegative * 2209
            + separator * 397
            + 1200
                * (porosityPositive * thicknessPositive
                    + porosityNegative * thicknessNegative
                    + 0.47 * separator);
    double ohmNegative = 1.61 * thicknessNegative / Math.pow(porosityNegative, 1.5);
    double ohmSeparator = 3.37 * separator / 0.322;
    double ohmPositive = 2.61 * thicknessPositive / Math.pow(porosityPositive, 1.5);
    double areaNegative = 3 * (1 - porosityNegative) / radiusNegative * thicknessNegative;
    double areaPositive = 3 * (1 - porosityPositive) / radiusPositive * thicknessPositive;
    double lagNegative = radiusNegative * radiusNegative / 3.3e-14 / 15;
    double lagPositive = radiusPositive * radiusPositive / 4e-15 / 15;
    double area = 19.18e-6 / (14e-6 + separator + thicknessPositive + thicknessNegative);
    double time = 0;
    double warmth = 0;
    double peak = 0;
    double margin = 1;
    int steps = 36;
    for (int k = 0; k < steps; k++) {
      double soc = 0.1 + 0.02 * k;
      double stoichiometry = 0.0261 + window * soc;
      double other = (lithium - stoichiometry * capacityNegative) / capacityPositive;
      double cool = 1 / (1 + 0.02441 * warmth);
      double rampNegative = 1 - Math.exp(-time / (0.191 * lagNegative));
      double rampPositive = 1 - Math.exp(-time / (0.191 * lagPositive));
      double shapeNegative =
          2 * 1.094 * areaNegative * Math.sqrt(Math.max(stoichiometry * (1 - stoichiometry), 1e-3));
      double shapePositive =
          2 * 1.083 * areaPositive * Math.sqrt(Math.max(other * (1 - other), 1e-3));
      double rate = soc < x[9] ? x[7] : x[8];
      double low = 0;
      double high = rate;
      double voltage = 0;
      for (int i = 0; i < 14; i++) {
        double c = i == 0 ? rate : 0.5 * (low + high);
        double current = c * density;
        double surface =
            Math.min(1, stoichiometry + c * 1.655 * lagNegative / 3600 * rampNegative * window);
        double otherSurface =
            Math.max(0.15, other - c * 0.059 * 0.6 * lagPositive / 3600 * rampPositive);
        voltage =
            positivePotential(otherSurface)
                - negativePotential(surface)
                + 0.0514 * cool * (asinh(current / shapeNegative) + asinh(current / shapePositive))
                + current * (ohmNegative + ohmSeparator + ohmPositive);
        if (voltage > 4.2) {
          high = c;
        } else {
          low = c;
        }
        if (low == rate) {
          break;
        }
      }
      double c = Math.max(low, 0.12);
      double current = c * density;
      double surface =
          Math.min(1, stoichiometry + c * 1.655 * lagNegative / 3600 * rampNegative * window);
      margin =
          Math.min(
              margin,
              negativePotential(surface)
                  - 0.0514 * cool * asinh(current / shapeNegative)
                  - current * ohmNegative);
      double heat =
          0.614
              * current
              * area
              * (Math.min(voltage, 4.2)
                  - positivePotential(other)
                  + negativePotential(stoichiometry));
      double step = 72 / c;
      double steady = heat / 0.0531;
      warmth = steady + (warmth - steady) * Math.exp(-step * 0.0531 / 61.56);
      peak = Math.max(peak, warmth);
      time += k < steps - 1 ? step : 0;
    }
    double energy =
        capacity
            / 3600
            * (3.65 - 0.333 * density * (ohmNegative + ohmSeparator + ohmPositive))
            / mass;
    return new double[] {energy, time / 60, 1000 * margin, 25 + peak};
  }

  private static double asinh(double v) {
    return Math.log(v + Math.sqrt(v * v + 1));
  }

  private static double negativePotential(double x) {
    return 1.9793 * Math.exp(-39.3631 * x)
        + 0.2482
        - 0.0909 * Math.tanh(29.8538 * (x - 0.1234))
        - 0.04478 * Math.tanh(14.9159 * (x - 0.2769))
        - 0.0205 * Math.tanh(30.4444 * (x - 0.6103));
  }

  private static double positivePotential(double y) {
    return -0.8090 * y
        + 4.4875
        - 0.0428 * Math.tanh(18.5138 * (y - 0.5542))
        - 17.7326 * Math.tanh(15.7890 * (y - 0.3117))
        + 17.5842 * Math.tanh(15.9308 * (y - 0.3120));
  }
}
