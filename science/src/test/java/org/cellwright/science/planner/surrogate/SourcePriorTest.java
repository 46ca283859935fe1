package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Observation;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sums;
import org.cellwright.science.planner.Source;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.junit.jupiter.api.Test;

class SourcePriorTest {
  private static final Output Y = new Output("y", MeasurementUnit.ONE, Double.NaN, true);
  private static final int[] GROUPS = {0, 1};

  private static double hill(double[] x) {
    return Math.sin(4 * x[0]) + 2 * x[1] * (1 - x[1]) + x[0] * x[1];
  }

  private static List<double[]> points(int count, long seed) {
    RandomStream random = new RandomStream(seed, 0);
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      points.add(new double[] {random.nextDouble(), random.nextDouble()});
    }
    return points;
  }

  private static Observation told(double y) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("y", Value.Scalar.of(y, MeasurementUnit.ONE));
    return Source.row("1", new LinkedHashMap<>(), outcomes);
  }

  private static Sources source(int count, ToDoubleFunction<double[]> world) {
    List<double[]> points = points(count, 5);
    List<Observation> rows = points.stream().map(x -> told(world.applyAsDouble(x))).toList();
    return Sources.learn(
        List.of(new Sources.Taught("earlier", new int[] {0, 1}, 2, points, rows, List.of())),
        List.of(Y),
        GROUPS);
  }

  private static Beliefs learn(int count, Sources sources) {
    LevelData level = new LevelData();
    points(count, 9).forEach(x -> level.add(x, told(3 * hill(x) - 20)));
    return Beliefs.learn(
        List.of(Y),
        List.of(level),
        List.of(new LevelData()),
        GROUPS,
        2,
        Memory.parse(""),
        sources,
        ProcessStore.empty());
  }

  private static double error(Beliefs beliefs) {
    double square = 0;
    for (double[] x : points(200, 77)) {
      Surrogate surrogate = beliefs.surrogate(0);
      double miss = surrogate.transform().invert(surrogate.mean(x, 0)) - (3 * hill(x) - 20);
      square += miss * miss / 200;
    }
    return Math.sqrt(square);
  }

  @Test
  void sourceThatHelpsIsBelievedWhateverItsScaleAndOffset() {
    Beliefs beliefs = learn(8, source(40, x -> 100 + 7 * hill(x)));
    Sources.Standing standing = beliefs.standings().getFirst();
    assertTrue(standing.weight() > 0.95, standing.toString());
    assertFalse(standing.dropped());
    assertEquals(40, standing.rows());
    assertEquals(8, standing.told());
    assertTrue(error(beliefs) < 0.5 * error(learn(8, Sources.NONE)));
  }

  @Test
  void sourceThatSaysTheContraryIsDroppedAndLeavesNoTrace() {
    Beliefs beliefs = learn(12, source(40, x -> -hill(x)));
    assertTrue(beliefs.standings().getFirst().dropped());
    Beliefs alone = learn(12, Sources.NONE);
    for (double[] x : points(20, 3)) {
      assertEquals(alone.surrogate(0).told(x, 0)[0], beliefs.surrogate(0).told(x, 0)[0]);
      assertEquals(alone.surrogate(0).told(x, 0)[1], beliefs.surrogate(0).told(x, 0)[1]);
    }
  }

  @Test
  void sourceThatCannotPredictItselfSaysNothing() {
    RandomStream random = new RandomStream(4, 4);
    Beliefs beliefs = learn(6, source(60, x -> random.nextNormal()));
    assertEquals(List.of(), beliefs.standings());
  }

  @Test
  void fewDataProveNothing() {
    for (int count : new int[] {0, 1}) {
      Sources.Standing standing = learn(count, source(40, x -> -hill(x))).standings().getFirst();
      assertEquals(0.5, standing.weight(), 1e-9);
    }
    assertFalse(learn(4, source(40, x -> -hill(x))).standings().getFirst().dropped());
  }

  @Test
  void whereNothingIsToldTheSourceRanks() {
    Surrogate surrogate = learn(0, source(40, SourcePriorTest::hill)).surrogate(0);
    double[] low = {1, 0};
    double[] high = {0.45, 0.6};
    assertTrue(surrogate.mean(high, 0) > surrogate.mean(low, 0) + 0.5);
    assertEquals(
        hill(high),
        surrogate.transform().invert(surrogate.mean(high, 0)),
        1,
        "in the source's own scale");
  }

  @Test
  void gradientsAreThoseOfThePredictions() {
    Surrogate surrogate = learn(7, source(30, x -> hill(x) + 0.3 * x[0])).surrogate(0);
    double[] x = {0.37, 0.58};
    Surrogate.Prediction here = surrogate.predict(x, 0);
    assertEquals(surrogate.predict(new double[][] {x}, 0)[0][0], here.mean(), 1e-12);
    for (int j = 0; j < 2; j++) {
      double step = 1e-4;
      double[] above = x.clone();
      double[] below = x.clone();
      above[j] += step;
      below[j] -= step;
      assertEquals(
          (surrogate.mean(above, 0) - surrogate.mean(below, 0)) / (2 * step),
          here.meanGradient()[j],
          1e-6);
    }
  }

  /** The closed form against a sum over gains and a wide prior of the shift. */
  @Test
  void probabilityIsThatOfTheRivalModels() {
    List<double[]> points = points(6, 21);
    double[] u = points.stream().mapToDouble(x -> 0.8 * hill(x) - 1 + 0.2 * x[1]).toArray();
    List<double[]> theirs = points(25, 8);
    Lesson lesson =
        Lesson.learn(
            "earlier",
            Y,
            theirs,
            theirs.stream().mapToDouble(SourcePriorTest::hill).toArray(),
            new int[] {0, 1},
            GROUPS,
            2);
    Kernel own = new Kernel(new double[] {0.4, 0.7}, 1, 0.3, 0, 0, 0.6, 1.4, 0.02);
    Fitting.Data data =
        new Fitting.Data(points.toArray(double[][]::new), new double[6], u, new double[6]);
    double[] m = points.stream().mapToDouble(lesson::mean).toArray();
    double mean = Arrays.stream(m).average().orElse(0);
    double square = Arrays.stream(m).map(v -> (v - mean) * (v - mean)).sum();
    double whole = lesson.spread() * lesson.spread();
    double unit = Math.sqrt(whole / ((square + 4 * whole) / 9));
    double none = 0;
    double helped = 0;
    for (double left = 1; left > 0.02; left /= 2) {
      none += density(data, own, left, u);
      double all = 0;
      double prior = 0;
      for (double g = 0.001; g < 6; g += 0.002) {
        double z = (g / unit - 0.5) / 0.5;
        double[] rest = new double[6];
        for (int i = 0; i < 6; i++) {
          rest[i] = u[i] - g * m[i];
        }
        prior += Math.exp(-0.5 * z * z);
        all += Math.exp(-0.5 * z * z) * density(data, own, left, rest);
      }
      helped += all / prior;
    }
    double weight =
        SourcePrior.weigh(List.of(lesson), data, own).standings("y").getFirst().weight();
    assertEquals(helped / (helped + none), weight, 1e-3);
  }

  private static double density(Fitting.Data data, Kernel own, double left, double[] y) {
    double[][] rows = SourcePrior.covariances(data, own);
    Cholesky factor = new Cholesky(y.length);
    for (double[] row : rows) {
      for (int k = 0; k < row.length; k++) {
        row[k] = left * row[k] + 1e6;
      }
    }
    factor.append(rows);
    double[] solved = y.clone();
    factor.solveLower(solved);
    return Math.exp(
        -0.5 * (Sums.ofProducts(solved, solved, 0, y.length) + factor.logDeterminant()));
  }
}
