package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellwright.platform.archive.Archive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is to see of a campaign by hand, without a budget and a reference point. */
class ByHandWordsTest {
  @TempDir Path folder;

  private Spoken say(String line) {
    return Spoken.to(folder, Spoken.split(line + " --home home"));
  }

  private String said(String line) {
    Spoken spoken = say(line);
    assertEquals(0, spoken.code(), spoken.err());
    return spoken.out();
  }

  @BeforeEach
  void tellFour() throws IOException {
    Files.writeString(
        folder.resolve("mix.yaml"),
        """
        campaign: mix
        variables:
          salt: {between: [0.2 mol/kg, 2 mol/kg]}
          solvent: {choices: [EC, PC, DMC]}
        objectives:
          conductivity: {maximize: mS/cm}
        """);
    said("plan ask --campaign mix.yaml");
    Files.writeString(
        folder.resolve("told.json"),
        """
        [{"ask": "e0001", "outcomes": {"conductivity": "7 mS/cm"}},
         {"variables": {"salt": "1 mol/kg", "solvent": "EC"}, "outcomes": {"conductivity": "9 mS/cm"}},
         {"variables": {"salt": "1.9 mol/kg", "solvent": "PC"}, "status": "failed", "reason": "it froze"},
         {"variables": {"salt": "0.5 mol/kg", "solvent": "PC"}, "outcomes": {"conductivity": "6 mS/cm"}}]
        """);
    said("plan tell --campaign mix.yaml --observation told.json");
    said("plan ask --campaign mix.yaml");
  }

  @Test
  void isOpenWithoutBudgetAndHypervolume() {
    assertTrue(said("list").contains("mix-1  open        4   –            4            –"));
    String shown = said("show mix-1 --json");
    assertTrue(shown.contains("\"status\" : \"open\""), shown);
    assertTrue(shown.contains("\"budget\" : null"), shown);
    assertTrue(shown.contains("\"hypervolume\" : null"), shown);
    assertTrue(said("show mix-1").contains("mix-1: open, seed 1, 4 spent"));
    assertTrue(say("resume").err().contains("plan ask --campaign mix-1"));
  }

  @Test
  void reportShowsEveryResultTheBestAndWhatMatters() throws IOException {
    said("report mix-1 --out mix.html");
    String page = Files.readString(folder.resolve("mix.html"));
    assertTrue(page.contains("<strong>9.000 mS/cm</strong> conductivity"));
    assertTrue(page.contains("plan ask --campaign mix-1"));
    assertTrue(page.contains("What each result brought"));
    assertTrue(page.contains("<h2>What matters</h2>"));
    assertFalse(page.contains("hypervolume") || page.contains("NaN") || page.contains("Infinity"));
  }

  @Test
  void reportLeavesTheTablesWithItAndTheWordsTakeItsFolder() throws IOException {
    said("plan explain --campaign runs/mix-1");
    assertTrue(said("report mix-1").contains("Beside it: results.json, results.csv"));
    List<String> rows = Files.readAllLines(folder.resolve("runs/mix-1/results.csv"));
    assertEquals(6, rows.size());
    assertTrue(rows.getFirst().contains("salt [mol/kg],solvent,conductivity [mS/cm]"));
    Files.move(folder.resolve("runs/mix-1"), folder.resolve("kept"));
    assertTrue(said("plan explain kept/e0001").startsWith("e0001  salt "));
    assertEquals(4, say("plan explain --campaign runs/mix-2").code());
  }

  @Test
  void whatWaitsIsShownAndSeveralAreWithdrawnAtOnceAllOrNone() {
    String noted = say("plan ask --campaign mix.yaml").err();
    assertTrue(noted.contains("1 asked before and not yet told"), noted);
    assertTrue(noted.contains("plan void --campaign mix-1 e0002"), noted);
    assertTrue(said("show mix-1").contains("promised to them\nmix-1/e0002  salt "));
    assertTrue(
        said("show mix-1 --json")
            .contains("\"pending_ids\" : [ \"mix-1/e0002\", \"mix-1/e0003\" ]"));
    assertEquals(4, say("plan void mix-1/e0002 mix-1/e0009").code());
    assertEquals(2, say("plan void mix-1/e0002 oven-1/e0003").code());
    assertEquals(
        "mix-1/e0002 is void\nmix-1/e0003 is void\n", said("plan void mix-1/e0002 mix-1/e0003"));
    assertFalse(said("show mix-1").contains("not yet told"));
  }

  @Test
  void aMovedFileGoesOnWithItsRunAndACopyBeginsAnotherNeitherInSilence() throws IOException {
    Path moved = Files.createDirectory(folder.resolve("moved")).resolve("blend.yaml");
    Files.move(folder.resolve("mix.yaml"), moved);
    Spoken gone = say("plan void mix-1/e0002");
    assertEquals(4, gone.code());
    assertTrue(gone.err().contains("the campaign file of mix-1 is gone"), gone.err());
    assertTrue(gone.err().contains("--content' prints what it held"), gone.err());
    assertTrue(
        say("plan explain e0001 --campaign moved/blend.yaml").err().contains("this is mix-1"));
    Spoken asked = say("plan ask --campaign moved/blend.yaml");
    assertTrue(asked.out().startsWith("e0003  "), asked.out());
    assertTrue(asked.err().contains("this is mix-1, whose file"), asked.err());
    said("plan void mix-1/e0002");
    assertFalse(say("plan ask --campaign moved/blend.yaml").err().contains("gone"));
    Files.copy(moved, folder.resolve("copy.yaml"));
    Spoken another = say("plan ask --campaign copy.yaml");
    assertTrue(another.out().startsWith("e0001  "), another.out());
    assertTrue(another.err().contains("mix-2 begins; mix-1 is of another file"), another.err());
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      assertEquals(List.of(), archive.check());
    }
  }

  @Test
  void reportNamesWhatWasToldInAnotherDimension() throws IOException {
    Path file = folder.resolve("mix.yaml");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("mS/cm", "mV"));
    said("plan ask --campaign mix.yaml");
    said("report mix-1");
    String page = Files.readString(folder.resolve("runs/mix-1/report.html"));
    assertTrue(page.contains("conductivity in mS/cm, now mV: e0001, t0001, t0003."));
    assertTrue(page.contains("9.000 mS/cm") && page.contains("No result has what is wanted now."));
    Files.writeString(
        folder.resolve("more.json"),
        "{\"ask\": \"e0002\", \"outcomes\": {\"conductivity\": \"0.2 V\"}}");
    said("plan tell --campaign mix.yaml --observation more.json");
    said("report mix-1");
    List<String> rows = Files.readAllLines(folder.resolve("runs/mix-1/results.csv"));
    assertTrue(rows.getFirst().endsWith("conductivity [mS/cm],conductivity [mV]"), rows.getFirst());
    assertTrue(rows.get(1).endsWith(",7.0,") && rows.get(5).endsWith(",,200.0"), rows.toString());
    Files.writeString(file, before.replace("[0.2 mol/kg, 2 mol/kg]", "[20 degC, 60 degC]"));
    said("plan ask --campaign mix.yaml");
    said("report mix-1");
    page = Files.readString(folder.resolve("runs/mix-1/report.html"));
    assertTrue(page.contains("salt in mol/kg, now °C: e0001, t0001, t0002, t0003, e0002;"));
  }

  /** What a number is made of is declared, since no method says it. */
  @Test
  void objectiveMadeOfMeasuredOutputsStandsInTheResults() throws IOException {
    String campaign =
        """
        campaign: made
        variables:
          time: {between: [1 h, 10 h]}
        objectives:
          swelling: {minimize: "%"}
          merit: {maximize: "retention * capacity / price"}
        """;
    Files.writeString(folder.resolve("made.yaml"), campaign);
    Spoken refused = say("plan ask --campaign made.yaml");
    assertEquals(3, refused.code());
    assertTrue(refused.err().contains("Say what is measured"), refused.err());
    Files.writeString(
        folder.resolve("made.yaml"),
        campaign + "outputs: {retention: 1, capacity: mAh/g, price: 1/kg}\n");
    for (int i = 0; i < 5; i++) {
      Files.writeString(
          folder.resolve("one.json"),
          """
          {"variables": {"time": "%d h"},
           "outcomes": {"swelling": "%d %%", "retention": 0.5, "capacity": "150 mAh/g", "price": "%d 1/kg"}}
          """
              .formatted(i + 2, 5 - i, i + 1));
      said("plan tell --campaign made.yaml --observation one.json");
    }
    assertTrue(said("plan ask --campaign made.yaml").contains("capacity: 150.00 ±"));
    assertTrue(said("plan explain --campaign made-1").contains("retention"));
    assertTrue(said("plan explain made-1/e0001").contains("merit      "));
    said("report made-1 --out made.html");
    String page = Files.readString(folder.resolve("made.html"));
    assertTrue(page.contains("What can be had: the front"));
    assertTrue(page.contains(">75.00<"), "0.5 x 150 / 1");
    Files.writeString(
        folder.resolve("made.yaml"),
        campaign.replace("  swelling: {minimize: \"%\"}\n", "")
            + "outputs: {retention: 1, capacity: mAh/g, price: 1/kg}\n");
    assertTrue(said("plan ask --campaign made.yaml").contains("most promising"));
    assertTrue(said("plan explain --campaign made-1").contains("chance that anything beats"));
    said("report made-1 --out alone.html");
    assertTrue(Files.readString(folder.resolve("alone.html")).contains("What each result brought"));
  }

  /** One temperature an oven: four ovens of two are at four temperatures. */
  @Test
  void batchesOfTheStartShareDifferentValues() throws IOException {
    Files.writeString(
        folder.resolve("oven.yaml"),
        """
        campaign: oven
        variables:
          anneal: {grid: [500 degC, 550 degC, 600 degC, 650 degC]}
          time: {between: [1 h, 10 h]}
        objectives:
          capacity: {maximize: mAh/g}
        batch: {shared: [anneal], size: 2}
        """);
    Matcher temperature =
        Pattern.compile("anneal ([0-9]+)").matcher(said("plan ask --campaign oven.yaml --n 8"));
    List<String> ovens = temperature.results().map(found -> found.group(1)).toList();
    assertEquals(8, ovens.size());
    assertEquals(4, Set.copyOf(ovens).size(), ovens.toString());
    for (int i = 0; i < 8; i += 2) {
      assertEquals(ovens.get(i), ovens.get(i + 1));
    }
  }

  @Test
  void changedVariablesSayWhichResultsTheyHaveNoPlaceFor() throws IOException {
    Path file = folder.resolve("mix.yaml");
    String before = Files.readString(file);
    Files.writeString(file, before.replace("[EC, PC, DMC]", "[EC, DMC]"));
    String without = say("plan ask --campaign mix.yaml").err();
    assertTrue(
        without.contains("of 4 results teach nothing now:")
            && without.contains("with 'PC', which is no choice of 'solvent' any more"),
        without);
    Files.writeString(
        file, before.replace("objectives:", "  warmth: {between: [0 degC, 60 degC]}\nobjectives:"));
    assertTrue(
        say("plan ask --campaign mix.yaml")
            .err()
            .contains("4 of 4 results teach nothing now: 4 without 'warmth'"));
  }

  /** What was asked stays explicable when its choice is gone, or too little is known. */
  @Test
  void explainGivesTheRecordWhereTheModelHasNothingToSay() throws IOException {
    Path file = folder.resolve("mix.yaml");
    String campaign = Files.readString(file);
    said("plan ask --campaign mix.yaml --fix solvent=PC");
    Files.writeString(file, campaign.replace("[EC, PC, DMC]", "[EC, DMC]"));
    String gone = said("plan explain mix-1/e0003");
    assertTrue(gone.contains("solvent PC") && gone.contains("\n  why: "), gone);
    assertTrue(
        gone.contains(
            "the campaign has no place for it any more: a design with 'PC', which is no choice"),
        gone);
    assertTrue(
        said("plan explain mix-1/e0003 --json").contains("\"unexplained\" : \"the campaign"));
    Files.writeString(
        folder.resolve("new.yaml"), campaign.replace("campaign: mix", "campaign: new"));
    said("plan ask --campaign new.yaml");
    String early = said("plan explain new-1/e0001");
    assertTrue(early.contains("why: start") && early.contains("a model needs 3"), early);
  }

  @Test
  void idsAreTakenAsTheyArePrinted() throws IOException {
    assertTrue(said("plan explain mix-1").contains("salt"));
    Files.writeString(folder.resolve("cost.json"), "{\"ask\": \"mix-1/e0001\", \"cost\": 2.5}");
    assertEquals(
        "e0001  ok, corrected\n", said("plan tell --campaign mix-1 --observation cost.json"));
    assertTrue(
        said("plan ask --campaign mix-1 --fix \"salt=1 mol/kg\"").contains("salt 1 mol/kg,"));
    assertFalse(said("show mix-1/e0002").contains("memory"));
    assertTrue(said("show mix-1/e0002 --json").contains("\"memory\""));
  }

  @Test
  void tellRemarksOnWhatLiesOutside() throws IOException {
    Files.writeString(
        folder.resolve("far.json"),
        """
        {"variables": {"salt": "9 mol/kg", "solvent": "EC"}, "outcomes": {"conductivity": "1 mS/cm"}}
        """);
    Spoken spoken = say("plan tell --campaign mix.yaml --observation far.json");
    assertEquals(0, spoken.code());
    assertTrue(
        spoken
            .err()
            .contains("t0004 outside: 'salt' is 9.0 mol/kg; it must be between 0.2 and 2.0"),
        spoken.err());
  }

  @Test
  void explainSaysWhatEachVariableAdds() {
    String text = said("plan explain e0002 --campaign mix-1");
    assertTrue(text.contains("what adds to it       conductivity, mS/cm"), text);
    String json = said("plan explain e0002 --campaign mix-1 --json");
    assertTrue(json.contains("\"shap\""), json);
    String whole = said("plan explain --campaign mix-1 --json");
    assertTrue(whole.contains("\"slices\"") && whole.contains("\"at\" : \"DMC\""), whole);
  }

  @Test
  void predictWritesPosteriorAndAcquisitionOfAGrid() throws IOException {
    String told = said("plan predict --campaign mix.yaml --grid salt,solvent --out grid.csv");
    List<String> lines = Files.readAllLines(folder.resolve("grid.csv"));
    assertEquals(
        "salt [mol/kg],solvent,conductivity_mean [mS/cm],conductivity_deviation [mS/cm],"
            + "conductivity_lower_90 [mS/cm],conductivity_upper_90 [mS/cm],expected_gain,"
            + "probability_feasible,log_promise",
        lines.getFirst());
    assertEquals("%d designs in grid.csv".formatted(lines.size() - 1), told.strip());
    assertEquals(3 * 25, lines.size() - 1);
    Files.writeString(folder.resolve("at.csv"), "salt [mol/kg],solvent\n1,EC\n1.9,PC\n");
    String json = said("plan predict --campaign mix.yaml --at at.csv --out at-out.csv --json");
    assertTrue(json.contains("\"predictions\"") && json.contains("\"table\""), json);
    List<String> rows = Files.readAllLines(folder.resolve("at-out.csv"));
    double fine = Double.parseDouble(rows.get(1).split(",")[7]);
    double frozen = Double.parseDouble(rows.get(2).split(",")[7]);
    assertTrue(frozen < 0.2 && fine > 0.6, frozen + " " + fine);
  }

  @Test
  void predictSaysWhichDesignsItWants() {
    for (String line :
        List.of(
            "",
            " --at a.csv --grid salt,solvent",
            " --grid salt,solvent",
            " --grid salt --out g")) {
      assertEquals(2, say("plan predict --campaign mix.yaml" + line).code(), line);
    }
    Spoken slip = say("plan predict --campaign mix.yaml --grid salt,solvnt --out g.csv");
    assertEquals(3, slip.code(), slip.err());
    assertTrue(slip.err().contains("solvent"), slip.err());
  }
}
