package org.cellwright.science.planner.explain;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cellwright.science.numerics.RandomStream;

/**
 * What each input of one point adds to a function's value there, against the mean over a background
 * (SHAP, Lundberg and Lee 2017): inputs that are not in a coalition come from the background.
 *
 * <p>Exact up to {@value #EXACT} inputs k: 2^k evaluations for each background point. Beyond by
 * random orders, each also taken backwards, so that the values still sum exactly (Castro, Gómez and
 * Tejada, Comput. Oper. Res. 36, 1726, 2009).
 *
 * @param base the mean over the background points that were used
 * @param prediction the value at the point: {@code base} plus all of {@code values}
 */
public record ShapleyValues(double base, double prediction, double[] values) {
  private static final int EXACT = 10;
  private static final int MOST_EVALUATIONS = 32_768;
  private static final int LEAST_BACKGROUND = 16;
  private static final int ORDERS = 64;

  /** Of {@code background}, an evenly strided part is used where all of it would take too long. */
  public static ShapleyValues of(
      ToDoubleFunction<double[]> f, double[] x, List<double[]> background, List<Span> inputs) {
    int k = inputs.size();
    int most = k <= EXACT ? Math.max(LEAST_BACKGROUND, MOST_EVALUATIONS >> k) : ORDERS;
    int used = Math.min(background.size(), most);
    double[] values = new double[k];
    double base = 0;
    for (int i = 0; i < used; i++) {
      double[] other = background.get((int) ((long) i * background.size() / used));
      base += f.applyAsDouble(other) / used;
      double[] own = k <= EXACT ? exact(f, x, other, inputs) : sampled(f, x, other, inputs, i);
      for (int j = 0; j < k; j++) {
        values[j] += own[j] / used;
      }
    }
    return new ShapleyValues(base, f.applyAsDouble(x), values);
  }

  private static double[] exact(
      ToDoubleFunction<double[]> f, double[] x, double[] other, List<Span> inputs) {
    int k = inputs.size();
    double[] worth = new double[1 << k];
    for (int coalition = 0; coalition < worth.length; coalition++) {
      double[] mixed = other;
      for (int j = 0; j < k; j++) {
        if ((coalition >> j & 1) != 0) {
          mixed = inputs.get(j).exchanged(mixed, x);
        }
      }
      worth[coalition] = f.applyAsDouble(mixed);
    }
    // |S|! (k − |S| − 1)! / k! for each size of a coalition without the input.
    double[] weight = new double[k];
    weight[0] = 1.0 / k;
    for (int size = 1; size < k; size++) {
      weight[size] = weight[size - 1] * size / (k - size);
    }
    double[] values = new double[k];
    for (int coalition = 0; coalition < worth.length; coalition++) {
      for (int j = 0; j < k; j++) {
        if ((coalition >> j & 1) == 0) {
          values[j] +=
              weight[Integer.bitCount(coalition)] * (worth[coalition | 1 << j] - worth[coalition]);
        }
      }
    }
    return values;
  }

  private static double[] sampled(
      ToDoubleFunction<double[]> f, double[] x, double[] other, List<Span> inputs, int stream) {
    int k = inputs.size();
    RandomStream random = new RandomStream(0x54A9, stream);
    int[] order = new int[k];
    for (int j = 0; j < k; j++) {
      int place = random.nextInt(j + 1);
      order[j] = order[place];
      order[place] = j;
    }
    double[] values = new double[k];
    for (int backwards = 0; backwards < 2; backwards++) {
      double[] mixed = other;
      double before = f.applyAsDouble(other);
      for (int j = 0; j < k; j++) {
        int input = order[backwards == 0 ? j : k - 1 - j];
        mixed = inputs.get(input).exchanged(mixed, x);
        double after = f.applyAsDouble(mixed);
        values[input] += 0.5 * (after - before);
        before = after;
      }
    }
    return values;
  }
}
