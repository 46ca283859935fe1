package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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

  /**
   * A column for each name that any evaluation has, with its scatter where anybody knows it; one
   * for each dimension, where the campaign has changed from one to another.
   */
  private static void add(
      SequencedMap<String, Function<Evaluated, String>> columns,
      List<Evaluated> evaluations,
      String prefix,
      Function<Evaluated, ? extends Map<String, ? extends Value>> group) {
    SequencedMap<String, List<Value>> examples = new LinkedHashMap<>();
    Set<String> scattered = new HashSet<>();
    for (Evaluated evaluation : evaluations) {
      group
          .apply(evaluation)
          .forEach((name, value) -> {
            List<Value> known = examples.computeIfAbsent(name, _ -> new ArrayList<>());
            if (known.stream().noneMatch(example -> isAlike(example, value))) {
              known.add(value);
            }
            if (value instanceof Scalar scalar
                && scalar.uncertainty().kind() != Uncertainty.Kind.UNKNOWN) {
              scattered.add(name);
            }
          });
    }
    examples.forEach((name, all) -> {
      for (Value example : all) {
        switch (example) {
          case Scalar scalar -> {
            MeasurementUnit unit = scalar.unit();
            columns.put(
                prefix + name + unit(unit),
                e -> number(group.apply(e).get(name), unit, Scalar::value));
            if (scattered.contains(name) && prefix.isEmpty()) {
              columns.put(
                  name + " std" + unit(unit.ofDifference()),
                  e -> number(group.apply(e).get(name), unit, s -> s.uncertainty().std()));
            }
          }
          case Value.Composition composition ->
              composition
                  .fractions()
                  .keySet()
                  .forEach(part ->
                      columns.put(
                          prefix + name + "." + part,
                          e -> fraction(group.apply(e).get(name), part)));
          default ->
              columns.put(
                  prefix + name,
                  e ->
                      group.apply(e).get(name) instanceof Value.Category category
                          ? category.name()
                          : "");
        }
      }
    });
  }

  /** Whether two values go into the same columns. */
  private static boolean isAlike(Value one, Value other) {
    return switch (one) {
      case Scalar scalar ->
          other instanceof Scalar second && scalar.unit().isCompatibleWith(second.unit());
      case Value.Composition blend ->
          other instanceof Value.Composition second
              && blend.fractions().keySet().containsAll(second.fractions().keySet());
      default -> one.getClass() == other.getClass();
    };
  }

  private static String fraction(@Nullable Value value, String part) {
    Double fraction = value instanceof Value.Composition blend ? blend.fractions().get(part) : null;
    return fraction == null ? "" : fraction.toString();
  }

  private static String unit(MeasurementUnit unit) {
    return unit.equals(MeasurementUnit.ONE) ? "" : " [" + unit.symbol() + "]";
  }

  private static String number(
      @Nullable Value value, MeasurementUnit unit, Function<Scalar, Double> part) {
    if (!(value instanceof Scalar scalar) || !scalar.unit().isCompatibleWith(unit)) {
      return "";
    }
    double number = part.apply(scalar.unit().equals(unit) ? scalar : scalar.in(unit));
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
