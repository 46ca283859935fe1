package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.cell.ScalarFunction;

/** One object of a BPX file, whose field names are checked before anything is read from it. */
final class Fields {
  /** Fields that older versions had elsewhere, and where they went. */
  private static final Map<String, String> MOVED =
      Map.of(
          BpxKey.THERMAL_CONDUCTIVITY,
          "Since BPX 1.0 it belongs into 'User-defined'.",
          BpxKey.INITIAL_TEMPERATURE,
          "Since BPX 1.0 it belongs into 'State', group 'Initial conditions'.",
          BpxKey.AMBIENT_TEMPERATURE,
          "Since BPX 1.0 it belongs into 'State', group 'Thermal environment'.",
          BpxKey.INITIAL_CONCENTRATION_V0,
          "Since BPX 1.0 it is 'State', 'Initial conditions', '"
              + BpxKey.INITIAL_CONCENTRATION
              + "'.");

  private final ObjectNode node;
  private final String path;

  private Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** An object that may have the fields in {@code valid} and no other. */
  static Fields of(JsonNode node, String path, List<String> valid) {
    Fields fields = anyNames(node, path);
    for (String name : fields.names()) {
      if (!valid.contains(name)) {
        throw unknown(name, path, valid);
      }
    }
    return fields;
  }

  /** An object whose field names are free. */
  static Fields anyNames(JsonNode node, String path) {
    if (!(node instanceof ObjectNode object)) {
      throw CellwrightException.refused(
          "an object is needed, not " + BpxValues.shown(node), path, "Write {\"name\": value, …}.");
    }
    return new Fields(object, path);
  }

  private static CellwrightException unknown(String name, String path, List<String> valid) {
    String where = path + "." + name;
    Optional<String> sameButUnit =
        valid.stream().filter(v -> withoutUnit(v).equalsIgnoreCase(withoutUnit(name))).findFirst();
    if (sameButUnit.isPresent() && !sameButUnit.get().equalsIgnoreCase(name)) {
      String right = sameButUnit.get();
      return CellwrightException.refused(
          "'%s' is written with the unit %s where BPX has %s"
              .formatted(name, unit(name), unit(right)),
          where,
          "Rename it to '" + right + "' and convert its value.");
    }
    String hint = MOVED.getOrDefault(name, NearestName.hint(name, valid));
    return CellwrightException.refused("unknown field '" + name + "'", where, hint);
  }

  private static String withoutUnit(String name) {
    int bracket = name.indexOf(" [");
    return bracket < 0 ? name : name.substring(0, bracket);
  }

  private static String unit(String name) {
    int bracket = name.indexOf(" [");
    return bracket < 0 ? "none" : name.substring(bracket + 1);
  }

  static List<String> names(String... names) {
    return List.of(names);
  }

  static List<String> names(List<String> names, String... more) {
    List<String> all = new ArrayList<>(names);
    all.addAll(Arrays.asList(more));
    return List.copyOf(all);
  }

  List<String> names() {
    return node.propertyStream().map(Map.Entry::getKey).toList();
  }

  String path() {
    return path;
  }

  String path(String field) {
    return path + "." + field;
  }

  boolean has(String field) {
    return node.has(field);
  }

  JsonNode required(String field) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      throw CellwrightException.refused(
          "'" + field + "' is missing", path(field), "BPX requires it here.");
    }
    return value;
  }

  /** The value, unless the field is absent or, as BPX allows it, null. */
  Optional<JsonNode> optional(String field) {
    return Optional.of(node.path(field)).filter(v -> !v.isMissingNode() && !v.isNull());
  }

  double number(String field) {
    return BpxValues.number(required(field), path(field));
  }

  int integer(String field) {
    double value = number(field);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw CellwrightException.refused(
          field + " = " + value + " is not a whole number", path(field), "Give a whole number.");
    }
    return (int) value;
  }

  OptionalDouble optionalNumber(String field) {
    return optional(field)
        .map(v -> OptionalDouble.of(BpxValues.number(v, path(field))))
        .orElseGet(OptionalDouble::empty);
  }

  ScalarFunction function(String field) {
    return BpxValues.function(required(field), path(field));
  }

  Optional<ScalarFunction> optionalFunction(String field) {
    return optional(field).map(v -> BpxValues.function(v, path(field)));
  }

  Optional<String> optionalText(String field) {
    return optional(field)
        .map(v -> {
          if (!v.isTextual()) {
            throw CellwrightException.refused(
                "a text is needed, not " + BpxValues.shown(v), path(field), "Use quotation marks.");
          }
          return v.textValue();
        });
  }

  List<Double> list(String field) {
    return Arrays.stream(BpxValues.list(required(field), path(field))).boxed().toList();
  }

  /** Builds a record; its own refusals name a field, which becomes a path of the file here. */
  static <T> T at(String path, Supplier<T> build) {
    try {
      return build.get();
    } catch (CellwrightException e) {
      String where = e.where();
      if (where != null && where.startsWith("$")) {
        throw e;
      }
      CellwrightException located =
          new CellwrightException(
              e.kind(), e.what(), where == null ? path : path + "." + where, e.hint());
      located.initCause(e);
      throw located;
    }
  }

  <T> T build(Supplier<T> build) {
    return at(path, build);
  }
}
