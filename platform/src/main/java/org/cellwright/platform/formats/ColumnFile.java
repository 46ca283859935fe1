package org.cellwright.platform.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.Columns.Column;
import org.cellwright.platform.formats.Columns.Counts;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.Columns.Words;

/** A table in a file: {@code .csv}, {@code .json} or {@code .parquet}, by its ending. */
public final class ColumnFile {
  /** The endings that can be written; BDF files are among them ({@code .bdf.csv}). */
  public static final List<String> ENDINGS = List.of(".csv", ".json", ".parquet");

  private ColumnFile() {}

  public static boolean canBeWritten(Path file) {
    return ENDINGS.stream().anyMatch(file.toString()::endsWith);
  }

  /** Whether names of columns are to be those of the Battery Data Format. */
  public static boolean isBattery(Path file) {
    return ENDINGS.stream().anyMatch(ending -> file.toString().endsWith(".bdf" + ending));
  }

  /** What puts bytes into a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Folders on the way are made. A file of that name is replaced once the new one is whole. */
  public static void write(Path file, Columns columns) {
    String name = file.toString();
    replace(
        file,
        out -> {
          if (name.endsWith(".parquet")) {
            ParquetWriter.write(columns, out);
          } else {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            if (name.endsWith(".json")) {
              writeJson(columns, writer);
            } else {
              writeCsv(columns, writer);
            }
            writer.flush();
          }
        });
  }

  /** Writes a file beside its place and moves it there, so that nobody finds half of it. */
  public static void replace(Path file, Content content) {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
        content.writeTo(out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(file, e);
    }
  }

  public static CellwrightException cannotWrite(Path file, IOException cause) {
    CellwrightException trouble =
        new CellwrightException(
            CellwrightException.Kind.SHORT,
            "cannot be written: " + cause.getClass().getSimpleName(),
            file.toString(),
            "Maybe the disk is full, or the folder belongs to somebody else.");
    trouble.initCause(cause);
    return trouble;
  }

  /** RFC 4180 in UTF-8. */
  public static void writeCsv(Columns columns, Appendable out) throws IOException {
    StringBuilder row = new StringBuilder();
    for (int i = -1; i < columns.rows(); i++) {
      row.setLength(0);
      for (Column column : columns.columns()) {
        row.append(row.isEmpty() && column == columns.columns().getFirst() ? "" : ",");
        row.append(cell(i < 0 ? column.name() : column.text(i)));
      }
      out.append(row.append('\n'));
    }
  }

  private static String cell(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** One array for each column; null where a number is missing. */
  private static void writeJson(Columns columns, Writer out) throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.writeStartObject();
    for (Column column : columns.columns()) {
      json.writeArrayFieldStart(column.name());
      for (int i = 0; i < column.size(); i++) {
        String text = column.text(i);
        if (column instanceof Words) {
          json.writeString(text);
        } else if (text.isEmpty()) {
          json.writeNull();
        } else {
          json.writeNumber(text);
        }
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /**
   * Reads what {@link #write} writes and what others write alike: CSV with commas, semicolons or
   * tabulators, also compressed ({@code .csv.gz}).
   *
   * @throws CellwrightException ABSENT, or REFUSED with what cannot be read
   */
  public static Columns read(Path file) {
    String name = file.toString();
    try {
      if (name.endsWith(".parquet")) {
        return ParquetTable.read(file);
      }
      byte[] content = Files.readAllBytes(file);
      if (name.endsWith(".gz")) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
          content = in.readAllBytes();
        }
      }
      return name.endsWith(".json") ? readJson(name, content) : readCsv(name, content);
    } catch (NoSuchFileException e) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT, "there is no such file", name, null);
    } catch (IOException e) {
      throw CellwrightException.refused(
          "the file cannot be read: " + e.getMessage(), name, "Maybe it is damaged.");
    }
  }

  private static Columns readCsv(String name, byte[] content) {
    String text = TextRows.text(name, content);
    TextRows table = TextRows.read(name, text, separator(text));
    List<Column> columns = new ArrayList<>();
    for (int c = 0; c < table.header().size(); c++) {
      String[] cells = new String[table.rows().size()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = table.rows().get(i).cells().get(c);
      }
      columns.add(column(table.header().get(c), cells));
    }
    return new Columns(columns);
  }

  /** Whichever of the usual ones the first row has most of. */
  private static char separator(String text) {
    String header =
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .findFirst()
            .orElse("");
    char best = ',';
    for (char c : new char[] {';', '\t'}) {
      best = count(header, c) > count(header, best) ? c : best;
    }
    return best;
  }

  private static long count(String text, char c) {
    return text.chars().filter(other -> other == c).count();
  }

  private static Column column(String name, String[] cells) {
    double[] numbers = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      try {
        numbers[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
      } catch (NumberFormatException e) {
        return new Words(name, cells);
      }
    }
    return new Numbers(name, numbers);
  }

  private static Columns readJson(String name, byte[] content) throws IOException {
    JsonNode root = new ObjectMapper().readTree(content);
    List<Column> columns = new ArrayList<>();
    int rows = -1;
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode values = entry.getValue();
      if (!values.isArray() || (rows >= 0 && values.size() != rows)) {
        throw notColumns(name, entry.getKey());
      }
      rows = values.size();
      columns.add(jsonColumn(entry.getKey(), values));
    }
    if (columns.isEmpty()) {
      throw notColumns(name, "");
    }
    return new Columns(columns);
  }

  private static CellwrightException notColumns(String name, String key) {
    return CellwrightException.refused(
        "the file holds no table: "
            + (key.isEmpty()
                ? "it is no object of columns"
                : "'%s' is no list as long as the others".formatted(key)),
        name,
        "A table in JSON is {\"test_time_second\": [0, 1], \"voltage_volt\": [4.1, 4.0]}.");
  }

  private static Column jsonColumn(String name, JsonNode values) {
    boolean text = values.valueStream().anyMatch(JsonNode::isTextual);
    if (text) {
      return new Words(name, values.valueStream().map(v -> v.asText("")).toArray(String[]::new));
    }
    boolean whole = !values.isEmpty() && values.valueStream().allMatch(JsonNode::isIntegralNumber);
    return whole
        ? new Counts(name, values.valueStream().mapToLong(JsonNode::longValue).toArray())
        : new Numbers(
            name,
            values
                .valueStream()
                .mapToDouble(v -> v.isNumber() ? v.doubleValue() : Double.NaN)
                .toArray());
  }
}
