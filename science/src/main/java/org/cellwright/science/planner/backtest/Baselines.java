package org.cellwright.science.planner.backtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.core.Pool;
import org.cellwright.science.numerics.RandomStream;

/** What people do without a planner, each evaluation a new candidate. */
final class Baselines {
  static final List<String> NAMES = List.of("random", "ofat");

  private static final int DRAWS = 200;
  private static final long MOST_STEPS = 4_000_000;
  private static final long SEED = 0xBA5E;
  private static final Report.Baseline NONE = new Report.Baseline(Double.NaN, Double.NaN);

  private Baselines() {}

  static Report.Baseline named(
      String name, Pool pool, Yardstick yardstick, BooleanSupplier stopped) {
    return switch (name) {
      case "random" -> random(yardstick, stopped);
      case "ofat" -> ofat(pool, yardstick, stopped);
      default ->
          throw new CellwrightException(
              CellwrightException.Kind.USAGE,
              "there is no baseline '%s'".formatted(name),
              "--baseline",
              NearestName.hint(name, NAMES));
    };
  }

  /**
   * Draws without replacement: the first of k among N comes at (N + 1) / (k + 1) on average. Of
   * several objectives the mean of many draws.
   */
  private static Report.Baseline random(Yardstick yardstick, BooleanSupplier stopped) {
    double n = yardstick.count();
    if (yardstick.isSingle()) {
      return new Report.Baseline(
          (n + 1) / (yardstick.count(true) + 1), (n + 1) / (yardstick.count(false) + 1));
    }
    return mean(yardstick, stopped, random -> order(yardstick.count(), random));
  }

  /**
   * One factor at a time: from a random candidate all that differ from it in the first variable
   * only are measured and the best is gone to, then the second variable, and so on around until a
   * whole round finds nothing better; then from another random candidate. NaN where no two
   * candidates differ in one variable only, so that there are no factors.
   */
  private static Report.Baseline ofat(Pool pool, Yardstick yardstick, BooleanSupplier stopped) {
    int factors = pool.columns().size();
    if (!yardstick.isSingle() || factors < 2) {
      return NONE;
    }
    List<int[][]> lines = new ArrayList<>();
    boolean any = false;
    for (int factor = 0; factor < factors; factor++) {
      int[][] line = lines(pool, factor);
      lines.add(line);
      for (int[] rows : line) {
        any |= rows.length > 1;
      }
    }
    return any ? mean(yardstick, stopped, random -> walk(lines, yardstick, random)) : NONE;
  }

  /** For each candidate those that share all variables but one with it, itself included. */
  private static int[][] lines(Pool pool, int factor) {
    Map<List<Object>, List<Integer>> groups = new HashMap<>();
    for (int row = 0; row < pool.size(); row++) {
      List<Object> rest = new ArrayList<>();
      for (int i = 0; i < pool.columns().size(); i++) {
        if (i != factor) {
          rest.add(pool.columns().get(i).value(row));
        }
      }
      groups.computeIfAbsent(rest, _ -> new ArrayList<>()).add(row);
    }
    int[][] lines = new int[pool.size()][];
    for (List<Integer> group : groups.values()) {
      int[] rows = group.stream().mapToInt(Integer::intValue).toArray();
      for (int row : rows) {
        lines[row] = rows;
      }
    }
    return lines;
  }

  private static int[] walk(List<int[][]> lines, Yardstick yardstick, RandomStream random) {
    int n = yardstick.count();
    int[] starts = order(n, random);
    int[] walked = new int[n];
    boolean[] measured = new boolean[n];
    int steps = 0;
    for (int start : starts) {
      if (measured[start]) {
        continue;
      }
      int here = start;
      measured[here] = true;
      walked[steps++] = here;
      int still = 0;
      for (int factor = 0; still < lines.size(); factor = (factor + 1) % lines.size()) {
        int best = here;
        for (int row : lines.get(factor)[here]) {
          if (!measured[row]) {
            measured[row] = true;
            walked[steps++] = row;
          }
          if (isBetter(yardstick, row, best)) {
            best = row;
          }
        }
        still = best == here ? still + 1 : 1;
        here = best;
      }
    }
    return walked;
  }

  private static boolean isBetter(Yardstick yardstick, int a, int b) {
    return yardstick.isFeasible(a)
        && (!yardstick.isFeasible(b) || yardstick.loss(a) < yardstick.loss(b));
  }

  /** An order in which all candidates are measured. */
  private interface Walk {
    int[] order(RandomStream random);
  }

  private static Report.Baseline mean(Yardstick yardstick, BooleanSupplier stopped, Walk walk) {
    int draws = (int) Math.clamp(MOST_STEPS / yardstick.count(), 8, DRAWS);
    double best = 0;
    double top = 0;
    for (int draw = 0; draw < draws && !stopped.getAsBoolean(); draw++) {
      Yardstick.Progress progress = yardstick.new Progress();
      int toTop = 0;
      int count = 0;
      for (int row : walk.order(new RandomStream(SEED, draw))) {
        count++;
        progress.add(row);
        if (toTop == 0 && progress.hasTop()) {
          toTop = count;
        }
        if (progress.hasBest()) {
          break;
        }
      }
      best += (double) count / draws;
      top += (double) toTop / draws;
    }
    return new Report.Baseline(best, top);
  }

  /** A random order of 0 to n − 1 (Fisher and Yates). */
  private static int[] order(int n, RandomStream random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }
}
