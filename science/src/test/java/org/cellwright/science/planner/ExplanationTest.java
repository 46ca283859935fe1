package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.planner.Explanation.Advice;
import org.cellwright.science.planner.Explanation.Gain;
import org.cellwright.science.planner.Explanation.Proposal;
import org.cellwright.science.planner.Explanation.Share;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  private static Problem problem(double budget, Variable... variables) {
    return new Problem(
        "test",
        new Space(List.of(variables), List.of()),
        List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        budget,
        List.of(),
        3);
  }

  private static Problem plane(double budget) {
    return problem(
        budget,
        new Variable.Continuous("a", 0, 1, ONE),
        new Variable.Continuous("b", -1, 3, ONE),
        new Variable.Continuous("idle", 0, 5, ONE));
  }

  private static SequencedMap<String, Value> bowl(Design x, String fidelity) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    double y = 4 * Math.pow(x.si("a") - 0.3, 2) + 0.1 * Math.pow(x.si("b") - 1.7, 2);
    outcomes.put("y", Value.Scalar.of(y, ONE));
    return outcomes;
  }

  private static History history(Campaigns.Log log, int first) {
    return new History(
        log.observations().subList(0, first),
        List.of(),
        first,
        first,
        log.asks().get(first - 1).memory());
  }

  private static Explanation after(Problem problem, int evaluations) {
    var log = Campaigns.play(new ModelBased(), problem, ExplanationTest::bowl, evaluations);
    return Explanation.of(problem, history(log, log.observations().size()));
  }

  @Test
  void aVariableThatDoesNothingIsFoundOut() {
    // Even evidence: a search looks at the bottom only and has to guess the corners.
    Problem problem = plane(100);
    var log = Campaigns.play(new RandomDesigns(), problem, ExplanationTest::bowl, 24);
    Explanation explanation = Explanation.of(problem, history(log, 24));
    List<Share> shares = explanation.influences().getFirst().shares();
    assertEquals(List.of("a", "b", "idle"), shares.stream().map(Share::variable).toList());
    // Var 4 (a − 0.3)² and 0.1 (b − 1.7)² over the box, in closed form: 1.067² … by quadrature.
    double ofA = variance(0, 1, x -> 4 * (x - 0.3) * (x - 0.3));
    double ofB = variance(-1, 3, x -> 0.1 * (x - 1.7) * (x - 1.7));
    assertEquals(ofA / (ofA + ofB), shares.get(0).total(), 0.05);
    assertEquals(ofB / (ofA + ofB), shares.get(1).total(), 0.05);
    assertTrue(shares.get(2).total() < 0.02);
  }

  /** Around a limit an output is modelled as asinh, which carried far away is an exponential. */
  @Test
  void noVariableBringsMoreThanAllTheVarianceOfASteepConstraint() {
    Problem free = plane(100);
    Problem problem =
        new Problem(
            free.name(),
            free.space(),
            free.objectives(),
            List.of(new Constraint("g", Constraint.Sense.AT_LEAST, 0, ONE)),
            free.fidelities(),
            free.budget(),
            List.of(),
            free.seed());
    var log =
        Campaigns.play(
            new ModelBased(),
            problem,
            (x, fidelity) -> {
              var outcomes = bowl(x, fidelity);
              double steep = 1 - Math.expm1(9 * x.si("a")) * (1 + x.si("b") * x.si("b"));
              outcomes.put("g", Value.Scalar.of(steep, ONE));
              return outcomes;
            },
            16);
    Explanation explanation = Explanation.of(problem, history(log, 16));
    for (Explanation.Influence influence : explanation.influences()) {
      for (Share share : influence.shares()) {
        assertTrue(share.total() < 1.1, share.toString());
        assertTrue(share.first() >= 0 && share.first() <= share.total(), share.toString());
      }
    }
  }

  private static double variance(
      double low, double high, java.util.function.DoubleUnaryOperator f) {
    double mean = 0;
    double square = 0;
    int n = 10_000;
    for (int i = 0; i < n; i++) {
      double y = f.applyAsDouble(low + (high - low) * (i + 0.5) / n);
      mean += y / n;
      square += y * y / n;
    }
    return square - mean * mean;
  }

  @Test
  void shapSumsToThePredictionLessTheMean() {
    Explanation explanation = after(plane(100), 20);
    var attribution = explanation.shap(explanation.centre()).getFirst();
    double sum = attribution.byVariable().values().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(attribution.prediction() - attribution.base(), sum, 1e-9);
    assertTrue(attribution.byVariable().getOrDefault("a", 0.0) < 0, "near the bottom a lowers y");
  }

  @Test
  void aProposalNamesItsEvidenceAndItsMoves() {
    Problem problem = plane(100);
    var log = Campaigns.play(new ModelBased(), problem, ExplanationTest::bowl, 15);
    Explanation explanation = Explanation.of(problem, history(log, 14));
    Proposal proposal = explanation.proposal(log.asks().get(14).design(), "only");
    assertEquals(1, proposal.cost());
    assertEquals(1, proposal.probabilityFeasible(), 1e-12);
    assertTrue(proposal.expectedGain() > 0);
    assertTrue(proposal.novelty() > 0);
    assertEquals(3, proposal.nearest().size());
    assertEquals(proposal.novelty(), proposal.nearest().getFirst().distance(), 0);
    assertFalse(proposal.moves().isEmpty());
    Design known = log.observations().get(4).asked();
    assertEquals(0, explanation.proposal(known, "only").novelty(), 1e-12);
    assertTrue(explanation.predict(known).getFirst().priorShare() < 0.01);
    assertThrows(CellwrightException.class, () -> explanation.proposal(known, "no such"));
  }

  /** By the deviation that stands beside it, which without noise is that of the prediction. */
  @Test
  void theExpectedGainFollowsFromTheNumbersBesideIt() {
    Problem problem = plane(100);
    var log = Campaigns.play(new ModelBased(), problem, ExplanationTest::bowl, 18);
    Explanation explanation = Explanation.of(problem, history(log, 17));
    assertTrue(Math.abs(explanation.calibration().getFirst().factor() - 1) > 0.1);
    Design design = log.asks().get(17).design();
    Proposal proposal = explanation.proposal(design, "only");
    Gain gain = Objects.requireNonNull(proposal.gain());
    double least =
        log.observations().subList(0, 17).stream()
            .mapToDouble(o -> o.outcome("y", ONE))
            .min()
            .orElseThrow();
    assertEquals(least, gain.best(), 0);
    var predicted = proposal.predictions().getFirst();
    assertEquals(predicted.mean(), gain.mean(), 1e-9);
    assertEquals(predicted.deviation(), gain.deviation(), 0.1 * predicted.deviation());
    double z = (gain.best() - gain.mean()) / gain.deviation();
    assertEquals(
        gain.deviation() * (NormalDistribution.density(z) + z * NormalDistribution.cumulative(z)),
        proposal.expectedGain(),
        1e-9 * proposal.expectedGain());
  }

  @Test
  void ofResultsThatAreAllTheSameTheAdviceSaysSoAndStopsInTheEnd() {
    Campaigns.World flat =
        (_, _) -> {
          SequencedMap<String, Value> y = new LinkedHashMap<>();
          y.put("y", Value.Scalar.of(5, ONE));
          return y;
        };
    Problem problem = plane(100);
    var log = Campaigns.play(new ModelBased(), problem, flat, 19);
    Advice early = Explanation.of(problem, history(log, 18)).advice();
    Advice late = Explanation.of(problem, history(log, 19)).advice();
    assertFalse(early.stop());
    assertTrue(late.stop());
    assertEquals(
        "all 19 results are the same so far, y = 5; the chance that the next one differs is 4.76 %",
        late.reason());
  }

  /** Options are taken to do about the same, so that a deviation does not tell. */
  @Test
  void anOptionThatWasNeverTriedIsSaidToBe() {
    Problem problem =
        problem(
            100,
            new Variable.Continuous("a", 0, 1, ONE),
            Variable.Choices.ordered("mix", List.of("low", "medium", "high")));
    Campaigns.World world =
        (x, _) -> {
          SequencedMap<String, Value> y = new LinkedHashMap<>();
          y.put("y", Value.Scalar.of(Math.pow(x.si("a") - 0.3, 2), ONE));
          return y;
        };
    List<Observation> told = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Ask ask = new Ask(design(i / 12.0, "low"), "only", new LinkedHashMap<>(), "");
      told.add(Campaigns.observe(problem, world, ask, ask.design(), i));
    }
    Explanation explanation = Explanation.of(problem, new History(told, List.of(), 12, 12, ""));
    assertFalse(explanation.proposal(design(0.55, "low"), "only").outOfDepth());
    assertTrue(explanation.proposal(design(0.5, "high"), "only").outOfDepth());
    SequencedMap<String, Value> high = new LinkedHashMap<>();
    high.put("mix", new Value.Category("high"));
    History held = new History(told, List.of(), 12, 12, "").holding(high);
    Ask next = new ModelBased().ask(problem, held).orElseThrow();
    assertEquals(
        "exploration: no result yet of mix = high, which is taken to do about as the others do",
        next.reasons().get("depth"));
  }

  private static Design design(double a, String mix) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("a", Value.Scalar.of(a, ONE));
    values.put("mix", new Value.Category(mix));
    return new Design(values);
  }

  @Test
  void anAskStoresWhatItExpectsAndIsHeldToIt() {
    Problem problem = plane(100);
    var log = Campaigns.play(new ModelBased(), problem, ExplanationTest::bowl, 20);
    Explanation explanation = Explanation.of(problem, history(log, 20));
    var calibrated = explanation.calibration().getFirst();
    // Five asks of the start predict nothing.
    assertEquals(15, calibrated.told());
    assertTrue(calibrated.factor() >= 0.5 && calibrated.factor() <= 3);
    assertTrue(log.asks().getLast().reasons().containsKey("y 90 %"));
  }

  @Test
  void stopsWhenTheBottomIsKnownAndGoesOnBefore() {
    Problem problem = plane(100);
    var log = Campaigns.play(new ModelBased(), problem, ExplanationTest::bowl, 40);
    Advice early = Explanation.of(problem, history(log, 6)).advice();
    assertFalse(early.stop(), early.reason());
    Advice late = Explanation.of(problem, history(log, 40)).advice();
    assertTrue(late.stop(), late.reason());
    assertTrue(late.shareOfRange() < 0.01);
    assertTrue(late.regretBound() < early.regretBound());
    double truth =
        log.observations().stream().mapToDouble(o -> o.outcome("y", ONE)).min().orElseThrow();
    assertTrue(truth <= late.regretBound(), "the bottom is 0");
  }

  @Test
  void stopsWhenNothingIsLeftAndWhenTheBudgetIsSpent() {
    Problem small = problem(100, new Variable.Integers("n", 1, 8));
    Campaigns.World world =
        (x, f) -> {
          SequencedMap<String, Value> y = new LinkedHashMap<>();
          y.put("y", Value.Scalar.of(Math.pow(x.si("n") - 3, 2), ONE));
          return y;
        };
    var log = Campaigns.play(new ModelBased(), small, world, 100);
    assertEquals(8, log.observations().size());
    Advice advice = Explanation.of(small, history(log, 8)).advice();
    assertTrue(advice.stop());
    assertNull(advice.candidate());
    assertEquals("every design has been tried", advice.reason());
    Advice spent = after(plane(8), 100).advice();
    assertTrue(spent.stop());
    assertTrue(spent.reason().startsWith("what is left of the budget"), spent.reason());
  }

  /** A lack cannot be less than none, whatever a normal distribution says of it. */
  @Test
  void nothingIsGainedBeyondALevelThatIsReached() {
    Problem plane = plane(100);
    for (double level : new double[] {0.5, 40}) {
      Problem wanted =
          new Problem(
              "test",
              plane.space(),
              List.of(new Objective("y", Objective.Goal.THRESHOLD, ONE, level)),
              List.of(),
              plane.fidelities(),
              100,
              List.of(),
              3);
      var log = Campaigns.play(new ModelBased(), wanted, ExplanationTest::bowl, 8);
      Explanation explanation = Explanation.of(wanted, history(log, 8));
      double most =
          log.observations().stream().mapToDouble(o -> o.outcome("y", ONE)).max().orElseThrow();
      assertEquals(level == 0.5, most >= level);
      Advice advice = explanation.advice();
      double gain = explanation.proposal(log.asks().getLast().design(), "only").expectedGain();
      assertTrue(gain <= Math.max(0, level - most), "gain " + gain);
      assertEquals(most >= level, advice.stop(), advice.reason());
      assertEquals(most >= level, advice.reason().equals("the best known is as good as is wanted"));
    }
  }

  @Test
  void slicesPassThroughTheirCentreAndBlendsKeepTheirProportions() {
    SequencedMap<String, Double> parts = new LinkedHashMap<>();
    parts.put("EC", 0.5);
    parts.put("DMC", 1.0);
    parts.put("EMC", 1.0);
    Problem problem =
        problem(
            100,
            new Variable.Blend("solvent", parts, 3),
            new Variable.Choices("salt", List.of("A", "B"), new LinkedHashMap<>()));
    Campaigns.World world =
        (x, f) -> {
          SequencedMap<String, Value> y = new LinkedHashMap<>();
          double ec =
              x.values().get("solvent") instanceof Value.Composition c
                  ? c.fractions().getOrDefault("EC", 0.0)
                  : Double.NaN;
          boolean isA = new Value.Category("A").equals(x.values().get("salt"));
          y.put("y", Value.Scalar.of(Math.pow(ec - 0.3, 2) + (isA ? 0 : 0.1), ONE));
          return y;
        };
    var log = Campaigns.play(new ModelBased(), problem, world, 18);
    Explanation explanation = Explanation.of(problem, history(log, 18));
    var slices = explanation.slices(explanation.centre());
    assertEquals(
        List.of("solvent.EC", "solvent.DMC", "solvent.EMC", "salt"),
        slices.stream().map(Explanation.Slice::variable).toList());
    var ec = slices.getFirst().places();
    assertEquals(0.5, ec.getLast().at(), 1e-12);
    var lowest =
        ec.stream()
            .min(java.util.Comparator.comparingDouble(Explanation.Place::mean))
            .orElseThrow();
    assertEquals(0.3, lowest.at(), 0.08);
    assertEquals(List.of("A", "B"), slices.get(3).places().stream().map(p -> p.label()).toList());
    for (var slice : slices) {
      slice.places().forEach(p -> assertTrue(p.lower() <= p.mean() && p.mean() <= p.upper()));
    }
  }

  @Test
  void exportsARowForEachDesignOfAGrid() {
    Explanation explanation = after(plane(100), 12);
    List<Design> grid = explanation.grid("a", "b");
    assertEquals(625, grid.size());
    String csv = explanation.csv(grid);
    assertEquals(626, csv.lines().count());
    assertEquals(
        "a,b,idle,y_mean,y_deviation,y_lower_90,y_upper_90,expected_gain,probability_feasible,log_promise",
        csv.lines().findFirst().orElseThrow());
    assertThrows(CellwrightException.class, () -> explanation.grid("a", "c"));
    assertThrows(CellwrightException.class, () -> explanation.grid("a", "a"));
  }

  @Test
  void refusesToExplainWhatItCannotKnow() {
    assertThrows(CellwrightException.class, () -> Explanation.of(plane(9), History.EMPTY));
  }
}
