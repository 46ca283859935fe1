package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Pool;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;
import org.cellwright.science.molecule.Molecules;

/**
 * The space that a table spans: every column that is no output is a variable, numbers from their
 * least to their greatest, texts as choices, a column of SMILES by the molecules' descriptors. A
 * column that only numbers or names the rows, or that is the same everywhere, is left out.
 *
 * @param warnings what was left out, and why
 */
public record TableSpace(Space space, List<String> warnings) {
  private static final Pattern RUNNING =
      Pattern.compile("(?i)|index|id|idx|no|nr|number|row|run|sample|unnamed.*|#");

  private static final Pattern MOLECULES = Pattern.compile("(?i).*smiles.*");

  /** Fewer different values than this may be in one order with the objective by chance. */
  private static final int TELLING = 8;

  /** Rows that are looked at before all are. */
  private static final int SOME = 1000;

  public TableSpace {
    warnings = List.copyOf(warnings);
  }

  /**
   * @param outputs columns that are measured, not chosen
   * @throws CellwrightException REFUSED if no variable is left
   */
  public static TableSpace of(Table table, Collection<String> outputs) {
    return of(table, outputs, List.of());
  }

  /**
   * @param bounded columns of which a constraint speaks; one is a variable where rows differ in it
   *     alone and at a few levels, as in what is chosen, else an output
   */
  public static TableSpace of(Table table, Collection<String> outputs, Collection<String> bounded) {
    Set<String> measured = new LinkedHashSet<>(outputs);
    measured.addAll(bounded);
    List<String> warnings = new ArrayList<>();
    for (String name : bounded) {
      if (outputs.contains(name)) {
        continue;
      }
      if (isChosen(table.numbers(name), table, variables(table, measured, new ArrayList<>()))) {
        measured.remove(name);
        warnings.add(
            "'%s' is taken as chosen, since rows differ in it alone: what breaks its constraint is left out. If it was measured, name the variables in a SPACE.yaml"
                .formatted(name));
      } else {
        warnings.add(
            "'%s' is taken as measured, since a constraint names it. If it is chosen, name it in a SPACE.yaml"
                .formatted(name));
      }
    }
    List<Variable> variables = variables(table, measured, warnings);
    if (variables.isEmpty()) {
      throw CellwrightException.refused(
          "the table has no column that could be varied: " + String.join("; ", warnings),
          "--space",
          "Name the variables in a SPACE.yaml.");
    }
    return new TableSpace(new Space(variables, List.of()), warnings);
  }

  private static List<Variable> variables(
      Table table, Collection<String> outputs, List<String> warnings) {
    List<Variable> variables = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      if (outputs.contains(column.name())) {
        continue;
      }
      Optional<String> useless =
          switch (column) {
            case Table.Numbers numbers -> numbers(numbers, variables);
            case Table.Words words -> words(words, variables);
          };
      useless.ifPresent(
          why -> warnings.add("the column '%s' is left out: %s".formatted(column.name(), why)));
    }
    return variables;
  }

  /** Whether rows that are alike in all else differ in a column, and many rows share its values. */
  private static boolean isChosen(double[] values, Table table, List<Variable> others) {
    if (others.isEmpty()) {
      return true;
    }
    Pool rows = new Pool(others.stream().map(v -> Candidates.column(table, v)).toList());
    return 2 * Arrays.stream(values).distinct().count() <= values.length
        && IntStream.range(0, values.length)
            .anyMatch(row -> values[rows.first(row)] != values[row]);
  }

  private static Optional<String> numbers(Table.Numbers column, List<Variable> variables) {
    double low = Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).min().orElse(0);
    double high = Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).max().orElse(0);
    if (low == high) {
      return Optional.of("it is %s everywhere".formatted(low));
    }
    if (RUNNING.matcher(column.name()).matches() && isRunning(column.values())) {
      return Optional.of("it numbers the rows");
    }
    variables.add(new Variable.Continuous(column.name(), low, high, MeasurementUnit.ONE));
    return Optional.empty();
  }

  private static boolean isRunning(double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (values[i] != values[i - 1] + 1) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> words(Table.Words column, List<Variable> variables) {
    SequencedSet<String> options = new LinkedHashSet<>(column.values());
    options.remove("");
    if (options.size() < 2) {
      return Optional.of(options.isEmpty() ? "it is empty" : "it is the same everywhere");
    }
    if (MOLECULES.matcher(column.name()).matches() && Molecules.allParse(List.copyOf(options))) {
      SequencedMap<String, String> smiles = new LinkedHashMap<>();
      options.forEach(option -> smiles.put(option, option));
      variables.add(
          new Variable.Choices(column.name(), List.copyOf(options), Molecules.descriptors(smiles)));
      return Optional.empty();
    }
    if (options.size() == column.rows()) {
      return Optional.of("it has another text in every row, as a name has");
    }
    variables.add(new Variable.Choices(column.name(), List.copyOf(options), new LinkedHashMap<>()));
    return Optional.empty();
  }

  /**
   * Whether an input tells an output without any learning: it is the same number everywhere, or one
   * rises or falls strictly with the other.
   */
  static boolean givesAway(double[] input, double[] output) {
    if (Arrays.equals(input, output)) {
      return true;
    }
    // What some rows contradict all do: long tables are seldom sorted whole.
    if (input.length > 2 * SOME
        && !isInOrder(Arrays.copyOf(input, SOME), Arrays.copyOf(output, SOME), 1)) {
      return false;
    }
    return isInOrder(input, output, TELLING);
  }

  /** Whether one rises or falls strictly with the other, over so many different inputs at least. */
  private static boolean isInOrder(double[] input, double[] output, int telling) {
    Integer[] order = new Integer[input.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(input[a], input[b]));
    int different = 1;
    int direction = 0;
    for (int i = 1; i < order.length; i++) {
      int before = order[i - 1];
      int here = order[i];
      int sign = Double.compare(output[here], output[before]);
      if (input[here] == input[before]) {
        if (sign != 0) {
          return false;
        }
        continue;
      }
      different++;
      if (sign == 0 || sign * direction < 0) {
        return false;
      }
      direction = Integer.signum(sign);
    }
    return different >= telling;
  }
}
