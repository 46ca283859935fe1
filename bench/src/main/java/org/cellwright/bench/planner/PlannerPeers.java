package org.cellwright.bench.planner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.cellwright.bench.Result;
import org.cellwright.bench.Result.Better;
import org.cellwright.bench.Result.Peer;
import org.cellwright.bench.VirtualEnvironment;
import org.cellwright.bench.planner.Statistics.Interval;
import org.cellwright.bench.planner.Trials.Until;
import org.cellwright.core.Pool;
import org.cellwright.core.Variable;
import org.cellwright.science.molecule.Molecules;
import org.jspecify.annotations.Nullable;

/**
 * BoTorch, BayBE and Ax on the same pools from the same starts, in an environment of their own; see
 * {@code bench/peers/planner_pools.py}. Campaigns that were run before are not run again. Whatever
 * goes wrong is said on standard error, and that peer stays out.
 */
public final class PlannerPeers {
  private static final long RUN_MINUTES = 24 * 60;
  private static final List<String> PEERS = List.of("botorch", "baybe", "ax");

  private final Sets sets;
  private final Trials trials;
  private final VirtualEnvironment environment;
  private final Path script;
  private final Path folder;

  /** Logarithms of ours over theirs by target and peer, a row of seeds for each set. */
  private final SequencedMap<String, List<double[]>> ratios = new LinkedHashMap<>();

  /**
   * @param root of the checkout
   * @param references folder of the reference data
   * @param kept where results are kept
   */
  public PlannerPeers(Path root, Path references, Path kept, int seeds) {
    this.sets = new Sets(references.resolve("planner"));
    this.trials = new Trials(kept, seeds);
    this.environment = new VirtualEnvironment(root, "planners", "requirements-planner.txt");
    this.script = root.resolve("bench/peers/planner_pools.py");
    this.folder = kept;
  }

  /**
   * @param only names of sets; empty for those of the floor and those with several objectives
   */
  public List<Result> run(List<String> only) throws Exception {
    if (!environment.ready()) {
      System.err.println(
          "bench: no other planners: they could not be installed; see target/bench/install.log");
      return List.of();
    }
    List<Result> results = new ArrayList<>();
    List<String> names = new ArrayList<>(only);
    if (names.isEmpty()) {
      names.addAll(Sets.FLOOR_ROWS);
      names.addAll(sets.tradeOffs().sequencedKeySet());
    }
    for (String name : names) {
      Sets.@Nullable Reader several = sets.tradeOffs().get(name);
      Candidates candidates = several == null ? null : several.read().named(name);
      if (candidates == null && sets.names().contains(name)) {
        candidates = sets.read(name);
      }
      if (candidates != null) {
        results.addAll(compare(candidates));
      }
    }
    ratios.forEach((beside, logs) -> {
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Interval ratio = Statistics.ofGroups(logs, Statistics::geometricRatio);
      Row.put(counters, "ratio", ratio);
      results.add(
          Row.ratio(
              "geometric mean of %d sets over theirs, %s".formatted(logs.size(), beside),
              1,
              Double.NaN,
              counters));
    });
    return results;
  }

  private List<Result> compare(Candidates candidates) throws Exception {
    boolean single = candidates.inputs().objectives().size() == 1;
    int budget = Math.min(Row.BUDGET, single ? candidates.size() : candidates.size() / 2);
    List<Trace> ours =
        trials.run(candidates, new OurPlanner(budget), budget, single ? Until.BEST : Until.BUDGET);
    List<Result> results = new ArrayList<>();
    for (String peer : PEERS) {
      // Its proposal is one point of a continuum: of the fronts of a pool that says little.
      if (single || !peer.equals("ax")) {
        results.addAll(compare(candidates, peer, budget, ours));
      }
    }
    return results;
  }

  private List<Result> compare(Candidates candidates, String peer, int budget, List<Trace> ours)
      throws Exception {
    String key = "%s %d %s".formatted(candidates.name(), budget, Trials.digest(candidates));
    Path question = Files.createDirectories(folder).resolve("question-" + peer + ".json");
    Path answers = folder.resolve("peer-" + peer + ".jsonl");
    new ObjectMapper().writeValue(question.toFile(), question(candidates, peer, key, budget));
    System.err.printf("bench planner: %s, %s ...%n", candidates.name(), peer);
    if (!environment.start(
        RUN_MINUTES,
        "planner-" + peer + ".log",
        environment.python(),
        script.toString(),
        question.toString(),
        answers.toString())) {
      System.err.printf(
          "bench: %s failed on %s; see target/bench/planner-%s.log%n",
          peer, candidates.name(), peer);
    }
    TreeMap<Long, Trace> theirs = new TreeMap<>();
    String version = "";
    if (Files.exists(answers)) {
      for (String line : Files.readAllLines(answers)) {
        JsonNode node = new ObjectMapper().readTree(line);
        if (node.path("key").asText().equals(key) && node.path("seed").asInt() < trials.seeds()) {
          theirs.put(node.path("seed").asLong(), Trace.read(node));
          version = node.path("version").asText();
        }
      }
    }
    List<Trace> paired = ours.stream().filter(t -> theirs.containsKey(t.seed())).toList();
    return paired.isEmpty()
        ? List.of()
        : results(candidates, peer, version, budget, paired, List.copyOf(theirs.values()));
  }

  private List<Result> results(
      Candidates candidates,
      String peer,
      String version,
      int budget,
      List<Trace> ours,
      List<Trace> theirs) {
    List<Result> results = new ArrayList<>();
    if (candidates.inputs().objectives().size() == 1) {
      double[] loss = candidates.loss();
      double[] sorted = loss.clone();
      Arrays.sort(sorted);
      for (Row.Target target : Row.Target.values()) {
        double limit =
            target == Row.Target.BEST ? sorted[0] : sorted[Sets.topCount(sorted.length) - 1];
        double[] a = ours.stream().mapToDouble(t -> t.evaluationsTo(limit, loss, budget)).toArray();
        double[] b =
            theirs.stream().mapToDouble(t -> t.evaluationsTo(limit, loss, budget)).toArray();
        SequencedMap<String, Double> counters = new LinkedHashMap<>();
        double[] logs = Statistics.logRatios(a, b);
        ratios
            .computeIfAbsent(
                "to %s, beside %s".formatted(target.words, peer), _ -> new ArrayList<>())
            .add(logs);
        Row.put(counters, "of_peer", Statistics.of(logs, l -> StrictMath.exp(Statistics.mean(l))));
        regret(counters, "", ours, loss, sorted);
        regret(counters, "peer_", theirs, loss, sorted);
        asks(counters, ours, theirs);
        results.add(
            new Result(
                "%s, to %s, beside %s".formatted(candidates.name(), target.words, peer),
                Statistics.median(a),
                "evaluations",
                Better.LOWER,
                Double.NaN,
                Double.NaN,
                1,
                new Peer(peer, version, Statistics.median(b)),
                counters));
      }
      return results;
    }
    double[] a = areas(candidates, ours);
    double[] b = areas(candidates, theirs);
    double[] ahead = new double[a.length];
    Arrays.setAll(ahead, i -> a[i] - b[i]);
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    Row.put(counters, "ahead", Statistics.of(ahead, Statistics::mean));
    asks(counters, ours, theirs);
    results.add(
        new Result(
            "%s, mean share of the hypervolume, beside %s".formatted(candidates.name(), peer),
            Statistics.mean(a),
            "",
            Better.HIGHER,
            Double.NaN,
            Double.NaN,
            1,
            new Peer(peer, version, Statistics.mean(b)),
            counters));
    return results;
  }

  private static double[] areas(Candidates candidates, List<Trace> traces) {
    return Arrays.stream(TradeOffs.curves(candidates, traces))
        .mapToDouble(curve -> Arrays.stream(curve).skip(Trials.STARTS).average().orElse(0))
        .toArray();
  }

  /** Share of the range of the table between the best so far and the best of all. */
  private static void regret(
      SequencedMap<String, Double> counters,
      String whose,
      List<Trace> traces,
      double[] loss,
      double[] sorted) {
    for (int at : new int[] {10, 20, 40}) {
      counters.put(
          whose + "regret_at_" + at,
          traces.stream()
              .mapToDouble(trace -> {
                double best =
                    trace.rows().stream().limit(at).mapToDouble(row -> loss[row]).min().orElse(0);
                return (best - sorted[0]) / (sorted[sorted.length - 1] - sorted[0]);
              })
              .average()
              .orElse(Double.NaN));
    }
  }

  private static void asks(
      SequencedMap<String, Double> counters, List<Trace> ours, List<Trace> theirs) {
    counters.put("ask_ms", median(ours));
    counters.put("peer_ask_ms", median(theirs));
  }

  private static double median(List<Trace> traces) {
    return Statistics.median(
        traces.stream()
            .flatMap(trace -> trace.milliseconds().stream())
            .mapToDouble(Double::doubleValue)
            .toArray());
  }

  private ObjectNode question(Candidates candidates, String peer, String key, int budget)
      throws IOException {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.putArray("peers").add(peer);
    ObjectNode problem = question.putArray("problems").addObject();
    problem.put("name", candidates.name()).put("key", key).put("budget", budget);
    rows(problem.putArray("features"), candidates.inputs().features());
    Arrays.stream(candidates.inputs().groups()).forEach(problem.putArray("groups")::add);
    ArrayNode variables = problem.putArray("variables");
    for (Pool.Column column : candidates.inputs().pool().columns()) {
      ObjectNode variable = variables.addObject().put("name", column.variable());
      ArrayNode values = variable.putArray("values");
      switch (column) {
        case Pool.Numbers numbers -> {
          variable.put("kind", "number");
          Arrays.stream(numbers.values()).forEach(values::add);
        }
        case Pool.Names names -> {
          variable.put("kind", isMolecule(candidates, names) ? "molecule" : "choice");
          Arrays.stream(names.codes()).forEach(code -> values.add(names.options().get(code)));
        }
        default -> throw new IOException("a pool with blends: " + column.variable());
      }
    }
    double[][] losses = new double[candidates.size()][];
    Arrays.setAll(losses, candidates::losses);
    rows(problem.putArray("losses"), losses);
    ArrayNode reference = problem.putArray("reference");
    for (int i = 0; i < candidates.inputs().reference().size(); i++) {
      reference.add(
          candidates.inputs().objectives().get(i).loss(candidates.inputs().reference().get(i)));
    }
    ArrayNode starts = problem.putArray("starts");
    for (long seed = 0; seed < trials.seeds(); seed++) {
      Arrays.stream(Trials.starts(candidates.size(), seed)).forEach(starts.addArray()::add);
    }
    return question;
  }

  /** Whether the planner reads its names as SMILES too. */
  private static boolean isMolecule(Candidates candidates, Pool.Names names) {
    return candidates.inputs().space().variables().stream()
        .anyMatch(variable ->
            variable instanceof Variable.Choices choices
                && choices.name().equals(names.variable())
                && !choices.descriptors().isEmpty()
                && Molecules.allParse(choices.options()));
  }

  private static void rows(ArrayNode into, double[][] values) {
    for (double[] row : values) {
      Arrays.stream(row).forEach(into.addArray()::add);
    }
  }
}
