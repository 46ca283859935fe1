package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * Runs that failed elsewhere: a slope leads to where all runs fail, the best lies on a hill before.
 */
class SourceOfFailuresTest {
  private static final int SEEDS = 48;
  private static final int EVALUATIONS = 16;

  private static Problem problem(long seed) {
    MeasurementUnit one = MeasurementUnit.ONE;
    return new Problem(
        "test",
        new Space(
            List.of(
                new Variable.Continuous("x", 0, 1, one), new Variable.Continuous("y", 0, 1, one)),
            List.of()),
        List.of(new Objective("gain", Objective.Goal.MAXIMIZE, one, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        100,
        List.of(),
        seed);
  }

  private static SequencedMap<String, Value> values(Object... pairs) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i].toString(), Value.Scalar.of((double) pairs[i + 1], MeasurementUnit.ONE));
    }
    return values;
  }

  private static double gain(double x, double y) {
    double hill = Math.exp(-(Math.pow(x - 0.3, 2) + Math.pow(y - 0.35, 2)) / 0.02);
    return 2 + x + 0.5 * hill - 2 * Math.pow(y - 0.35, 2);
  }

  private static boolean fails(double x, double y) {
    return x > 0.6;
  }

  private static SequencedMap<String, Value> world(Design design, String fidelity) {
    double x = design.si("x");
    double y = design.si("y");
    return fails(x, y) ? new LinkedHashMap<>() : values("gain", gain(x, y));
  }

  /** Forty runs of another laboratory, that failed there where it says. */
  private static Source elsewhere(BiPredicate<Double, Double> failed) {
    RandomStream random = new RandomStream(5, 0);
    List<Observation> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      rows.add(
          failed.test(x, y)
              ? Source.failed("" + i, values("x", x, "y", y))
              : Source.row("" + i, values("x", x, "y", y), values("gain", gain(x, y))));
    }
    return new Source("other lab", rows, new LinkedHashMap<>());
  }

  private static Source succeededOf(Source source) {
    return new Source(
        source.name(),
        source.observations().stream().filter(Observation::isOk).toList(),
        source.with());
  }

  private static Campaigns.Log play(List<Source> sources, long seed) {
    ModelBased planner = new ModelBased();
    return Campaigns.play(
        (p, history) -> planner.ask(p, history.learningFrom(sources)),
        problem(seed),
        SourceOfFailuresTest::world,
        EVALUATIONS);
  }

  private static List<Campaigns.Log> played(List<Source> sources) {
    return IntStream.range(0, SEEDS).parallel().mapToObj(seed -> play(sources, seed)).toList();
  }

  /** A campaign, of designs that were chosen: those of the start are evenly spread in any case. */
  private static double failures(List<Campaigns.Log> logs) {
    int failures = 0;
    for (Campaigns.Log log : logs) {
      for (int i = 0; i < log.asks().size(); i++) {
        boolean chosen = !log.asks().get(i).reasons().getOrDefault("why", "").contains("evenly");
        boolean failed = log.observations().get(i).status() == Outcome.Status.FAILED;
        failures += chosen && failed ? 1 : 0;
      }
    }
    return failures / (double) SEEDS;
  }

  /** How far below the best that does not fail, on average. */
  private static double regret(List<Campaigns.Log> logs) {
    return gain(0.32, 0.35)
        - logs.stream()
            .mapToDouble(log ->
                log.observations().stream()
                    .filter(Observation::isOk)
                    .mapToDouble(o -> o.outcome("gain", MeasurementUnit.ONE))
                    .max()
                    .orElse(0))
            .average()
            .orElse(0);
  }

  @Test
  void whatFailedElsewhereIsNotTriedAgain() {
    Source source = elsewhere(SourceOfFailuresTest::fails);
    List<Campaigns.Log> taught = played(List.of(source));
    List<Campaigns.Log> untaught = played(List.of(succeededOf(source)));
    System.out.printf(
        Locale.ROOT,
        "failures of %d: %.2f told of those elsewhere, %.2f not; regret %.5f, %.5f%n",
        EVALUATIONS,
        failures(taught),
        failures(untaught),
        regret(taught),
        regret(untaught));
    assertTrue(failures(taught) < 0.6 * failures(untaught));
    assertTrue(regret(taught) <= regret(untaught) + 1e-3);
    Ask last = taught.getFirst().asks().getLast();
    String reason = last.reasons().getOrDefault("learned from other lab", "");
    assertTrue(reason.startsWith("40 of 40 rows ("), reason);
    assertTrue(reason.contains("% believed for what fails"), reason);
  }

  @Test
  void failuresThatAreOthersAreFoundOutAndCostLittle() {
    Source source = elsewhere((x, y) -> !fails(x, y));
    List<Campaigns.Log> misled = played(List.of(source));
    List<Campaigns.Log> alone = played(List.of(succeededOf(source)));
    System.out.printf(
        Locale.ROOT,
        "misled: %.2f failures, alone %.2f; regret %.5f, %.5f%n",
        failures(misled),
        failures(alone),
        regret(misled),
        regret(alone));
    assertTrue(regret(misled) < regret(alone) + 1e-2);
    for (Campaigns.Log log : misled) {
      String reason = log.asks().getLast().reasons().getOrDefault("learned from other lab", "");
      assertTrue(reason.contains("dropped for what fails"), reason);
    }
  }

  @Test
  void sourceOfFailuresAloneTeachesWhereRunsFail() {
    Source source = elsewhere((x, y) -> true);
    SourceMatch match = SourceMatch.of(source, problem(1));
    assertEquals("40 of 40 rows (40 failed)", match.rows());
    assertTrue(match.taught().points().isEmpty());
    History history = History.EMPTY.learningFrom(List.of(source));
    assertTrue(new ModelBased().ask(problem(1), history).isPresent());
  }
}
