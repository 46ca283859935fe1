package org.cellwright.science.planner.acquisition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.cellwright.core.Formula;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.surrogate.OutputTransform;
import org.cellwright.science.planner.surrogate.OutputTransform.Kind;
import org.junit.jupiter.api.Test;

class LossTest {
  private static final OutputTransform[] LINEAR = {
    new OutputTransform(Kind.IDENTITY, 0, 1, 5, 2), new OutputTransform(Kind.IDENTITY, 0, 1, -1, 3)
  };
  private static final OutputTransform[] BENT = {
    new OutputTransform(Kind.LOG, 0, 1, 1, 0.5), new OutputTransform(Kind.ASINH, 1, 2, 0.3, 0.7)
  };

  private static Wish wish(String formula) {
    Formula parsed =
        Formula.parse(formula, Map.of("a", MeasurementUnit.ONE, "b", MeasurementUnit.ONE));
    return new Wish.Composite(List.copyOf(parsed.inputs().keySet()), parsed::smooth);
  }

  @Test
  void aLinearCompositeIsExact() {
    double[] means = {0.4, -1.2};
    double[] deviations = {0.3, 0.8};
    Loss loss = Loss.of(wish("3 * a - 2 * b + 7"), LINEAR, means, deviations, true);
    assertEquals(3 * (5 + 2 * 0.4) - 2 * (-1 + 3 * -1.2) + 7, loss.mean(), 1e-12);
    double sa = 3 * 2 * 0.3;
    double sb = 2 * 3 * 0.8;
    double deviation = Math.hypot(sa, sb);
    assertEquals(deviation, loss.deviation(), 1e-12);
    assertEquals(6, loss.meanByMean()[0], 1e-12);
    assertEquals(-6, loss.meanByMean()[1], 1e-12);
    assertEquals(0, loss.meanByDev()[0], 1e-12);
    assertEquals(0, loss.devByMean()[1], 1e-12);
    assertEquals(sa * 6 / deviation, loss.devByDev()[0], 1e-12);
    assertEquals(sb * 6 / deviation, loss.devByDev()[1], 1e-12);
  }

  /** E[ab] = m n and Var[ab] = s²n² + t²m² + s²t² for independent normals. */
  @Test
  void aProductAgreesWithItsClosedForm() {
    Loss loss = Loss.of(wish("a * b"), LINEAR, new double[] {0, 0}, new double[] {0.2, 0.3}, false);
    assertEquals(-5, loss.mean(), 0.01);
    double s = 0.4;
    double t = 0.9;
    assertEquals(
        Math.sqrt(s * s + t * t * 25 + s * s * t * t), loss.deviation(), 0.01 * loss.deviation());
  }

  @Test
  void bentOutputsAgreeWithAMillionSamples() {
    Wish wish = wish("sqrt(ramp(a, 1, 8)) * (b + 9) / a");
    double[] means = {0.4, 0.2};
    double[] deviations = {0.5, 0.4};
    Loss loss = Loss.of(wish, BENT, means, deviations, false);
    RandomStream random = new RandomStream(3, 0);
    double sum = 0;
    double squares = 0;
    int samples = 1_000_000;
    for (int s = 0; s < samples; s++) {
      double[] y = new double[2];
      for (int i = 0; i < 2; i++) {
        y[i] = BENT[i].invert(means[i] + deviations[i] * random.nextNormal());
      }
      double value = ((Wish.Composite) wish).merit().loss(y, null);
      sum += value;
      squares += value * value;
    }
    double mean = sum / samples;
    assertEquals(mean, loss.mean(), 0.02 * mean);
    assertEquals(
        Math.sqrt(squares / samples - mean * mean), loss.deviation(), 0.1 * loss.deviation());
  }

  @Test
  void slopesAreThoseOfTheMoments() {
    for (OutputTransform[] transforms : List.of(LINEAR, BENT)) {
      for (String formula :
          List.of("a * b + exp(b / 9)", "(ramp(a, 20, 40) * ramp(b, 3, -3)^2)^(1/3)")) {
        double[] c = {0.4, -0.2, 0.3, 0.5};
        double[] found = new double[8];
        Loss loss = at(formula, transforms, c, true);
        System.arraycopy(loss.meanByMean(), 0, found, 0, 2);
        System.arraycopy(loss.meanByDev(), 0, found, 2, 2);
        System.arraycopy(loss.devByMean(), 0, found, 4, 2);
        System.arraycopy(loss.devByDev(), 0, found, 6, 2);
        for (int p = 0; p < 4; p++) {
          double h = 1e-6;
          double[] up = c.clone();
          double[] down = c.clone();
          up[p] += h;
          down[p] -= h;
          Loss above = at(formula, transforms, up, false);
          Loss below = at(formula, transforms, down, false);
          double scale = 1e-5 * (Math.abs(loss.mean()) + loss.deviation());
          assertEquals((above.mean() - below.mean()) / (2 * h), found[p], scale);
          assertEquals((above.deviation() - below.deviation()) / (2 * h), found[4 + p], scale);
        }
      }
    }
  }

  private static Loss at(String formula, OutputTransform[] transforms, double[] c, boolean slopes) {
    return Loss.of(
        wish(formula), transforms, new double[] {c[0], c[1]}, new double[] {c[2], c[3]}, slopes);
  }
}
