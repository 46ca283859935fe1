package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Formula;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.acquisition.Improvement;
import org.cellwright.science.planner.acquisition.Wish;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/**
 * What is to be predicted and what counts as better: objectives with a hierarchy by it ({@link
 * Chimera}); otherwise all as they are, by the volume that they dominate.
 */
final class Aim {
  /** Beyond, the boxes of a front are too many, and the growth of its volume is estimated. */
  static final int MOST_EXACT = 4;

  /** Noise variance, of standard outputs, from which posterior means make the front. */
  static final double NOISY = 0.01;

  private final Problem problem;
  private final Rules rules;
  private final long seed;
  private final double[] low;
  private final double[] high;

  /** Each objective as a function of outputs, in order. */
  private final List<Made> made;

  Aim(Problem problem, History history, Past past, Rules rules) {
    this.problem = problem;
    this.rules = rules;
    int n = problem.objectives().size();
    this.low = new double[n];
    this.high = new double[n];
    this.seed = new RandomStream(problem.seed(), history.asked()).nextLong();
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    List<Observation> known = known(history, past);
    for (Observation observation : known) {
      double[] losses = Hypervolume.losses(problem, observation);
      for (int i = 0; i < n; i++) {
        low[i] = Math.min(low[i], losses[i]);
        high[i] = Math.max(high[i], losses[i]);
      }
    }
    List<SequencedMap<String, Value>> told = known.stream().map(Observation::outcomes).toList();
    made = problem.objectives().stream().map(objective -> made(objective, told)).toList();
  }

  /** What was told; before anything was, what of the sources tells every objective. */
  private List<Observation> known(History history, Past past) {
    return past.successes() > 0
        ? past.succeeded.stream().flatMap(level -> level.observations().stream()).toList()
        : history.sources().stream()
            .flatMap(source -> source.observations().stream())
            .filter(row -> Past.isComplete(problem.objectives(), row))
            .toList();
  }

  /** Every output that an objective or a constraint is made of, once, in its first unit. */
  List<Output> outputs() {
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Objective o : problem.objectives()) {
      if (o.formula() == null) {
        boolean sought = o.goal() == Objective.Goal.MAXIMIZE;
        outputs.put(o.name(), new Output(o.name(), o.unit(), Double.NaN, sought));
      }
    }
    for (Constraint c : problem.constraints()) {
      outputs.putIfAbsent(c.name(), new Output(c.name(), c.unit(), c.limit(), false));
    }
    for (Objective o : problem.objectives()) {
      if (o.formula() != null) {
        o.formula()
            .inputs()
            .forEach((name, unit) ->
                outputs.putIfAbsent(name, new Output(name, unit, Double.NaN, false)));
      }
    }
    return List.copyOf(outputs.values());
  }

  /** The constraints in the units of the outputs. */
  List<Constraint> constraints() {
    return problem.constraints().stream()
        .map(c -> {
          MeasurementUnit unit = output(c.name()).unit();
          return new Constraint(c.name(), c.sense(), c.unit().convert(c.limit(), unit), unit);
        })
        .toList();
  }

  private Output output(String name) {
    return outputs().stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
  }

  List<Wish> wishes() {
    return made.stream()
        .<Wish>map(m ->
            m.objective.formula() == null
                ? new Wish.Plain(m.objective)
                : new Wish.Composite(m.outputs, m::loss))
        .toList();
  }

  /** What the search makes small: one output made large or small on the scale of its model. */
  List<Wish> sought() {
    return isPlain() ? List.of(new Wish.Modelled(problem.objectives().getFirst())) : wishes();
  }

  private boolean isPlain() {
    Objective first = problem.objectives().getFirst();
    return problem.objectives().size() == 1
        && first.formula() == null
        && (first.goal() == Objective.Goal.MINIMIZE || first.goal() == Objective.Goal.MAXIMIZE);
  }

  private Made made(Objective objective, List<SequencedMap<String, Value>> told) {
    Formula formula = objective.formula();
    if (formula == null) {
      return new Made(objective, null, List.of(objective.name()), new double[] {1}, new double[1]);
    }
    List<String> names = List.copyOf(formula.inputs().keySet());
    double[] factors = new double[names.size()];
    double[] offsets = new double[names.size()];
    for (int i = 0; i < factors.length; i++) {
      MeasurementUnit unit = output(names.get(i)).unit();
      MeasurementUnit wanted = formula.inputs().get(names.get(i));
      offsets[i] = wanted == null ? 0 : unit.convert(0, wanted);
      factors[i] = wanted == null ? 1 : unit.convert(1, wanted) - offsets[i];
    }
    return new Made(objective, formula.keepingSigns(told), names, factors, offsets);
  }

  /** An objective as a function of outputs in their own units. */
  private record Made(
      Objective objective,
      @Nullable Formula formula,
      List<String> outputs,
      double[] factors,
      double[] offsets) {

    double loss(double[] y, double @Nullable [] slopes) {
      double[] x = new double[y.length];
      Arrays.setAll(x, i -> factors[i] * y[i] + offsets[i]);
      double value = formula == null ? x[0] : formula.smooth(x, slopes);
      double loss = objective.loss(value);
      if (slopes != null) {
        double sign =
            switch (objective.goal()) {
              case MINIMIZE -> 1;
              case MAXIMIZE -> -1;
              case TARGET -> Math.signum(value - objective.level());
              case THRESHOLD -> value < objective.level() ? -1 : 0;
            };
        for (int i = 0; i < slopes.length; i++) {
          slopes[i] = sign * (formula == null ? 1 : slopes[i]) * factors[i];
        }
      }
      return loss;
    }
  }

  /**
   * Over what is feasible at the top and can be had now, believed designs under way included: in a
   * held context, or within narrower bounds, what is best elsewhere is nothing to beat.
   *
   * @param confirmed designs to be counted too if they are believed feasible
   */
  Improvement improvement(Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed) {
    return improvement(past, beliefs, ladder, confirmed, false);
  }

  /** The same of what is {@link #sought}. */
  Improvement soughtImprovement(
      Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed) {
    return improvement(past, beliefs, ladder, confirmed, isPlain());
  }

  private Improvement improvement(
      Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed, boolean modelled) {
    List<double[]> feasible = feasible(past, beliefs, ladder, confirmed);
    double[] reference = reference();
    if (problem.hierarchy().isGiven()) {
      return descent(feasible, reference);
    }
    if (problem.objectives().size() == 1) {
      double best = best(feasible, reference);
      return Improvement.over(modelled ? modelled(best, beliefs) : best);
    }
    return reference.length <= MOST_EXACT
        ? Improvement.over(feasible, reference)
        : Improvement.along(feasible, reference, low, seed);
  }

  /** The first loss of the best that {@link #improvement} is over. */
  double toBeat(Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed) {
    return best(feasible(past, beliefs, ladder, confirmed), reference());
  }

  private static double best(List<double[]> feasible, double[] reference) {
    double best = reference[0];
    for (double[] loss : feasible) {
      best = Math.min(best, loss[0]);
    }
    return best;
  }

  /** Losses of what is to be beaten: as told or, where results scatter, as believed. */
  private List<double[]> feasible(
      Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed) {
    List<double[]> feasible = new ArrayList<>();
    boolean noisy =
        wishes().stream()
            .flatMap(wish -> wish.outputs().stream())
            .anyMatch(name -> beliefs.surrogate(name).noiseVariance() > NOISY);
    LevelData told = past.succeeded.getLast();
    for (int i = 0; i < told.points().size(); i++) {
      Observation observation = told.observations().get(i);
      if (observation.isFeasible(problem.constraints())
          && past.isAttainable(ladder.top(), i, rules)) {
        feasible.add(
            noisy
                ? expected(told.points().get(i), beliefs, ladder.top())
                : Hypervolume.losses(problem, observation));
      }
    }
    for (Past.UnderWay underWay : past.underWay) {
      if (underWay.rung() == ladder.top()) {
        believed(underWay.x(), beliefs, ladder.top(), feasible);
      }
    }
    confirmed.forEach(x -> believed(x, beliefs, ladder.top(), feasible));
    return feasible;
  }

  private double modelled(double loss, Beliefs beliefs) {
    Objective objective = problem.objectives().getFirst();
    double sign = objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
    return sign * beliefs.surrogate(objective.name()).transform().apply(sign * loss);
  }

  /**
   * Below the best known; ranges are those of what is feasible or, as long as nothing is, of all.
   */
  private Improvement descent(List<double[]> feasible, double[] reference) {
    List<double[]> seen =
        feasible.isEmpty() ? List.of(low.clone(), high.clone(), reference) : feasible;
    Chimera chimera = new Chimera(problem.objectives(), problem.hierarchy(), seen);
    double[] best = feasible.isEmpty() ? reference : feasible.get(chimera.best(feasible));
    return Improvement.down(chimera.below(best));
  }

  private void believed(double[] x, Beliefs beliefs, int level, List<double[]> feasible) {
    for (Constraint constraint : constraints()) {
      if (constraint.slack(expected(constraint.name(), x, beliefs, level)) < 0) {
        return;
      }
    }
    feasible.add(expected(x, beliefs, level));
  }

  /** The losses where each output is what is expected of it. */
  private double[] expected(double[] x, Beliefs beliefs, int level) {
    return made.stream()
        .mapToDouble(made ->
            made.loss(
                made.outputs.stream()
                    .mapToDouble(name -> expected(name, x, beliefs, level))
                    .toArray(),
                null))
        .toArray();
  }

  private static double expected(String output, double[] x, Beliefs beliefs, int level) {
    Surrogate surrogate = beliefs.surrogate(output);
    return surrogate.transform().invert(surrogate.mean(x, level));
  }

  /** As given, or a tenth of the range beyond the worst seen. */
  private double[] reference() {
    if (problem.referencePoint().size() == problem.objectives().size()) {
      return Hypervolume.reference(problem);
    }
    double[] reference = new double[low.length];
    Arrays.setAll(reference, i -> high[i] + 0.1 * Math.max(high[i] - low[i], least(high[i])));
    return reference;
  }

  /** A range for results that are all the same: a billionth, and more than rounding. */
  private static double least(double value) {
    double size = Math.abs(value);
    return size == 0 ? 1e-9 : Math.max(16 * Math.ulp(size), 1e-9 * Math.min(1, size));
  }
}
