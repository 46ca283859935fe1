package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a current to a voltage and on to whatever comes next. */
class ConstantVoltageTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final double AMPERE_AT_ONE_C = CELL.cell().nominalCapacity();

  private static Solution charge(Model model, Thermal thermal, double soc, String experiment)
      throws InterruptedException {
    return Simulation.of(CELL)
        .model(model)
        .thermal(thermal)
        .stateOfCharge(soc)
        .experiment(experiment)
        .run();
  }

  private static int firstOf(Solution solution, int step) {
    for (int k = 0; k < solution.points(); k++) {
      if (solution.step()[k] == step) {
        return k;
      }
    }
    throw new AssertionError("nothing recorded of step " + step);
  }

  @ParameterizedTest
  @EnumSource
  void theSwitchIsSeamlessFromHalfCToFiveC(Model model) throws InterruptedException {
    double worstVoltage = 0;
    double worstCurrent = 0;
    for (int quarter = 2; quarter <= 20; quarter++) {
      double rate = quarter / 4.0;
      Solution s =
          charge(
              model,
              Thermal.LUMPED,
              0.1,
              "Charge at %sC until 4.2 V; Hold at 4.2 V until C/50".formatted(rate));
      String what = "%s at %sC: %s".formatted(model, rate, s.endReason());
      assertTrue(s.complete(), what);
      assertEquals("current 0.02 C", s.endReason());
      int hold = firstOf(s, 2);
      int last = s.points() - 1;
      assertEquals(0.02 * AMPERE_AT_ONE_C, s.current()[last], 1e-6, what);
      for (int k = hold; k <= last; k++) {
        assertEquals(4.2, s.voltage()[k], 1e-6, what);
        assertTrue(Double.isFinite(s.current()[k]), what);
      }
      if (s.time()[hold] > 0) {
        worstVoltage = Math.max(worstVoltage, Math.abs(s.voltage()[hold - 1] - 4.2));
        double jump = s.current()[hold] / (rate * AMPERE_AT_ONE_C) - 1;
        worstCurrent = Math.max(worstCurrent, Math.abs(jump));
        // A hot, starved cell may take more current as it warms; a cool one takes less and less. An
        // equivalent circuit may take more where its resistances fall with the state of charge.
        boolean falling = rate <= 1.5 && model != Model.THEVENIN;
        for (int k = hold + 1; falling && k <= last; k++) {
          assertTrue(s.current()[k] < s.current()[k - 1], what + ", at " + s.time()[k] + " s");
        }
      }
    }
    System.out.printf(
        "%s, from current to voltage: voltage continuous to %.1e V, current to %.1e%n",
        model, worstVoltage, worstCurrent);
    assertTrue(worstVoltage < 1e-6 && worstCurrent < 1e-3);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"THEVENIN"})
  void anIsothermalHoldTakesEverLessCurrent(Model model) throws InterruptedException {
    for (double rate : new double[] {0.5, 1, 2, 3}) {
      Solution s =
          charge(
              model,
              Thermal.ISOTHERMAL,
              0.1,
              "Charge at %sC until 4.2 V; Hold at 4.2 V until C/50".formatted(rate));
      assertTrue(s.complete(), s::endReason);
      for (int k = firstOf(s, 2) + 1; k < s.points(); k++) {
        assertTrue(
            s.current()[k] < s.current()[k - 1], "at %sC, %s s".formatted(rate, s.time()[k]));
      }
    }
  }

  @Test
  void aChargeAboveTheCutOffFromTheStartIsOverAtOnce() throws InterruptedException {
    Solution s =
        charge(
            Model.DFN, Thermal.LUMPED, 0.5, "Charge at 9C until 4.2 V; Hold at 4.2 V until C/50");
    assertTrue(s.complete(), s::endReason);
    assertEquals(0, s.time()[firstOf(s, 2)], "the first step took no time");
    assertTrue(s.voltage()[0] > 4.2);
    assertEquals(4.2, s.voltage()[firstOf(s, 2)], 1e-9);
  }

  @ParameterizedTest
  @EnumSource
  void holdsAfterAPowerAndRestsAfterAHold(Model model) throws InterruptedException {
    Solution s =
        charge(
            model,
            Thermal.LUMPED,
            0.5,
            """
            Charge at 15 W until 4.2 V
            Hold at 4.2 V until 1 A
            Rest for 30 min
            Hold at 4.1 V until 200 mA
            Discharge at 10 W for 5 min
            Discharge at 0.4 Ohm until 3.4 V
            """);
    assertTrue(s.complete(), s::endReason);
    int hold = firstOf(s, 2);
    assertEquals(15, s.voltage()[0] * s.current()[0], 1e-5);
    assertEquals(s.current()[hold - 1], s.current()[hold], 1e-3 * s.current()[hold]);
    int rest = firstOf(s, 3);
    assertEquals(0, s.current()[rest]);
    assertTrue(s.voltage()[rest] < 4.2 && s.voltage()[rest] > 4.1);
    int below = firstOf(s, 4);
    assertTrue(s.current()[below] < 0, "a hold below the present voltage discharges");
    int power = firstOf(s, 5);
    assertEquals(-0.2, s.current()[power - 1], 1e-6);
    assertEquals(-10, s.voltage()[power] * s.current()[power], 1e-5);
    int resistor = firstOf(s, 6);
    assertEquals(-s.voltage()[resistor] / 0.4, s.current()[resistor], 1e-6);
    assertEquals(3.4, s.voltage()[s.points() - 1], 1e-6);
  }

  @Test
  void aHoldAboveTheLoadedVoltageMayStillDischarge() throws InterruptedException {
    // Under 2C the cell stands below 3.9 V, at rest above: the hold goes on discharging, and ends
    // when its current has faded, not at once.
    Solution s =
        charge(
            Model.DFN,
            Thermal.ISOTHERMAL,
            1,
            "Discharge at 2C for 3 min; Hold at 3.9 V until C/20; Rest for 1 min");
    assertTrue(s.complete(), s::endReason);
    int hold = firstOf(s, 2);
    int rest = firstOf(s, 3);
    assertTrue(s.voltage()[hold - 1] < 3.9);
    assertTrue(s.current()[hold] < -0.05 * AMPERE_AT_ONE_C, "still discharging");
    assertEquals(0.05 * AMPERE_AT_ONE_C, Math.abs(s.current()[rest - 1]), 1e-6);
    assertFalse(s.time()[rest] == s.time()[hold]);
  }
}
