package org.cellwright.bench.planner;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Hierarchy;
import org.cellwright.core.Method;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Uncertainty;
import org.cellwright.core.Value;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Planner;
import org.cellwright.science.planner.Planners;
import org.cellwright.science.planner.Source;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Memory;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Surrogate;

/** The planner of a campaign, as a user gets it. */
final class OurPlanner implements Strategy {
  /** The fidelity that counts. */
  static final String REAL = "real";

  /** A cheap second opinion. */
  static final String CHEAP = "cheap";

  private static final String[] PARTS = {"planner", "numerics"};

  private final String version;
  private final int budget;
  private final Hierarchy hierarchy;

  OurPlanner(int budget) {
    this(budget, Hierarchy.NONE);
  }

  OurPlanner(int budget, Hierarchy hierarchy) {
    this.version = digest();
    this.budget = budget;
    this.hierarchy = hierarchy;
  }

  @Override
  public String name() {
    return hierarchy.isGiven() ? "ours by order" : "ours";
  }

  /** A digest of the code that plans: kept results count until it changes. */
  @Override
  public String version() {
    return version;
  }

  private static String digest() {
    CRC32 crc = new CRC32();
    try {
      Path place =
          Path.of(Planner.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      boolean unpacked = Files.isDirectory(place);
      try (FileSystem jar = unpacked ? null : FileSystems.newFileSystem(place)) {
        Path root = jar == null ? place : jar.getPath("/");
        for (String part : PARTS) {
          try (Stream<Path> files = Files.walk(root.resolve("org/cellwright/science/" + part))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
              crc.update(Files.readAllBytes(file));
            }
          }
        }
      }
    } catch (IOException | URISyntaxException e) {
      throw CellwrightException.failed(
          "the planner's own code cannot be read: " + e.getMessage(), "bench planner", null);
    }
    return Long.toHexString(crc.getValue());
  }

  @Override
  public Chooser begin(Inputs inputs, long seed) {
    Session session = session(inputs, seed, budget, 1);
    return new Chooser() {
      private int heard;

      @Override
      public int next(List<Told> told, List<Integer> pending) {
        for (Told t : told.subList(heard, told.size())) {
          session.tell(t.row(), REAL, t.values());
        }
        heard = told.size();
        return session.ask(pending).map(Look::row).orElse(-1);
      }
    };
  }

  /** A row at a fidelity. */
  record Look(int row, String fidelity) {}

  /**
   * A campaign by hand.
   *
   * @param affordable in evaluations of cost 1
   * @param cheapCost what a cheap look costs; 1 if there is none
   */
  Session session(Inputs inputs, long seed, double affordable, double cheapCost) {
    return session(inputs, seed, affordable, cheapCost, List.of());
  }

  /** The same beside earlier campaigns. */
  Session session(
      Inputs inputs, long seed, double affordable, double cheapCost, List<Source> sources) {
    List<Fidelity> fidelities = new ArrayList<>();
    Settings none = new Settings(new LinkedHashMap<>());
    if (cheapCost < 1) {
      fidelities.add(new Fidelity(CHEAP, "table", cheapCost, none));
    }
    fidelities.add(new Fidelity(REAL, "table", 1, none));
    return new Session(
        inputs,
        new Problem(
                inputs.name(),
                inputs.space(),
                inputs.objectives(),
                List.of(),
                fidelities,
                affordable,
                inputs.reference(),
                seed)
            .with(hierarchy),
        sources);
  }

  /** What was told and asked. */
  static final class Session {
    private final Inputs inputs;
    private final Problem problem;
    private final List<Source> sources;
    private final Planner planner = Planners.named("campaign");
    private final List<Observation> observations = new ArrayList<>();
    private int asked;
    private double spent;
    private String memory = "";

    private Session(Inputs inputs, Problem problem, List<Source> sources) {
      this.inputs = inputs;
      this.problem = problem;
      this.sources = sources;
    }

    Problem problem() {
      return problem;
    }

    List<Observation> observations() {
      return observations;
    }

    double spent() {
      return spent;
    }

    private double cost(String fidelity) {
      return problem.fidelities().stream()
          .filter(f -> f.name().equals(fidelity))
          .mapToDouble(Fidelity::cost)
          .findFirst()
          .orElseThrow();
    }

    /** One value for each objective, as it is. */
    void tell(int row, String fidelity, double[] values) {
      tell(row, fidelity, values, Uncertainty.UNKNOWN);
    }

    /** One value for each objective, all with the same standard deviation in its own unit. */
    void tell(int row, String fidelity, double[] values, double deviation) {
      tell(row, fidelity, values, new Uncertainty(Uncertainty.Kind.MEASURED, deviation));
    }

    private void tell(int row, String fidelity, double[] values, Uncertainty uncertainty) {
      Design design = inputs.pool().design(row);
      SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
      for (int i = 0; i < values.length; i++) {
        Objective objective = inputs.objectives().get(i);
        outcomes.put(objective.name(), new Value.Scalar(values[i], objective.unit(), uncertainty));
      }
      observations.add(
          Observation.ok(
              "e%04d".formatted(observations.size()),
              new Method.Identity("table", "1", "0"),
              fidelity,
              design,
              outcomes,
              cost(fidelity)));
      spent += cost(fidelity);
    }

    /** Empty where the planner wants no more. */
    Optional<Look> ask(List<Integer> pending) {
      List<History.Pending> underWay =
          pending.stream()
              .map(row -> new History.Pending(inputs.pool().design(row), REAL))
              .toList();
      History history =
          new History(observations, underWay, asked, spent + underWay.size(), memory)
              .learningFrom(sources);
      Optional<Ask> ask = planner.ask(problem, history);
      ask.ifPresent(a -> {
        asked++;
        memory = a.memory();
      });
      return ask.map(a -> new Look(inputs.pool().row(a.design()), a.fidelity()));
    }

    /** The row whose first objective is expected to be best at the fidelity that counts. */
    int recommended() {
      Encoding encoding = new Encoding(problem.space());
      List<LevelData> levels = new ArrayList<>();
      for (Fidelity fidelity : problem.fidelities()) {
        LevelData level = new LevelData();
        observations.stream()
            .filter(o -> o.fidelity().equals(fidelity.name()))
            .forEach(o -> level.add(encoding.encode(o.done()), o));
        levels.add(level);
      }
      Objective objective = problem.objectives().getFirst();
      boolean sought = objective.goal() == Objective.Goal.MAXIMIZE;
      Output output = new Output(objective.name(), objective.unit(), Double.NaN, sought);
      Surrogate surrogate =
          Beliefs.learn(
                  List.of(output),
                  levels,
                  encoding.groups(),
                  encoding.dimension(),
                  Memory.parse(memory))
              .surrogate(0);
      double[][] points =
          IntStream.range(0, inputs.size())
              .mapToObj(row -> encoding.encode(inputs.pool().design(row)))
              .toArray(double[][]::new);
      double[] means = surrogate.predict(points, levels.size() - 1)[0];
      int best = 0;
      for (int row = 1; row < means.length; row++) {
        boolean better = sought ? means[row] > means[best] : means[row] < means[best];
        best = better ? row : best;
      }
      return best;
    }
  }
}
