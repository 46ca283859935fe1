package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.ElectrodeBalance.Host;
import org.cellwright.science.cell.ElectrodeBalance.Phase;
import org.cellwright.science.cell.ElectrodeBalance.Window;
import org.junit.jupiter.api.Test;

/** Where the electrodes of a cell stand at its cut-off voltages. */
class ElectrodeBalanceTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");

  /** Potentials that fall in straight lines: the equations can be solved by hand. */
  private static final ScalarFunction NEGATIVE = ScalarFunction.expression("1 - x");

  private static final ScalarFunction POSITIVE = ScalarFunction.expression("5 - 2 * x");

  @Test
  void straightLinesAreSolvedByHand() {
    // x 4 + y 5 = 5, 5 - 2 y - (1 - x) = V: y = 1 - 0.8 x, V = 2 + 2.6 x.
    ElectrodeBalance balance = new ElectrodeBalance(Host.of(4, NEGATIVE), Host.of(5, POSITIVE), 5);
    Window window = balance.between(2.26, 4.34);
    assertEquals(0.1, window.negativeEmpty().getFirst(), 1e-12);
    assertEquals(0.9, window.negativeFull().getFirst(), 1e-12);
    assertEquals(0.92, window.positiveEmpty().getFirst(), 1e-12);
    assertEquals(0.28, window.positiveFull().getFirst(), 1e-12);
    assertEquals(3.2, window.capacity(), 1e-12);
  }

  @Test
  void theWindowGivesBackWhatItWasMadeFrom() {
    ElectrodeBalance balance = new ElectrodeBalance(Host.of(4, NEGATIVE), Host.of(5, POSITIVE), 5);
    ElectrodeBalance again = ElectrodeBalance.of(NEGATIVE, POSITIVE, balance.between(2.5, 4.1));
    assertEquals(4, again.negative().capacity(), 1e-9);
    assertEquals(5, again.positive().capacity(), 1e-9);
    assertEquals(5, again.lithium(), 1e-9);
  }

  /** Chen et al. 2020: 5.15 A·h between 2.5 and 4.2 V, with the window that the file states. */
  @Test
  void findsTheWindowOfAPublishedCell() {
    Window window = ElectrodeBalance.of(CELL).between(2.5, 4.2);
    Particle negative = CELL.negativeElectrode().particle();
    Particle positive = CELL.positiveElectrode().particle();
    assertEquals(negative.minimumStoichiometry(), window.negativeEmpty().getFirst(), 1e-9);
    assertEquals(negative.maximumStoichiometry(), window.negativeFull().getFirst(), 1e-9);
    assertEquals(positive.maximumStoichiometry(), window.positiveEmpty().getFirst(), 1e-9);
    assertEquals(positive.minimumStoichiometry(), window.positiveFull().getFirst(), 1e-9);
    assertEquals(CELL.cell().nominalCapacity(), window.capacity(), 1e-6);
  }

  @Test
  void twoEqualPhasesAreOne() {
    Host blend = new Host(List.of(new Phase(1, NEGATIVE), new Phase(3, NEGATIVE)));
    Window window = new ElectrodeBalance(blend, Host.of(5, POSITIVE), 5).between(2.26, 4.34);
    for (double x : window.negativeFull()) {
      assertEquals(0.9, x, 1e-9);
    }
    assertEquals(3.2, window.capacity(), 1e-9);
  }

  @Test
  void phasesOfABlendShareAPotential() {
    ScalarFunction other = ScalarFunction.expression("0.8 - 0.4 * x");
    Host blend = new Host(List.of(new Phase(1, NEGATIVE), new Phase(3, other)));
    for (double content = 0.5; content < 4; content += 0.5) {
      List<Double> x = blend.stoichiometries(content);
      assertEquals(content, x.get(0) + 3 * x.get(1), 1e-9);
      double potential = blend.potential(content);
      if (x.get(0) < 1 - 1e-9 && x.get(1) > 1e-9 && x.get(1) < 1 - 1e-9) {
        assertEquals(NEGATIVE.at(x.get(0)), potential, 1e-9);
        assertEquals(other.at(x.get(1)), potential, 1e-9);
      }
    }
  }

  @Test
  void saysWhichElectrodeIsInTheWay() {
    ElectrodeBalance small = new ElectrodeBalance(Host.of(2, NEGATIVE), Host.of(5, POSITIVE), 4);
    CellwrightException e = assertThrows(CellwrightException.class, () -> small.between(2.5, 4.6));
    assertTrue(e.what().contains("cannot rest at 4.6000 V"), e.what());
    assertTrue(e.what().endsWith("its negative electrode is full"), e.what());
    CellwrightException low = assertThrows(CellwrightException.class, () -> small.between(1, 4));
    assertTrue(low.what().endsWith("its negative electrode is empty"), low.what());
    assertThrows(
        CellwrightException.class,
        () -> new ElectrodeBalance(Host.of(2, NEGATIVE), Host.of(5, POSITIVE), 7.5));
  }
}
