package org.cellwright.cli.command;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;

/**
 * How far two curves are apart over the time that they share, B minus A.
 *
 * <p>Both are straight lines between their points, so the means over time are exact and do not
 * depend on where either has its points. Where a time stands twice, as at the end of a step, the
 * curve jumps there.
 *
 * @param time where one of them has a point, s; twice where one jumps
 * @param values the difference there
 * @param rms root mean square over time
 * @param mean over time, with its sign
 * @param meanAbsolute over time
 * @param largest the difference of the largest magnitude, with its sign
 * @param largestAt when, s
 */
record CurveDifference(
    double[] time,
    double[] values,
    double rms,
    double mean,
    double meanAbsolute,
    double largest,
    double largestAt) {

  /**
   * A quantity over time; no NaN.
   *
   * @param name of the file
   * @param time s, never falling
   */
  record Curve(String name, double[] time, double[] values) {
    /**
     * Leaves out rows that lack either number.
     *
     * @throws CellwrightException REFUSED if fewer than two rows are left, or time falls
     */
    static Curve of(String name, double[] time, double[] values) {
      int[] rows =
          IntStream.range(0, time.length)
              .filter(i -> Double.isFinite(time[i]) && Double.isFinite(values[i]))
              .toArray();
      if (rows.length < 2) {
        throw CellwrightException.refused(
            "%d rows have a time and a value".formatted(rows.length),
            name,
            "It takes at least two.");
      }
      for (int k = 1; k < rows.length; k++) {
        if (time[rows[k]] < time[rows[k - 1]]) {
          throw CellwrightException.refused(
              "time falls from %s s to %s s at row %d"
                  .formatted(time[rows[k - 1]], time[rows[k]], rows[k] + 1),
              name,
              "Maybe several tests stand in one file, or the column is a step's own time.");
        }
      }
      return new Curve(
          name,
          Arrays.stream(rows).mapToDouble(i -> time[i]).toArray(),
          Arrays.stream(rows).mapToDouble(i -> values[i]).toArray());
    }

    double first() {
      return time[0];
    }

    double last() {
      return time[time.length - 1];
    }

    /** The value just after a time ({@code after}) or just before it. */
    private double at(double when, boolean after) {
      int low = 0;
      int high = time.length;
      // The first point beyond the time; of equal times all count as before, or none.
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (time[middle] < when || (after && time[middle] == when)) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      int right = low;
      if (after && right > 0 && time[right - 1] == when) {
        return values[right - 1];
      }
      if (!after && right < time.length && time[right] == when) {
        return values[right];
      }
      double share = (when - time[right - 1]) / (time[right] - time[right - 1]);
      return values[right - 1] + share * (values[right] - values[right - 1]);
    }
  }

  /**
   * @throws CellwrightException REFUSED if they share no time
   */
  static CurveDifference between(Curve a, Curve b) {
    double from = Math.max(a.first(), b.first());
    double to = Math.min(a.last(), b.last());
    if (!(to > from)) {
      throw CellwrightException.refused(
          "the two share no time: %s s to %s s and %s s to %s s"
              .formatted(a.first(), a.last(), b.first(), b.last()),
          null,
          "Maybe one counts from another start.");
    }
    double[] grid =
        DoubleStream.concat(Arrays.stream(a.time), Arrays.stream(b.time))
            .filter(t -> t >= from && t <= to)
            .sorted()
            .distinct()
            .toArray();
    int pieces = grid.length - 1;
    double[] time = new double[2 * pieces];
    double[] values = new double[2 * pieces];
    double squares = 0;
    double sum = 0;
    double absolute = 0;
    double largest = 0;
    double largestAt = from;
    for (int k = 0; k < pieces; k++) {
      double d0 = b.at(grid[k], true) - a.at(grid[k], true);
      double d1 = b.at(grid[k + 1], false) - a.at(grid[k + 1], false);
      double h = grid[k + 1] - grid[k];
      squares += h * (d0 * d0 + d0 * d1 + d1 * d1) / 3;
      sum += h * (d0 + d1) / 2;
      absolute +=
          d0 * d1 >= 0
              ? h * Math.abs(d0 + d1) / 2
              : h * (d0 * d0 + d1 * d1) / (2 * Math.abs(d0 - d1));
      for (int end = 0; end < 2; end++) {
        double d = end == 0 ? d0 : d1;
        time[2 * k + end] = grid[k + end];
        values[2 * k + end] = d;
        if (Math.abs(d) > Math.abs(largest)) {
          largest = d;
          largestAt = grid[k + end];
        }
      }
    }
    double span = to - from;
    return new CurveDifference(
        time, values, Math.sqrt(squares / span), sum / span, absolute / span, largest, largestAt);
  }

  double from() {
    return time[0];
  }

  double to() {
    return time[time.length - 1];
  }
}
