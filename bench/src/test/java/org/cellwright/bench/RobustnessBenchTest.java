package org.cellwright.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.cellwright.bench.RobustnessBench.End;
import org.cellwright.bench.RobustnessBench.Run;
import org.cellwright.science.cell.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sample of what 'bench robustness' runs. */
class RobustnessBenchTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @ParameterizedTest
  @CsvSource({"DFN, 100", "SPME, 30", "SPM, 30"})
  void randomCellsReachAnEndThatPhysicsGives(Model model, int samples) throws Exception {
    List<Run> runs = new RobustnessBench(ROOT, model, 2, samples).runs();
    assertEquals(3 * samples, runs.size());
    for (Run run : runs) {
      assertTrue(run.end().physical || run.end() == End.GAVE_UP, run::toString);
      assertFalse(run.reason().isBlank(), run::toString);
    }
    List<Run> others = runs.stream().filter(run -> !run.end().physical).toList();
    assertTrue(others.size() <= 0.005 * runs.size(), others::toString);
  }

  @Test
  void theSameNumberIsTheSameCell() throws Exception {
    RandomCells.Sample once = new RandomCells(1).draw(7);
    RandomCells.Sample again = new RandomCells(1).draw(7);
    assertEquals(once.protocols(), again.protocols());
    assertEquals(
        once.simulation(Model.SPM, "fast discharge").run().endReason(),
        again.simulation(Model.SPM, "fast discharge").run().endReason());
  }
}
