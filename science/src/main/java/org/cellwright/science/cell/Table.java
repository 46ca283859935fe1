package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;

/**
 * Straight lines between measured points, as PyBaMM reads BPX tables. The outermost lines go on
 * beyond the ends. Points may be given in any order; no x may come twice.
 */
public final class Table implements ScalarFunction {
  private final double[] x;
  private final double[] y;

  private Table(double[] x, double[] y) {
    this.x = x;
    this.y = y;
  }

  /**
   * @param x at least two different finite numbers
   * @param y as many finite numbers
   */
  public static Table of(double[] x, double[] y) {
    if (x.length != y.length) {
      throw refused(
          "a table has " + x.length + " x and " + y.length + " y", "Give one y for each x.");
    }
    if (x.length < 2) {
      throw refused(
          "a table has " + x.length + " points", "Give at least two points, or a plain number.");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i]) || !Double.isFinite(y[i])) {
        throw refused(
            "point " + (i + 1) + " of a table is (" + x[i] + ", " + y[i] + ")",
            "Leave out points that are not finite.");
      }
    }
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> x[i]))
            .mapToInt(i -> i)
            .toArray();
    double[] sortedX = Arrays.stream(order).mapToDouble(i -> x[i]).toArray();
    double[] sortedY = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
    for (int i = 1; i < sortedX.length; i++) {
      if (sortedX[i] == sortedX[i - 1]) {
        throw refused(
            "a table has two points at x = " + sortedX[i], "Keep one of them, or their mean.");
      }
    }
    return new Table(sortedX, sortedY);
  }

  private static CellwrightException refused(String what, String hint) {
    return CellwrightException.refused(what, null, hint);
  }

  @Override
  public double at(double at) {
    int i = segment(at);
    double fraction = (at - x[i]) / (x[i + 1] - x[i]);
    return (1 - fraction) * y[i] + fraction * y[i + 1];
  }

  @Override
  public double slope(double at) {
    int i = segment(at);
    return (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
  }

  private int segment(double at) {
    int found = Arrays.binarySearch(x, at);
    int left = found >= 0 ? found : -found - 2;
    return Math.clamp(left, 0, x.length - 2);
  }

  /** The abscissae, ascending (a copy). */
  public double[] x() {
    return x.clone();
  }

  /** The ordinates in the order of {@link #x()} (a copy). */
  public double[] y() {
    return y.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table that && Arrays.equals(x, that.x) && Arrays.equals(y, that.y);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(x) + Arrays.hashCode(y);
  }

  @Override
  public String toString() {
    return "table of " + x.length + " points from x = " + x[0] + " to " + x[x.length - 1];
  }
}
