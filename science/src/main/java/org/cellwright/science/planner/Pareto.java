package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Objective;

/** Geometry of trade-offs between losses: everything is made small. */
public final class Pareto {
  private Pareto() {}

  /** Whether {@code a} is nowhere worse than {@code b} and somewhere better. */
  public static boolean dominates(double[] a, double[] b) {
    boolean better = false;
    for (int i = 0; i < a.length; i++) {
      if (a[i] > b[i]) {
        return false;
      }
      better |= a[i] < b[i];
    }
    return better;
  }

  /** Indices, in rising order, of the points that no other dominates; equal points all stay. */
  public static int[] front(List<double[]> losses) {
    boolean[] feasible = new boolean[losses.size()];
    Arrays.fill(feasible, true);
    return front(losses, feasible);
  }

  /** As {@link #front(List)}, of the feasible points only. */
  public static int[] front(List<double[]> losses, boolean[] feasible) {
    List<Integer> front = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      boolean dominated = !feasible[i];
      for (int j = 0; j < losses.size() && !dominated; j++) {
        dominated = feasible[j] && dominates(losses.get(j), losses.get(i));
      }
      if (!dominated) {
        front.add(i);
      }
    }
    return front.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * At most {@code most} of some points, far from each other: the best of each loss, then always
   * the one whose nearest chosen neighbour is farthest, the losses scaled to [0, 1] (Gonzalez,
   * Theor. Comput. Sci. 38, 293, 1985).
   */
  public static List<double[]> spread(List<double[]> losses, int most) {
    if (losses.size() <= most) {
      return losses;
    }
    int dimension = losses.getFirst().length;
    double[] low = losses.getFirst().clone();
    double[] high = losses.getFirst().clone();
    int[] best = new int[dimension];
    for (int i = 0; i < losses.size(); i++) {
      for (int k = 0; k < dimension; k++) {
        double loss = losses.get(i)[k];
        best[k] = loss < low[k] ? i : best[k];
        low[k] = Math.min(low[k], loss);
        high[k] = Math.max(high[k], loss);
      }
    }
    double[] nearest = new double[losses.size()];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    List<double[]> kept = new ArrayList<>();
    while (kept.size() < most) {
      int next = 0;
      for (int i = 0; i < nearest.length; i++) {
        next = nearest[i] > nearest[next] ? i : next;
      }
      if (kept.size() < dimension && nearest[best[kept.size()]] > 0) {
        next = best[kept.size()];
      }
      if (nearest[next] == 0) {
        break;
      }
      double[] chosen = losses.get(next);
      kept.add(chosen);
      for (int i = 0; i < nearest.length; i++) {
        double square = 0;
        for (int k = 0; k < dimension; k++) {
          double range = high[k] > low[k] ? high[k] - low[k] : 1;
          double gap = (losses.get(i)[k] - chosen[k]) / range;
          square += gap * gap;
        }
        nearest[i] = Math.min(nearest[i], square);
      }
    }
    return kept;
  }

  /**
   * The knee of a front: the point farthest below the chord between its ends, the losses scaled to
   * [0, 1] over the front (Das, Struct. Optim. 18, 107, 1999); of more than two losses the plane
   * through the ends of the axes takes the chord's place. Of equals the first.
   *
   * @return an element of {@code front}; −1 for an empty front
   */
  public static int knee(List<double[]> losses, int[] front) {
    if (front.length == 0) {
      return -1;
    }
    int dimension = losses.get(front[0]).length;
    double[] low = new double[dimension];
    double[] high = new double[dimension];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int i : front) {
      for (int k = 0; k < dimension; k++) {
        low[k] = Math.min(low[k], losses.get(i)[k]);
        high[k] = Math.max(high[k], losses.get(i)[k]);
      }
    }
    // Scaled, the ends are (0, 1) and (1, 0): the distance to their chord falls as the sum rises.
    int knee = front[0];
    double least = Double.POSITIVE_INFINITY;
    for (int i : front) {
      double sum = 0;
      for (int k = 0; k < dimension; k++) {
        sum += high[k] > low[k] ? (losses.get(i)[k] - low[k]) / (high[k] - low[k]) : 0;
      }
      if (sum < least) {
        least = sum;
        knee = i;
      }
    }
    return knee;
  }

  /**
   * The design to name first: by the hierarchy where there is one, otherwise the knee of the front.
   *
   * @return an element of {@code losses}; −1 where none is feasible
   */
  public static int best(
      List<Objective> objectives, Hierarchy hierarchy, List<double[]> losses, boolean[] feasible) {
    int[] front = front(losses, feasible);
    if (!hierarchy.isGiven()) {
      return knee(losses, front);
    }
    List<double[]> seen = new ArrayList<>();
    for (int i = 0; i < feasible.length; i++) {
      if (feasible[i]) {
        seen.add(losses.get(i));
      }
    }
    Chimera chimera = new Chimera(objectives, hierarchy, seen);
    int best = chimera.best(Arrays.stream(front).mapToObj(losses::get).toList());
    return best < 0 ? -1 : front[best];
  }
}
