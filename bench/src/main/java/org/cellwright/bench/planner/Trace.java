package org.cellwright.bench.planner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One campaign: the rows in the order in which they were measured.
 *
 * @param milliseconds of each ask, starts left out
 */
record Trace(long seed, List<Integer> rows, List<Double> milliseconds) {
  Trace {
    rows = List.copyOf(rows);
    milliseconds = List.copyOf(milliseconds);
  }

  String json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seed", seed);
    rows.forEach(node.putArray("rows")::add);
    milliseconds.forEach(node.putArray("ms")::add);
    return node.toString();
  }

  static Trace read(JsonNode node) {
    List<Integer> rows = new ArrayList<>();
    node.path("rows").forEach(row -> rows.add(row.asInt()));
    List<Double> milliseconds = new ArrayList<>();
    node.path("ms").forEach(ms -> milliseconds.add(ms.asDouble()));
    return new Trace(node.path("seed").asLong(), rows, milliseconds);
  }

  /** Evaluations until a loss at most this; twice the budget where it was not found. */
  double evaluationsTo(double target, double[] loss, int budget) {
    for (int i = 0; i < Math.min(budget, rows.size()); i++) {
      if (loss[rows.get(i)] <= target) {
        return i + 1.0;
      }
    }
    return 2.0 * budget;
  }
}
