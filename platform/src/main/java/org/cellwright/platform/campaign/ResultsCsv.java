package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.platform.campaign.RunResult.Evaluated;
import org.jspecify.annotations.Nullable;

/** {@code results.csv}: one row an evaluation, units in the header; RFC 4180. */
public final class ResultsCsv {
  private ResultsCsv() {}

  /** The stream stays open. */
  public static void write(RunResult result, OutputStream out) throws IOException {
    SequencedMap<String, Function<Evaluated, String>> columns = new LinkedHashMap<>();
    columns.put("id", Evaluated::id);
    columns.put("fidelity", Evaluated::fidelity);
    columns.put("cost", e -> Double.toString(e.cost()));
    columns.put("status", e -> Records.lower(e.status()));
    columns.put("reason", e -> e.reason() == null ? "" : e.reason());
    columns.put("feasible", e -> Boolean.toString(e.feasible()));
    columns.put("on_front", e -> Boolean.toString(result.front().contains(e.id())));
    add(columns, result.evaluations(), "", Evaluated::variables);
    add(columns, result.evaluations(), "", Evaluated::outcomes);
    add(columns, result.evaluations(), "slack ", Evaluated::constraints);
    StringBuilder text = new StringBuilder();
    row(text, List.copyOf(columns.sequencedKeySet()));
    for (Evaluated evaluation : result.evaluations()) {
      row(text, columns.values().stream().map(cell -> cell.apply(evaluation)).toList());
    }
    out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** A column for each name that any evaluation has, with its scatter where anybody knows it. */
  private static void add(
      SequencedMap<String, Function<Evaluated, String>> columns,
      List<Evaluated> evaluations,
      String prefix,
      Function<Evaluated, ? extends Map<String, ? extends Value>> group) {
    SequencedMap<String, Value> examples = new LinkedHashMap<>();
    SequencedMap<String, Value> scattered = new LinkedHashMap<>();
    for (Evaluated evaluation : evaluations) {
      group
          .apply(evaluation)
          .forEach((name, value) -> {
            examples.putIfAbsent(name, value);
            if (value instanceof Scalar scalar
                && scalar.uncertainty().kind() != Uncertainty.Kind.UNKNOWN) {
              scattered.put(name, value);
            }
          });
    }
    examples.forEach((name, example) -> {
      switch (example) {
        case Scalar scalar -> {
          columns.put(
              prefix + name + unit(scalar.unit()),
              e -> number(group.apply(e).get(name), Scalar::value));
          if (scattered.containsKey(name) && prefix.isEmpty()) {
            columns.put(
                name + " std" + unit(scalar.unit().ofDifference()),
                e -> number(group.apply(e).get(name), s -> s.uncertainty().std()));
          }
        }
        case Value.Composition composition ->
            composition
                .fractions()
                .keySet()
                .forEach(part ->
                    columns.put(
                        prefix + name + "." + part,
                        e ->
                            group.apply(e).get(name) instanceof Value.Composition c
                                ? String.valueOf(c.fractions().get(part))
                                : ""));
        default ->
            columns.put(
                prefix + name,
                e ->
                    group.apply(e).get(name) instanceof Value.Category category
                        ? category.name()
                        : "");
      }
    });
  }

  private static String unit(MeasurementUnit unit) {
    return unit.equals(MeasurementUnit.ONE) ? "" : " [" + unit.symbol() + "]";
  }

  private static String number(@Nullable Value value, Function<Scalar, Double> part) {
    if (!(value instanceof Scalar scalar)) {
      return "";
    }
    double number = part.apply(scalar);
    return Double.isNaN(number) ? "" : Double.toString(number);
  }

  private static void row(StringBuilder text, List<String> cells) {
    List<String> quoted = new ArrayList<>();
    for (String cell : cells) {
      quoted.add(
          cell.matches("(?s).*[\",\r\n].*") ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell);
    }
    text.append(String.join(",", quoted)).append("\r\n");
  }
}
