package org.cellwright.science.planner.space;

import java.util.Arrays;
import org.cellwright.core.Variable;

/**
 * Brings any numbers to fractions that a blend allows: at most so many components present, each
 * within its bounds, summing to one.
 *
 * <p>The largest components stay, but for those below half of their lower bound; where upper bounds
 * cannot reach the whole, the smallest of them gives way to the absent one with the largest bound;
 * where lower bounds exceed it, the smallest amount gives way. Then what stands above the lower
 * bounds is scaled to what they leave of the whole, what exceeds an upper bound flowing to the
 * others in proportion.
 */
final class BlendProjection {
  private static final double TRACE = 1e-6;

  private BlendProjection() {}

  /** Whether the largest components, scaled to the whole, keep their bounds. */
  static boolean isWithin(double[] z, int at, Variable.Blend blend) {
    double[] cap = blend.atMost().values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] floor = floor(blend);
    double[] sorted = Arrays.copyOfRange(z, at, at + cap.length);
    Arrays.sort(sorted);
    int kept = Math.min(blend.components(), cap.length);
    double least = sorted[cap.length - kept];
    double whole = 0;
    for (int i = cap.length - kept; i < cap.length; i++) {
      whole += sorted[i];
    }
    for (int i = 0; i < cap.length; i++) {
      if (z[at + i] >= least && (z[at + i] > cap[i] * whole || z[at + i] < floor[i] * whole)) {
        return false;
      }
    }
    return true;
  }

  static void settle(double[] z, int at, Variable.Blend blend) {
    double[][] bounds = bounds(blend);
    double[] floor = bounds[0];
    double[] cap = bounds[1];
    int n = cap.length;
    double[] f = new double[n];
    boolean[] present = new boolean[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      f[i] = cap[i] > 0 && z[at + i] > Math.max(TRACE, floor[i] / 2) ? z[at + i] : 0;
      present[i] = floor[i] > 0 && blend.isComplete();
      count += present[i] ? 1 : 0;
    }
    for (; count < blend.components(); count++) {
      int largest = -1;
      for (int i = 0; i < n; i++) {
        if (!present[i] && f[i] > 0 && (largest < 0 || f[i] > f[largest])) {
          largest = i;
        }
      }
      if (largest >= 0) {
        present[largest] = true;
      }
    }
    makeReachable(f, present, cap, blend.components());
    makeRoom(f, present, floor, cap, blend);
    double left = 1;
    double reach = 0;
    double[] above = new double[n];
    double[] room = new double[n];
    for (int i = 0; i < n; i++) {
      if (present[i]) {
        left -= floor[i];
        above[i] = Math.max(0, f[i] - floor[i]);
        room[i] = cap[i] - floor[i];
        reach += above[i] > 0 ? room[i] : 0;
      }
    }
    left = Math.max(0, left);
    for (int i = 0; i < n && reach < left; i++) {
      above[i] = present[i] ? Math.max(above[i], TRACE) : 0;
    }
    fill(above, present, room, left);
    for (int i = 0; i < n; i++) {
      z[at + i] = present[i] ? Math.min(cap[i], floor[i] + above[i]) : 0;
    }
  }

  /** The least and the most of each component, where it is present. */
  static double[][] bounds(Variable.Blend blend) {
    return new double[][] {
      floor(blend), blend.atMost().values().stream().mapToDouble(x -> Math.min(1, x)).toArray()
    };
  }

  private static double[] floor(Variable.Blend blend) {
    return blend.atLeast().values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Lets components go until the lower bounds of the others fit into the whole. */
  private static void makeRoom(
      double[] f, boolean[] present, double[] floor, double[] cap, Variable.Blend blend) {
    while (true) {
      double least = 0;
      double reach = 0;
      int smallest = -1;
      for (int i = 0; i < f.length; i++) {
        if (present[i]) {
          least += floor[i];
          reach += cap[i];
          smallest = floor[i] > 0 && (smallest < 0 || f[i] < f[smallest]) ? i : smallest;
        }
      }
      if (least <= 1 + 1e-12 && reach >= 1 - 1e-12) {
        return;
      }
      if (reach < 1 - 1e-12 || blend.isComplete() || smallest < 0) {
        int i = 0;
        for (String part : blend.atMost().keySet()) {
          present[i] = blend.someSet().contains(part);
          f[i] = present[i] ? Math.max(f[i], TRACE) : 0;
          i++;
        }
        return;
      }
      present[smallest] = false;
      f[smallest] = 0;
    }
  }

  private static void makeReachable(double[] f, boolean[] present, double[] cap, int components) {
    int n = cap.length;
    while (true) {
      double reach = 0;
      int count = 0;
      int smallest = -1;
      int widest = -1;
      for (int i = 0; i < n; i++) {
        if (present[i]) {
          reach += cap[i];
          count++;
          smallest = smallest < 0 || cap[i] < cap[smallest] ? i : smallest;
        } else {
          widest = widest < 0 || cap[i] > cap[widest] ? i : widest;
        }
      }
      if (reach >= 1 - 1e-12 || widest < 0) {
        return;
      }
      if (count >= components) {
        present[smallest] = false;
      }
      present[widest] = true;
      f[widest] = Math.max(f[widest], TRACE);
    }
  }

  private static void fill(double[] f, boolean[] present, double[] cap, double whole) {
    int n = cap.length;
    boolean[] full = new boolean[n];
    double left = whole;
    for (int round = 0; round <= n; round++) {
      double weight = 0;
      for (int i = 0; i < n; i++) {
        weight += present[i] && !full[i] ? f[i] : 0;
      }
      boolean overflow = false;
      for (int i = 0; i < n && weight > 0; i++) {
        if (present[i] && !full[i] && f[i] / weight * left > cap[i]) {
          full[i] = true;
          overflow = true;
        }
      }
      if (!overflow) {
        double share = weight > 0 ? left / weight : 0;
        for (int i = 0; i < n; i++) {
          f[i] = !present[i] ? 0 : full[i] ? cap[i] : f[i] * share;
        }
        break;
      }
      left = whole;
      for (int i = 0; i < n; i++) {
        left -= full[i] ? cap[i] : 0;
      }
      left = Math.max(left, 0);
    }
    // The last rounding error goes to the component with the most room.
    double excess = Arrays.stream(f).sum() - whole;
    int roomiest = 0;
    for (int i = 1; i < n; i++) {
      double room = Math.min(f[i], cap[i] - f[i]);
      roomiest = room > Math.min(f[roomiest], cap[roomiest] - f[roomiest]) ? i : roomiest;
    }
    f[roomiest] = Math.max(0, f[roomiest] - excess);
  }
}
