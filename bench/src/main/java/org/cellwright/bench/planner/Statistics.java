package org.cellwright.bench.planner;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cellwright.science.numerics.RandomStream;

/** What many seeds say together; intervals hold 95 % and come from resampling the seeds. */
final class Statistics {
  private static final int RESAMPLES = 2000;

  private Statistics() {}

  /** A value and where it lies with 95 % confidence. */
  record Interval(double value, double low, double high) {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? Double.NaN : 0.5 * (sorted[(n - 1) / 2] + sorted[n / 2]);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  static double geometricMean(double[] values) {
    return StrictMath.exp(mean(Arrays.stream(values).map(StrictMath::log).toArray()));
  }

  static double share(double[] values, double atMost) {
    return Arrays.stream(values).filter(v -> v <= atMost).count() / (double) values.length;
  }

  static Interval of(double[] values, ToDoubleFunction<double[]> statistic) {
    return ofGroups(List.of(values), groups -> statistic.applyAsDouble(groups.getFirst()));
  }

  /** Resampled within each group: the sets are what they are, the seeds are chance. */
  static Interval ofGroups(List<double[]> groups, ToDoubleFunction<List<double[]>> statistic) {
    RandomStream random = new RandomStream(1, 0xB007);
    double[] found = new double[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      List<double[]> drawn =
          groups.stream()
              .map(group -> {
                double[] again = new double[group.length];
                Arrays.setAll(again, _ -> group[random.nextInt(group.length)]);
                return again;
              })
              .toList();
      found[b] = statistic.applyAsDouble(drawn);
    }
    Arrays.sort(found);
    return new Interval(
        statistic.applyAsDouble(groups),
        found[(int) (0.025 * RESAMPLES)],
        found[(int) (0.975 * RESAMPLES) - 1]);
  }

  /** ln(a/b), pair by pair. */
  static double[] logRatios(double[] a, double[] b) {
    double[] logs = new double[Math.min(a.length, b.length)];
    Arrays.setAll(logs, i -> StrictMath.log(a[i] / b[i]));
    return logs;
  }

  /** Geometric mean of ratios given as logarithms, all groups weighing the same. */
  static double geometricRatio(List<double[]> logs) {
    return StrictMath.exp(logs.stream().mapToDouble(Statistics::mean).average().orElse(0));
  }

  /**
   * Draws of random search until one of {@code good} among {@code all} is met, without repeats: the
   * exact expectation (N + 1)/(k + 1).
   */
  static double randomSearch(int all, long good) {
    return (all + 1.0) / (good + 1.0);
  }
}
