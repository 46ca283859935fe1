package org.cellwright.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in columns: text to the left, numbers to the right, two spaces between. */
public final class TextTable {
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  public void add(List<String> row) {
    if (row.size() != header.size()) {
      throw new IllegalArgumentException(row + " does not fit " + header);
    }
    rows.add(List.copyOf(row));
  }

  public String render() {
    StringBuilder text = new StringBuilder();
    appendRow(text, header);
    rows.forEach(row -> appendRow(text, row));
    return text.toString();
  }

  private void appendRow(StringBuilder text, List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      String space = " ".repeat(Math.max(0, width(column) - cell.length()));
      line.append(column == 0 ? "" : "  ").append(isNumeric(column) ? space + cell : cell + space);
    }
    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
  }

  private int width(int column) {
    int width = header.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .map(row -> row.get(column))
            .allMatch(cell -> cell.isEmpty() || cell.matches("[-+−±]?[0-9].*|–"));
  }
}
