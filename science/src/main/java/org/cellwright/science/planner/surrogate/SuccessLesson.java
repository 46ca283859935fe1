package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a source says of where runs fail: a process of its own runs, as {@link SuccessProcess} has
 * one, over the features that it shares with the campaign.
 */
final class SuccessLesson {
  /** A prediction costs so many covariances; more runs of one kind are thinned evenly. */
  private static final int MOST = 200;

  private final String source;
  private final int[] features;
  private final Process process;
  private final int runs;

  private SuccessLesson(String source, int[] features, Process process, int runs) {
    this.source = source;
    this.features = features;
    this.process = process;
    this.runs = runs;
  }

  /** Of a source with a failure. */
  static SuccessLesson learn(Sources.Taught taught, int[] groups) {
    List<double[]> points = new ArrayList<>();
    List<double[]> failed = thinned(taught.failures());
    failed.forEach(x -> points.add(picked(x, taught.features())));
    thinned(taught.points()).forEach(x -> points.add(picked(x, taught.features())));
    double[][] xs = points.toArray(double[][]::new);
    boolean[] succeeded = new boolean[xs.length];
    Arrays.fill(succeeded, failed.size(), xs.length, true);
    double[] none = new double[xs.length];
    double[] whole = new double[xs.length];
    Arrays.fill(whole, 1);
    int[] own = Lesson.groupsOf(taught.features(), groups);
    Kernel kernel = SuccessProcess.kernel(xs, succeeded, none, whole, own, taught.dimension());
    double[] labels = new double[xs.length];
    Arrays.setAll(labels, i -> SuccessProcess.label(succeeded[i]));
    return new SuccessLesson(
        taught.name(),
        taught.features(),
        Process.of(kernel, new Fitting.Data(xs, labels, none), null),
        taught.points().size() + taught.failures().size());
  }

  private static List<double[]> thinned(List<double[]> points) {
    int n = points.size();
    int count = Math.min(MOST, n);
    return IntStream.range(0, count)
        .mapToObj(i -> points.get((int) ((long) i * n / count)))
        .toList();
  }

  private static double[] picked(double[] x, int[] features) {
    return Arrays.stream(features).mapToDouble(j -> x[j]).toArray();
  }

  String source() {
    return source;
  }

  /** Failed and successful. */
  int runs() {
    return runs;
  }

  /**
   * Means of the latent value, beside the hopeful mean, and what is left of its variance, 1 where
   * the source knows nothing, at many points.
   */
  double[][] predict(double[][] xs) {
    double[][] points = new double[xs.length][];
    Arrays.setAll(points, i -> picked(xs[i], features));
    double[][] moments = new double[2][xs.length];
    process.predict(points, new double[xs.length], moments[0], moments[1]);
    double whole = process.kernel().variance(0);
    Arrays.setAll(moments[1], i -> moments[1][i] / whole);
    return moments;
  }

  /** The same at one point, with gradients by all features. */
  double[] predict(double[] x, double[] meanGradient, double[] varianceGradient) {
    int d = features.length;
    double[] ofMean = new double[d];
    double[] ofVariance = new double[d];
    double[] moments = process.predict(picked(x, features), 0, new double[d], ofMean, ofVariance);
    Arrays.fill(meanGradient, 0);
    Arrays.fill(varianceGradient, 0);
    double whole = process.kernel().variance(0);
    moments[1] /= whole;
    for (int j = 0; j < d; j++) {
      meanGradient[features[j]] = ofMean[j];
      varianceGradient[features[j]] = ofVariance[j] / whole;
    }
    return moments;
  }
}
