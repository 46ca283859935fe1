package org.cellwright.science.planner;

import java.util.Optional;
import org.cellwright.core.Objective.Goal;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.Explanation.Gain;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.Beliefs;

/**
 * What a planner holds of a campaign at one moment.
 *
 * @param toBeat the loss that a gain is reckoned from; NaN of several objectives
 * @param left of the budget
 * @param seed of the ask that would come next
 */
record Outlook(
    Encoding encoding,
    Rules rules,
    Past past,
    Ladder ladder,
    Beliefs beliefs,
    Promise promise,
    double toBeat,
    double left,
    long seed) {

  /** Of one objective, at the fidelity that counts: infinite while nothing feasible is known. */
  double bestLoss(Problem problem) {
    double best = Double.POSITIVE_INFINITY;
    for (Observation observation : past.succeeded.getLast().observations()) {
      if (observation.isFeasible(problem.constraints())) {
        best = Math.min(best, Hypervolume.losses(problem, observation)[0]);
      }
    }
    return best;
  }

  /**
   * The improvement to expect of a design if it is feasible. Of one objective with a level it is no
   * more than what the best known still lacks, which is less than a normal loss would promise.
   */
  double gain(Problem problem, double[] x) {
    Goal goal = problem.objectives().getFirst().goal();
    boolean levelled = goal == Goal.TARGET || goal == Goal.THRESHOLD;
    double gain = promise.gain(x);
    return levelled && problem.objectives().size() == 1 ? Math.min(gain, bestLoss(problem)) : gain;
  }

  /** How that follows, of one objective that is made large or small. */
  Optional<Gain> gainOf(Problem problem, double[] x) {
    Goal goal = problem.objectives().getFirst().goal();
    double sign = goal == Goal.MAXIMIZE ? -1 : 1;
    double[] loss = promise.loss(x);
    return Double.isNaN(toBeat) || goal == Goal.TARGET || goal == Goal.THRESHOLD
        ? Optional.empty()
        : Optional.of(new Gain(sign * loss[0], loss[1], sign * toBeat));
  }
}
