package org.cellwright.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a bench found, for programs and for people. */
record Report(String bench, String commit, List<Result> results) {
  private static final List<String> HEADINGS =
      List.of("case", "measured", "must", "aim", "met", "peer", "ratio");

  /** Counters with a column of their own; the others follow in words. */
  private static final List<String> COLUMNS =
      List.of("steps", "newton", "factorisations", "bytes_allocated", "time_error_mv");

  private static final List<String> COLUMN_HEADINGS =
      List.of("steps", "newton", "factored", "allocated", "error");

  /** One object in one line, as docs/benchmarks.md describes it. */
  String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("bench", bench);
    root.put("commit", commit);
    root.putObject("machine")
        .put("cores", Runtime.getRuntime().availableProcessors())
        .put("cpu", cpu())
        .put("jdk", System.getProperty("java.vm.version", "unknown"));
    for (Result result : results) {
      ObjectNode node = root.withArray("results").addObject();
      node.put("case", result.name());
      number(node, "value", result.value());
      node.put("unit", result.unit());
      node.put("better", result.better().name().toLowerCase(Locale.ROOT));
      number(node, "must", result.must());
      number(node, "aim", result.aim());
      node.put("met", result.met());
      if (result.peer() == null) {
        node.putNull("peer");
      } else {
        ObjectNode peer = node.putObject("peer");
        peer.put("name", result.peer().name()).put("version", result.peer().version());
        number(peer, "value", result.peer().value());
      }
      number(node, "ratio", result.ratio());
      ObjectNode counters = node.putObject("counters");
      result.counters().forEach((name, value) -> number(counters, name, value));
    }
    return root.toString();
  }

  private static void number(ObjectNode node, String name, double value) {
    if (!Double.isFinite(value)) {
      node.putNull(name);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      node.put(name, (long) value);
    } else {
      node.put(name, value);
    }
  }

  /** An aligned table. */
  String table() {
    List<List<String>> rows = new ArrayList<>();
    List<String> headings = new ArrayList<>(HEADINGS);
    List<String> columns =
        COLUMNS.stream()
            .filter(c -> results.stream().anyMatch(result -> result.counters().containsKey(c)))
            .toList();
    columns.forEach(column -> headings.add(COLUMN_HEADINGS.get(COLUMNS.indexOf(column))));
    rows.add(headings);
    for (Result result : results) {
      List<String> row = new ArrayList<>();
      row.add(result.name());
      row.add(quantity(result.value(), result.unit()));
      row.add(quantity(result.must(), result.unit()));
      row.add(quantity(result.aim(), result.unit()));
      Boolean met = result.met();
      row.add(met == null ? "-" : met ? "yes" : "no");
      row.add(
          result.peer() == null
              ? "-"
              : result.peer().name() + " " + quantity(result.peer().value(), result.unit()));
      row.add(quantity(result.ratio(), "x"));
      for (String column : columns) {
        double value = result.counters().getOrDefault(column, Double.NaN);
        row.add(
            switch (column) {
              case "bytes_allocated" -> quantity(value / 1024, "kB");
              case "time_error_mv" -> quantity(value, "mV");
              default -> Double.isNaN(value) ? "-" : Long.toString(Math.round(value));
            });
      }
      rows.add(row);
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int c = 0; c < row.size(); c++) {
        int column = c;
        int width = rows.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        String padding = " ".repeat(width - row.get(c).length());
        text.append(c == 0 ? row.get(c) + padding : "  " + padding + row.get(c));
      }
      text.append('\n');
    }
    for (Result result : results) {
      List<String> more = new ArrayList<>();
      result
          .counters()
          .forEach((name, value) -> {
            if (!COLUMNS.contains(name)) {
              more.add(name + " " + quantity(value, "").strip());
            }
          });
      if (!more.isEmpty()) {
        text.append("\n%s: %s".formatted(result.name(), String.join(", ", more)));
      }
    }
    return text.append('\n').toString();
  }

  /** Three digits that count, and the unit. */
  private static String quantity(double value, String unit) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    int decimals =
        value == Math.rint(value) || value == 0
            ? 0
            : Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 12);
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, unit).strip();
  }

  private static String cpu() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
        if (line.startsWith("model name")) {
          return line.substring(line.indexOf(':') + 1).strip();
        }
      }
    } catch (IOException e) {
      // Not Linux: the architecture has to do.
    }
    return System.getProperty("os.arch", "unknown");
  }
}
