package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
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
 * A cheap look for a tenth of the price: of use, of none, contrary, of use in one half only, and
 * misleading near the best only.
 */
class FidelitiesTest {
  private static final int SEEDS = 12;
  private static final double BUDGET = 40;
  private static final double NEAR = 0.98;
  static final List<String> NAMES = List.of("a", "b", "c", "d");
  private static final double[] TOP = {0.7, 0.3, 0.6, 0.4};

  @Test
  void aGoodCheapLookSavesAThirdOfTheCost() {
    double with = cost(true, x -> 1.2 * hill(x) - 0.3 + 0.1 * StrictMath.sin(9 * x.si("a")));
    assertTrue(with < 2.0 / 3 * cost(false, FidelitiesTest::hill), "costs " + with);
  }

  @Test
  void whatTellsNothingIsDroppedAndCostsLittle() {
    double with = cost(true, FidelitiesTest::noise);
    assertTrue(with < 1.1 * cost(false, FidelitiesTest::hill), "costs " + with);
    Campaigns.Log log = play(3, true, FidelitiesTest::noise);
    double looks = 0.1 * log.count("cheap");
    assertTrue(looks < 0.1 * log.spent(), "looks cost " + looks + " of " + log.spent());
  }

  /** What the looks cost is all that is lost: the start at the top has the same designs. */
  @Test
  void aLookThatIsDroppedLeavesTheStartAsItWouldHaveBeen() {
    List<Set<Design>> starts = new ArrayList<>();
    for (boolean cheap : new boolean[] {true, false}) {
      List<Design> real =
          play(3, cheap, FidelitiesTest::noise).observations().stream()
              .filter(observation -> observation.fidelity().equals("real"))
              .map(Observation::done)
              .toList();
      starts.add(Set.copyOf(real.subList(0, 5)));
    }
    assertEquals(starts.getLast(), starts.getFirst());
  }

  @Test
  void whatTellsTheContraryIsOfUseOnceThatIsKnown() {
    double with = cost(true, x -> 0.6 - hill(x));
    assertTrue(with < cost(false, FidelitiesTest::hill), "costs " + with);
  }

  /**
   * The top of the hill lies where the cheap look is noise: 1.05 of the cost without it over sixty
   * seeds. Where it lies in the other half, the look pays.
   */
  @Test
  void aLookThatTellsOfOneHalfOnlyHoldsNoCampaignThere() {
    double alone = cost(false, FidelitiesTest::hill);
    double wrong = cost(true, x -> x.si("a") < 0.5 ? hill(x) : noise(x));
    assertTrue(wrong < 1.15 * alone, "costs " + wrong);
    double right = cost(true, x -> x.si("a") > 0.5 ? hill(x) : noise(x));
    assertTrue(right < 0.8 * alone, "costs " + right);
  }

  /**
   * Right up to three quarters of the height, mirrored above: a ring around the best looks best.
   * 1.18 of the cost without it over sixty seeds.
   */
  @Test
  void aLookThatMisleadsNearTheBestHoldsNoCampaignThere() {
    double with = cost(true, x -> hill(x) > 0.75 ? 1.5 - hill(x) : hill(x));
    assertTrue(with < 1.1 * cost(false, FidelitiesTest::hill), "costs " + with);
  }

  /** A file that promises a simulation which does not run, or does not tell the objective. */
  @Test
  void aLookThatNeverDeliversIsGivenUp() {
    double alone = cost(false, x -> 0);
    double mute = cost(true, _ -> Double.NaN);
    System.out.printf("a look that never delivers: %.1f against %.1f alone%n", mute, alone);
    // As many looks as one evaluation costs, and the luck of other starts.
    assertTrue(mute <= alone + 2, mute + " against " + alone);
  }

  /**
   * Looks succeed everywhere and praise the half where the experiment fails: its failures lead out
   * of there. (As labels of one kind with the successes of the looks they took 37 of 40.)
   */
  @Test
  void failuresAtTheTopTeachThoughTheLooksSucceed() {
    double alone = costWhereHalfFails(false);
    double with = costWhereHalfFails(true);
    System.out.printf("half of the experiments fail: %.1f against %.1f alone%n", with, alone);
    assertTrue(with < 1.1 * alone, with + " against " + alone);
  }

  /** Mean over the seeds of what was spent until the hill was climbed as far as it delivers. */
  private static double costWhereHalfFails(boolean cheap) {
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      boolean[] found = new boolean[1];
      Planner planner = new ModelBased();
      sum +=
          Campaigns.play(
                      (problem, history) ->
                          found[0] ? Optional.empty() : planner.ask(problem, history),
                      problem(seed, cheap),
                      (x, fidelity) -> {
                        boolean real = fidelity.equals("real");
                        boolean fails = real && x.si("b") < 0.5;
                        found[0] |= real && !fails && hill(x) > 0.8;
                        return fails ? new LinkedHashMap<>() : value(hill(x));
                      },
                      500)
                  .spent()
              / SEEDS;
    }
    return sum;
  }

  /**
   * What a look was charged counts, not what the file says: at half the top's price none is bought.
   */
  @Test
  void aLookThatTurnsOutDearIsNotBoughtAgain() {
    Problem problem = problem(1, true);
    List<Observation> told = new ArrayList<>();
    RandomStream random = new RandomStream(5, 1);
    for (int i = 0; i < 8; i++) {
      SequencedMap<String, Value> at = new LinkedHashMap<>();
      NAMES.forEach(
          name -> at.put(name, Value.Scalar.of(random.nextDouble(), MeasurementUnit.ONE)));
      Design design = new Design(at);
      told.add(observation(i, design, "cheap", 0.5));
      told.add(observation(20 + i, design, "real", 1));
    }
    assertEquals("real", fidelity(problem, told));
    List<Observation> asDeclared =
        told.stream()
            .map(o -> observation(told.indexOf(o), o.done(), o.fidelity(), o.cost() < 1 ? 0.1 : 1))
            .toList();
    assertEquals("cheap", fidelity(problem, asDeclared));
  }

  private static String fidelity(Problem problem, List<Observation> told) {
    double spent = told.stream().mapToDouble(Observation::cost).sum();
    return new ModelBased()
        .ask(problem, new History(told, List.of(), told.size(), spent, ""))
        .orElseThrow()
        .fidelity();
  }

  private static Observation observation(int i, Design design, String fidelity, double cost) {
    return new Observation(
        "e" + i,
        new Method.Identity("world", "1", "0"),
        fidelity,
        design,
        design,
        Outcome.Status.OK,
        value(hill(design)),
        null,
        List.of(),
        cost,
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }

  /** One hill of height 1. */
  static double hill(Design x) {
    double square = 0;
    for (int j = 0; j < NAMES.size(); j++) {
      double d = x.si(NAMES.get(j)) - TOP[j];
      square += d * d;
    }
    return StrictMath.exp(-4 * square);
  }

  /** As spread as the hill, and another at each design. */
  private static double noise(Design x) {
    long key = 0;
    for (String name : NAMES) {
      key = Long.rotateLeft(key, 17) ^ Double.doubleToLongBits(x.si(name));
    }
    return 0.3 + 0.25 * new RandomStream(key, 1).nextNormal();
  }

  private static SequencedMap<String, Value> value(double y) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("y", Value.Scalar.of(y, MeasurementUnit.ONE));
    return values;
  }

  /** Mean over the seeds of what was spent until a real value near the best. */
  private static double cost(boolean cheap, ToDoubleFunction<Design> look) {
    double sum = 0;
    for (int seed = 1; seed <= SEEDS; seed++) {
      sum += play(seed, cheap, look).spent() / SEEDS;
    }
    return sum;
  }

  /** Until a real value near the best is found. */
  private static Campaigns.Log play(int seed, boolean cheap, ToDoubleFunction<Design> look) {
    boolean[] found = new boolean[1];
    Planner planner = new ModelBased();
    return Campaigns.play(
        (problem, history) -> found[0] ? Optional.empty() : planner.ask(problem, history),
        problem(seed, cheap),
        (x, fidelity) -> {
          boolean real = fidelity.equals("real");
          found[0] |= real && hill(x) > NEAR;
          double seen = real ? hill(x) : look.applyAsDouble(x);
          return Double.isNaN(seen) ? new LinkedHashMap<>() : value(seen);
        },
        500);
  }

  private static Problem problem(int seed, boolean cheap) {
    return problem(seed, cheap, BUDGET);
  }

  static Problem problem(int seed, boolean cheap, double budget) {
    List<Fidelity> fidelities = new ArrayList<>();
    if (cheap) {
      fidelities.add(new Fidelity("cheap", "world", 0.1, Settings.NONE));
    }
    fidelities.add(new Fidelity("real", "world", 1, Settings.NONE));
    return new Problem(
        "hills",
        new Space(
            NAMES.stream()
                .<Variable>map(name -> new Variable.Continuous(name, 0, 1, MeasurementUnit.ONE))
                .toList(),
            List.of()),
        List.of(new Objective("y", Objective.Goal.MAXIMIZE, MeasurementUnit.ONE, 0)),
        List.of(),
        fidelities,
        budget,
        List.of(),
        seed);
  }
}
