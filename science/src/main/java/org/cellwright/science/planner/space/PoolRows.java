package org.cellwright.science.planner.space;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.cellwright.core.Pool;
import org.cellwright.core.Value;

/**
 * The candidates of a pool as features, made when they are wanted: what is kept of a column is its
 * range or the features of its options, never a row.
 *
 * <p>The features of a row have the bits that {@link Encoding#encode} gives its design.
 */
public final class PoolRows {
  private final Pool pool;
  private final int width;
  private final Writer[] writers;
  private final Predicate<double[]> holds;
  private final BiPredicate<double[], double[]> same;
  private final boolean free;

  /** Writes the features of a row's value. */
  private interface Writer {
    void write(int row, double[] z);
  }

  /**
   * @param holds whether features have what is held
   * @param same whether features are of one design
   */
  PoolRows(
      Pool pool,
      List<Axis> axes,
      int[] starts,
      Predicate<double[]> holds,
      BiPredicate<double[], double[]> same) {
    this.pool = pool;
    this.same = same;
    this.holds = holds;
    this.free = axes.stream().noneMatch(axis -> axis instanceof Axis.Held);
    this.width = starts[axes.size()];
    this.writers = new Writer[axes.size()];
    for (int i = 0; i < writers.length; i++) {
      Axis axis = axes.get(i) instanceof Axis.Held held ? held.axis() : axes.get(i);
      writers[i] = writer(pool.columns().get(i), axis, starts[i]);
    }
  }

  private static Writer writer(Pool.Column column, Axis axis, int at) {
    return switch (column) {
      case Pool.Numbers numbers when axis instanceof Axis.Line line && isIn(numbers, line) ->
          (row, z) ->
              z[at] = (numbers.values()[row] - line.lower()) / (line.upper() - line.lower());
      case Pool.Names names -> {
        double[][] options = new double[names.options().size()][axis.width()];
        for (int i = 0; i < options.length; i++) {
          axis.write(new Value.Category(names.options().get(i)), options[i], 0);
        }
        yield (row, z) -> System.arraycopy(options[names.codes()[row]], 0, z, at, axis.width());
      }
      default -> (row, z) -> axis.write(column.value(row), z, at);
    };
  }

  private static boolean isIn(Pool.Numbers numbers, Axis.Line line) {
    return numbers.unit().equals(line.unit());
  }

  public int size() {
    return pool.size();
  }

  /** Writes the features of a row. */
  public void write(int row, double[] z) {
    for (Writer writer : writers) {
      writer.write(row, z);
    }
  }

  public double[] features(int row) {
    double[] z = new double[width];
    write(row, z);
    return z;
  }

  /** The first row with these features; −1 where there is none. */
  int find(double[] z) {
    double[] here = new double[width];
    for (int row = 0; row < pool.size(); row++) {
      writers[0].write(row, here);
      if (Math.abs(here[0] - z[0]) > Encoding.SAME) {
        continue;
      }
      write(row, here);
      if (same.test(here, z)) {
        return row;
      }
    }
    return -1;
  }

  /**
   * The rows that may not be asked: those that have the features of any of these points and those
   * without the values that are held. One pass over the pool.
   */
  public BitSet taken(List<double[]> points) {
    BitSet taken = new BitSet(pool.size());
    if (points.isEmpty() && free) {
      return taken;
    }
    // Along a skew line few points are close: they are looked up by their place on it.
    double[] direction = new double[width];
    double reach = 0;
    for (int j = 0; j < width; j++) {
      direction[j] = 1 / (1 + 0.6180339887498949 * j);
      reach += direction[j] * Encoding.SAME;
    }
    double[][] sorted = points.toArray(double[][]::new);
    Arrays.sort(sorted, (a, b) -> Double.compare(place(a, direction), place(b, direction)));
    double[] places = Arrays.stream(sorted).mapToDouble(p -> place(p, direction)).toArray();
    double[] z = new double[width];
    for (int row = 0; row < pool.size(); row++) {
      write(row, z);
      if (!free && !holds.test(z)) {
        taken.set(row);
        continue;
      }
      double place = place(z, direction);
      int from = Arrays.binarySearch(places, place - reach);
      from = from < 0 ? -from - 1 : from;
      while (from > 0 && places[from - 1] >= place - reach) {
        from--;
      }
      for (int i = from; i < places.length && places[i] <= place + reach; i++) {
        if (same.test(sorted[i], z)) {
          taken.set(row);
          break;
        }
      }
    }
    return taken;
  }

  private static double place(double[] z, double[] direction) {
    double sum = 0;
    for (int j = 0; j < z.length; j++) {
      sum += direction[j] * z[j];
    }
    return sum;
  }
}
