package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Pool;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.LivePlanner.Proposed;
import org.junit.jupiter.api.Test;

class PoolOfManyTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;
  private static final MeasurementUnit CELSIUS = MeasurementUnit.parse("degC");
  private static final List<String> SOLVENTS = List.of("EC", "PC", "DMC");

  /** Of salt, solvent and one of four temperatures. */
  private static Problem problem(int rows) {
    double[] salt = new double[rows];
    double[] temperature = new double[rows];
    int[] solvent = new int[rows];
    for (int i = 0; i < rows; i++) {
      // Multiples of irrational numbers, without their whole parts, fill the cube evenly.
      salt[i] = 2 * (i * Math.sqrt(2) % 1);
      temperature[i] = 10 * (int) (4 * (i * Math.sqrt(3) % 1));
      solvent[i] = (int) (3 * (i * Math.sqrt(5) % 1));
    }
    Pool pool =
        new Pool(
            List.of(
                new Pool.Numbers("salt", salt, ONE),
                new Pool.Numbers("temperature", temperature, CELSIUS),
                new Pool.Names("solvent", solvent, SOLVENTS)));
    Space space =
        new Space(
            List.of(
                new Variable.Continuous("salt", 0, 2, ONE),
                new Variable.Continuous("temperature", 0, 30, CELSIUS),
                new Variable.Choices("solvent", SOLVENTS, new LinkedHashMap<>())),
            List.of(),
            new LinkedHashMap<>(),
            Optional.of(pool));
    return new Problem(
        "pool",
        space,
        List.of(new Objective("y", Objective.Goal.MAXIMIZE, ONE, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        1e9,
        List.of(),
        7);
  }

  private static Outcome answer(Design x) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    double solvent = new Value.Category("PC").equals(x.values().get("solvent")) ? 0.3 : 0;
    double y = solvent - Math.pow(x.si("salt") - 1.1, 2) + 0.01 * (x.si("temperature") - 273.15);
    outcomes.put("y", Value.Scalar.of(y, ONE));
    return Outcome.ok(x, outcomes, List.of(), List.of());
  }

  private static SequencedMap<String, Value> at(double celsius) {
    SequencedMap<String, Value> held = new LinkedHashMap<>();
    held.put("temperature", Value.Scalar.of(celsius, CELSIUS));
    return held;
  }

  @Test
  void aMillionCandidatesAreSearchedWhole() {
    Problem problem = problem(1_000_000);
    Pool pool = problem.space().pool().orElseThrow();
    List<Observation> told = new ArrayList<>();
    for (int row = 0; row < 12; row++) {
      told.add(
          Campaigns.observe(
              problem,
              (design, _) -> answer(design).values(),
              new Ask(pool.design(row), "only", new LinkedHashMap<>(), ""),
              pool.design(row),
              row));
    }
    History history = new History(told, List.of(), 0, 12, "");
    Ask ask = new ModelBased().ask(problem, history).orElseThrow();
    assertTrue(pool.row(ask.design()) >= 12);
    assertEquals(
        "the most promising design; there is no cheaper look at it", ask.reasons().get("why"));
  }

  @Test
  void onlyRowsWithWhatIsHeldAreAskedUntilThereAreNone() {
    Problem problem = problem(60);
    Pool pool = problem.space().pool().orElseThrow();
    long warm = 0;
    for (int row = 0; row < 60; row++) {
      warm += pool.column("temperature").has(row, Value.Scalar.of(20, CELSIUS)) ? 1 : 0;
    }
    try (LivePlanner live = new LivePlanner(problem)) {
      for (int row = 0; row < 6; row++) {
        live.tell(pool.design(row), "only", answer(pool.design(row)));
        warm -= pool.column("temperature").has(row, Value.Scalar.of(20, CELSIUS)) ? 1 : 0;
      }
      List<Proposed> asked = live.ask(60, at(20));
      assertEquals(warm, asked.size());
      assertEquals(warm, asked.stream().map(Proposed::design).distinct().count());
      for (Proposed one : asked) {
        assertEquals(293.15, one.design().si("temperature"), 1e-9);
        assertTrue(pool.row(one.design()) >= 0);
      }
      // In the range of the variable, but no row has it; before and after the start.
      assertEquals(List.of(), live.ask(1, at(25)));
      assertEquals(1, live.ask(1, at(30)).size());
    }
    try (LivePlanner fresh = new LivePlanner(problem)) {
      assertEquals(List.of(), fresh.ask(1, at(25)));
      assertEquals(293.15, fresh.ask(1, at(20)).getFirst().design().si("temperature"), 1e-9);
    }
  }
}
