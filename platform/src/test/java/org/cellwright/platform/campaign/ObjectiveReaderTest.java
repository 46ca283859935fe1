package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tier;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveReaderTest {
  @TempDir Path folder;

  private Objective objective(String wanted) throws IOException {
    String text =
        Toys.CAMPAIGN
            .replace("energy: {maximize: Wh/kg}", "merit: " + wanted)
            .replace("  time:   {minimize: min}\n", "")
            .replace("{energy: 100 Wh/kg, time: 60 min}", "{merit: 0}");
    return CampaignFile.read(Toys.file(folder, text)).problem().objectives().getFirst();
  }

  private static SequencedMap<String, Value> outcomes(String energy, String time) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("energy", Value.Scalar.parse(energy));
    outcomes.put("time", Value.Scalar.parse(time));
    outcomes.put("margin", Value.Scalar.parse("1 mV"));
    outcomes.put("peak", Value.Scalar.parse("25 degC"));
    return outcomes;
  }

  @Test
  void aNumberMadeOfOutputsIsReadKeptAndReported() throws IOException {
    Objective objective = objective("{maximize: \"energy / 1 Wh/kg - time / 1 min\"}");
    assertEquals(Objective.Goal.MAXIMIZE, objective.goal());
    assertEquals(List.of("energy", "time"), List.copyOf(formula(objective).keySet()));
    Outcome told =
        Outcome.ok(
            new Design(new LinkedHashMap<>()),
            outcomes("0.2 kWh/kg", "1800 s"),
            List.of(),
            List.of());
    Outcome checked = Rounds.checked(told, List.of(objective), List.of());
    assertEquals(
        170, ((Value.Scalar) Objects.requireNonNull(checked.values().get("merit"))).value(), 1e-9);
  }

  private static SequencedMap<String, ?> formula(Objective objective) {
    return Objects.requireNonNull(objective.formula()).inputs();
  }

  /** By hand: (0.5 · 0.8²)^(1/3). */
  @Test
  void aDesirabilityIsTheGeometricMeanOfItsRamps() throws IOException {
    Objective objective =
        objective(
            "{desirability: {energy: {bad: 100 Wh/kg, good: 300 Wh/kg}, time: {bad: 60 min, good:"
                + " 10 min, weight: 2}}}");
    var formula = Objects.requireNonNull(objective.formula());
    assertEquals(Math.cbrt(0.5 * 0.64), formula.of(outcomes("200 Wh/kg", "20 min")), 1e-12);
    assertEquals(0, formula.of(outcomes("90 Wh/kg", "20 min")), 0);
    assertEquals(1, formula.of(outcomes("400 Wh/kg", "5 min")), 1e-12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{maximize: energy + time} | sets J/kg against s",
        "{maximize: energy * tme} | names 'tme', which",
        "{maximize: Wh/kgg} | is unknown",
        "{desirability: {enrgy: {bad: 1 Wh/kg, good: 2 Wh/kg}}} | no output 'enrgy'",
        "{desirability: {energy: {bad: 1 Wh/kg, good: 1 Wh/kg}}} | as good as bad",
        "{desirability: {energy: {bad: 1 Wh/kg, good: 2 min}}} | cannot be expressed",
        "{desirability: {energy: {bad: 1 Wh/kg}}} | is missing",
        "{desirability: {energy: {bad: 1 Wh/kg, good: 2 Wh/kg, weight: 0}}} | not positive",
      })
  void refusesWhatMakesNoSenseAndSaysWhere(String wanted, String message) {
    CellwrightException e = assertThrows(CellwrightException.class, () -> objective(wanted));
    assertTrue(e.what().contains(message), e.what());
    assertTrue(String.valueOf(e.where()).contains("objectives.merit"), e.where());
  }

  @Test
  void aNameOfAnOutputCannotBeGivenToAnotherNumber() {
    String text = Toys.CAMPAIGN.replace("{maximize: Wh/kg}", "{maximize: energy * 2}");
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> CampaignFile.read(Toys.file(folder, text)));
    assertTrue(e.what().contains("is an output itself"), e.what());
  }

  private CampaignFile ordered(String hierarchy) throws IOException {
    return CampaignFile.read(
        Toys.file(
            folder,
            Toys.CAMPAIGN.replace("constraints:", "hierarchy: " + hierarchy + "\nconstraints:")));
  }

  @Test
  void anOrderOfObjectivesIsRead() throws IOException {
    assertEquals(
        new Hierarchy(
            List.of(
                new Tier("time", new Tolerance.Share(0.1)),
                new Tier("energy", new Tolerance.Unlimited()))),
        ordered("[{objective: time, within: 10 %}, {objective: energy}]").problem().hierarchy());
    Hierarchy levels =
        ordered("[{objective: energy, until: 0.2 kWh/kg}, {objective: time, until: 20 min}]")
            .withSeed(3)
            .withBudget(5)
            .problem()
            .hierarchy();
    assertEquals(new Tier("energy", new Tolerance.Level(200)), levels.tiers().getFirst());
    assertEquals(
        Hierarchy.NONE, CampaignFile.read(Toys.file(folder, Toys.CAMPAIGN)).problem().hierarchy());
  }

  private CampaignFile withTarget(String until) throws IOException {
    String text =
        Toys.CAMPAIGN
            .replace("{minimize: min}", "{target: 20 min}")
            .replace(
                "constraints:",
                "hierarchy: [{objective: time, until: %s}, {objective: energy}]\nconstraints:"
                    .formatted(until));
    return CampaignFile.read(Toys.file(folder, text));
  }

  @Test
  void aTargetIsGoodEnoughWithinADistance() throws IOException {
    Hierarchy hierarchy = withTarget("± 30 s").problem().hierarchy();
    assertEquals(new Tier("time", new Tolerance.Level(20.5)), hierarchy.tiers().getFirst());
    CellwrightException e = assertThrows(CellwrightException.class, () -> withTarget("5 min"));
    assertTrue(e.what().contains("a value or a distance"), e.what());
    assertTrue(String.valueOf(e.hint()).contains("± 0.5 min"), e.hint());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[{objective: time, within: 10 %}] | says nothing of energy",
        "[{objective: time}, {objective: energy}] | has no tolerance",
        "[{objective: time, within: 10 %, until: 5 min}, {objective: energy}] | has two tolerances",
        "[{objective: tme, within: 10 %}, {objective: energy}] | is no objective",
        "[{objective: time, within: 1 %}, {objective: time}] | stands here twice",
        "[{objective: time, within: 5 min}, {objective: energy}] | cannot be expressed",
        "[{objective: time, within: 120 %}, {objective: energy}] | no share of a range",
        "[{objective: time, until: 5 V}, {objective: energy}] | cannot be expressed",
      })
  void anOrderThatMakesNoSenseIsRefused(String hierarchy, String message) {
    CellwrightException e = assertThrows(CellwrightException.class, () -> ordered(hierarchy));
    assertTrue(e.what().contains(message), e.what());
    assertTrue(String.valueOf(e.where()).contains("hierarchy"), e.where());
  }
}
