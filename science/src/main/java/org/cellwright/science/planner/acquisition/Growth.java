package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;
import static org.cellwright.science.numerics.NormalDistribution.logImprovement;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.planner.Pareto;
import org.jspecify.annotations.Nullable;

/**
 * Logarithm of the improvement to expect from independent normal losses.
 *
 * <p>One loss: ln E[(best − y)⁺]. More: the growth of the dominated volume. It is a sum over boxes
 * (l, u) that fill what the front leaves undominated ({@link Cells}), and independent losses make
 * each term a product,
 *
 * <pre>E = Σ_c Π_j (E[(u_cj − y_j)⁺] − E[(l_cj − y_j)⁺]),</pre>
 *
 * which is the exact expectation (Yang, Emmerich, Deutz and Bäck, Swarm Evol. Comput. 44, 945,
 * 2019; J. Glob. Optim. 75, 3, 2019), without sampling. Every factor is positive, so the sum is
 * taken in logarithms and stays informative where the improvement itself underflows (Ament et al.,
 * NeurIPS 2023, ask the same of a sampled one). Tails of a level are found once for all boxes.
 */
final class Growth implements Improvement {
  /** Narrower than this, in deviations, an interval is taken at its middle. */
  static final double NARROW = 1e-4;

  /** e^−40 is less than half a last bit. */
  private static final double NEGLIGIBLE = -40;

  /** So many points of a front count; boxes grow as n for three losses and as n² for four. */
  private static final int MOST_OF_THREE = 100;

  private static final int MOST_OF_FOUR = 40;

  private final Cells cells;

  private Growth(Cells cells) {
    this.cells = cells;
  }

  /** Over the best loss so far. */
  static Growth over(double best) {
    return new Growth(Cells.below(List.of(), new double[] {best}));
  }

  /**
   * Over a front, dominated points and points beyond the reference left out. Of a long front of
   * three or more losses those are kept that lie farthest from each other.
   */
  static Growth over(List<double[]> losses, double[] reference) {
    List<double[]> inside = inside(losses, reference);
    List<double[]> front = new ArrayList<>();
    for (int i : Pareto.front(inside)) {
      front.add(inside.get(i));
    }
    int most =
        reference.length <= 2
            ? Integer.MAX_VALUE
            : reference.length == 3 ? MOST_OF_THREE : MOST_OF_FOUR;
    return new Growth(Cells.below(Pareto.spread(front, most), reference));
  }

  /** Those that are better than the reference in every loss. */
  static List<double[]> inside(List<double[]> losses, double[] reference) {
    return losses.stream()
        .filter(loss -> IntStream.range(0, loss.length).allMatch(j -> loss[j] < reference[j]))
        .toList();
  }

  @Override
  public double log(double[] mean, double[] deviation, double @Nullable [] gradient) {
    int m = mean.length;
    int n = cells.size();
    double[] logs = new double[n];
    Side[] sides = new Side[m];
    for (int j = 0; j < m; j++) {
      sides[j] = new Side(cells, j, mean[j], deviation[j]);
      for (int c = 0; c < n; c++) {
        logs[c] += sides[j].logs[cells.sides[j][c]];
      }
    }
    double largest = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      largest = Math.max(largest, log);
    }
    double sum = 0;
    for (int c = 0; c < n; c++) {
      if (logs[c] - largest > NEGLIGIBLE) {
        double weight = StrictMath.exp(logs[c] - largest);
        sum += weight;
        for (int j = 0; j < m; j++) {
          sides[j].weights[cells.sides[j][c]] += weight;
        }
      }
    }
    for (int j = 0; gradient != null && j < m; j++) {
      double[] slopes = sides[j].slopes();
      gradient[j] = slopes[0] / sum;
      gradient[m + j] = slopes[1] / sum;
    }
    return largest + StrictMath.log(sum);
  }

  /** ln E[(u − max(l, y))⁺] of the intervals of one loss. */
  private static final class Side {
    private final double[] levels;
    private final int[] lower;
    private final int[] upper;
    private final double deviation;
    private final double[] z;
    final double[] logs;

    /** Of the boxes on each interval. */
    final double[] weights;

    Side(Cells cells, int loss, double mean, double deviation) {
      this.levels = cells.levels[loss];
      this.lower = cells.lower[loss];
      this.upper = cells.upper[loss];
      this.deviation = deviation;
      this.z = new double[levels.length];
      this.logs = new double[lower.length];
      this.weights = new double[lower.length];
      double[] tails = new double[levels.length];
      for (int i = 0; i < levels.length; i++) {
        z[i] = (levels[i] - mean) / deviation;
        tails[i] = isOpen(i) ? 0 : logImprovement(z[i]) + StrictMath.log(deviation);
      }
      for (int i = 0; i < logs.length; i++) {
        int l = lower[i];
        int u = upper[i];
        logs[i] =
            isOpen(l)
                ? tails[u]
                : isNarrow(i)
                    ? StrictMath.log(levels[u] - levels[l]) + logCumulative(middle(i))
                    : tails[u] + log1mexp(tails[u] - tails[l]);
      }
    }

    private boolean isOpen(int level) {
      return levels[level] == Double.NEGATIVE_INFINITY;
    }

    private boolean isNarrow(int interval) {
      return z[upper[interval]] - z[lower[interval]] < NARROW;
    }

    private double middle(int interval) {
      return 0.5 * (z[upper[interval]] + z[lower[interval]]);
    }

    /** Weighted slopes of the logarithms by the mean and by the deviation. */
    double[] slopes() {
      double byMean = 0;
      double byDeviation = 0;
      for (int i = 0; i < weights.length; i++) {
        if (weights[i] == 0) {
          continue;
        }
        double v = z[upper[i]];
        if (isNarrow(i)) {
          double middle = middle(i);
          double ratio = StrictMath.exp(logDensity(middle) - logCumulative(middle));
          byMean -= weights[i] * ratio / deviation;
          byDeviation -= weights[i] * ratio * middle / deviation;
          continue;
        }
        double mass = StrictMath.exp(logCumulative(v) - logs[i]);
        double density = StrictMath.exp(logDensity(v) - logs[i]);
        if (!isOpen(lower[i])) {
          double u = z[lower[i]];
          mass -= StrictMath.exp(logCumulative(u) - logs[i]);
          density -= StrictMath.exp(logDensity(u) - logs[i]);
        }
        byMean -= weights[i] * mass;
        byDeviation += weights[i] * density;
      }
      return new double[] {byMean, byDeviation};
    }
  }

  /** ln(1 − exp(−x)) for x &gt; 0. */
  static double log1mexp(double x) {
    return x < 0.693
        ? StrictMath.log(-StrictMath.expm1(-x))
        : StrictMath.log1p(-StrictMath.exp(-x));
  }
}
