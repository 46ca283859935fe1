package org.cellwright.bench.planner;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;

/**
 * One factor at a time, as it is done by hand: from the best start, every other level of one
 * variable is measured while the rest is held, the best is kept, and so on variable by variable
 * until nothing improves; then again from a random candidate.
 */
final class OneFactor implements Strategy {

  @Override
  public String name() {
    return "one factor at a time";
  }

  @Override
  public String version() {
    return "1";
  }

  /** Whether the pool has factors: on average at least one other level of some variable. */
  static boolean applies(Inputs inputs) {
    int[][] levels = levels(inputs);
    long pairs = 0;
    for (int a = 0; a < levels.length; a++) {
      for (int b = 0; b < a; b++) {
        pairs += differing(levels[a], levels[b]) >= 0 ? 1 : 0;
      }
    }
    return 2 * pairs >= levels.length;
  }

  private static int[][] levels(Inputs inputs) {
    List<String> names = inputs.space().names();
    int[][] levels = new int[inputs.size()][names.size()];
    for (int v = 0; v < names.size(); v++) {
      List<Value> known = new ArrayList<>();
      for (int row = 0; row < levels.length; row++) {
        Value value = inputs.pool().column(names.get(v)).value(row);
        int index = known.indexOf(value);
        if (index < 0) {
          index = known.size();
          known.add(value);
        }
        levels[row][v] = index;
      }
    }
    return levels;
  }

  /** The only variable in which two rows differ; −1 if there are more. */
  private static int differing(int[] a, int[] b) {
    int found = -1;
    for (int v = 0; v < a.length; v++) {
      if (a[v] != b[v]) {
        if (found >= 0) {
          return -1;
        }
        found = v;
      }
    }
    return found;
  }

  @Override
  public Chooser begin(Inputs inputs, long seed) {
    return new Search(inputs, seed);
  }

  private static final class Search implements Chooser {
    private final Inputs inputs;
    private final int[][] levels;
    private final RandomStream random;
    private final List<Integer> line = new ArrayList<>();
    private int variable = -1;
    private int fruitless;
    private int centre = -1;

    Search(Inputs inputs, long seed) {
      this.inputs = inputs;
      this.levels = levels(inputs);
      this.random = new RandomStream(seed, 0x0FA7);
    }

    @Override
    public int next(List<Told> told, List<Integer> pending) {
      boolean[] taken = new boolean[inputs.size()];
      told.forEach(t -> taken[t.row()] = true);
      pending.forEach(row -> taken[row] = true);
      while (true) {
        while (!line.isEmpty()) {
          int row = line.removeFirst();
          if (!taken[row]) {
            return row;
          }
        }
        if (centre < 0) {
          centre = told.isEmpty() ? -1 : best(told, told.size());
        } else {
          int better = bestOfLine(told);
          fruitless = better == centre ? fruitless + 1 : 0;
          centre = better;
        }
        if (centre < 0 || fruitless > levels[0].length) {
          fruitless = 0;
          variable = -1;
          centre = restart(taken);
          if (centre < 0) {
            return -1;
          }
          return centre;
        }
        variable = (variable + 1) % levels[0].length;
        for (int row = 0; row < levels.length; row++) {
          if (differing(levels[row], levels[centre]) == variable) {
            line.add(row);
          }
        }
      }
    }

    private int restart(boolean[] taken) {
      List<Integer> left = new ArrayList<>();
      for (int row = 0; row < taken.length; row++) {
        if (!taken[row]) {
          left.add(row);
        }
      }
      return left.isEmpty() ? -1 : left.get(random.nextInt(left.size()));
    }

    private double loss(Told told) {
      return inputs.objectives().getFirst().loss(told.values()[0]);
    }

    private int best(List<Told> told, int count) {
      Told best = told.getFirst();
      for (Told t : told.subList(0, count)) {
        best = loss(t) < loss(best) ? t : best;
      }
      return best.row();
    }

    /** The centre, or what is better among the rows that differ in the variable just gone along. */
    private int bestOfLine(List<Told> told) {
      int best = centre;
      double least = Double.POSITIVE_INFINITY;
      for (Told t : told) {
        boolean along =
            t.row() == centre
                || variable >= 0 && differing(levels[t.row()], levels[centre]) == variable;
        if (along && loss(t) < least) {
          least = loss(t);
          best = t.row();
        }
      }
      return best;
    }
  }
}
