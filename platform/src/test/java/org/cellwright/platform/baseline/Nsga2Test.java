package org.cellwright.platform.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Hypervolume;
import org.cellwright.science.planner.Planner;
import org.cellwright.science.planner.RandomDesigns;
import org.junit.jupiter.api.Test;

class Nsga2Test {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  /**
   * ZDT1 (Zitzler, Deb and Thiele, Evol. Comput. 8, 173, 2000) in six dimensions, half forbidden.
   */
  private static Problem problem(double budget, long seed) {
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      variables.add(new Variable.Continuous("x" + i, 0, 1, ONE));
    }
    return new Problem(
        "zdt1",
        new Space(variables, List.of()),
        List.of(
            new Objective("f", Objective.Goal.MINIMIZE, ONE, 0),
            new Objective("g", Objective.Goal.MINIMIZE, ONE, 0)),
        List.of(new Constraint("h", Constraint.Sense.AT_MOST, 0.5, ONE)),
        List.of(
            new Fidelity("sketch", "toy", 0.1, Settings.NONE),
            new Fidelity("made", "toy", 1, Settings.NONE)),
        budget,
        List.of(1.1, 6.0),
        seed);
  }

  private static Observation observe(Ask ask, int number) {
    Design design = ask.design();
    double f = design.si("x0");
    double g = 1;
    for (int i = 1; i < 6; i++) {
      g += 9.0 / 5 * design.si("x" + i);
    }
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("f", Value.Scalar.of(f, ONE));
    outcomes.put("g", Value.Scalar.of(g * (1 - Math.sqrt(f / g)), ONE));
    outcomes.put("h", Value.Scalar.of(f, ONE));
    boolean fails = design.si("x1") > 0.95;
    return new Observation(
        "e%04d".formatted(number),
        new Method.Identity("toy", "1", "0"),
        ask.fidelity(),
        design,
        design,
        fails ? Outcome.Status.FAILED : Outcome.Status.OK,
        fails ? new LinkedHashMap<>() : outcomes,
        fails ? "it broke" : null,
        List.of(),
        1,
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }

  private static List<Observation> play(Planner planner, Problem problem) {
    List<Observation> told = new ArrayList<>();
    while (true) {
      History history = new History(told, List.of(), told.size(), told.size(), "");
      Optional<Ask> ask = planner.ask(problem, history);
      if (ask.isEmpty()) {
        return told;
      }
      assertEquals("made", ask.get().fidelity());
      told.add(observe(ask.get(), told.size()));
    }
  }

  @Test
  void evolvesBeyondRandomDesignsAtEqualCost() {
    double ahead = 0;
    for (long seed = 1; seed <= 3; seed++) {
      Problem problem = problem(400, seed);
      List<Observation> evolved = play(new Nsga2(), problem);
      assertEquals(400, evolved.size());
      double random = Hypervolume.of(problem, play(new RandomDesigns(), problem));
      double volume = Hypervolume.of(problem, evolved);
      System.out.printf("NSGA-II, seed %d: %.3f, random %.3f%n", seed, volume, random);
      ahead += volume - random;
    }
    assertTrue(ahead / 3 > 0.2);
  }

  @Test
  void theHistoryAloneDecidesAndWhatIsPendingIsNotAskedAgain() {
    Problem problem = problem(60, 5);
    List<Observation> told = play(new Nsga2(), problem);
    for (int known : new int[] {0, 3, 16, 17, 40}) {
      List<Observation> prefix = told.subList(0, known);
      List<History.Pending> pending = new ArrayList<>();
      List<Design> asked = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Optional<Ask> ask =
            new Nsga2()
                .ask(problem, new History(prefix, pending, known + i, (double) known + i, ""));
        if (ask.isEmpty()) {
          break;
        }
        asked.add(ask.get().design());
        pending.add(new History.Pending(ask.get().design(), "made"));
      }
      // In the order of one by one, and nothing of the next generation before this one is told.
      int end = known + asked.size();
      assertEquals(told.subList(known, end).stream().map(Observation::asked).toList(), asked);
      assertTrue(known > 0 ? end > known : end == 2 * Nsga2.survivors(60));
      assertTrue(asked.size() < 40);
    }
  }
}
