package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The undominated of some feasible observations, sorted by the first objective, best first.
 *
 * <p>Losses are what is to be made small, in the objectives' units. The hypervolume is exact:
 * slices along the last objective, recursively; O(n log n) for two objectives, O(n^(m-1)) beyond.
 */
final class Front {

  private record Point(String id, double[] losses) {}

  private final List<Point> points;
  private final double[] reference;

  private Front(List<Point> points, double[] reference) {
    this.points = points;
    this.reference = reference;
  }

  static Front of(
      List<Observation> feasible, List<Objective> objectives, List<Double> referencePoint) {
    int m = objectives.size();
    double[] reference = new double[m];
    for (int j = 0; j < m; j++) {
      reference[j] = objectives.get(j).loss(referencePoint.get(j));
    }
    List<Point> points = new ArrayList<>();
    for (Observation observation : feasible) {
      double[] losses = new double[m];
      for (int j = 0; j < m; j++) {
        Objective objective = objectives.get(j);
        losses[j] = objective.loss(observation.outcome(objective.name(), objective.unit()));
      }
      if (points.stream().noneMatch(p -> covers(p.losses, losses))) {
        points.removeIf(p -> covers(losses, p.losses));
        points.add(new Point(observation.id(), losses));
      }
    }
    points.sort(Comparator.comparingDouble((Point p) -> p.losses[0]).thenComparing(Point::id));
    return new Front(points, reference);
  }

  /** At least as good everywhere; of two equal ones the earlier stays. */
  private static boolean covers(double[] a, double[] b) {
    for (int j = 0; j < a.length; j++) {
      if (a[j] > b[j]) {
        return false;
      }
    }
    return true;
  }

  List<String> ids() {
    return points.stream().map(Point::id).toList();
  }

  /** Of the space between the front and the reference point. */
  double hypervolume() {
    List<double[]> inside = new ArrayList<>();
    for (Point point : points) {
      boolean within = true;
      for (int j = 0; j < reference.length; j++) {
        within &= point.losses[j] < reference[j];
      }
      if (within) {
        inside.add(point.losses);
      }
    }
    return volume(inside, reference.length);
  }

  private double volume(List<double[]> some, int dimensions) {
    if (some.isEmpty()) {
      return 0;
    }
    int last = dimensions - 1;
    if (dimensions == 1) {
      return reference[0] - some.stream().mapToDouble(p -> p[0]).min().orElseThrow();
    }
    List<double[]> sorted = new ArrayList<>(some);
    sorted.sort(Comparator.comparingDouble(p -> p[last]));
    double volume = 0;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < sorted.size(); i++) {
      double top = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
      double height = top - sorted.get(i)[last];
      best = Math.min(best, sorted.get(i)[0]);
      if (height > 0) {
        double base =
            dimensions == 2
                ? reference[0] - best
                : volume(sorted.subList(0, i + 1), dimensions - 1);
        volume += height * base;
      }
    }
    return volume;
  }

  /** The one nearest to the best of everything, each objective scaled to its span on the front. */
  @Nullable String knee() {
    int m = reference.length;
    double[] low = new double[m];
    double[] high = new double[m];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (Point point : points) {
      for (int j = 0; j < m; j++) {
        low[j] = Math.min(low[j], point.losses[j]);
        high[j] = Math.max(high[j], point.losses[j]);
      }
    }
    String knee = null;
    double nearest = Double.POSITIVE_INFINITY;
    for (Point point : points) {
      double square = 0;
      for (int j = 0; j < m; j++) {
        double span = high[j] - low[j];
        double x = span > 0 ? (point.losses[j] - low[j]) / span : 0;
        square += x * x;
      }
      if (square < nearest) {
        nearest = square;
        knee = point.id;
      }
    }
    return knee;
  }
}
