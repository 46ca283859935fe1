package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sums;

/**
 * Names as rows of numbers: their descriptors scaled to [0, 1], or corners 1 apart.
 *
 * @param others rows of names that are described but are no options
 */
record Options(
    List<String> names, double[][] rows, boolean isIsotropic, Map<String, double[]> others)
    implements Axis {
  /** More descriptors than this share one length scale: few data cannot tell them apart. */
  private static final int MOST_LENGTH_SCALES = 2;

  /** Of two descriptors so correlated one is left out, as in BayBE by default. */
  private static final double SAME = 0.7;

  static Options of(Variable.Choices variable) {
    List<String> names = variable.options();
    List<double[]> columns = new ArrayList<>();
    List<double[]> columnsBeyond = new ArrayList<>();
    List<String> beyond = new ArrayList<>(variable.descriptors().keySet());
    beyond.removeAll(names);
    if (variable.descriptors().keySet().containsAll(names)) {
      int width = variable.descriptors().firstEntry().getValue().size();
      for (int j = 0; j < width; j++) {
        double[] column = descriptor(variable, names, j);
        double low = Arrays.stream(column).min().orElse(0);
        double high = Arrays.stream(column).max().orElse(0);
        if (high > low) {
          columnsBeyond.add(
              Arrays.stream(descriptor(variable, beyond, j))
                  .map(x -> (x - low) / (high - low))
                  .toArray());
          columns.add(Arrays.stream(column).map(x -> (x - low) / (high - low)).toArray());
        }
      }
      List<Integer> telling = telling(columns);
      columns = telling.stream().map(columns::get).toList();
      columnsBeyond = telling.stream().map(columnsBeyond::get).toList();
    }
    double[][] rows = rows(columns, names.size());
    // Options that their descriptors cannot tell apart need corners of their own.
    if (!columns.isEmpty() && distinct(columns) == names.size()) {
      boolean many = columns.size() > MOST_LENGTH_SCALES;
      double[][] rowsBeyond = rows(columnsBeyond, beyond.size());
      Map<String, double[]> others = new LinkedHashMap<>();
      for (int i = 0; i < rowsBeyond.length; i++) {
        others.put(beyond.get(i), rowsBeyond[i]);
      }
      return new Options(names, rows, many, others);
    }
    double[][] corners = new double[names.size()][names.size()];
    for (int i = 0; i < corners.length; i++) {
      corners[i][i] = Math.sqrt(0.5);
    }
    return new Options(names, corners, true, Map.of());
  }

  /**
   * The descriptors that count: each little correlated with those before it. What many descriptors
   * say in other words, such as how large a molecule is, would otherwise be most of every distance.
   * One that was left out comes back if it tells options apart that look the same without it.
   */
  private static List<Integer> telling(List<double[]> columns) {
    List<Integer> kept = new ArrayList<>();
    List<double[]> told = new ArrayList<>();
    List<Integer> leftOut = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      double[] column = columns.get(j);
      if (told.stream().noneMatch(k -> Math.abs(Sums.correlation(k, column)) >= SAME)) {
        kept.add(j);
        told.add(column);
      } else {
        leftOut.add(j);
      }
    }
    int distinct = distinct(told);
    for (int j : leftOut) {
      if (distinct == columns.get(j).length) {
        break;
      }
      told.add(columns.get(j));
      int now = distinct(told);
      if (now > distinct) {
        distinct = now;
        kept.add(j);
      } else {
        told.removeLast();
      }
    }
    return kept;
  }

  /** How many different options there are by these columns. */
  private static int distinct(List<double[]> columns) {
    TreeSet<double[]> rows = new TreeSet<>(Arrays::compare);
    if (!columns.isEmpty()) {
      Collections.addAll(rows, rows(columns, columns.getFirst().length));
    }
    return rows.size();
  }

  private static double[] descriptor(Variable.Choices variable, List<String> of, int j) {
    return of.stream()
        .mapToDouble(name -> variable.descriptors().getOrDefault(name, List.of()).get(j))
        .toArray();
  }

  private static double[][] rows(List<double[]> columns, int count) {
    double[][] rows = new double[count][columns.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < columns.size(); j++) {
        rows[i][j] = columns.get(j)[i];
      }
    }
    return rows;
  }

  @Override
  public int width() {
    return rows[0].length;
  }

  @Override
  public int unitWidth() {
    return 1;
  }

  @Override
  public long cardinality() {
    return rows.length;
  }

  @Override
  public void write(Value value, double[] z, int at) {
    int index = value instanceof Value.Category category ? names.indexOf(category.name()) : -1;
    if (index < 0) {
      throw new IllegalArgumentException(value + " is none of " + names);
    }
    System.arraycopy(rows[index], 0, z, at, width());
  }

  @Override
  public void writeElsewhere(Value value, double[] z, int at) {
    double[] other = value instanceof Value.Category c ? others.get(c.name()) : null;
    if (other == null) {
      write(value, z, at);
    } else {
      System.arraycopy(other, 0, z, at, width());
    }
  }

  @Override
  public Value read(double[] z, int at) {
    return new Value.Category(names.get(nearest(z, at)));
  }

  @Override
  public void fromUnit(double[] u, int unitAt, double[] z, int at) {
    int index = Math.min(rows.length - 1, (int) (u[unitAt] * rows.length));
    System.arraycopy(rows[index], 0, z, at, width());
  }

  @Override
  public void settle(double[] z, int at) {
    System.arraycopy(rows[nearest(z, at)], 0, z, at, width());
  }

  @Override
  public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
    int here = nearest(z, at);
    int moves = Math.min(rows.length, 24);
    for (int i = 0; i < moves; i++) {
      int option = rows.length <= 24 ? i : random.nextInt(rows.length);
      if (option != here) {
        double[] moved = z.clone();
        System.arraycopy(rows[option], 0, moved, at, width());
        found.accept(moved);
      }
    }
  }

  @Override
  public boolean isSame(double[] a, int atA, double[] b, int atB) {
    return Arrays.equals(a, atA, atA + width(), b, atB, atB + width())
        || nearest(a, atA) == nearest(b, atB);
  }

  @Override
  public void neutral(double[] z, int at) {
    for (int j = 0; j < width(); j++) {
      z[at + j] = 0;
      for (double[] row : rows) {
        z[at + j] += row[j] / rows.length;
      }
    }
  }

  private int nearest(double[] z, int at) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.length; i++) {
      double distance = 0;
      for (int j = 0; j < rows[i].length; j++) {
        double difference = z[at + j] - rows[i][j];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
}
