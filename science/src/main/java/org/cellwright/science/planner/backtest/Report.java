package org.cellwright.science.planner.backtest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a back-test found. What was not reached or does not exist is NaN.
 *
 * @param candidates different ones
 * @param best the objective's best value among the feasible candidates; of several objectives the
 *     hypervolume of all candidates, from the worst value of each
 * @param baseline what other ways take, by name
 */
public record Report(
    int candidates, double best, List<SeedRun> seeds, SequencedMap<String, Baseline> baseline) {

  /**
   * One run. Costs are in measurements: evaluations where there are no cheaper looks.
   *
   * @param toBest spent when the best candidate (any of those tied) was measured; of several
   *     objectives, when the whole hypervolume was reached
   * @param toTopOnePercent the same of the best hundredth of the feasible candidates (rounded up,
   *     ties count); of several objectives 99 % of the hypervolume
   * @param bestSoFar of the first objective, after each unit of cost, by true values
   * @param hypervolume after each unit of cost, from the worst value of each objective
   * @param askMilliP50 median wall time of an ask after the start, ms
   * @param askMilliP95 the 95th of a hundred, ms
   * @param coverage90 share of the values told that lay in the 90 % interval stated by their ask
   * @param rows the candidates measured, in their order
   */
  public record SeedRun(
      long seed,
      double toBest,
      double toTopOnePercent,
      double[] bestSoFar,
      double[] hypervolume,
      double askMilliP50,
      double askMilliP95,
      double coverage90,
      int[] rows) {}

  /** Mean number of evaluations. */
  public record Baseline(double toBest, double toTopOnePercent) {}

  public Report {
    seeds = List.copyOf(seeds);
    baseline = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(baseline));
  }
}
