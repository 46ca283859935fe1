package org.cellwright.science.planner.acquisition;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.planner.acquisition.PromiseSearch.Found;
import org.cellwright.science.planner.space.PoolRows;
import org.jspecify.annotations.Nullable;

/**
 * The candidate of a pool that promises most: all that were not asked are valued, block by block,
 * so that memory does not grow with the pool. Of equals the first row.
 */
public final class PoolSearch {
  private static final int BLOCK = 2048;

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
    int blocks = (rows.size() + BLOCK - 1) / BLOCK;
    // Blocks are the same whoever values them, and joined in their order.
    return IntStream.range(0, blocks)
        .parallel()
        .mapToObj(block -> new Best(bestOf(block, asked)))
        .reduce(new Best(null), Best::or)
        .found;
  }

  private record Best(@Nullable Found found) {
    Best or(Best later) {
      return found == null || (later.found != null && later.found.value() > found.value())
          ? later
          : this;
    }
  }

  private @Nullable Found bestOf(int block, BitSet asked) {
    int end = Math.min(rows.size(), (block + 1) * BLOCK);
    double[][] points =
        IntStream.range(block * BLOCK, end)
            .filter(row -> !asked.get(row))
            .mapToObj(rows::features)
            .toArray(double[][]::new);
    double[] values = points.length == 0 ? new double[0] : worth.values(points);
    int best = -1;
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i]) && (best < 0 || values[i] > values[best])) {
        best = i;
      }
    }
    return best < 0 ? null : new Found(points[best], values[best]);
  }
}
