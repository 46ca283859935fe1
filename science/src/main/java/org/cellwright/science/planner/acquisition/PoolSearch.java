package org.cellwright.science.planner.acquisition;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.planner.acquisition.PromiseSearch.Found;
import org.cellwright.science.planner.space.PoolRows;
import org.jspecify.annotations.Nullable;

/**
 * The candidate of a pool that promises most: all that were not asked are valued, block by block,
 * so that memory does not grow with the pool. Of equals the first row.
 *
 * <p>Where data are many, all are valued in outline first ({@link Worth#outline}), which keeps two
 * numbers a row; then as they are, the most promising first, until none that is left can be better.
 */
public final class PoolSearch {
  private static final int BLOCK = 2048;
  private static final Best NONE = new Best(-1, null);

  private final PoolRows rows;
  private final Worth worth;

  public PoolSearch(PoolRows rows, Worth worth) {
    this.rows = rows;
    this.worth = worth;
  }

  /**
   * @param taken features of what was asked before
   * @return null where every candidate was asked
   */
  public @Nullable Found best(List<double[]> taken) {
    BitSet asked = rows.taken(taken);
    Worth outline = worth.outline();
    return outline == worth ? bestOfAll(asked) : bestByOutline(asked, outline);
  }

  private @Nullable Found bestOfAll(BitSet asked) {
    // Blocks are the same whoever values them, and joined in their order.
    return IntStream.range(0, blocks())
        .parallel()
        .mapToObj(block -> best(left(block, asked)))
        .reduce(NONE, Best::or)
        .found;
  }

  private @Nullable Found bestByOutline(BitSet asked, Worth outline) {
    double[] bounds = new double[rows.size()];
    Arrays.fill(bounds, Double.NaN);
    IntStream.range(0, blocks())
        .parallel()
        .forEach(block -> {
          int[] left = left(block, asked);
          double[] values = left.length == 0 ? new double[0] : outline.values(features(left));
          for (int i = 0; i < left.length; i++) {
            bounds[left[i]] = values[i];
          }
        });
    double[] sorted = Arrays.stream(bounds).filter(bound -> !Double.isNaN(bound)).toArray();
    Arrays.parallelSort(sorted);
    Best best = NONE;
    double above = Double.POSITIVE_INFINITY;
    for (int end = sorted.length; end > 0 && !best.isAbove(sorted[end - 1]); ) {
      // Together with all that are equal to the last, so that none is passed over.
      double low = sorted[Math.max(0, end - BLOCK)];
      double high = above;
      int[] chosen =
          IntStream.range(0, bounds.length)
              .filter(row -> bounds[row] >= low && bounds[row] < high)
              .toArray();
      best = best.or(best(chosen));
      above = low;
      end = lowerBound(sorted, low);
    }
    return best.found;
  }

  /** The first place that is not below a number. */
  private static int lowerBound(double[] sorted, double number) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (sorted[middle] < number) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private record Best(int row, @Nullable Found found) {
    /** The better one; of equals the one that stands first. */
    Best or(Best other) {
      if (found == null || other.found == null) {
        return found == null ? other : this;
      }
      int order = Double.compare(found.value(), other.found.value());
      return order < 0 || (order == 0 && other.row < row) ? other : this;
    }

    boolean isAbove(double bound) {
      return found != null && found.value() > bound;
    }
  }

  private int blocks() {
    return (rows.size() + BLOCK - 1) / BLOCK;
  }

  private int[] left(int block, BitSet asked) {
    int end = Math.min(rows.size(), (block + 1) * BLOCK);
    return IntStream.range(block * BLOCK, end).filter(row -> !asked.get(row)).toArray();
  }

  private double[][] features(int[] chosen) {
    return Arrays.stream(chosen).mapToObj(rows::features).toArray(double[][]::new);
  }

  private Best best(int[] chosen) {
    double[][] points = features(chosen);
    double[] values = points.length == 0 ? new double[0] : worth.values(points);
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] > values[best])) {
        best = i;
      }
    }
    return best < 0 ? NONE : new Best(chosen[best], new Found(points[best], values[best]));
  }
}
