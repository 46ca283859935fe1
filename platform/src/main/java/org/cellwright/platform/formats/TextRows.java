package org.cellwright.platform.formats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;

/** Rows of text as RFC 4180 writes them; lines that are empty or start with # are passed over. */
public record TextRows(List<String> header, List<Row> rows) {

  /**
   * @param line in the file, from 1
   */
  public record Row(int line, List<String> cells) {}

  /** UTF-8, with or without a byte order mark. */
  public static String text(String file, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw CellwrightException.refused(
          "the file is not UTF-8", file, "Save it in the encoding UTF-8.");
    }
  }

  /** Cells are separated by commas. */
  public static TextRows read(String file, String text) {
    return read(file, text, ',');
  }

  static TextRows read(String file, String text, char separator) {
    List<Row> rows = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    int line = 1;
    int start = 1;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : '\n';
      if (quoted && i == text.length()) {
        throw CellwrightException.refused(
            "a quotation mark is never closed", file + ", line " + start, null);
      }
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && cell.toString().isBlank()) {
        cell.setLength(0);
        quoted = true;
      } else if (c == separator) {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else if (c == '\n') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
        if (cells.stream().anyMatch(s -> !s.isEmpty()) && !cells.getFirst().startsWith("#")) {
          rows.add(new Row(start, List.copyOf(cells)));
        }
        cells.clear();
        start = line + 1;
      } else {
        cell.append(c);
      }
      if (c == '\n') {
        line++;
      }
    }
    if (rows.isEmpty()) {
      throw CellwrightException.refused("the table is empty", file, "Its first row is the header.");
    }
    List<String> header = rows.getFirst().cells();
    for (Row row : rows) {
      if (row.cells().size() != header.size()) {
        throw CellwrightException.refused(
            "the row has %d cells, the header has %d".formatted(row.cells().size(), header.size()),
            file + ", line " + row.line(),
            "Maybe a comma inside a cell lacks its quotation marks.");
      }
    }
    return new TextRows(header, List.copyOf(rows.subList(1, rows.size())));
  }
}
