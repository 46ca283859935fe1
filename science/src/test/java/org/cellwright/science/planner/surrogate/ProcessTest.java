package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.cellwright.science.numerics.RandomStream;
import org.junit.jupiter.api.Test;

class ProcessTest {

  /** Two data, worked out by hand: μ = kᵀ K⁻¹ y and σ² = 1 − kᵀ K⁻¹ k. */
  @Test
  void posteriorOfTwoDataIsTheClosedForm() {
    Kernel kernel = new Kernel(new double[] {0.5}, 1, 0.3, 0, 0, 0, 1, 0.01);
    Process process = new Process(kernel, 2);
    process.add(new double[] {0.2}, 0, 1.0, 0);
    process.add(new double[] {0.7}, 0, -0.5, 0);
    process.update();
    double c = Kernel.smooth(1, 0.3);
    double a = Kernel.smooth(0.04, 0.3);
    double b = Kernel.smooth(0.64, 0.3);
    double determinant = 1.01 * 1.01 - c * c;
    double mean = (a * (1.01 * 1.0 - c * -0.5) + b * (1.01 * -0.5 - c * 1.0)) / determinant;
    double explained = (1.01 * (a * a + b * b) - 2 * c * a * b) / determinant;
    double[] means = new double[1];
    double[] variances = new double[1];
    process.predict(new double[][] {{0.3}}, new double[1], means, variances);
    assertEquals(mean, means[0], 1e-13);
    assertEquals(1 - explained, variances[0], 1e-13);
  }

  @Test
  void maternOfFiveHalvesHasItsPublishedValue() {
    // (1 + √5 r + 5 r²/3) exp(−√5 r) at r = 1 and at r = 3.
    assertEquals(0.5239941088318203, Kernel.smooth(1, 0), 1e-15);
    assertEquals(0.027723421914625807, Kernel.smooth(1, 1), 1e-15);
    assertEquals(
        0.7 * 0.5239941088318203 + 0.3 * 0.027723421914625807, Kernel.smooth(1, 0.3), 1e-15);
  }

  @Test
  void gradientsOfTheLikelihoodAreThoseOfDifferences() {
    Fitting.Data data = data(12);
    int[] groups = {0, 1, 1};
    double[] theta = {-0.3, 0.2, -4, 0.3, -0.5};
    Pairs pairs = new Pairs(data.x(), groups);
    assertGradient(
        theta,
        (t, g) ->
            Fitting.negativeLogPosterior(
                Fitting.of(data), pairs, 0.3, t, g, Fitting.lengthCentres(pairs.shared(), 3)));
    Kernel below = new Kernel(new double[] {0.4, 0.7, 0.7}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    assertGradient(
        new double[] {0.1, -1.5, -2, -1.8, -5},
        (t, g) ->
            Fitting.negativeLogPosteriorOfGap(
                data, Fitting.pairs(data, below), 0.3, Fitting.Relation.SAME, t, g));
  }

  @Test
  void gradientsOfAPredictionAcrossFidelitiesAreThoseOfDifferences() {
    Surrogate surrogate = chain();
    double[] x = {0.35, 0.6, 0.2};
    Surrogate.Prediction here = surrogate.predict(x, 1);
    double[][] batch = surrogate.predict(new double[][] {x}, 1);
    assertEquals(batch[0][0], here.mean(), 1e-11);
    assertEquals(batch[1][0], here.variance(), 1e-11);
    for (int j = 0; j < 3; j++) {
      double h = 1e-6;
      double[] up = x.clone();
      double[] down = x.clone();
      up[j] += h;
      down[j] -= h;
      double[][] p = surrogate.predict(new double[][] {up, down}, 1);
      assertEquals((p[0][0] - p[0][1]) / (2 * h), here.meanGradient()[j], 1e-5);
      assertEquals((p[1][0] - p[1][1]) / (2 * h), here.varianceGradient()[j], 1e-5);
    }
  }

  /** Le Gratiet's recursion: twice the fidelity below plus a shift is learned from six data. */
  @Test
  void aShiftAndASlopeBetweenFidelitiesAreLearnedFromFewData() {
    Surrogate surrogate = chain();
    double worst = 0;
    for (int i = 0; i < 50; i++) {
      RandomStream random = new RandomStream(5, i);
      double[] x = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
      double top = surrogate.predict(new double[][] {x}, 1)[0][0];
      worst = Math.max(worst, Math.abs(top - (1.3 * smooth(x) + 0.2)));
    }
    assertTrue(worst < 0.25, "worst error " + worst);
  }

  @Test
  void believingAPredictionChangesNoMeanButLeavesNoDoubt() {
    Surrogate surrogate = chain();
    double[][] x = {{0.05, 0.95, 0.05}};
    double[][] before = surrogate.predict(x, 1);
    surrogate.believe(x[0], 1);
    double[][] after = surrogate.predict(x, 1);
    assertEquals(before[0][0], after[0][0], 1e-6);
    assertTrue(after[1][0] <= before[1][0]);
  }

  /** Tens of data cross the groups of the factor; the earlier process also holds a believed one. */
  @Test
  void aProcessThatGoesOnWithAnEarlierOneGivesTheBitsOfOneFromScratch() {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0.1, 0.2, 0.6, 1.5, 1e-3);
    Fitting.Data all = data(90);
    Process earlier = Process.of(kernel, head(all, 71), null);
    earlier.add(new double[] {0.1, 0.2, 0.3}, 0, 0.4, 0);
    earlier.update();
    assertSamePredictions(Process.of(kernel, all, null), Process.of(kernel, all, earlier), all.x());
    Process other = Process.of(kernel, all, null);
    assertSamePredictions(
        Process.of(kernel, head(all, 33), null), Process.of(kernel, head(all, 33), other), all.x());
    Kernel wider = new Kernel(new double[] {0.4, 0.8, 0.5}, 1, 0.3, 0.1, 0.2, 0.6, 1.5, 1e-3);
    assertSamePredictions(
        Process.of(wider, all, null),
        Process.of(wider, all, Process.of(kernel, all, null)),
        all.x());
    assertSamePredictions(process(kernel, all), Process.of(kernel, all, null), all.x());
  }

  @Test
  void threadsChangeNothing() throws Exception {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    Fitting.Data data = data(150);
    Process process = Process.of(kernel, data, null);
    double[][] xs = data(700).x();
    double[][] many = predictions(process, xs);
    try (ForkJoinPool one = new ForkJoinPool(1)) {
      double[][] alone = one.submit(() -> predictions(process, xs)).get();
      assertArrayEquals(many[0], alone[0]);
      assertArrayEquals(many[1], alone[1]);
    }
  }

  @Test
  void fewPointsArePredictedToTheBitsOfMany() {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    Process process = Process.of(kernel, data(90), null);
    double[][] xs = data(30).x();
    double[][] many = predictions(process, xs);
    for (int i = 0; i < xs.length; i++) {
      double[][] alone = predictions(process, new double[][] {xs[i]});
      assertEquals(many[0][i], alone[0][0]);
      assertEquals(many[1][i], alone[1][0]);
    }
  }

  @Test
  void anOutlineHasTheSameMeansAndNoLessDoubt() {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    Process few = Process.of(kernel, data(100), null);
    assertSame(few, few.outline());
    assertSame(few, few.around(new double[] {0.5, 0.5, 0.5}));
    Process process = Process.of(kernel, data(600), null);
    double[][] xs = data(650).x();
    double[][] whole = predictions(process, xs);
    double[][] outline = predictions(process.outline(), xs);
    double[][] quarter = predictions(Process.of(kernel, head(data(600), 150), null), xs);
    assertArrayEquals(whole[0], outline[0]);
    assertArrayEquals(quarter[1], outline[1]);
    for (int i = 0; i < xs.length; i++) {
      assertTrue(outline[1][i] >= whole[1][i] - 1e-12);
    }
  }

  @Test
  void aroundAPointTheNearestDataSayWhatAllSay() {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    Process process = Process.of(kernel, data(600), null);
    double[] x = {0.3, 0.6, 0.45};
    Process around = process.around(x);
    double[][] xs = {x, {0.31, 0.58, 0.47}};
    double[][] whole = predictions(process, xs);
    double[][] near = predictions(around, xs);
    assertArrayEquals(whole[0], near[0]);
    for (int i = 0; i < xs.length; i++) {
      assertTrue(near[1][i] >= whole[1][i] - 1e-12);
      assertEquals(Math.sqrt(whole[1][i]), Math.sqrt(near[1][i]), 0.02 * Math.sqrt(whole[1][i]));
    }
    for (int output = 0; output < 2; output++) {
      int of = output;
      assertGradient(
          x,
          (point, gradient) -> {
            double[] other = new double[3];
            double[] both =
                around.predict(
                    point,
                    0,
                    new double[3],
                    of == 0 ? gradient : other,
                    of == 1 ? gradient : other);
            return both[of];
          });
    }
  }

  @Test
  void aStoreHoldsOneProcessForEachPartHoweverLongTheCampaign() {
    Kernel kernel = new Kernel(new double[] {0.4, 0.7, 0.5}, 1, 0.3, 0, 0, 0.6, 1.5, 1e-3);
    ProcessStore store = ProcessStore.empty();
    for (int i = 0; i < 50; i++) {
      store = store.next();
      store.learn("part " + i, kernel, head(data(60), 10 + i));
      store.learn("always", kernel, head(data(60), 10 + i));
    }
    assertEquals(2, store.size());
  }

  private static void assertSamePredictions(Process expected, Process actual, double[][] xs) {
    double[][] e = predictions(expected, xs);
    double[][] a = predictions(actual, xs);
    assertArrayEquals(e[0], a[0]);
    assertArrayEquals(e[1], a[1]);
  }

  private static double[][] predictions(Process process, double[][] xs) {
    double[] means = new double[xs.length];
    double[] variances = new double[xs.length];
    process.predict(xs, new double[xs.length], means, variances);
    return new double[][] {means, variances};
  }

  private static Fitting.Data head(Fitting.Data data, int n) {
    return new Fitting.Data(
        Arrays.copyOf(data.x(), n),
        Arrays.copyOf(data.below(), n),
        Arrays.copyOf(data.value(), n),
        Arrays.copyOf(data.doubt(), n));
  }

  private static Surrogate chain() {
    Fitting.Data low = data(60);
    int[] groups = {0, 1, 2};
    Kernel below = Fitting.fit(low, Fitting.typical(groups, 3), groups, 3, 40);
    Surrogate surrogate =
        new Surrogate(new OutputTransform(OutputTransform.Kind.IDENTITY, 0, 1, 0, 1));
    surrogate.addLevel(process(below, low));
    double[][] points = Arrays.copyOf(low.x(), 6);
    double[][] prediction = surrogate.predict(points, 0);
    double[] gaps = new double[6];
    Arrays.setAll(gaps, i -> 1.3 * smooth(points[i]) + 0.2 - prediction[0][i]);
    Fitting.Data high = new Fitting.Data(points, prediction[0], gaps, prediction[1]);
    Kernel gap = Fitting.fitGap(high, Fitting.typicalGap(below), below, 40);
    surrogate.addLevel(process(gap, high));
    return surrogate;
  }

  private static Process process(Kernel kernel, Fitting.Data data) {
    Process process = new Process(kernel, 10);
    for (int i = 0; i < data.x().length; i++) {
      process.add(data.x()[i], data.below()[i], data.value()[i], data.doubt()[i]);
    }
    process.update();
    return process;
  }

  private static Fitting.Data data(int n) {
    RandomStream random = new RandomStream(1, 0);
    double[][] x = new double[n][3];
    double[] value = new double[n];
    double[] below = new double[n];
    for (int i = 0; i < n; i++) {
      Arrays.setAll(x[i], _ -> random.nextDouble());
      value[i] = smooth(x[i]);
      below[i] = value[i] - 0.3;
    }
    return new Fitting.Data(x, n > 20 ? new double[n] : below, value, new double[n]);
  }

  private static double smooth(double[] x) {
    return Math.sin(3 * x[0]) + x[1] * x[1] - 0.5 * x[2];
  }

  private interface Function {
    double value(double[] x, double[] gradient);
  }

  private static void assertGradient(double[] theta, Function function) {
    double[] gradient = new double[theta.length];
    function.value(theta, gradient);
    for (int p = 0; p < theta.length; p++) {
      double h = 1e-6;
      double[] up = theta.clone();
      double[] down = theta.clone();
      up[p] += h;
      down[p] -= h;
      double[] scratch = new double[theta.length];
      double slope = (function.value(up, scratch) - function.value(down, scratch)) / (2 * h);
      assertEquals(slope, gradient[p], 1e-5 * Math.max(1, Math.abs(slope)));
    }
  }
}
