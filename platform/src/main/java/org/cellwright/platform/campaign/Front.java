package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.science.planner.Hypervolume;
import org.cellwright.science.planner.Pareto;
import org.jspecify.annotations.Nullable;

/** The undominated of some feasible observations, sorted by the first objective, best first. */
final class Front {

  private record Point(String id, double[] losses) {}

  private final List<Point> points;
  private final double[] reference;
  private final @Nullable String knee;

  private Front(List<Point> points, double[] reference, @Nullable String knee) {
    this.points = points;
    this.reference = reference;
    this.knee = knee;
  }

  static Front of(
      List<Observation> feasible,
      List<Objective> objectives,
      List<Double> referencePoint,
      Hierarchy hierarchy) {
    double[] reference = new double[objectives.size()];
    for (int j = 0; j < reference.length; j++) {
      reference[j] =
          referencePoint.isEmpty() ? Double.NaN : objectives.get(j).loss(referencePoint.get(j));
    }
    List<Point> all = new ArrayList<>();
    for (Observation observation : feasible) {
      all.add(
          new Point(
              observation.id(),
              objectives.stream().mapToDouble(o -> o.loss(o.value(observation))).toArray()));
    }
    List<Point> front = new ArrayList<>();
    for (int i : Pareto.front(losses(all))) {
      front.add(all.get(i));
    }
    Comparator<Point> order =
        Comparator.comparingDouble((Point p) -> p.losses[0]).thenComparing(Point::id);
    front.sort(order);
    // In the order of the front, so that of equals the first is taken.
    all.sort(order);
    boolean[] counts = new boolean[all.size()];
    Arrays.fill(counts, true);
    int knee = Pareto.best(objectives, hierarchy, losses(all), counts);
    return new Front(front, reference, knee < 0 ? null : all.get(knee).id);
  }

  private static List<double[]> losses(List<Point> points) {
    return points.stream().map(Point::losses).toList();
  }

  List<String> ids() {
    return points.stream().map(Point::id).toList();
  }

  /**
   * Of the space between the front and the reference point, in the product of the units; NaN
   * without a reference point.
   */
  double hypervolume() {
    return Double.isNaN(reference[0]) ? Double.NaN : Hypervolume.of(losses(points), reference);
  }

  /** The design of the best compromise, or the first by the hierarchy; null without a front. */
  @Nullable String knee() {
    return knee;
  }
}
