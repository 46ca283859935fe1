package org.cellwright.platform.baseline;

import io.jenetics.Crossover;
import io.jenetics.DoubleChromosome;
import io.jenetics.DoubleGene;
import io.jenetics.Genotype;
import io.jenetics.Mutator;
import io.jenetics.Optimize;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.Pareto;
import io.jenetics.ext.moea.UFTournamentSelector;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.Ask;
import org.cellwright.science.planner.History;
import org.cellwright.science.planner.Planner;
import org.cellwright.science.planner.UnitDesigns;

/**
 * A baseline: NSGA-II (Deb et al., IEEE Trans. Evol. Comput. 6, 182, 2002) of the library Jenetics,
 * at the fidelity that counts, until the budget is gone.
 *
 * <p>Genes are the coordinates of {@link UnitDesigns}. Ranks, crowding and tournaments for parents
 * are the library's, with simulated binary crossover (index 15, chance 0.9; the library's own
 * centres children on half the difference of the parents, not on their mean) and polynomial
 * mutation (index 20, one gene in d). Constrained domination as by Deb: a violation is relative to
 * the mean one of its constraint in the first generation; what failed is dominated by everything. A
 * population has N ≈ √n for a budget of n evaluations, 12 to 100, drawn at random at first: with
 * 400 evaluations of ZDT1 to 3 as good as 12 and better than 40; fewer than 12 soon are alike where
 * little of the space is feasible.
 *
 * <p>An ask plays the evolution again from the seed, with the answers of the history, up to the
 * first generation with a design that was not asked: the history alone decides, and a design that
 * comes up again costs nothing.
 */
public final class Nsga2 implements Planner {
  private static final int MOST_GENERATIONS = 2000;
  private static final double CROSSOVER = 0.9;
  private static final double CROSSOVER_INDEX = 15;
  private static final double MUTATION_INDEX = 20;

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    double cost = problem.highest().cost();
    if (problem.budget() - history.spent() < cost * (1 - 1e-9)) {
      return Optional.empty();
    }
    return RandomRegistry.with(
        new SplittableRandom(problem.seed()), _ -> new Evolution(problem, history).next());
  }

  static int survivors(double evaluations) {
    int even = 2 * (int) Math.round(0.5 * Math.sqrt(evaluations));
    return Math.clamp(even, 12, 100);
  }

  /** One evolution, played as far as the history goes. */
  private static final class Evolution {
    private final Problem problem;
    private final UnitDesigns designs;
    private final List<Observation> told = new ArrayList<>();
    private final UnitDesigns.Known known;
    private final UnitDesigns.Known pending;
    private final double[] typicalViolation;
    private final Rank worst;
    private final List<Design> open = new ArrayList<>();
    private boolean waits;
    private int generation;

    Evolution(Problem problem, History history) {
      this.problem = problem;
      this.designs = UnitDesigns.of(problem.space());
      String fidelity = problem.highest().name();
      history.observations().stream().filter(o -> o.fidelity().equals(fidelity)).forEach(told::add);
      this.known = designs.known(told.stream().map(Observation::asked).toList());
      this.pending =
          designs.known(
              history.pending().stream()
                  .filter(p -> p.fidelity().equals(fidelity))
                  .map(History.Pending::design)
                  .toList());
      this.typicalViolation = new double[problem.constraints().size()];
      this.worst = worst(-1);
    }

    Optional<Ask> next() {
      int n = survivors(problem.budget() / problem.highest().cost());
      Selector<DoubleGene, Rank> crowding =
          new NSGA2Selector<>(Rank::dominance, Rank::compare, Rank::distance, Rank::length);
      Selector<DoubleGene, Rank> tournament =
          new UFTournamentSelector<>(Rank::dominance, Rank::compare, Rank::distance, Rank::length);
      Genotype<DoubleGene> genotype = Genotype.of(DoubleChromosome.of(0, 1, designs.width()));
      Engine<DoubleGene, Rank> engine =
          new Engine.Builder<>(this::evaluate, genotype)
              .populationSize(2 * n)
              .survivorsSize(n)
              .offspringSize(n)
              .survivorsSelector((population, count, _) -> fittest(population, count, crowding))
              .offspringSelector((population, count, optimize) ->
                  tournament.select(fittest(population, n, crowding), count, optimize))
              .alterers(new BinaryCrossover(), new PolynomialMutation(1.0 / designs.width()))
              .maximalPhenotypeAge(Long.MAX_VALUE)
              .maximizing()
              .executor(Runnable::run)
              .build();
      EvolutionStart<DoubleGene, Rank> start = EvolutionStart.of(twice(genotype, n), 1);
      while (open.isEmpty() && !waits && generation < MOST_GENERATIONS) {
        start = engine.evolve(start).next();
      }
      if (open.isEmpty()) {
        return Optional.empty();
      }
      SequencedMap<String, String> reasons = new LinkedHashMap<>();
      reasons.put("why", "generation %d of NSGA-II".formatted(generation));
      return Optional.of(new Ask(open.getFirst(), problem.highest().name(), reasons, ""));
    }

    /** The first N, again in the place of their offspring: the engine wants all 2N at once. */
    private static ISeq<Phenotype<DoubleGene, Rank>> twice(Genotype<DoubleGene> genotype, int n) {
      List<Phenotype<DoubleGene, Rank>> first = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        first.add(Phenotype.of(genotype.newInstance(), 1));
      }
      first.addAll(List.copyOf(first));
      return ISeq.of(first);
    }

    /**
     * Front by front, of the last that fits in part the least crowded; crowding is among the
     * members of one front, as Deb has it (the library's selector reckons it over all). Each design
     * counts once: copies would crowd out the rest of a small population.
     */
    private static ISeq<Phenotype<DoubleGene, Rank>> fittest(
        Seq<Phenotype<DoubleGene, Rank>> population,
        int count,
        Selector<DoubleGene, Rank> crowding) {
      Set<Integer> seen = new HashSet<>();
      List<Phenotype<DoubleGene, Rank>> left =
          population.stream()
              .filter(one -> one.fitness().of < 0 || seen.add(one.fitness().of))
              .collect(Collectors.toCollection(ArrayList::new));
      List<Phenotype<DoubleGene, Rank>> kept = new ArrayList<>();
      while (kept.size() < count && !left.isEmpty()) {
        ISeq<Phenotype<DoubleGene, Rank>> front =
            Pareto.front(ISeq.of(left), (a, b) -> Rank.dominance(a.fitness(), b.fitness()));
        int room = count - kept.size();
        kept.addAll(
            front.size() <= room
                ? front.asList()
                : crowding.select(front, room, Optimize.MAXIMUM).asList());
        left.removeAll(front.asList());
      }
      for (int i = 0; kept.size() < count; i++) {
        kept.add(kept.get(i));
      }
      return ISeq.of(kept);
    }

    private ISeq<Phenotype<DoubleGene, Rank>> evaluate(Seq<Phenotype<DoubleGene, Rank>> all) {
      if (!open.isEmpty() || waits) {
        return all.map(p -> p.isEvaluated() ? p : p.withFitness(worst)).asISeq();
      }
      boolean fresh = all.stream().anyMatch(Phenotype::nonEvaluated);
      generation += fresh ? 1 : 0;
      int[] answers = new int[all.size()];
      for (int i = 0; i < answers.length; i++) {
        answers[i] = all.get(i).isEvaluated() ? -1 : answer(all.get(i));
      }
      if (generation == 1 && fresh) {
        learnTypicalViolations(
            Arrays.stream(answers).filter(i -> i >= 0).distinct().mapToObj(told::get).toList());
      }
      List<Phenotype<DoubleGene, Rank>> ranked = new ArrayList<>();
      for (int i = 0; i < answers.length; i++) {
        Phenotype<DoubleGene, Rank> one = all.get(i);
        ranked.add(
            one.isEvaluated() ? one : one.withFitness(answers[i] < 0 ? worst : rank(answers[i])));
      }
      return ISeq.of(ranked);
    }

    /** The number of the observation; −1 where there is none yet. */
    private int answer(Phenotype<DoubleGene, Rank> one) {
      double[] u =
          one.genotype().chromosome().stream().mapToDouble(DoubleGene::doubleValue).toArray();
      Design design = designs.design(u);
      int index = known.find(design);
      if (index >= 0) {
        return index;
      }
      if (pending.find(design) >= 0) {
        waits = true;
      } else {
        open.add(design);
      }
      return -1;
    }

    private void learnTypicalViolations(List<Observation> first) {
      for (int c = 0; c < typicalViolation.length; c++) {
        double sum = 0;
        int count = 0;
        for (Observation observation : first) {
          double violation = observation.isOk() ? violation(observation, c) : 0;
          sum += violation;
          count += violation > 0 ? 1 : 0;
        }
        typicalViolation[c] = count == 0 ? 1 : sum / count;
      }
    }

    private double violation(Observation observation, int constraint) {
      Constraint c = problem.constraints().get(constraint);
      return Math.max(0, -c.slack(observation.outcome(c.name(), c.unit())));
    }

    private Rank worst(int of) {
      return new Rank(of, new double[problem.objectives().size()], Double.POSITIVE_INFINITY);
    }

    private Rank rank(int of) {
      Observation observation = told.get(of);
      if (!observation.isOk()) {
        return worst(of);
      }
      double violation = 0;
      for (int c = 0; c < typicalViolation.length; c++) {
        violation += violation(observation, c) / typicalViolation[c];
      }
      double[] merits =
          problem.objectives().stream()
              .mapToDouble((Objective o) -> -o.loss(o.value(observation)))
              .toArray();
      return new Rank(of, merits, violation);
    }
  }

  /**
   * Merits, larger is better, and by how much constraints are missed.
   *
   * @param of the number of the observation
   */
  private record Rank(int of, double[] merits, double violation) implements Comparable<Rank> {
    int length() {
      return merits.length;
    }

    /** Positive if a dominates b. */
    static int dominance(Rank a, Rank b) {
      if (a.violation != b.violation) {
        return a.violation < b.violation ? 1 : -1;
      }
      boolean better = false;
      boolean worse = false;
      for (int i = 0; i < a.merits.length; i++) {
        better |= a.merits[i] > b.merits[i];
        worse |= a.merits[i] < b.merits[i];
      }
      return better == worse ? 0 : better ? 1 : -1;
    }

    static int compare(Rank a, Rank b, int i) {
      return Double.compare(a.merits[i], b.merits[i]);
    }

    static double distance(Rank a, Rank b, int i) {
      return a.merits[i] - b.merits[i];
    }

    @Override
    public int compareTo(Rank other) {
      return dominance(this, other);
    }
  }

  /**
   * Deb and Agrawal (Complex Systems 9, 115, 1995), each gene with chance one half, its spread cut
   * at the bounds; which child gets which value is drawn gene by gene, as in Deb's own program:
   * otherwise each child stays beside one parent.
   */
  private static final class BinaryCrossover extends Crossover<DoubleGene, Rank> {
    BinaryCrossover() {
      super(CROSSOVER);
    }

    @Override
    protected int crossover(MSeq<DoubleGene> that, MSeq<DoubleGene> other) {
      RandomGenerator random = RandomRegistry.random();
      for (int i = 0; i < that.length(); i++) {
        double u = random.nextDouble();
        boolean crosses = random.nextBoolean();
        boolean swaps = random.nextBoolean();
        double low = Math.min(that.get(i).doubleValue(), other.get(i).doubleValue());
        double high = Math.max(that.get(i).doubleValue(), other.get(i).doubleValue());
        if (!crosses || high - low < 1e-14) {
          continue;
        }
        double mean = 0.5 * (low + high);
        double half = 0.5 * (high - low);
        double below = inside(mean - half * spread(u, low / (high - low)));
        double above = inside(mean + half * spread(u, (1 - high) / (high - low)));
        that.set(i, that.get(i).newInstance(swaps ? above : below));
        other.set(i, other.get(i).newInstance(swaps ? below : above));
      }
      return 2;
    }

    /**
     * @param room to the bound, in distances of the parents
     */
    private static double spread(double u, double room) {
      double power = CROSSOVER_INDEX + 1;
      double alpha = 2 - StrictMath.pow(1 + 2 * room, -power);
      double v = u * alpha;
      return StrictMath.pow(v <= 1 ? v : 1 / (2 - v), 1 / power);
    }
  }

  private static double inside(double x) {
    return Math.clamp(x, 0, Math.nextDown(1.0));
  }

  /** Deb and Goyal (Comput. Sci. Inform. 26, 30, 1996), bounds respected. */
  private static final class PolynomialMutation extends Mutator<DoubleGene, Rank> {
    PolynomialMutation(double chance) {
      super(chance);
    }

    @Override
    protected DoubleGene mutate(DoubleGene gene, RandomGenerator random) {
      double x = gene.doubleValue();
      double u = random.nextDouble();
      double power = 1 / (MUTATION_INDEX + 1);
      double step =
          u < 0.5
              ? StrictMath.pow(
                      2 * u + (1 - 2 * u) * StrictMath.pow(1 - x, MUTATION_INDEX + 1), power)
                  - 1
              : 1
                  - StrictMath.pow(
                      2 * (1 - u) + (2 * u - 1) * StrictMath.pow(x, MUTATION_INDEX + 1), power);
      return gene.newInstance(inside(x + step));
    }
  }
}
