package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;
import static org.cellwright.science.numerics.NormalDistribution.logImprovement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.planner.Pareto;

/**
 * Logarithm of the improvement to expect from independent normal losses.
 *
 * <p>One loss: ln E[(best − y)⁺]. Two: the dominated area grows by the strips between neighbours of
 * the front (a_i, b_i), a rising, b falling, with a_0 = −∞, b_0 and a_{n+1} of the reference point,
 *
 * <pre>E = Σ_i (E[(a_{i+1} − y₁)⁺] − E[(a_i − y₁)⁺]) E[(b_i − y₂)⁺],</pre>
 *
 * which is the exact expectation (Yang, Emmerich, Deutz and Bäck, Swarm Evol. Comput. 44, 945,
 * 2019, in two dimensions); every factor is positive, so the sum is taken in logarithms and stays
 * informative where the improvement itself underflows. O(n) for a front of n.
 */
public final class Improvement {
  /** Narrower than this, in deviations, a strip is taken at its middle. */
  private static final double NARROW = 1e-4;

  private final double[] a;
  private final double[] b;

  private Improvement(double[] a, double[] b) {
    this.a = a;
    this.b = b;
  }

  /** Over the best loss so far. */
  public static Improvement over(double best) {
    return new Improvement(new double[] {best}, new double[0]);
  }

  /** Over a front of two losses, dominated points and points beyond the reference left out. */
  public static Improvement over(List<double[]> losses, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] loss : losses) {
      if (loss[0] < reference[0] && loss[1] < reference[1]) {
        inside.add(loss);
      }
    }
    List<double[]> front = new ArrayList<>();
    for (int i : Pareto.front(inside)) {
      front.add(inside.get(i));
    }
    front.sort((p, q) -> Double.compare(p[0], q[0]));
    int n = front.size();
    double[] a = new double[n + 1];
    double[] b = new double[n + 1];
    b[0] = reference[1];
    for (int i = 0; i < n; i++) {
      a[i] = front.get(i)[0];
      b[i + 1] = front.get(i)[1];
    }
    a[n] = reference[0];
    return new Improvement(a, b);
  }

  /**
   * The logarithm; writes its derivatives.
   *
   * @param mean of each loss
   * @param deviation of each loss, positive
   * @param gradient by the means, then by the deviations
   */
  public double log(double[] mean, double[] deviation, double[] gradient) {
    if (b.length == 0) {
      double z = (a[0] - mean[0]) / deviation[0];
      double value = logImprovement(z);
      gradient[0] = -StrictMath.exp(logCumulative(z) - value) / deviation[0];
      gradient[1] = StrictMath.exp(logDensity(z) - value) / deviation[0];
      return value + StrictMath.log(deviation[0]);
    }
    int n = a.length;
    double[] logs = new double[n];
    double[][] slopes = new double[n][4];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      double width = strip(i, mean[0], deviation[0], slopes[i]);
      double z = (b[i] - mean[1]) / deviation[1];
      double height = logImprovement(z);
      slopes[i][1] = -StrictMath.exp(logCumulative(z) - height) / deviation[1];
      slopes[i][3] = StrictMath.exp(logDensity(z) - height) / deviation[1];
      logs[i] = width + height + StrictMath.log(deviation[1]);
      largest = Math.max(largest, logs[i]);
    }
    double sum = 0;
    Arrays.fill(gradient, 0, 4, 0);
    for (int i = 0; i < n; i++) {
      double weight = StrictMath.exp(logs[i] - largest);
      sum += weight;
      for (int p = 0; p < 4; p++) {
        gradient[p] += weight * slopes[i][p];
      }
    }
    for (int p = 0; p < 4; p++) {
      gradient[p] /= sum;
    }
    return largest + StrictMath.log(sum);
  }

  /** ln of the expected width of strip i; slopes 0 and 2 by the mean and the deviation. */
  private double strip(int i, double mean, double deviation, double[] slopes) {
    double u = (a[i] - mean) / deviation;
    double logU = logImprovement(u);
    if (i == 0) {
      slopes[0] = -StrictMath.exp(logCumulative(u) - logU) / deviation;
      slopes[2] = StrictMath.exp(logDensity(u) - logU) / deviation;
      return logU + StrictMath.log(deviation);
    }
    double v = (a[i - 1] - mean) / deviation;
    if (u - v < NARROW) {
      double middle = 0.5 * (u + v);
      double logMiddle = logCumulative(middle);
      double ratio = StrictMath.exp(logDensity(middle) - logMiddle);
      slopes[0] = -ratio / deviation;
      slopes[2] = -ratio * middle / deviation;
      return StrictMath.log(a[i] - a[i - 1]) + logMiddle;
    }
    double difference = logU + log1mexp(logU - logImprovement(v));
    slopes[0] =
        (StrictMath.exp(logCumulative(v) - difference)
                - StrictMath.exp(logCumulative(u) - difference))
            / deviation;
    slopes[2] =
        (StrictMath.exp(logDensity(u) - difference) - StrictMath.exp(logDensity(v) - difference))
            / deviation;
    return difference + StrictMath.log(deviation);
  }

  /** ln(1 − exp(−x)) for x &gt; 0. */
  private static double log1mexp(double x) {
    return x < 0.693
        ? StrictMath.log(-StrictMath.expm1(-x))
        : StrictMath.log1p(-StrictMath.exp(-x));
  }
}
