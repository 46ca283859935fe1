package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cell gives whose electrolyte runs out of salt. */
class SaltDepletionTest {
  private static Simulation slowSalt(String conductivity) {
    Bpx cell =
        ReferenceData.cell("lg-m50-chen2020")
            .with("Electrolyte/Diffusivity [m2.s-1]", "3e-11")
            .with("Electrolyte/Conductivity [S.m-1]", conductivity);
    return Simulation.of(cell).model(Model.DFN).stateOfCharge(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "0.9 * x / 1000", "0.9 * (x / 1000) ** 1.5"})
  void theDischargeEndsAtTheCutOffWhateverConductsWithoutSalt(String conductivity)
      throws InterruptedException {
    Simulation simulation =
        slowSalt(conductivity).experiment("Discharge at 2C until 2.5 V; Rest for 20 min");
    Solution s = simulation.run();
    assertTrue(s.complete(), s.endReason());
    assertTrue(s.balance().lithiumDefect() < 1e-9);
    double[] fine = simulation.relativeTolerance(1e-8).run().time();
    assertEquals(fine[fine.length - 1], s.time()[s.time().length - 1], 2e-3);
    // The cell recovers where salt comes back.
    double least = Arrays.stream(s.voltage()).min().orElseThrow();
    assertTrue(s.voltage()[s.voltage().length - 1] > least + 0.1);
  }

  @Test
  void lessThanTheOpenCircuitWouldGiveComesOut() throws InterruptedException {
    Solution s = slowSalt("1").experiment("Discharge at 2C until 2.5 V").run();
    assertTrue(s.complete(), s.endReason());
    assertTrue(s.time()[s.time().length - 1] < 1200, () -> "salt did not run out");
  }
}
