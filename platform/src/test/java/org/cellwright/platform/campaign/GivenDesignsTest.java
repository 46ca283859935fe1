package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GivenDesignsTest {

  private static final String CAMPAIGN =
      Toys.CAMPAIGN.replace(
          "objectives:",
          """
            rate: {between: [1 C, 5 C]}
            additive: {choices: [none, VC]}
            blend: {composition: [EC, DMC], at_most: {EC: 0.5}}
          objectives:\
          """);

  @TempDir Path folder;

  private GivenDesigns read(String name, String text) throws IOException {
    CampaignFile campaign = CampaignFile.read(Toys.file(folder, CAMPAIGN));
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    return GivenDesigns.read(file, campaign);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "thickness,porosity,rate,additive,blend.EC,blend.DMC\n60 um,0.3,2 C,VC,0.4,0.6\n",
        "thickness_um,porosity,rate_c,additive,blend.EC,blend.DMC\n60,0.3,2,VC,0.4,0.6\n",
        "thickness [um],porosity [%],rate [C],additive,blend.EC,blend.DMC\n60,30,2,VC,0.4,0.6\r\n",
        "\uFEFF# x\nadditive,\"thickness / mm\",porosity,rate,blend.EC,blend.DMC\nVC,0.06,0.3,2,0.4,0.6"
      })
  void readsTablesInEveryManner(String text) throws IOException {
    GivenDesigns given = read("at.csv", text);
    assertEquals(6e-5, given.designs().getFirst().si("thickness"), 1e-18);
    assertEquals(0.3, given.designs().getFirst().si("porosity"), 1e-15);
    assertEquals(2, given.designs().getFirst().si("rate"), 0);
    assertEquals(List.of(), given.notes());
    assertEquals(List.of(List.of()), given.outside());
  }

  @Test
  void readsOneObjectOrAList() throws IOException {
    String one =
        """
        {"thickness": "60 um", "porosity": 0.3, "rate": "3 C", "additive": "none",
         "blend": {"EC": 0.25, "DMC": 0.75}}
        """;
    String two =
        "[" + one + "," + one.replace("\"60 um\"", "{\"value\": 0.2, \"unit\": \"mm\"}") + "]";
    assertEquals(1, read("at.json", one).designs().size());
    GivenDesigns given = read("at.json", two);
    assertEquals(2e-4, given.designs().get(1).si("thickness"), 1e-12);
    assertEquals(List.of(List.of(), List.of("thickness")), given.outside());
  }

  @Test
  void passesOverColumnsThatAreNoVariablesAndSaysSo() throws IOException {
    GivenDesigns given =
        read(
            "at.csv",
            "thickness_um,porosity,rate,additive,blend.EC,blend.DMC,note,porosity_of_nothing\n"
                + "60,0.3,2,VC,0.4,0.6,hello,7\n");
    assertEquals(
        List.of(
            "at.csv: columns that are no variables were passed over: note, porosity_of_nothing"),
        given.notes());
  }

  /** A column may be absent where its variable counts in no row. */
  @Test
  void columnOfWhatDoesNotCountMayBeAbsent() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("conditional.yaml"),
            """
            campaign: conditional
            variables:
              additive: {choices: [none, VC]}
              share: {between: [0 %, 5 %], when: "additive != none"}
            objectives:
              q: {maximize: 1}
            """);
    Path table = Files.writeString(folder.resolve("at.csv"), "additive\nnone\nnone\n");
    CampaignFile campaign = CampaignFile.readByHand(file);
    assertEquals(2, GivenDesigns.read(table, campaign).designs().size());
    Files.writeString(table, "additive\nnone\nVC\n");
    CellwrightException refused =
        assertThrows(CellwrightException.class, () -> GivenDesigns.read(table, campaign));
    assertEquals("at.csv, line 3", refused.where());
    assertEquals("the design says nothing of 'share'", refused.what());
    Files.writeString(table, "additive,share\nVC,2\n");
    assertTrue(
        assertThrows(CellwrightException.class, () -> GivenDesigns.read(table, campaign))
            .what()
            .contains("'2' lacks its unit, which is %"));
    Files.writeString(table, "additive,share [%]\nVC,2\n");
    assertEquals(0.02, GivenDesigns.read(table, campaign).designs().getFirst().si("share"), 1e-12);
  }

  static Stream<Arguments> slips() {
    String header = "thickness_um,porosity,rate,additive,blend.EC,blend.DMC\n";
    String row = "60,0.3,2,VC,0.4,0.6\n";
    return Stream.of(
        arguments(
            "at.csv",
            header + row + row.replace("0.3", ""),
            "no value",
            "line 3, column 'porosity'"),
        arguments(
            "at.csv", header + row.replace("0.3", "x"), "no number", "line 2, column 'porosity'"),
        arguments(
            "at.csv", header + row.replace("60", "60 um"), "repeats a unit", "'thickness_um'"),
        arguments(
            "at.csv", header.replace("_um", "") + row, "with a unit", "line 2, column 'thickness'"),
        arguments(
            "at.csv",
            header.replace("thickness_um,", "") + row.substring(3),
            "no column for 'thickness'",
            "line 1"),
        arguments("at.csv", header.replace("_um", "_V") + row, "no um", "'thickness_V'"),
        arguments("at.csv", header + row.replace("VC", "VX"), "must be one of", "'additive'"),
        arguments("at.csv", header + row.replace("0.6", "0.7"), "sum to", "line 2"),
        arguments("at.csv", header + row.replace(",VC", ""), "cells", "line 2"),
        arguments("at.csv", header, "no design", ""),
        arguments("at.json", "[{\"thicknes\": 3}]", "no variable 'thicknes'", "design 1, thicknes"),
        arguments(
            "at.json", "[{\"thickness\": \"3 um\"}]", "says nothing of 'porosity'", "design 1"),
        arguments("at.json", "{\"porosity\": true}", "no value", "porosity"),
        arguments("at.json", "{\"porosity\": 1, \"porosity\": 2}", "no JSON", "at.json"),
        arguments("at.json", "{\"porosity\": 1", "no JSON", "at.json"),
        arguments("at.json", "[7]", "object", "design 1"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("slips")
  void refusesABadRowByItsName(String file, String text, String what, String where) {
    CellwrightException e = assertThrows(CellwrightException.class, () -> read(file, text));
    String all = e.what() + " | " + e.where() + " | " + e.hint();
    assertEquals(Kind.REFUSED, e.kind(), all);
    assertTrue(e.what().contains(what), all);
    assertTrue(String.valueOf(e.where()).contains(where), all);
  }

  @Test
  void evaluatesInTheOrderGivenAlsoOutsideTheBounds() throws Exception {
    StringBuilder rows =
        new StringBuilder("thickness_um,porosity,rate,additive,blend.EC,blend.DMC\n");
    for (int i = 0; i < 12; i++) {
      rows.append("%d,0.3,2,VC,0.4,0.6\n".formatted(90 - 6 * i));
    }
    GivenDesigns given = read("at.csv", rows.toString());
    CampaignFile campaign = CampaignFile.read(folder.resolve("toy.yaml"));
    List<RunResult.Evaluated> answers =
        Evaluation.of(campaign, given, Optional.of("sketch"), 3, Progress.SILENT);
    for (int i = 0; i < 12; i++) {
      RunResult.Evaluated answer = answers.get(i);
      assertEquals("e%04d".formatted(i + 1), answer.id());
      assertEquals((90 - 6 * i) * 1e-6, answer.design().si("thickness"), 1e-12);
      assertEquals(Outcome.Status.OK, answer.status());
      assertEquals(
          90 - 6 * i < 40 ? List.of("outside the campaign's bounds: thickness") : List.of(),
          answer.flags());
    }
    CellwrightException e =
        assertThrows(
            CellwrightException.class,
            () -> Evaluation.of(campaign, given, Optional.of("mad"), 1, Progress.SILENT));
    assertEquals(Kind.USAGE, e.kind());
    assertEquals("Maybe 'made' was meant.", e.hint());
  }
}
