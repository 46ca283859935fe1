package org.cellwright.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Candidates that really exist, such as what stands on a shelf: nothing else may be asked.
 *
 * <p>A column for each variable and no object for a row, so that a million rows are some tens of
 * megabytes. Arrays are not copied; nobody changes them afterwards.
 */
public final class Pool {

  /** What the rows have for one variable. */
  public sealed interface Column {
    String variable();

    int rows();

    Value value(int row);

    /** Whether a row has exactly this value. */
    boolean has(int row, Value value);

    int hash(int row);

    /** Whether two rows have the same value. */
    boolean same(int row, int other);
  }

  /** Numbers in {@code unit}. */
  public record Numbers(String variable, double[] values, MeasurementUnit unit) implements Column {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public Value value(int row) {
      return Value.Scalar.of(values[row], unit);
    }

    @Override
    public boolean has(int row, Value value) {
      return value instanceof Value.Scalar scalar
          && scalar.unit().isCompatibleWith(unit)
          && scalar.in(unit).value() == values[row];
    }

    @Override
    public int hash(int row) {
      // Minus zero equals zero.
      return Double.hashCode(values[row] + 0.0);
    }

    @Override
    public boolean same(int row, int other) {
      return values[row] == values[other];
    }
  }

  /** Names, each the number of an option. */
  public record Names(String variable, int[] codes, List<String> options) implements Column {
    public Names {
      options = List.copyOf(options);
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public Value value(int row) {
      return new Value.Category(options.get(codes[row]));
    }

    @Override
    public boolean has(int row, Value value) {
      return value instanceof Value.Category category
          && category.name().equals(options.get(codes[row]));
    }

    @Override
    public int hash(int row) {
      return options.get(codes[row]).hashCode();
    }

    @Override
    public boolean same(int row, int other) {
      return options.get(codes[row]).equals(options.get(codes[other]));
    }
  }

  /** Fractions of a whole: an array for each component. */
  public record Fractions(String variable, List<String> components, double[][] parts)
      implements Column {
    public Fractions {
      components = List.copyOf(components);
    }

    @Override
    public int rows() {
      return parts[0].length;
    }

    @Override
    public Value value(int row) {
      SequencedMap<String, Double> fractions = new LinkedHashMap<>();
      for (int i = 0; i < parts.length; i++) {
        fractions.put(components.get(i), parts[i][row]);
      }
      return new Value.Composition(fractions);
    }

    @Override
    public boolean has(int row, Value value) {
      if (!(value instanceof Value.Composition composition)) {
        return false;
      }
      for (int i = 0; i < parts.length; i++) {
        if (composition.fractions().getOrDefault(components.get(i), 0.0) != parts[i][row]) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hash(int row) {
      int hash = 1;
      for (double[] part : parts) {
        hash = 31 * hash + Double.hashCode(part[row] + 0.0);
      }
      return hash;
    }

    @Override
    public boolean same(int row, int other) {
      for (double[] part : parts) {
        if (part[row] != part[other]) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Column> columns;
  private final int size;
  private volatile int @Nullable [] index;

  /**
   * @throws CellwrightException REFUSED without rows
   */
  public Pool(List<Column> columns) {
    this.columns = List.copyOf(columns);
    this.size = columns.isEmpty() ? 0 : columns.getFirst().rows();
    if (size == 0) {
      throw CellwrightException.refused(
          "the pool has no candidates", "pool", "Give at least one row.");
    }
    for (Column column : columns) {
      if (column.rows() != size) {
        throw new IllegalArgumentException(
            column.variable() + " has " + column.rows() + " rows of " + size);
      }
    }
  }

  public int size() {
    return size;
  }

  public List<Column> columns() {
    return columns;
  }

  /** The column of a variable. */
  public Column column(String variable) {
    for (Column column : columns) {
      if (column.variable().equals(variable)) {
        return column;
      }
    }
    throw new IllegalArgumentException("the pool has no column '" + variable + "'");
  }

  public Design design(int row) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Column column : columns) {
      values.put(column.variable(), column.value(row));
    }
    return new Design(values);
  }

  /** The first row that is this design to the last digit; −1 where there is none. */
  public int row(Design design) {
    int[] slots = index();
    int mask = slots.length - 1;
    int hash = 1;
    for (Column column : columns) {
      Value value = design.values().get(column.variable());
      if (value == null) {
        return -1;
      }
      hash = 31 * hash + hash(column, value);
    }
    for (int slot = spread(hash) & mask; slots[slot] > 0; slot = (slot + 1) & mask) {
      int row = slots[slot] - 1;
      if (columns.stream()
          .allMatch(column -> {
            Value value = design.values().get(column.variable());
            return value != null && column.has(row, value);
          })) {
        return row;
      }
    }
    return -1;
  }

  /** The first row that is the same design as this one. */
  public int first(int row) {
    int[] slots = index();
    int mask = slots.length - 1;
    for (int slot = spread(hash(row)) & mask; slots[slot] > 0; slot = (slot + 1) & mask) {
      int other = slots[slot] - 1;
      if (columns.stream().allMatch(column -> column.same(row, other))) {
        return other;
      }
    }
    return row;
  }

  private int hash(int row) {
    int hash = 1;
    for (Column column : columns) {
      hash = 31 * hash + column.hash(row);
    }
    return hash;
  }

  /** The rows of these numbers, in their order. */
  public Pool only(int[] rows) {
    List<Column> kept = new ArrayList<>();
    for (Column column : columns) {
      kept.add(
          switch (column) {
            case Numbers c -> new Numbers(c.variable, pick(c.values, rows), c.unit);
            case Names c ->
                new Names(
                    c.variable, Arrays.stream(rows).map(row -> c.codes[row]).toArray(), c.options);
            case Fractions c ->
                new Fractions(
                    c.variable,
                    c.components,
                    Arrays.stream(c.parts).map(part -> pick(part, rows)).toArray(double[][]::new));
          });
    }
    return new Pool(kept);
  }

  private static double[] pick(double[] values, int[] rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  private static int hash(Column column, Value value) {
    return switch (column) {
      case Numbers c ->
          value instanceof Value.Scalar scalar && scalar.unit().isCompatibleWith(c.unit)
              ? Double.hashCode(scalar.in(c.unit).value() + 0.0)
              : 0;
      case Names c -> value instanceof Value.Category category ? category.name().hashCode() : 0;
      case Fractions c -> {
        int hash = 1;
        if (value instanceof Value.Composition composition) {
          for (String component : c.components) {
            hash =
                31 * hash
                    + Double.hashCode(composition.fractions().getOrDefault(component, 0.0) + 0.0);
          }
        }
        yield hash;
      }
    };
  }

  /** Open addressing: rows, counted from 1, at the slots of their hashes; at most half full. */
  private int[] index() {
    int[] known = index;
    if (known != null) {
      return known;
    }
    int[] slots = new int[Math.max(4, 4 * Integer.highestOneBit(size))];
    int mask = slots.length - 1;
    for (int row = 0; row < size; row++) {
      int slot = spread(hash(row)) & mask;
      while (slots[slot] > 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = row + 1;
    }
    index = slots;
    return slots;
  }

  /** Doubles differ in their high bits, slots in the low ones. */
  private static int spread(int hash) {
    int h = hash * 0x9E3779B9;
    return h ^ (h >>> 16);
  }

  /** Numbers the different texts of a column in the order in which they appear. */
  public static Names names(String variable, List<String> cells) {
    Map<String, Integer> numbers = new HashMap<>();
    List<String> options = new ArrayList<>();
    int[] codes = new int[cells.size()];
    for (int i = 0; i < codes.length; i++) {
      String cell = cells.get(i);
      Integer number = numbers.get(cell);
      if (number == null) {
        number = options.size();
        numbers.put(cell, number);
        options.add(cell);
      }
      codes[i] = number;
    }
    return new Names(variable, codes, options);
  }
}
