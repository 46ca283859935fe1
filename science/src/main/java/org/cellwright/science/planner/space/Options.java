package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/**
 * Names as rows of numbers: their descriptors scaled to [0, 1], or corners 1 apart.
 *
 * @param others rows of names that are described but are no options
 */
record Options(
    List<String> names, double[][] rows, boolean isIsotropic, Map<String, double[]> others)
    implements Axis {
  /** More descriptors than this share one length scale: few data cannot tell them apart. */
  private static final int MOST_LENGTH_SCALES = 8;

  static Options of(Variable.Choices variable) {
    List<String> names = variable.options();
    List<String> beyond = new ArrayList<>(variable.descriptors().keySet());
    beyond.removeAll(names);
    List<double[]> columns = new ArrayList<>();
    List<double[]> columnsBeyond = new ArrayList<>();
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
    }
    double[][] rows = rows(columns, names.size());
    // Options that their descriptors cannot tell apart need corners of their own.
    boolean distinct =
        !columns.isEmpty()
            && Arrays.stream(rows).map(Arrays::toString).distinct().count() == rows.length;
    if (distinct) {
      boolean many = columns.size() > MOST_LENGTH_SCALES;
      double factor = many ? likeOneNumber(rows) : 1;
      double[][] rowsBeyond = scaled(rows(columnsBeyond, beyond.size()), factor);
      Map<String, double[]> others = new LinkedHashMap<>();
      for (int i = 0; i < rowsBeyond.length; i++) {
        others.put(beyond.get(i), rowsBeyond[i]);
      }
      return new Options(names, scaled(rows, factor), many, others);
    }
    double[][] corners = new double[names.size()][names.size()];
    for (int i = 0; i < corners.length; i++) {
      corners[i][i] = Math.sqrt(0.5);
    }
    return new Options(names, corners, true, Map.of());
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

  private static double[][] scaled(double[][] rows, double factor) {
    return Arrays.stream(rows)
        .map(row -> Arrays.stream(row).map(x -> x * factor).toArray())
        .toArray(double[][]::new);
  }

  /**
   * The factor by which rows are scaled together until two options are as far apart, in the mean
   * square, as two numbers drawn from [0, 1]: however many descriptors describe it, a variable is
   * one variable.
   */
  private static double likeOneNumber(double[][] rows) {
    double sum = 0;
    for (double[] a : rows) {
      for (double[] b : rows) {
        for (int j = 0; j < a.length; j++) {
          sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
      }
    }
    double mean = sum / ((double) rows.length * (rows.length - 1));
    return Math.sqrt(1.0 / 6 / mean);
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
