package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;

class SuccessModelTest {
  /** Sixty runs over three features, of which the source tells the first two. */
  private static Sources source(boolean right) {
    RandomStream random = new RandomStream(8, 1);
    List<double[]> succeeded = new ArrayList<>();
    List<double[]> failed = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double[] x = {random.nextDouble(), random.nextDouble(), Double.NaN};
      (fails(x) == right ? failed : succeeded).add(x);
    }
    return Sources.learn(
        List.of(new Sources.Taught("earlier", new int[] {0, 1}, 2, succeeded, List.of(), failed)),
        List.of(),
        new int[] {0, 1, 2});
  }

  private static boolean fails(double[] x) {
    return x[0] > 0.6;
  }

  private static SuccessModel model(int runs, Sources sources) {
    RandomStream random = new RandomStream(9, 2);
    SuccessModel model = new SuccessModel(1);
    for (int i = 0; i < runs; i++) {
      double[] x = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      model.add(x, 0, !fails(x));
    }
    model.learn(sources, new int[] {0, 1, 2}, 3, ProcessStore.empty());
    return model;
  }

  private static double probability(SuccessModel model, double... x) {
    return Math.exp(model.logProbabilities(new double[][] {x})[0]);
  }

  @Test
  void slopesAreThoseOfTheProbability() {
    for (int runs : new int[] {0, 12}) {
      SuccessModel model = model(runs, source(true));
      double[] x = {0.45, 0.3, 0.7};
      double[] gradient = new double[3];
      double log = model.logProbability(x, gradient);
      assertEquals(log, model.logProbabilities(new double[][] {x})[0], 1e-12);
      for (int j = 0; j < 3; j++) {
        double[] up = x.clone();
        double[] down = x.clone();
        up[j] += 1e-5;
        down[j] -= 1e-5;
        double[] ends = model.logProbabilities(new double[][] {up, down});
        assertEquals((ends[0] - ends[1]) / 2e-5, gradient[j], 1e-6);
      }
    }
  }

  @Test
  void believedAtFirstByHalfThenAsItsWordIsKept() {
    SuccessModel before = model(0, source(true));
    assertEquals(0.5, before.standings().getFirst().weight(), 1e-12);
    double there = probability(before, 0.9, 0.5, 0.5);
    assertTrue(there < 0.5, "" + there);
    assertTrue(probability(before, 0.2, 0.5, 0.5) > 0.75);
    SuccessModel after = model(10, source(true));
    assertTrue(after.standings().getFirst().weight() > 0.9);
    assertTrue(probability(after, 0.9, 0.5, 0.5) < 0.1);
  }

  /** Each of many begins with little, and none is dropped for that. */
  @Test
  void manySourcesTogetherAreBelievedAsOne() {
    List<Sources.Taught> many = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<double[]> succeeded = List.of(new double[] {0.2, 0.5, 0}, new double[] {0.4, 0.2, 0});
      List<double[]> failed = List.of(new double[] {0.9, 0.5, 0}, new double[] {0.8, 0.7, 0});
      many.add(new Sources.Taught("s" + i, new int[] {0, 1}, 2, succeeded, List.of(), failed));
    }
    SuccessModel model = model(0, Sources.learn(many, List.of(), new int[] {0, 1, 2}));
    assertTrue(model.standings().stream().noneMatch(Sources.Standing::dropped));
    assertTrue(probability(model, 0.9, 0.5, 0.5) < 0.5);
    assertTrue(probability(model, 0.2, 0.5, 0.5) > 0.75);
  }

  @Test
  void ownRunsOverruleIt() {
    SuccessModel model = new SuccessModel(1);
    model.add(new double[] {0.9, 0.5, 0.5}, 0, true);
    model.learn(source(true), new int[] {0, 1, 2}, 3, ProcessStore.empty());
    assertTrue(probability(model, 0.9, 0.5, 0.5) > 0.95);
    assertTrue(probability(model, 0.2, 0.5, 0.5) > probability(model, 0.9, 0.1, 0.1));
  }

  @Test
  void droppedItLeavesTheModelWithoutSources() {
    SuccessModel misled = model(12, source(false));
    assertTrue(misled.standings().getFirst().dropped());
    double[][] xs = {{0.1, 0.2, 0.3}, {0.7, 0.8, 0.1}, {0.55, 0.5, 0.9}};
    assertArrayEquals(model(12, Sources.NONE).logProbabilities(xs), misled.logProbabilities(xs), 0);
  }

  @Test
  void successesBelowDoNotSpeakForTheTopButThoseAboveDoForLooks() {
    double[] above = {0.2, 0.5, 0.5};
    double[] below = {0.8, 0.5, 0.5};
    SuccessModel model = new SuccessModel(2);
    model.add(above, 1, false);
    for (int i = 0; i < 5; i++) {
      model.add(above, 0, true);
    }
    model.add(below, 0, false);
    model.learn(Sources.NONE, new int[] {0, 1, 2}, 3, ProcessStore.empty());
    assertTrue(probability(model, above) < 0.05, "" + probability(model, above));
    assertTrue(probability(model, below) < 0.05, "" + probability(model, below));
    model.add(below, 1, true);
    model.learn(Sources.NONE, new int[] {0, 1, 2}, 3, ProcessStore.empty());
    assertTrue(probability(model, below) > 0.3, "" + probability(model, below));
  }
}
