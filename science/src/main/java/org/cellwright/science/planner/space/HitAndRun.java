package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;

/**
 * Designs spread over a region that chance does not hit.
 *
 * <p>A candidate is first brought into the region with its names and levels as they are: its
 * numbers and fractions move onto the rules that it breaks ({@link Balance#restore}). Where that
 * cannot be, an anchor takes over the candidate's names and levels, one variable after another, as
 * far as the rules let it. From there goes a random walk: any place on a chord through the region,
 * along one number, along an exchange within a blend, or along a direction of all of them (Smith,
 * Oper. Res. 32, 1296, 1984); what a rule forbids shortens the chord (Neal, Ann. Stat. 31, 705,
 * 2003), so that it needs no bounds of the region and the region need not be convex.
 */
final class HitAndRun {
  /** Steps for each number and fraction: a simplex forgets where the walk began. */
  private static final int ROUNDS = 12;

  private static final int SHORTER = 40;

  private final Encoding encoding;
  private final Rules rules;
  private final Balance balance;

  HitAndRun(Encoding encoding, Rules rules, Balance balance) {
    this.encoding = encoding;
    this.rules = rules;
    this.balance = balance;
  }

  /** The candidate within the rules, on their edge where it broke them. */
  double[] start(double[] candidate, double[] anchor) {
    double[] all = restored(candidate);
    if (rules.keep(all)) {
      return all;
    }
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      for (double[] other : corners(all, v)) {
        if (rules.keep(other)) {
          return other;
        }
      }
    }
    double[] x = anchor;
    for (int v : discrete(new RandomStream(Arrays.hashCode(candidate), 0x2EA1))) {
      x = taken(x, candidate, List.of(v));
    }
    List<Integer> moving = new ArrayList<>();
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      if (isMoving(v)) {
        moving.add(v);
      }
    }
    double[] moved = taken(x, candidate, moving);
    if (moved == x) {
      for (int v : moving) {
        moved = taken(moved, candidate, List.of(v));
      }
    }
    return moved;
  }

  /** With each component of a blend as much of it as there may be. */
  private List<double[]> corners(double[] x, int variable) {
    List<double[]> corners = new ArrayList<>();
    boolean blend = encoding.axis(variable) instanceof Axis.BlendAxis;
    int to = encoding.start(variable + 1);
    for (int j = encoding.start(variable); blend && encoding.counts(x, variable) && j < to; j++) {
      double[] corner = x.clone();
      Arrays.fill(corner, encoding.start(variable), to, 0);
      corner[j] = 1;
      corners.add(restored(corner));
    }
    return corners;
  }

  /** Somewhere in the region, by a walk that begins here. */
  double[] walk(double[] start, RandomStream random) {
    double[] x = start;
    int steps = ROUNDS;
    for (int i = 0; i < steps; i++) {
      if (i % 3 == 2) {
        x = exchanged(x, random);
      }
      List<double[]> ways = ways(x);
      steps = ROUNDS * ways.size();
      if (ways.isEmpty()) {
        break;
      }
      double[] way = ways.get(random.nextInt(ways.size()));
      if (i % 2 == 1) {
        way = new double[x.length];
        for (double[] one : ways) {
          double weight = random.nextNormal();
          for (int j = 0; j < way.length; j++) {
            way[j] += weight * one[j];
          }
        }
      }
      x = step(x, way, random);
    }
    return x;
  }

  /** Another set of components, in blends that do not hold all at once. */
  private double[] exchanged(double[] x, RandomStream random) {
    double[] exchanged = x;
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      if (encoding.axis(v) instanceof Axis.BlendAxis axis
          && !axis.blend().isComplete()
          && encoding.counts(x, v)) {
        List<double[]> others = new ArrayList<>();
        axis.neighbours(exchanged, encoding.start(v), random, others::add);
        double[] other = rules.balanced(others.get(random.nextInt(others.size())));
        exchanged = rules.keep(other) ? other : exchanged;
      }
    }
    return exchanged;
  }

  private double[] restored(double[] z) {
    double[] moved = z.clone();
    encoding.settle(moved);
    balance.restore(moved);
    encoding.settle(moved);
    return rules.balanced(moved);
  }

  /** With the values that a candidate has of these variables, where that can be. */
  private double[] taken(double[] x, double[] candidate, List<Integer> variables) {
    double[] other = x.clone();
    for (int v : variables) {
      int from = encoding.start(v);
      System.arraycopy(candidate, from, other, from, encoding.start(v + 1) - from);
    }
    other = restored(other);
    return rules.keep(other) ? other : x;
  }

  private int[] discrete(RandomStream random) {
    int[] order = new int[encoding.space().variables().size()];
    int count = 0;
    for (int v = 0; v < order.length; v++) {
      if (!isMoving(v)) {
        int at = random.nextInt(count + 1);
        order[count++] = order[at];
        order[at] = v;
      }
    }
    return Arrays.copyOf(order, count);
  }

  private boolean isMoving(int variable) {
    Axis axis = encoding.axis(variable);
    return axis instanceof Axis.Line || axis instanceof Axis.BlendAxis;
  }

  /** Each number up, each fraction that is present up at the cost of the first such. */
  private List<double[]> ways(double[] x) {
    List<double[]> ways = new ArrayList<>();
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      if (!isMoving(v) || !encoding.counts(x, v)) {
        continue;
      }
      int first = -1;
      boolean blend = encoding.axis(v) instanceof Axis.BlendAxis;
      for (int j = encoding.start(v); j < encoding.start(v + 1); j++) {
        if (blend && first < 0) {
          first = x[j] > 0 ? j : -1;
        } else if (!blend || x[j] > 0) {
          double[] way = new double[x.length];
          way[j] = 1;
          if (blend) {
            way[first] = -1;
          }
          ways.add(way);
        }
      }
    }
    return ways;
  }

  private double[] step(double[] x, double[] way, RandomStream random) {
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    for (int v = 0; v < encoding.space().variables().size(); v++) {
      double[][] bounds = bounds(v);
      for (int j = encoding.start(v); j < encoding.start(v + 1); j++) {
        if (way[j] != 0) {
          double one = (bounds[0][j - encoding.start(v)] - x[j]) / way[j];
          double two = (bounds[1][j - encoding.start(v)] - x[j]) / way[j];
          low = Math.max(low, Math.min(one, two));
          high = Math.min(high, Math.max(one, two));
        }
      }
    }
    for (int i = 0; i < SHORTER && low < high; i++) {
      double t = low + random.nextDouble() * (high - low);
      double[] next = new double[x.length];
      for (int j = 0; j < next.length; j++) {
        next[j] = x[j] + t * way[j];
      }
      encoding.settle(next);
      next = rules.balanced(next);
      if (rules.keep(next)) {
        return next;
      }
      if (t < 0) {
        low = t;
      } else {
        high = t;
      }
    }
    return x;
  }

  private double[][] bounds(int variable) {
    return encoding.axis(variable) instanceof Axis.BlendAxis axis
        ? BlendProjection.bounds(axis.blend())
        : new double[][] {new double[encoding.axis(variable).width()], ones(variable)};
  }

  private double[] ones(int variable) {
    double[] ones = new double[encoding.axis(variable).width()];
    Arrays.fill(ones, 1);
    return ones;
  }
}
