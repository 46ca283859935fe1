package org.cellwright.science.planner.surrogate;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How likely a run at the top is to deliver numbers: as a look at each cheaper rung does, and then
 * at the top itself.
 *
 * <p>The probability is the product of one for each rung ({@link SuccessProcess}), learned from the
 * failures there and the successes there and above. So a design that fails as a look is avoided
 * unless it succeeded above, and one that fails at the top is avoided however well looks at it
 * went.
 */
public final class SuccessModel {
  private final List<SuccessProcess> rungs;

  public SuccessModel(int rungs) {
    this.rungs = IntStream.range(0, rungs).mapToObj(_ -> new SuccessProcess()).toList();
  }

  public void add(double[] x, int rung, boolean success) {
    for (int r = success ? 0 : rung; r <= rung; r++) {
      rungs.get(r).add(x, success);
    }
  }

  /**
   * To be called once after the last {@link #add}.
   *
   * @param sources of the same features; what failed there is held against the top
   * @param store saves time, changes nothing
   */
  public void learn(Sources sources, int[] groups, int dimension, ProcessStore store) {
    int top = rungs.size() - 1;
    for (int r = 0; r <= top; r++) {
      rungs
          .get(r)
          .learn(
              r == top ? sources.failures() : List.of(), groups, dimension, "success " + r, store);
    }
  }

  /**
   * Logarithms of the probabilities at many points; 0 until something failed, here or elsewhere.
   */
  public double[] logProbabilities(double[][] xs) {
    double[] logs = new double[xs.length];
    for (SuccessProcess rung : rungs) {
      double[] ofRung = rung.logProbabilities(xs);
      for (int i = 0; i < logs.length; i++) {
        logs[i] += ofRung[i];
      }
    }
    return logs;
  }

  /** Logarithm of the probability; adds its gradient. */
  public double logProbability(double[] x, double[] gradient) {
    double log = 0;
    for (SuccessProcess rung : rungs) {
      log += rung.logProbability(x, gradient);
    }
    return log;
  }

  /** How much each source counts. */
  public List<Sources.Standing> standings() {
    return rungs.getLast().standings();
  }
}
