package org.cellwright.bench.planner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongFunction;
import org.cellwright.bench.Result;
import org.cellwright.bench.planner.OurPlanner.Look;
import org.cellwright.science.numerics.RandomStream;

/**
 * Whether a cheap second opinion pays: the cost to the top 1 % with it over that without it, for
 * the tables of chem-MFBO at their published costs and budgets; and what it costs at most when it
 * tells nothing or the contrary. The planner makes its own start in every case.
 */
record CheapLooks(Sets sets, Trials trials) {

  List<Result> run() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    results.addAll(compare(sets.cofs(), 30));
    results.addAll(compare(sets.freesolv(), 50));
    return results;
  }

  private List<Result> compare(TwoFidelities honest, int budget)
      throws IOException, InterruptedException {
    double[] loss = honest.table().loss();
    double[] sorted = loss.clone();
    Arrays.sort(sorted);
    double target = sorted[Sets.topCount(sorted.length) - 1];
    double[] alone = costs(honest, "alone", _ -> honest, false, target, budget);
    TwoFidelities flipped = honest.flipped();
    SequencedMap<String, LongFunction<TwoFidelities>> kinds = new LinkedHashMap<>();
    kinds.put("cheap looks", _ -> honest);
    // One order for all seeds would be a table with luck of its own.
    kinds.put("cheap looks shuffled by seed", honest::shuffled);
    kinds.put("cheap looks sign-flipped", _ -> flipped);
    List<Result> results = new ArrayList<>();
    for (var kind : kinds.entrySet()) {
      double[] with = costs(honest, kind.getKey(), kind.getValue(), true, target, budget);
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Row.put(
          counters,
          "ratio",
          Statistics.of(
              Statistics.logRatios(with, alone), l -> StrictMath.exp(Statistics.mean(l))));
      counters.put("median_cost", Statistics.median(with));
      counters.put("median_cost_without", Statistics.median(alone));
      counters.put("squared_correlation", kind.getValue().apply(0).squaredCorrelation());
      results.add(
          Row.ratio(
              "%s: %s, cost to the top 1 %% over that without"
                  .formatted(honest.table().name(), kind.getKey()),
              kind.getValue().apply(0) == honest ? 1 : 1.1,
              Double.NaN,
              counters));
    }
    return results;
  }

  private double[] costs(
      TwoFidelities honest,
      String kind,
      LongFunction<TwoFidelities> worlds,
      boolean cheap,
      double target,
      int budget)
      throws IOException, InterruptedException {
    OurPlanner planner = new OurPlanner(budget);
    double[] loss = honest.table().loss();
    return trials
        .each(
            honest.table().name() + ", " + kind,
            planner,
            "%d %s %s %08x"
                .formatted(
                    budget,
                    honest.cost(),
                    Trials.digest(honest.table()),
                    Arrays.hashCode(worlds.apply(0).cheap())),
            seed -> course(planner, worlds.apply(seed), cheap, 0, seed, budget, target).json(seed))
        .stream()
        .mapToDouble(line -> Course.read(line).costTo(target, loss, honest.cost(), budget))
        .toArray();
  }

  /** What was looked at, in order; {@code real[i]} if at the fidelity that counts. */
  record Course(List<Integer> rows, List<Boolean> real) {

    String json(long seed) {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("seed", seed);
      rows.forEach(node.putArray("rows")::add);
      real.forEach(node.putArray("real")::add);
      return node.toString();
    }

    static Course read(JsonNode node) {
      List<Integer> rows = new ArrayList<>();
      List<Boolean> real = new ArrayList<>();
      node.path("rows").forEach(row -> rows.add(row.asInt()));
      node.path("real").forEach(is -> real.add(is.asBoolean()));
      return new Course(rows, real);
    }

    /** Until a real look at a loss at most this; twice the budget where there was none. */
    double costTo(double target, double[] loss, double cheapCost, double budget) {
      double cost = 0;
      for (int i = 0; i < rows.size(); i++) {
        cost += real.get(i) ? 1 : cheapCost;
        if (real.get(i) && loss[rows.get(i)] <= target) {
          return cost;
        }
      }
      return 2 * budget;
    }

    /** Real looks until then; twice the budget where it was not found. */
    double realTo(double target, double[] loss, double budget) {
      return costTo(target, loss, 0, budget);
    }
  }

  /**
   * One campaign, until the target is found or the budget spent.
   *
   * @param noise standard deviation of a real look
   */
  static Course course(
      OurPlanner planner,
      TwoFidelities world,
      boolean cheap,
      double noise,
      long seed,
      double budget,
      double target) {
    OurPlanner.Session session =
        planner.session(world.table().inputs(), seed, budget, cheap ? world.cost() : 1);
    RandomStream random = new RandomStream(seed, 0xC0A);
    Course course = new Course(new ArrayList<>(), new ArrayList<>());
    double[] loss = world.table().loss();
    while (true) {
      Optional<Look> look = session.ask(List.of());
      if (look.isEmpty()) {
        return course;
      }
      int row = look.get().row();
      boolean real = look.get().fidelity().equals(OurPlanner.REAL);
      course.rows.add(row);
      course.real.add(real);
      if (real && loss[row] <= target) {
        return course;
      }
      double value =
          real ? world.table().truth()[row][0] + noise * random.nextNormal() : world.cheap()[row];
      session.tell(row, look.get().fidelity(), new double[] {value});
    }
  }
}
