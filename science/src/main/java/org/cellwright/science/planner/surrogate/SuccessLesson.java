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
  static SuccessLesson learn(Sources.Taught taught) {
    List<double[]> points = new ArrayList<>();
    List<double[]> failed = thinned(taught.failures());
    failed.forEach(x -> points.add(picked(x, taught.features())));
    thinned(taught.points()).forEach(x -> points.add(picked(x, taught.features())));
    double[] labels = new double[points.size()];
    Arrays.setAll(labels, i -> SuccessProcess.label(i >= failed.size()));
    Fitting.Data data =
        new Fitting.Data(points.toArray(double[][]::new), labels, new double[labels.length]);
    return new SuccessLesson(
        taught.name(),
        taught.features(),
        Process.of(SuccessProcess.kernel(taught.features().length), data, null),
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

  /** Means and variances of the latent value, beside the hopeful mean, at many points. */
  double[][] predict(double[][] xs) {
    double[][] points = new double[xs.length][];
    Arrays.setAll(points, i -> picked(xs[i], features));
    double[][] moments = new double[2][xs.length];
    process.predict(points, new double[xs.length], moments[0], moments[1]);
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
    for (int j = 0; j < d; j++) {
      meanGradient[features[j]] = ofMean[j];
      varianceGradient[features[j]] = ofVariance[j];
    }
    return moments;
  }
}
