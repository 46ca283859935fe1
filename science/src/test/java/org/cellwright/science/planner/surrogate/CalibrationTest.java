package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {

  @Test
  void scoresLeftOutAreThoseOfAProcessThatNeverSawTheDatum() {
    double[][] x = points(9, 3);
    double[] y = Arrays.stream(x).mapToDouble(p -> Math.sin(5 * p[0]) + p[1] * p[2]).toArray();
    Kernel kernel = new Kernel(new double[] {0.3, 0.8, 0.6}, 1, 0, 0, 0.01);
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
    assertEquals(1, Calibration.factor(new double[0], new double[0]), 1e-9);
    double[] normal = normal(2000, 1);
    assertEquals(1, Calibration.factor(normal, new double[0]), 0.03);
    assertEquals(2, Calibration.factor(normal(2000, 2), new double[0]), 0.06);
    assertEquals(0.7, Calibration.factor(new double[0], normal(2000, 0.7)), 0.02);
  }

  @Test
  void factorIsBoundedAndOneWildMissDoesNotBlowItUp() {
    double[] wild = normal(20, 1);
    double before = Calibration.factor(wild, new double[0]);
    wild[7] = 40;
    assertTrue(Calibration.factor(wild, new double[0]) < 1.35 * before);
    assertEquals(Calibration.MOST, Calibration.factor(normal(50, 30), new double[0]), 1e-9);
    assertEquals(Calibration.LEAST, Calibration.factor(normal(50, 0.01), new double[0]), 1e-9);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "olympus/crossed_barrel",
        "olympus/snar",
        "olympus/p3ht",
        "olympus/agnp",
        "olympus/photo_wf3",
        "olympus/suzuki",
        "attia",
        "olympus/autoam",
        "olympus/colors_bob",
        "olympus/oer_plate_3496",
        "olympus/fullerenes",
        "olympus/liquid_hep_100",
        "olympus/hplc"
      })
  void probe(String set) throws Exception {
    double[][] rows = rows(set);
    try (java.io.PrintWriter w =
        new java.io.PrintWriter(new java.io.FileWriter("/tmp/p-explain/z.txt", true))) {
      for (int n : new int[] {8, 15, 30, 60}) {
        for (int seed = 0; seed < 4; seed++) {
          out = w;
          w.println("set " + set + " " + n + " " + (rows[0].length - 1));
          heldOut(rows, n, seed);
        }
      }
    }
  }

  static java.io.PrintWriter out = new java.io.PrintWriter(System.out);

  private static double[] heldOut(double[][] rows, int n, int seed) {
    List<Integer> order = new ArrayList<>();
    RandomStream random = new RandomStream(seed, 77);
    for (int i = 0; i < rows.length; i++) {
      order.add(random.nextInt(order.size() + 1), i);
    }
    int d = rows[0].length - 1;
    LevelData data = new LevelData();
    for (int k = 0; k < n; k++) {
      double[] row = rows[order.get(k)];
      data.add(Arrays.copyOf(row, d), observation(row[d]));
    }
    int[] groups = new int[d];
    Arrays.setAll(groups, j -> j);
    Output y = new Output("y", o -> o.outcome("y", MeasurementUnit.ONE), Double.NaN, false);
    Beliefs beliefs = Beliefs.learn(List.of(y), List.of(data), groups, d, Memory.parse(""));
    Surrogate s = beliefs.surrogate(0);
    double raw = 0, temp = 0, nr = 0, nt = 0;
    int m = Math.min(rows.length, n + 150);
    double[] zs = new double[m - n];
    for (int k = n; k < m; k++) {
      double[] row = rows[order.get(k)];
      double[] x = Arrays.copyOf(row, d);
      double u = s.transform().apply(row[d]);
      double[] c = s.claimed(x, 0);
      double z = (u - c[0]) / c[1];
      double f = s.widening(0);
      zs[k - n] = Math.abs(z);
      raw += Math.abs(z) < 1.645 ? 1 : 0;
      temp += Math.abs(z / f) < 1.645 ? 1 : 0;
      nr += 0.5 * z * z + Math.log(c[1]);
      nt += 0.5 * z * z / f / f + Math.log(c[1] * f);
    }
    StringBuilder b = new StringBuilder("loo");
    for (double z : s.process(0).leaveOneOut(64)) b.append(" ").append((float) z);
    b.append("\nout");
    for (double z : zs) b.append(" ").append((float) z);
    out.println(b);
    double rms = Math.sqrt(Arrays.stream(zs).map(z -> z * z).average().orElse(0));
    Arrays.sort(zs);
    int q = m - n;
    return new double[] {
      raw / q, temp / q, nr / q, nt / q, s.widening(0), zs[(int) (0.9 * q)] / 1.645, rms
    };
  }

  private static double[][] rows(String set) {
    Map<String, double[]> columns;
    if (set.equals("attia")) {
      columns =
          ReferenceData.columns(
              ReferenceData.folder("planner").resolve("attia2020/policies_lifetimes_sim.csv"),
              "a",
              "b",
              "c",
              "d",
              "y");
    } else {
      int w =
          switch (set) {
            case "olympus/p3ht", "olympus/agnp" -> 6;
            case "olympus/oer_plate_3496" -> 7;
            case "olympus/fullerenes" -> 4;
            case "olympus/hplc", "olympus/liquid_hep_100" -> 7;
            default -> 5;
          };
      String[] names = new String[w];
      Arrays.setAll(names, i -> "c" + i);
      if (set.endsWith("photo_wf3")) names[4] = "y";
      columns =
          ReferenceData.columns(ReferenceData.folder("planner").resolve(set + "/data.csv"), names);
    }
    double[][] c = columns.values().toArray(double[][]::new);
    double[][] rows = new double[c[0].length][c.length];
    for (int j = 0; j < c.length; j++) {
      double lo = Arrays.stream(c[j]).min().orElse(0), hi = Arrays.stream(c[j]).max().orElse(1);
      for (int i = 0; i < rows.length; i++) {
        rows[i][j] = j < c.length - 1 ? (c[j][i] - lo) / Math.max(hi - lo, 1e-12) : c[j][i];
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
