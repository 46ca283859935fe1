package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.cellwright.science.cell.Simulation.Infeasible;
import org.cellwright.science.cell.Solution.Completion;
import org.cellwright.science.cell.Solution.Event;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be imposed on a cell, and what becomes of what cannot. */
class ControlTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final String FASTEST =
      """
      Charge at 3C until 0 V plating margin
      Hold plating margin at 0 V until 4.2 V
      Hold at 4.2 V until C/20
      """;

  private static Simulation at(Model model, double soc) {
    return Simulation.of(CELL).model(model).stateOfCharge(soc);
  }

  private static double end(Solution s) {
    return s.time()[s.points() - 1];
  }

  private static double lowestMargin(Solution s) {
    return Arrays.stream(s.platingMargin()).min().orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"SPME", "DFN"})
  void theFastestSafeChargeHoldsThePlatingMargin(Model model) throws InterruptedException {
    Simulation cell = at(model, 0.05);
    Solution fastest = cell.experiment(FASTEST).run();
    assertTrue(fastest.complete(), fastest::endReason);
    assertTrue(lowestMargin(fastest) >= -1e-4, lowestMargin(fastest) + " V");
    // The largest constant current that never plates, to the same end.
    double safe = 0.1;
    double plates = 3;
    double slow = Double.NaN;
    while (plates - safe > 0.01) {
      double rate = 0.5 * (safe + plates);
      Solution constant =
          cell.relativeTolerance(1e-4)
              .experiment("Charge at %s C until 4.2 V; Hold at 4.2 V until C/20".formatted(rate))
              .run();
      if (lowestMargin(constant) >= 0) {
        safe = rate;
        slow = end(constant);
      } else {
        plates = rate;
      }
    }
    System.out.printf(
        "%s: %.1f min at 0 V plating margin, %.1f min at the largest safe current, %.2f C%n",
        model, end(fastest) / 60, slow / 60, safe);
    assertTrue(end(fastest) < slow);
    Solution inOne =
        cell.experiment("Charge at 3C or 0 V plating margin or 4.2 V until C/20").run();
    assertTrue(inOne.complete(), inOne::endReason);
    assertEquals(end(fastest), end(inOne), 1e-2);
    assertTrue(lowestMargin(inOne) >= -1e-4);
    assertEquals(
        List.of("step 1: plating margin 0 V takes over", "step 1: 4.2 V takes over"),
        inOne.events().stream().limit(2).map(Event::name).toList());
  }

  @Test
  void limitsRuleOneAfterAnotherWithoutEverBeingExceeded() throws InterruptedException {
    Solution s = at(Model.SPME, 0.1).experiment("Charge at 1C or 4.1 V until C/10").run();
    Solution steps =
        at(Model.SPME, 0.1).experiment("Charge at 1C until 4.1 V; Hold at 4.1 V until C/10").run();
    assertEquals(end(steps), end(s), 1e-2);
    assertTrue(Arrays.stream(s.voltage()).max().orElseThrow() < 4.1 + 2e-6);
  }

  @Test
  void aResidualOfOnesOwnIsHeld() throws InterruptedException {
    // 4 A less 20 A/V above 4 V: a charger with a soft limit.
    Control soft =
        new Control.Residual(
            "a soft limit",
            (ampere, volt, margin, kelvin, seconds) -> ampere - 4 + 20 * Math.max(0, volt - 4));
    Step step = new Step(soft, List.of(new Ending.AtCurrent(1)), OptionalDouble.empty(), "");
    Solution s = at(Model.DFN, 0.3).experiment(new Experiment(List.of(step))).run();
    assertTrue(s.complete(), s::endReason);
    for (int k = 0; k < s.points(); k++) {
      assertEquals(4 - 20 * Math.max(0, s.voltage()[k] - 4), s.current()[k], 2e-4);
    }
    assertEquals(4.15, s.voltage()[s.points() - 1], 1e-5);
  }

  @Test
  void aStepThatIsMetAtItsStartIsSkipped() throws InterruptedException {
    Solution s =
        at(Model.SPME, 0.5).experiment("Charge at 1C until 3 V; Discharge at 5 A for 60 s").run();
    assertTrue(s.complete(), s::endReason);
    assertEquals(60, end(s), 1e-9);
    assertEquals("step 1: skipped, it begins at voltage 3 V", s.events().getFirst().name());
    assertEquals(-60 * 5.0 / 3600, s.charge()[s.points() - 1], 1e-9);
  }

  @Test
  void aLoadThatTheCellCannotBearIsNotSkipped() throws InterruptedException {
    for (String load : List.of("1000C", "5000 W", "1 mohm")) {
      Simulation simulation =
          Simulation.of(CELL)
              .stateOfCharge(0.5)
              .experiment("Discharge at %s; Rest for 1 min".formatted(load));
      Solution stopped = simulation.run();
      assertEquals(Completion.CUT_OFF, stopped.completion(), load);
      assertEquals(1, stopped.events().size());
      Solution went = simulation.onInfeasible(Infeasible.CONTINUE).run();
      assertEquals(
          List.of(Completion.CUT_OFF, Completion.DONE),
          went.events().stream().map(Event::completion).toList());
      // As if it had never been asked for.
      int last = went.points() - 1;
      assertEquals(60, went.time()[last], 1e-9);
      assertEquals(went.voltage()[0], went.voltage()[last], 1e-6);
      assertEquals(0, went.charge()[last]);
    }
    String reason =
        Simulation.of(CELL).stateOfCharge(0.5).experiment("Discharge at 1000C").run().endReason();
    double ampere = 1000 * CELL.cell().nominalCapacity();
    assertTrue(
        reason.matches(
            "lower cut-off 2\\.5 V at once, 'Discharge at 1000C' cannot be done: %.1f A asked, and \\S+ A takes the voltage to \\S+ V already"
                .formatted(ampere)),
        reason);
  }

  @Test
  void aLoadMayBringAStepToTheEndThatItNames() throws InterruptedException {
    double rest =
        Simulation.of(CELL).stateOfCharge(0.97).experiment("Rest for 1 s").run().voltage()[0];
    // At once 1C costs far more than the millivolts between rest and the end.
    Solution full =
        Simulation.of(CELL)
            .stateOfCharge(0.97)
            .experiment(
                "Charge at 1C until %1$.4f V; Hold at %1$.4f V until C/50".formatted(rest + 5e-3))
            .run();
    assertEquals(Completion.DONE, full.completion(), full::endReason);
    assertTrue(full.charge()[full.points() - 1] > 0);
    // The cell's own cut-off is no such end.
    Solution empty = at(Model.DFN, 0).experiment("Discharge at 1C").run();
    assertEquals(Completion.DONE, empty.completion(), empty::endReason);
    Solution low = at(Model.DFN, 0.002).experiment("Discharge at 2C").run();
    assertEquals(Completion.CUT_OFF, low.completion(), low::endReason);
    assertTrue(
        low.endReason().matches(".*: \\S+ A takes the voltage to 2\\.\\d+ V"), low::endReason);
    // A second time it begins where the first has ended.
    Solution twice =
        Simulation.of(CELL)
            .stateOfCharge(0.5)
            .experiment("Discharge at 1C until 3.4 V; Discharge at 1C until 3.4 V")
            .run();
    assertEquals(Completion.DONE, twice.completion(), twice::endReason);
    assertTrue(twice.events().getLast().name().contains("skipped"), twice::endReason);
    // Met without its own current, though not with that of the step before.
    Solution relaxed =
        Simulation.of(CELL)
            .stateOfCharge(0.5)
            .experiment("Discharge at 1C until 3.4 V; Charge at C/50 until 3.41 V")
            .run();
    assertEquals(Completion.DONE, relaxed.completion(), relaxed::endReason);
    assertTrue(relaxed.events().getLast().name().contains("skipped"), relaxed::endReason);
  }

  @Test
  void whatCannotBeDoneEndsTheExperimentOrDoesNotAsTold() throws InterruptedException {
    Simulation cell =
        at(Model.DFN, 0.2)
            .experiment("Discharge at 2C for 1 h; Rest for 60 s; Charge at 1C for 60 s");
    Solution stopped = cell.run();
    assertEquals(Completion.CUT_OFF, stopped.completion());
    assertEquals(1, stopped.events().size());
    Solution went = cell.onInfeasible(Infeasible.CONTINUE).run();
    assertEquals(Completion.CUT_OFF, went.completion());
    assertEquals(
        List.of(Completion.CUT_OFF, Completion.DONE, Completion.DONE),
        went.events().stream().map(Event::completion).toList());
    assertEquals(
        "step 1: lower cut-off 2.5 V before 'Discharge at 2C for 1 h' was done",
        went.events().getFirst().name());
    assertEquals(stopped.events().getFirst().time() + 120, end(went), 1e-6);
  }

  @Test
  void whatHasNoSolutionFailsWithAReasonAndTheNextStepFollows() throws InterruptedException {
    Control impossible =
        new Control.Residual("one is zero", (ampere, volt, margin, kelvin, seconds) -> 1);
    Step step = new Step(impossible, List.of(new Ending.AfterTime(60)), OptionalDouble.empty(), "");
    Step rest = Experiment.parse("Rest for 60 s").steps().getFirst();
    Solution s =
        at(Model.SPM, 0.5)
            .onInfeasible(Infeasible.CONTINUE)
            .experiment(new Experiment(List.of(step, rest)))
            .run();
    assertFalse(s.complete());
    Event first = s.events().getFirst();
    assertEquals(Completion.FAILED, first.completion());
    assertTrue(
        first.name().contains("no consistent state at 0.00000 s under one is zero"), first.name());
    assertEquals(Completion.DONE, s.events().getLast().completion());
  }

  /** At default settings against a tolerance at which nothing moves any more. */
  @ParameterizedTest(name = "{0} from {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DFN|1|Discharge at 1C until 2.5 V",
        "DFN|1|Discharge at C/3 until 2.5 V",
        "DFN|1|Discharge at 2C until 2.5 V; Rest for 1 h; Charge at C/2 until 4.2 V",
        "DFN|0.1|Charge at 1C until 4.2 V; Hold at 4.2 V until C/20",
        "DFN|0.9|Discharge at 15 W until 3 V",
        "DFN|0.5|Discharge at 0.3 ohm until 3 V",
        "DFN|0.3|Charge at 3C until 4.2 V; Hold at 4.2 V until 1C",
        "SPME|1|Discharge at 1C until 2.5 V",
        "SPME|0.1|Charge at 1C until 4.2 V; Hold at 4.2 V until C/20",
        "SPME|0.9|Discharge at 15 W until 3 V",
        "SPM|1|Discharge at 1C until 2.5 V",
        "SPM|0.1|Charge at 1C until 4.2 V; Hold at 4.2 V until C/20",
        "SPM|0.9|Discharge at 15 W until 3 V"
      })
  void eventsAreWithinAMillisecond(Model model, double soc, String experiment)
      throws InterruptedException {
    Simulation cell = at(model, soc).experiment(experiment);
    Solution s = cell.run();
    Solution exact = cell.relativeTolerance(1e-9).run();
    assertTrue(s.complete() && exact.complete(), s.endReason() + " / " + exact.endReason());
    double worst = 0;
    for (int k = 0; k < s.events().size(); k++) {
      worst = Math.max(worst, Math.abs(s.events().get(k).time() - exact.events().get(k).time()));
    }
    System.out.printf("%s, %s: events off by %.1e s, %s%n", model, experiment, worst, s.effort());
    assertTrue(worst < 1e-3, worst + " s");
  }

  @Test
  @Tag("reference")
  void theUnicyclerProtocolRuns() throws IOException, InterruptedException {
    Experiment protocol;
    try (InputStream in =
        Files.newInputStream(
            ReferenceData.folder("orchestration").resolve("unicycler-example.json"))) {
      protocol = Experiment.fromUnicycler(in, "unicycler-example.json");
    }
    // Its limits are those of a coin cell of 2.1 mA·h: scaled to the 5 A·h of this one.
    Experiment.Safety coin = protocol.safety();
    double scale = 5 / 2.1e-3;
    Experiment.Safety safety =
        new Experiment.Safety(
            coin.maxVoltage(),
            coin.minVoltage(),
            OptionalDouble.of(scale * coin.maxCurrent().orElseThrow()),
            OptionalDouble.of(scale * coin.minCurrent().orElseThrow()),
            coin.maxCapacity(),
            coin.delay());
    List<Step> first = protocol.steps().subList(0, 1 + 3 * 3 + 2 * 3);
    Solution s =
        at(Model.SPME, 0.3)
            .relativeTolerance(1e-4)
            .experiment(new Experiment(first, safety, List.of()))
            .run();
    assertTrue(s.complete(), s::endReason);
    Solution unscaled = at(Model.SPME, 0.3).relativeTolerance(1e-4).experiment(protocol).run();
    assertFalse(unscaled.complete());
    assertTrue(unscaled.endReason().startsWith("safety limit: above 0.006 A for 5 s"));
    assertEquals(14_405, end(unscaled), 1e-6);
  }
}
