package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cellwright.core.Observation;

/** The surrogates of all outputs, learned from one history. */
public final class Beliefs {
  private static final int FIRST_ITERATIONS = 40;
  private static final int WARM_ITERATIONS = 12;
  private static final int REFIT_ALWAYS_TO = 50;
  private static final double REFIT_GROWTH = 1.1;
  private static final int MOST_LEFT_OUT = 64;

  /** Fewer data have no scale of their own worth the name. */
  private static final int FEW = 3;

  private final List<Output> outputs;
  private final List<Surrogate> surrogates;
  private final List<Fit> fits;
  private final TrackRecord track;
  private final int[] counts;

  private Beliefs(
      List<Output> outputs,
      List<Surrogate> surrogates,
      List<Fit> fits,
      TrackRecord track,
      int[] counts) {
    this.outputs = outputs;
    this.surrogates = surrogates;
    this.fits = fits;
    this.track = track;
    this.counts = counts;
  }

  /** What succeeded at one fidelity: the features and the observation, row by row. */
  public record LevelData(List<double[]> points, List<Observation> observations) {
    public LevelData() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    public void add(double[] point, Observation observation) {
      points.add(point);
      observations.add(observation);
    }

    int size() {
      return points.size();
    }

    /** This, and what of {@code others} delivered an output. */
    LevelData with(LevelData others, Output output) {
      if (others.size() == 0) {
        return this;
      }
      LevelData both = new LevelData(new ArrayList<>(points), new ArrayList<>(observations));
      for (int i = 0; i < others.size(); i++) {
        if (output.isIn(others.observations.get(i))) {
          both.add(others.points.get(i), others.observations.get(i));
        }
      }
      return both;
    }
  }

  /**
   * Learns every output from the data of all levels, cheapest first.
   *
   * <p>Parameters are found anew whenever a level's data changed up to 50, and with every tenth
   * more beyond; in between, and as a start, those of {@code memory} serve. Outputs are learned
   * side by side, each the same whoever learns it.
   *
   * @param levels what delivered every output
   * @param partial for each level, what delivered some only
   * @param groups for each feature, the length scale that it shares
   * @param dimension degrees of freedom of the space
   * @param sources what was found elsewhere, of the same outputs
   * @param store saves time, changes nothing
   */
  public static Beliefs learn(
      List<Output> outputs,
      List<LevelData> levels,
      List<LevelData> partial,
      int[] groups,
      int dimension,
      Memory memory,
      Sources sources,
      ProcessStore store) {
    TrackRecord track = memory.track().answered(outputs, levels);
    List<Learned> learned =
        IntStream.range(0, outputs.size())
            .parallel()
            .mapToObj(i ->
                learn(
                    outputs.get(i),
                    IntStream.range(0, levels.size())
                        .mapToObj(k -> levels.get(k).with(partial.get(k), outputs.get(i)))
                        .toList(),
                    groups,
                    dimension,
                    memory.find(outputs.get(i).name(), levels.size(), groups.length),
                    track,
                    sources.of(i),
                    (level, kernel, data) ->
                        store.learn("output " + i + " level " + level, kernel, data)))
            .toList();
    return new Beliefs(
        outputs,
        learned.stream().map(Learned::surrogate).toList(),
        learned.stream().map(Learned::fit).toList(),
        track,
        levels.stream().mapToInt(LevelData::size).toArray());
  }

  /** The same where every observation delivered every output. */
  public static Beliefs learn(
      List<Output> outputs, List<LevelData> levels, int[] groups, int dimension, Memory memory) {
    List<LevelData> none = levels.stream().map(_ -> new LevelData()).toList();
    return learn(
        outputs, levels, none, groups, dimension, memory, Sources.NONE, ProcessStore.empty());
  }

  private record Learned(Surrogate surrogate, Fit fit) {}

  private interface Learner {
    Process learn(int level, Kernel kernel, Fitting.Data data);
  }

  private static Learned learn(
      Output output,
      List<LevelData> levels,
      int[] groups,
      int dimension,
      Fit before,
      TrackRecord track,
      List<Lesson> lessons,
      Learner learner) {
    LevelData base = levels.getFirst();
    boolean refit = isDue(base.size(), before.count(0));
    OutputTransform transform = before.transform();
    if (refit || before.count(0) == 0) {
      List<LevelData> sources = base.size() > 1 ? levels.subList(0, 1) : levels;
      transform =
          OutputTransform.choose(
              sources.stream()
                  .flatMap(level -> level.observations().stream())
                  .mapToDouble(output::value)
                  .toArray(),
              output.limit(),
              output.sought());
    }
    if (!lessons.isEmpty() && base.size() < FEW) {
      transform = elsewhere(output, base, lessons.getFirst());
    }
    Surrogate surrogate = new Surrogate(transform);
    List<Fit.Level> fitted = new ArrayList<>();
    Kernel below = Fitting.typical(groups, dimension);
    for (int k = 0; k < levels.size(); k++) {
      LevelData level = levels.get(k);
      int n = level.size();
      double[][] xs = level.points().toArray(double[][]::new);
      double[] means = new double[n];
      double[] doubts = new double[n];
      if (k > 0 && n > 0) {
        double[][] prediction = surrogate.predict(xs, k - 1);
        means = prediction[0];
        doubts = prediction[1];
      }
      double[] values = new double[n];
      double told = 0;
      for (int i = 0; i < n; i++) {
        double y = output.value(level.observations().get(i));
        double scatter = output.scatter(level.observations().get(i)) * transform.applySlope(y);
        values[i] = transform.apply(y) - means[i];
        doubts[i] += scatter * scatter;
        told += scatter * scatter / n;
      }
      Fitting.Data data = new Fitting.Data(xs, means, values, doubts);
      Fit.Level known = before.level(k);
      Kernel kernel;
      int fittedAt;
      if (known != null && !isDue(n, known.count())) {
        kernel = known.kernel();
        fittedAt = known.count();
      } else {
        int iterations = known == null ? FIRST_ITERATIONS : WARM_ITERATIONS;
        Kernel start =
            known != null
                ? known.kernel()
                : k == 0 ? Fitting.typical(groups, dimension) : Fitting.typicalGap(below);
        kernel =
            n == 0
                ? start
                : k == 0
                    ? Fitting.fit(data, start, groups, dimension, iterations)
                    : Fitting.fitGap(data, start, below, iterations);
        fittedAt = n;
      }
      fitted.add(new Fit.Level(fittedAt, kernel));
      if (k == 0 && !lessons.isEmpty()) {
        SourcePrior prior = SourcePrior.weigh(lessons, data, kernel);
        surrogate.startFrom(prior);
        if (prior.speaks()) {
          Fitting.Data rest = prior.rest(data);
          if (n > 0) {
            kernel = Fitting.fit(rest, kernel, groups, dimension, WARM_ITERATIONS);
          }
          kernel = prior.inStandardUnits(kernel);
          data = prior.inStandardUnits(rest);
        }
      }
      Process process = learner.learn(k, kernel, data);
      surrogate.addLevel(process, told);
      surrogate.temper(
          Calibration.factor(
              process.leaveOneOut(MOST_LEFT_OUT),
              track.scores(output.name(), k),
              Calibration.optimism(n, k == 0 ? Fitting.parameters(groups) : Fitting.GAP)));
      below = kernel;
    }
    return new Learned(surrogate, new Fit(output.name(), transform, fitted));
  }

  /**
   * The scale of the source's data around the mean of the few that there are, or around its own.
   */
  private static OutputTransform elsewhere(Output output, LevelData few, Lesson lesson) {
    double mean =
        few.observations().stream().mapToDouble(output::value).average().orElse(lesson.centre());
    return OutputTransform.plain(mean, lesson.deviation());
  }

  private static boolean isDue(int now, int then) {
    return now != then && (now <= REFIT_ALWAYS_TO || now >= REFIT_GROWTH * then);
  }

  public List<Output> outputs() {
    return outputs;
  }

  public Surrogate surrogate(int output) {
    return surrogates.get(output);
  }

  /** The surrogate of a named output. */
  public Surrogate surrogate(String name) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(name)) {
        return surrogates.get(i);
      }
    }
    throw new IllegalArgumentException("no output '" + name + "'");
  }

  /** Counts a design under way as if it had been told what is expected of it. */
  public void believe(double[] x, int level) {
    surrogates.forEach(surrogate -> surrogate.believe(x, level));
  }

  /** How much each source counts for each output. */
  public List<Sources.Standing> standings() {
    return IntStream.range(0, outputs.size())
        .boxed()
        .flatMap(i -> surrogates.get(i).standings(outputs.get(i).name()).stream())
        .toList();
  }

  /** What the next ask wants to find again. */
  public Memory memory() {
    return new Memory(fits, track);
  }

  /** The same, to be held to what is expected of a design that is now asked at a level. */
  public Memory memory(double[] x, int level) {
    Map<String, double[]> intervals = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      Surrogate surrogate = surrogates.get(i);
      double[] claimed = surrogate.claimed(x, level);
      double[] ends = surrogate.interval(claimed);
      if (Double.isFinite(ends[0]) && Double.isFinite(ends[1])) {
        intervals.put(
            outputs.get(i).name(),
            new double[] {ends[0], surrogate.transform().invert(claimed[0]), ends[1]});
      }
    }
    return new Memory(
        fits,
        track.expecting(new TrackRecord.Expected(counts[level], level, x.clone(), intervals)));
  }

  /** Scores of this output's predictions at a level that were told afterwards. */
  public double[] checked(String output, int level) {
    return track.scores(output, level);
  }
}
