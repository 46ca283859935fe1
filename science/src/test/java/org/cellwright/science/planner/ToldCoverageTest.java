package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * Designs are chosen because they look good, so what is told of them is worse than it looked more
 * often than not; intervals must hold all the same.
 */
class ToldCoverageTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  /** A function of the unit cube, and the deviation of the noise on it. */
  private record Toy(String name, int dimension, double noise, ToDoubleFunction<double[]> f) {}

  private static final List<Toy> TOYS =
      List.of(
          new Toy("branin", 2, 0, ToldCoverageTest::branin),
          new Toy("branin with noise", 2, 10, ToldCoverageTest::branin),
          new Toy("hartmann", 3, 0, ToldCoverageTest::hartmann),
          new Toy("hartmann with noise", 3, 0.2, ToldCoverageTest::hartmann),
          new Toy("rosenbrock", 4, 0, ToldCoverageTest::rosenbrock),
          new Toy("ackley", 5, 0, ToldCoverageTest::ackley));

  @Test
  void ninetyPercentOfWhatIsToldLiesWhereItWasExpected() {
    double sum = 0;
    for (Toy toy : TOYS) {
      double covered = 0;
      int seeds = 8;
      for (int seed = 0; seed < seeds; seed++) {
        covered += coverage(toy, seed) / seeds;
      }
      System.out.printf(Locale.ROOT, "%s: %.1f %% in 90 %%%n", toy.name, 100 * covered);
      sum += covered / TOYS.size();
    }
    assertEquals(0.9, sum, 0.05);
  }

  private static double coverage(Toy toy, long seed) {
    List<Variable> variables = new ArrayList<>();
    for (int j = 0; j < toy.dimension; j++) {
      variables.add(new Variable.Continuous("x" + j, 0, 1, ONE));
    }
    Problem problem =
        new Problem(
            "toy",
            new Space(variables, List.of()),
            List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)),
            List.of(),
            List.of(new Fidelity("only", "test", 1, Settings.NONE)),
            1000,
            List.of(),
            seed);
    RandomStream noise = new RandomStream(seed, 5);
    var log =
        Campaigns.play(
            new ModelBased(),
            problem,
            (design, fidelity) -> {
              double[] x = variables.stream().mapToDouble(v -> design.si(v.name())).toArray();
              SequencedMap<String, Value> y = new LinkedHashMap<>();
              double told = toy.f.applyAsDouble(x) + toy.noise * noise.nextNormal();
              y.put("y", Value.Scalar.of(told, ONE));
              return y;
            },
            40);
    int asked = 0;
    int covered = 0;
    for (int i = 0; i < log.asks().size(); i++) {
      String interval = log.asks().get(i).reasons().get("y 90 %");
      if (interval != null) {
        String[] ends = interval.split(" to ");
        double y = log.observations().get(i).outcome("y", ONE);
        // The ends are printed to six digits.
        double slack = 1e-5 * Math.abs(y);
        asked++;
        covered +=
            y >= Double.parseDouble(ends[0]) - slack && y <= Double.parseDouble(ends[1]) + slack
                ? 1
                : 0;
      }
    }
    return (double) covered / asked;
  }

  private static double branin(double[] u) {
    double x = 15 * u[0] - 5;
    double y = 15 * u[1];
    return Math.pow(y - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6, 2)
        + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x)
        + 10;
  }

  private static double hartmann(double[] u) {
    double[] alpha = {1, 1.2, 3, 3.2};
    double[][] a = {{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}};
    double[][] p = {
      {0.3689, 0.1170, 0.2673},
      {0.4699, 0.4387, 0.7470},
      {0.1091, 0.8732, 0.5547},
      {0.0381, 0.5743, 0.8828}
    };
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      double inner = 0;
      for (int j = 0; j < 3; j++) {
        inner += a[i][j] * Math.pow(u[j] - p[i][j], 2);
      }
      sum -= alpha[i] * Math.exp(-inner);
    }
    return sum;
  }

  private static double rosenbrock(double[] u) {
    double sum = 0;
    for (int j = 0; j + 1 < u.length; j++) {
      double x = 3 * u[j] - 1.5;
      double y = 3 * u[j + 1] - 1.5;
      sum += 100 * Math.pow(y - x * x, 2) + Math.pow(1 - x, 2);
    }
    return sum;
  }

  private static double ackley(double[] u) {
    double square = 0;
    double waves = 0;
    for (double v : u) {
      double x = 10 * v - 4;
      square += x * x / u.length;
      waves += Math.cos(2 * Math.PI * x) / u.length;
    }
    return -20 * Math.exp(-0.2 * Math.sqrt(square)) - Math.exp(waves) + 20 + Math.E;
  }
}
