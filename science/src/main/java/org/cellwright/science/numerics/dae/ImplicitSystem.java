package org.cellwright.science.numerics.dae;

import java.util.Arrays;

/**
 * A semi-explicit system {@code y' = f(y), 0 = g(y, z)} that knows how to take one implicit step.
 *
 * <p>Differential rows obey {@code y - base = c f(y)}; algebraic rows obey {@code 0 = g} whatever
 * {@code c} is, so {@code c = 0} freezes the differential rows and makes the algebraic ones
 * consistent.
 */
public interface ImplicitSystem {

  /** Number of unknowns, differential and algebraic. */
  int size();

  /**
   * Solves one implicit step.
   *
   * @param c step size times the leading coefficient, s; 0 for consistent initialisation
   * @param predicted where the history leads, all unknowns; not changed
   * @param base what the history leaves of the differential unknowns; not changed
   * @param weight reciprocal tolerance of each unknown, 0 where an unknown has no say
   * @param tolerance how far from the solution the result may stay, in units of the weighted norm
   * @param y receives the solution
   * @return false if no solution was found; y is then of no use
   */
  boolean solve(
      double c, double[] predicted, double[] base, double[] weight, double tolerance, double[] y);

  /** Marks the unknowns that have a differential row; all of them, unless overridden. */
  default void differential(boolean[] rows) {
    Arrays.fill(rows, true);
  }

  /** Reciprocal error tolerances at {@code y}; 0 for an unknown that only follows the others. */
  void weigh(double[] y, double relativeTolerance, double[] weight);

  /** Renews those tolerances that change from step to step; all others stand as weighed before. */
  default void reweigh(double[] y, double relativeTolerance, double[] weight) {
    weigh(y, relativeTolerance, weight);
  }
}
