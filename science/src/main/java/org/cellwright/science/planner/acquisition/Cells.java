package org.cellwright.science.planner.acquisition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Disjoint boxes that fill what a front of losses leaves undominated below a reference point.
 *
 * <p>A sweep along the first loss: between two neighbouring coordinates of the front only the
 * points behind count, and what they leave undominated in the other losses is cut up in the same
 * manner. A box that stays from one interval to the next is one box. That gives n + 1 boxes for two
 * losses and at most 2n + 1 for three (Yang, Emmerich, Deutz and Bäck, J. Glob. Optim. 75, 3, 2019,
 * section 3).
 *
 * <p>Of each loss the levels and the intervals between them are kept once: box c spans interval
 * {@code sides[j][c]} of loss j, which runs from level {@code lower[j][i]} to {@code upper[j][i]}.
 */
final class Cells {
  final double[][] levels;
  final int[][] lower;
  final int[][] upper;
  final int[][] sides;

  private Cells(int losses) {
    this.levels = new double[losses][];
    this.lower = new int[losses][];
    this.upper = new int[losses][];
    this.sides = new int[losses][];
  }

  /** Bounds of a box in the losses from some number on: lower, upper, lower, … */
  private record Box(double[] bounds) {
    Box within(double low, double high) {
      double[] wider = new double[bounds.length + 2];
      wider[0] = low;
      wider[1] = high;
      System.arraycopy(bounds, 0, wider, 2, bounds.length);
      return new Box(wider);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box && Arrays.equals(bounds, box.bounds);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bounds);
    }
  }

  /** Of points that lie inside the reference in each loss. */
  static Cells below(List<double[]> front, double[] reference) {
    List<Box> boxes = cut(front, reference, 0);
    Cells cells = new Cells(reference.length);
    for (int j = 0; j < reference.length; j++) {
      cells.side(j, boxes);
    }
    return cells;
  }

  private void side(int loss, List<Box> boxes) {
    int at = 2 * loss;
    double[] level =
        boxes.stream()
            .flatMapToDouble(box -> Arrays.stream(box.bounds, at, at + 2))
            .sorted()
            .distinct()
            .toArray();
    Map<Box, Integer> intervals = new LinkedHashMap<>();
    sides[loss] = new int[boxes.size()];
    for (int c = 0; c < boxes.size(); c++) {
      Box interval = new Box(Arrays.copyOfRange(boxes.get(c).bounds, at, at + 2));
      Integer known = intervals.putIfAbsent(interval, intervals.size());
      sides[loss][c] = known == null ? intervals.size() - 1 : known;
    }
    levels[loss] = level;
    lower[loss] = new int[intervals.size()];
    upper[loss] = new int[intervals.size()];
    intervals.forEach((interval, i) -> {
      lower[loss][i] = Arrays.binarySearch(level, interval.bounds[0]);
      upper[loss][i] = Arrays.binarySearch(level, interval.bounds[1]);
    });
  }

  /** How many boxes. */
  int size() {
    return sides[0].length;
  }

  private static List<Box> cut(List<double[]> points, double[] reference, int loss) {
    if (loss == reference.length - 1) {
      double least = reference[loss];
      for (double[] point : points) {
        least = Math.min(least, point[loss]);
      }
      return List.of(new Box(new double[] {Double.NEGATIVE_INFINITY, least}));
    }
    double[] steps = points.stream().mapToDouble(p -> p[loss]).sorted().distinct().toArray();
    List<Box> done = new ArrayList<>();
    Map<Box, Double> open = new LinkedHashMap<>();
    for (int i = 0; i <= steps.length; i++) {
      double start = i == 0 ? Double.NEGATIVE_INFINITY : steps[i - 1];
      List<double[]> behind = points.stream().filter(p -> p[loss] <= start).toList();
      Map<Box, Double> next = new LinkedHashMap<>();
      for (Box box : cut(behind, reference, loss + 1)) {
        Double since = open.remove(box);
        next.put(box, since == null ? start : since);
      }
      open.forEach((box, since) -> done.add(box.within(since, start)));
      open = next;
    }
    open.forEach((box, since) -> done.add(box.within(since, reference[loss])));
    return done;
  }
}
