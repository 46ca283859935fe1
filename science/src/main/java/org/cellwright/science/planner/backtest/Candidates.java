package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Pool;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/**
 * The rows of a table as different candidates: rows with equal inputs are replicates of one, their
 * mean is its truth.
 */
final class Candidates {
  /** Fractions written with few digits are brought to a sum of exactly 1 within this. */
  private static final double ROUNDING = 0.01;

  final Space space;
  final List<String> notes = new ArrayList<>();
  private final Map<String, double[]> truth = new LinkedHashMap<>();
  private final Map<String, double[]> scatter = new LinkedHashMap<>();
  private final int[] starts;
  private final int[] replicated;

  /**
   * @param outputs columns without which a row is of no use
   */
  Candidates(Table given, Space wanted, List<String> outputs) {
    Table table = complete(given, wanted, outputs);
    Pool rows = new Pool(wanted.variables().stream().map(v -> column(table, v)).toList());
    int[] inside = inside(rows, wanted);
    Table kept = inside.length == table.rows() ? table : table.only(inside);
    Pool all = inside.length == table.rows() ? rows : rows.only(inside);
    int[] candidate = new int[all.size()];
    int[] first = new int[all.size()];
    int count = 0;
    int[] number = new int[all.size()];
    for (int row = 0; row < candidate.length; row++) {
      int same = all.first(row);
      if (same == row) {
        first[count] = row;
        number[row] = count++;
      }
      candidate[row] = number[same];
    }
    Pool pool = all.only(Arrays.copyOf(first, count));
    this.space = scaled(wanted, pool).of(pool);
    this.starts = new int[count + 1];
    Arrays.stream(candidate).forEach(c -> starts[c + 1]++);
    Arrays.parallelPrefix(starts, Integer::sum);
    for (String output : outputs) {
      measure(output, kept.numbers(output), candidate, count);
    }
    this.replicated =
        IntStream.range(0, count).filter(c -> starts[c + 1] - starts[c] > 1).toArray();
    if (replicated.length > 0) {
      notes.add(
          "%d rows measure %d candidates; replicates are averaged"
              .formatted(candidate.length, count));
    }
  }

  private void measure(String output, double[] values, int[] candidate, int count) {
    double[] mean = new double[count];
    for (int row = 0; row < values.length; row++) {
      mean[candidate[row]] += values[row];
    }
    for (int c = 0; c < count; c++) {
      mean[c] /= starts[c + 1] - starts[c];
    }
    double[] residuals = new double[values.length];
    int[] next = starts.clone();
    for (int row = 0; row < values.length; row++) {
      int c = candidate[row];
      int n = starts[c + 1] - starts[c];
      // What a mean of n takes from the scatter is given back.
      residuals[next[c]++] = n > 1 ? (values[row] - mean[c]) * Math.sqrt(n / (n - 1.0)) : 0;
    }
    truth.put(output, mean);
    scatter.put(output, residuals);
  }

  int count() {
    return starts.length - 1;
  }

  Pool pool() {
    return space.pool().orElseThrow();
  }

  /** Means of the replicates, by candidate. */
  double[] truth(String output) {
    double[] values = truth.get(output);
    if (values == null) {
      throw new IllegalArgumentException("'" + output + "' was not measured");
    }
    return values;
  }

  boolean hasReplicates() {
    return replicated.length > 0;
  }

  /**
   * What measuring a candidate once more may give, all outputs from one replicate: its truth and
   * the deviation of one of its own replicates, or of anybody's where it has none.
   */
  SequencedMap<String, Double> draw(int candidate, List<String> outputs, RandomStream random) {
    int of = candidate;
    if (starts[of + 1] - starts[of] < 2 && replicated.length > 0) {
      of = replicated[random.nextInt(replicated.length)];
    }
    int replicate = starts[of] + random.nextInt(starts[of + 1] - starts[of]);
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    for (String output : outputs) {
      double deviation = scatter.getOrDefault(output, new double[0])[replicate];
      values.put(output, truth(output)[candidate] + deviation);
    }
    return values;
  }

  private Table complete(Table table, Space wanted, List<String> outputs) {
    boolean[] kept = new boolean[table.rows()];
    Arrays.fill(kept, true);
    for (String output : outputs) {
      double[] values = table.numbers(output);
      leaveOut(kept, row -> Double.isNaN(values[row]), "without '" + output + "'");
    }
    for (Variable variable : wanted.variables()) {
      for (String name : columns(variable)) {
        switch (table.column(name)) {
          case Table.Numbers c ->
              leaveOut(kept, row -> Double.isNaN(c.values()[row]), "without '" + name + "'");
          case Table.Words c ->
              leaveOut(kept, row -> c.values().get(row).isBlank(), "without '" + name + "'");
        }
      }
    }
    int[] rows = IntStream.range(0, kept.length).filter(row -> kept[row]).toArray();
    return rows.length == kept.length ? table : table.only(rows);
  }

  private void leaveOut(boolean[] kept, IntPredicate bad, String which) {
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      if (kept[row] && bad.test(row)) {
        kept[row] = false;
        count++;
      }
    }
    if (count > 0) {
      notes.add("%d rows %s were left out".formatted(count, which));
    }
  }

  /** Rows within the bounds and the known rules of the space. */
  private int[] inside(Pool rows, Space wanted) {
    BitSet outside = new BitSet(rows.size());
    SortedSet<String> reasons = new TreeSet<>();
    for (Variable variable : wanted.variables()) {
      Pool.Column column = rows.column(variable.name());
      Map<Integer, String> known = new HashMap<>();
      for (int row = 0; row < rows.size(); row++) {
        int at = row;
        String reason =
            column instanceof Pool.Names names
                ? known.computeIfAbsent(names.codes()[row], _ -> refusal(variable, column, at))
                : refusal(variable, column, row);
        if (!reason.isEmpty()) {
          outside.set(row);
          reasons.add(reason);
        }
      }
    }
    for (KnownConstraint rule : wanted.knownConstraints()) {
      for (int row = 0; row < rows.size(); row++) {
        if (!outside.get(row) && !(rule.slack(rows.design(row)) >= -1e-9)) {
          outside.set(row);
          reasons.add("breaks '" + rule.text() + "'");
        }
      }
    }
    if (!outside.isEmpty()) {
      notes.add(
          "%d rows outside the space were left out, such as: %s"
              .formatted(outside.cardinality(), reasons.first()));
    }
    if (outside.cardinality() == rows.size()) {
      throw CellwrightException.refused(
          "no row of the table lies in the space: " + String.join(", ", notes), "--space", null);
    }
    return IntStream.range(0, rows.size()).filter(row -> !outside.get(row)).toArray();
  }

  private static String refusal(Variable variable, Pool.Column column, int row) {
    try {
      Value unused = variable.accept(column.value(row));
      return "";
    } catch (CellwrightException e) {
      return e.what();
    }
  }

  /** Continuous variables over the range that the candidates have. */
  private static Space scaled(Space wanted, Pool pool) {
    List<Variable> variables = new ArrayList<>();
    for (Variable variable : wanted.variables()) {
      if (variable instanceof Variable.Continuous v
          && pool.column(v.name()) instanceof Pool.Numbers column) {
        double low = Arrays.stream(column.values()).min().orElse(v.lower());
        double high = Arrays.stream(column.values()).max().orElse(v.upper());
        variables.add(
            low < high ? new Variable.Continuous(v.name(), low, high, v.unit()) : variable);
      } else {
        variables.add(variable);
      }
    }
    return new Space(variables, wanted.knownConstraints());
  }

  /** The columns of a table that a variable is read from. */
  static List<String> columns(Variable variable) {
    return variable instanceof Variable.Blend blend
        ? blend.atMost().keySet().stream().map(part -> blend.name() + "." + part).toList()
        : List.of(variable.name());
  }

  /** What a table has for a variable. */
  static Pool.Column column(Table table, Variable variable) {
    return switch (variable) {
      case Variable.Continuous v -> new Pool.Numbers(v.name(), table.numbers(v.name()), v.unit());
      case Variable.Grid v -> new Pool.Numbers(v.name(), table.numbers(v.name()), v.unit());
      case Variable.Integers v ->
          new Pool.Numbers(v.name(), table.numbers(v.name()), MeasurementUnit.ONE);
      case Variable.Choices v -> Pool.names(v.name(), texts(table.column(v.name())));
      case Variable.Blend v -> fractions(table, v);
    };
  }

  private static List<String> texts(Table.Column column) {
    return switch (column) {
      case Table.Words words -> words.values();
      case Table.Numbers numbers ->
          Arrays.stream(numbers.values()).mapToObj(Candidates::text).toList();
    };
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.format(Locale.ROOT, "%d", (long) number)
        : Double.toString(number);
  }

  private static Pool.Fractions fractions(Table table, Variable.Blend blend) {
    List<String> names = columns(blend);
    double[][] parts = new double[names.size()][table.rows()];
    for (int row = 0; row < table.rows(); row++) {
      double sum = 0;
      for (String name : names) {
        sum += table.numbers(name)[row];
      }
      if (Math.abs(sum - 1) > ROUNDING) {
        throw CellwrightException.refused(
            "the fractions of '%s' sum to %.4g in row %d".formatted(blend.name(), sum, row + 1),
            null,
            "Fractions are 0 to 1 and sum to 1.");
      }
      for (int i = 0; i < parts.length; i++) {
        parts[i][row] = table.numbers(names.get(i))[row] / sum;
      }
    }
    return new Pool.Fractions(blend.name(), List.copyOf(blend.atMost().keySet()), parts);
  }
}
