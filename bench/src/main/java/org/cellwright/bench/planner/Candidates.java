package org.cellwright.bench.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Pool;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;

/**
 * Measured candidates: the inputs, and the truth that a planner is not shown.
 *
 * @param truth one row for each candidate, one value for each objective; the mean of replicates
 * @param replicates of each candidate, as measured
 */
record Candidates(Inputs inputs, double[][] truth, List<List<double[]>> replicates) {

  String name() {
    return inputs.name();
  }

  int size() {
    return truth.length;
  }

  /** The losses of a candidate: each objective made small. */
  double[] losses(int row) {
    double[] losses = new double[truth[row].length];
    Arrays.setAll(losses, i -> inputs.objectives().get(i).loss(truth[row][i]));
    return losses;
  }

  /** The first loss of every candidate. */
  double[] loss() {
    double[] loss = new double[size()];
    Arrays.setAll(loss, row -> losses(row)[0]);
    return loss;
  }

  Candidates named(String name) {
    return new Candidates(inputs.named(name), truth, replicates);
  }

  static Builder of(String name) {
    return new Builder(name);
  }

  /** Columns of one length, then the table without replicates and constant inputs. */
  static final class Builder {
    private final String name;
    private final SequencedMap<String, double[]> numbers = new LinkedHashMap<>();
    private final SequencedMap<String, List<String>> names = new LinkedHashMap<>();
    private final Map<String, SequencedMap<String, List<Double>>> descriptors =
        new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<Objective> objectives = new ArrayList<>();
    private final List<double[]> outcomes = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    Builder number(String input, double[] values) {
      inputs.add(input);
      numbers.put(input, values);
      return this;
    }

    Builder choice(String input, List<String> values) {
      inputs.add(input);
      names.put(input, values);
      return this;
    }

    Builder choice(
        String input, List<String> values, SequencedMap<String, List<Double>> describedBy) {
      descriptors.put(input, describedBy);
      return choice(input, values);
    }

    Builder objective(String output, Objective.Goal goal, double[] values) {
      objectives.add(new Objective(output, goal, MeasurementUnit.ONE, 0));
      outcomes.add(values);
      return this;
    }

    /**
     * Rows with a number missing are left out, rows with equal inputs become one.
     *
     * @throws CellwrightException REFUSED if an input gives the target away
     */
    Candidates build() {
      SequencedMap<List<String>, List<Integer>> same = new LinkedHashMap<>();
      for (int row = 0; row < outcomes.getFirst().length; row++) {
        if (isComplete(row)) {
          same.computeIfAbsent(key(row), _ -> new ArrayList<>()).add(row);
        }
      }
      List<Integer> firsts = same.values().stream().map(List::getFirst).toList();
      double[][] truth = new double[firsts.size()][objectives.size()];
      List<List<double[]>> replicates = new ArrayList<>();
      for (List<Integer> rows : same.values()) {
        double[] mean = truth[replicates.size()];
        List<double[]> measured = new ArrayList<>();
        for (int row : rows) {
          double[] values = outcomes.stream().mapToDouble(column -> column[row]).toArray();
          measured.add(values);
          for (int i = 0; i < mean.length; i++) {
            mean[i] += values[i] / rows.size();
          }
        }
        replicates.add(measured);
      }
      return new Candidates(inputs(firsts, truth), truth, replicates);
    }

    private boolean isComplete(int row) {
      return outcomes.stream().allMatch(column -> Double.isFinite(column[row]))
          && numbers.values().stream().allMatch(column -> Double.isFinite(column[row]));
    }

    private List<String> key(int row) {
      List<String> key = new ArrayList<>();
      for (String input : inputs) {
        double[] column = numbers.get(input);
        key.add(column == null ? text(input, row) : Double.toString(column[row]));
      }
      return key;
    }

    private String text(String input, int row) {
      return names.getOrDefault(input, List.of()).get(row);
    }

    private Inputs inputs(List<Integer> rows, double[][] truth) {
      List<Variable> variables = new ArrayList<>();
      List<Pool.Column> shelf = new ArrayList<>();
      List<double[]> columns = new ArrayList<>();
      List<Integer> groups = new ArrayList<>();
      for (String input : inputs) {
        double[] numbersOf = numbers.get(input);
        int group = variables.size();
        if (numbersOf == null) {
          TreeSet<String> options = new TreeSet<>();
          rows.forEach(row -> options.add(text(input, row)));
          if (options.size() > 1) {
            variables.add(
                new Variable.Choices(
                    input,
                    List.copyOf(options),
                    descriptors.getOrDefault(input, new LinkedHashMap<>())));
            shelf.add(Pool.names(input, rows.stream().map(row -> text(input, row)).toList()));
            for (String option : options) {
              columns.add(
                  column(rows, row -> text(input, row).equals(option) ? Math.sqrt(0.5) : 0));
              groups.add(group);
            }
          }
          continue;
        }
        double[] column = column(rows, row -> numbersOf[row]);
        double low = Arrays.stream(column).min().orElse(0);
        double high = Arrays.stream(column).max().orElse(0);
        if (high > low) {
          requireNoLeak(input, column, truth);
          variables.add(new Variable.Continuous(input, low, high, MeasurementUnit.ONE));
          shelf.add(new Pool.Numbers(input, column, MeasurementUnit.ONE));
          columns.add(Arrays.stream(column).map(x -> (x - low) / (high - low)).toArray());
          groups.add(group);
        }
      }
      double[][] features = new double[rows.size()][columns.size()];
      for (int row = 0; row < features.length; row++) {
        for (int j = 0; j < columns.size(); j++) {
          features[row][j] = columns.get(j)[row];
        }
      }
      return new Inputs(
          name,
          new Space(variables, List.of()).of(new Pool(shelf)),
          List.copyOf(objectives),
          features,
          groups.stream().mapToInt(Integer::intValue).toArray(),
          objectives.size() == 1 ? List.of() : worst(truth));
    }

    private List<Double> worst(double[][] truth) {
      List<Double> worst = new ArrayList<>();
      for (int i = 0; i < objectives.size(); i++) {
        Objective objective = objectives.get(i);
        double value = truth[0][i];
        for (double[] row : truth) {
          value = objective.loss(row[i]) > objective.loss(value) ? row[i] : value;
        }
        worst.add(value);
      }
      return worst;
    }

    private interface Cell {
      double at(int row);
    }

    private static double[] column(List<Integer> rows, Cell cell) {
      return rows.stream().mapToDouble(cell::at).toArray();
    }

    /** Ordering the rows by such an input would order them by the target. */
    private void requireNoLeak(String input, double[] column, double[][] truth) {
      Integer[] order = new Integer[column.length];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Double.compare(column[a], column[b]));
      for (int objective = 0; objective < objectives.size() && order.length > 3; objective++) {
        boolean rising = true;
        boolean falling = true;
        for (int i = 1; i < order.length; i++) {
          double step = truth[order[i]][objective] - truth[order[i - 1]][objective];
          boolean apart = column[order[i]] > column[order[i - 1]];
          rising &= apart && step >= 0;
          falling &= apart && step <= 0;
        }
        if (rising || falling) {
          throw CellwrightException.refused(
              "input '%s' gives '%s' away".formatted(input, objectives.get(objective).name()),
              name,
              "Leave that column out.");
        }
      }
    }
  }
}
