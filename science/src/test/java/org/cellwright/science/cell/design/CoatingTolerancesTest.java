package org.cellwright.science.cell.design;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.cellwright.core.Computation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value.Scalar;
import org.cellwright.science.cell.ReferenceData;
import org.junit.jupiter.api.Test;

/** The cell as a coating line makes it: a nominal cell and draws around it. */
class CoatingTolerancesTest {
  private static final Computation MADE = Designs.dfn(24);
  private static final Request DESIGN =
      Designs.request(
          Map.of(
              "positive_thickness", 62.0,
              "positive_porosity", 0.3,
              "negative_porosity", 0.33,
              "positive_particle_radius", 3.0,
              "negative_particle_radius", 4.5,
              "np_ratio", 1.15,
              "charge_rate_1", 1.8,
              "charge_rate_2", 1.2,
              "switch_soc", 0.45));

  private static Outcome on(int threads) throws InterruptedException, ExecutionException {
    try (ForkJoinPool pool = new ForkJoinPool(threads)) {
      return pool.submit(() -> MADE.compute(DESIGN)).get();
    }
  }

  @Test
  void theSameDesignGivesTheSameBytesOnAnyNumberOfThreads()
      throws InterruptedException, ExecutionException {
    Outcome once = on(1);
    for (Outcome again : new Outcome[] {on(1), on(2)}) {
      assertEquals(once.values(), again.values());
      assertEquals(once.flags(), again.flags());
      assertEquals(once.attachments().size(), again.attachments().size());
      for (int k = 0; k < once.attachments().size(); k++) {
        assertArrayEquals(
            once.attachments().get(k).content(), again.attachments().get(k).content());
      }
    }
  }

  @Test
  void objectivesAreMeansAndConstraintsWhatNineteenOfTwentyDrawsKeep() throws InterruptedException {
    Outcome made = MADE.compute(DESIGN);
    Outcome nominal = Designs.dfn(1).compute(DESIGN);
    for (String output :
        new String[] {"specific_energy", "charge_time", "plating_margin", "peak_temperature"}) {
      Scalar drawn = Designs.output(made, output);
      assertEquals(Uncertainty.Kind.PARAMETRIC, drawn.uncertainty().kind(), output);
      assertTrue(drawn.uncertainty().std() > 0, output);
      Scalar onPaper = Designs.output(nominal, output);
      assertEquals(Uncertainty.Kind.UNKNOWN, onPaper.uncertainty().kind(), output);
      System.out.printf(
          "%s: %.3f on paper, %.3f made, std %.3f %s%n",
          output, onPaper.value(), drawn.value(), drawn.uncertainty().std(), drawn.unit());
    }
    double lost =
        Designs.output(nominal, "plating_margin").value()
            - Designs.output(made, "plating_margin").value();
    double warmer =
        Designs.output(made, "peak_temperature").value()
            - Designs.output(nominal, "peak_temperature").value();
    assertTrue(lost > 1 && lost < 8, () -> "tolerances cost %.2f mV of margin".formatted(lost));
    assertTrue(warmer > 0 && warmer < 1, () -> "tolerances cost %.2f K".formatted(warmer));
    assertEquals(
        Designs.output(nominal, "capacity").value(), Designs.output(made, "capacity").value());
  }

  @Test
  void everyCandidateMeetsTheSameDraws() {
    BaseCell base = BaseCell.of(ReferenceData.cell("lg-m50-chen2020"));
    CoatingTolerances tolerances = CoatingTolerances.of(base.bpx().userDefined());
    Stack.Geometry asked = base.geometry();
    Stack.Geometry[] draws = tolerances.draws(asked, 24);
    assertEquals(asked, draws[0]);
    assertArrayEquals(draws, tolerances.draws(asked, 24));
    assertArrayEquals(Arrays.copyOf(draws, 8), tolerances.draws(asked, 8));
    for (Stack.Geometry g : draws) {
      assertEquals(1, g.negativeThickness() / asked.negativeThickness(), 0.015);
      assertEquals(1, g.positiveThickness() / asked.positiveThickness(), 0.015);
      assertEquals(asked.negativePorosity(), g.negativePorosity(), 0.01);
      assertEquals(asked.positivePorosity(), g.positivePorosity(), 0.01);
      assertEquals(1, g.negativeRadius() / asked.negativeRadius(), 0.03);
      assertEquals(1, g.positiveRadius() / asked.positiveRadius(), 0.03);
      assertEquals(asked.separatorThickness(), g.separatorThickness());
    }
    assertNotEquals(draws[1].negativePorosity(), draws[2].negativePorosity());
  }

  @Test
  void quantilesLieOnStraightLinesBetweenOrderStatistics() {
    Draws twentyFour = Draws.of(IntStream.range(0, 24).mapToDouble(k -> (7 * k) % 24).toArray());
    assertEquals(0.05 * 23, twentyFour.lowQuantile(0.05), 1e-12);
    assertEquals(0.95 * 23, twentyFour.highQuantile(0.95), 1e-12);
    assertEquals(11.5, twentyFour.mean(), 1e-12);
    assertEquals(Math.sqrt(50), twentyFour.std(), 1e-12);
    assertEquals(3, Draws.of(new double[] {3}).lowQuantile(0.05));
  }

  @Test
  void aDrawWithoutEquilibriumCountsAsAViolation() {
    double[] values = IntStream.range(0, 24).mapToDouble(k -> k).toArray();
    values[23] = Double.NaN;
    // Below all others stands the draw without an answer: position 1.15 lies between 0 and 1.
    assertEquals(0.15, Draws.of(values).lowQuantile(0.05), 1e-12);
    assertEquals(21.85, Draws.of(values).highQuantile(0.95), 1e-12);
    values[22] = Double.NaN;
    assertEquals(Double.NEGATIVE_INFINITY, Draws.of(values).lowQuantile(0.05));
    assertEquals(Double.POSITIVE_INFINITY, Draws.of(values).highQuantile(0.95));
  }
}
