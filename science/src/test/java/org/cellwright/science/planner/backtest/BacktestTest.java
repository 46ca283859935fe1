package org.cellwright.science.planner.backtest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.science.planner.Planners;
import org.junit.jupiter.api.Test;

class BacktestTest {
  private static final Objective YIELD =
      new Objective("yield", Objective.Goal.MAXIMIZE, MeasurementUnit.ONE, 0);

  /** 8 times 6 candidates, one hill at (5, 2); the first is measured twice. */
  private static Table hill() {
    List<String> x = new ArrayList<>();
    List<String> solvent = new ArrayList<>();
    List<String> yield = new ArrayList<>();
    List<String> name = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 6; j++) {
        for (int k = 0; k < (i + j == 0 ? 2 : 1); k++) {
          x.add(Integer.toString(i));
          solvent.add("s" + j);
          yield.add(Double.toString(10 - (i - 5) * (i - 5) - (j - 2) * (j - 2) * 0.5 + 0.2 * k));
          name.add("row" + name.size());
        }
      }
    }
    return new Table(
        List.of(
            Table.column("x", x),
            Table.column("solvent", solvent),
            Table.column("name", name),
            Table.column("yield", yield)));
  }

  private static Backtest backtest() {
    TableSpace found = TableSpace.of(hill(), List.of("yield"));
    assertEquals(List.of("x", "solvent"), found.space().names());
    assertTrue(found.warnings().getFirst().contains("'name'"), found.warnings().toString());
    return new Backtest(hill(), found.space(), List.of(YIELD), List.of(), List.of());
  }

  @Test
  void findsTheHillSoonerThanRandomSearchAndTheSameWayWithAnyNumberOfWorkers() throws Exception {
    Backtest backtest = backtest();
    assertEquals(48, backtest.candidates());
    Backtest.Options two = new Backtest.Options(5, 30, 1, 4, false, List.of("random", "ofat"), 2);
    Report report = backtest.run(() -> Planners.named("campaign"), two, Backtest.Watch.NONE);
    assertEquals(10, report.best());
    assertEquals(49.0 / 2, Objects.requireNonNull(report.baseline().get("random")).toBest());
    assertTrue(Objects.requireNonNull(report.baseline().get("ofat")).toBest() < 24.5);
    Report again =
        backtest.run(
            () -> Planners.named("campaign"),
            new Backtest.Options(5, 30, 1, 4, false, List.of(), 1),
            Backtest.Watch.NONE);
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      Report.SeedRun run = report.seeds().get(i);
      sum += run.toBest();
      assertArrayEquals(again.seeds().get(i).rows(), run.rows());
      assertArrayEquals(backtest.start(run.seed(), 5), Arrays.copyOf(run.rows(), 5));
      assertEquals(run.rows().length, Arrays.stream(run.rows()).distinct().count());
    }
    assertTrue(sum / 4 < 20, "mean " + sum / 4);
  }

  @Test
  void anExhaustedPoolIsAStatedEnd() throws Exception {
    Backtest.Options all = new Backtest.Options(5, 100, 3, 1, false, List.of(), 1);
    for (String planner : List.of("campaign", "random")) {
      Report.SeedRun run =
          backtest()
              .run(() -> Planners.named(planner), all, Backtest.Watch.NONE)
              .seeds()
              .getFirst();
      assertEquals(48, run.rows().length);
      assertEquals(48, run.bestSoFar().length);
      assertEquals(10, run.bestSoFar()[47]);
    }
  }

  @Test
  void replicatesAreAveragedAndTheirScatterIsDrawnFrom() throws Exception {
    Backtest backtest = backtest();
    double first = 10 - 25 - 2 + 0.1;
    assertEquals(first, backtest.truth("yield")[0], 1e-12);
    Report noisy =
        backtest.run(
            () -> Planners.named("random"),
            new Backtest.Options(5, 10, 1, 1, true, List.of(), 1),
            Backtest.Watch.NONE);
    assertEquals(10, noisy.seeds().getFirst().rows().length);
  }

  private static Constraint atMost(String column, double limit) {
    return new Constraint(column, Constraint.Sense.AT_MOST, limit, MeasurementUnit.ONE);
  }

  @Test
  void aBoundOnWhatIsChosenLeavesRowsOutAndOneOnWhatIsMeasuredIsLearned() {
    TableSpace chosen = TableSpace.of(hill(), List.of("yield"), List.of("x"));
    assertEquals(List.of("x", "solvent"), chosen.space().names());
    assertTrue(chosen.warnings().getFirst().contains("'x' is taken as chosen"));
    Backtest bounded =
        new Backtest(hill(), chosen.space(), List.of(YIELD), List.of(atMost("x", 3)), List.of());
    assertEquals(24, bounded.candidates());
    assertEquals(List.of(), bounded.problem(10, 1).constraints());

    List<Table.Column> columns = new ArrayList<>(hill().columns());
    double[] heat = new double[hill().rows()];
    Arrays.setAll(heat, row -> 300 + Math.sin(7 * row));
    columns.add(new Table.Numbers("heat", heat));
    Table table = new Table(columns);
    TableSpace measured = TableSpace.of(table, List.of("yield"), List.of("heat"));
    assertEquals(List.of("x", "solvent"), measured.space().names());
    assertTrue(measured.warnings().getFirst().contains("'heat' is taken as measured"));
    Backtest learned =
        new Backtest(
            table, measured.space(), List.of(YIELD), List.of(atMost("heat", 300.5)), List.of());
    assertEquals(48, learned.candidates());
    assertEquals(1, learned.problem(10, 1).constraints().size());
  }

  @Test
  void anInputThatGivesTheTargetAwayIsRefused() {
    List<Table.Column> columns = new ArrayList<>(hill().columns());
    double[] yield = hill().numbers("yield");
    columns.add(new Table.Numbers("loss", Arrays.stream(yield).map(y -> 1 - y / 20).toArray()));
    Table table = new Table(columns);
    TableSpace found = TableSpace.of(table, List.of("yield"));
    CellwrightException refused =
        assertThrows(
            CellwrightException.class,
            () -> new Backtest(table, found.space(), List.of(YIELD), List.of(), List.of()));
    assertTrue(refused.what().contains("'loss' gives 'yield' away"), refused.what());
  }
}
