package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Fitting.Data;
import org.jspecify.annotations.Nullable;

/**
 * How one output is learned, fidelity by fidelity from the cheapest up. A fidelity that the one
 * below explains ({@link Kinship}) is learned as a difference to it, any other by itself.
 *
 * @param before what was fitted for the ask before
 * @param lessons what sources say of it
 */
record Learning(
    Output output,
    int[] groups,
    int dimension,
    Fit before,
    TrackRecord track,
    List<Lesson> lessons,
    Learner learner) {
  private static final int FIRST_ITERATIONS = 40;
  private static final int WARM_ITERATIONS = 12;
  private static final int REFIT_ALWAYS_TO = 50;
  private static final double REFIT_GROWTH = 1.1;
  private static final int MOST_LEFT_OUT = 64;

  /** Fewer data have no scale of their own worth the name. */
  private static final int FEW = 3;

  /** Fewer data have no spread by which a process of its own could be scaled. */
  private static final int LEAST_ALONE = 3;

  record Learned(Surrogate surrogate, Fit fit) {}

  /** Makes the process of a level. */
  interface Learner {
    Process learn(int level, Kernel kernel, Data data);
  }

  Learned of(List<LevelData> levels) {
    OutputTransform transform =
        !lessons.isEmpty() && levels.getFirst().size() < FEW
            ? elsewhere(levels.getFirst(), lessons.getFirst())
            : transform(levels);
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
      Scatter scatter = scatter(level, surrogate.transform());
      Data data = data(level, surrogate, scatter);
      if (k == 0 && !lessons.isEmpty()) {
        SourcePrior prior = SourcePrior.weigh(lessons, data, kernel);
        surrogate.startFrom(prior);
        if (prior.speaks()) {
          Data rest = prior.rest(data);
          if (n > 0) {
            kernel = Fitting.fit(rest, kernel, groups, dimension, WARM_ITERATIONS);
          }
          kernel = prior.inStandardUnits(kernel);
          data = prior.inStandardUnits(rest);
        }
      }
      Process process = learner.learn(k, kernel, data);
      surrogate.addLevel(process, scatter, fit.logOdds());
      double parameters = k == 0 || alone ? Fitting.parameters(groups) : Fitting.GAP;
      surrogate.temper(
          Calibration.factor(
              process.leaveOneOut(MOST_LEFT_OUT),
              track.scores(output.name(), k),
              Calibration.optimism(n, parameters)));
      below = kernel;
    }
    return new Learned(surrogate, new Fit(output.name(), transform, fits));
  }

  /** The scale of a source's data around the mean of the few that there are, or around its own. */
  private OutputTransform elsewhere(LevelData few, Lesson lesson) {
    double mean =
        few.observations().stream().mapToDouble(output::value).average().orElse(lesson.centre());
    return OutputTransform.plain(mean, lesson.deviation());
  }

  private OutputTransform transform(List<LevelData> levels) {
    LevelData base = levels.getFirst();
    int then = before.count(0);
    if (then > 0 && !isDue(base.size(), then)) {
      return before.transform();
    }
    return base.size() > 1
        ? transform(base, then > 0 ? before.transform() : null)
        : candidates(levels).getLast();
  }

  private List<OutputTransform> candidates(List<LevelData> levels) {
    return OutputTransform.candidates(
        levels.stream()
            .flatMap(level -> level.observations().stream())
            .mapToDouble(output::value)
            .toArray(),
        output.limit(),
        output.sought());
  }

  /** The one under which a process of these data is likelier; between times the one before. */
  private OutputTransform transform(LevelData level, @Nullable OutputTransform known) {
    List<OutputTransform> candidates = candidates(List.of(level));
    if (candidates.size() == 1) {
      return candidates.getFirst();
    }
    if (known != null && !Fitting.isAnew(level.size())) {
      return candidates.get(candidates.getFirst().kind() == known.kind() ? 0 : 1);
    }
    double[] none = new double[level.size()];
    double[] told = level.observations().stream().mapToDouble(output::value).toArray();
    double[] evidence =
        candidates.stream()
            .parallel()
            .mapToDouble(candidate -> {
              Data data = new Data(points(level), values(level, candidate), none);
              return Fitting.evidence(data, groups, dimension)
                  + OutputTransform.logJacobian(candidate, told);
            })
            .toArray();
    int best = 0;
    for (int i = 1; i < evidence.length; i++) {
      best = evidence[i] > evidence[best] ? i : best;
    }
    return candidates.get(best);
  }

  private Fit.Level first(LevelData level, Surrogate none, Fit.@Nullable Level known) {
    Kernel start = known == null ? Fitting.typical(groups, dimension) : known.kernel();
    Kernel kernel = fit(level, none, start, known == null);
    return new Fit.Level(level.size(), kernel, null, null);
  }

  private Fit.Level next(
      LevelData level, Surrogate surrogate, Fit.@Nullable Level known, Kernel below) {
    Scatter scatter = scatter(level, surrogate.transform());
    Data difference = data(level, surrogate, scatter);
    Data alone = data(level, new Surrogate(surrogate.transform()), scatter);
    Kinship kinship =
        Kinship.of(
            difference,
            alone,
            below,
            Fitting.rough(groups, dimension),
            known == null ? null : known.kinship());
    return new Fit.Level(level.size(), kinship.difference(), kinship, null);
  }

  private Fit.Alone alone(LevelData level, Fit.@Nullable Alone known) {
    if (known != null && !isDue(level.size(), known.count())) {
      return known;
    }
    OutputTransform transform = transform(level, known == null ? null : known.transform());
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
  private Data data(LevelData level, Surrogate surrogate, Scatter scatter) {
    double[][] xs = points(level);
    double[] values = values(level, surrogate.transform());
    double[] doubts = told(level, surrogate.transform());
    for (int i = 0; i < xs.length; i++) {
      if (doubts[i] == 0 && scatter.differs()) {
        doubts[i] = scatter.at(xs[i]);
      }
    }
    if (surrogate.isEmpty() || xs.length == 0) {
      return new Data(xs, values, doubts);
    }
    double[][] below = surrogate.predict(xs, surrogate.levels() - 1);
    for (int i = 0; i < xs.length; i++) {
      values[i] -= below[0][i];
      doubts[i] += below[1][i];
    }
    return new Data(xs, below[0], values, doubts);
  }

  private static double[][] points(LevelData level) {
    return level.points().toArray(double[][]::new);
  }

  private double[] values(LevelData level, OutputTransform transform) {
    return level.observations().stream()
        .mapToDouble(observation -> transform.apply(output.value(observation)))
        .toArray();
  }

  private Scatter scatter(LevelData level, OutputTransform transform) {
    return Scatter.learn(
        points(level), values(level, transform), told(level, transform), dimension);
  }

  /** Variances that came with the data. */
  private double[] told(LevelData level, OutputTransform transform) {
    return level.observations().stream()
        .mapToDouble(observation -> {
          double deviation =
              output.scatter(observation) * transform.applySlope(output.value(observation));
          return deviation * deviation;
        })
        .toArray();
  }

  private static boolean isDue(int now, int then) {
    return now != then && (now <= REFIT_ALWAYS_TO || now >= REFIT_GROWTH * then);
  }

  /** How many data there were when a fit was last due, where none is kept from ask to ask. */
  static int lastDue(int now) {
    int then = Math.min(now, REFIT_ALWAYS_TO);
    while (isDue(now, then)) {
      then = (int) Math.ceil(REFIT_GROWTH * then);
    }
    return then;
  }
}
