package org.cellwright.bench.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;

/** The cells of a file of text; quoted cells may hold separators, not line ends. */
record Csv(Path file, List<String> header, List<List<String>> rows) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  static Csv withHeader(Path file) throws IOException {
    List<List<String>> lines = lines(file);
    return new Csv(file, lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** Cells between tabs. */
  static Csv tabbed(Path file) throws IOException {
    List<List<String>> lines =
        Files.readAllLines(file).stream().map(line -> List.of(line.split("\t", -1))).toList();
    return new Csv(file, lines.getFirst(), lines.subList(1, lines.size()));
  }

  /** Columns are named by their numbers, from 0. */
  static Csv withoutHeader(Path file) throws IOException {
    List<List<String>> lines = lines(file);
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < lines.getFirst().size(); i++) {
      numbers.add(Integer.toString(i));
    }
    return new Csv(file, numbers, lines);
  }

  private static List<List<String>> lines(Path file) throws IOException {
    List<List<String>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String text = !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
      if (!text.isBlank()) {
        lines.add(cells(text));
      }
    }
    return lines;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString().strip());
    return cells;
  }

  List<String> texts(String column) {
    int index = header.indexOf(column);
    if (index < 0) {
      throw CellwrightException.failed(
          "there is no column '%s'".formatted(column),
          file.toString(),
          NearestName.hint(column, header));
    }
    return rows.stream().map(row -> index < row.size() ? row.get(index) : "").toList();
  }

  /** NaN where a cell is no number. */
  double[] numbers(String column) {
    return texts(column).stream().mapToDouble(Csv::number).toArray();
  }

  static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      return Double.NaN;
    }
  }

  /** The rows for which a column holds what is wanted. */
  Csv where(String column, Predicate<String> wanted) {
    List<String> texts = texts(column);
    List<List<String>> kept = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (wanted.test(texts.get(i))) {
        kept.add(rows.get(i));
      }
    }
    return new Csv(file, header, kept);
  }
}
