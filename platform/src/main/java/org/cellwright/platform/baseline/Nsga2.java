package org.cellwright.platform.baseline;

import io.jenetics.Crossover;
import io.jenetics.DoubleChromosome;
import io.jenetics.DoubleGene;
import io.jenetics.Genotype;
import io.jenetics.Mutator;
import io.jenetics.Phenotype;
import io.jenetics.Selector;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionStart;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.UFTournamentSelector;
import io.jenetics.util.ISeq;
import io.jenetics.util.MSeq;
import io.jenetics.util.RandomRegistry;
import io.jenetics.util.Seq;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
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
 * <p>Genes are the coordinates of {@link UnitDesigns}. Elitist selection by rank and crowding and
 * tournaments for parents are the library's, with simulated binary crossover (index 15, chance 0.9;
 * the library's own centres children on half the difference of the parents, not on their mean) and
 * polynomial mutation (index 20, one gene in d). Constrained domination as by Deb: a violation is
 * relative to the mean one of its constraint in the first generation; what failed is dominated by
 * everything. Of N survivors, N ≈ √n for a budget of n evaluations, 8 to 100; the first generation,
 * drawn at random, has 2N, each later one N.
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
    return Math.clamp(even, 8, 100);
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
      this.worst = new Rank(new double[problem.objectives().size()], Double.POSITIVE_INFINITY);
    }

    Optional<Ask> next() {
      int n = survivors(problem.budget() / problem.highest().cost());
      Selector<DoubleGene, Rank> elite =
          new NSGA2Selector<>(Rank::dominance, Rank::compare, Rank::distance, Rank::length);
      Selector<DoubleGene, Rank> tournament =
          new UFTournamentSelector<>(Rank::dominance, Rank::compare, Rank::distance, Rank::length);
      Engine<DoubleGene, Rank> engine =
          new Engine.Builder<>(
                  this::evaluate, Genotype.of(DoubleChromosome.of(0, 1, designs.width())))
              .populationSize(2 * n)
              .survivorsSize(n)
              .offspringSize(n)
              .survivorsSelector(elite)
              .offspringSelector((population, count, optimize) ->
                  tournament.select(elite.select(population, n, optimize), count, optimize))
              .alterers(new BinaryCrossover(), new PolynomialMutation(1.0 / designs.width()))
              .maximalPhenotypeAge(Long.MAX_VALUE)
              .maximizing()
              .executor(Runnable::run)
              .build();
      EvolutionStart<DoubleGene, Rank> start = EvolutionStart.empty();
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

    private ISeq<Phenotype<DoubleGene, Rank>> evaluate(Seq<Phenotype<DoubleGene, Rank>> all) {
      if (!open.isEmpty() || waits) {
        return all.map(p -> p.isEvaluated() ? p : p.withFitness(worst)).asISeq();
      }
      boolean fresh = all.stream().anyMatch(Phenotype::nonEvaluated);
      generation += fresh ? 1 : 0;
      List<Optional<Observation>> answers = new ArrayList<>();
      for (Phenotype<DoubleGene, Rank> one : all) {
        answers.add(one.isEvaluated() ? Optional.empty() : answer(one));
      }
      if (generation == 1 && fresh) {
        learnTypicalViolations(answers.stream().flatMap(Optional::stream).toList());
      }
      List<Phenotype<DoubleGene, Rank>> ranked = new ArrayList<>();
      for (int i = 0; i < answers.size(); i++) {
        Phenotype<DoubleGene, Rank> one = all.get(i);
        ranked.add(
            one.isEvaluated()
                ? one
                : one.withFitness(answers.get(i).map(this::rank).orElse(worst)));
      }
      return ISeq.of(ranked);
    }

    private Optional<Observation> answer(Phenotype<DoubleGene, Rank> one) {
      double[] u =
          one.genotype().chromosome().stream().mapToDouble(DoubleGene::doubleValue).toArray();
      Design design = designs.design(u);
      int index = known.find(design);
      if (index >= 0) {
        return Optional.of(told.get(index));
      }
      if (pending.find(design) >= 0) {
        waits = true;
      } else {
        open.add(design);
      }
      return Optional.empty();
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

    private Rank rank(Observation observation) {
      if (!observation.isOk()) {
        return worst;
      }
      double violation = 0;
      for (int c = 0; c < typicalViolation.length; c++) {
        violation += violation(observation, c) / typicalViolation[c];
      }
      double[] merits =
          problem.objectives().stream()
              .mapToDouble((Objective o) -> -o.loss(o.value(observation)))
              .toArray();
      return new Rank(merits, violation);
    }
  }

  /** Merits, larger is better, and by how much constraints are missed. */
  private record Rank(double[] merits, double violation) implements Comparable<Rank> {
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

  /** Deb and Agrawal (Complex Systems 9, 115, 1995), each gene with chance one half. */
  private static final class BinaryCrossover extends Crossover<DoubleGene, Rank> {
    BinaryCrossover() {
      super(CROSSOVER);
    }

    @Override
    protected int crossover(MSeq<DoubleGene> that, MSeq<DoubleGene> other) {
      RandomGenerator random = RandomRegistry.random();
      for (int i = 0; i < that.length(); i++) {
        double u = random.nextDouble();
        if (random.nextBoolean()) {
          continue;
        }
        double power = 1 / (CROSSOVER_INDEX + 1);
        double spread = StrictMath.pow(u < 0.5 ? 2 * u : 0.5 / (1 - u), power);
        double mean = 0.5 * (that.get(i).doubleValue() + other.get(i).doubleValue());
        double half = 0.5 * spread * (that.get(i).doubleValue() - other.get(i).doubleValue());
        that.set(i, that.get(i).newInstance(inside(mean + half)));
        other.set(i, other.get(i).newInstance(inside(mean - half)));
      }
      return 2;
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
