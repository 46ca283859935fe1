package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Objective;
import org.cellwright.science.planner.Hypervolume;
import org.cellwright.science.planner.Pareto;

/** What the candidates are worth, by their true values. */
final class Yardstick {
  private static final double TOP = 0.01;

  private final double[][] losses;
  private final boolean[] feasible;
  private final double[] reference;
  private final double bestLoss;
  private final double topLoss;
  private final double whole;
  private final int feasibleCount;

  Yardstick(Candidates candidates, List<Objective> objectives, List<Constraint> constraints) {
    int n = candidates.count();
    this.losses = new double[n][objectives.size()];
    this.feasible = new boolean[n];
    this.reference = new double[objectives.size()];
    Arrays.fill(reference, Double.NEGATIVE_INFINITY);
    Arrays.fill(feasible, true);
    for (Constraint constraint : constraints) {
      double[] values = candidates.truth(constraint.name());
      for (int c = 0; c < n; c++) {
        feasible[c] &= constraint.slack(values[c]) >= 0;
      }
    }
    for (int k = 0; k < objectives.size(); k++) {
      double[] values = candidates.truth(objectives.get(k).name());
      for (int c = 0; c < n; c++) {
        losses[c][k] = objectives.get(k).loss(values[c]);
        reference[k] = Math.max(reference[k], losses[c][k]);
      }
    }
    double[] ranked =
        IntStream.range(0, n).filter(c -> feasible[c]).mapToDouble(c -> losses[c][0]).toArray();
    if (ranked.length == 0) {
      throw CellwrightException.refused(
          "no candidate meets every constraint", "--constraint", "Loosen a limit.");
    }
    Arrays.sort(ranked);
    this.feasibleCount = ranked.length;
    this.bestLoss = ranked[0];
    this.topLoss = ranked[(int) Math.ceil(TOP * ranked.length) - 1];
    Progress all = new Progress();
    IntStream.range(0, n).forEach(all::add);
    this.whole = all.hypervolume();
  }

  boolean isSingle() {
    return reference.length == 1;
  }

  int count() {
    return losses.length;
  }

  double loss(int candidate) {
    return losses[candidate][0];
  }

  boolean isFeasible(int candidate) {
    return feasible[candidate];
  }

  /** How many candidates count as the best, or as the top hundredth. */
  int count(boolean best) {
    double limit = best ? bestLoss : topLoss;
    return (int)
        IntStream.range(0, losses.length).filter(c -> feasible[c] && losses[c][0] <= limit).count();
  }

  int feasibleCount() {
    return feasibleCount;
  }

  double bestLoss() {
    return bestLoss;
  }

  double whole() {
    return whole;
  }

  /** What some measured candidates amount to. */
  final class Progress {
    private final List<double[]> front = new ArrayList<>();
    private double best = Double.POSITIVE_INFINITY;
    private double hypervolume;
    private boolean stale;

    void add(int candidate) {
      if (!feasible[candidate]) {
        return;
      }
      double[] loss = losses[candidate];
      best = Math.min(best, loss[0]);
      for (double[] member : front) {
        if (Pareto.dominates(member, loss) || Arrays.equals(member, loss)) {
          return;
        }
      }
      front.removeIf(member -> Pareto.dominates(loss, member));
      front.add(loss);
      stale = true;
    }

    /** Of the first objective; infinite until something feasible was measured. */
    double best() {
      return best;
    }

    double hypervolume() {
      if (stale) {
        hypervolume = Hypervolume.of(front, reference);
        stale = false;
      }
      return hypervolume;
    }

    boolean hasBest() {
      return isSingle() ? best <= bestLoss : hypervolume() >= whole * (1 - 1e-9);
    }

    boolean hasTop() {
      return isSingle() ? best <= topLoss : hypervolume() >= whole * (1 - TOP);
    }
  }
}
