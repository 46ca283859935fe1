package org.cellwright.bench.planner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.cellwright.core.CellwrightException;

/**
 * Results of earlier runs, one line of JSON for each seed; a line that was cut off by an
 * interruption is left out. One file for what was run, by whom, in which version.
 */
final class Kept {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Path file;

  Kept(Path folder, String problem, Strategy strategy, String how) throws IOException {
    CRC32 crc = new CRC32();
    crc.update((strategy.version() + "\n" + how).getBytes(StandardCharsets.UTF_8));
    this.file =
        Files.createDirectories(folder.resolve(plain(problem)))
            .resolve("%s-%08x.jsonl".formatted(plain(strategy.name()), crc.getValue()));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "-");
  }

  /** By seed. */
  Map<Long, JsonNode> read() throws IOException {
    Map<Long, JsonNode> lines = new TreeMap<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          JsonNode node = MAPPER.readTree(line);
          if (node != null && node.has("seed")) {
            lines.put(node.get("seed").asLong(), node);
          }
        } catch (JsonProcessingException _) {
          continue;
        }
      }
    }
    return lines;
  }

  synchronized void add(String line) {
    try {
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw CellwrightException.failed(
          "a result cannot be kept: " + e.getMessage(),
          file.toString(),
          "Make room, then start again: what is there counts.");
    }
  }
}
