package org.cellwright.bench.planner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.planner.Trials.Until;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Hypervolume;
import org.cellwright.science.planner.Pareto;

/**
 * Several objectives: the hypervolume reached, as a share of that of the whole table, on average
 * over the evaluations after the starts, beside the floor's from the same starts and random
 * search's. The reference is the worst value of each objective.
 */
record TradeOffs(Sets sets, Trials trials) {
  /** Random search costs nothing, and few of its seeds would say little. */
  static final int RANDOM_SEEDS = 100;

  /**
   * @param only these sets
   */
  List<Result> run(Collection<String> only) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (var set : sets.tradeOffs().entrySet()) {
      if (!only.contains(set.getKey())) {
        continue;
      }
      Candidates candidates = set.getValue().read().named(set.getKey());
      int budget = Math.min(Row.BUDGET, candidates.size() / 2);
      double[][] ours =
          curves(candidates, trials.run(candidates, new OurPlanner(budget), budget, Until.BUDGET));
      double[][] floor =
          curves(candidates, trials.run(candidates, new Floor(), budget, Until.BUDGET));
      double[][] random =
          curves(
              candidates,
              trials.with(RANDOM_SEEDS).run(candidates, new RandomOrder(), budget, Until.BUDGET));
      double[] areas = areas(ours);
      double[] floorAreas = areas(floor);
      double[] above = new double[areas.length];
      Arrays.setAll(above, i -> areas[i] - floorAreas[i]);
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Row.put(counters, "mean", Statistics.of(areas, Statistics::mean));
      for (int at = 20; at <= budget; at += at < 40 ? 10 : 30) {
        int last = at - 1;
        counters.put(
            "at_" + at,
            Arrays.stream(ours)
                .mapToDouble(curve -> curve[Math.min(last, curve.length - 1)])
                .average()
                .orElse(0));
      }
      counters.put("floor_mean", Statistics.mean(floorAreas));
      Row.put(counters, "above_floor", Statistics.of(above, Statistics::mean));
      counters.put("random_mean", Statistics.mean(areas(random)));
      results.add(
          new Result(
              "%s, mean share of the hypervolume in %d evaluations".formatted(set.getKey(), budget),
              Statistics.mean(areas),
              "",
              Better.HIGHER,
              Double.NaN,
              Double.NaN,
              Double.NaN,
              new Result.Peer("floor", "1", Statistics.mean(floorAreas)),
              counters));
    }
    return results;
  }

  private static double[] areas(double[][] curves) {
    return Arrays.stream(curves)
        .mapToDouble(curve -> Arrays.stream(curve).skip(Trials.STARTS).average().orElse(0))
        .toArray();
  }

  /** After each evaluation the share of the hypervolume of the table. */
  static double[][] curves(Candidates candidates, List<Trace> traces) {
    List<double[]> losses = new ArrayList<>();
    for (int row = 0; row < candidates.size(); row++) {
      losses.add(candidates.losses(row));
    }
    double[] reference = new double[candidates.inputs().reference().size()];
    Arrays.setAll(
        reference,
        i -> candidates.inputs().objectives().get(i).loss(candidates.inputs().reference().get(i)));
    List<double[]> front = new ArrayList<>();
    for (int row : Pareto.front(losses)) {
      front.add(losses.get(row));
    }
    double whole = Hypervolume.of(front, reference);
    return traces.stream()
        .map(trace -> {
          double[] curve = new double[trace.rows().size()];
          List<double[]> seen = new ArrayList<>();
          for (int i = 0; i < curve.length; i++) {
            double[] loss = losses.get(trace.rows().get(i));
            boolean dominated = seen.stream().anyMatch(s -> Pareto.dominates(s, loss));
            if (!dominated) {
              seen.removeIf(s -> Pareto.dominates(loss, s));
              seen.add(loss);
            }
            curve[i] = dominated && i > 0 ? curve[i - 1] : Hypervolume.of(seen, reference) / whole;
          }
          return curve;
        })
        .toArray(double[][]::new);
  }

  /** Any candidate, whatever was seen. */
  static final class RandomOrder implements Strategy {
    @Override
    public String name() {
      return "random";
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public Chooser begin(Inputs inputs, long seed) {
      RandomStream random = new RandomStream(seed, 0x4A2D);
      return (told, pending) -> {
        boolean[] taken = new boolean[inputs.size()];
        told.forEach(t -> taken[t.row()] = true);
        int row = random.nextInt(inputs.size());
        while (taken[row] && told.size() < inputs.size()) {
          row = random.nextInt(inputs.size());
        }
        return row;
      };
    }
  }
}
