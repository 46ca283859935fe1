package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.continuum.Cycler.End;

/** Plain runs of a cell, for figures. */
final class Runs {
  private Runs() {}

  /** A multiple of the nominal capacity an hour, discharge positive. */
  static Terminals current(CellModel cell, double perHour) {
    return new Terminals.Current(perHour * cell.nominalCapacity() / cell.area());
  }

  /** Voltages at times in s, rising, of a cell discharged from its start, V. */
  static double[] discharge(Simulation simulation, double perHour, double[] times)
      throws InterruptedException {
    Cycler cycler = simulation.cycler();
    double last = times[times.length - 1];
    double[] voltages = new double[times.length];
    int[] next = {0};
    End end =
        cycler.hold(
            current(cycler.model(), perHour),
            List.of(),
            last,
            (from, to) -> {
              while (next[0] < times.length && times[next[0]] <= to + 1e-9 * last) {
                voltages[next[0]] = cycler.at(cycler.model().voltage(), times[next[0]]);
                next[0]++;
              }
            });
    assertInstanceOf(End.TimeUp.class, end);
    assertEquals(times.length, next[0], "every time was reached");
    return voltages;
  }

  static double[] evenly(double from, double to, int count) {
    double[] times = new double[count];
    for (int k = 0; k < count; k++) {
      times[k] = from + (to - from) * k / (count - 1);
    }
    return times;
  }

  static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int k = 0; k < a.length; k++) {
      largest = Math.max(largest, Math.abs(a[k] - b[k]));
    }
    return largest;
  }

  static double rmsDifference(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (a[k] - b[k]) * (a[k] - b[k]);
    }
    return Math.sqrt(sum / a.length);
  }
}
