package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.core.Variable;
import org.cellwright.platform.formats.TextRows;

/** Designs as the rows of a table; the header names variables and, where it does, their units. */
record DesignTable(String file, TextRows table, Space space) {

  private static final Pattern BRACKETED = Pattern.compile("([^\\[/]+?)\\s*(?:\\[(.+)]|/\\s+(.+))");

  /** Units as column names spell them, beside the symbols themselves. */
  private static final Map<String, String> SPELLED =
      Map.ofEntries(
          Map.entry("c", "C"),
          Map.entry("celsius", "degC"),
          Map.entry("degc", "degC"),
          Map.entry("kelvin", "K"),
          Map.entry("metre", "m"),
          Map.entry("millimetre", "mm"),
          Map.entry("micrometre", "um"),
          Map.entry("nanometre", "nm"),
          Map.entry("second", "s"),
          Map.entry("minute", "min"),
          Map.entry("hour", "h"),
          Map.entry("volt", "V"),
          Map.entry("millivolt", "mV"),
          Map.entry("ampere", "A"),
          Map.entry("percent", "%"));

  /**
   * What a column means.
   *
   * @param part of a blend; empty for other variables
   * @param unit of every cell; empty where each cell says its own
   */
  private record Column(int at, Variable variable, String part, Optional<MeasurementUnit> unit) {}

  GivenDesigns read() {
    List<Column> columns = new ArrayList<>();
    List<String> passedOver = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      String header = table.header().get(i);
      Optional<Column> column = column(i, header);
      column.ifPresentOrElse(columns::add, () -> passedOver.add(header));
    }
    for (Variable variable : space.variables()) {
      long found =
          columns.stream().filter(c -> c.variable().equals(variable) && c.part().isEmpty()).count();
      boolean parts =
          columns.stream().anyMatch(c -> c.variable().equals(variable) && !c.part().isEmpty());
      boolean mayBeAbsent = parts || space.conditions().containsKey(variable.name());
      if (found > 1 || (found == 0 && !mayBeAbsent)) {
        throw CellwrightException.refused(
            found > 1
                ? "there are %d columns for '%s'".formatted(found, variable.name())
                : "there is no column for '%s'".formatted(variable.name()),
            file + ", line 1, column '" + variable.name() + "'",
            found > 1 ? "Keep one." : "The header has: " + String.join(", ", table.header()) + ".");
      }
    }
    List<Design> designs = table.rows().stream().map(row -> design(row, columns)).toList();
    return GivenDesigns.of(
        designs,
        space,
        passedOver.isEmpty()
            ? List.of()
            : List.of(
                "%s: columns that are no variables were passed over: %s"
                    .formatted(file, String.join(", ", passedOver))));
  }

  private Optional<Column> column(int at, String header) {
    for (Variable variable : space.variables()) {
      if (header.equals(variable.name())) {
        return Optional.of(new Column(at, variable, "", Optional.empty()));
      }
      if (variable instanceof Variable.Blend blend) {
        for (String part : blend.atMost().keySet()) {
          if (header.equals(blend.name() + "." + part)) {
            return Optional.of(new Column(at, variable, part, Optional.empty()));
          }
        }
      }
    }
    for (Variable variable : space.variables()) {
      Optional<Optional<MeasurementUnit>> unit = unitOf(file, header, variable.name());
      if (unit.isPresent()) {
        return Optional.of(new Column(at, variable, "", unit.get()));
      }
    }
    return Optional.empty();
  }

  /** Of a column that has this name the unit, if it has one; empty for another column. */
  static Optional<Optional<MeasurementUnit>> unitOf(String file, String header, String name) {
    if (header.equals(name)) {
      return Optional.of(Optional.empty());
    }
    Matcher bracketed = BRACKETED.matcher(header);
    if (bracketed.matches() && bracketed.group(1).equals(name)) {
      String unit = bracketed.group(2) == null ? bracketed.group(3) : bracketed.group(2);
      String place = file + ", line 1, column '" + header + "'";
      return Optional.of(Optional.of(GivenDesigns.at(place, () -> MeasurementUnit.parse(unit))));
    }
    return header.startsWith(name + "_")
        ? suffix(header.substring(name.length() + 1)).map(Optional::of)
        : Optional.empty();
  }

  /** Empty where the rest of a column's name is no unit, so that the column is another thing. */
  private static Optional<MeasurementUnit> suffix(String text) {
    try {
      return Optional.of(MeasurementUnit.parse(SPELLED.getOrDefault(text, text)));
    } catch (CellwrightException e) {
      return Optional.empty();
    }
  }

  private Design design(TextRows.Row row, List<Column> columns) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    SequencedMap<String, SequencedMap<String, Double>> blends = new LinkedHashMap<>();
    for (Column column : columns) {
      String cell = row.cells().get(column.at());
      if (cell.isEmpty() && space.conditions().containsKey(column.variable().name())) {
        continue;
      }
      String place =
          "%s, line %d, column '%s'".formatted(file, row.line(), table.header().get(column.at()));
      GivenDesigns.at(
          place,
          () -> {
            if (cell.isEmpty()) {
              throw CellwrightException.refused(
                  "'%s' has no value in this row".formatted(column.variable().name()), null, null);
            }
            if (column.part().isEmpty()) {
              values.put(column.variable().name(), value(column, cell));
            } else {
              blends
                  .computeIfAbsent(column.variable().name(), name -> new LinkedHashMap<>())
                  .put(column.part(), Scalar.parse(cell).in(MeasurementUnit.ONE).value());
            }
            return column;
          });
    }
    String place = "%s, line %d".formatted(file, row.line());
    return GivenDesigns.at(
        place,
        () -> {
          blends.forEach((name, parts) -> values.put(name, GivenDesigns.composition(parts)));
          return space.convert(values);
        });
  }

  private static Value value(Column column, String cell) {
    if (column.unit().isEmpty()) {
      return GivenDesigns.parse(column.variable(), cell);
    }
    Scalar bare = Scalar.parse(cell);
    if (!bare.unit().equals(MeasurementUnit.ONE)) {
      throw CellwrightException.refused(
          "'%s' repeats a unit that the header gives".formatted(cell), null, null);
    }
    return column.variable().convert(Scalar.of(bare.value(), column.unit().get()));
  }
}
