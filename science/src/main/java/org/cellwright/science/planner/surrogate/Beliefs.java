package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.cellwright.core.Observation;

/** The surrogates of all outputs, learned from one history. */
public final class Beliefs {
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
    List<Learning.Learned> learned =
        IntStream.range(0, outputs.size())
            .parallel()
            .mapToObj(i ->
                new Learning(
                        outputs.get(i),
                        groups,
                        dimension,
                        memory.find(outputs.get(i).name(), levels.size(), groups.length),
                        track,
                        sources.of(i),
                        (level, kernel, data) ->
                            store.learn("output " + i + " level " + level, kernel, data))
                    .of(
                        IntStream.range(0, levels.size())
                            .mapToObj(k -> levels.get(k).with(partial.get(k), outputs.get(i)))
                            .toList()))
            .toList();
    return new Beliefs(
        outputs,
        learned.stream().map(Learning.Learned::surrogate).toList(),
        learned.stream().map(Learning.Learned::fit).toList(),
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

  /**
   * Predictions in outline, to choose by: means by all data, variances by a part of them. This
   * where data are few.
   */
  public Beliefs outline() {
    return seen(Surrogate::outline);
  }

  /**
   * Predictions near a point: means by all data, variances by those nearest to it. This where data
   * are few.
   */
  public Beliefs around(double[] x) {
    return seen(surrogate -> surrogate.around(x));
  }

  private Beliefs seen(UnaryOperator<Surrogate> view) {
    List<Surrogate> views = surrogates.stream().map(view).toList();
    return views.equals(surrogates) ? this : new Beliefs(outputs, views, fits, track, counts);
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
      double[] ends = surrogate.at(level).interval(claimed);
      if (Double.isFinite(ends[0]) && Double.isFinite(ends[1])) {
        intervals.put(
            outputs.get(i).name(),
            new double[] {ends[0], surrogate.at(level).transform().invert(claimed[0]), ends[1]});
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
