package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.Observation;

/** The surrogates of all outputs, learned from one history. */
public final class Beliefs {
  private static final int FIRST_ITERATIONS = 40;
  private static final int WARM_ITERATIONS = 12;
  private static final int REFIT_ALWAYS_TO = 50;
  private static final double REFIT_GROWTH = 1.1;

  private final List<Output> outputs;
  private final List<Surrogate> surrogates;
  private final List<Fit> fits;

  private Beliefs(List<Output> outputs, List<Surrogate> surrogates, List<Fit> fits) {
    this.outputs = outputs;
    this.surrogates = surrogates;
    this.fits = fits;
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
  }

  /**
   * Learns every output from the data of all levels, cheapest first.
   *
   * <p>Parameters are found anew whenever a level's data changed up to 50, and with every tenth
   * more beyond; in between, and as a start, those of {@code memory} serve. Outputs are learned
   * side by side, each the same whoever learns it.
   *
   * @param groups for each feature, the length scale that it shares
   * @param dimension degrees of freedom of the space
   */
  public static Beliefs learn(
      List<Output> outputs, List<LevelData> levels, int[] groups, int dimension, Memory memory) {
    List<Learned> learned =
        IntStream.range(0, outputs.size())
            .parallel()
            .mapToObj(i ->
                learn(
                    outputs.get(i),
                    levels,
                    groups,
                    dimension,
                    memory.find(outputs.get(i).name(), levels.size(), groups.length)))
            .toList();
    return new Beliefs(
        outputs,
        learned.stream().map(Learned::surrogate).toList(),
        learned.stream().map(Learned::fit).toList());
  }

  private record Learned(Surrogate surrogate, Fit fit) {}

  private static Learned learn(
      Output output, List<LevelData> levels, int[] groups, int dimension, Fit before) {
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
      Process process = new Process(kernel, n + 8);
      for (int i = 0; i < n; i++) {
        process.add(xs[i], means[i], values[i], doubts[i]);
      }
      process.update();
      surrogate.addLevel(process, told);
      below = kernel;
    }
    return new Learned(surrogate, new Fit(output.name(), transform, fitted));
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

  /** What the next ask wants to find again. */
  public Memory memory() {
    return new Memory(fits);
  }
}
