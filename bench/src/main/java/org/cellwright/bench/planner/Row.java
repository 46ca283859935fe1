package org.cellwright.bench.planner;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.cellwright.bench.planner.Statistics.Interval;
import org.cellwright.bench.planner.Trials.Until;
import org.jspecify.annotations.Nullable;

/**
 * How many evaluations one set takes to one target: ours, the floor from the same starts, random
 * search by its exact expectation, and one factor at a time where there are factors. Not found
 * counts as twice the budget.
 *
 * @param ours by seed
 * @param floor by seed; null where the floor was not run
 * @param oneFactor by seed; null where there are no factors
 */
record Row(
    String set,
    Target target,
    double[] ours,
    double @Nullable [] floor,
    double @Nullable [] oneFactor,
    double random) {
  static final int BUDGET = 100;

  /** What has to be found. */
  enum Target {
    BEST("the best"),
    TOP("the top 1 %");

    final String words;

    Target(String words) {
      this.words = words;
    }
  }

  /** Who runs beside us. */
  record Beside(boolean floor, boolean oneFactor) {}

  /** Both targets, the best first. */
  static List<Row> run(
      Trials trials, Candidates candidates, @Nullable Candidates floorOn, Beside beside)
      throws IOException, InterruptedException {
    int budget = Math.min(BUDGET, candidates.size());
    double[] loss = candidates.loss();
    List<Trace> ours = trials.run(candidates, new OurPlanner(budget), budget, Until.BEST);
    Candidates floored = floorOn == null ? candidates : floorOn;
    List<Trace> floor =
        beside.floor ? trials.run(floored, new Floor(), budget, Until.BEST) : List.of();
    List<Trace> oneFactor =
        beside.oneFactor && OneFactor.applies(candidates.inputs())
            ? trials.run(candidates, new OneFactor(), candidates.size(), Until.BEST)
            : List.of();
    double[] sorted = loss.clone();
    Arrays.sort(sorted);
    return Arrays.stream(Target.values())
        .map(target -> {
          double limit =
              target == Target.BEST ? sorted[0] : sorted[Sets.topCount(sorted.length) - 1];
          long good = Arrays.stream(loss).filter(l -> l <= limit).count();
          return new Row(
              candidates.name(),
              target,
              evaluations(ours, limit, loss, budget),
              floor.isEmpty() ? null : evaluations(floor, limit, floored.loss(), budget),
              oneFactor.isEmpty() ? null : evaluations(oneFactor, limit, loss, candidates.size()),
              Statistics.randomSearch(loss.length, good));
        })
        .toList();
  }

  private static double[] evaluations(List<Trace> traces, double limit, double[] loss, int budget) {
    return traces.stream().mapToDouble(trace -> trace.evaluationsTo(limit, loss, budget)).toArray();
  }

  /** Evaluations, fewer is better; the floor stands as the peer. */
  Result result(double must, double aim) {
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    put(counters, "median", Statistics.of(ours, Statistics::median));
    counters.put("geometric_mean", Statistics.geometricMean(ours));
    counters.put("found_percent", 100 * Statistics.share(ours, BUDGET));
    if (floor != null) {
      counters.put("floor_geometric_mean", Statistics.geometricMean(floor));
      put(counters, "of_floor", ofFloor());
    }
    counters.put("random", random);
    put(counters, "acceleration", acceleration());
    if (oneFactor != null) {
      counters.put("one_factor", Statistics.mean(oneFactor));
      counters.put("over_one_factor", Statistics.mean(oneFactor) / Statistics.mean(ours));
    }
    return new Result(
        "%s, to %s".formatted(set, target.words),
        Statistics.median(ours),
        "evaluations",
        Better.LOWER,
        must,
        aim,
        Double.NaN,
        floor == null ? null : new Peer("floor", "1", Statistics.median(floor)),
        counters);
  }

  /** Geometric mean of ours over the floor's, from the same starts. */
  Interval ofFloor() {
    return Statistics.of(logs(), l -> StrictMath.exp(Statistics.mean(l)));
  }

  /** Logarithms of ours over the floor's, seed by seed. */
  double[] logs() {
    return floor == null ? new double[0] : Statistics.logRatios(ours, floor);
  }

  /** Expected evaluations of random search over the mean of ours. */
  Interval acceleration() {
    return Statistics.of(ours, o -> random / Statistics.mean(o));
  }

  /**
   * A ratio that should be small.
   *
   * @param counters with its value as {@code ratio}
   */
  static Result ratio(String name, double must, double aim, SequencedMap<String, Double> counters) {
    double value = counters.getOrDefault("ratio", Double.NaN);
    return new Result(name, value, "x", Better.LOWER, must, aim, Double.NaN, null, counters);
  }

  static void put(SequencedMap<String, Double> counters, String name, Interval interval) {
    counters.put(name, interval.value());
    counters.put(name + "_low", interval.low());
    counters.put(name + "_high", interval.high());
  }
}
