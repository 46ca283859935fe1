package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.List;
import org.cellwright.science.cell.continuum.Cycler;
import org.cellwright.science.cell.continuum.Cycler.Stop;

/**
 * How much of a step is done: of its time, or of the way to what ends it, whichever is further. An
 * estimate, and only that, for people who wait.
 */
final class StepProgress {
  private final Cycler cycler;
  private final double start;
  private final double duration;
  private final List<Stop> planned;
  private final double[] first;

  /**
   * @param duration at most, s
   * @param planned what ends the step besides
   */
  StepProgress(Cycler cycler, double duration, List<Stop> planned) {
    this.cycler = cycler;
    this.start = cycler.time();
    this.duration = duration;
    this.planned = planned;
    this.first = new double[planned.size()];
    Arrays.fill(first, Double.NaN);
  }

  /** From 0 to 1. */
  double at(double time) {
    double most = (time - start) / duration;
    for (int k = 0; k < first.length; k++) {
      Stop stop = planned.get(k);
      double now = cycler.state()[stop.index()];
      if (Double.isNaN(first[k])) {
        // After what is imposed has taken hold.
        first[k] = now;
      }
      double part =
          stop.direction() == Stop.Direction.FADING
              ? Math.log(first[k] / now) / Math.log(Math.abs(first[k] / stop.threshold()))
              : (now - first[k]) / (stop.threshold() - first[k]);
      most = Double.isFinite(part) ? Math.max(most, part) : most;
    }
    return Math.clamp(most, 0, 1);
  }
}
