package org.cellwright.science.planner;

/** A surrogate of somebody else's: learns one output from the designs told so far. */
@FunctionalInterface
public interface Regressor {

  /**
   * Learns.
   *
   * @param designs features in [0, 1], a row for each told design at the fidelity that counts
   * @param values of the output, in its unit
   */
  Fitted fit(double[][] designs, double[] values);

  /** What was learned; must give the same answer to the same question, on any thread. */
  @FunctionalInterface
  interface Fitted {
    Acquisition.Belief at(double[] design);
  }
}
