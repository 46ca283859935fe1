package org.cellwright.bench.planner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.planner.CheapLooks.Course;
import org.cellwright.bench.planner.Trials.Until;
import org.cellwright.core.Objective.Goal;

/**
 * The electrolytes of Clio (Dave et al., Nat. Commun. 13, 5454, 2022): its simulated pool, and its
 * robot with the simulation as a cheap second opinion.
 *
 * <p>The robot's surface is a {@link MaternProcess} through the medians of the replicates at its 38
 * blends (one run of 0.05 mS/cm among replicates of 12.9 is a fault), read off at the simulated
 * blends; a run scatters about it as the replicates do about their medians. A simulation costs a
 * hundredth of a run.
 */
record Clio(Sets sets, Trials trials) {
  private static final double NEAR = 0.99;
  private static final double SIMULATION = 0.01;
  private static final int RUNS = 40;

  /** Of so many standard normals the mean range, for 2, 3 and 6 replicates. */
  private static final double[] MEAN_RANGE = {1, 1, 1.128, 1.693, 2.059, 2.326, 2.534};

  List<Result> run() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>(pool());
    results.addAll(robot());
    return results;
  }

  private List<Result> pool() throws IOException, InterruptedException {
    Candidates pool = sets.read("clio_aem");
    double[] loss = pool.loss();
    double target = NEAR * Arrays.stream(loss).min().orElse(0);
    double[] needed =
        trials.run(pool, new OurPlanner(Row.BUDGET), Row.BUDGET, Until.BEST).stream()
            .mapToDouble(trace -> trace.evaluationsTo(target, loss, Row.BUDGET))
            .toArray();
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    Row.put(counters, "median", Statistics.of(needed, Statistics::median));
    return List.of(
        new Result(
            "Clio's pool, to 99 % of the best",
            Statistics.median(needed),
            "evaluations",
            Better.LOWER,
            8,
            Double.NaN,
            Double.NaN,
            null,
            counters),
        SampleEfficiency.result(
            "Clio's pool, seeds with 99 % of the best within 12",
            100 * Statistics.share(needed, 12), "%", Better.HIGHER, 90, Double.NaN));
  }

  private List<Result> robot() throws IOException, InterruptedException {
    Surface surface = surface();
    TwoFidelities world = surface.world;
    double[] loss = world.table().loss();
    double target = NEAR * Arrays.stream(loss).min().orElse(0);
    OurPlanner planner = new OurPlanner(RUNS);
    double[][] runs = new double[2][];
    for (int k = 0; k < 2; k++) {
      boolean simulated = k == 1;
      runs[k] =
          trials
              .each(
                  simulated ? "clio robot with simulation" : "clio robot",
                  planner,
                  "%d %s %s %s"
                      .formatted(RUNS, world.cost(), surface.noise, Trials.digest(world.table())),
                  seed ->
                      CheapLooks.course(
                              planner, world, simulated, surface.noise, seed, RUNS, target)
                          .json(seed))
              .stream()
              .mapToDouble(line -> Course.read(line).realTo(target, loss, RUNS))
              .toArray();
    }
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    Row.put(
        counters,
        "ratio",
        Statistics.of(
            Statistics.logRatios(runs[1], runs[0]), l -> StrictMath.exp(Statistics.mean(l))));
    counters.put("median_runs", Statistics.median(runs[1]));
    counters.put("median_runs_without", Statistics.median(runs[0]));
    counters.put("noise_ms_per_cm", surface.noise);
    counters.put("squared_correlation", world.squaredCorrelation());
    return List.of(
        Row.ratio(
            "Clio's robot, runs to 99 % of the best: with simulation over without",
            1, Double.NaN, counters));
  }

  /**
   * @param noise standard deviation of a run, mS/cm
   */
  record Surface(TwoFidelities world, double noise) {}

  Surface surface() throws IOException {
    Candidates simulated = sets.read("clio_aem");
    Csv data = Csv.withHeader(sets.folder().resolve("clio/ECDMCEMC_optimization_march2021.csv"));
    Candidates measured =
        Candidates.of("clio robot")
            // The header has the typing error.
            .number("salt", data.numbers("LiPF6_molalitt"))
            .number("ec", data.numbers("EC_mass_fraction"))
            .number("dmc", data.numbers("DMC_cosolvent_ratio"))
            .objective("conductivity", Goal.MAXIMIZE, data.numbers("conductivity"))
            .build();
    int blends = measured.size();
    double[] medians = new double[blends];
    double[] deviations = new double[blends];
    for (int row = 0; row < blends; row++) {
      double[] values =
          measured.replicates().get(row).stream().mapToDouble(value -> value[0]).sorted().toArray();
      medians[row] = Statistics.median(values);
      deviations[row] = (values[values.length - 1] - values[0]) / MEAN_RANGE[values.length];
    }
    double noise = Statistics.median(deviations);
    double[][] features = new double[blends + simulated.size()][3];
    for (int j = 0; j < 3; j++) {
      String variable = List.of("salt", "ec", "dmc").get(j);
      for (int row = 0; row < features.length; row++) {
        Candidates from = row < blends ? measured : simulated;
        features[row][j] =
            from.inputs().pool().design(row < blends ? row : row - blends).si(variable);
      }
      scale(features, j);
    }
    double mean = Statistics.mean(medians);
    double[] standard = Floor.standardised(medians);
    double deviation = (medians[0] - mean) / standard[0];
    MaternProcess process =
        new MaternProcess(
            features, new int[] {0, 1, 2}, IntStream.range(0, blends).toArray(), standard);
    double[] predicted = process.predict(IntStream.range(blends, features.length).toArray())[0];
    double[][] truth =
        Arrays.stream(predicted)
            .mapToObj(p -> new double[] {mean + deviation * p})
            .toArray(double[][]::new);
    double[] cheap = Arrays.stream(simulated.truth()).mapToDouble(row -> row[0]).toArray();
    Candidates robot =
        new Candidates(
            simulated.inputs().named("clio robot"),
            truth,
            Arrays.stream(truth).map(List::of).toList());
    return new Surface(new TwoFidelities(robot, cheap, SIMULATION), noise);
  }

  private static void scale(double[][] features, int column) {
    double low = Arrays.stream(features).mapToDouble(row -> row[column]).min().orElse(0);
    double high = Arrays.stream(features).mapToDouble(row -> row[column]).max().orElse(1);
    for (double[] row : features) {
      row[column] = (row[column] - low) / (high - low);
    }
  }
}
