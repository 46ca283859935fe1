package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.cellwright.core.Batch;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.LivePlanner.Proposed;
import org.junit.jupiter.api.Test;

/** Asks in a context: today's temperature, narrower bounds, what a batch shares. */
class HeldValuesTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  private static Problem problem(List<Variable> variables, Batch batch) {
    return new Problem(
        "conductivity",
        new Space(variables, List.of()),
        List.of(new Objective("y", Objective.Goal.MAXIMIZE, ONE, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        100,
        List.of(),
        3,
        batch,
        Hierarchy.NONE);
  }

  private static Variable number(String name, double lower) {
    return new Variable.Continuous(name, lower, 1, ONE);
  }

  private static SequencedMap<String, Value> values(double salt, double ec, double warmth) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("salt", Value.Scalar.of(salt, ONE));
    values.put("ec", Value.Scalar.of(ec, ONE));
    values.put("warmth", Value.Scalar.of(warmth, ONE));
    return values;
  }

  /** Ten times as much where it is warm, and best at another place. */
  private static double conductivity(Design x) {
    double warmth = x.si("warmth");
    double off = Math.hypot(x.si("salt") - 0.3 - 0.3 * warmth, x.si("ec") - 0.6 + 0.3 * warmth);
    return (1 + 9 * warmth) * StrictMath.exp(-4 * off * off);
  }

  private static void tell(LivePlanner live, Design x) {
    live.tell(x, "only", outcome(x));
  }

  private static Outcome outcome(Design x) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("y", Value.Scalar.of(conductivity(x), ONE));
    return Outcome.ok(x, outcomes, List.of(), List.of());
  }

  /** What is reached elsewhere cannot be reached here, so that it is nothing to beat. */
  @Test
  void inAContextTheBestOfThatContextIsSought() {
    List<Variable> variables = List.of(number("salt", 0), number("ec", 0), number("warmth", 0));
    try (LivePlanner live = new LivePlanner(problem(variables, Batch.NONE))) {
      for (int i = 0; i < 12; i++) {
        tell(live, new Design(values(i % 4 / 3.0, i / 4 / 2.0, 1)));
      }
      SequencedMap<String, Value> cold = new LinkedHashMap<>();
      cold.put("warmth", Value.Scalar.of(0, ONE));
      double best = 0;
      for (int i = 0; i < 12; i++) {
        Proposed next = live.ask(1, cold).getFirst();
        best = Math.max(best, conductivity(next.design()));
        live.tell(next.id(), outcome(next.design()));
      }
      assertTrue(best > 0.99, "the best in the cold, 1, is missed: " + best);
    }
  }

  /** The bounds of a running campaign were narrowed: what lies beyond is history. */
  @Test
  void withinNarrowerBoundsTheBestThereIsSought() {
    List<Variable> narrow = List.of(number("salt", 0.75), number("ec", 0), number("warmth", 0.2));
    try (LivePlanner live = new LivePlanner(problem(narrow, Batch.NONE))) {
      for (int i = 0; i < 12; i++) {
        tell(live, new Design(values(i % 4 / 4.5, i / 4 / 2.0, 0.8)));
      }
      double best = 0;
      for (int i = 0; i < 12; i++) {
        Proposed next = live.ask(1).getFirst();
        best = Math.max(best, conductivity(next.design()));
        live.tell(next.id(), outcome(next.design()));
      }
      // At salt 0.75, ec 0.3 and in the warm.
      assertTrue(best > 0.99 * 10 * StrictMath.exp(-4 * 0.15 * 0.15), "best " + best);
    }
  }

  @Test
  void whereNothingIsLeftWithSharedValuesTheNextBatchBegins() {
    List<Variable> variables =
        List.of(
            new Variable.Grid("oven", List.of(300.0, 320.0, 340.0, 360.0), ONE),
            new Variable.Choices("binder", List.of("PVDF", "CMC", "PAA"), new LinkedHashMap<>()));
    Problem problem = problem(variables, new Batch(List.of("oven"), 10));
    try (LivePlanner live = new LivePlanner(problem)) {
      Set<Design> asked = new HashSet<>();
      live.ask(20).forEach(one -> asked.add(one.design()));
      assertEquals(12, asked.size());
    }
  }
}
