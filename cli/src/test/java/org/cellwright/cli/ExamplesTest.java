package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.cli.command.Command;
import org.cellwright.cli.command.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that a newcomer is told to run. */
class ExamplesTest {
  @TempDir Path folder;

  @BeforeEach
  void examplesAreAtHand() throws Exception {
    Files.createSymbolicLink(
        folder.resolve("examples"), Path.of("..", "examples").toAbsolutePath().normalize());
  }

  @AfterEach
  void examplesAreLeftAlone() throws Exception {
    Files.delete(folder.resolve("examples"));
  }

  @Test
  void aSimulatorOfOnesOwnRunsFromFileToReport() throws Exception {
    Spoken run = Spoken.to(folder, "run", "examples/own-simulator.yaml", "--budget", "9", "--json");
    assertEquals(0, run.code(), run.err());
    JsonNode results = new ObjectMapper().readTree(run.out());
    assertEquals("own-simulator-1", results.get("run").asText());
    assertEquals(9, results.get("evaluations").size());
    assertTrue(results.get("front").size() > 0);
    Path out = folder.resolve("runs/own-simulator-1");
    assertTrue(run.err().contains(out.resolve("report.html").toString()), run.err());
    for (String file : List.of("report.html", "results.csv", "results.json")) {
      assertTrue(Files.size(out.resolve(file)) > 100, file);
    }
    assertEquals(results, new ObjectMapper().readTree(out.resolve("results.json").toFile()));
    assertFalse(Files.readString(out.resolve("report.html")).contains("The knee cell over time"));

    JsonNode list = new ObjectMapper().readTree(Spoken.to(folder, "list", "--json").out());
    assertEquals("done", list.at("/runs/0/status").asText());
    assertEquals(0, Spoken.to(folder, "show", "own-simulator-1/e0001").code());
    assertEquals(0, Spoken.to(folder, "report", "own-simulator-1", "--out", "page.html").code());
    assertTrue(Files.exists(folder.resolve("page.html")));
    assertEquals(0, Spoken.to(folder, "resume", "own-simulator-1").code());
    Spoken again =
        Spoken.to(folder, "run", "examples/own-simulator.yaml", "--out", "runs/own-simulator-1");
    assertEquals(5, again.code(), again.err());
  }

  @Test
  void theExampleOfEveryHelpRuns() throws Exception {
    // In the order of a newcomer: the first makes what the others speak of.
    for (Command command : Words.ALL) {
      Spoken answer = Spoken.to(folder, Spoken.split(command.example()));
      assertEquals(0, answer.code(), command.example() + "\n" + answer.err());
    }
    Path out = folder.resolve("runs/fast-charge-cell-1");
    JsonNode results = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    for (JsonNode id : results.get("front")) {
      assertTrue(Files.exists(out.resolve("cells").resolve(id.asText() + ".json")), id.asText());
    }
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("The knee cell over time"));
    assertFalse(page.contains("://"));
  }
}
