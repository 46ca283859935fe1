package org.cellwright.science.planner.acquisition;

/** What a search makes as large as it can. */
public interface Worth {
  /** The values at many points. */
  double[] values(double[][] xs);

  /** The value at one point; writes its gradient. */
  double value(double[] x, double[] gradient);
}
