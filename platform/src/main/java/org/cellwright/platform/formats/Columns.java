package org.cellwright.platform.formats;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;

/**
 * A table: named columns of one length.
 *
 * <p>Arrays are shared, not copied: do not write into them.
 */
public record Columns(List<Column> columns) {

  /** A name and a value for each row. */
  public sealed interface Column {
    String name();

    int size();

    /** The value as text: the shortest that reads back as the same; empty where it is missing. */
    String text(int row);

    /** Rows from {@code from}, as many as {@code to - from}. */
    Column rows(int from, int to);
  }

  /** Numbers; NaN where one is missing. */
  public record Numbers(String name, double[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public String text(int row) {
      double value = values[row];
      if (Double.isNaN(value)) {
        return "";
      }
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }

    @Override
    public Column rows(int from, int to) {
      return new Numbers(name, Arrays.copyOfRange(values, from, to));
    }
  }

  /** Whole numbers, none missing. */
  public record Counts(String name, long[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public String text(int row) {
      return Long.toString(values[row]);
    }

    @Override
    public Column rows(int from, int to) {
      return new Counts(name, Arrays.copyOfRange(values, from, to));
    }
  }

  /** Text; empty where it is missing. */
  public record Words(String name, String[] values) implements Column {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public String text(int row) {
      return values[row];
    }

    @Override
    public Column rows(int from, int to) {
      return new Words(name, Arrays.copyOfRange(values, from, to));
    }
  }

  public Columns {
    columns = List.copyOf(columns);
    if (columns.stream().mapToInt(Column::size).distinct().count() > 1) {
      throw new IllegalArgumentException("columns of different lengths");
    }
  }

  public int rows() {
    return columns.isEmpty() ? 0 : columns.getFirst().size();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  public Optional<Column> find(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /**
   * A column as numbers.
   *
   * @throws CellwrightException REFUSED if there is none of this name, or it holds text
   */
  public double[] numbers(String name) {
    Column column =
        find(name)
            .orElseThrow(() ->
                CellwrightException.refused(
                    "there is no column '%s'".formatted(name),
                    null,
                    NearestName.hint(name, names())));
    return switch (column) {
      case Numbers numbers -> numbers.values();
      case Counts counts -> Arrays.stream(counts.values()).asDoubleStream().toArray();
      case Words words ->
          throw CellwrightException.refused(
              "the column '%s' holds text, such as '%s'"
                  .formatted(name, words.size() == 0 ? "" : words.text(0)),
              null,
              "Choose a column of numbers.");
    };
  }
}
