package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhysicalStepTest {

  @TempDir Path folder;

  @Test
  void neverRepeatsAPhysicalStepAfterAKill() throws IOException {
    Path effects = folder.resolve("effects.txt");
    String physical =
        """
        campaign: robot
        variables: {thickness: {between: [40 um, 100 um]}}
        objectives: {energy: {maximize: Wh/kg}}
        fidelities: [{name: made, method: robot, cost: 1}]
        budget: 3
        reference_point: {energy: 0 Wh/kg}
        methods:
          - name: robot
            version: 1
            argv: [sh, -c, 'echo $CELLWRIGHT_STEP_KEY >> effects.txt; cat > /dev/null; echo "{\\"energy\\": 9}"']
            inputs: {thickness: um}
            outputs: {energy: Wh/kg}
            effect: physical
        """;
    Path file = Toys.file(folder, physical);
    Toys.killAfter(4, folder.resolve("home"), file, Campaign.Options.DEFAULT);
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      try (Campaign campaign = Campaign.resume(archive, "robot-1", ToyPlanner.planners(), 1)) {
        CellwrightException e =
            assertThrows(CellwrightException.class, () -> campaign.execute(Progress.SILENT));
        assertEquals(Kind.WAITING, e.kind());
        assertTrue(e.what().contains("e0002"), e.what());
      }
      assertEquals(RunSummary.Status.WAITING, archive.run("robot-1").orElseThrow().status());
      assertEquals(List.of("robot-1/e0001"), Files.readAllLines(effects));
      LinkedHashMap<String, Value> seen = new LinkedHashMap<>();
      seen.put("energy", Scalar.of(11, MeasurementUnit.parse("Wh/kg")));
      Campaign.settle(
          archive,
          "robot-1",
          "e0002",
          Outcome.ok(
              Campaign.result(archive, "robot-1").evaluation("e0002").design(),
              seen,
              List.of("told by a person"),
              List.of()));
      try (Campaign campaign = Campaign.resume(archive, "robot-1", ToyPlanner.planners(), 1)) {
        RunResult result = campaign.execute(Progress.SILENT);
        assertEquals(RunResult.Status.DONE, result.status());
        assertEquals(List.of("e0002"), result.front());
      }
      assertEquals(List.of("robot-1/e0001", "robot-1/e0003"), Files.readAllLines(effects));
      assertEquals(List.of(), archive.check());
    }
  }
}
