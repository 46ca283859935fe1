package org.cellwright.science.planner.space;

import java.util.Arrays;
import org.cellwright.core.Variable;

/**
 * Brings any numbers to fractions that a blend allows: at most so many components present, each at
 * most its bound, summing to one.
 *
 * <p>The largest components stay; where their bounds cannot reach the whole, the smallest of them
 * gives way to the absent one with the largest bound. Then the fractions are scaled to the whole,
 * what exceeds a bound flowing to the others in proportion.
 */
final class BlendProjection {
  private static final double TRACE = 1e-6;

  private BlendProjection() {}

  /** Whether the largest components, scaled to the whole, keep their bounds. */
  static boolean isWithin(double[] z, int at, Variable.Blend blend) {
    double[] cap = blend.atMost().values().stream().mapToDouble(Double::doubleValue).toArray();
    double[] sorted = Arrays.copyOfRange(z, at, at + cap.length);
    Arrays.sort(sorted);
    int kept = Math.min(blend.components(), cap.length);
    double least = sorted[cap.length - kept];
    double whole = 0;
    for (int i = cap.length - kept; i < cap.length; i++) {
      whole += sorted[i];
    }
    for (int i = 0; i < cap.length; i++) {
      if (z[at + i] >= least && z[at + i] > cap[i] * whole) {
        return false;
      }
    }
    return true;
  }

  static void settle(double[] z, int at, Variable.Blend blend) {
    double[] cap = blend.atMost().values().stream().mapToDouble(x -> Math.min(1, x)).toArray();
    int n = cap.length;
    double[] f = new double[n];
    for (int i = 0; i < n; i++) {
      f[i] = cap[i] > 0 && z[at + i] > TRACE ? z[at + i] : 0;
    }
    boolean[] present = new boolean[n];
    for (int k = 0; k < blend.components(); k++) {
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
    fill(f, present, cap);
    System.arraycopy(f, 0, z, at, n);
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

  private static void fill(double[] f, boolean[] present, double[] cap) {
    int n = cap.length;
    boolean[] full = new boolean[n];
    double left = 1;
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
      left = 1;
      for (int i = 0; i < n; i++) {
        left -= full[i] ? cap[i] : 0;
      }
      left = Math.max(left, 0);
    }
    // The last rounding error goes to the component with the most room.
    double excess = Arrays.stream(f).sum() - 1;
    int roomiest = 0;
    for (int i = 1; i < n; i++) {
      double room = Math.min(f[i], cap[i] - f[i]);
      roomiest = room > Math.min(f[roomiest], cap[roomiest] - f[roomiest]) ? i : roomiest;
    }
    f[roomiest] = Math.max(0, f[roomiest] - excess);
  }
}
