package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.cellwright.cli.command.Sweep.Row;
import org.cellwright.cli.command.Sweep.Status;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.ColumnFile;
import org.jspecify.annotations.Nullable;

/**
 * What is done of a sweep, beside its result: which sweep it is on the first line, then a line for
 * each case as soon as it is done. A line that a crash left half is taken back. Stays where it is
 * when all is done, and says where the result came from.
 */
final class SweepJournal implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path file;
  // Not a channel: that would close itself when a worker is interrupted while it writes.
  private final RandomAccessFile journal;
  private final TreeMap<Integer, Row> rows = new TreeMap<>();

  /** Where the journal of a result lies. */
  static Path beside(Path out) {
    return out.resolveSibling(out.getFileName() + ".sweep.jsonl");
  }

  /**
   * Begins a journal or goes on with it.
   *
   * @param sweep all that makes this sweep what it is
   * @throws CellwrightException CONFLICT if the result belongs to another sweep, or another process
   *     works on it
   */
  SweepJournal(Path out, ObjectNode sweep) {
    file = beside(out);
    try {
      if (Files.exists(out) && !Files.exists(file)) {
        throw conflict(out, "the file is there already and was not made by this sweep", out);
      }
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      journal = new RandomAccessFile(file.toFile(), "rw");
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
    try {
      requireLock(out);
      read(out, sweep);
    } catch (IOException e) {
      close();
      throw ColumnFile.cannotWrite(file, e);
    } catch (CellwrightException e) {
      close();
      throw e;
    }
  }

  private void requireLock(Path out) throws IOException {
    FileLock lock = null;
    try {
      lock = journal.getChannel().tryLock();
    } catch (OverlappingFileLockException e) {
      // By this very process: the same conflict.
    }
    if (lock == null) {
      throw conflict(out, "another process works on this sweep", file);
    }
  }

  private void read(Path out, ObjectNode sweep) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int whole = content.length;
    while (whole > 0 && content[whole - 1] != '\n') {
      whole--;
    }
    journal.setLength(whole);
    journal.seek(whole);
    List<String> lines = new String(content, 0, whole, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      append(sweep);
      return;
    }
    JsonNode before = MAPPER.readTree(lines.getFirst());
    // As text: a number that was written whole is read back as another kind of node.
    if (!before.equals(MAPPER.readTree(sweep.toString()))) {
      throw conflict(out, "the file belongs to another sweep" + difference(before, sweep), out);
    }
    for (String line : lines.subList(1, lines.size())) {
      Row row = row(MAPPER.readTree(line));
      rows.put(row.number(), row);
    }
  }

  private static String difference(JsonNode before, JsonNode now) {
    for (var entry : now.properties()) {
      JsonNode other = before.get(entry.getKey());
      if (other == null || !other.toString().equals(entry.getValue().toString())) {
        return ": its '%s' differs".formatted(entry.getKey());
      }
    }
    return "";
  }

  private CellwrightException conflict(Path out, String what, Path where) {
    return new CellwrightException(
        CellwrightException.Kind.CONFLICT,
        what,
        where.toString(),
        "Choose another --out, or move %s and %s away."
            .formatted(out.getFileName(), file.getFileName()));
  }

  boolean isDone(int number) {
    synchronized (rows) {
      return rows.containsKey(number);
    }
  }

  int done() {
    synchronized (rows) {
      return rows.size();
    }
  }

  /** In the order of their numbers. */
  List<Row> rows() {
    synchronized (rows) {
      return List.copyOf(rows.values());
    }
  }

  /** The row is safe once this returns. */
  void add(Row row) {
    synchronized (rows) {
      rows.put(row.number(), row);
    }
    try {
      append(json(row));
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
  }

  private void append(JsonNode line) throws IOException {
    journal.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode json(Row row) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put("case", row.number());
    node.put("status", row.status().name().toLowerCase(Locale.ROOT));
    node.put("end_reason", row.endReason());
    put(node, "end_time_second", row.endTimeSecond());
    put(node, "charge_ampere_hour", row.chargeAmpereHour());
    put(node, "energy_watt_hour", row.energyWattHour());
    put(node, "final_voltage_volt", row.finalVoltageVolt());
    put(node, "lowest_plating_margin_volt", row.lowestPlatingMarginVolt());
    put(node, "highest_temperature_celsius", row.highestTemperatureCelsius());
    return node;
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  private static Row row(JsonNode node) {
    return new Row(
        node.path("case").asInt(),
        Status.valueOf(node.path("status").asText().toUpperCase(Locale.ROOT)),
        node.path("end_reason").asText(),
        number(node.get("end_time_second")),
        number(node.get("charge_ampere_hour")),
        number(node.get("energy_watt_hour")),
        number(node.get("final_voltage_volt")),
        number(node.get("lowest_plating_margin_volt")),
        number(node.get("highest_temperature_celsius")));
  }

  private static double number(@Nullable JsonNode node) {
    return node == null || node.isNull() ? Double.NaN : node.asDouble();
  }

  @Override
  public void close() {
    try {
      journal.close();
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
  }
}
