package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.ArtifactSummary;
import org.cellwright.platform.archive.EvaluationSummary;
import org.cellwright.platform.formats.TextRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

  @TempDir Path folder;

  private RunResult result() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    Campaign.Options options =
        new Campaign.Options(1, List.of("random"), 1, Optional.of(folder.resolve("out")));
    try (Archive archive = Archive.open(folder.resolve("home"));
        Campaign campaign =
            Campaign.start(archive, CampaignFile.read(file), ToyPlanner.planners(), options)) {
      assertEquals(Optional.of(folder.resolve("out")), campaign.out());
      return campaign.execute(Progress.SILENT);
    }
  }

  private static JsonNode json(RunResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsJson.write(result, out);
    return Records.JSON.readTree(out.toByteArray());
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void hasTheShapeThatIsPromised() throws IOException {
    RunResult result = result();
    JsonNode root = json(result);
    assertEquals(
        List.of(
            "campaign",
            "run",
            "seed",
            "version",
            "status",
            "wall_second",
            "cost",
            "objectives",
            "constraints",
            "reference_point",
            "hypervolume",
            "trace",
            "evaluations",
            "front",
            "knee",
            "verification",
            "fidelities",
            "compare"),
        keys(root));
    assertEquals("toy-1", root.path("run").asText());
    assertEquals("done", root.path("status").asText());
    assertTrue(root.path("version").asText().matches("\\d+\\.\\d+.*"));
    assertEquals(List.of("budget", "spent"), keys(root.path("cost")));
    assertEquals(
        "{\"name\":\"peak\",\"sense\":\"at_most\",\"limit\":35.0,\"unit\":\"Cel\"}",
        root.path("constraints").path(1).toString());
    JsonNode energy = root.path("reference_point").path("energy");
    assertEquals(
        "{\"value\":100.0,\"std\":null,\"kind\":\"unknown\",\"unit\":\"W.h/kg\"}",
        energy.toString());
    JsonNode last = root.path("trace").path(root.path("trace").size() - 1);
    assertEquals(root.path("cost").path("spent").asDouble(), last.path("cost").asDouble());
    assertEquals(List.of("campaign", "random"), keys(root.path("compare")));
    JsonNode first = root.path("evaluations").path(0);
    assertEquals(
        List.of(
            "id",
            "fidelity",
            "cost",
            "status",
            "reason",
            "feasible",
            "variables",
            "outcomes",
            "constraints"),
        keys(first).subList(0, 9));
    for (JsonNode evaluation : root.path("evaluations")) {
      if (evaluation.path("status").asText().equals("ok")) {
        assertEquals(
            List.of("energy", "time", "margin", "peak"), keys(evaluation.path("outcomes")));
        JsonNode peak = evaluation.path("outcomes").path("peak");
        assertEquals("Cel", peak.path("unit").asText());
        assertEquals("numerical", peak.path("kind").asText());
        JsonNode slack = evaluation.path("constraints").path("peak");
        assertEquals("K", slack.path("unit").asText());
        assertEquals(35 - peak.path("value").asDouble(), slack.path("value").asDouble(), 1e-9);
      } else {
        assertTrue(evaluation.path("reason").isTextual());
      }
    }
    assertEquals("um", first.path("variables").path("thickness").path("unit").asText());
    JsonNode made = root.path("fidelities").path(1);
    assertEquals("toy.cell", made.path("method").asText());
    assertEquals(1.0, made.path("declared_ratio").asDouble());
  }

  @Test
  void theTableHasOneRowAnEvaluationAndUnitsInItsHeader() throws IOException {
    RunResult result = result();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsCsv.write(result, out);
    String text = out.toString(StandardCharsets.UTF_8);
    TextRows table = TextRows.read("results.csv", text);
    assertEquals(result.evaluations().size(), table.rows().size());
    assertTrue(
        table
            .header()
            .containsAll(
                List.of(
                    "id",
                    "thickness [um]",
                    "porosity",
                    "energy [Wh/kg]",
                    "energy std [Wh/kg]",
                    "peak [degC]",
                    "peak std [K]",
                    "slack peak [K]")),
        table.header().toString());
    assertTrue(text.endsWith("\r\n"));
  }

  @Test
  void everythingIsFoundAgainInTheArchive() throws IOException {
    RunResult result = result();
    RunResult.Evaluated best = result.evaluation(result.front().getFirst());
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      EvaluationSummary kept = (EvaluationSummary) archive.find("toy-1/" + best.id());
      assertEquals("OK", kept.state());
      String hash = Objects.requireNonNull(best.attachments().get("cell.json"));
      ArtifactSummary file = (ArtifactSummary) archive.find(hash.substring(0, 12));
      assertEquals(hash, file.id());
      assertTrue(
          file.uses().stream()
              .anyMatch(u -> u.evaluation().equals(best.id()) && u.name().equals("cell.json")));
      assertTrue(
          new String(archive.artifact(hash), StandardCharsets.UTF_8).startsWith("{\"thickness\""));
      assertEquals(folder.resolve("out"), archive.run("toy-1").orElseThrow().out().orElseThrow());
    }
  }

  /** Read back from the record, where the campaign's file is no longer needed. */
  @Test
  void theDesignToNameFirstIsThatOfTheHierarchy() throws IOException {
    String text =
        Toys.CAMPAIGN.replace(
            "constraints:",
            "hierarchy: [{objective: %s, within: 0 %%}, {objective: %s}]\nconstraints:");
    for (String first : List.of("energy", "time")) {
      Path file =
          Toys.file(folder, text.formatted(first, first.equals("energy") ? "time" : "energy"));
      try (Archive archive = Archive.open(folder.resolve(first));
          Campaign campaign =
              Campaign.start(
                  archive,
                  CampaignFile.read(file),
                  ToyPlanner.planners(),
                  new Campaign.Options(1, List.of(), 1, Optional.of(folder.resolve("out"))))) {
        RunResult result = campaign.execute(Progress.SILENT);
        assertTrue(result.front().size() > 1);
        assertEquals(
            first.equals("energy") ? result.front().getFirst() : result.front().getLast(),
            result.knee());
      }
    }
  }
}
