package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.platform.campaign.Notebook.Proposed;
import org.cellwright.science.planner.Foresight;
import org.cellwright.science.planner.ModelBased;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookTest {
  private static final String FILE =
      """
      campaign: mix
      variables:
        salt: {between: [0.2 mol/kg, 2 mol/kg]}
        solvent: {choices: [EC, PC, DMC]}
      objectives:
        conductivity: {maximize: mS/cm}
        cost: {minimize: "1"}
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void campaign() throws Exception {
    file = Files.writeString(folder.resolve("mix.yaml"), FILE);
  }

  private Notebook open(Archive archive) {
    return Notebook.open(archive, file, Optional.empty());
  }

  private static List<Proposed> ask(Notebook notebook, int n) {
    return notebook.ask(new ModelBased(), n, new LinkedHashMap<>());
  }

  private static List<Observation> tell(Notebook notebook, String json) {
    return Telling.read("told.json", json, notebook.problem()).stream()
        .map(notebook::tell)
        .toList();
  }

  private static String result(String id, double conductivity) {
    return "{\"ask\": \"%s\", \"outcomes\": {\"conductivity\": \"%s mS/cm\", \"cost\": 3}}"
        .formatted(id, conductivity);
  }

  /** Ten asks with a failure, a partial result, a point nobody asked for, corrections. */
  private List<Proposed> live(Path home) {
    List<Proposed> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      // Opened anew each time, as the command line does.
      try (Archive archive = Archive.open(home);
          Notebook notebook = open(archive)) {
        List<Proposed> asks = ask(notebook, 2);
        all.addAll(asks);
        tell(notebook, result(asks.getFirst().id(), 5 + i));
        switch (i) {
          case 0 ->
              tell(
                  notebook,
                  "{\"variables\": {\"salt\": \"1 mol/kg\", \"solvent\": \"EC\"}, \"outcomes\":"
                      + " {\"conductivity\": \"9 mS/cm\", \"cost\": 2}}");
          case 1 ->
              tell(notebook, "{\"ask\": \"e0004\", \"outcomes\": {\"conductivity\": \"8 mS/cm\"}}");
          case 2 -> tell(notebook, "{\"ask\": \"e0002\", \"status\": \"failed\"}");
          case 3 -> tell(notebook, result("e0001", 2));
          default -> notebook.withdraw("e0003", "spilt");
        }
      }
    }
    return all;
  }

  @Test
  void replayGivesTheSameAsks() {
    assertEquals(live(folder.resolve("a")), live(folder.resolve("b")));
  }

  @Test
  void whatIsToldCorrectedAndVoidedIsOnTheRecord() {
    List<Proposed> asks = live(folder.resolve("home"));
    assertEquals("e0010", asks.getLast().id());
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive)) {
      assertEquals("mix-1", notebook.run());
      List<Observation> told = notebook.observations();
      assertEquals(
          List.of("e0001", "t0001", "e0004", "e0005", "e0002", "e0007", "e0009"),
          told.stream().map(Observation::id).toList());
      Observation first = told.getFirst();
      assertEquals(
          2, first.outcome("conductivity", notebook.problem().objectives().getFirst().unit()));
      assertEquals(Outcome.Status.PARTIAL, told.get(2).status());
      assertEquals(Outcome.Status.FAILED, told.get(4).status());
      assertEquals(
          List.of("e0006", "e0008", "e0010"),
          notebook.pending().stream().map(Proposed::id).toList());
      assertEquals(10, notebook.history().asked());
      // What the voided one cost stays spent: eight told and three under way, at 1 each.
      assertEquals(11, notebook.history().spent());
      assertThrows(CellwrightException.class, () -> notebook.withdraw("e0003", ""));
      assertThrows(CellwrightException.class, () -> notebook.withdraw("e0099", ""));
      assertEquals(List.of(), archive.check());
    }
  }

  @Test
  void whatIsToldLaterCompletesWhatWasToldAndOverrulesItWhereItSaysSo() {
    try (Archive archive = Archive.open(folder.resolve("home"));
        Notebook notebook = open(archive)) {
      ask(notebook, 2);
      tell(
          notebook,
          "{\"ask\": \"e0001\", \"outcomes\": {\"conductivity\": \"8 mS/cm\"}, \"cost\": 2.5,"
              + " \"variables\": {\"salt\": \"1 mol/kg\", \"solvent\": \"EC\"}}");
      assertEquals(Outcome.Status.PARTIAL, notebook.observations().getFirst().status());
      tell(notebook, "{\"ask\": \"e0001\", \"outcomes\": {\"cost\": 3}}");
      Observation whole = notebook.observations().getFirst();
      assertEquals(Outcome.Status.OK, whole.status());
      assertEquals(List.of("conductivity", "cost"), List.copyOf(whole.outcomes().keySet()));
      assertEquals(2.5, whole.cost());
      assertEquals(1, whole.done().si("salt"), 1e-12);
      tell(notebook, "{\"ask\": \"e0001\", \"outcomes\": {\"cost\": null}}");
      assertEquals(
          List.of("conductivity"),
          List.copyOf(notebook.observations().getFirst().outcomes().keySet()));
      assertRefused(
          notebook,
          "{\"ask\": \"e0001\", \"outcomes\": {\"conductivity\": null}}",
          "nothing is left");
      assertRefused(
          notebook, "{\"ask\": \"e0002\", \"outcomes\": {\"cost\": null}}", "nothing was measured");
      assertRefused(
          notebook,
          "{\"ask\": \"e0002\", \"outcomes\": {\"conductivty\": \"8 mS/cm\", \"cost\": 3}}",
          "no 'conductivty' is wanted");
      assertRefused(
          notebook,
          "{\"ask\": \"e0002\", \"outcomes\": {\"colour\": 3}}",
          "none of conductivity, cost");
      tell(notebook, "{\"ask\": \"e0002\", \"status\": \"failed\", \"outcomes\": {\"colour\": 3}}");
      assertEquals(List.of(), archive.check());
    }
  }

  private static void assertRefused(Notebook notebook, String told, String why) {
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> tell(notebook, told));
    assertTrue(refused.what().contains(why), refused.what());
  }

  @Test
  void whatWasPreparedAfterTellingIsAskedAtOnce() throws Exception {
    List<Proposed> expected = live(folder.resolve("a"));
    AtomicInteger asks = new AtomicInteger();
    ModelBased planner = new ModelBased();
    try (Foresight ahead =
            new Foresight((problem, history) -> {
              asks.incrementAndGet();
              return planner.ask(problem, history);
            });
        Archive archive = Archive.open(folder.resolve("b"));
        Notebook notebook = open(archive)) {
      List<Proposed> first = notebook.ask(ahead, 2, new LinkedHashMap<>());
      assertEquals(expected.subList(0, 2), first);
      tell(notebook, result("e0001", 5));
      tell(
          notebook,
          "{\"variables\": {\"salt\": \"1 mol/kg\", \"solvent\": \"EC\"}, \"outcomes\":"
              + " {\"conductivity\": \"9 mS/cm\", \"cost\": 2}}");
      notebook.prepare(ahead);
      while (asks.get() < 3) {
        Thread.sleep(1);
      }
      assertEquals(expected.get(2), notebook.ask(ahead, 1, new LinkedHashMap<>()).getFirst());
      assertEquals(3, asks.get());
    }
  }

  @Test
  void aChangedCampaignKeepsWhatStillFits() throws Exception {
    Path home = folder.resolve("home");
    live(home);
    Files.writeString(
        file,
        FILE.replace("[0.2 mol/kg, 2 mol/kg]", "[0.1 mol/kg, 1.5 mol/kg]").replace(", DMC", ""));
    try (Archive archive = Archive.open(home);
        Notebook notebook = open(archive)) {
      assertEquals("mix-1", notebook.run());
      assertEquals(7, notebook.observations().size());
      assertEquals("e0011", ask(notebook, 1).getFirst().id());
      assertEquals(List.of(), archive.check());
      assertTrue(
          archive.events("mix-1").stream().anyMatch(event -> event.kind() == Event.Kind.CHANGED));
    }
  }

  @Test
  void aDeviationToldWithAResultIsKept() {
    Path home = folder.resolve("home");
    String told =
        "{\"variables\": {\"salt\": \"1 mol/kg\", \"solvent\": \"EC\"}, \"outcomes\": {\"conductivity\": %s,"
            + " \"cost\": 2}}";
    try (Archive archive = Archive.open(home);
        Notebook notebook = open(archive)) {
      for (String way :
          List.of(
              "\"9.1 ± 0.4 mS/cm\"",
              "\"0.91+/-0.04 S/m\"",
              "{\"value\": 9.1, \"unit\": \"mS/cm\", \"std\": 0.4}")) {
        tell(notebook, told.formatted(way));
      }
      for (String wrong :
          List.of("\"9.1 ± -1 mS/cm\"", "\"9.1 ± much\"", "{\"value\": 9.1, \"std\": \"much\"}")) {
        assertThrows(CellwrightException.class, () -> tell(notebook, told.formatted(wrong)), wrong);
      }
    }
    try (Archive archive = Archive.open(home);
        Notebook notebook = open(archive)) {
      assertEquals(3, notebook.observations().size());
      for (Observation observation : notebook.observations()) {
        Value.Scalar value =
            ((Value.Scalar) Objects.requireNonNull(observation.outcomes().get("conductivity")))
                .in(MeasurementUnit.parse("mS/cm"));
        assertEquals(9.1, value.value(), 1e-12);
        assertEquals(Uncertainty.Kind.MEASURED, value.uncertainty().kind());
        assertEquals(0.4, value.uncertainty().std(), 1e-12);
      }
    }
  }
}
