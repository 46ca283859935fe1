package org.cellwright.science.planner;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.FeasibleDesigns;
import org.cellwright.science.planner.space.PoolRows;
import org.cellwright.science.planner.space.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Designs that owe nothing to any result: a numbered sequence of them for each seed.
 *
 * <p>Where the rules are broken again and again the first try is brought into the region that they
 * leave, with its names and levels, and moved anywhere in it ({@link Rules#spread}).
 *
 * <p>Of a pool, rows drawn at random; evenly spread means the one of sixteen that is farthest from
 * all taken before (Mitchell's best candidate, Comput. Graph. 25, 4, 157, 1991).
 */
final class DesignStream {
  private static final int REJECTIONS = 64;
  private static final int PATIENCE = 2000;

  /** Where there are rules a try costs more and what is left is found faster by looking for it. */
  private static final int RULED_PATIENCE = 100;

  private static final int DRAWN = 16;

  private final Encoding encoding;
  private final Rules rules;
  private final long seed;
  private final @Nullable Sobol sobol;

  private DesignStream(Encoding encoding, Rules rules, long seed, @Nullable Sobol sobol) {
    this.encoding = encoding;
    this.rules = rules;
    this.seed = seed;
    this.sobol = sobol;
  }

  /** Evenly spread: a scrambled Sobol sequence. */
  static DesignStream even(Encoding encoding, Rules rules, long seed) {
    int width = Math.min(encoding.unitWidth(), Sobol.MAX_DIMENSION);
    return new DesignStream(encoding, rules, seed, Sobol.scrambled(width, seed));
  }

  /** Drawn independently and uniformly. */
  static DesignStream random(Encoding encoding, Rules rules, long seed) {
    return new DesignStream(encoding, rules, seed, null);
  }

  /**
   * The first design from number {@code start} on that is not among those taken; null when there is
   * none left.
   */
  double @Nullable [] next(int start, List<double[]> taken) {
    if (encoding.rows().isPresent()) {
      return row(encoding.rows().get(), start, taken);
    }
    int patience = encoding.space().knownConstraints().isEmpty() ? PATIENCE : RULED_PATIENCE;
    for (int i = start; i < start + patience; i++) {
      double[] z = design(i);
      if (taken.stream().noneMatch(t -> encoding.isSame(t, z))) {
        return z;
      }
    }
    return FeasibleDesigns.left(
            encoding, rules, z -> taken.stream().noneMatch(t -> encoding.isSame(t, z)), taken, 1)
        .designs()
        .stream()
        .findFirst()
        .orElse(null);
  }

  /**
   * Of the next {@value #DRAWN} designs the one that is farthest in some features from all taken,
   * the first of equals.
   */
  double @Nullable [] apart(int start, List<double[]> taken, int[] features) {
    if (features.length == 0 || taken.isEmpty() || encoding.rows().isPresent()) {
      return next(start, taken);
    }
    double[] best = null;
    double farthest = 0;
    for (int i = start; i < start + DRAWN; i++) {
      double[] z = design(i);
      double distance =
          taken.stream().mapToDouble(t -> distance(t, z, features)).min().orElseThrow();
      if (distance > farthest) {
        farthest = distance;
        best = z;
      }
    }
    return best == null ? next(start, taken) : best;
  }

  private double @Nullable [] row(PoolRows rows, int number, List<double[]> taken) {
    BitSet asked = rows.taken(taken);
    int left = rows.size() - asked.cardinality();
    RandomStream random = new RandomStream(seed, number);
    int[] all = IntStream.range(0, rows.features(0).length).toArray();
    double[] best = null;
    double farthest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < (sobol == null ? 1 : DRAWN) && left > 0; i++) {
      int row = random.nextInt(rows.size());
      for (int j = 0; j < PATIENCE && asked.get(row); j++) {
        row = random.nextInt(rows.size());
      }
      if (asked.get(row)) {
        row = asked.nextClearBit(row);
        row = row < rows.size() ? row : asked.nextClearBit(0);
      }
      double[] z = rows.features(row);
      double distance = taken.stream().mapToDouble(t -> distance(t, z, all)).min().orElse(0);
      if (distance > farthest) {
        farthest = distance;
        best = z;
      }
    }
    return best;
  }

  private static double distance(double[] a, double[] b, int[] features) {
    double sum = 0;
    for (int j : features) {
      sum += (a[j] - b[j]) * (a[j] - b[j]);
    }
    return sum;
  }

  private double[] design(int index) {
    RandomStream random = new RandomStream(seed, index);
    double[] first = encoding.fromUnit(point(index, random));
    double[] z = rules.balanced(first);
    for (int i = 0; i < REJECTIONS && !rules.keep(z); i++) {
      double[] u = new double[encoding.unitWidth()];
      Arrays.setAll(u, _ -> random.nextDouble());
      z = rules.balanced(encoding.fromUnit(u));
    }
    return rules.keep(z) ? rules.mend(z) : rules.spread(first, random);
  }

  private double[] point(int index, RandomStream random) {
    double[] u = new double[encoding.unitWidth()];
    Arrays.setAll(u, _ -> random.nextDouble());
    if (sobol != null) {
      double[] even = sobol.point(index);
      System.arraycopy(even, 0, u, 0, even.length);
    }
    return u;
  }
}
