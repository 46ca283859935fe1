package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;

/** Columns of one length. Arrays are not copied; nobody changes them afterwards. */
public record Table(List<Column> columns) {

  /** What a row has under one name. */
  public sealed interface Column {
    String name();

    int rows();
  }

  /** Numbers; NaN where a cell is empty. */
  public record Numbers(String name, double[] values) implements Column {
    @Override
    public int rows() {
      return values.length;
    }
  }

  /** Texts; empty where a cell is. */
  public record Words(String name, List<String> values) implements Column {
    public Words {
      values = List.copyOf(values);
    }

    @Override
    public int rows() {
      return values.size();
    }
  }

  public Table {
    columns = List.copyOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (column.rows() != columns.getFirst().rows()) {
        throw new IllegalArgumentException(column.name() + " is of another length");
      }
      if (columns.subList(0, i).stream().anyMatch(c -> c.name().equals(column.name()))) {
        throw CellwrightException.refused(
            "there are two columns '%s'".formatted(column.name()), null, "Rename one.");
      }
    }
    if (columns.isEmpty() || columns.getFirst().rows() == 0) {
      throw CellwrightException.refused("the table has no rows", null, null);
    }
  }

  /** A column of cells: numbers if all cells that are not empty are finite numbers. */
  public static Column column(String name, List<String> cells) {
    double[] numbers = new double[cells.size()];
    boolean any = false;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(cells.get(i));
      any |= !Double.isNaN(numbers[i]);
      if (Double.isNaN(numbers[i]) && !cells.get(i).isBlank()) {
        return new Words(name, cells);
      }
    }
    return any ? new Numbers(name, numbers) : new Words(name, cells);
  }

  /** NaN for whatever is no finite number. */
  private static double number(String cell) {
    char last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
    if (!Character.isDigit(last) && last != '.') {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(cell);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  public int rows() {
    return columns.getFirst().rows();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /**
   * @throws CellwrightException REFUSED if there is none
   */
  public Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    throw CellwrightException.refused(
        "the table has no column '%s'".formatted(name), null, NearestName.hint(name, names()));
  }

  /**
   * @throws CellwrightException REFUSED if there is none, or it has texts
   */
  public double[] numbers(String name) {
    if (column(name) instanceof Numbers numbers) {
      return numbers.values();
    }
    throw CellwrightException.refused(
        "the column '%s' is not all numbers".formatted(name),
        null,
        "Maybe a cell holds a remark or a unit; leave cells without a number empty.");
  }

  /** The rows of these numbers, in their order. */
  Table only(int[] rows) {
    List<Column> kept = new ArrayList<>();
    for (Column column : columns) {
      switch (column) {
        case Numbers c -> {
          double[] values = new double[rows.length];
          for (int i = 0; i < rows.length; i++) {
            values[i] = c.values[rows[i]];
          }
          kept.add(new Numbers(c.name, values));
        }
        case Words c -> {
          List<String> values = new ArrayList<>(rows.length);
          for (int row : rows) {
            values.add(c.values.get(row));
          }
          kept.add(new Words(c.name, values));
        }
      }
    }
    return new Table(kept);
  }
}
