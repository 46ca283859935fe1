package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Constant;
import org.cellwright.science.cell.Expression;
import org.cellwright.science.cell.ScalarFunction;
import org.cellwright.science.cell.Table;

/** Single values of a BPX file: numbers, lists and functions, to and from JSON. */
public final class BpxValues {
  private BpxValues() {}

  public static ObjectNode emptyObject() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A finite number. */
  public static double number(JsonNode node, String where) {
    if (!node.isNumber()) {
      throw CellwrightException.refused(
          "a number is needed, not " + shown(node),
          where,
          node.isTextual() ? "Maybe the quotation marks are too much." : "Give a number.");
    }
    double value = node.doubleValue();
    if (!Double.isFinite(value)) {
      throw CellwrightException.refused(
          "the number " + node + " is too large for double precision",
          where,
          "Check its exponent.");
    }
    return value;
  }

  /** A number, a function string, or a table {"x": […], "y": […]}. */
  public static ScalarFunction function(JsonNode node, String where) {
    try {
      if (node.isTextual()) {
        return Expression.parse(node.textValue());
      }
      if (node.isObject()) {
        return table(node, where);
      }
    } catch (CellwrightException e) {
      throw e.where() != null && e.where().startsWith("$") ? e : e.at(where);
    }
    if (node.isNumber()) {
      return new Constant(number(node, where));
    }
    throw CellwrightException.refused(
        "a number, a function or a table is needed, not " + shown(node),
        where,
        "Write 1.5, \"1 + 2 * x\" or {\"x\": [0, 1], \"y\": [1, 3]}.");
  }

  private static Table table(JsonNode node, String where) {
    for (String name : node.propertyStream().map(Map.Entry::getKey).toList()) {
      if (!name.equals("x") && !name.equals("y")) {
        throw CellwrightException.refused(
            "a table has a field '" + name + "'",
            where + "." + name,
            "A table is {\"x\": […], \"y\": […]}.");
      }
    }
    return Table.of(list(node.path("x"), where + ".x"), list(node.path("y"), where + ".y"));
  }

  static double[] list(JsonNode node, String where) {
    if (!node.isArray()) {
      throw CellwrightException.refused(
          "a list of numbers is needed, not " + shown(node), where, "Write [1, 2, 3].");
    }
    double[] values = new double[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = number(node.get(i), where + "[" + i + "]");
    }
    return values;
  }

  static JsonNode json(ScalarFunction function) {
    return switch (function) {
      case Constant constant -> JsonNodeFactory.instance.numberNode(constant.value());
      case Expression expression -> JsonNodeFactory.instance.textNode(expression.source());
      case Table table -> {
        ObjectNode node = emptyObject();
        node.set("x", json(table.x()));
        node.set("y", json(table.y()));
        yield node;
      }
    };
  }

  static ArrayNode json(double[] values) {
    ArrayNode node = JsonNodeFactory.instance.arrayNode(values.length);
    for (double value : values) {
      node.add(value);
    }
    return node;
  }

  /** What BPX allows beside its own fields: numbers, texts, tables, and named groups of them. */
  static void requireUserDefined(JsonNode node, String where) {
    if (node.isObject()) {
      boolean table = node.size() == 2 && node.path("x").isArray() && node.path("y").isArray();
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (table) {
          list(entry.getValue(), where + "." + entry.getKey());
        } else {
          requireUserDefined(entry.getValue(), where + "." + entry.getKey());
        }
      }
    } else if (node.isNumber()) {
      number(node, where);
    } else if (!node.isTextual()) {
      throw CellwrightException.refused(
          shown(node) + " cannot be a user-defined value",
          where,
          "Give a number, a function, a table, or a group of them.");
    }
  }

  static String shown(JsonNode node) {
    if (node.isMissingNode()) {
      return "nothing";
    }
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
