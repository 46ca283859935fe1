package org.cellwright.science.numerics.dae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that bends at every whole second, and the order and stability that are kept over it. */
class TrBdf2IntegratorTest {
  private static final int SECONDS = 10;
  private static final double[] INPUT = {0, 1, -2, 3, 3, -1, 0, 4, -4, 1, 2};

  /** y' = rate (u − y), 0 = z − y − u, with u(t) in straight lines; the last differential is t. */
  private static Dense filter(double rate) {
    return new Dense(
        2,
        new double[] {1, 1, 1},
        (y, f) -> {
          double u = input(y[1]);
          f[0] = rate * (u - y[0]);
          f[1] = 1;
          f[2] = y[2] - y[0] - u;
        });
  }

  private static double input(double t) {
    int k = Math.min((int) t, SECONDS - 1);
    return INPUT[k] + (t - k) * (INPUT[k + 1] - INPUT[k]);
  }

  /** From second to second y = u − s/rate + (y₀ − u₀ + s/rate) exp(−rate t), s the slope of u. */
  private static double exact(double rate, int second) {
    double y = 0;
    for (int k = 0; k < second; k++) {
      double lag = (INPUT[k + 1] - INPUT[k]) / rate;
      y = INPUT[k + 1] - lag + (y - INPUT[k] + lag) * Math.exp(-rate);
    }
    return y;
  }

  /** Largest error at the bends in this many steps a second. */
  private static double error(double rate, int perSecond) {
    TrBdf2Integrator integrator = new TrBdf2Integrator(filter(rate));
    assertTrue(integrator.start(0, new double[] {0, 0, 0}, 1e3));
    double worst = 0;
    for (int k = 1; k <= SECONDS * perSecond; k++) {
      assertTrue(integrator.step(1.0 / perSecond));
      if (k % perSecond == 0) {
        worst = Math.max(worst, Math.abs(integrator.state()[0] - exact(rate, k / perSecond)));
      }
    }
    assertEquals(SECONDS * perSecond, integrator.steps());
    return worst;
  }

  @Test
  void keepsItsOrderOverBends() {
    double coarse = error(2, 8);
    double fine = error(2, 32);
    System.out.printf(
        "TR-BDF2 over bends: %.1e with 8, %.1e with 32 steps a second%n", coarse, fine);
    assertEquals(2, Math.log(coarse / fine) / Math.log(4), 0.2);
  }

  @ParameterizedTest(name = "rate = {0}")
  @ValueSource(doubles = {1e2, 1e4, 1e6})
  void dampsWhatIsFarFasterThanItsSteps(double rate) {
    // The input itself, but for the lag of slope / rate, at most 8 / rate.
    assertTrue(error(rate, 1) < 8 / rate, error(rate, 1) + "");
  }

  @Test
  void meetsItsToleranceByItself() {
    for (double tolerance : new double[] {1e-3, 1e-5}) {
      TrBdf2Integrator integrator = new TrBdf2Integrator(filter(2));
      assertTrue(integrator.start(0, new double[] {0, 0, 0}, tolerance));
      for (int second = 1; second <= SECONDS; second++) {
        while (integrator.time() < second - 1e-12) {
          assertTrue(integrator.step(second - integrator.time()));
        }
        assertEquals(exact(2, second), integrator.state()[0], 50 * tolerance);
        assertEquals(integrator.state()[0] + INPUT[second], integrator.state()[2], 50 * tolerance);
      }
    }
  }
}
