package org.cellwright.science.planner.surrogate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.LabelLikelihood.Labels;
import org.junit.jupiter.api.Test;

class LabelLikelihoodTest {
  private static Labels labels(int n) {
    RandomStream random = new RandomStream(4, 1);
    double[][] x = new double[n][2];
    double[] sign = new double[n];
    double[] hope = new double[n];
    double[] scale = new double[n];
    for (int i = 0; i < n; i++) {
      x[i][0] = random.nextDouble();
      x[i][1] = random.nextDouble();
      sign[i] = x[i][0] + 0.3 * x[i][1] > 0.7 ? -1 : 1;
      hope[i] = 0.5 + random.nextDouble();
      scale[i] = 2 + random.nextDouble();
    }
    return new Labels(x, sign, hope, scale);
  }

  @Test
  void slopesAreThoseOfTheValue() {
    Labels labels = labels(24);
    int[] groups = {0, 1};
    Pairs pairs = new Pairs(labels.x(), groups);
    double[] centres = {-1, -1};
    double[] theta = {-0.8, -0.2, -3.5, 0.3, -0.4};
    double[] gradient = new double[theta.length];
    Likelihood.Of of = labels.likelihood();
    Fitting.negativeLogPosterior(of, pairs, 0.3, theta, gradient, centres);
    double[] ignored = new double[theta.length];
    for (int p = 0; p < theta.length; p++) {
      double[] up = theta.clone();
      double[] down = theta.clone();
      up[p] += 1e-4;
      down[p] -= 1e-4;
      double slope =
          (Fitting.negativeLogPosterior(of, pairs, 0.3, up, ignored, centres)
                  - Fitting.negativeLogPosterior(of, pairs, 0.3, down, ignored, centres))
              / 2e-4;
      assertEquals(slope, gradient[p], 1e-3 * Math.max(1, Math.abs(slope)), "parameter " + p);
    }
  }

  /** Of one label expectation propagation is exact: Φ(y h / √(1 + s² k)). */
  @Test
  void oneLabelHasItsEvidence() {
    Labels one =
        new Labels(new double[][] {{0.5}}, new double[] {-1}, new double[] {1}, new double[] {2});
    double exact = NormalDistribution.cumulative(-1 / Math.sqrt(1 + 4 * 0.8));
    Likelihood likelihood = one.likelihood().at(new double[0], _ -> 0.8);
    assertEquals(exact, Math.exp(likelihood.value()), 1e-5);
  }

  /** Of two labels it is the probability of a quadrant, which has a closed form at h = 0. */
  @Test
  void twoLabelsHaveTheirEvidence() {
    for (double k : new double[] {-0.7, 0, 0.4, 0.8}) {
      Labels two =
          new Labels(
              new double[2][1], new double[] {1, 1}, new double[] {0, 0}, new double[] {3, 3});
      double correlation = 9 * k / (1 + 9);
      double exact = 0.25 + StrictMath.asin(correlation) / (2 * Math.PI);
      Likelihood likelihood = two.likelihood().at(new double[] {k}, _ -> 1);
      assertEquals(exact, Math.exp(likelihood.value()), 0.01);
    }
  }

  @Test
  void whereItStartsMakesNoDifference() {
    Labels labels = labels(24);
    double[] covariances = new Pairs(labels.x(), new int[] {0, 0}).distances(new double[] {1});
    Kernel.smooth(covariances, null, 0, covariances.length);
    Likelihood.Of warm = labels.likelihood();
    warm.at(new double[covariances.length], _ -> 2);
    double after = warm.at(covariances, _ -> 1.01).value();
    assertEquals(labels.likelihood().at(covariances, _ -> 1.01).value(), after, 1e-4);
  }

  @Test
  void thinnedItKeepsBothKinds() {
    Labels labels = labels(300);
    Labels few = labels.thinned(64);
    assertEquals(64, few.sign().length);
    assertEquals(32, Arrays.stream(few.sign()).filter(s -> s > 0).count());
    assertTrue(labels.thinned(300) == labels);
  }
}
