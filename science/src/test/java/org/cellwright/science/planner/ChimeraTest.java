package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tier;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.acquisition.Descent;
import org.cellwright.science.planner.acquisition.Improvement;
import org.junit.jupiter.api.Test;

/** Objectives in an order of importance. */
class ChimeraTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  private static List<Objective> objectives(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Objective("f" + i, Objective.Goal.MINIMIZE, ONE, 0))
        .toList();
  }

  private static Hierarchy hierarchy(Tolerance... tolerances) {
    return new Hierarchy(
        IntStream.range(0, tolerances.length)
            .mapToObj(i -> new Tier("f" + i, tolerances[i]))
            .toList());
  }

  /**
   * The construction of the paper by hand: scaled to the range the first losses are 0, 0.1, 0.2,
   * 0.4, 1 and the second ones 1, 0.5, 0.75, 0, 0.25. The first tolerance ends at 0.25, which
   * leaves three designs; there the second runs from 1 down to 0.5 and its tolerance ends at 0.55,
   * which leaves one. Stairs are shifted by 0.25 − 1 and by that plus 0.55 − 0.1.
   */
  @Test
  void meritsAreThoseOfThePublishedConstruction() {
    List<double[]> losses =
        List.of(
            new double[] {0, 8},
            new double[] {1, 4},
            new double[] {2, 6},
            new double[] {4, 0},
            new double[] {10, 2});
    Chimera chimera =
        new Chimera(
            objectives(2), hierarchy(new Tolerance.Share(0.25), new Tolerance.Share(0.1)), losses);
    double[] merits = {0.25, -0.2, 0, 0.4, 1};
    Chimera levels =
        new Chimera(
            objectives(2), hierarchy(new Tolerance.Level(2.5), new Tolerance.Unlimited()), losses);
    double[] withLevels = {0.25, -0.25, 0, 0.4, 1};
    for (int i = 0; i < merits.length; i++) {
      for (int j = 0; j < merits.length; j++) {
        double fall = fall(chimera.below(losses.get(i)), losses.get(j));
        assertEquals(Math.max(0, merits[i] - merits[j]), fall, 1e-15, i + " to " + j);
        double levelled = fall(levels.below(losses.get(i)), losses.get(j));
        assertEquals(Math.max(0, withLevels[i] - withLevels[j]), levelled, 1e-15, i + " to " + j);
      }
    }
    assertEquals(1, chimera.best(losses));
  }

  /** By how much a merit lies below where its stairs begin. */
  private static double fall(List<Descent.Stair> stairs, double[] losses) {
    double sum = 0;
    for (Descent.Stair stair : stairs) {
      boolean entered =
          IntStream.range(0, losses.length).allMatch(j -> losses[j] <= stair.limits()[j]);
      double down = stair.high() - Math.max(stair.low(), losses[stair.loss()]);
      sum += entered && down > 0 && stair.high() > stair.low() ? stair.weight() * down : 0;
    }
    return sum;
  }

  /** All reach the first level and the last one: the second tolerance still decides. */
  @Test
  void aLevelThatEveryDesignMeetsChangesNothing() {
    List<double[]> losses =
        Stream.of(new double[] {8, -6, 1}, new double[] {7, -5.9, 2}, new double[] {3, -4.9, 1})
            .toList();
    Tolerance slack = new Tolerance.Level(10);
    Tolerance tenth = new Tolerance.Share(0.1);
    assertEquals(1, new Chimera(objectives(2), hierarchy(slack, tenth), losses).best(losses));
    assertEquals(
        1, new Chimera(objectives(3), hierarchy(slack, tenth, slack), losses).best(losses));
  }

  /**
   * Whatever the tolerances, also levels that all or none reach, and objectives that do not vary:
   * who misses a tolerance is worse than all who miss only later ones, by the search as by what is
   * named best.
   */
  @Test
  void aMissedToleranceCountsMoreThanAnythingAfterIt() {
    RandomStream random = new RandomStream(11, 2);
    Objective.Goal[] goals = Objective.Goal.values();
    for (int trial = 0; trial < 2000; trial++) {
      int n = 2 + random.nextInt(3);
      List<Objective> objectives = new ArrayList<>();
      Tolerance[] tolerances = new Tolerance[n];
      for (int j = 0; j < n; j++) {
        objectives.add(
            new Objective("f" + j, goals[random.nextInt(4)], ONE, 3 * random.nextNormal()));
        tolerances[j] =
            random.nextInt(2) == 0
                ? new Tolerance.Share(0.5 * random.nextDouble())
                : new Tolerance.Level(4 * random.nextNormal());
      }
      if (random.nextInt(3) == 0) {
        tolerances[n - 1] = new Tolerance.Unlimited();
      }
      List<double[]> losses = new ArrayList<>();
      int constant = random.nextInt(2 * n);
      for (int i = 0; i < 8; i++) {
        double[] loss = new double[n];
        for (int j = 0; j < n; j++) {
          loss[j] = objectives.get(j).loss(j == constant ? 1 : 3 * random.nextNormal());
        }
        losses.add(loss);
      }
      Chimera chimera = new Chimera(objectives, hierarchy(tolerances), losses);
      double[] limits = limits(objectives, tolerances, losses);
      for (double[] a : losses) {
        for (double[] b : losses) {
          boolean better = isBetter(a, b, limits);
          assertEquals(better, fall(chimera.below(b), a) > 0, "trial " + trial);
        }
        double[] best = losses.get(chimera.best(losses));
        assertTrue(!isBetter(a, best, limits), "trial " + trial);
      }
    }
  }

  /** Above which losses tolerances are missed, as the documentation says it. */
  private static double[] limits(
      List<Objective> objectives, Tolerance[] tolerances, List<double[]> losses) {
    double[] limits = new double[tolerances.length];
    List<double[]> counting = losses;
    for (int k = 0; k < limits.length; k++) {
      int j = k;
      var among = counting.stream().mapToDouble(loss -> loss[j]).summaryStatistics();
      limits[k] =
          switch (tolerances[k]) {
            case Tolerance.Share(double share) ->
                among.getMin() + share * (among.getMax() - among.getMin());
            case Tolerance.Level(double level) -> objectives.get(k).loss(level);
            case Tolerance.Unlimited() -> Double.NEGATIVE_INFINITY;
          };
      List<double[]> met = counting.stream().filter(loss -> loss[j] <= limits[j]).toList();
      counting = met.isEmpty() ? counting : met;
    }
    return limits;
  }

  private static boolean isBetter(double[] a, double[] b, double[] limits) {
    for (int j = 0; j < limits.length; j++) {
      if (a[j] > limits[j] || b[j] > limits[j]) {
        return a[j] < b[j] && (b[j] > limits[j]);
      }
    }
    return a[0] < b[0];
  }

  @Test
  void aMeritNeverPrefersADominatedDesign() {
    RandomStream random = new RandomStream(1, 1);
    for (int trial = 0; trial < 300; trial++) {
      int n = 2 + trial % 4;
      List<double[]> losses = losses(random, 12, n);
      Chimera chimera = new Chimera(objectives(n), shares(n), losses);
      for (double[] a : losses) {
        for (double[] b : losses) {
          if (Pareto.dominates(a, b)) {
            assertTrue(!chimera.isBetter(b, a));
          }
        }
      }
    }
  }

  private static Hierarchy shares(int n) {
    return hierarchy(
        IntStream.range(0, n).mapToObj(_ -> new Tolerance.Share(0.4)).toArray(Tolerance[]::new));
  }

  private static List<double[]> losses(RandomStream random, int count, int n) {
    List<double[]> losses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] loss = new double[n];
      for (int j = 0; j < n; j++) {
        loss[j] = random.nextNormal() * (1 + 10 * j);
      }
      losses.add(loss);
    }
    return losses;
  }

  /** Stair by stair from the losses themselves, each no higher than it begins. */
  @Test
  void theImprovementToExpectIsTheMeanOfManyDraws() {
    RandomStream random = new RandomStream(3, 3);
    for (int trial = 0; trial < 12; trial++) {
      int n = 2 + trial % 2;
      List<double[]> losses = losses(random, 10, n);
      Hierarchy hierarchy = trial % 3 == 0 ? lastUnlimited(n) : shares(n);
      Chimera chimera = new Chimera(objectives(n), hierarchy, losses);
      // Also from where the best stands on a stair further up.
      double[] best = trial % 4 == 3 ? losses.get(5) : losses.get(chimera.best(losses));
      var stairs = chimera.below(best);
      double[] mean = new double[n];
      double[] deviation = new double[n];
      for (int j = 0; j < n; j++) {
        mean[j] = best[j] + 0.3 * (1 + 10 * j) * random.nextNormal();
        deviation[j] = (0.5 + random.nextDouble()) * (1 + 10 * j);
      }
      double sum = 0;
      int draws = 60_000;
      double[] y = new double[n];
      for (int i = 0; i < draws; i++) {
        for (int j = 0; j < n; j++) {
          y[j] = mean[j] + deviation[j] * random.nextNormal();
        }
        sum += fall(stairs, y);
      }
      double exact =
          StrictMath.exp(Improvement.down(stairs).log(mean, deviation, new double[2 * n]));
      assertEquals(1, sum / draws / exact, 0.05, "trial " + trial);
    }
  }

  private static Hierarchy lastUnlimited(int n) {
    List<Tier> tiers = new ArrayList<>(shares(n).tiers());
    tiers.set(n - 1, new Tier("f" + (n - 1), new Tolerance.Unlimited()));
    return new Hierarchy(tiers);
  }

  @Test
  void gradientsOfTheImprovementAreThoseOfDifferences() {
    RandomStream random = new RandomStream(5, 5);
    for (int trial = 0; trial < 20; trial++) {
      List<double[]> losses = losses(random, 8, 3);
      Chimera chimera = new Chimera(objectives(3), shares(3), losses);
      Improvement improvement = Improvement.down(chimera.below(losses.get(chimera.best(losses))));
      double[] at = {
        random.nextNormal(), 10 * random.nextNormal(), 20 * random.nextNormal(), 0.7, 5, 30
      };
      double[] gradient = new double[6];
      value(improvement, at, gradient);
      for (int i = 0; i < 6; i++) {
        double h = 1e-6 * Math.max(1e-2, Math.abs(at[i]));
        double[] up = at.clone();
        double[] down = at.clone();
        up[i] += h;
        down[i] -= h;
        double[] unused = new double[6];
        double difference =
            (value(improvement, up, unused) - value(improvement, down, unused)) / (2 * h);
        assertEquals(difference, gradient[i], 1e-4 * Math.max(1, Math.abs(difference)));
      }
    }
  }

  private static double value(Improvement improvement, double[] at, double[] gradient) {
    return improvement.log(
        new double[] {at[0], at[1], at[2]}, new double[] {at[3], at[4], at[5]}, gradient);
  }

  /**
   * Squared distances from three corners. The first two limits leave a lens; in it the third is
   * least where the circles of both limits meet nearest to its corner: 0.25 from (0, 0) and 0.5
   * from (1, 0) lie at a = 0.375, b² = 0.109, so that the distance from (0, 1) is 0.589.
   */
  @Test
  void objectivesAreMetInTheirOrder() {
    Problem problem =
        new Problem(
                "order",
                new Space(
                    List.of(
                        new Variable.Continuous("a", 0, 1, ONE),
                        new Variable.Continuous("b", 0, 1, ONE)),
                    List.of()),
                objectives(3),
                List.of(),
                List.of(new Fidelity("only", "test", 1, Settings.NONE)),
                30,
                List.of(2.0, 2.0, 2.0),
                4)
            .with(
                hierarchy(
                    new Tolerance.Level(0.25),
                    new Tolerance.Level(0.5),
                    new Tolerance.Unlimited()));
    Campaigns.World world =
        (x, _) -> {
          double a = x.si("a");
          double b = x.si("b");
          SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
          outcomes.put("f0", Value.Scalar.of(a * a + b * b, ONE));
          outcomes.put("f1", Value.Scalar.of((1 - a) * (1 - a) + b * b, ONE));
          outcomes.put("f2", Value.Scalar.of(a * a + (1 - b) * (1 - b), ONE));
          return outcomes;
        };
    double best = third(Campaigns.play(new ModelBased(), problem, world, 99).observations());
    double random = third(Campaigns.play(new RandomDesigns(), problem, world, 99).observations());
    double a = 0.375;
    double b = Math.sqrt(0.25 - a * a);
    double least = a * a + (1 - b) * (1 - b);
    System.out.printf("hierarchy: %.4f of %.4f, random %.4f%n", best, least, random);
    assertEquals(least, best, 0.01);
    assertTrue(random > best);
  }

  private static double third(List<Observation> observations) {
    return observations.stream()
        .filter(o -> o.outcome("f0", ONE) <= 0.25 && o.outcome("f1", ONE) <= 0.5)
        .mapToDouble(o -> o.outcome("f2", ONE))
        .min()
        .orElse(Double.POSITIVE_INFINITY);
  }
}
