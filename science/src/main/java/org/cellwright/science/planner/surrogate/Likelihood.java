package org.cellwright.science.planner.surrogate;

import java.util.function.IntToDoubleFunction;

/**
 * The marginal likelihood of data under covariances K, and the symmetric W that gives its
 * derivatives: dlog p = Σ W_ik dK_ik.
 */
interface Likelihood {
  /** Of the covariances of {@link Pairs} and the variance of each datum. */
  interface Of {
    Likelihood at(double[] covariances, IntToDoubleFunction variance);
  }

  /** Its logarithm. */
  double value();

  /** W of the pairs. */
  double[] weights();

  /** Σ W_ii times something. */
  double trace(IntToDoubleFunction factor);
}
