package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Formula;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Memory;
import org.cellwright.science.planner.surrogate.Output;
import org.junit.jupiter.api.Test;

/** What can be wanted, and what is asked for it. */
class ObjectivesTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final Map<String, MeasurementUnit> OUTPUTS =
      Map.of("p", MeasurementUnit.parse("Wh/kg"), "q", MeasurementUnit.parse("min"));

  private static Problem problem(
      List<Objective> objectives,
      List<Constraint> constraints,
      double budget,
      Double... reference) {
    return new Problem(
        "objectives",
        new Space(
            List.of(
                new Variable.Continuous("a", 0, 1, ONE), new Variable.Continuous("b", 0, 1, ONE)),
            List.of()),
        objectives,
        constraints,
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        budget,
        List.of(reference),
        9);
  }

  private static SequencedMap<String, Value> outcomes(double p, double q) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("p", Value.Scalar.of(p, MeasurementUnit.parse("Wh/kg")));
    outcomes.put("q", Value.Scalar.of(q, MeasurementUnit.parse("min")));
    return outcomes;
  }

  private static Objective made(String formula) {
    Formula parsed = Formula.parse(formula, OUTPUTS);
    return new Objective("merit", Objective.Goal.MAXIMIZE, parsed.unit(), 0, parsed);
  }

  /**
   * p and q are smooth, their distance to a pair of values is not: the composite knows its zero.
   */
  @Test
  void aCompositeIsFoundThroughItsParts() {
    Campaigns.World world =
        (x, _) ->
            outcomes(
                100 + 200 * x.si("a") + 30 * Math.sin(3 * x.si("b")),
                10 + 50 * x.si("b") * x.si("b"));
    Objective objective = made("-abs(p / 1 Wh/kg - 214) - abs(q / 1 min - 23)");
    Problem problem = problem(List.of(objective), List.of(), 16, -100.0);
    double best = best(problem, Campaigns.play(new ModelBased(), problem, world, 99));
    double random = best(problem, Campaigns.play(new RandomDesigns(), problem, world, 99));
    System.out.printf("composite: misses by %.3f, random by %.1f%n", -best, -random);
    assertTrue(best > -0.5);
  }

  @Test
  void aDesirabilityIsClimbedFromWhereItIsZero() {
    // Desirable only where both ramps are above zero: about one design in thirty.
    Campaigns.World world =
        (x, _) -> outcomes(100 + 200 * x.si("a") * x.si("a"), 60 - 50 * x.si("b") * x.si("b"));
    Objective objective =
        made("(ramp(p, 240 Wh/kg, 300 Wh/kg) * ramp(q, 20 min, 10 min)^2)^(1 / 3)");
    Problem problem = problem(List.of(objective), List.of(), 20, 0.0);
    double best = best(problem, Campaigns.play(new ModelBased(), problem, world, 99));
    System.out.printf("desirability %.3f%n", best);
    assertTrue(best > 0.98);
  }

  /**
   * A linear composite of normal outputs is normal: its median and its deviation, here by quantiles
   * of 1024 even samples, follow from their moments.
   */
  @Test
  void whatIsMadeOfOutputsIsPredictedFromThem() {
    Campaigns.World world =
        (x, _) -> outcomes(100 + 200 * x.si("a"), 10 + 50 * x.si("b") * x.si("b"));
    Problem problem = problem(List.of(made("p / 1 Wh/kg - 3 * q / 1 min")), List.of(), 12, -100.0);
    Campaigns.Log log = Campaigns.play(new ModelBased(), problem, world, 12);
    History history = new History(log.observations(), List.of(), 12, 12, "");
    Explanation explanation = Explanation.of(problem, history);
    for (Observation told : log.observations()) {
      List<Explanation.Prediction> all = explanation.predict(told.asked());
      Explanation.Prediction p = all.get(0);
      Explanation.Prediction q = all.get(1);
      Explanation.Prediction merit = all.get(2);
      assertEquals("merit", merit.output());
      double deviation = Math.hypot(p.deviation(), 3 * q.deviation());
      assertEquals(p.mean() - 3 * q.mean(), merit.mean(), 0.02 * deviation);
      assertEquals(deviation, merit.deviation(), 0.02 * deviation);
    }
    String[] lines =
        explanation.csv(List.of(log.observations().getFirst().asked())).split("\n", -1);
    assertTrue(lines[0].contains("q_upper_90 [min],merit_mean,"), lines[0]);
    assertEquals(lines[0].split(",", -1).length, lines[1].split(",", -1).length);
  }

  /**
   * p was always told above 1 and is believed to cross zero for as long as little is known: without
   * care the quotient is expected to gain 10¹³ ranges.
   */
  @Test
  void aQuotientIsExpectedToGainWhatIsOfTheOrderOfItsRange() {
    Campaigns.World world =
        (x, _) ->
            outcomes(
                1
                    + 20 * Math.pow(x.si("a") - 0.8, 2)
                    + 10 * Math.pow(x.si("b") - 0.3 + 0.4 * Math.sin(5 * x.si("a")), 2),
                2 + Math.cos(4 * x.si("b")));
    Problem problem = problem(List.of(made("q / p * 1 Wh/kg / 1 min")), List.of(), 20, 0.0);
    Campaigns.Log log = Campaigns.play(new ModelBased(), problem, world, 20);
    for (int n : new int[] {4, 6, 12}) {
      History history =
          new History(
              log.observations().subList(0, n), List.of(), n, n, log.asks().get(n - 1).memory());
      Explanation.Advice advice = Explanation.of(problem, history).advice();
      assertTrue(advice.shareOfRange() < 5, advice.reason());
    }
    double best = best(problem, log);
    System.out.printf("quotient: %.4f of 1.702%n", best);
    assertTrue(best > 0.99 * 1.702);
    assertTrue(log.asks().getLast().reasons().containsKey("merit 90 %"));
  }

  private static double best(Problem problem, Campaigns.Log log) {
    Objective objective = problem.objectives().getFirst();
    return log.observations().stream().mapToDouble(objective::value).max().orElseThrow();
  }

  /** A limit in kWh/kg on an output that is wanted in Wh/kg. */
  @Test
  void aConstraintMayHaveAnotherUnitThanTheObjectiveOfTheSameOutput() {
    MeasurementUnit unit = MeasurementUnit.parse("Wh/kg");
    Problem problem =
        problem(
            List.of(new Objective("p", Objective.Goal.MAXIMIZE, unit, 0)),
            List.of(
                new Constraint(
                    "p", Constraint.Sense.AT_MOST, 0.25, MeasurementUnit.parse("kWh/kg"))),
            18,
            100.0);
    var log =
        Campaigns.play(new ModelBased(), problem, (x, _) -> outcomes(100 + 200 * x.si("a"), 1), 99);
    double best =
        log.observations().stream()
            .filter(o -> o.isFeasible(problem.constraints()))
            .mapToDouble(o -> o.outcome("p", unit))
            .max()
            .orElseThrow();
    assertTrue(best > 248 && best <= 250, "best " + best);
  }

  /** Distances to five points that nothing is near to at once. */
  @Test
  void ofFiveObjectivesTheVolumeGrows() {
    int count = 5;
    double[][] centres = new double[count][4];
    RandomStream random = new RandomStream(77, 0);
    for (double[] centre : centres) {
      Arrays.setAll(centre, _ -> 0.15 + 0.7 * random.nextDouble());
    }
    List<String> names = List.of("a", "b", "c", "d");
    Problem problem =
        new Problem(
            "five",
            new Space(
                names.stream().<Variable>map(n -> new Variable.Continuous(n, 0, 1, ONE)).toList(),
                List.of()),
            IntStream.range(0, count)
                .mapToObj(i -> new Objective("o" + i, Objective.Goal.MINIMIZE, ONE, 0))
                .toList(),
            List.of(),
            List.of(new Fidelity("only", "test", 1, Settings.NONE)),
            20,
            List.of(1.0, 1.0, 1.0, 1.0, 1.0),
            9);
    Campaigns.World world =
        (x, _) -> {
          SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
          for (int i = 0; i < count; i++) {
            double square = 0;
            for (int j = 0; j < names.size(); j++) {
              square += Math.pow(x.si(names.get(j)) - centres[i][j], 2);
            }
            outcomes.put("o" + i, Value.Scalar.of(Math.sqrt(square), ONE));
          }
          return outcomes;
        };
    double learned = Campaigns.play(new ModelBased(), problem, world, 99).hypervolume(problem, 20);
    double chance =
        Campaigns.play(new RandomDesigns(), problem, world, 99).hypervolume(problem, 20);
    System.out.printf("five objectives: %.4f learned, %.4f random%n", learned, chance);
    assertTrue(learned > 1.5 * chance);
  }

  private static double bowl(double a, double b) {
    return Math.pow(a - 0.3, 2) + Math.pow(b - 0.7, 2);
  }

  @Test
  void whereResultsScatterTheBestIsMeasuredAgainAndSaidSo() {
    Problem problem =
        problem(List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)), List.of(), 60, 1.0);
    RandomStream noise = new RandomStream(4, 4);
    Campaigns.World world =
        (x, _) -> {
          SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
          double y = bowl(x.si("a"), x.si("b")) + 0.15 * noise.nextNormal();
          outcomes.put("y", Value.Scalar.of(y, ONE));
          return outcomes;
        };
    var log = Campaigns.play(new ModelBased(), problem, world, 99);
    List<Ask> replicates = replicates(log);
    System.out.printf("%d replicates of %d under noise%n", replicates.size(), log.asks().size());
    assertTrue(!replicates.isEmpty() && replicates.size() < 40);
    for (Ask ask : replicates) {
      String of =
          String.valueOf(ask.reasons().get("why"))
              .substring("replicate of ".length(), "replicate of e0000".length());
      var repeated =
          log.observations().stream().filter(o -> o.id().equals(of)).findFirst().orElseThrow();
      assertEquals(repeated.asked(), ask.design());
    }
  }

  @Test
  void withoutScatterNothingIsMeasuredTwice() {
    Problem problem =
        problem(List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)), List.of(), 40, 1.0);
    Campaigns.World world =
        (x, _) -> {
          SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
          outcomes.put("y", Value.Scalar.of(bowl(x.si("a"), x.si("b")), ONE));
          return outcomes;
        };
    assertEquals(List.of(), replicates(Campaigns.play(new ModelBased(), problem, world, 99)));
  }

  private static List<Ask> replicates(Campaigns.Log log) {
    return log.asks().stream()
        .filter(ask -> String.valueOf(ask.reasons().get("why")).startsWith("replicate of "))
        .toList();
  }

  /** A straight line with one wild point in its middle, which says how wild it is or does not. */
  @Test
  void aStandardDeviationThatComesWithAMeasurementCounts() {
    assertEquals(0.5, middle(new Uncertainty(Uncertainty.Kind.MEASURED, 5)), 0.05);
    assertTrue(Math.abs(middle(Uncertainty.UNKNOWN) - 0.5) > 0.3);
  }

  private static double middle(Uncertainty wild) {
    Problem problem =
        problem(List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)), List.of(), 9, 1.0);
    LevelData data = new LevelData();
    for (int i = 0; i <= 12; i++) {
      SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
      Value.Scalar y =
          i == 6
              ? new Value.Scalar(-3, ONE, wild)
              : new Value.Scalar(i / 12.0, ONE, new Uncertainty(Uncertainty.Kind.MEASURED, 0.001));
      outcomes.put("y", y);
      SequencedMap<String, Value> x = new LinkedHashMap<>();
      x.put("a", Value.Scalar.of(i / 12.0, ONE));
      Ask ask = new Ask(new Design(x), "only", new LinkedHashMap<>(), "");
      data.add(
          new double[] {i / 12.0},
          Campaigns.observe(problem, (_, _) -> outcomes, ask, ask.design(), i));
    }
    Beliefs beliefs =
        Beliefs.learn(
            List.of(new Output("y", ONE, Double.NaN, false)),
            List.of(data),
            new int[] {0},
            1,
            Memory.parse(""));
    var surrogate = beliefs.surrogate("y");
    return surrogate.transform().invert(surrogate.predict(new double[][] {{0.5}}, 0)[0][0]);
  }

  /** The example of docs/java-api.md: a lower confidence bound, and the nearest neighbour. */
  @Test
  void somebodyElsesAcquisitionAndSurrogatePlugIn() {
    Problem problem =
        problem(List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)), List.of(), 25, 1.0);
    Campaigns.World world =
        (x, _) -> {
          SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
          outcomes.put("y", Value.Scalar.of(bowl(x.si("a"), x.si("b")), ONE));
          return outcomes;
        };
    Acquisition bound =
        (outputs, feasibility) -> {
          Acquisition.Belief y = outputs.firstEntry().getValue();
          return feasibility * (2 * y.deviation() - y.mean() + 10);
        };
    Regressor nearest =
        (designs, values) ->
            x -> {
              double near = Double.POSITIVE_INFINITY;
              double value = 0;
              for (int i = 0; i < designs.length; i++) {
                double distance = Math.hypot(designs[i][0] - x[0], designs[i][1] - x[1]);
                value = distance < near ? values[i] : value;
                near = Math.min(near, distance);
              }
              return new Acquisition.Belief(value, 0.3 * near);
            };
    for (Planner planner : List.of(ModelBased.with(bound), ModelBased.with(bound, nearest))) {
      var log = Campaigns.play(planner, problem, world, 99);
      double best =
          log.observations().stream().mapToDouble(o -> o.outcome("y", ONE)).min().orElseThrow();
      System.out.printf("plugged in: %.5f%n", best);
      assertEquals(25, log.asks().size());
      assertTrue(best < 0.01);
    }
  }
}
