package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cell that has lost lithium and active material. */
class DegradationTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");

  private static Bpx worn(Bpx cell, double lithium, double negative, double positive) {
    State s = cell.state();
    return cell.withState(
        new State(
            s.soc(),
            s.temperature(),
            s.electrolyteConcentration(),
            s.negativeHysteresis(),
            s.positiveHysteresis(),
            s.ambientTemperature(),
            s.heatTransferCoefficient(),
            Optional.of(new State.Degradation(lithium, List.of(negative), List.of(positive)))));
  }

  private static double voltage(Bpx cell, boolean full) {
    Particle n = cell.negativeElectrode().particle();
    Particle p = cell.positiveElectrode().particle();
    return full
        ? p.ocp().at(p.minimumStoichiometry()) - n.ocp().at(n.maximumStoichiometry())
        : p.ocp().at(p.maximumStoichiometry()) - n.ocp().at(n.minimumStoichiometry());
  }

  private static double lithium(Bpx cell) {
    return ElectrodeBalance.of(cell).lithium();
  }

  @ParameterizedTest(name = "LLI {0}, LAM {1} and {2}")
  @CsvSource({"0.1,0,0", "0,0.03,0", "0,0,0.1", "0.15,0.1,0.05", "0.5,0.4,0.2"})
  void theRestMeetsTheSameVoltages(double lithium, double negative, double positive) {
    Bpx rest = worn(CELL, lithium, negative, positive).degraded();
    assertEquals(voltage(CELL, true), voltage(rest, true), 1e-9);
    assertEquals(voltage(CELL, false), voltage(rest, false), 1e-9);
    assertEquals((1 - lithium) * lithium(CELL), lithium(rest), 1e-9);
    assertEquals(
        (1 - negative) * CELL.negativeElectrode().particle().surfaceAreaPerVolume(),
        rest.negativeElectrode().particle().surfaceAreaPerVolume(),
        1e-6);
    assertEquals(
        (1 - positive) * CELL.positiveElectrode().particle().activeFraction(),
        rest.positiveElectrode().particle().activeFraction(),
        1e-12);
    assertEquals(rest, rest.degraded(), "what is gone is gone once");
  }

  @Test
  void nothingLostChangesNothing() {
    assertSame(CELL, CELL.degraded());
    Bpx unworn = worn(CELL, 0, 0, 0).degraded();
    assertEquals(CELL.negativeElectrode(), unworn.negativeElectrode());
    assertEquals(CELL.positiveElectrode(), unworn.positiveElectrode());
  }

  /** Also for a cell whose window is not that of its cut-offs. */
  @Test
  void littleLostChangesLittle() {
    Bpx marquis = ReferenceData.cell("marquis2019");
    Bpx rest = worn(marquis, 1e-9, 0, 0).degraded();
    Particle before = marquis.negativeElectrode().particle();
    Particle after = rest.negativeElectrode().particle();
    assertEquals(before.maximumStoichiometry(), after.maximumStoichiometry(), 1e-7);
    assertEquals(before.minimumStoichiometry(), after.minimumStoichiometry(), 1e-7);
  }

  /** At a vanishing current a cell gives what its window holds, less as it has lost more. */
  @Test
  void aSlowDischargeGivesTheCapacityThatIsLeft() throws InterruptedException {
    Bpx worn = worn(CELL, 0.1, 0.02, 0.05);
    double capacity = ElectrodeBalance.of(worn.degraded()).between(2.5, 4.2).capacity();
    Solution solution =
        Simulation.of(worn)
            .model(Model.SPM)
            .stateOfCharge(1)
            .experiment("Discharge at C/500 until 2.5 V")
            .run();
    assertTrue(solution.complete(), solution::endReason);
    assertEquals(capacity, -solution.charge()[solution.points() - 1], 2e-3 * capacity);
    assertTrue(capacity < 0.95 * CELL.cell().nominalCapacity());
  }

  /** Half of everything has twice the impedance where only particles and their surfaces count. */
  @Test
  void halfTheMaterialHasTwiceTheImpedance() {
    for (double hertz : new double[] {1e-3, 1}) {
      double fresh = resistance(CELL, hertz);
      assertEquals(2 * fresh, resistance(worn(CELL, 0.5, 0.5, 0.5), hertz), 1e-6 * fresh);
    }
  }

  private static double resistance(Bpx cell, double hertz) {
    return Impedance.of(cell).model(Model.SPM).stateOfCharge(0.5).at(hertz).getFirst().real();
  }

  /** A published blend, of which one phase loses more than the other. */
  @Tag("reference")
  @Test
  void phasesOfABlendLoseEachTheirShareAndMeetAtOnePotential() throws IOException {
    Path file =
        ReferenceData.folder("continuum/bpx").resolve("nmc_pouch_cell_BPX_blended_electrode.json");
    Bpx blend;
    try (InputStream in = Files.newInputStream(file)) {
      blend = Bpx.read(in, "blend");
    }
    String phase = blend.positiveElectrode().particles().getFirst().name();
    Bpx worn =
        blend
            .with("State/Degradation/LAM: Positive electrode/" + phase, "0.05")
            .with("State/Degradation/LLI", "0.3");
    Bpx rest = worn.degraded();
    List<Particle> before = blend.positiveElectrode().particles();
    List<Particle> after = rest.positiveElectrode().particles();
    assertEquals(2, after.size());
    assertEquals(0.95 * before.get(0).activeFraction(), after.get(0).activeFraction(), 1e-12);
    assertEquals(before.get(1).activeFraction(), after.get(1).activeFraction(), 1e-12);
    assertEquals(0.7 * lithium(blend), lithium(rest), 1e-9);
    for (boolean full : new boolean[] {false, true}) {
      double first = potential(after.get(0), full);
      assertEquals(first, potential(after.get(1), full), 1e-6);
    }
  }

  private static double potential(Particle phase, boolean full) {
    return phase.ocp().at(full ? phase.maximumStoichiometry() : phase.minimumStoichiometry());
  }

  @Test
  void whoSetsOneLossMeansThatNothingElseIsLost() {
    assertEquals(worn(CELL, 0.1, 0, 0), CELL.with("State/Degradation/LLI", "0.1"));
    assertEquals(
        worn(CELL, 0.1, 0.05, 0),
        CELL.with("State/Degradation/LAM: Negative electrode", "5 %")
            .with("State/Degradation/LLI", "0.1"));
  }

  @Test
  void refusesWhatIsLeftOfNothingAndWhatWouldPlate() {
    assertThrows(CellwrightException.class, () -> worn(CELL, 1, 0, 0).degraded());
    assertThrows(CellwrightException.class, () -> worn(CELL, 0, 1, 0).degraded());
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> worn(CELL, 0, 0.3, 0).degraded());
    assertTrue(e.what().endsWith("its negative electrode is full"), e.what());
    assertTrue(String.valueOf(e.where()).contains("Degradation"), e::toString);
  }
}
