package org.cellwright.science.numerics.dae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The integrator by itself, on problems with known answers. */
class BdfIntegratorTest {

  private static void advance(BdfIntegrator integrator, double to) {
    while (integrator.time() < to * (1 - 1e-14)) {
      assertTrue(integrator.step(to - integrator.time()), "the step size vanished");
    }
  }

  @Test
  void solvesRobertsonsReactionsAsADifferentialAlgebraicSystem() {
    Dense robertson =
        new Dense(
            2,
            new double[] {1e-2, 1e-6, 1e-2},
            (y, f) -> {
              double forward = 0.04 * y[0] - 1e4 * y[1] * y[2];
              f[0] = -forward;
              f[1] = forward - 3e7 * y[1] * y[1];
              f[2] = y[0] + y[1] + y[2] - 1;
            });
    // Printed by the example idaRoberts_dns of SUNDIALS, four digits.
    double[][] published = {
      {0.4, 9.8517e-01, 3.3864e-05, 1.4794e-02},
      {4, 9.0553e-01, 2.2403e-05, 9.4452e-02},
      {40, 7.1579e-01, 9.1850e-06, 2.8420e-01},
      {400, 4.5044e-01, 3.2218e-06, 5.4956e-01},
      {4e3, 1.8321e-01, 8.9444e-07, 8.1679e-01},
      {4e4, 3.8983e-02, 1.6219e-07, 9.6102e-01}
    };
    BdfIntegrator integrator = new BdfIntegrator(robertson);
    assertTrue(integrator.start(0, new double[] {1, 0, 0.3}, 1e-8, 1e-6));
    assertEquals(0, integrator.state()[2], 1e-12, "made consistent at the start");
    for (double[] row : published) {
      advance(integrator, row[0]);
      for (int i = 0; i < 3; i++) {
        assertEquals(row[i + 1], integrator.state()[i], 1e-3 * row[i + 1], "t = " + row[0]);
      }
      if (row[0] == 40) {
        // Hairer and Wanner, Solving Ordinary Differential Equations II, test set, ROBER.
        assertEquals(0.7158270688, integrator.state()[0], 1e-7);
        assertEquals(0.9185534765e-5, integrator.state()[1], 1e-12);
        System.out.printf(
            "Robertson at t = 40: off by %.1e in %d steps%n",
            integrator.state()[0] - 0.7158270688, integrator.steps());
      }
    }
  }

  @ParameterizedTest(name = "lambda = {0}")
  @ValueSource(doubles = {-1, -1e3, -1e6, -1e9})
  void followsProtheroAndRobinsonHoweverStiff(double lambda) {
    // y' = lambda (y - cos t) - sin t; the last unknown is the time.
    Dense problem =
        new Dense(
            2,
            new double[] {1, 1},
            (y, f) -> {
              f[0] = lambda * (y[0] - Math.cos(y[1])) - Math.sin(y[1]);
              f[1] = 1;
            });
    BdfIntegrator integrator = new BdfIntegrator(problem);
    assertTrue(integrator.start(0, new double[] {1, 0}, 1e-6, 0));
    double worst = 0;
    while (integrator.time() < 10) {
      assertTrue(integrator.step(10 - integrator.time()));
      worst = Math.max(worst, Math.abs(integrator.state()[0] - Math.cos(integrator.time())));
    }
    System.out.printf(
        "Prothero-Robinson, lambda %.0e: error %.1e in %d steps at rtol 1e-6%n",
        lambda, worst, integrator.steps());
    assertTrue(worst < 1e-4, "error " + worst);
    assertTrue(integrator.steps() < 400, integrator.steps() + " steps");
  }

  /** y' = y (1 − y), y(0) = 0.1. */
  private static Dense logistic() {
    return new Dense(1, new double[] {1}, (y, f) -> f[0] = y[0] * (1 - y[0]));
  }

  private static double logisticAt(double t) {
    return 1 / (1 + 9 * Math.exp(-t));
  }

  @Test
  void climbsToFifthOrderSoThatAccuracyIsCheap() {
    double[] tolerances = {1e-3, 1e-5, 1e-7, 1e-9};
    double[] errors = new double[4];
    long[] steps = new long[4];
    int highest = 0;
    for (int k = 0; k < 4; k++) {
      BdfIntegrator integrator = new BdfIntegrator(logistic());
      assertTrue(integrator.start(0, new double[] {0.1}, tolerances[k], 0));
      while (integrator.time() < 8) {
        assertTrue(integrator.step(8 - integrator.time()));
        highest = Math.max(highest, integrator.order());
        errors[k] =
            Math.max(errors[k], Math.abs(integrator.state()[0] - logisticAt(integrator.time())));
      }
      steps[k] = integrator.steps();
    }
    System.out.printf(
        "logistic growth: errors %s in %s steps at rtol 1e-3 … 1e-9%n",
        Arrays.stream(errors).mapToObj("%.1e"::formatted).toList(), Arrays.toString(steps));
    assertEquals(BdfIntegrator.MAX_ORDER, highest);
    for (int k = 0; k < 4; k++) {
      assertTrue(errors[k] < 30 * tolerances[k], Arrays.toString(errors));
    }
    // A million times more accurate: 15 times the steps at order 4, 1000 times at order 1.
    assertTrue(steps[3] < 15 * steps[0], Arrays.toString(steps));
  }

  @Test
  void answersBetweenStepsAsAccuratelyAsAtThem() {
    BdfIntegrator integrator = new BdfIntegrator(logistic());
    assertTrue(integrator.start(0, new double[] {0.1}, 1e-6, 0));
    double atSteps = 0;
    double between = 0;
    double[] all = new double[1];
    while (integrator.time() < 8) {
      double before = integrator.state()[0];
      assertTrue(integrator.step(8 - integrator.time()));
      double from = integrator.previousTime();
      double to = integrator.time();
      atSteps = Math.max(atSteps, Math.abs(integrator.state()[0] - logisticAt(to)));
      assertEquals(before, integrator.at(0, from), 1e-12, "continuous from step to step");
      for (int s = 1; s < 10; s++) {
        double when = from + (to - from) * s / 10;
        between = Math.max(between, Math.abs(integrator.at(0, when) - logisticAt(when)));
        integrator.at(when, all);
        assertEquals(integrator.at(0, when), all[0], 1e-15);
      }
    }
    System.out.printf("dense output: error %.1e between steps, %.1e at them%n", between, atSteps);
    assertTrue(between < 3 * atSteps, between + " between, " + atSteps + " at steps");
  }

  @Test
  void givesUpWhereTheSolutionCeasesToExist() {
    // y' = y², y(0) = 1 reaches infinity at t = 1.
    Dense problem = new Dense(1, new double[] {1}, (y, f) -> f[0] = y[0] * y[0]);
    BdfIntegrator integrator = new BdfIntegrator(problem);
    assertTrue(integrator.start(0, new double[] {1}, 1e-6, 0));
    boolean alive = true;
    for (int k = 0; k < 10_000 && alive; k++) {
      alive = integrator.step(2 - integrator.time());
    }
    assertFalse(alive, "went on beyond the pole");
    assertEquals(1, integrator.time(), 1e-4);
  }
}
