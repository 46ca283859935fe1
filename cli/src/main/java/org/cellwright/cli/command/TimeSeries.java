package org.cellwright.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellwright.platform.formats.Columns;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.science.cell.Solution;

/** A solution as columns, by the machine names of the Battery Data Format where it has them. */
final class TimeSeries {
  /** What people look for first; the others follow by name. */
  private static final List<String> FIRST =
      List.of("test_time_second", "voltage_volt", "current_ampere", "step_count");

  private TimeSeries() {}

  static Columns of(Solution solution) {
    Map<String, double[]> values = solution.columns();
    List<String> order = new ArrayList<>(FIRST);
    values.keySet().stream().filter(name -> !FIRST.contains(name)).sorted().forEach(order::add);
    List<Column> columns = new ArrayList<>();
    for (String name : order) {
      columns.add(
          name.equals("step_count")
              ? new Counts(name, Arrays.stream(solution.step()).asLongStream().toArray())
              : new Numbers(name, values.getOrDefault(name, new double[solution.points()])));
    }
    return new Columns(columns);
  }
}
