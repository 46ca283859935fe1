package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Fitting.Data;
import org.jspecify.annotations.Nullable;

/**
 * How one output is learned, fidelity by fidelity from the cheapest up. A fidelity that the one
 * below explains ({@link Kinship}) is learned as a difference to it, any other by itself.
 *
 * @param before what was fitted for the ask before
 */
record Learning(
    Output output, int[] groups, int dimension, Fit before, TrackRecord track, Learner learner) {
  private static final int FIRST_ITERATIONS = 40;
  private static final int WARM_ITERATIONS = 12;
  private static final int REFIT_ALWAYS_TO = 50;
  private static final double REFIT_GROWTH = 1.1;
  private static final int MOST_LEFT_OUT = 64;

  /** Fewer data have no spread by which a process of its own could be scaled. */
  private static final int LEAST_ALONE = 3;

  record Learned(Surrogate surrogate, Fit fit) {}

  /** Makes the process of a level. */
  interface Learner {
    Process learn(int level, Kernel kernel, Data data);
  }

  Learned of(List<LevelData> levels) {
    OutputTransform transform = transform(levels);
    Surrogate surrogate = new Surrogate(transform);
    List<Fit.Level> fits = new ArrayList<>();
    Kernel below = Fitting.typical(groups, dimension);
    for (int k = 0; k < levels.size(); k++) {
      LevelData level = levels.get(k);
      int n = level.size();
      Fit.@Nullable Level known = before.level(k);
      boolean due = known == null || isDue(n, known.count());
      Fit.Level fit =
          known != null && !due
              ? known
              : k == 0 ? first(level, surrogate, known) : next(level, surrogate, known, below);
      Kernel kernel = fit.kernel();
      boolean alone = k > 0 && fit.logOdds() < 0 && n >= LEAST_ALONE;
      if (alone) {
        Fit.Alone own = alone(level, known == null ? null : known.alone());
        fit = new Fit.Level(fit.count(), fit.kernel(), fit.kinship(), own);
        surrogate = surrogate.anew(own.transform());
        kernel = own.kernel();
      }
      fits.add(fit);
      double[] scatter = scatter(level, surrogate.transform());
      Process process = learner.learn(k, kernel, data(level, surrogate, scatter));
      surrogate.addLevel(process, Arrays.stream(scatter).sum() / Math.max(n, 1), fit.logOdds());
      int parameters = k == 0 || alone ? Fitting.parameters(groups) : Fitting.GAP;
      surrogate.temper(
          Calibration.factor(
              process.leaveOneOut(MOST_LEFT_OUT),
              track.scores(output.name(), k),
              Calibration.optimism(n, parameters)));
      below = kernel;
    }
    return new Learned(surrogate, new Fit(output.name(), transform, fits));
  }

  private OutputTransform transform(List<LevelData> levels) {
    LevelData base = levels.getFirst();
    if (before.count(0) > 0 && !isDue(base.size(), before.count(0))) {
      return before.transform();
    }
    return transformOf(base.size() > 1 ? levels.subList(0, 1) : levels);
  }

  private OutputTransform transformOf(List<LevelData> levels) {
    return OutputTransform.choose(
        levels.stream()
            .flatMap(level -> level.observations().stream())
            .mapToDouble(output::value)
            .toArray(),
        output.limit(),
        output.sought());
  }

  private Fit.Level first(LevelData level, Surrogate none, Fit.@Nullable Level known) {
    Kernel start = known == null ? Fitting.typical(groups, dimension) : known.kernel();
    Kernel kernel = fit(level, none, start, known == null);
    return new Fit.Level(level.size(), kernel, null, null);
  }

  private Fit.Level next(
      LevelData level, Surrogate surrogate, Fit.@Nullable Level known, Kernel below) {
    double[] scatter = scatter(level, surrogate.transform());
    Data difference = data(level, surrogate, scatter);
    Data alone = new Data(difference.x(), values(level, surrogate.transform()), scatter);
    Kinship kinship =
        Kinship.of(
            difference,
            alone,
            below,
            Fitting.typical(groups, dimension),
            known == null ? null : known.kinship());
    return new Fit.Level(level.size(), kinship.difference(), kinship, null);
  }

  private Fit.Alone alone(LevelData level, Fit.@Nullable Alone known) {
    if (known != null && !isDue(level.size(), known.count())) {
      return known;
    }
    OutputTransform transform = transformOf(List.of(level));
    Kernel start = known == null ? Fitting.typical(groups, dimension) : known.kernel();
    Kernel kernel = fit(level, new Surrogate(transform), start, known == null);
    return new Fit.Alone(level.size(), transform, kernel);
  }

  private Kernel fit(LevelData level, Surrogate none, Kernel start, boolean first) {
    if (level.size() == 0) {
      return start;
    }
    Data data = data(level, none, scatter(level, none.transform()));
    return Fitting.fit(data, start, groups, dimension, first ? FIRST_ITERATIONS : WARM_ITERATIONS);
  }

  /** What a level says beyond the surrogate of those below it. */
  private Data data(LevelData level, Surrogate surrogate, double[] scatter) {
    double[][] xs = level.points().toArray(double[][]::new);
    double[] values = values(level, surrogate.transform());
    if (surrogate.isEmpty() || xs.length == 0) {
      return new Data(xs, values, scatter);
    }
    double[][] below = surrogate.predict(xs, surrogate.levels() - 1);
    double[] doubts = below[1];
    for (int i = 0; i < xs.length; i++) {
      values[i] -= below[0][i];
      doubts[i] += scatter[i];
    }
    return new Data(xs, below[0], values, doubts);
  }

  private double[] values(LevelData level, OutputTransform transform) {
    return level.observations().stream()
        .mapToDouble(observation -> transform.apply(output.value(observation)))
        .toArray();
  }

  /** Variances that came with the data. */
  private double[] scatter(LevelData level, OutputTransform transform) {
    return level.observations().stream()
        .mapToDouble(observation -> {
          double scatter =
              output.scatter(observation) * transform.applySlope(output.value(observation));
          return scatter * scatter;
        })
        .toArray();
  }

  private static boolean isDue(int now, int then) {
    return now != then && (now <= REFIT_ALWAYS_TO || now >= REFIT_GROWTH * then);
  }
}
