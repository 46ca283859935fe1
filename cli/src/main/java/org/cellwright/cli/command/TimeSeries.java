package org.cellwright.cli.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellwright.science.cell.Solution;

/** A solution as columns, by the machine names of the Battery Data Format where it has them. */
final class TimeSeries {
  /** What people look for first; the others follow by name. */
  private static final List<String> FIRST =
      List.of("test_time_second", "voltage_volt", "current_ampere", "step_count");

  private TimeSeries() {}

  private static List<String> order(Map<String, double[]> columns) {
    List<String> order = new ArrayList<>(FIRST);
    columns.keySet().stream().filter(name -> !FIRST.contains(name)).sorted().forEach(order::add);
    order.retainAll(columns.keySet());
    return order;
  }

  static void writeCsv(Solution solution, Writer out) throws IOException {
    Map<String, double[]> columns = solution.columns();
    List<String> order = order(columns);
    out.write(String.join(",", order) + "\n");
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < solution.points(); i++) {
      row.setLength(0);
      for (String name : order) {
        row.append(row.isEmpty() ? "" : ",").append(plain(value(columns, name, i)));
      }
      out.append(row).append('\n');
    }
  }

  static void writeJson(Solution solution, Writer out) throws IOException {
    Map<String, double[]> columns = solution.columns();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      for (String name : order(columns)) {
        json.writeArrayFieldStart(name);
        for (int i = 0; i < solution.points(); i++) {
          double value = value(columns, name, i);
          if (Double.isNaN(value)) {
            json.writeNull();
          } else {
            json.writeNumber(plain(value));
          }
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    }
  }

  private static double value(Map<String, double[]> columns, String name, int row) {
    double[] column = columns.get(name);
    return column == null ? Double.NaN : column[row];
  }

  /** The shortest text that reads back as the same number; whole numbers without a point. */
  private static String plain(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
