package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import org.cellwright.science.numerics.Sums;
import org.jspecify.annotations.Nullable;

/**
 * Squared differences of all pairs of n points, summed over the features that share a length scale:
 * found once, used by every evaluation of a likelihood. Pair (i, k), k &lt; i, stands at i (i − 1)
 * / 2 + k.
 */
final class Pairs {
  private final double[][] squares;
  private final int count;
  private final boolean[] shared;

  /** Found when first wanted, by whoever comes first: it is the same for all. */
  private volatile double @Nullable [] trend;

  /**
   * @param groups for each feature, the length scale that it shares
   */
  Pairs(double[][] points, int[] groups) {
    int n = points.length;
    this.count = n * (n - 1) / 2;
    this.shared = shared(groups);
    this.squares = new double[Arrays.stream(groups).max().orElse(0) + 1][count];
    for (int i = 1; i < n; i++) {
      int at = i * (i - 1) / 2;
      for (int k = 0; k < i; k++) {
        for (int j = 0; j < groups.length; j++) {
          double difference = points[i][j] - points[k][j];
          squares[groups[j]][at + k] += difference * difference;
        }
      }
    }
  }

  /** For each length scale, whether more than one feature has it: names and their descriptors. */
  static boolean[] shared(int[] groups) {
    int[] features = new int[Arrays.stream(groups).max().orElse(0) + 1];
    for (int group : groups) {
      features[group]++;
    }
    boolean[] shared = new boolean[features.length];
    for (int g = 0; g < shared.length; g++) {
      shared[g] = features[g] > 1;
    }
    return shared;
  }

  boolean[] shared() {
    return shared;
  }

  int groups() {
    return squares.length;
  }

  int count() {
    return count;
  }

  /** Squared distances, each group in its own measure: Σ_g factors_g squares_g. */
  double[] distances(double[] factors) {
    double[] sum = new double[count];
    for (int g = 0; g < squares.length; g++) {
      double[] source = squares[g];
      double factor = factors[g];
      for (int p = 0; p < sum.length; p++) {
        sum[p] += factor * source[p];
      }
    }
    return sum;
  }

  /**
   * The trend of a kernel whose reach is the diagonal of the cube; it has no parameter to learn.
   */
  double[] trend() {
    double[] known = trend;
    if (known == null) {
      double[] ones = new double[squares.length];
      Arrays.fill(ones, 1);
      known = distances(ones);
      Kernel.trend(known, Math.sqrt(squares.length), count);
      trend = known;
    }
    return known;
  }

  /** Σ over the pairs of weight times the square of one group. */
  double weighted(double[] weights, int group) {
    return Sums.ofProducts(weights, squares[group], 0, count);
  }
}
