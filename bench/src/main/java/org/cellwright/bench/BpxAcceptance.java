package org.cellwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.cellwright.science.cell.Bpx;

/**
 * Whether the official package {@code bpx} accepts every shipped cell, and what {@link Bpx#write}
 * writes of it.
 */
final class BpxAcceptance {
  private static final long MINUTES = 5;
  private static final String NAME = "BPX files that the official package accepts";

  private BpxAcceptance() {}

  /** Nothing without peers. */
  static List<Result> run(Path root, boolean peers) throws Exception {
    if (!peers) {
      return List.of();
    }
    VirtualEnvironment environment = new VirtualEnvironment(root, "bpx", "requirements-bpx.txt");
    List<Path> files = files(root);
    Path answer = root.resolve("target/bench/bpx.json");
    List<String> words = new ArrayList<>();
    words.add(environment.python());
    words.add(root.resolve("bench/peers/bpx_accepts.py").toString());
    words.add(answer.toString());
    files.forEach(file -> words.add(file.toString()));
    Files.deleteIfExists(answer);
    if (!environment.ready()
        || !environment.start(MINUTES, "bpx.log", words.toArray(String[]::new))) {
      System.err.println("bench: the package bpx could not be asked; see target/bench/*.log");
      return List.of();
    }
    JsonNode read = new ObjectMapper().readTree(answer.toFile());
    int accepted = 0;
    int warnings = 0;
    for (Map.Entry<String, JsonNode> entry : read.path("files").properties()) {
      String refusal = entry.getValue().path("refusal").asText();
      accepted += refusal.isEmpty() ? 1 : 0;
      if (!refusal.isEmpty()) {
        System.err.println("bench: bpx refuses " + entry.getKey() + ": " + refusal);
      }
      for (JsonNode warning : entry.getValue().path("warnings")) {
        warnings++;
        System.err.println("bench: bpx warns of " + entry.getKey() + ": " + warning.asText());
      }
    }
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("files", (double) files.size());
    counters.put("warnings", (double) warnings);
    return List.of(
        new Result(
            NAME,
            accepted,
            "files",
            Better.HIGHER,
            files.size(),
            Double.NaN,
            Double.NaN,
            new Peer("bpx", read.path("version").asText(), files.size()),
            counters));
  }

  /** Each shipped cell as it is, and as it is written. */
  private static List<Path> files(Path root) throws Exception {
    Path written = Files.createDirectories(root.resolve("target/bench/written-cells"));
    List<Path> shipped;
    try (Stream<Path> cells = Files.list(root.resolve("examples/cells"))) {
      shipped = cells.filter(cell -> cell.toString().endsWith(".json")).sorted().toList();
    }
    List<Path> all = new ArrayList<>(shipped);
    for (Path cell : shipped) {
      Path copy = written.resolve(cell.getFileName().toString());
      try (InputStream in = Files.newInputStream(cell);
          OutputStream out = Files.newOutputStream(copy)) {
        Bpx.read(in, cell.toString()).write(out);
      }
      all.add(copy);
    }
    return all;
  }
}
