package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.platform.campaign.Notebook.Proposed;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.ModelBased;
import org.cellwright.science.planner.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearnFromTest {
  private static final String MIX =
      """
      campaign: mix
      variables:
        salt: {between: [0.2 mol/kg, 2 mol/kg]}
        solvent: {choices: [EC, PC]}
        warmth: {between: [0 degC, 60 degC]}
      objectives:
        conductivity: {maximize: mS/cm}
      """;

  private static final String TABLE =
      """
      salt [mol/kg],solvent,conductivity [S/m],operator,fidelity,cost,status
      0.3,EC,0.41,Anna,sketch,0.1,ok
      0.5,EC,0.6,Anna,made,1,ok
      0.7,EC,0.74,Anna,made,1,ok
      0.9,EC,0.82,Anna,made,1,ok
      1.1,EC,0.84,Anna,made,1,ok
      1.3,EC,0.8,Anna,made,1,ok
      0.6,PC,0.47,Ben,made,1,ok
      0.8,PC,0.58,Ben,made,1,ok
      1.0,PC,0.63,Ben,made,1,ok
      1.2,PC,0.62,Ben,made,1,ok
      1.5,PC,0.52,Ben,made,1,ok
      1.9,PC,0.24,Ben,made,1,partial
      1.2,PC,,Ben,made,1,failed
      """;

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Notebook open(Archive archive, Path file) {
    return Notebook.open(archive, file, Optional.empty());
  }

  private Archive home() {
    return Archive.open(folder.resolve("home"));
  }

  private static List<Proposed> ask(Notebook notebook, int n) {
    return notebook.ask(new ModelBased(), n, new LinkedHashMap<>());
  }

  private static void tell(Notebook notebook, String id, double conductivity) {
    Telling.read(
            "told.json",
            "{\"ask\": \"%s\", \"outcomes\": {\"conductivity\": \"%s mS/cm\"}}"
                .formatted(id, conductivity),
            notebook.problem())
        .forEach(notebook::tell);
  }

  @Test
  void tableIsReadByNamesAndUnitsAtItsDearestFidelity() throws IOException {
    file("before.csv", TABLE);
    Path mix = file("mix.yaml", MIX + "learn_from: [before.csv]\n");
    try (Archive archive = home();
        Notebook notebook = open(archive, mix)) {
      Source source = notebook.history().sources().getFirst();
      assertEquals("before.csv", source.name());
      assertEquals(12, source.observations().size());
      Observation first = source.observations().getFirst();
      assertEquals(List.of("salt", "solvent"), List.copyOf(first.done().values().keySet()));
      assertEquals(new Value.Category("EC"), first.done().values().get("solvent"));
      double millisiemens =
          first.outcome("conductivity", notebook.problem().objectives().getFirst().unit());
      assertEquals(6, millisiemens, 1e-12);
      Proposed asked = ask(notebook, 1).getFirst();
      assertEquals(
          "12 of 12 rows (1 failed), silent about warmth: 50 % believed for conductivity; "
              + "50 % believed for what fails",
          asked.reasons().get("learned from before.csv"));
      assertEquals(List.of(), notebook.observations(), "nothing of it was told here");
    }
  }

  @Test
  void fidelityAndHeldValuesMayBeSaid() throws IOException {
    file("before.csv", TABLE.replace("sketch", "made").replace("Ben,made,1,ok", "Ben,sure,1,ok"));
    Path mix =
        file(
            "mix.yaml",
            MIX + "learn_from: [{from: before.csv, fidelity: sure, with: {warmth: 298.15 K}}]\n");
    try (Archive archive = home();
        Notebook notebook = open(archive, mix)) {
      Source source = notebook.history().sources().getFirst();
      assertEquals(5, source.observations().size());
      assertEquals(
          List.of(Value.Scalar.parse("25 degC")),
          source.with().values().stream()
              .map(notebook.problem().space().variables().get(2)::convert)
              .toList());
    }
  }

  /** What a run had found when it was learned from counts, whatever it finds later. */
  @Test
  void runIsLearnedFromAsItWasThen() throws IOException {
    Path first = file("mix.yaml", MIX);
    Path second =
        file("again.yaml", MIX.replace("campaign: mix", "campaign: again") + "learn_from: mix-1\n");
    List<Proposed> asks;
    History known;
    try (Archive archive = home()) {
      try (Notebook notebook = open(archive, first)) {
        for (int i = 0; i < 4; i++) {
          tell(notebook, ask(notebook, 1).getFirst().id(), 5 + i);
        }
      }
      try (Notebook notebook = open(archive, second)) {
        asks = ask(notebook, 1);
        known = notebook.history();
        assertEquals(4, known.sources().getFirst().observations().size());
        assertTrue(asks.getFirst().reasons().containsKey("learned from mix-1"));
      }
      try (Notebook notebook = open(archive, first)) {
        tell(notebook, ask(notebook, 1).getFirst().id(), 90);
      }
      try (Notebook notebook = open(archive, second)) {
        assertEquals(known.sources(), notebook.history().sources());
        assertEquals(List.of(), archive.check());
        assertEquals(
            0,
            archive.events("again-1").stream()
                .filter(event -> event.kind() == Event.Kind.CHANGED)
                .count());
      }
    }
    assertEquals(1, asks.size());
  }

  @Test
  void resultsOfARunTeachTheSameInBothForms() throws IOException {
    Path first = file("mix.yaml", MIX);
    ByteArrayOutputStream csv = new ByteArrayOutputStream();
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (Archive archive = home();
        Notebook notebook = open(archive, first)) {
      for (int i = 0; i < 3; i++) {
        tell(notebook, ask(notebook, 1).getFirst().id(), 5 + i);
      }
      Telling.read(
              "told.json",
              "{\"ask\": \"%s\", \"status\": \"failed\", \"reason\": \"a crack\"}"
                  .formatted(ask(notebook, 1).getFirst().id()),
              notebook.problem())
          .forEach(notebook::tell);
      RunResult result = Campaign.result(archive, notebook.run());
      ResultsCsv.write(result, csv);
      ResultsJson.write(result, json);
      List<Observation> fromCsv =
          SourceTable.read("results.csv", csv.toByteArray(), Optional.empty(), notebook.problem());
      List<Observation> fromJson =
          SourceTable.read(
              "results.json", json.toByteArray(), Optional.empty(), notebook.problem());
      assertEquals(4, fromCsv.size());
      assertEquals(Outcome.Status.FAILED, fromCsv.getLast().status());
      assertEquals(Outcome.Status.FAILED, fromJson.getLast().status());
      for (int i = 0; i < 3; i++) {
        assertEquals(
            notebook.problem().space().convert(fromCsv.get(i).done().values()),
            notebook.problem().space().convert(fromJson.get(i).done().values()));
        assertEquals(
            5 + i,
            fromJson
                .get(i)
                .outcome("conductivity", notebook.problem().objectives().getFirst().unit()),
            1e-12);
      }
    }
  }

  @Test
  void changedTableIsAChangeOnTheRecord() throws IOException {
    file("before.csv", TABLE);
    Path mix = file("mix.yaml", MIX + "learn_from: [before.csv]\n");
    try (Archive archive = home()) {
      List<Source> before;
      try (Notebook notebook = open(archive, mix)) {
        before = notebook.history().sources();
      }
      file("before.csv", TABLE + "0.9,PC,0.8,Ben,made,1,ok\n");
      try (Notebook notebook = open(archive, mix)) {
        assertNotEquals(before, notebook.history().sources());
        Event change = archive.events(notebook.run()).getLast();
        assertEquals(Event.Kind.CHANGED, change.kind());
        assertTrue(change.payload().path("what").toString().contains("learn_from"));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "learn_from: [nothing.csv] | there is no file 'nothing.csv'",
        "learn_from: [nothing-7] | there is no run 'nothing-7' here to learn from",
        "learn_from: [before.csv, before.csv] | stands here twice",
        "learn_from: {from: before.csv, wiht: {}} | 'wiht'",
        "learn_from: {from: before.csv, with: {depth: 3}} | 'depth'",
        "learn_from: {from: before.csv, with: {salt: 1 mol/kg}} | its rows do so too",
        "learn_from: {from: before.csv, fidelity: mad} | it has no row at 'mad'",
        "learn_form: [before.csv] | learn_from",
      })
  void whatIsWrongIsSaid(String line, String why) throws IOException {
    file("before.csv", TABLE);
    Path mix = file("mix.yaml", MIX + line + "\n");
    try (Archive archive = home()) {
      CellwrightException refused =
          assertThrows(CellwrightException.class, () -> open(archive, mix).close());
      String said = refused.what() + " " + refused.hint();
      assertTrue(said.contains(why), said);
      assertFalse(refused.kind() == Kind.FAILED);
      assertEquals(List.of(), archive.runs(), "no run begins");
    }
  }
}
