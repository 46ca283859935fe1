package org.cellwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * PyBaMM in a virtual environment of its own. Whatever goes wrong is said on standard error, and
 * there is no peer.
 */
final class PybammPeer {
  private static final long RUN_MINUTES = 20;

  /** One case: value in the unit of the case, and what it took. */
  record Answer(String version, double value, SequencedMap<String, Double> counters) {}

  private final Path root;
  private final Path folder;
  private final VirtualEnvironment environment;

  PybammPeer(Path root) {
    this.root = root;
    this.environment = new VirtualEnvironment(root, "pybamm", "requirements.txt");
    this.folder = root.resolve("target/bench");
  }

  /** Empty if there is no PyBaMM to be had. */
  Map<String, Answer> run(ObjectNode asked) throws Exception {
    if (!environment.ready()) {
      return absent("it could not be installed; see target/bench/install.log");
    }
    Path question = folder.resolve("question.json");
    Path answer = folder.resolve("pybamm.json");
    ObjectMapper mapper = new ObjectMapper();
    mapper.writeValue(question.toFile(), asked);
    Files.deleteIfExists(answer);
    System.err.println("bench: running PyBaMM (minutes) ...");
    String script = root.resolve("bench/peers/pybamm_cell.py").toString();
    if (!environment.start(
        RUN_MINUTES,
        "pybamm.log",
        environment.python(),
        script,
        question.toString(),
        answer.toString())) {
      return absent("it failed; see target/bench/pybamm.log");
    }
    JsonNode read = mapper.readTree(answer.toFile());
    Map<String, Answer> answers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : read.path("results").properties()) {
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      entry
          .getValue()
          .path("counters")
          .properties()
          .forEach(counter -> counters.put(counter.getKey(), counter.getValue().asDouble()));
      answers.put(
          entry.getKey(),
          new Answer(
              read.path("version").asText(), entry.getValue().path("value").asDouble(), counters));
    }
    return answers;
  }

  private static Map<String, Answer> absent(String why) {
    System.err.println("bench: no comparison with PyBaMM: " + why);
    return Map.of();
  }
}
