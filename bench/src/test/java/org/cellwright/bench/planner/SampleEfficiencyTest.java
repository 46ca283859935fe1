package org.cellwright.bench.planner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.bench.planner.Strategy.Told;
import org.cellwright.bench.planner.Trials.Until;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Objective.Goal;
import org.cellwright.core.Variable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleEfficiencyTest {
  private static final String DATA =
      System.getenv().getOrDefault("CELLWRIGHT_REFERENCE_DATA", "../../shared/data");

  /** A bowl on a grid of 10 by 10, its best at (7, 2). */
  private static Candidates bowl() {
    double[] x = IntStream.range(0, 100).mapToDouble(i -> i / 10).toArray();
    double[] y = IntStream.range(0, 100).mapToDouble(i -> i % 10).toArray();
    double[] z = new double[100];
    Arrays.setAll(z, i -> (x[i] - 7) * (x[i] - 7) + (y[i] - 2) * (y[i] - 2));
    return Candidates.of("bowl")
        .number("x", x)
        .number("y", y)
        .objective("z", Goal.MINIMIZE, z)
        .build();
  }

  @Test
  void equalInputsBecomeTheirMeanAndConstantOnesGo() {
    Candidates read =
        Candidates.of("replicates")
            .number("x", new double[] {1, 1, 2, 3, 3, 4})
            .choice("same", List.of("a", "a", "a", "a", "a", "a"))
            .objective("y", Goal.MAXIMIZE, new double[] {4, 6, 9, Double.NaN, 1, 7})
            .build();
    assertEquals(4, read.size());
    assertEquals(5, read.truth()[0][0]);
    assertEquals(2, read.replicates().getFirst().size());
    assertEquals(1, read.truth()[2][0]);
    assertEquals(List.of("x"), read.inputs().space().names());
  }

  @Test
  void refusesAnInputThatOrdersTheTarget() {
    Candidates.Builder builder =
        Candidates.of("leak")
            .number("log", new double[] {3, 1, 2, 4})
            .objective("y", Goal.MAXIMIZE, new double[] {1000, 10, 100, 10000});
    assertTrue(assertThrows(CellwrightException.class, builder::build).what().contains("'log'"));
  }

  @Test
  void readsFormulasWithFractions() {
    Map<String, Double> garnet = Compositions.parse("Li6.5La3.0Zr1.5Ta0.5O12.0");
    assertEquals(Map.of("Li", 6.5, "La", 3.0, "Zr", 1.5, "Ta", 0.5, "O", 12.0), garnet);
    double[] share =
        Compositions.statistics(List.of("Li3N", "Li2S")).getOrDefault("share of Li", new double[0]);
    assertArrayEquals(new double[] {0.75, 2.0 / 3}, share, 1e-12);
    assertThrows(CellwrightException.class, () -> Compositions.parse("Li(PO4)"));
  }

  @Test
  void theFloorsGradientIsThatOfItsPosterior() {
    Candidates bowl = bowl();
    int[] rows = {3, 17, 42, 58, 61, 77, 90};
    double[] y = Arrays.stream(rows).mapToDouble(row -> -bowl.truth()[row][0]).toArray();
    MaternProcess process =
        new MaternProcess(
            bowl.inputs().features(), bowl.inputs().groups(), rows, Floor.standardised(y));
    double[] at = {-0.7, 0.4, -3};
    double[] gradient = new double[3];
    process.negativeLogPosteriorAt(at, gradient);
    for (int i = 0; i < at.length; i++) {
      double[] up = at.clone();
      double[] down = at.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double difference =
          (process.negativeLogPosteriorAt(up, new double[3])
                  - process.negativeLogPosteriorAt(down, new double[3]))
              / 2e-5;
      assertEquals(difference, gradient[i], 1e-6 * Math.max(1, Math.abs(difference)));
    }
  }

  @Test
  void theFloorAgreesWithWhatItMeasuredWhereNoiseIsSmall() {
    Candidates bowl = bowl();
    int[] rows = {0, 9, 22, 45, 54, 72, 90, 99};
    double[] y =
        Floor.standardised(Arrays.stream(rows).mapToDouble(row -> bowl.truth()[row][0]).toArray());
    MaternProcess process =
        new MaternProcess(bowl.inputs().features(), bowl.inputs().groups(), rows, y);
    double[][] moments = process.predict(rows);
    for (int i = 0; i < rows.length; i++) {
      assertEquals(y[i], moments[0][i], 0.1);
      assertTrue(moments[1][i] < 0.1);
    }
  }

  @Test
  void everyStrategyFindsTheBottomOfABowlFasterThanRandom() {
    Candidates bowl = bowl();
    double[] loss = bowl.loss();
    for (Strategy strategy : List.of(new Floor(), new OurPlanner(100), new OneFactor())) {
      double sum = 0;
      for (long seed = 0; seed < 5; seed++) {
        Trace trace = Trials.play(bowl, strategy, seed, 100, Until.BEST);
        int[] starts = Trials.starts(100, seed);
        for (int i = 0; i < starts.length && i < trace.rows().size(); i++) {
          assertEquals(starts[i], trace.rows().get(i));
        }
        assertEquals(trace.rows().size(), trace.rows().stream().distinct().count());
        sum += trace.evaluationsTo(0, loss, 100);
      }
      assertTrue(sum / 5 < 30, strategy.name() + " took " + sum / 5);
    }
  }

  @Test
  void countsWhatWasNotFoundTwice() {
    Trace trace = new Trace(0, List.of(4, 2, 0), List.of());
    double[] loss = {1, 0, 3, 9, 5};
    assertEquals(3, trace.evaluationsTo(1, loss, 10));
    assertEquals(20, trace.evaluationsTo(0.5, loss, 10));
    assertEquals(4, trace.evaluationsTo(1, loss, 2));
    assertEquals(101.0 / 3, Statistics.randomSearch(100, 2));
  }

  @Test
  void keepsResultsAndRunsOnlyWhatIsMissing(@TempDir Path folder) throws Exception {
    Candidates bowl = bowl();
    List<Trace> three = new Trials(folder, 3).run(bowl, new Floor(), 20, Until.BEST);
    Strategy noMore =
        new Strategy() {
          @Override
          public String name() {
            return "floor";
          }

          @Override
          public String version() {
            return new Floor().version();
          }

          @Override
          public Chooser begin(Inputs inputs, long seed) {
            if (seed < 3) {
              throw new IllegalStateException("was run before");
            }
            return new Floor().begin(inputs, seed);
          }
        };
    List<Trace> four = new Trials(folder, 4).run(bowl, noMore, 20, Until.BEST);
    assertEquals(three, four.subList(0, 3));
    assertEquals(4, four.size());
  }

  @Test
  void theIntervalOfAMeanIsAboutTwoOfItsErrors() {
    double[] values = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
    Statistics.Interval interval = Statistics.of(values, Statistics::mean);
    assertEquals(0.5, interval.value());
    assertEquals(0.5 - 1.96 * 0.025, interval.low(), 0.008);
    assertEquals(0.5 + 1.96 * 0.025, interval.high(), 0.008);
  }

  @Test
  void attiasAlgorithmRecommendsAGoodArmOfASmoothLine() {
    double[][] rates = new double[40][];
    Arrays.setAll(rates, i -> new double[] {0.1 * i});
    int sum = 0;
    for (long seed = 0; seed < 5; seed++) {
      BayesGap gap = new BayesGap(rates, seed);
      for (int round = 0; round < 4; round++) {
        List<Integer> batch = gap.batch(5);
        assertEquals(5, batch.stream().distinct().count());
        gap.tell(batch, batch.stream().map(i -> 1200.0 - 2 * (i - 25) * (i - 25)).toList());
      }
      sum += Math.abs(gap.recommended() - 25);
    }
    assertTrue(sum <= 15, "off by " + sum + " in five");
  }

  @Test
  void readsEverySetWithoutItsTraps() throws Exception {
    assumeTrue(
        Files.isDirectory(Path.of(DATA, "planner")), "no sets: set CELLWRIGHT_REFERENCE_DATA");
    Sets sets = new Sets(Path.of(DATA, "planner"));
    SequencedMap<String, Integer> sizes = new LinkedHashMap<>();
    for (String name : sets.names()) {
      sizes.put(name, sets.read(name).size());
    }
    // Rows as in reference_vanilla_bo_results.json.
    List<Integer> expected =
        List.of(224, 197, 600, 192, 164, 178, 94, 100, 608, 1408, 1020, 1424, 1728, 792, 3696);
    assertEquals(
        expected, Sets.FLOOR_ROWS.stream().map(name -> sizes.getOrDefault(name, 0)).toList());
    assertEquals(List.of("x0", "x1", "x2"), sets.read("attia_sim").inputs().space().names());
    assertEquals(618, sizes.getOrDefault("calisol", 0));
    Variable label = sets.read("redoxmers, descriptors").inputs().space().variables().getFirst();
    assertTrue(label instanceof Variable.Choices choices && !choices.descriptors().isEmpty());
    for (Sets.Reader reader : sets.tradeOffs().sequencedValues()) {
      Candidates several = reader.read();
      assertEquals(several.inputs().objectives().size(), several.inputs().reference().size());
    }
    assertTrue(sets.cofs().squaredCorrelation() > 0.94);
    assertTrue(sets.cofs().shuffled(1).squaredCorrelation() < 0.1);
    assertEquals(110, new Attia(sets, new Trials(Path.of("target"), 1)).scatter(), 5);
  }

  @Test
  void toldRowsReachTheStrategyInOrder() {
    Candidates bowl = bowl();
    List<Integer> seen = new ArrayList<>();
    Strategy spy =
        new Strategy() {
          @Override
          public String name() {
            return "spy";
          }

          @Override
          public String version() {
            return "1";
          }

          @Override
          public Chooser begin(Inputs inputs, long seed) {
            return (told, pending) -> {
              seen.clear();
              told.stream().map(Told::row).forEach(seen::add);
              return 99 - told.size();
            };
          }
        };
    Trace trace = Trials.play(bowl, spy, 1, 12, Until.BUDGET);
    assertEquals(trace.rows().subList(0, 11), seen);
  }
}
