package org.cellwright.science.planner.surrogate;

import java.util.stream.IntStream;
import org.cellwright.science.numerics.Cholesky;

/**
 * Data predicted each from all others: with a = K⁻¹ y the miss, in deviations, is a_i / √(K⁻¹)_ii
 * (Rasmussen and Williams 2006, eq. 5.12), so that nothing is learned anew.
 */
final class LeaveOneOut {
  /** Data that are left out together. */
  private static final int TOGETHER = 32;

  private LeaveOneOut() {}

  /**
   * The misses of at most {@code most} evenly strided data; of none where there are fewer than
   * three.
   *
   * @param factor of K, of the first {@code n} data
   * @param weights K⁻¹ y
   */
  static double[] misses(Cholesky factor, double[] weights, int n, int most) {
    int count = n < 3 ? 0 : Math.min(n, most);
    double[] misses = new double[count];
    // Side by side, and from where their first one stands: above it all is zero.
    IntStream.range(0, (count + TOGETHER - 1) / TOGETHER)
        .parallel()
        .forEach(block -> {
          int start = block * TOGETHER;
          int end = Math.min(count, start + TOGETHER);
          double[][] units = new double[n][end - start];
          int[] at = new int[end - start];
          for (int k = start; k < end; k++) {
            at[k - start] = (int) ((long) k * n / count);
            units[at[k - start]][k - start] = 1;
          }
          factor.solveLower(units, at[0], n);
          double[] diagonals = new double[end - start];
          for (double[] w : units) {
            for (int k = 0; k < w.length; k++) {
              diagonals[k] += w[k] * w[k];
            }
          }
          for (int k = start; k < end; k++) {
            misses[k] = weights[at[k - start]] / Math.sqrt(diagonals[k - start]);
          }
        });
    return misses;
  }
}
