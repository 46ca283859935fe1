package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Method;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;

/** Plays campaigns in memory, one evaluation at a time. */
final class Campaigns {
  private Campaigns() {}

  /** What a method says at a fidelity; an empty map is a failed run. */
  interface World extends BiFunction<Design, String, SequencedMap<String, Value>> {}

  /** The log of a campaign: what was told, and each ask. */
  record Log(List<Observation> observations, List<Ask> asks, double spent) {

    /** Hypervolume when {@code cost} had been spent. */
    double hypervolume(Problem problem, double cost) {
      List<Observation> bought = new ArrayList<>();
      double sum = 0;
      for (Observation observation : observations) {
        sum += observation.cost();
        if (sum <= cost + 1e-9) {
          bought.add(observation);
        }
      }
      return Hypervolume.of(problem, bought);
    }

    long count(String fidelity) {
      return observations.stream().filter(o -> o.fidelity().equals(fidelity)).count();
    }
  }

  static Log play(Planner planner, Problem problem, World world, int most) {
    return play(() -> planner, problem, world, most);
  }

  /** Plays with the planner that {@code planners} hands out for each ask. */
  static Log play(Supplier<Planner> planners, Problem problem, World world, int most) {
    List<Observation> told = new ArrayList<>();
    List<Ask> asks = new ArrayList<>();
    double spent = 0;
    String memory = "";
    while (asks.size() < most) {
      History history = new History(told, List.of(), asks.size(), spent, memory);
      Optional<Ask> ask = planners.get().ask(problem, history);
      if (ask.isEmpty()) {
        break;
      }
      Design design = problem.space().accept(ask.get().design().values());
      asks.add(ask.get());
      memory = ask.get().memory();
      Observation observation = observe(problem, world, ask.get(), design, told.size());
      told.add(observation);
      spent += observation.cost();
    }
    return new Log(told, asks, spent);
  }

  static Observation observe(Problem problem, World world, Ask ask, Design design, int number) {
    Fidelity fidelity =
        problem.fidelities().stream()
            .filter(f -> f.name().equals(ask.fidelity()))
            .findFirst()
            .orElseThrow();
    SequencedMap<String, Value> outcomes = world.apply(design, ask.fidelity());
    boolean failed = outcomes.isEmpty();
    return new Observation(
        "e%04d".formatted(number),
        new Method.Identity(fidelity.method(), "1", "0"),
        ask.fidelity(),
        design,
        design,
        failed ? Outcome.Status.FAILED : Outcome.Status.OK,
        outcomes,
        failed ? "the run failed" : null,
        List.of(),
        fidelity.cost(),
        0,
        0,
        0,
        null,
        new LinkedHashMap<>());
  }
}
