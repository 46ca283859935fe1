package org.cellwright.bench.planner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.planner.OurPlanner.Look;
import org.cellwright.bench.planner.OurPlanner.Session;
import org.cellwright.science.numerics.RandomStream;

/**
 * The charging protocols of Attia et al. (Nature 578, 397, 2020): four rounds of eight cells, each
 * life predicted early, then the true life of the protocol that is recommended.
 *
 * <p>A predicted life is the true one of their simulator plus a normal error of 164 cycles, the
 * figure of their simulator for the scatter of cells and the error of prediction together. {@link
 * BayesGap} sees the same kind of errors. The second comparison buys lives of whole tests for 1
 * (error: the scatter of their five validation cells about the mean of each protocol) or early
 * predictions for 0.1 (a hundred of some thousand cycles).
 */
record Attia(Sets sets, Trials trials) {
  private static final int ROUNDS = 4;
  private static final int CHANNELS = 8;
  private static final double ERROR = 164;
  private static final double EARLY = 0.1;
  private static final double WHOLE_TESTS = 8;

  List<Result> run() throws IOException, InterruptedException {
    Candidates protocols = sets.read("attia_sim");
    OurPlanner planner = new OurPlanner(Row.BUDGET);
    String how = "rounds " + Trials.digest(protocols);
    double[] ours =
        lives(trials.each("attia rounds", planner, how, seed -> rounds(planner, protocols, seed)));
    double[] theirs =
        LongStream.range(0, trials.seeds())
            .parallel()
            .mapToDouble(seed -> bayesGap(protocols, seed))
            .toArray();
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    Row.put(counters, "mean", Statistics.of(ours, Statistics::mean));
    Row.put(counters, "attia_mean", Statistics.of(theirs, Statistics::mean));
    double[] ahead = new double[ours.length];
    Arrays.setAll(ahead, i -> ours[i] - theirs[i]);
    Row.put(counters, "ahead", Statistics.of(ahead, Statistics::mean));
    counters.put("best_of_all", -Arrays.stream(protocols.loss()).min().orElse(0));
    List<Result> results = new ArrayList<>();
    results.add(
        new Result(
            "Attia's protocols, true life after 4 rounds of 8: mean",
            Statistics.mean(ours),
            "cycles",
            Better.HIGHER,
            Math.nextUp(Statistics.mean(theirs)),
            Double.NaN,
            Double.NaN,
            new Result.Peer("Attia", "2020", Statistics.mean(theirs)),
            counters));
    results.add(early(planner, protocols));
    return results;
  }

  private Result early(OurPlanner planner, Candidates protocols)
      throws IOException, InterruptedException {
    double scatter = scatter();
    double[][] found = new double[2][];
    for (int k = 0; k < 2; k++) {
      boolean cheap = k == 1;
      found[k] =
          lives(
              trials.each(
                  cheap ? "attia early" : "attia whole tests",
                  planner,
                  "%s %s".formatted(scatter, Trials.digest(protocols)),
                  seed -> bought(planner, protocols, seed, cheap, scatter)));
    }
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    double[] ahead = new double[found[0].length];
    Arrays.setAll(ahead, i -> found[1][i] - found[0][i]);
    Row.put(counters, "ahead", Statistics.of(ahead, Statistics::mean));
    counters.put("mean_with", Statistics.mean(found[1]));
    counters.put("mean_without", Statistics.mean(found[0]));
    counters.put("scatter_cycles", scatter);
    return new Result(
        "Attia's protocols, early prediction as cheap look: true life gained at the cost of 8 tests",
        Statistics.mean(ahead),
        "cycles",
        Better.HIGHER,
        Double.MIN_VALUE,
        Double.NaN,
        Double.NaN,
        null,
        counters);
  }

  private static double[] lives(List<JsonNode> lines) {
    return lines.stream().mapToDouble(line -> line.path("life").asDouble()).toArray();
  }

  private static String line(long seed, double life) {
    return JsonNodeFactory.instance.objectNode().put("seed", seed).put("life", life).toString();
  }

  private static RandomStream errors(long seed) {
    return new RandomStream(seed, 0xA77);
  }

  private static String rounds(OurPlanner planner, Candidates protocols, long seed) {
    RandomStream random = errors(seed);
    Session session = planner.session(protocols.inputs(), seed, ROUNDS * CHANNELS, 1);
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> batch = new ArrayList<>();
      for (int channel = 0; channel < CHANNELS; channel++) {
        session.ask(batch).map(Look::row).ifPresent(batch::add);
      }
      for (int row : batch) {
        double life = protocols.truth()[row][0] + ERROR * random.nextNormal();
        session.tell(row, OurPlanner.REAL, new double[] {life}, ERROR);
      }
    }
    return line(seed, protocols.truth()[session.recommended()][0]);
  }

  private static double bayesGap(Candidates protocols, long seed) {
    RandomStream random = errors(seed);
    List<String> names = protocols.inputs().space().names();
    double[][] rates =
        IntStream.range(0, protocols.size())
            .mapToObj(row -> protocols.inputs().pool().design(row))
            .map(design -> names.stream().mapToDouble(design::si).toArray())
            .toArray(double[][]::new);
    BayesGap theirs = new BayesGap(rates, seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Integer> batch = theirs.batch(CHANNELS);
      theirs.tell(
          batch,
          batch.stream()
              .map(row -> protocols.truth()[row][0] + ERROR * random.nextNormal())
              .toList());
    }
    return protocols.truth()[theirs.recommended()][0];
  }

  private static String bought(
      OurPlanner planner, Candidates protocols, long seed, boolean cheap, double scatter) {
    RandomStream random = errors(seed);
    Session session = planner.session(protocols.inputs(), seed, WHOLE_TESTS, cheap ? EARLY : 1);
    while (true) {
      Optional<Look> look = session.ask(List.of());
      if (look.isEmpty()) {
        return line(seed, protocols.truth()[session.recommended()][0]);
      }
      boolean real = look.get().fidelity().equals(OurPlanner.REAL);
      double deviation = real ? scatter : ERROR;
      double life = protocols.truth()[look.get().row()][0] + deviation * random.nextNormal();
      session.tell(look.get().row(), look.get().fidelity(), new double[] {life}, deviation);
    }
  }

  /** Pooled standard deviation of the cells of one validation protocol, cycles. */
  double scatter() throws IOException {
    Csv data = Csv.withHeader(sets.folder().resolve("attia2020/final_validation_results.csv"));
    double square = 0;
    int freedom = 0;
    for (List<String> row : data.rows()) {
      double[] cells =
          row.subList(3, row.size()).stream()
              .mapToDouble(Csv::number)
              .filter(Double::isFinite)
              .toArray();
      double mean = Statistics.mean(cells);
      square += Arrays.stream(cells).map(x -> (x - mean) * (x - mean)).sum();
      freedom += cells.length - 1;
    }
    return Math.sqrt(square / freedom);
  }
}
