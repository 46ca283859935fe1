package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.core.Objective;
import org.cellwright.science.planner.acquisition.Descent;

/**
 * One merit from objectives in an order of importance: Chimera (Häse, Roch and Aspuru-Guzik, Chem.
 * Sci. 9, 7642, 2018).
 *
 * <p>Losses are scaled to the range seen. While the first misses its tolerance the merit is that
 * loss; where it is met the next takes over, its worst value among the designs that count there put
 * where the one before ends, and so on; where all are met the first is made smaller still. A
 * tolerance is a share of the range above the best or a level; best and range are those of the
 * designs that meet all tolerances before, or, as long as none does, of those that counted one step
 * earlier.
 *
 * <p>The merit is never reckoned as a number. Of two designs that is better which meets more
 * tolerances before it misses one, and of equals the one that loses less where both stand: this is
 * the order of the merit, without its rounding, and a level that every design meets leaves it as it
 * is. How far it falls between two designs is said by its stairs.
 */
public final class Chimera {
  private final int[] order;
  private final double[] range;

  /** By place in the order: where the next takes over; −∞ for never. */
  private final double[] limit;

  /** By place in the order, then that of the first again: where the stair begins. */
  private final double[] high;

  /**
   * @param seen losses of the designs from which ranges are taken, in the order of the objectives
   */
  public Chimera(List<Objective> objectives, Hierarchy hierarchy, List<double[]> seen) {
    int n = objectives.size();
    List<String> names = objectives.stream().map(Objective::name).toList();
    order = hierarchy.tiers().stream().mapToInt(tier -> names.indexOf(tier.objective())).toArray();
    range = new double[n];
    limit = new double[n];
    high = new double[n + 1];
    for (int j = 0; j < n; j++) {
      double span = greatest(seen, j) - least(seen, j);
      range[j] = span > 0 ? span : 1;
    }
    List<double[]> domain = seen;
    for (int k = 0; k <= n; k++) {
      int j = order[k % n];
      high[k] = greatest(domain, j);
      if (k == n || hierarchy.tiers().get(k).tolerance() instanceof Tolerance.Unlimited) {
        if (k < n) {
          limit[k] = Double.NEGATIVE_INFINITY;
        }
        break;
      }
      double best = least(domain, j);
      limit[k] =
          switch (hierarchy.tiers().get(k).tolerance()) {
            case Tolerance.Share(double share) -> best + share * (high[k] - best);
            case Tolerance.Level(double value) -> objectives.get(j).loss(value);
            case Tolerance.Unlimited() -> Double.NEGATIVE_INFINITY;
          };
      double until = limit[k];
      List<double[]> met = domain.stream().filter(loss -> loss[j] <= until).toList();
      domain = met.isEmpty() ? domain : met;
    }
  }

  private static double least(List<double[]> losses, int j) {
    return losses.stream().mapToDouble(loss -> loss[j]).min().orElse(0);
  }

  private static double greatest(List<double[]> losses, int j) {
    return losses.stream().mapToDouble(loss -> loss[j]).max().orElse(0);
  }

  /** How many tolerances are met before one is missed. */
  public int met(double[] losses) {
    int k = 0;
    while (k < order.length && losses[order[k]] <= limit[k]) {
      k++;
    }
    return k;
  }

  /** The best, of equals the first; −1 of nothing. */
  public int best(List<double[]> losses) {
    int best = losses.isEmpty() ? -1 : 0;
    for (int i = 1; i < losses.size(); i++) {
      best = isBetter(losses.get(i), losses.get(best)) ? i : best;
    }
    return best;
  }

  boolean isBetter(double[] a, double[] b) {
    int stands = met(a);
    int j = order[stands % order.length];
    return stands == met(b) ? a[j] < b[j] : stands > met(b);
  }

  /** What of the merit lies below that of the best known. */
  List<Descent.Stair> below(double[] best) {
    int n = order.length;
    int stands = met(best);
    List<Descent.Stair> stairs = new ArrayList<>();
    for (int k = stands; k <= n; k++) {
      int j = order[k % n];
      double[] limits = new double[n];
      Arrays.fill(limits, Double.POSITIVE_INFINITY);
      for (int m = k == n ? 1 : 0; m < k; m++) {
        limits[order[m]] = limit[m];
      }
      double begin = k == stands ? best[j] : high[k];
      if (k == n) {
        stairs.add(
            new Descent.Stair(
                j, Double.NEGATIVE_INFINITY, Math.min(begin, limit[0]), 1 / range[j], limits));
      } else {
        stairs.add(new Descent.Stair(j, limit[k], begin, 1 / range[j], limits));
        if (limit[k] == Double.NEGATIVE_INFINITY) {
          break;
        }
      }
    }
    return stairs;
  }
}
