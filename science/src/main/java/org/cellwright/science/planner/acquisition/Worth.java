package org.cellwright.science.planner.acquisition;

/** What a search makes as large as it can. */
public interface Worth {
  /** The values at many points. */
  double[] values(double[][] xs);

  /** The value at one point; writes its gradient. */
  double value(double[] x, double[] gradient);

  /**
   * A cheaper stand-in that tells which points are not worth valuing: as a rule its values are no
   * less. Itself where there is none.
   */
  default Worth outline() {
    return this;
  }

  /** A cheaper stand-in near a point; itself where there is none. */
  default Worth around(double[] x) {
    return this;
  }
}
