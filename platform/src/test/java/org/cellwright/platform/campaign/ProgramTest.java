package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Method;
import org.cellwright.core.Outcome;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProgramTest {

  private static final String CAMPAIGN =
      """
      campaign: own
      variables:
        x: {between: [1 um, 9 um]}
        salt: {choices: [LiPF6, LiFSI]}
      objectives: {energy: {maximize: Wh/kg}}
      fidelities: [{name: made, method: own, cost: 1, settings: {mesh: 20}}]
      budget: 3
      reference_point: {energy: 0 Wh/kg}
      methods:
        - name: own
          version: 3
          argv: [sh, ./own.sh, "--mesh={mesh}"]
          inputs: {x: nm, salt: choice}
          outputs: {energy: kJ/kg}
          timeout: 1.5 s
      """;

  @TempDir Path folder;

  private RunResult.Evaluated evaluate(String script) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("own.sh"), script);
    CampaignFile file = CampaignFile.read(Toys.file(folder, CAMPAIGN));
    Path designs = folder.resolve("at.json");
    Files.writeString(designs, "{\"x\": \"2 um\", \"salt\": \"LiFSI\"}");
    return Evaluation.of(
            file, GivenDesigns.read(designs, file), Optional.empty(), 1, Progress.SILENT)
        .getFirst();
  }

  @Test
  void readsInItsOwnUnitsAndAnswersInThem() throws Exception {
    RunResult.Evaluated answer =
        evaluate(
            """
            cat > seen.json
            echo "$1 $CELLWRIGHT_STEP_KEY" > args.txt
            echo '{"energy": {"value": 900, "std": 36}, "more": 1}'
            """);
    assertEquals(Outcome.Status.OK, answer.status(), answer.reason());
    assertEquals(
        "{\"x\":2000.0,\"salt\":\"LiFSI\"}", Files.readString(folder.resolve("seen.json")).strip());
    assertEquals("--mesh=20 hand/e0001", Files.readString(folder.resolve("args.txt")).strip());
    Scalar energy = (Scalar) Objects.requireNonNull(answer.outcomes().get("energy"));
    assertEquals(250, energy.value(), 1e-9);
    assertEquals("Wh/kg", energy.unit().symbol());
    assertEquals(10, energy.uncertainty().std(), 1e-9);
    assertEquals(Uncertainty.Kind.MEASURED, energy.uncertainty().kind());
    assertEquals(List.of("the undeclared output 'more' was passed over"), answer.flags());
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments("echo oh dear >&2; exit 3", "exit code 3: oh dear"),
        arguments("cat > /dev/null; echo hello", "no JSON"),
        arguments("exit 0", "no JSON object"),
        arguments("echo '[1]'", "no JSON object"),
        arguments("echo '{}'", "no 'energy'"),
        arguments("echo '{\"energy\": NaN}'", "no JSON"),
        arguments("echo '{\"energy\": 1e999}'", "no finite number"),
        arguments("echo '{\"energy\": \"7\"}'", "no finite number"),
        arguments("echo '{\"energy\": 7} {}'", "no JSON"),
        arguments("echo '{\"energy\": {\"value\": 7, \"std\": -1}}'", "std of 'energy' is -1"),
        arguments("sleep 60", "did not end within 1 s"),
        arguments("kill -9 $$", "exit code 137"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void aFaultIsAFailedEvaluationWithItsReason(String script, String reason) throws Exception {
    RunResult.Evaluated answer = evaluate(script);
    assertEquals(Outcome.Status.FAILED, answer.status());
    assertTrue(String.valueOf(answer.reason()).contains(reason), answer.reason());
    assertFalse(answer.feasible());
  }

  @Test
  void isEndedWithItsChildren() throws Exception {
    RunResult.Evaluated answer = evaluate("sleep 61 & echo $! > child.txt; wait");
    assertEquals(Outcome.Status.FAILED, answer.status());
    long child = Long.parseLong(Files.readString(folder.resolve("child.txt")).strip());
    for (int i = 0; i < 100 && ProcessHandle.of(child).isPresent(); i++) {
      Thread.sleep(20);
    }
    assertFalse(ProcessHandle.of(child).filter(ProcessHandle::isAlive).isPresent());
  }

  @Test
  void itsScriptAndItsSettingsAreItsIdentity() throws Exception {
    Files.writeString(folder.resolve("own.sh"), "echo 1");
    CampaignFile one = CampaignFile.read(Toys.file(folder, CAMPAIGN));
    Files.writeString(folder.resolve("own.sh"), "echo 2");
    CampaignFile two = CampaignFile.read(folder.resolve("toy.yaml"));
    assertFalse(one.digest().equals(two.digest()));
    assertFalse(identity(one).equals(identity(two)));
  }

  private static Method.Identity identity(CampaignFile file) {
    return file.methods().firstEntry().getValue().identity();
  }

  static Stream<Arguments> slips() {
    return Stream.of(
        arguments("{mesh: 20}", "{mash: 20}", "no setting 'mash'"),
        arguments(", settings: {mesh: 20}", "", "'mesh' of 'own' is missing"),
        arguments("timeout: 1.5 s", "effect: chemical", "effect 'chemical' is unknown"),
        arguments("timeout: 1.5 s", "timeout: 1.5 V", "cannot be expressed"),
        arguments("outputs: {energy: kJ/kg}", "outputs: {}", "at least one port"),
        arguments(
            "inputs: {x: nm, salt: choice}", "inputs: {x: nm, salt: choice, y: 1}", "needs 'y'"),
        arguments("salt: choice}", "salt: nm}", "is a number"),
        arguments("version: 3\n    argv", "argv", "'version' is missing"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("slips")
  void itsManifestIsChecked(String right, String wrong, String what) throws IOException {
    assertTrue(CAMPAIGN.contains(right), right);
    Path file = Toys.file(folder, CAMPAIGN.replace(right, wrong));
    CellwrightException e = assertThrows(CellwrightException.class, () -> CampaignFile.read(file));
    assertTrue(e.what().contains(what), e.what());
    assertTrue(String.valueOf(e.where()).startsWith("toy.yaml, line"), e.where());
  }
}
