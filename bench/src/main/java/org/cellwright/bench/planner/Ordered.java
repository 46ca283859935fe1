package org.cellwright.bench.planner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.planner.Trials.Until;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Hierarchy.Tier;
import org.cellwright.core.Hierarchy.Tolerance;
import org.cellwright.science.planner.Chimera;

/**
 * Objectives in an order, on redoxmers: an absorption within 25 nm of the wanted one, then a
 * reduction potential below 2.038 V, then the lowest energy of solvation, as Gryffin was given them
 * (Hickman et al., Digital Discovery 1, 732, 2022). Its recorded runs saw 959 of these candidates,
 * those that seem easy to make, so that the figures stand beside each other without being equal.
 */
record Ordered(Sets sets, Trials trials) {
  private static final Hierarchy HIERARCHY =
      new Hierarchy(
          List.of(
              new Tier("absorption", new Tolerance.Level(25)),
              new Tier("ered", new Tolerance.Level(2.0383718)),
              new Tier("gsol", new Tolerance.Unlimited())));

  /** After 100 evaluations, mean of 100 runs: published_traces_summary.csv, genetic and dynamic. */
  private static final double[] RECORDED = {6.522, 1.6088, -0.92288};

  List<Result> run() throws IOException, InterruptedException {
    String name = "redoxmers, 3 objectives";
    Sets.Reader reader = sets.tradeOffs().get(name);
    if (reader == null) {
      throw new IllegalStateException("no set " + name);
    }
    Candidates candidates = reader.read().named(name);
    Strategy planner = new OurPlanner(Row.BUDGET, HIERARCHY);
    double[] ours = reached(candidates, planner, trials);
    double[] random =
        reached(candidates, new TradeOffs.RandomOrder(), trials.with(TradeOffs.RANDOM_SEEDS));
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    for (int j = 0; j < ours.length; j++) {
      String objective = candidates.inputs().objectives().get(j).name();
      counters.put(objective, ours[j]);
      counters.put("random_" + objective, random[j]);
      counters.put("recorded_" + objective, RECORDED[j]);
    }
    List<double[]> all = new ArrayList<>();
    for (int row = 0; row < candidates.size(); row++) {
      all.add(candidates.losses(row));
    }
    counters.put("least_gsol", all.get(chimera(candidates, all).best(all))[2]);
    return List.of(
        new Result(
            "redoxmers in an order, energy gained by solvation after %d".formatted(Row.BUDGET),
            -ours[2],
            "eV",
            Better.HIGHER,
            Double.NaN,
            Double.NaN,
            Double.NaN,
            new Result.Peer("Gryffin, recorded", "", -RECORDED[2]),
            counters));
  }

  private static Chimera chimera(Candidates candidates, List<double[]> seen) {
    return new Chimera(candidates.inputs().objectives(), HIERARCHY, seen);
  }

  /** Means, over the seeds, of the losses of the best that was seen. */
  private static double[] reached(Candidates candidates, Strategy strategy, Trials trials)
      throws IOException, InterruptedException {
    double[] mean = new double[RECORDED.length];
    for (Trace trace : trials.run(candidates, strategy, Row.BUDGET, Until.BUDGET)) {
      List<double[]> seen = trace.rows().stream().map(candidates::losses).toList();
      double[] best = seen.get(chimera(candidates, seen).best(seen));
      Arrays.setAll(mean, j -> mean[j] + best[j] / trials.seeds());
    }
    return mean;
  }
}
