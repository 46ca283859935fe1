package org.cellwright.platform.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.NearestName;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.formats.TextRows;
import org.cellwright.science.planner.Source;
import org.cellwright.science.planner.SourceMatch;

/**
 * The rows of an earlier campaign: a {@code results.csv} or {@code results.json}, or any table
 * whose header names variables and outcomes of this one, with their units. What has other names is
 * passed over.
 */
public final class SourceTable {
  private static final String OK = "ok";
  private static final Set<String> ENDED = Set.of(OK, "partial");
  private static final String FAILED = "failed";

  private static final long LARGEST = 64L << 20;

  private final String file;
  private final boolean bare;
  private final List<Variable> variables;
  private final SequencedMap<String, MeasurementUnit> outcomes;

  /** A row, and what says how it counts. */
  private record Row(
      String fidelity,
      double cost,
      String status,
      SequencedMap<String, Value> variables,
      SequencedMap<String, Value> outcomes) {}

  private SourceTable(String file, boolean bare, Problem problem) {
    this.file = file;
    this.bare = bare;
    this.variables = problem.space().variables();
    this.outcomes = problem.outputs();
  }

  /**
   * @param fidelity whose rows count; empty for the dearest of those that the table names
   * @throws CellwrightException REFUSED with the place of what cannot be read
   */
  static List<Observation> read(
      String file, byte[] content, Optional<String> fidelity, Problem problem) {
    return new SourceTable(file, false, problem).read(content, fidelity);
  }

  /**
   * A table beside that of a back-test; numbers without a unit are in that of their variable.
   *
   * @throws CellwrightException ABSENT without the file; REFUSED where it can teach nothing
   */
  public static SourceMatch read(Path path, Problem problem) {
    String name = String.valueOf(path.getFileName());
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > LARGEST) {
        throw new CellwrightException(
            CellwrightException.Kind.ABSENT,
            "there is no table of at most %d bytes to learn from".formatted(LARGEST),
            path.toString(),
            "Maybe the path is relative to another folder.");
      }
      List<Observation> rows =
          new SourceTable(name, true, problem).read(Files.readAllBytes(path), Optional.empty());
      return SourceMatch.of(new Source(name, rows, new LinkedHashMap<>()), problem);
    } catch (IOException e) {
      throw CellwrightException.refused(
          "the file cannot be read: " + e.getMessage(), path.toString(), null);
    }
  }

  private List<Observation> read(byte[] content, Optional<String> fidelity) {
    String text = TextRows.text(file, content);
    return counting(file.endsWith(".json") ? json(text) : csv(text), fidelity);
  }

  private List<Observation> counting(List<Row> rows, Optional<String> fidelity) {
    Set<String> known = new LinkedHashSet<>();
    rows.forEach(row -> known.add(row.fidelity));
    if (fidelity.isPresent() && !known.contains(fidelity.get())) {
      throw CellwrightException.refused(
          "it has no row at '%s'".formatted(fidelity.get()),
          file,
          NearestName.hint(fidelity.get(), known));
    }
    String dearest = "";
    double most = Double.NEGATIVE_INFINITY;
    for (Row row : rows) {
      if (row.cost > most) {
        most = row.cost;
        dearest = row.fidelity;
      }
    }
    String wanted = fidelity.orElse(dearest);
    List<Observation> counting = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.fidelity.equals(wanted)) {
        String id = Integer.toString(i + 1);
        counting.add(
            row.status.equals(FAILED)
                ? Source.failed(id, row.variables)
                : Source.row(
                    id,
                    row.variables,
                    ENDED.contains(row.status) ? row.outcomes : new LinkedHashMap<>()));
      }
    }
    return counting;
  }

  private List<Row> csv(String text) {
    TextRows table = TextRows.read(file, text);
    List<String> header = table.header();
    Map<Integer, Cells> columns = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i);
      for (Variable variable : variables) {
        if (variable instanceof Variable.Blend && name.startsWith(variable.name() + ".")) {
          String part = name.substring(variable.name().length() + 1);
          columns.putIfAbsent(
              i,
              new Cells(variable.name(), part, false, true, Optional.empty(), MeasurementUnit.ONE));
        }
        Optional<Optional<MeasurementUnit>> unit = DesignTable.unitOf(file, name, variable.name());
        if (unit.isPresent()) {
          boolean word = variable instanceof Variable.Choices;
          Optional<MeasurementUnit> own =
              unit.get().or(() -> bare ? unit(variable) : Optional.empty());
          columns.putIfAbsent(
              i, new Cells(variable.name(), "", false, !word, own, variable.unit()));
        }
      }
      for (String outcome : outcomes.sequencedKeySet()) {
        Optional<Optional<MeasurementUnit>> unit = DesignTable.unitOf(file, name, outcome);
        if (unit.isPresent()) {
          columns.putIfAbsent(
              i,
              new Cells(
                  outcome,
                  "",
                  true,
                  true,
                  unit.get(),
                  outcomes.getOrDefault(outcome, MeasurementUnit.ONE)));
        }
      }
    }
    int fidelity = header.indexOf("fidelity");
    int cost = header.indexOf("cost");
    int status = header.indexOf("status");
    List<Row> rows = new ArrayList<>();
    for (TextRows.Row line : table.rows()) {
      SequencedMap<String, Value> inputs = new LinkedHashMap<>();
      SequencedMap<String, Value> outputs = new LinkedHashMap<>();
      SequencedMap<String, SequencedMap<String, Double>> blends = new LinkedHashMap<>();
      columns.forEach((i, cells) -> {
        String cell = line.cells().get(i);
        if (!cell.isEmpty()) {
          String place = "%s, line %d, column '%s'".formatted(file, line.line(), header.get(i));
          Value value = GivenDesigns.at(place, () -> cells.value(cell));
          if (cells.part.isEmpty()) {
            (cells.outcome ? outputs : inputs).put(cells.name, value);
          } else if (value instanceof Scalar scalar && scalar.value() != 0) {
            blends
                .computeIfAbsent(cells.name, _ -> new LinkedHashMap<>())
                .put(cells.part, scalar.value());
          }
        }
      });
      String place = "%s, line %d".formatted(file, line.line());
      blends.forEach((name, parts) ->
          inputs.put(name, GivenDesigns.at(place, () -> GivenDesigns.composition(parts))));
      rows.add(
          new Row(
              fidelity < 0 ? "" : line.cells().get(fidelity),
              cost < 0 || line.cells().get(cost).isEmpty()
                  ? 0
                  : GivenDesigns.at(place, () -> Scalar.parse(line.cells().get(cost)).value()),
              status < 0 ? OK : line.cells().get(status),
              inputs,
              outputs));
    }
    return rows;
  }

  private static Optional<MeasurementUnit> unit(Variable variable) {
    return switch (variable) {
      case Variable.Continuous v -> Optional.of(v.unit());
      case Variable.Grid v -> Optional.of(v.unit());
      case Variable.Integers _, Variable.Choices _, Variable.Blend _ -> Optional.empty();
    };
  }

  /**
   * What stands in a column.
   *
   * @param part of a blend; empty for anything else
   * @param unit of every cell; empty where each says its own
   * @param wanted in which unit this campaign wants it
   */
  private record Cells(
      String name,
      String part,
      boolean outcome,
      boolean number,
      Optional<MeasurementUnit> unit,
      MeasurementUnit wanted) {
    Value value(String cell) {
      if (!number) {
        return new Value.Category(cell);
      }
      Scalar scalar = Scalar.parse(cell, unit.isPresent() ? MeasurementUnit.ONE : wanted);
      if (unit.isPresent() && !scalar.unit().equals(MeasurementUnit.ONE)) {
        throw CellwrightException.refused(
            "'%s' repeats a unit that the header gives".formatted(cell), null, null);
      }
      return unit.isPresent() ? Scalar.of(scalar.value(), unit.get()) : scalar;
    }
  }

  private List<Row> json(String text) {
    JsonNode root = JsonText.read(file, text);
    if (!root.path("evaluations").isArray()) {
      throw CellwrightException.refused(
          "it has no list 'evaluations'", file, "Give the results.json of a run.");
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode node : root.path("evaluations")) {
      String place = "%s, evaluation %s".formatted(file, node.path("id").asText());
      SequencedMap<String, Value> inputs = new LinkedHashMap<>();
      SequencedMap<String, Value> outputs = new LinkedHashMap<>();
      for (Variable variable : variables) {
        JsonNode value = node.path("variables").path(variable.name());
        if (!value.isMissingNode() && !value.isNull()) {
          inputs.put(variable.name(), GivenDesigns.at(place, () -> value(value)));
        }
      }
      for (String outcome : outcomes.sequencedKeySet()) {
        JsonNode value = node.path("outcomes").path(outcome);
        if (!value.isMissingNode() && value.path("value").isNumber()) {
          outputs.put(outcome, GivenDesigns.at(place, () -> value(value)));
        }
      }
      rows.add(
          new Row(
              node.path("fidelity").asText(),
              node.path("cost").asDouble(),
              node.path("status").asText(),
              inputs,
              outputs));
    }
    return rows;
  }

  private static Value value(JsonNode node) {
    if (node.isTextual()) {
      return new Value.Category(node.asText());
    }
    if (node.isNumber()) {
      return Scalar.of(node.asDouble(), MeasurementUnit.ONE);
    }
    if (node.has("value")) {
      return Scalar.of(
          node.path("value").asDouble(), MeasurementUnit.parse(node.path("unit").asText("1")));
    }
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    node.properties().forEach(part -> parts.put(part.getKey(), part.getValue().asDouble()));
    return GivenDesigns.composition(parts);
  }
}
