package org.cellwright.bench.planner;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.bench.Result;
import org.cellwright.bench.planner.CheapLooks.Course;
import org.cellwright.bench.planner.OurPlanner.Look;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective.Goal;
import org.cellwright.core.Observation;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.Source;
import org.jspecify.annotations.Nullable;

/**
 * Whether an earlier campaign pays: evaluations to the top 1 % with it over those without, where
 * another chemistry, temperature, solvent, or the simulation of the same was measured; and what it
 * costs at most when it tells nothing (outcomes shuffled) or the contrary (mirrored at their mean).
 * An earlier campaign is {@value #EARLIER} rows of its table, drawn anew for each seed; the planner
 * makes its own start in every case.
 */
record Transfer(Sets sets, Trials trials) {
  private static final int EARLIER = 100;
  private static final int BUDGET = 60;
  private static final String OUTCOME = "objective";

  /** A campaign, and the table of an earlier one. */
  record Pair(String name, Candidates target, Candidates earlier) {}

  /** What is done to the earlier outcomes. */
  enum Kind {
    HONEST("an earlier campaign"),
    SHUFFLED("the same shuffled"),
    FLIPPED("the same sign-flipped");

    final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  List<Result> run() throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    List<List<double[]>> logs = new ArrayList<>();
    for (int k = 0; k < Kind.values().length; k++) {
      logs.add(new ArrayList<>());
    }
    for (Pair pair : pairs()) {
      double[] alone = evaluations(pair, null);
      for (Kind kind : Kind.values()) {
        double[] with = evaluations(pair, kind);
        double[] ratios = Statistics.logRatios(with, alone);
        logs.get(kind.ordinal()).add(ratios);
        SequencedMap<String, Double> counters = new LinkedHashMap<>();
        Row.put(counters, "ratio", Statistics.of(ratios, l -> StrictMath.exp(Statistics.mean(l))));
        counters.put("median", Statistics.median(with));
        counters.put("median_without", Statistics.median(alone));
        results.add(result(pair.name + ": " + kind.words, kind, counters));
      }
    }
    for (Kind kind : Kind.values()) {
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      Row.put(
          counters,
          "ratio",
          Statistics.ofGroups(logs.get(kind.ordinal()), Statistics::geometricRatio));
      results.add(result("geometric mean of all: " + kind.words, kind, counters));
    }
    return results;
  }

  private static Result result(String what, Kind kind, SequencedMap<String, Double> counters) {
    return Row.ratio(
        what + ", evaluations to the top 1 % over those without",
        kind == Kind.HONEST ? 1 : 1.1,
        Double.NaN,
        counters);
  }

  private double[] evaluations(Pair pair, @Nullable Kind kind)
      throws IOException, InterruptedException {
    OurPlanner planner = new OurPlanner(BUDGET);
    double[] loss = pair.target.loss();
    double[] sorted = loss.clone();
    Arrays.sort(sorted);
    double target = sorted[Sets.topCount(sorted.length) - 1];
    return trials
        .each(
            pair.name + ", " + (kind == null ? "alone" : kind.words),
            planner,
            "%d %d %s %s"
                .formatted(
                    BUDGET, EARLIER, Trials.digest(pair.target), Trials.digest(pair.earlier)),
            seed ->
                course(
                        planner.session(
                            pair.target.inputs(),
                            seed,
                            BUDGET,
                            1,
                            kind == null ? List.of() : List.of(earlier(pair, kind, seed))),
                        pair.target,
                        target)
                    .json(seed))
        .stream()
        .mapToDouble(line -> Course.read(line).realTo(target, loss, BUDGET))
        .toArray();
  }

  private static Course course(OurPlanner.Session session, Candidates table, double target) {
    Course course = new Course(new ArrayList<>(), new ArrayList<>());
    while (true) {
      Optional<Look> look = session.ask(List.of());
      if (look.isEmpty()) {
        return course;
      }
      int row = look.get().row();
      course.rows().add(row);
      course.real().add(true);
      if (table.loss()[row] <= target) {
        return course;
      }
      session.tell(row, OurPlanner.REAL, table.truth()[row]);
    }
  }

  private static Source earlier(Pair pair, Kind kind, long seed) {
    Candidates table = pair.earlier;
    RandomStream random = new RandomStream(seed, 0xEA1);
    int[] rows = mixed(table.size(), random);
    int count = Math.min(EARLIER, rows.length);
    int[] order = kind == Kind.SHUFFLED ? mixed(count, random) : null;
    double mean = Arrays.stream(table.truth()).mapToDouble(row -> row[0]).average().orElse(0);
    List<Observation> told = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double value = table.truth()[rows[order == null ? i : order[i]]][0];
      SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
      outcomes.put(
          pair.target.inputs().objectives().getFirst().name(),
          Value.Scalar.of(kind == Kind.FLIPPED ? 2 * mean - value : value, MeasurementUnit.ONE));
      told.add(
          Source.row(
              Integer.toString(i), table.inputs().pool().design(rows[i]).values(), outcomes));
    }
    return new Source("earlier", told, new LinkedHashMap<>());
  }

  private static int[] mixed(int count, RandomStream random) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  private List<Pair> pairs() throws IOException {
    List<Pair> pairs = new ArrayList<>();
    pairs.add(
        new Pair(
            "suzuki_iv from suzuki_ii",
            table("suzuki_iv", "ligand time temperature loading", "cnnn", 4, Goal.MAXIMIZE),
            table("suzuki_ii", "ligand time temperature loading", "cnnn", 4, Goal.MAXIMIZE)));
    pairs.add(
        new Pair(
            "suzuki_ii from suzuki_iv",
            table("suzuki_ii", "ligand time temperature loading", "cnnn", 4, Goal.MAXIMIZE),
            table("suzuki_iv", "ligand time temperature loading", "cnnn", 4, Goal.MAXIMIZE)));
    // The halides of the two are different molecules: the sister is silent about them.
    for (String sister : List.of("buchwald_b", "buchwald_d")) {
      pairs.add(
          new Pair(
              "buchwald_a from " + sister,
              table("buchwald_a", "halide additive base ligand", "cccc", 4, Goal.MAXIMIZE),
              table(sister, "other_halide additive base ligand", "cccc", 4, Goal.MAXIMIZE)));
    }
    // Ce and La in one plate, Ta and Cu in the other.
    pairs.add(
        new Pair(
            "oer_plate_3496 from oer_plate_3851",
            table("oer_plate_3496", "Ni Fe Co Mn Ce La", "nnnnnn", 6, Goal.MINIMIZE),
            table("oer_plate_3851", "Ni Fe Co Ta Mn Cu", "nnnnnn", 6, Goal.MINIMIZE)));
    String six = "source target gap gap_after wait_source wait_target";
    String seven = "source target gap gap_after extra wait_source wait_target";
    pairs.add(
        new Pair(
            "liquid_toluene from liquid_dce",
            table("liquid_toluene", six, "nnnnnn", 6, Goal.MINIMIZE),
            table("liquid_dce", six, "nnnnnn", 6, Goal.MINIMIZE)));
    pairs.add(
        new Pair(
            "liquid_thf_500 from liquid_hep_100",
            table("liquid_thf_500", seven, "nnnnnnn", 7, Goal.MINIMIZE),
            table("liquid_hep_100", seven, "nnnnnnn", 7, Goal.MINIMIZE)));
    TwoFidelities clio = new Clio(sets, trials).surface().world();
    pairs.add(
        new Pair(
            "Clio's robot from its simulation",
            clio.table(),
            new Candidates(
                clio.table().inputs(),
                Arrays.stream(clio.cheap())
                    .mapToObj(value -> new double[] {value})
                    .toArray(double[][]::new),
                List.of())));
    pairs.add(new Pair("conductivity at 30 °C from 0 °C", carbonates(303.15), carbonates(273.15)));
    return pairs;
  }

  private Candidates table(String name, String inputs, String kinds, int output, Goal goal)
      throws IOException {
    Csv data =
        Csv.withoutHeader(sets.folder().resolve("olympus").resolve(name).resolve("data.csv"));
    if (name.equals("liquid_dce")) {
      // Its first row numbers the columns.
      data = new Csv(data.file(), data.header(), data.rows().subList(1, data.rows().size()));
    }
    Candidates.Builder builder = Candidates.of(name);
    List<String> names = List.of(inputs.split(" "));
    for (int i = 0; i < names.size(); i++) {
      String column = Integer.toString(i);
      if (kinds.charAt(i) == 'n') {
        builder.number(names.get(i), data.numbers(column));
      } else {
        builder.choice(names.get(i), data.texts(column));
      }
    }
    return builder.objective(OUTCOME, goal, data.numbers(Integer.toString(output))).build();
  }

  /** LiPF6 in PC, EC and EMC (Rahmanian et al., Digital Discovery 2023) at one temperature, K. */
  private Candidates carbonates(double temperature) throws IOException {
    Csv data =
        Csv.tabbed(sets.folder().resolve("bigmap-hte/HTE_dataset_PC_EMC_EC_LiPF6.tsv"))
            .where("T [K]", text -> Math.abs(Csv.number(text) - temperature) < 0.1);
    return Candidates.of("carbonates")
        .number("ratio", data.numbers("r"))
        .number("salt", data.numbers("c [mol/kg]"))
        .objective(OUTCOME, Goal.MAXIMIZE, data.numbers("k [mS/cm]"))
        .build();
  }
}
