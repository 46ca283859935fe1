package org.cellwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * PyBaMM in a virtual environment of its own, installed on first use from the package index.
 * Whatever goes wrong is said on standard error, and there is no peer.
 */
final class PybammPeer {
  private static final long INSTALL_MINUTES = 10;
  private static final long RUN_MINUTES = 20;

  /** One case: value in the unit of the case, and what it took. */
  record Answer(String version, double value, SequencedMap<String, Double> counters) {}

  private final Path root;
  private final Path folder;

  PybammPeer(Path root) {
    this.root = root;
    this.folder = root.resolve("target/bench");
  }

  /** Empty if there is no PyBaMM to be had. */
  Map<String, Answer> run(ObjectNode asked) throws Exception {
    Files.createDirectories(folder);
    Path requirements = root.resolve("bench/peers/requirements.txt");
    Path environment = folder.resolve("pybamm");
    Path python = environment.resolve("bin/python");
    Path installed = environment.resolve("installed.txt");
    String wanted = Files.readString(requirements);
    if (!Files.exists(installed) || !Files.readString(installed).equals(wanted)) {
      System.err.println("bench: installing PyBaMM into target/bench (a minute) ...");
      boolean done =
          start(INSTALL_MINUTES, "install.log", "python3", "-m", "venv", environment.toString())
              && start(
                  INSTALL_MINUTES,
                  "install.log",
                  python.toString(),
                  "-m",
                  "pip",
                  "install",
                  "--quiet",
                  "--disable-pip-version-check",
                  "-r",
                  requirements.toString());
      if (!done) {
        return absent("it could not be installed; see target/bench/install.log");
      }
      Files.writeString(installed, wanted);
    }
    Path question = folder.resolve("question.json");
    Path answer = folder.resolve("pybamm.json");
    ObjectMapper mapper = new ObjectMapper();
    mapper.writeValue(question.toFile(), asked);
    Files.deleteIfExists(answer);
    System.err.println("bench: running PyBaMM (minutes) ...");
    String script = root.resolve("bench/peers/pybamm_cell.py").toString();
    if (!start(
        RUN_MINUTES,
        "pybamm.log",
        python.toString(),
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

  private boolean start(long minutes, String log, String... words) throws Exception {
    File file = folder.resolve(log).toFile();
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("PYBAMM_DISABLE_TELEMETRY", "true");
    try {
      Process process = builder.redirectOutput(file).start();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
      return false;
    }
  }
}
