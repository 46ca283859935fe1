package org.cellwright.science.cell.design;

import java.util.Arrays;

/**
 * Order statistics and moments of a quantity over draws; draws without an answer count as the worst
 * there is.
 */
final class Draws {
  private final double[] sorted;
  private final int without;

  private Draws(double[] sorted, int without) {
    this.sorted = sorted;
    this.without = without;
  }

  /** NaN stands for a draw without an answer. */
  static Draws of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return new Draws(sorted, values.length - sorted.length);
  }

  double mean() {
    return Arrays.stream(sorted).sum() / sorted.length;
  }

  /** Sample standard deviation; NaN for a single draw. */
  double std() {
    double mean = mean();
    double sum = 0;
    for (double v : sorted) {
      sum += (v - mean) * (v - mean);
    }
    return sorted.length < 2 ? Double.NaN : Math.sqrt(sum / (sorted.length - 1));
  }

  /**
   * Linear between order statistics, at position p (n − 1); negative infinity where it falls on
   * draws without an answer, which stand below all others.
   */
  double lowQuantile(double p) {
    double position = p * (sorted.length + without - 1) - without;
    if (position < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /** The mirror image: draws without an answer stand above all others. */
  double highQuantile(double p) {
    double[] mirrored = new double[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      mirrored[i] = -sorted[sorted.length - 1 - i];
    }
    return -new Draws(mirrored, without).lowQuantile(1 - p);
  }
}
