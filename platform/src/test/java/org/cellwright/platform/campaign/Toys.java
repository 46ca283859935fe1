package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cellwright.platform.archive.Archive;

/** What several tests need. */
final class Toys {

  static final String CAMPAIGN =
      """
      campaign: toy
      variables:
        thickness: {between: [40 um, 100 um]}
        porosity:  {between: [0.2, 0.45]}
      objectives:
        energy: {maximize: Wh/kg}
        time:   {minimize: min}
      constraints:
        margin: {at_least: 0 mV}
        peak:   {at_most: 35 degC}
      fidelities:
        - {name: sketch, method: toy.cell, cost: 0.1, settings: {bias: 3}}
        - {name: made,   method: toy.cell, cost: 1}
      budget: 12
      reference_point: {energy: 100 Wh/kg, time: 60 min}
      seed: 7
      """;

  private Toys() {}

  static Path file(Path folder, String text) throws IOException {
    Path file = folder.resolve("toy.yaml");
    Files.writeString(file, text);
    return file;
  }

  /** Results without what clocks say. */
  static String timeless(RunResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsJson.write(result, out);
    JsonNode root = Records.JSON.readTree(out.toByteArray());
    forget(root);
    return root.toPrettyString();
  }

  private static void forget(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of("wall_second", "cpu_second", "measured_ratio"));
    }
    node.forEach(Toys::forget);
  }

  /** What an engine dies of here. */
  static final class Killed extends RuntimeException {
    static final long serialVersionUID = 1;
  }

  /** Starts a campaign whose engine dies as soon as so many events are on disk. */
  static void killAfter(int boundary, Path home, Path file, Campaign.Options options) {
    try (Archive archive = Archive.open(home)) {
      archive.listen(event -> {
        if (event.sequence() >= boundary) {
          throw new Killed();
        }
      });
      assertThrows(
          Killed.class,
          () -> {
            try (Campaign campaign =
                Campaign.start(archive, CampaignFile.read(file), ToyPlanner.planners(), options)) {
              RunResult unused = campaign.execute(Progress.SILENT);
            }
          });
    }
  }
}
