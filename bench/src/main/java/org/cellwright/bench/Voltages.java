package org.cellwright.bench;

import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;

/** Differences between voltages, V, and the tolerances that keep them small. */
final class Voltages {
  static final double EXACT = 1e-8;
  static final int SAMPLES = 500;

  /** Tolerances to choose from, twenty in a decade, the loosest first. */
  private static final double[] LADDER = new double[101];

  static {
    for (int i = 0; i < LADDER.length; i++) {
      LADDER[i] = Math.pow(10, -2 - i / 20.0);
    }
  }

  private Voltages() {}

  /** How far a solution is from what is right, V. */
  @FunctionalInterface
  interface Distance {
    double of(Solution solution);
  }

  /** Samples of one step at equal times since its start; its last point stands where it ended. */
  static double rms(Solution a, Solution b) {
    double sum = 0;
    int count = 0;
    int steps = Math.min(a.step()[a.points() - 1], b.step()[b.points() - 1]);
    int i = 0;
    int j = 0;
    for (int step = 1; step <= steps; step++) {
      int endA = endOf(a, i, step);
      int endB = endOf(b, j, step);
      int common = Math.min(endA - i, endB - j) - 1;
      for (int k = 0; k < common; k++) {
        double difference = a.voltage()[i + k] - b.voltage()[j + k];
        sum += difference * difference;
        count++;
      }
      i = endA;
      j = endB;
    }
    return count == 0 ? Double.NaN : Math.sqrt(sum / count);
  }

  private static int endOf(Solution solution, int from, int step) {
    int k = from;
    while (k < solution.points() && solution.step()[k] == step) {
      k++;
    }
    return k;
  }

  /** The largest difference at any point; NaN if they do not have the same points. */
  static double worst(Solution a, Solution b) {
    double worst = 0;
    for (int k = 0; k < Math.min(a.points(), b.points()); k++) {
      worst = Math.max(worst, Math.abs(a.voltage()[k] - b.voltage()[k]));
    }
    return a.points() == b.points() ? worst : Double.NaN;
  }

  /** At the loosest tolerance from which on the distance is small enough; fails if none is. */
  static double loosest(Simulation sampled, Distance distance, double millivolt)
      throws InterruptedException {
    double loosest = Double.NaN;
    for (int i = LADDER.length - 1; i >= 0; i--) {
      double error = distance.of(sampled.relativeTolerance(LADDER[i]).run());
      if (!(CellSetup.MILLI * error <= millivolt)) {
        break;
      }
      loosest = LADDER[i];
    }
    if (Double.isNaN(loosest)) {
      throw CellwrightException.failed(
          "no tolerance reaches an error of %s mV".formatted(millivolt), null, null);
    }
    return loosest;
  }
}
