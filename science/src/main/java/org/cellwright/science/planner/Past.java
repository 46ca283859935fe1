package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Constraint;
import org.cellwright.core.Design;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.SuccessModel;

/** A history sorted by rung: what succeeded, what is taken, what is under way. */
final class Past {
  /** Of a range: about what a laboratory sets apart. */
  private static final double APART = 0.01;

  final List<LevelData> succeeded = new ArrayList<>();

  /** What delivered some outputs only. */
  final List<LevelData> partial = new ArrayList<>();

  final List<List<double[]>> taken = new ArrayList<>();
  final List<UnderWay> underWay = new ArrayList<>();

  /** Of what was told; it learns when an ask is decided. */
  final SuccessModel success;

  private final Encoding encoding;

  /** Evaluations at each rung since one at the top was last asked. */
  final int[] sinceTop;

  /** What became of a design. */
  private record Run(double[] x, int rung, boolean isOk) {}

  /** A design asked and not told. */
  record UnderWay(double[] x, int rung) {}

  Past(Problem problem, History history, Encoding encoding, Ladder ladder) {
    this.encoding = encoding;
    this.sinceTop = new int[ladder.top() + 1];
    this.success = new SuccessModel(ladder.top() + 1);
    for (int i = 0; i <= ladder.top(); i++) {
      succeeded.add(new LevelData());
      partial.add(new LevelData());
      taken.add(new ArrayList<>());
    }
    List<Run> runs = new ArrayList<>();
    for (Observation observation : history.observations()) {
      int rung = ladder.rung(observation.fidelity());
      if (rung < 0) {
        continue;
      }
      count(rung, ladder);
      Optional<double[]> asked = encoding.tryEncode(observation.asked());
      asked.ifPresent(taken.get(rung)::add);
      Optional<double[]> done = encoding.tryEncode(observation.done()).or(() -> asked);
      if (done.isEmpty()) {
        continue;
      }
      if (observation.isOk() && isComplete(problem, observation)) {
        succeeded.get(rung).add(done.get(), observation);
        runs.add(new Run(done.get(), rung, true));
      } else if (observation.status() == Outcome.Status.FAILED) {
        runs.add(new Run(done.get(), rung, false));
      } else if (observation.status() != Outcome.Status.PENDING) {
        partial.get(rung).add(done.get(), observation);
      }
    }
    for (History.Pending pending : history.pending()) {
      int rung = ladder.rung(pending.fidelity());
      Optional<double[]> x = encoding.tryEncode(pending.design());
      if (rung >= 0 && x.isPresent()) {
        taken.get(rung).add(x.get());
        count(rung, ladder);
        underWay.add(new UnderWay(x.get(), rung));
      }
    }
    for (Run run : runs) {
      // Where a cheap look never delivers, the fault is its own and not the design's.
      if (run.rung == ladder.top() || successes() == 0 || !isMute(run.rung)) {
        success.add(run.x, run.rung, run.isOk);
      }
    }
  }

  private void count(int rung, Ladder ladder) {
    if (rung == ladder.top()) {
      Arrays.fill(sinceTop, 0);
    } else {
      sinceTop[rung]++;
    }
  }

  /**
   * The rung of the next design of the start: the lowest; once {@code start} designs were told
   * there and too few succeeded, the one that counts whenever looks have cost as much as it since
   * the last one there, since it may be the look that fails and not the design; always, where one
   * succeeded and no look did.
   */
  int turn(Ladder ladder, int start) {
    int top = ladder.top();
    double paid = 0;
    for (int rung = 0; rung < top; rung++) {
      paid += sinceTop[rung] * ladder.cost(rung);
    }
    boolean due = paid >= ladder.cost(top) * (1 - 1e-9) || (isMute(0) && successes() > 0);
    return told(0) >= start && due ? top : 0;
  }

  /** Whether a rung was tried and nothing there delivered what the objectives need. */
  boolean isMute(int rung) {
    return told(rung) >= ModelBased.LEAST_START && succeeded.get(rung).points().isEmpty();
  }

  private int told(int rung) {
    return taken.get(rung).size() - (int) underWay.stream().filter(u -> u.rung() == rung).count();
  }

  boolean isSame(double[] a, double[] b) {
    return encoding.isSame(a, b);
  }

  boolean isTaken(double[] x, int rung) {
    for (double[] other : taken.get(rung)) {
      if (encoding.isSame(other, x)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it differs from all that is under way: what is next to them will be known by them. */
  boolean isApart(double[] x) {
    return underWay.stream().noneMatch(u -> encoding.isNear(u.x, x, APART));
  }

  /** Successful at one rung, not yet asked at the next, and with the values that are held. */
  List<double[]> promotable(int rung) {
    List<double[]> points = new ArrayList<>();
    LevelData level = succeeded.get(rung);
    for (int i = 0; i < level.points().size(); i++) {
      double[] x = level.points().get(i);
      if (!encoding.holds(x)) {
        continue;
      }
      Optional<double[]> asked = encoding.tryEncode(level.observations().get(i).asked());
      if (!isTaken(x, rung + 1) && asked.stream().noneMatch(a -> isTaken(a, rung + 1))) {
        points.add(x);
      }
    }
    return points;
  }

  /**
   * The first of the {@code start} designs with which the lowest rung began that succeeded there
   * and was not yet asked at a higher one: evenly spread, and its look is paid for.
   */
  Optional<double[]> seenAtStart(int start, int rung) {
    List<double[]> looks = rung == 0 ? List.of() : succeeded.getFirst().points();
    return looks.stream()
        .limit(start)
        .filter(x -> encoding.holds(x) && !isTaken(x, rung))
        .findFirst();
  }

  /**
   * Whether what was told of a design of a rung could be asked for now: within the bounds and rules
   * as they are, and with the values that are held, as it was asked or as it was done.
   */
  boolean isAttainable(int rung, int i, Rules rules) {
    LevelData level = succeeded.get(rung);
    return isAttainable(level.points().get(i), rules)
        || encoding
            .tryEncode(level.observations().get(i).asked())
            .filter(x -> isAttainable(x, rules))
            .isPresent();
  }

  private boolean isAttainable(double[] x, Rules rules) {
    double[] settled = x.clone();
    if (encoding.rows().isEmpty()) {
      encoding.settle(settled);
    }
    return encoding.holds(x) && Encoding.same(settled, x) && rules.keep(x);
  }

  /** The design at a point: as it was asked before, to the last digit, if it was. */
  Design design(double[] x) {
    for (LevelData level : succeeded) {
      for (int i = 0; i < level.points().size(); i++) {
        if (encoding.isSame(level.points().get(i), x)) {
          return level.observations().get(i).asked();
        }
      }
    }
    return encoding.decode(x);
  }

  int successes() {
    return succeeded.stream().mapToInt(level -> level.points().size()).sum();
  }

  boolean isFeasibleKnown(List<Constraint> constraints) {
    return succeeded.stream()
        .flatMap(level -> level.observations().stream())
        .anyMatch(o -> o.isFeasible(constraints));
  }

  /** Whether it tells every objective. */
  static boolean isComplete(List<Objective> objectives, Observation observation) {
    try {
      objectives.forEach(objective -> objective.value(observation));
      return observation.isOk();
    } catch (CellwrightException _) {
      return false;
    }
  }

  private static boolean isComplete(Problem problem, Observation observation) {
    if (!isComplete(problem.objectives(), observation)) {
      return false;
    }
    try {
      for (Constraint constraint : problem.constraints()) {
        observation.outcome(constraint.name(), constraint.unit());
      }
      return true;
    } catch (CellwrightException _) {
      return false;
    }
  }
}
