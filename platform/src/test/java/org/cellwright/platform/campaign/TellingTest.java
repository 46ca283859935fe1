package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.platform.archive.Archive;
import org.cellwright.science.planner.ModelBased;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be told, and what telling it again changes. */
class TellingTest {
  private static final String FILE =
      """
      campaign: cell
      variables:
        salt: {between: [0.2 mol/kg, 2 mol/kg]}
        additive: {choices: [none, VC]}
        share: {between: [0 %, 5 %], when: "additive != none"}
      objectives:
        loss: {minimize: "%"}
        life: {maximize: 1}
      """;

  private static final String FIRST =
      """
      {"ask": "e0001", "cost": 2, "variables": {"salt": "1 mol/kg", "additive": "VC", "share": "2 %"},
       "outcomes": {"loss": "9 %", "life": 300}}
      """;

  @TempDir Path folder;
  private Path file;
  private Archive archive;
  private Notebook notebook;

  @BeforeEach
  void askOne() throws Exception {
    file = Files.writeString(folder.resolve("cell.yaml"), FILE);
    archive = Archive.open(folder.resolve("home"));
    notebook = Notebook.open(archive, file, Optional.empty());
    notebook.ask(new ModelBased(), 2, new LinkedHashMap<>());
  }

  @AfterEach
  void close() {
    assertEquals(List.of(), archive.check());
    notebook.close();
    archive.close();
  }

  private Observation tell(String json) {
    return notebook.tell(Telling.read("told.json", json, notebook.problem())).getLast();
  }

  private String refusal(String json) {
    CellwrightException refused = assertThrows(CellwrightException.class, () -> tell(json), json);
    return refused.where() + ": " + refused.what();
  }

  @Test
  void correctionChangesJustWhatItTells() {
    Observation first = tell(FIRST);
    Observation dearer = tell("{\"ask\": \"e0001\", \"cost\": 2.5}");
    assertEquals(2.5, dearer.cost());
    assertEquals(first.done(), dearer.done());
    assertEquals(first.outcomes(), dearer.outcomes());
    Observation salted =
        tell("{\"ask\": \"cell-1/e0001\", \"variables\": {\"salt\": \"1.2 mol/kg\"}}");
    assertEquals(1.2, salted.done().si("salt"), 1e-12);
    assertEquals(0.02, salted.done().si("share"), 1e-12);
    assertEquals(2.5, salted.cost());
    Observation whole =
        tell(
            "{\"ask\": \"e0001\", \"variables\": {\"salt\": \"1 mol/kg\", \"additive\": \"none\"}}");
    assertEquals(List.of("salt", "additive"), List.copyOf(whole.done().values().keySet()));
    assertEquals(Outcome.Status.OK, whole.status());
    Observation doubted =
        tell("{\"ask\": \"e0001\", \"status\": \"partial\", \"reason\": \"it leaked\"}");
    assertEquals(first.outcomes(), doubted.outcomes());
    assertEquals("it leaked", tell("{\"ask\": \"e0001\", \"cost\": 3}").reason());
    assertEquals(1, notebook.observations().size());
  }

  @Test
  void correctedCostOfAFailureLeavesItAFailure() {
    tell("{\"ask\": \"e0001\", \"status\": \"failed\", \"reason\": \"it froze\"}");
    Observation failed = tell("{\"ask\": \"e0001\", \"cost\": 4}");
    assertEquals(Outcome.Status.FAILED, failed.status());
    assertEquals("it froze", failed.reason());
    assertEquals(4, failed.cost());
  }

  @Test
  void variableAddedToTheCampaignIsToldAlone() throws Exception {
    tell(FIRST);
    notebook.close();
    Files.writeString(
        file, FILE.replace("objectives:", "  warmth: {between: [0 degC, 60 degC]}\nobjectives:"));
    notebook = Notebook.open(archive, file, Optional.empty());
    Observation warm = tell("{\"ask\": \"e0001\", \"variables\": {\"warmth\": \"25 degC\"}}");
    assertEquals(298.15, warm.done().si("warmth"), 1e-9);
    assertEquals(1, warm.done().si("salt"), 1e-12);
    assertEquals(List.of(), notebook.lost());
  }

  @Test
  void nothingIsRecordedWhereOneOfAListIsRefused() {
    assertEquals(
        "e0002: outcomes: nothing was measured",
        refusal("[" + FIRST + ", {\"ask\": \"e0002\", \"cost\": 2}]"));
    assertEquals(List.of(), notebook.observations());
    tell("[" + FIRST + ", {\"ask\": \"e0001\", \"cost\": 7}]");
    assertEquals(7, notebook.observations().getFirst().cost());
  }

  /** 99.5 told of a percentage could be 99.5 % and 9950 %. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "99.5",
        "\"99.5\"",
        "\"99.5 ± 0.1\"",
        "{\"value\": 99.5, \"std\": 0.1}",
      })
  void bareNumberIsNoPercentage(String written) {
    assertEquals(
        "told.json: outcomes.loss: '99.5' lacks its unit, which is %",
        refusal("{\"ask\": \"e0001\", \"outcomes\": {\"loss\": %s}}".formatted(written)));
    assertEquals(
        "told.json: variables, share: '2' lacks its unit, which is %",
        refusal(FIRST.replace("\"2 %\"", "2")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"99.5 %\"",
        "\"99.5 +- 0.1 %\"",
        "{\"value\": 0.995, \"unit\": \"1\"}",
      })
  void percentageWithItsUnitIsTaken(String written) {
    Observation told =
        tell("{\"ask\": \"e0001\", \"outcomes\": {\"loss\": %s, \"life\": 1}}".formatted(written));
    Value loss = Objects.requireNonNull(told.outcomes().get("loss"));
    assertEquals(0.995, ((Value.Scalar) loss).si(), 1e-12);
  }

  @Test
  void whatIsNoJsonIsSaidPlainly() {
    assertEquals(
        "told.json, line 1, column 42: this is no JSON: it has no number NaN",
        refusal("{\"ask\": \"e0001\", \"outcomes\": {\"loss\": NaN}}"));
    String half = refusal("{\"ask\": \"e0001\",");
    assertTrue(half.endsWith("it ends too early"), half);
    assertTrue(refusal("{\"ask\": \"a\", \"ask\": \"b\"}").endsWith("'ask' stands here twice"));
  }
}
