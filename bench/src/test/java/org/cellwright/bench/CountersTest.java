package org.cellwright.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cellwright.bench.ManyCells.Variation;
import org.cellwright.science.cell.Mesh;
import org.junit.jupiter.api.Test;

/**
 * What the cases of {@link CellBench} cost in steps, iterations, factorisations and bytes: a
 * regression shows here without a clock. Bounds are what was counted and a tenth.
 */
class CountersTest {
  private static final CellSetup SETUP =
      new CellSetup(Path.of("..").toAbsolutePath().normalize(), new Stopwatch(0, 0), Map.of());

  private static final int WARM = 30;

  /** Bounds of one case; kilobytes are of 1024. */
  private record Bound(String name, long steps, long newton, long factorisations, long kilobytes) {
    void holds(Result result) {
      assertEquals(name, result.name());
      System.out.println(name + ": " + result.counters());
      below(result, "steps", steps);
      below(result, "newton", newton);
      below(result, "factorisations", factorisations);
      below(result, "bytes_allocated", 1024 * kilobytes);
    }

    private void below(Result result, String counter, double most) {
      double value = result.counters().getOrDefault(counter, 0.0);
      assertTrue(value <= most, name + ": " + value + " " + counter + ", at most " + most);
    }
  }

  private static void hold(Iterable<Result> results, Bound... bounds) {
    List<Result> all = new ArrayList<>();
    results.forEach(all::add);
    assertEquals(bounds.length, all.size());
    for (int k = 0; k < bounds.length; k++) {
      bounds[k].holds(all.get(k));
    }
  }

  @Test
  void dischargesOfTheDfn() throws Exception {
    hold(
        Discharges.ofTheDfn(SETUP),
        new Bound("DFN 1C, 10/10/10 x 10, rtol 1e-3", 65, 94, 94, 116),
        new Bound("DFN 1C, 20/20/20 x 20, at 0.05 mV", 66, 94, 94, 291),
        new Bound("DFN 1C, 20/20/20 x 20, at 0.007 mV", 99, 122, 122, 294));
  }

  @Test
  void singleParticles() throws Exception {
    hold(
        Discharges.ofSingleParticles(SETUP),
        new Bound("SPM 1C, 20 radial", 76, 100, 89, 50),
        new Bound("SPMe 1C, 20/20/20 x 20", 83, 107, 95, 74));
  }

  @Test
  void chargeAndDischargeWithHeat() throws Exception {
    // Cold it allocates 313 kB: what does not escape is only left out by the second compiler.
    for (int i = 0; i < WARM; i++) {
      Discharges.ofTheLgM50(SETUP);
    }
    hold(
        Discharges.ofTheLgM50(SETUP),
        new Bound("LG M50 DFN, lumped: CC-CV charge, 1C discharge", 236, 284, 284, 308));
  }

  @Test
  void manyCells() throws Exception {
    hold(
        ManyCells.thousand(SETUP, Variation.draw(20, 1)),
        new Bound("1000 different DFN, 20/20/20 x 20, rtol 1e-4", 2285, 2758, 2758, 5921));
  }

  @Test
  void impedance() throws Exception {
    hold(Spectra.measure(SETUP), new Bound("impedance, 30 frequencies, DFN 20/20/20", 0, 0, 0, 23));
  }

  @Test
  void driveCycle() throws Exception {
    assumeTrue(
        Files.isRegularFile(SETUP.reference(DriveCycles.US06)),
        "no drive cycle: set CELLWRIGHT_REFERENCE_DATA");
    hold(
        DriveCycles.measure(SETUP),
        new Bound("US06 at 1 s, DFN 10/10/10 x 10", 671, 2203, 2203, 994));
  }

  @Test
  void oneEvaluation() throws Exception {
    hold(Evaluations.measure(SETUP), new Bound("one 'made' evaluation, 24 cells", 0, 0, 0, 34889));
  }

  /** At the mesh and tolerance that the bench finds the fastest, which a test has no time for. */
  @Test
  void equalError() throws Exception {
    EqualError.Reference reference = EqualError.Reference.of(SETUP.discharge());
    assertTrue(reference.reach() < 1e-6, reference.reach() + " V");
    Result result = EqualError.at(SETUP, reference, new Mesh(18, 4, 14, 4, Mesh.Surface.SPECTRAL));
    new Bound("DFN 1C, any mesh, 0.05 mV in all", 91, 113, 113, 116).holds(result);
    assertTrue(
        result.counters().getOrDefault("total_error_mv", Double.NaN) <= EqualError.MILLIVOLT);
  }
}
