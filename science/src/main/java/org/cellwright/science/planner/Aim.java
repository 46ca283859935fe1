package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.core.Constraint;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.acquisition.Improvement;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Output;

/**
 * What is to be predicted and what counts as better: up to four objectives as they are; more as a
 * scalar, the augmented Chebyshev distance with weights drawn anew for each ask (ParEGO, Knowles,
 * IEEE Trans. Evol. Comput. 10, 50, 2006).
 */
final class Aim {
  private static final double AUGMENTATION = 0.05;

  /** Beyond, a front says little (nearly all is undominated) and its boxes are too many. */
  static final int MOST_AS_THEY_ARE = 4;

  private final Problem problem;
  private final boolean scalar;
  private final double[] weights;
  private final double[] low;
  private final double[] high;
  private final String scalarName;

  Aim(Problem problem, History history, Past past) {
    this.problem = problem;
    int n = problem.objectives().size();
    this.scalar = n > MOST_AS_THEY_ARE;
    this.weights = new double[n];
    this.low = new double[n];
    this.high = new double[n];
    this.scalarName = "scalar " + history.asked();
    RandomStream random = new RandomStream(problem.seed(), history.asked());
    double sum = 0;
    for (int i = 0; i < n; i++) {
      weights[i] = -StrictMath.log1p(-random.nextDouble());
      sum += weights[i];
    }
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i++) {
      weights[i] /= sum;
      for (LevelData level : past.succeeded) {
        for (Observation observation : level.observations()) {
          double loss = Hypervolume.losses(problem, observation)[i];
          low[i] = Math.min(low[i], loss);
          high[i] = Math.max(high[i], loss);
        }
      }
    }
  }

  List<Output> outputs() {
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Objective o : problem.objectives()) {
      if (!scalar) {
        outputs.put(
            o.name(),
            new Output(
                o.name(),
                x -> x.outcome(o.name(), o.unit()),
                Double.NaN,
                o.goal() == Objective.Goal.MAXIMIZE));
      }
    }
    for (Constraint c : problem.constraints()) {
      outputs.putIfAbsent(
          c.name(), new Output(c.name(), x -> x.outcome(c.name(), c.unit()), c.limit(), false));
    }
    if (scalar) {
      outputs.put(
          scalarName,
          new Output(
              scalarName, x -> scalarize(Hypervolume.losses(problem, x)), Double.NaN, false));
    }
    return List.copyOf(outputs.values());
  }

  List<Promise.Wish> wishes() {
    if (scalar) {
      return List.of(
          new Promise.Wish(
              scalarName,
              new Objective(scalarName, Objective.Goal.MINIMIZE, MeasurementUnit.ONE, 0)));
    }
    return problem.objectives().stream().map(o -> new Promise.Wish(o.name(), o)).toList();
  }

  /**
   * Over what is feasible at the top, believed designs under way included.
   *
   * @param confirmed designs to be counted too if they are believed feasible
   */
  Improvement improvement(Past past, Beliefs beliefs, Ladder ladder, List<double[]> confirmed) {
    List<double[]> feasible = new ArrayList<>();
    for (Observation observation : past.succeeded.getLast().observations()) {
      if (observation.isFeasible(problem.constraints())) {
        feasible.add(Hypervolume.losses(problem, observation));
      }
    }
    if (!scalar) {
      for (Past.UnderWay underWay : past.underWay) {
        if (underWay.rung() == ladder.top()) {
          believed(underWay.x(), beliefs, ladder.top(), feasible);
        }
      }
    }
    if (!scalar) {
      confirmed.forEach(x -> believed(x, beliefs, ladder.top(), feasible));
    }
    double[] reference = reference();
    if (scalar || problem.objectives().size() == 1) {
      double best = scalar ? scalarize(reference) : reference[0];
      for (double[] loss : feasible) {
        best = Math.min(best, scalar ? scalarize(loss) : loss[0]);
      }
      return Improvement.over(best);
    }
    return Improvement.over(feasible, reference);
  }

  private void believed(double[] x, Beliefs beliefs, int level, List<double[]> feasible) {
    double[][] point = {x};
    for (Constraint constraint : problem.constraints()) {
      var surrogate = beliefs.surrogate(constraint.name());
      double value = surrogate.transform().invert(surrogate.predict(point, level)[0][0]);
      if (constraint.slack(value) < 0) {
        return;
      }
    }
    double[] losses = new double[problem.objectives().size()];
    for (int i = 0; i < losses.length; i++) {
      Objective objective = problem.objectives().get(i);
      var surrogate = beliefs.surrogate(objective.name());
      losses[i] =
          objective.loss(surrogate.transform().invert(surrogate.predict(point, level)[0][0]));
    }
    feasible.add(losses);
  }

  /** As given, or a tenth of the range beyond the worst seen. */
  private double[] reference() {
    if (problem.referencePoint().size() == problem.objectives().size()) {
      return Hypervolume.reference(problem);
    }
    double[] reference = new double[low.length];
    Arrays.setAll(reference, i -> high[i] + 0.1 * Math.max(high[i] - low[i], 1e-9));
    return reference;
  }

  private double scalarize(double[] losses) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      double range = high[i] > low[i] ? high[i] - low[i] : 1;
      double term = weights[i] * (losses[i] - low[i]) / range;
      largest = Math.max(largest, term);
      sum += term;
    }
    return largest + AUGMENTATION * sum;
  }
}
