package org.cellwright.science.planner;

import java.util.SequencedMap;

/**
 * What a design is worth trying, by somebody else's measure: give one to {@link
 * ModelBased#with(Acquisition, Regressor)}.
 */
@FunctionalInterface
public interface Acquisition {

  /**
   * The worth; the design where it is greatest is asked. Called from several threads.
   *
   * @param outputs what is believed of each output that an objective or a constraint is made of, at
   *     the fidelity that counts
   * @param feasibility probability that all constraints are met and the run succeeds
   */
  double value(SequencedMap<String, Belief> outputs, double feasibility);

  /** Mean and standard deviation of an output, in its unit. */
  record Belief(double mean, double deviation) {}
}
