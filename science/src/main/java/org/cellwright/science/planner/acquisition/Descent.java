package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;
import static org.cellwright.science.numerics.NormalDistribution.logImprovement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logarithm of the improvement to expect of a merit that falls in stairs: each is a stretch of one
 * loss, entered once other losses are below their limits.
 *
 * <p>The expected fall of a merit is the integral of the probability to lie below each of its
 * values, and independent losses make each stair a product,
 *
 * <pre>E = Σ_k weight_k (E[(high_k − y_k)⁺] − E[(low_k − y_k)⁺]) Π_m P(y_m ≤ limit_m),</pre>
 *
 * which is exact and smooth in means and deviations although the merit itself has steps.
 */
public final class Descent implements Improvement {
  /**
   * A stretch of the merit.
   *
   * @param loss that it follows
   * @param low its end; −∞ for none
   * @param high where it begins, or where the best known stands on it
   * @param weight of the loss in the merit
   * @param limits of all losses that have to be met first; +∞ for those that need not
   */
  public record Stair(int loss, double low, double high, double weight, double[] limits) {
    public Stair {
      limits = limits.clone();
    }
  }

  private final List<Stair> stairs;

  Descent(List<Stair> stairs) {
    this.stairs = stairs.stream().filter(stair -> stair.low < stair.high).toList();
    if (this.stairs.isEmpty()) {
      throw new IllegalArgumentException("there is nowhere to go");
    }
  }

  @Override
  public double log(double[] mean, double[] deviation, double @Nullable [] gradient) {
    int m = mean.length;
    int n = stairs.size();
    double[] logs = new double[n];
    double[][] slopes = new double[n][2 * m];
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < n; k++) {
      logs[k] = log(stairs.get(k), mean, deviation, slopes[k]);
      largest = Math.max(largest, logs[k]);
    }
    double sum = 0;
    double[] weighted = new double[2 * m];
    for (int k = 0; k < n; k++) {
      double share = StrictMath.exp(logs[k] - largest);
      sum += share;
      for (int i = 0; i < 2 * m; i++) {
        weighted[i] += share * slopes[k][i];
      }
    }
    for (int i = 0; gradient != null && i < 2 * m; i++) {
      gradient[i] = weighted[i] / sum;
    }
    return largest + StrictMath.log(sum);
  }

  private static double log(Stair stair, double[] mean, double[] deviation, double[] slopes) {
    int m = mean.length;
    double log = StrictMath.log(stair.weight);
    for (int j = 0; j < m; j++) {
      if (stair.limits[j] < Double.POSITIVE_INFINITY) {
        double z = (stair.limits[j] - mean[j]) / deviation[j];
        double met = logCumulative(z);
        double ratio = StrictMath.exp(logDensity(z) - met);
        log += met;
        slopes[j] -= ratio / deviation[j];
        slopes[m + j] -= ratio * z / deviation[j];
      }
    }
    int j = stair.loss;
    double s = deviation[j];
    double high = (stair.high - mean[j]) / s;
    double low = (stair.low - mean[j]) / s;
    if (high - low < Growth.NARROW) {
      double z = 0.5 * (high + low);
      double met = logCumulative(z);
      double ratio = StrictMath.exp(logDensity(z) - met);
      slopes[j] -= ratio / s;
      slopes[m + j] -= ratio * z / s;
      return log + StrictMath.log(stair.high - stair.low) + met;
    }
    double fall = logImprovement(high);
    if (low > Double.NEGATIVE_INFINITY) {
      fall += Growth.log1mexp(fall - logImprovement(low));
    }
    double mass = StrictMath.exp(logCumulative(high) - fall);
    double density = StrictMath.exp(logDensity(high) - fall);
    if (low > Double.NEGATIVE_INFINITY) {
      mass -= StrictMath.exp(logCumulative(low) - fall);
      density -= StrictMath.exp(logDensity(low) - fall);
    }
    slopes[j] -= mass / s;
    slopes[m + j] += density / s;
    return log + StrictMath.log(s) + fall;
  }
}
