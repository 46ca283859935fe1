package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;

/**
 * The volume of losses that a set of points dominates, up to a reference point. Exact.
 *
 * <p>Two losses: one sweep, O(n log n). Three and four: slices along the last loss (Knowles' and
 * While's HSO), good for a few hundred points. More: point by point what none after it dominates
 * (While, Bradstreet and Barone, IEEE Trans. Evol. Comput. 16, 86, 2012).
 */
public final class Hypervolume {
  /** Beyond, slices of slices are more work than what points leave to each other. */
  private static final int MOST_SLICED = 4;

  private Hypervolume() {}

  /**
   * @param losses one array for each point, all as long as {@code reference}; points beyond the
   *     reference in any loss count nothing
   */
  public static double of(List<double[]> losses, double[] reference) {
    List<double[]> inside = new ArrayList<>();
    for (double[] loss : losses) {
      boolean counts = true;
      for (int i = 0; i < reference.length; i++) {
        counts &= loss[i] < reference[i];
      }
      if (counts) {
        inside.add(loss);
      }
    }
    return reference.length > MOST_SLICED
        ? exclusive(inside, reference)
        : volume(inside, reference, reference.length);
  }

  /**
   * Of the feasible observations at the highest fidelity, in the product of the objectives' units;
   * 0 where there is none.
   */
  public static double of(Problem problem, List<Observation> observations) {
    List<double[]> losses = new ArrayList<>();
    for (Observation observation : observations) {
      if (observation.fidelity().equals(problem.highest().name())
          && observation.isFeasible(problem.constraints())) {
        losses.add(losses(problem, observation));
      }
    }
    return of(losses, reference(problem));
  }

  /** The losses of an observation, in the objectives' units. */
  public static double[] losses(Problem problem, Observation observation) {
    return problem.objectives().stream().mapToDouble(o -> o.loss(o.value(observation))).toArray();
  }

  /**
   * The losses of the reference point.
   *
   * @throws CellwrightException REFUSED if the problem does not give one for each objective
   */
  public static double[] reference(Problem problem) {
    if (problem.referencePoint().size() != problem.objectives().size()) {
      throw CellwrightException.refused(
          "a hypervolume needs a reference for each of %d objectives; there are %d"
              .formatted(problem.objectives().size(), problem.referencePoint().size()),
          "reference_point",
          "Give the worst value of each objective that still counts.");
    }
    double[] reference = new double[problem.objectives().size()];
    for (int i = 0; i < reference.length; i++) {
      Objective objective = problem.objectives().get(i);
      reference[i] = objective.loss(problem.referencePoint().get(i));
    }
    return reference;
  }

  private static double exclusive(List<double[]> points, double[] reference) {
    List<double[]> front = new ArrayList<>();
    for (int i : Pareto.front(points)) {
      front.add(points.get(i));
    }
    // The worst first: of the others little is then left within its box.
    front.sort(Comparator.<double[]>comparingDouble(p -> p[reference.length - 1]).reversed());
    double sum = 0;
    for (int i = 0; i < front.size(); i++) {
      double[] point = front.get(i);
      double box = 1;
      for (int k = 0; k < reference.length; k++) {
        box *= reference[k] - point[k];
      }
      List<double[]> within = new ArrayList<>();
      for (double[] other : front.subList(i + 1, front.size())) {
        double[] worse = new double[reference.length];
        Arrays.setAll(worse, k -> Math.max(point[k], other[k]));
        within.add(worse);
      }
      sum += within.isEmpty() ? box : box - exclusive(within, reference);
    }
    return sum;
  }

  private static double volume(List<double[]> points, double[] reference, int dimension) {
    if (points.isEmpty()) {
      return 0;
    }
    int last = dimension - 1;
    List<double[]> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(p -> p[last]));
    if (dimension == 1) {
      return reference[0] - sorted.getFirst()[0];
    }
    double sum = 0;
    if (dimension == 2) {
      double lowest = reference[0];
      for (int i = 0; i < sorted.size(); i++) {
        lowest = Math.min(lowest, sorted.get(i)[0]);
        double next = i + 1 < sorted.size() ? sorted.get(i + 1)[1] : reference[1];
        sum += (next - sorted.get(i)[1]) * (reference[0] - lowest);
      }
      return sum;
    }
    for (int i = 0; i < sorted.size(); i++) {
      double next = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
      double thickness = next - sorted.get(i)[last];
      if (thickness > 0) {
        sum += thickness * volume(sorted.subList(0, i + 1), reference, last);
      }
    }
    return sum;
  }
}
