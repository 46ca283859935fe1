package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cellwright.core.Batch;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.core.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CampaignFileTest {

  private static final String EVERYTHING =
      """
      campaign: everything
      cell: cell.json            # relative to this file
      variables:
        thickness: {between: [40 um, 0.1 mm]}
        porosity:  {between: [0.2, 0.45]}
        additive:  {choices: [none, VC, FEC], descriptors: additives.csv}
        cycles:    {integers: [1, 5]}
        blend:     {composition: [EC, EMC, DMC], at_most: {EC: 0.5}, components: 2}
        anneal:    {grid: [500 degC, 550 degC, 600 degC]}
      known_constraints: ["EC + DMC <= 0.8"]
      objectives:
        energy: {maximize: Wh/kg}
        time:   {minimize: min}
        margin: {target: 5 mV}
        peak:   {threshold: 30 degC}
      constraints:
        margin: {at_least: 0 mV}
        peak:   {at_most: 45 degC}
      fidelities:
        - {name: sketch, method: toy.cell, cost: 0.02}
        - {name: made,   method: toy.cell, cost: 1, settings: {millis: 1}}
      budget: 60
      reference_point: {energy: 260 Wh/kg, time: 1 h, margin: 0.001 V, peak: 20 degC}
      seed: 42
      """;

  @TempDir Path folder;

  private CampaignFile read(String text) throws IOException {
    Files.writeString(folder.resolve("cell.json"), "{}");
    Files.writeString(folder.resolve("additives.csv"), "name,mass\nVC,86\nnone,0\nFEC,106\n");
    return CampaignFile.read(Toys.file(folder, text));
  }

  @Test
  void readsEveryKindOfEntry() throws IOException {
    CampaignFile file = read(EVERYTHING);
    Problem p = file.problem();
    assertEquals(
        List.of("thickness", "porosity", "additive", "cycles", "blend", "anneal"),
        p.space().names());
    Variable.Continuous thickness = (Variable.Continuous) p.space().variables().getFirst();
    assertEquals(100, thickness.upper(), 1e-12);
    Variable.Choices additive = (Variable.Choices) p.space().variables().get(2);
    assertEquals(List.of(86.0), additive.descriptors().get("VC"));
    assertEquals(
        List.of("none", "VC", "FEC"), List.copyOf(additive.descriptors().sequencedKeySet()));
    assertEquals(2, ((Variable.Blend) p.space().variables().get(4)).components());
    assertEquals("EC + DMC <= 0.8", p.space().knownConstraints().getFirst().text());
    assertEquals(Objective.Goal.TARGET, p.objectives().get(2).goal());
    assertEquals(5, p.objectives().get(2).level());
    assertEquals(List.of(260.0, 60.0, 1.0, 20.0), p.referencePoint());
    assertEquals(42, p.seed());
    assertEquals("made", p.highest().name());
    assertEquals(List.of("sketch", "made"), List.copyOf(file.methods().sequencedKeySet()));
    assertEquals(
        List.of("campaign", "cell", "descriptors/additives.csv"),
        List.copyOf(file.files().sequencedKeySet()));
  }

  @Test
  void readsOrderedNamesMoleculesLowerLimitsConditionsAndBatches() throws IOException {
    Space space =
        read(EVERYTHING
                .replace(
                    "{choices: [none, VC, FEC], descriptors: additives.csv}",
                    "{choices: {none: O, VC: O=C1OC=CO1, FEC: O=C1OCC(F)O1}, descriptors: smiles}")
                .replace("components: 2", "at_least: {EC: 0.1}, when: \"additive = VC or FEC\"")
                .replace("seed: 42", "seed: 42\nbatch: {shared: [anneal], size: 8}"))
            .problem()
            .space();
    Variable.Choices additive = (Variable.Choices) space.variables().get(2);
    assertEquals(List.of("none", "VC", "FEC"), additive.options());
    assertEquals(3, additive.descriptors().size());
    Variable.Blend blend = (Variable.Blend) space.variables().get(4);
    assertEquals(0.1, blend.atLeast().get("EC"));
    assertTrue(String.valueOf(space.conditions().get("blend")).contains("additive = VC or FEC"));
    Problem batched =
        read(EVERYTHING.replace("seed: 42", "seed: 42\nbatch: {shared: [anneal], size: 8}"))
            .problem();
    assertEquals(new Batch(List.of("anneal"), 8), batched.batch());
    assertEquals(
        batched.batch(),
        read(EVERYTHING + "batch: {shared: [anneal], size: 8}\n")
            .withBudget(3)
            .withSeed(7)
            .problem()
            .batch());
  }

  @Test
  void ordinalAndSmilesAreKindsOfTheirOwn() throws IOException {
    Variable.Choices ordinal =
        (Variable.Choices)
            read(EVERYTHING.replace(
                    "{choices: [none, VC, FEC], descriptors: additives.csv}",
                    "{ordinal: [none, VC, FEC]}"))
                .problem()
                .space()
                .variables()
                .get(2);
    assertEquals(List.of(2.0), ordinal.descriptors().get("FEC"));
    Variable.Choices smiles =
        (Variable.Choices)
            read(EVERYTHING.replace(
                    "{choices: [none, VC, FEC], descriptors: additives.csv}",
                    "{smiles: [CCO, CC#N, \"c1ccccc1\"]}"))
                .problem()
                .space()
                .variables()
                .get(2);
    assertEquals(List.of("CCO", "CC#N", "c1ccccc1"), smiles.options());
  }

  @Test
  void theDigestCoversTheFilesThatItNames() throws IOException {
    String before = read(EVERYTHING).digest();
    assertEquals(before, read(EVERYTHING).digest());
    Files.writeString(folder.resolve("cell.json"), "{ }");
    assertNotEquals(before, CampaignFile.read(folder.resolve("toy.yaml")).digest());
  }

  static Stream<Arguments> slips() {
    return Stream.of(
        arguments("seed: 42", "sed: 42", "no key 'sed'", "line 24, sed", "'seed'"),
        arguments(
            "{minimize: min}", "{minimise: min}", "no key 'minimise'", "line 13", "'minimize'"),
        arguments("cost: 1,", "price: 1,", "no key 'price'", "fidelities[1].price", ""),
        arguments("[40 um, 0.1 mm]", "[110 um, 40 um]", "rising order", "line 4", "reversed"),
        arguments("[40 um, 0.1 mm]", "[40 um, 110]", "lacks a unit", "between[1]", "unit"),
        arguments("[40 um, 0.1 mm]", "[40, 110]", "lacks a unit", "variables.thickness", ""),
        arguments("[40 um, 0.1 mm]", "[40 um, 110 s]", "cannot be expressed", "between[1]", ""),
        arguments("[40 um, 0.1 mm]", "[40 V, 110 V]", "is no m", "variables.thickness", ""),
        arguments("[40 um, 0.1 mm]", "[40 umm, 110 um]", "'umm' is unknown", "line 4", ""),
        arguments("[40 um, 0.1 mm]", "[40 um]", "two bounds", "line 4", ""),
        arguments("thickness:", "thicknes:", "no method has an input", "line 4", "'thickness'"),
        arguments("energy: {max", "enrgy: {max", "no output 'enrgy'", "line 12", "'energy'"),
        arguments("{maximize: Wh/kg}", "{maximize: Wh}", "wanted in Wh", "objectives.energy", ""),
        arguments("{at_least: 0 mV}", "{at_least: 0 s}", "wanted in s", "constraints.margin", ""),
        arguments("{at_least: 0 mV}", "{at_least: 0 mV, at_most: 1 mV}", "one side", "line 17", ""),
        arguments("{at_least: 0 mV}", "{}", "one side", "constraints.margin", ""),
        arguments("cost: 0.02", "cost: 2", "does not rise", "fidelities[1].cost", "cheapest first"),
        arguments("cost: 0.02", "cost: -1", "positive", "fidelities[0].cost", ""),
        arguments("name: sketch", "name: made", "two fidelities", "line 21", ""),
        arguments(
            "method: toy.cell, cost: 0.02",
            "method: toy.cel, cost: 0.02",
            "no method",
            "line 20",
            "'toy.cell'"),
        arguments("{millis: 1}", "{milis: 1}", "no setting 'milis'", "line 21", "'millis'"),
        arguments("time: 1 h, ", "", "says nothing of 'time'", "line 23", ""),
        arguments("time: 1 h", "time: 1 V", "cannot be expressed", "reference_point.time", ""),
        arguments("budget: 60", "budget: 60 s", "without a unit", "line 22", ""),
        arguments("budget: 60", "budget: 0.01", "one evaluation", "line 22", ""),
        arguments("budget: 60\n", "", "'budget' is missing", "toy.yaml", ""),
        arguments("seed: 42", "seed: 4.2", "whole number", "line 24", ""),
        arguments("seed: 42", "seed: 42\nseed: 43", "twice", "line 25", ""),
        arguments("VC, FEC]", "VC, VC]", "different names", "line 6", ""),
        arguments("VC, FEC]", "VC, VEC]", "no row for 'VEC'", "line 6", "'FEC'"),
        arguments("additives.csv", "additive.csv", "there is no file", "line 6", "relative"),
        arguments("cell: cell.json", "cell: cel.json", "there is no file", "line 2", "relative"),
        arguments("components: 2", "components: 4", "whole number from 1 to 3", "line 8", ""),
        arguments("{EC: 0.5}", "{ECC: 0.5}", "no key 'ECC'", "line 8", "'EC'"),
        arguments("{integers: [1, 5]}", "{integers: [1.5, 5]}", "whole number", "line 7", ""),
        arguments("{integers: [1, 5]}", "{choices: [a, b]}", "is a number", "line 7", ""),
        arguments("EC + DMC <= 0.8", "EC + DMX <= 0.8", "DMX", "known_constraints[0]", "DMC"),
        arguments("components: 2", "at_least: {EC: 0.9}", "at least 0.9", "line 8", "reversed"),
        arguments(
            "components: 2", "when: \"additve = VC\"", "no variable before", "when", "'additive'"),
        arguments("components: 2", "when: \"additive = XX\"", "must be one of", "when", ""),
        arguments(
            "{choices: [none, VC, FEC], descriptors: additives.csv}",
            "{smiles: [CCO, ethanol]}",
            "no SMILES",
            "line 6",
            "name or a formula"),
        arguments(
            "seed: 42", "batch: {shared: [oven], size: 8}", "no variable 'oven'", "batch", ""),
        arguments("campaign: everything", "campaign: a/b", "cannot name", "line 1", ""),
        arguments("campaign: everything", "campaign: !!str x", "tag", "line 1", ""),
        arguments("budget: 60", "budget: !!java.net.URL [x]", "tag", "line 22", ""),
        arguments("budget: 60", "budget: [60", "no YAML", "toy.yaml, line", ""),
        arguments("budget: 60", "budget: [[[[[[[[[[[[[[6]]]]]]]]]]]]]]", "nested", "line 22", ""));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("slips")
  void saysWhatIsWrongWhereAndWhatWasMeant(
      String right, String wrong, String what, String where, String hint) throws IOException {
    assertTrue(EVERYTHING.contains(right), right);
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> read(EVERYTHING.replace(right, wrong)));
    String all = e.what() + " | " + e.where() + " | " + e.hint();
    assertEquals(Kind.REFUSED, e.kind(), all);
    assertTrue(e.what().contains(what), all);
    assertTrue(String.valueOf(e.where()).contains(where), all);
    assertTrue(String.valueOf(e.where()).startsWith("toy.yaml"), all);
    assertTrue(String.valueOf(e.hint()).contains(hint), all);
  }

  @Test
  void laughsDoNotMultiply() {
    StringBuilder text = new StringBuilder("a: &a [lol, lol, lol]\n");
    for (char c = 'b'; c < 'k'; c++) {
      char last = (char) (c - 1);
      text.append("%s: &%s [%s]\n".formatted(c, c, ("*" + last + ", ").repeat(9) + "*" + last));
    }
    CellwrightException e = assertThrows(CellwrightException.class, () -> read(text.toString()));
    assertEquals(Kind.REFUSED, e.kind());
  }

  @Test
  void aFileThatIsTooLargeOrNoTextOrNotThereIsRefused() throws IOException {
    assertEquals(
        Kind.REFUSED,
        assertThrows(CellwrightException.class, () -> read("a: 1\n".repeat(900_000))).kind());
    Path binary = folder.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    assertEquals(
        Kind.REFUSED,
        assertThrows(CellwrightException.class, () -> CampaignFile.read(binary)).kind());
    assertEquals(
        Kind.ABSENT,
        assertThrows(CellwrightException.class, () -> CampaignFile.read(folder.resolve("no.yaml")))
            .kind());
    assertEquals(Kind.REFUSED, assertThrows(CellwrightException.class, () -> read("")).kind());
    assertEquals(Kind.REFUSED, assertThrows(CellwrightException.class, () -> read("7")).kind());
  }
}
