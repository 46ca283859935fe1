package org.cellwright.science.planner.acquisition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logarithm of the improvement to expect from independent normal losses. */
public sealed interface Improvement permits Growth, Rays, Descent {

  /** Over the best loss so far. */
  static Improvement over(double best) {
    return Growth.over(best);
  }

  /**
   * Growth of the volume that a front dominates, dominated points and points beyond the reference
   * left out. Of a long front of three or more losses those are kept that lie farthest from each
   * other.
   */
  static Improvement over(List<double[]> losses, double[] reference) {
    return Growth.over(losses, reference);
  }

  /**
   * The same of any number of losses, estimated: see {@link Rays}.
   *
   * @param best seen of each loss
   * @param seed of the directions that are looked along
   */
  static Improvement along(List<double[]> losses, double[] reference, double[] best, long seed) {
    return Rays.over(losses, reference, best, seed);
  }

  /** Down a flight of stairs: see {@link Descent}. */
  static Improvement down(List<Descent.Stair> stairs) {
    return new Descent(stairs);
  }

  /**
   * The logarithm; writes its derivatives, where they are wanted.
   *
   * @param mean of each loss
   * @param deviation of each loss, positive
   * @param gradient by the means, then by the deviations
   */
  double log(double[] mean, double[] deviation, double @Nullable [] gradient);
}
