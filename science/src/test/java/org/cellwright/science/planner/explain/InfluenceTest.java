package org.cellwright.science.planner.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sobol;
import org.junit.jupiter.api.Test;

class InfluenceTest {

  /** Ishigami and Homma 1990: a = 7, b = 0.1; indices in closed form. */
  @Test
  void ishigamiFunctionHasItsClosedForm() {
    double a = 7;
    double b = 0.1;
    double pi4 = Math.pow(Math.PI, 4);
    double variance = a * a / 8 + b * pi4 / 5 + b * b * pi4 * pi4 / 18 + 0.5;
    double[] first = {0.5 * Math.pow(1 + b * pi4 / 5, 2) / variance, a * a / 8 / variance, 0};
    double together = 8 * b * b * pi4 * pi4 / 225 / variance;
    double[] total = {first[0] + together, first[1], together};
    int n = 4096;
    Sobol sobol = Sobol.scrambled(6, 1);
    double[][] one = new double[n][];
    double[][] other = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] u = sobol.point(i);
      one[i] = Arrays.copyOf(u, 3);
      other[i] = Arrays.copyOfRange(u, 3, 6);
    }
    SobolIndices indices =
        SobolIndices.of(
            u -> {
              double[] x = Arrays.stream(u).map(v -> Math.PI * (2 * v - 1)).toArray();
              return Math.sin(x[0])
                  + a * Math.pow(Math.sin(x[1]), 2)
                  + b * Math.pow(x[2], 4) * Math.sin(x[0]);
            },
            one,
            other,
            singles(3));
    assertEquals(variance, indices.variance(), 0.01 * variance);
    for (int i = 0; i < 3; i++) {
      assertEquals(first[i], indices.first()[i], 0.01, "first " + i);
      assertEquals(total[i], indices.total()[i], 0.01, "total " + i);
    }
  }

  @Test
  void aConstantHasNoInfluences() {
    double[][] points = {{0.1, 0.2}, {0.7, 0.4}};
    SobolIndices indices = SobolIndices.of(_ -> 3.7, points, points, singles(2));
    assertEquals(0, indices.total()[0], 0);
    assertEquals(0, indices.first()[1], 0);
  }

  /** f = 2a + 3bc − d at 1 against 0: the product's worth is shared by its two factors. */
  @Test
  void shapleyValuesOfAProductAreShared() {
    ShapleyValues shap =
        ShapleyValues.of(
            x -> 2 * x[0] + 3 * x[1] * x[2] - x[3],
            new double[] {1, 1, 1, 1},
            List.of(new double[4]),
            singles(4));
    assertEquals(0, shap.base(), 0);
    assertEquals(4, shap.prediction(), 0);
    assertEquals(2, shap.values()[0], 1e-14);
    assertEquals(1.5, shap.values()[1], 1e-14);
    assertEquals(1.5, shap.values()[2], 1e-14);
    assertEquals(-1, shap.values()[3], 1e-14);
  }

  @Test
  void shapleyValuesSumToPredictionLessMeanExactlyAndSampled() {
    for (int k : new int[] {5, 10, 11, 25}) {
      RandomStream random = new RandomStream(3, k);
      List<double[]> background = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        double[] x = new double[k];
        Arrays.setAll(x, _ -> random.nextDouble());
        background.add(x);
      }
      double[] here = new double[k];
      Arrays.fill(here, 0.9);
      ToDoubleFunction<double[]> f =
          x -> Math.sin(3 * x[0]) * x[1] + Math.exp(x[2] * x[3]) + 2 * x[k - 1];
      ShapleyValues shap = ShapleyValues.of(f, here, background, singles(k));
      double mean = background.stream().mapToDouble(f).average().orElseThrow();
      assertEquals(f.applyAsDouble(here) - shap.base(), sum(shap.values()), 1e-10);
      assertEquals(k <= 10 && 32_768 >> k < 40 ? shap.base() : mean, shap.base(), 1e-10);
      if (k > 10) {
        // The last input is additive: its worth is exact in any order.
        double meanLast = background.stream().mapToDouble(x -> x[k - 1]).average().orElseThrow();
        assertEquals(2 * (0.9 - meanLast), shap.values()[k - 1], 1e-10);
      }
    }
  }

  @Test
  void sampledValuesAreNearTheExactOnes() {
    // Eleven inputs of which only four count: the exact values are those of the four.
    RandomStream random = new RandomStream(9, 1);
    List<double[]> background = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      double[] x = new double[11];
      Arrays.setAll(x, _ -> random.nextDouble());
      background.add(x);
    }
    double[] here = new double[11];
    Arrays.fill(here, 0.8);
    ToDoubleFunction<double[]> f = x -> 4 * x[0] * x[1] + x[2] * x[2] + x[3];
    ShapleyValues sampled = ShapleyValues.of(f, here, background, singles(11));
    ShapleyValues exact =
        ShapleyValues.of(
            f,
            Arrays.copyOf(here, 4),
            background.stream().map(x -> Arrays.copyOf(x, 4)).toList(),
            singles(4));
    for (int j = 0; j < 4; j++) {
      assertEquals(exact.values()[j], sampled.values()[j], 0.05);
    }
    assertTrue(Math.abs(sampled.values()[7]) < 1e-12);
  }

  private static List<Span> singles(int count) {
    return IntStream.range(0, count).mapToObj(i -> new Span(i, i + 1)).toList();
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }
}
