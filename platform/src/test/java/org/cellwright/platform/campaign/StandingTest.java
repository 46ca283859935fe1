package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellwright.core.Observation;
import org.cellwright.platform.archive.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A campaign changes, and says of each result that counts no longer why. */
class StandingTest {
  private static final String FILE =
      """
      campaign: cell
      outputs: {retention: 1, price: 1/kg}
      variables:
        thickness: {between: [40 um, 110 um]}
        binder: {choices: [PVDF, CMC, PAA]}
      known_constraints: ["2 * thickness >= 90 um"]
      objectives:
        merit: {maximize: "retention / price"}
        loss: {minimize: "%"}
      """;

  private static final String RESULT =
      """
      {"variables": {"thickness": "%s um", "binder": "%s"},
       "outcomes": {"retention": 0.9, "price": "%s 1/kg", "loss": "4 %%"}}
      """;

  @TempDir Path folder;

  private Notebook open(Archive archive, String text) throws Exception {
    Path file = Files.writeString(folder.resolve("cell.yaml"), text);
    return Notebook.open(archive, file, Optional.empty());
  }

  private static Observation tell(Notebook notebook, String json) {
    return notebook.tell(Telling.read("told.json", json, notebook.problem()).getFirst());
  }

  @BeforeEach
  void tellThreeAndAFailure() throws Exception {
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive, FILE)) {
      tell(notebook, RESULT.formatted(50, "PVDF", 2));
      tell(notebook, RESULT.formatted(60, "CMC", 3));
      tell(notebook, RESULT.formatted(70, "PAA", 4));
      tell(
          notebook,
          "{\"variables\": {\"thickness\": \"90 um\", \"binder\": \"CMC\"}, \"status\": \"failed\"}");
      assertEquals(List.of(), notebook.lost());
    }
  }

  static Stream<Arguments> changes() {
    String nothing = " of 4 results teach nothing now: ";
    String part =
        "3 of 4 results do not tell all that is wanted, and count only for what they tell: ";
    return Stream.of(
        arguments(
            ", PAA]",
            "]",
            List.of("1" + nothing + "1 with 'PAA', which is no choice of 'binder' any more")),
        arguments(
            "binder: {choices: [PVDF, CMC, PAA]}",
            "binder: {between: [0, 1]}",
            List.of("4" + nothing + "4 whose 'binder' is no number")),
        arguments(
            "[40 um, 110 um]}",
            "[40 degC, 110 degC]}",
            List.of("4" + nothing + "4 whose 'thickness' is in um, not in degC")),
        arguments(
            "objectives:",
            "  anneal: {between: [0 h, 9 h]}\nobjectives:",
            List.of("4" + nothing + "4 without 'anneal' (tell them again with it)")),
        arguments(
            "minimize: \"%\"", "minimize: mV", List.of(part + "3 whose 'loss' is in %, not in mV")),
        arguments(
            "objectives:",
            "constraints: {swelling: {at_most: 5 %}}\nobjectives:",
            List.of(part + "3 without 'swelling' (tell them again with it)")),
        arguments("retention / price", "retention / price^2", List.of()));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("changes")
  void saysOfWhatTeachesNoLongerWhy(String from, String to, List<String> lost) throws Exception {
    String changed = FILE.replace(from, to);
    if (to.contains("degC") || to.contains("anneal")) {
      changed = changed.replace("known_constraints: [\"2 * thickness >= 90 um\"]\n", "");
    }
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive, changed)) {
      assertEquals(lost, notebook.lost());
    }
  }

  @Test
  void costOfAResultInAnotherDimensionIsCorrected() throws Exception {
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive, FILE.replace("price: 1/kg", "price: V"))) {
      Observation dearer = tell(notebook, "{\"ask\": \"t0001\", \"cost\": 2}");
      assertEquals(2, dearer.cost());
      assertEquals(
          List.of("counts in part, as a result whose 'price' is in 1/kg, not in V"),
          notebook.remarks(dearer));
    }
  }

  @Test
  void remarksOnWhatLiesOutsideOrGivesNoNumber() throws Exception {
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive, FILE)) {
      assertEquals(List.of(), notebook.remarks(notebook.observations().getFirst()));
      assertEquals(
          List.of(
              "outside: 'thickness' is 20.0 um; it must be between 40.0 and 110.0 um",
              "breaks '2 * thickness >= 90 um'"),
          notebook.remarks(tell(notebook, RESULT.formatted(20, "CMC", 2))));
      assertEquals(
          List.of("counts in part, as a result whose 'merit' is no number"),
          notebook.remarks(tell(notebook, RESULT.formatted(80, "CMC", 0))));
      assertEquals(
          List.of(
              "1 of 6 results do not tell all that is wanted, and count only for what they tell: "
                  + "1 whose 'merit' is no number"),
          notebook.lost());
    }
  }
}
