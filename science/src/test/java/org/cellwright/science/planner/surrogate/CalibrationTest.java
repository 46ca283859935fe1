package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CalibrationTest {
  /** With six of them a table's log density scatters by more than what is asked. */
  private static final int SEEDS = 200;

  private static final List<String> TABLES =
      List.of(
          "olympus/crossed_barrel/data.csv, 5",
          "olympus/snar/data.csv, 5",
          "olympus/p3ht/data.csv, 6",
          "olympus/agnp/data.csv, 6",
          "olympus/photo_wf3/data.csv, 5",
          "olympus/suzuki/data.csv, 5",
          "olympus/autoam/data.csv, 5",
          "olympus/colors_bob/data.csv, 6",
          "attia2020/policies_lifetimes_sim.csv, 5");

  static List<String> tables() {
    return TABLES;
  }

  @Test
  void scoresLeftOutAreThoseOfAProcessThatNeverSawTheDatum() {
    double[][] x = points(9, 3);
    double[] y = Arrays.stream(x).mapToDouble(p -> Math.sin(5 * p[0]) + p[1] * p[2]).toArray();
    Kernel kernel = new Kernel(new double[] {0.3, 0.8, 0.6}, 1, 0.3, 0, 0, 0.6, 1.5, 0.01);
    double[] scores = process(kernel, x, y, -1).leaveOneOut(64);
    for (int i = 0; i < x.length; i++) {
      double[] mean = new double[1];
      double[] variance = new double[1];
      process(kernel, x, y, i).predict(new double[][] {x[i]}, new double[1], mean, variance);
      assertEquals((y[i] - mean[0]) / Math.sqrt(variance[0] + 0.01), scores[i], 1e-9);
    }
  }

  @Test
  void factorOfScoresThatKeepTheirPromiseIsOne() {
    double[] none = {};
    assertEquals(1, Calibration.factor(none, none, 1), 1e-9);
    double[] normal = normal(2000, 1);
    assertEquals(1, Calibration.factor(normal, none, 1), 0.03);
    assertEquals(1.3, Calibration.factor(normal, none, 1.3), 0.04);
    assertEquals(2, Calibration.factor(normal(2000, 2), none, 1), 0.06);
    assertEquals(0.7, Calibration.factor(none, normal(2000, 0.7), 2), 0.02);
  }

  @Test
  void factorIsBoundedAndOneWildMissDoesNotBlowItUp() {
    double[] none = {};
    double[] scores = normal(20, 1);
    double before = Calibration.factor(scores, none, 1);
    scores[7] = 40;
    assertTrue(Calibration.factor(scores, none, 1) < 1.35 * before);
    assertEquals(Calibration.MOST, Calibration.factor(normal(50, 30), none, 1), 1e-9);
    assertEquals(Calibration.LEAST, Calibration.factor(normal(50, 0.01), none, 1), 1e-9);
  }

  /** Akaike 1969, to first order: 1 + 2 p/n on variances. */
  @Test
  void optimismIsThatOfTheFinalPredictionError() {
    assertEquals(Math.sqrt(74.0 / 60), Calibration.optimism(60, 7), 1e-15);
    assertEquals(2, Calibration.optimism(4, 7), 0);
    assertEquals(2, Calibration.optimism(0, 7), 0);
  }

  /** Of each table, found once. */
  private static final Map<String, HeldOut> FOUND = new ConcurrentHashMap<>();

  /** Random held-out rows of real tables, from 15, 30 and 60 others: 90 % means 85 to 95 %. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void ninetyPercentOfHeldOutRowsLieInTheirIntervals(String table) {
    HeldOut found = heldOut(table);
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f %% in 90 %%, log density %+.3f (± %.3f) against untempered%n",
        table,
        100 * found.covered,
        found.gained,
        found.scatter);
    assertEquals(0.9, found.covered, 0.05);
  }

  /**
   * What was held out is no less likely than without tempering, on any table. What was told is
   * likelier on average than with a freer amplitude, whose log density was -0.595, by what
   * tempering then gained, 0.1.
   */
  @Test
  void whatWasHeldOutIsNoLessLikelyThanWithoutTempering() {
    double gained = 0;
    double density = 0;
    for (String table : TABLES) {
      HeldOut found = heldOut(table);
      assertTrue(found.gained >= 0, table + " lost " + found.gained);
      gained += found.gained / TABLES.size();
      density += found.density / TABLES.size();
    }
    assertTrue(gained > 0.1, "log density gained " + gained);
    assertTrue(density > -0.595 + 0.1, "mean log density " + density);
  }

  /**
   * @param covered share in the intervals of 90 %
   * @param gained what tempering adds to the mean log density
   * @param scatter standard deviation of {@code gained}
   * @param density the mean log density
   */
  private record HeldOut(double covered, double gained, double scatter, double density) {}

  private static HeldOut heldOut(String table) {
    return FOUND.computeIfAbsent(
        table,
        _ -> {
          String[] parts = table.split(", ", -1);
          double[][] rows = rows(parts[0], Integer.parseInt(parts[1]));
          double[][] found =
              IntStream.range(0, SEEDS)
                  .parallel()
                  .mapToObj(seed -> heldOut(rows, seed))
                  .toArray(double[][]::new);
          double[] mean = new double[3];
          double square = 0;
          for (double[] one : found) {
            for (int k = 0; k < mean.length; k++) {
              mean[k] += one[k] / SEEDS;
            }
            square += one[1] * one[1] / SEEDS;
          }
          double scatter = Math.sqrt((square - mean[1] * mean[1]) / (SEEDS - 1));
          return new HeldOut(mean[0], mean[1], scatter, mean[2]);
        });
  }

  /** On average of what is learned from 15, 30 and 60 rows. */
  private static double[] heldOut(double[][] rows, int seed) {
    double[] mean = new double[3];
    for (int n : new int[] {15, 30, 60}) {
      double[] found = heldOut(rows, n, seed);
      for (int k = 0; k < mean.length; k++) {
        mean[k] += found[k] / 3;
      }
    }
    return mean;
  }

  /** The share covered, what tempering adds to the mean log density, and that density. */
  private static double[] heldOut(double[][] rows, int n, int seed) {
    List<Integer> order = new ArrayList<>();
    RandomStream random = new RandomStream(seed, 77);
    for (int i = 0; i < rows.length; i++) {
      order.add(random.nextInt(order.size() + 1), i);
    }
    int d = rows[0].length - 1;
    LevelData data = new LevelData();
    for (int row : order.subList(0, n)) {
      data.add(Arrays.copyOf(rows[row], d), observation(rows[row][d]));
    }
    int[] groups = IntStream.range(0, d).toArray();
    Output output = new Output("y", MeasurementUnit.ONE, Double.NaN, false);
    Surrogate surrogate =
        Beliefs.learn(List.of(output), List.of(data), groups, d, Memory.parse("")).surrogate(0);
    List<Integer> held = order.subList(n, Math.min(rows.length, n + 150));
    double covered = 0;
    double gained = 0;
    double density = 0;
    for (int row : held) {
      double[] x = Arrays.copyOf(rows[row], d);
      double y = rows[row][d];
      double[] interval = surrogate.interval(x, 0);
      covered += y >= interval[0] && y <= interval[1] ? 1 : 0;
      double u = surrogate.transform().apply(y);
      double told = logDensity(u, surrogate.told(x, 0));
      gained += told - logDensity(u, surrogate.claimed(x, 0));
      density += told + Math.log(surrogate.transform().applySlope(y));
    }
    int count = held.size();
    return new double[] {covered / count, gained / count, density / count};
  }

  private static double logDensity(double u, double[] normal) {
    double z = (u - normal[0]) / normal[1];
    return -0.5 * z * z - Math.log(normal[1]);
  }

  private static double[][] rows(String file, int width) {
    String[] names = IntStream.range(0, width).mapToObj(i -> "c" + i).toArray(String[]::new);
    double[][] columns =
        ReferenceData.columns(ReferenceData.folder("planner").resolve(file), names)
            .values()
            .toArray(double[][]::new);
    double[][] rows = new double[columns[0].length][width];
    for (int j = 0; j < width; j++) {
      double low = Arrays.stream(columns[j]).min().orElseThrow();
      double high = Arrays.stream(columns[j]).max().orElseThrow();
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = j < width - 1 ? (columns[j][i] - low) / (high - low) : columns[j][i];
      }
    }
    return rows;
  }

  private static Observation observation(double y) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("y", Value.Scalar.of(y, MeasurementUnit.ONE));
    Design none = new Design(new LinkedHashMap<>());
    return new Observation(
        "e",
        new Method.Identity("m", "1", "0"),
        "only",
        none,
        none,
        Outcome.Status.OK,
        outcomes,
        null,
        List.of(),
        1,
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }

  private static double[] normal(int n, double scale) {
    RandomStream random = new RandomStream(4, n);
    double[] z = new double[n];
    Arrays.setAll(z, _ -> scale * random.nextNormal());
    return z;
  }

  private static double[][] points(int n, int d) {
    RandomStream random = new RandomStream(2, n);
    double[][] x = new double[n][d];
    for (double[] p : x) {
      Arrays.setAll(p, _ -> random.nextDouble());
    }
    return x;
  }

  private static Process process(Kernel kernel, double[][] x, double[] y, int without) {
    Process process = new Process(kernel, x.length);
    for (int i = 0; i < x.length; i++) {
      if (i != without) {
        process.add(x[i], 0, y[i], 0);
      }
    }
    process.update();
    return process;
  }
}
