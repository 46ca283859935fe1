package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.junit.jupiter.api.Test;

/** What repeats and told deviations say of the scatter of results. */
class ScatterTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  /** Designs in the unit square, each measured some times. */
  private record Repeats(double[][] xs, double[] values) {
    static Repeats of(
        int designs, int times, ToDoubleFunction<double[]> deviation, RandomStream random) {
      double[][] xs = new double[designs * times][];
      double[] values = new double[xs.length];
      for (int i = 0; i < designs; i++) {
        double[] x = {random.nextDouble(), random.nextDouble()};
        for (int k = 0; k < times; k++) {
          xs[i * times + k] = x;
          values[i * times + k] = surface(x) + deviation.applyAsDouble(x) * random.nextNormal();
        }
      }
      return new Repeats(xs, values);
    }

    Scatter learn() {
      return Scatter.learn(xs, values, new double[xs.length], 2);
    }
  }

  private static double surface(double[] x) {
    return Math.sin(3 * x[0]) + x[1] * x[1];
  }

  /** Tenfold from one side to the other. */
  private static double growing(double[] x) {
    return 0.05 * Math.pow(10, x[0]);
  }

  @Test
  void scatterThatGrowsAlongOneAxisIsFoundFromTriplicates() {
    double low = 0;
    double high = 0;
    for (int seed = 0; seed < 10; seed++) {
      Scatter scatter = Repeats.of(16, 3, ScatterTest::growing, new RandomStream(seed, 1)).learn();
      assertTrue(scatter.differs(), "seed " + seed);
      low += Math.log(Math.sqrt(scatter.at(new double[] {0.1, 0.5})) / growing(new double[] {0.1}));
      high +=
          Math.log(Math.sqrt(scatter.at(new double[] {0.9, 0.5})) / growing(new double[] {0.9}));
    }
    assertEquals(0, low / 10, Math.log(1.3));
    assertEquals(0, high / 10, Math.log(1.3));
  }

  @Test
  void anEvenScatterStaysOne() {
    int alarms = 0;
    for (int seed = 0; seed < 200; seed++) {
      RandomStream random = new RandomStream(seed, 2);
      alarms += Repeats.of(4 + seed % 12, 2 + seed % 3, _ -> 0.2, random).learn().differs() ? 1 : 0;
    }
    System.out.printf("even scatter taken for uneven: %d of 200%n", alarms);
    assertTrue(alarms <= 10);
  }

  /** Many repeats leave the process nothing to say: the variances are those of the samples. */
  @Test
  void manyRepeatsGiveTheirOwnVariances() {
    double[][] xs = new double[4000][];
    double[] values = new double[xs.length];
    RandomStream random = new RandomStream(7, 3);
    double[] squares = new double[2];
    for (int i = 0; i < xs.length; i++) {
      xs[i] = new double[] {i % 2, 0};
      values[i] = (i % 2 == 0 ? 0.1 : 0.4) * random.nextNormal();
      squares[i % 2] += values[i] * values[i] / 2000;
    }
    Scatter scatter = Scatter.learn(xs, values, new double[xs.length], 2);
    assertEquals(1, scatter.at(new double[] {0, 0}) / squares[0], 0.01);
    assertEquals(1, scatter.at(new double[] {1, 0}) / squares[1], 0.01);
  }

  /** Most of them differ by nothing at all, as rounded results may. */
  @Test
  void identicalRepeatsGiveAFiniteScatter() {
    Repeats repeats = Repeats.of(8, 2, x -> x[0] > 0.8 ? 0.3 : 0, new RandomStream(3, 3));
    double at = repeats.learn().at(new double[] {0.1, 0.1});
    assertTrue(at >= 0 && at < 0.09, "variance " + at);
    Scatter none = Repeats.of(5, 2, _ -> 0, new RandomStream(1, 3)).learn();
    assertFalse(none.differs());
    assertEquals(0, none.at(new double[] {0.5, 0.5}));
  }

  @Test
  void withoutRepeatsNothingChanges() {
    Repeats once = Repeats.of(30, 1, ScatterTest::growing, new RandomStream(5, 4));
    assertFalse(once.learn().differs());
    assertEquals(0, once.learn().mean());
  }

  /** Fresh results at both ends of the axis, each held to its own interval. */
  @Test
  void intervalsHoldWhereScatterIsSmallAndWhereItIsLarge() {
    int[] within = new int[2];
    int drawn = 0;
    double ratio = 0;
    for (int seed = 0; seed < 8; seed++) {
      RandomStream random = new RandomStream(seed, 5);
      Repeats repeats = Repeats.of(20, 3, ScatterTest::growing, random);
      Surrogate surrogate = learn(repeats, _ -> Uncertainty.UNKNOWN);
      ratio +=
          Math.log(
                  surrogate.ownVariance(new double[] {1, 0.5})
                      / surrogate.ownVariance(new double[] {0, 0.5}))
              / 8;
      for (int i = 0; i < 200; i++, drawn++) {
        for (int side = 0; side < 2; side++) {
          double[] x = {0.8 * side + 0.2 * random.nextDouble(), random.nextDouble()};
          double y = surface(x) + growing(x) * random.nextNormal();
          double[] ends = surrogate.interval(x, 0);
          within[side] += y >= ends[0] && y <= ends[1] ? 1 : 0;
        }
      }
    }
    double low = (double) within[0] / drawn;
    double high = (double) within[1] / drawn;
    System.out.printf("90 %% intervals hold %.1f %% and %.1f %%%n", 100 * low, 100 * high);
    assertEquals(0.9, low, 0.05);
    assertEquals(0.9, high, 0.05);
    // What repeats are weighed by: a hundredfold from side to side, seen through the noise.
    assertEquals(Math.log(100), ratio, Math.log(4));
  }

  /** Deviations that are told with every result, once each, widen what will be told too. */
  @Test
  void intervalsHoldWhereDeviationsAreTold() {
    int within = 0;
    int drawn = 0;
    for (int seed = 0; seed < 5; seed++) {
      RandomStream random = new RandomStream(seed, 6);
      Repeats once = Repeats.of(40, 1, ScatterTest::growing, random);
      Surrogate surrogate =
          learn(once, x -> new Uncertainty(Uncertainty.Kind.MEASURED, growing(x)));
      for (int i = 0; i < 200; i++, drawn++) {
        double[] x = {random.nextDouble(), random.nextDouble()};
        double y = surface(x) + growing(x) * random.nextNormal();
        double[] ends = surrogate.interval(x, 0);
        within += y >= ends[0] && y <= ends[1] ? 1 : 0;
      }
    }
    System.out.printf("90 %% intervals hold %.1f %%%n", 100.0 * within / drawn);
    assertEquals(0.9, (double) within / drawn, 0.05);
  }

  @Test
  void theSameDataGiveTheSameBits() {
    Repeats repeats = Repeats.of(16, 3, ScatterTest::growing, new RandomStream(1, 1));
    double[] x = {0.3, 0.3};
    assertArrayEquals(
        new double[] {repeats.learn().at(x), repeats.learn().mean()},
        new double[] {repeats.learn().at(x), repeats.learn().mean()});
  }

  private static Surrogate learn(Repeats repeats, Function<double[], Uncertainty> told) {
    LevelData data = new LevelData();
    for (int i = 0; i < repeats.xs.length; i++) {
      SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
      outcomes.put("y", new Value.Scalar(repeats.values[i], ONE, told.apply(repeats.xs[i])));
      Design design = new Design(new LinkedHashMap<>());
      data.add(
          repeats.xs[i],
          new Observation(
              "e%04d".formatted(i),
              new Method.Identity("test", "1", "0"),
              "only",
              design,
              design,
              Outcome.Status.OK,
              outcomes,
              null,
              List.of(),
              1,
              0,
              0,
              0,
              null,
              new LinkedHashMap<>()));
    }
    return Beliefs.learn(
            List.of(new Output("y", ONE, Double.NaN, false)),
            List.of(data),
            new int[] {0, 1},
            2,
            Memory.parse(""))
        .surrogate(0);
  }
}
