package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Control.Profile;
import org.cellwright.science.cell.Experiment.Safety;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Experiments on a simulated cell. */
class SimulationTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final Simulation SIMULATION = Simulation.of(CELL);

  private static Solution run(String experiment) throws InterruptedException {
    return SIMULATION.experiment(experiment).run();
  }

  private static double last(double[] values) {
    return values[values.length - 1];
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "Discharge at 1C for 10 min                 | time            | true",
        "Discharge at 1C until 3.5 V                | voltage 3.5 V   | true",
        "Discharge at 1C for 10 h or until 3.5 V    | voltage 3.5 V   | true",
        "Discharge at 1C for 10 min or until 3.5 V  | time            | true",
        "Discharge at 1C                            | lower cut-off 2.5 V | true",
        "Discharge at 20 W until 3 V                | voltage 3 V     | true",
        "Discharge at 1 Ohm until 3.3 V             | voltage 3.3 V   | true",
        "Discharge at 1C for 10 h  | lower cut-off 2.5 V before 'Discharge at 1C for 10 h' was done | false",
        "Discharge at 1C until 2 V                  | voltage 2 V     | true",
        "Rest for 1 h                               | time            | true",
        "Hold at 4 V until C/10                     | current 0.1 C   | true",
        "Hold at 4 V for 5 min                      | time            | true"
      })
  void endsForTheReasonThatCameFirst(String experiment, String reason, boolean complete)
      throws InterruptedException {
    Solution s = run(experiment);
    assertEquals(reason, s.endReason());
    assertEquals(complete, s.complete());
    assertEquals("step 1: " + reason, s.events().getLast().name());
    assertEquals(last(s.time()), s.events().getLast().time(), 1e-6);
  }

  @Test
  void stepsAfterOneThatWasNotDoneAreNotBegun() throws InterruptedException {
    Solution s = run("Discharge at 1C for 2 h; Rest for 1 h");
    assertFalse(s.complete());
    assertEquals(1, s.events().size());
    assertEquals(1, s.step()[s.points() - 1]);
  }

  @ParameterizedTest
  @EnumSource
  void aPowerBeyondTheCellIsAnEndWithAReason(Model model) throws InterruptedException {
    Solution s = SIMULATION.model(model).experiment("Discharge at 5 kW for 1 min").run();
    assertFalse(s.complete());
    assertFalse(s.endReason().isEmpty());
    assertTrue(Arrays.stream(s.voltage()).allMatch(Double::isFinite));
  }

  @ParameterizedTest
  @EnumSource
  void findsTheCutOffToAMillisecond(Model model) throws InterruptedException {
    Simulation discharge = SIMULATION.model(model).experiment("Discharge at 1C until 2.5 V");
    double exact = last(discharge.relativeTolerance(1e-10).run().time());
    Solution s = discharge.relativeTolerance(1e-6).run();
    System.out.printf(
        "%s: 2.5 V at %.4f s, off by %.1e s at rtol 1e-6, %.1e s at 1e-4%n",
        model,
        exact,
        Math.abs(last(s.time()) - exact),
        Math.abs(last(discharge.relativeTolerance(1e-4).run().time()) - exact));
    assertEquals(exact, last(s.time()), 1e-3);
    assertEquals(2.5, last(s.voltage()), 1e-7);
  }

  @Test
  void recordsAtTheTimesAskedForAndAtBothEndsOfEachStep() throws InterruptedException {
    Solution s =
        SIMULATION
            .stateOfCharge(0.5)
            .every(7)
            .experiment(
                "Discharge at 1C for 60 s; Rest for 30 s (0.1 s period); Charge at 1C for 35 s")
            .run();
    double[] first = Arrays.copyOf(s.time(), 10);
    assertArrayEquals(new double[] {0, 7, 14, 21, 28, 35, 42, 49, 56, 60}, first, 1e-9);
    assertEquals(60, s.time()[10], 1e-9);
    assertEquals(2, s.step()[10]);
    for (int k = 0; k <= 300; k++) {
      assertEquals(60 + 0.1 * k, s.time()[10 + k], 1e-6);
    }
    double[] rest = Arrays.copyOfRange(s.time(), 311, s.points());
    assertArrayEquals(new double[] {90, 97, 104, 111, 118, 125}, rest, 1e-6);
    for (int k = 1; k < s.points(); k++) {
      assertTrue(
          s.time()[k] > s.time()[k - 1] || s.step()[k] > s.step()[k - 1],
          "time stands still only between steps");
    }
  }

  @Test
  void samplingDoesNotChangeTheCourse() throws InterruptedException {
    Simulation simulation = SIMULATION.experiment("Discharge at 1C until 3 V");
    Solution dense = simulation.every(1).run();
    Solution own = simulation.run();
    assertEquals(own.effort(), dense.effort());
    assertEquals(last(own.time()), last(dense.time()));
    for (int k = 0; k < dense.points(); k += 100) {
      assertEquals(own.voltageAt(dense.time()[k]), dense.voltage()[k], 2e-3);
    }
  }

  @Test
  void countsChargeAndEnergyLikeTheInstrument() throws InterruptedException {
    Solution s = run("Discharge at 2 A for 30 min; Rest for 1 min; Charge at 1 A for 30 min");
    assertEquals(-0.5, last(s.charge()), 1e-9);
    double energy = 0;
    for (int k = 1; k < s.points(); k++) {
      energy +=
          0.5
              * (s.voltage()[k] * s.current()[k] + s.voltage()[k - 1] * s.current()[k - 1])
              * (s.time()[k] - s.time()[k - 1])
              / 3600;
    }
    assertEquals(energy, last(s.energy()), 2e-3 * Math.abs(energy));
  }

  private static Experiment profile(Profile.Kind kind, double[] times, double[] values) {
    Profile profile = new Profile(kind, times, values);
    return new Experiment(List.of(new Step(profile, List.of(), OptionalDouble.empty(), "profile")));
  }

  @ParameterizedTest
  @EnumSource
  void followsStraightLines(Profile.Kind kind) throws InterruptedException {
    double[] times = {0, 200, 260, 400};
    double[] values =
        switch (kind) {
          case CURRENT_AMPERE -> new double[] {0, -6, -6, 2};
          case POWER_WATT -> new double[] {0, -20, 5, 5};
          case VOLTAGE_VOLT -> new double[] {4.0, 3.8, 3.8, 4.05};
        };
    Profile asked = new Profile(kind, times, values);
    Solution s =
        SIMULATION.stateOfCharge(0.8).every(10).experiment(profile(kind, times, values)).run();
    assertTrue(s.complete(), s::endReason);
    assertEquals(41, s.points());
    for (int k = 0; k < s.points(); k++) {
      double got =
          switch (kind) {
            case CURRENT_AMPERE -> s.current()[k];
            case POWER_WATT -> s.current()[k] * s.voltage()[k];
            case VOLTAGE_VOLT -> s.voltage()[k];
          };
      assertEquals(10.0 * k, s.time()[k], 1e-6);
      assertEquals(asked.at(s.time()[k]), got, 2e-3, "at " + s.time()[k] + " s");
    }
    if (kind == Profile.Kind.CURRENT_AMPERE) {
      double coulomb = -0.5 * 6 * 200 - 6 * 60 + 0.5 * (-6 + 2) * 140;
      assertEquals(coulomb / 3600, last(s.charge()), 1e-4, "the area under the lines");
    }
  }

  @Test
  void aFullCellStartsADriveThatDischargesIt() throws InterruptedException {
    Solution s =
        SIMULATION
            .experiment(
                profile(Profile.Kind.CURRENT_AMPERE, new double[] {0, 60}, new double[] {0, -3}))
            .run();
    assertTrue(s.complete(), s::endReason);
    Solution charged =
        SIMULATION
            .experiment(
                profile(Profile.Kind.CURRENT_AMPERE, new double[] {0, 60}, new double[] {0, 3}))
            .run();
    assertFalse(charged.complete());
    assertTrue(charged.endReason().startsWith("upper cut-off 4.2 V before"), charged::endReason);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("reference")
  void drivesTheFirstMinutesOfUs06(Model model) throws InterruptedException {
    // The file has a comment for a header.
    Map<String, double[]> table =
        ReferenceData.columns(
            ReferenceData.folder("continuum/drive_cycles").resolve("US06.csv"), "time", "current");
    int n = 300;
    double[] times = Arrays.copyOf(Objects.requireNonNull(table.get("time")), n);
    double[] current = Objects.requireNonNull(table.get("current"));
    double[] charging = new double[n];
    double coulomb = 0;
    for (int k = 0; k < n; k++) {
      charging[k] = -current[k];
      coulomb += k == 0 ? 0 : 0.5 * (charging[k] + charging[k - 1]) * (times[k] - times[k - 1]);
    }
    Simulation drive =
        SIMULATION
            .model(model)
            .stateOfCharge(0.8)
            .every(1)
            .experiment(profile(Profile.Kind.CURRENT_AMPERE, times, charging));
    Solution s = drive.run();
    Solution exact = drive.relativeTolerance(1e-7).run();
    assertTrue(s.complete(), s::endReason);
    assertEquals(n, s.points());
    double worst = 0;
    for (int k = 0; k < n; k++) {
      assertEquals(charging[k], s.current()[k], 1e-9);
      worst = Math.max(worst, Math.abs(s.voltage()[k] - exact.voltage()[k]));
    }
    System.out.printf(
        "%s over %d s of US06: %.3f mV off, %.1f steps a second%n",
        model, n, 1e3 * worst, s.effort().steps() / (double) n);
    assertTrue(worst < 1e-3);
    // A guard: one step from sample to sample suffices for a millivolt.
    Solution fast = drive.relativeTolerance(3e-4).run();
    double off = 0;
    for (int k = 0; k < n; k++) {
      off = Math.max(off, Math.abs(fast.voltage()[k] - exact.voltage()[k]));
    }
    System.out.printf("%s at 3e-4: %.3f mV off, %s%n", model, 1e3 * off, fast.effort());
    assertTrue(off < 1e-3);
    assertTrue(fast.effort().steps() <= 1.1 * n, fast.effort()::toString);
    assertTrue(fast.effort().newtonIterations() <= 4 * n, fast.effort()::toString);
    assertEquals(coulomb / 3600, last(exact.charge()), 2e-5);
  }

  private static Solution limited(String experiment, Safety safety) throws InterruptedException {
    List<Step> steps = Experiment.parse(experiment).steps();
    return SIMULATION.experiment(new Experiment(steps, safety, List.of())).run();
  }

  private static OptionalDouble of(double value) {
    return OptionalDouble.of(value);
  }

  @Test
  void safetyLimitsAbortTheExperiment() throws InterruptedException {
    OptionalDouble no = OptionalDouble.empty();
    Solution low =
        limited("Discharge at 1C until 3 V; Rest for 1 h", new Safety(no, of(3.5), no, no, no, no));
    assertFalse(low.complete());
    assertEquals(
        "safety limit: below 3.5 V before 'Discharge at 1C until 3 V' was done", low.endReason());
    assertEquals(3.5, last(low.voltage()), 1e-5);
    Solution much = limited("Discharge at 5 A until 3 V", new Safety(no, no, no, no, of(1), of(5)));
    assertEquals(-1 - 5 * 5.0 / 3600, last(much.charge()), 1e-5);
    assertTrue(
        much.endReason().startsWith("safety limit: beyond 1 A·h discharged in a step for 5 s"),
        much::endReason);
    Solution brief =
        limited(
            "(Discharge at 6 A for 4 s; Discharge at 4 A for 1 s) x 3",
            new Safety(no, no, no, of(-5), no, of(5)));
    assertTrue(brief.complete(), "exceeded for 4 s at a time: " + brief.endReason());
    Solution across =
        limited(
            "(Discharge at 6 A for 4 s; Discharge at 7 A for 4 s) x 3",
            new Safety(no, no, no, of(-5), no, of(5)));
    assertEquals(5, last(across.time()), 1e-9, "exceeded from one step into the next");
    Solution strong = limited("Discharge at 2C for 1 h", new Safety(no, no, no, of(-6), no, no));
    assertEquals(0, last(strong.time()));
    Solution touched =
        limited(
            "Discharge at 6 A for 1 min; Charge at 1 A until 4.1 V; Hold at 4.1 V for 1 min",
            new Safety(of(4.1), no, no, of(-6), no, no));
    assertTrue(touched.complete(), touched::endReason);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(CellwrightException.class, () -> SIMULATION.stateOfCharge(1.2));
    assertThrows(CellwrightException.class, () -> SIMULATION.relativeTolerance(0.5));
    assertThrows(CellwrightException.class, () -> SIMULATION.every(0));
    assertThrows(
        CellwrightException.class,
        () -> Simulation.of(ReferenceData.cell("marquis2019")).thermal(Simulation.Thermal.LUMPED));
  }

  @Test
  void stopsWhenTheThreadIsAskedTo() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> run("Discharge at 1C"));
  }

  /** What it took when this was written, and a tenth more. */
  @Test
  void aDischargeTakesNoMoreEffortThanItDid() throws InterruptedException {
    Solution s =
        Simulation.of(ReferenceData.cell("marquis2019"))
            .mesh(new Mesh(20, 20, 20, 20))
            .relativeTolerance(1e-4)
            .experiment("Discharge at 1C until 3.105 V")
            .run();
    System.out.printf("Marquis 1C at 20/20/20/20, rtol 1e-4: %s%n", s.effort());
    assertTrue(s.complete(), s::endReason);
    assertTrue(s.effort().steps() <= 1.1 * 113, s.effort()::toString);
    assertTrue(s.effort().newtonIterations() <= 1.1 * 138, s.effort()::toString);
    assertTrue(s.effort().factorisations() <= 1.1 * 138, s.effort()::toString);
  }
}
