package org.cellwright.science.numerics.dae;

/** Steps through time; between the ends of the last step it answers by interpolation. */
public sealed interface Integrator permits BdfIntegrator, TrBdf2Integrator {

  /**
   * Takes one step that meets the tolerance, not longer than {@code longest} seconds.
   *
   * @return false if the step size fell below what the time can resolve
   */
  boolean step(double longest);

  /** Value of one unknown at a time within the last step. */
  double at(int index, double when);

  /** All unknowns at a time within the last step. */
  void at(double when, double[] y);

  /** s */
  double time();

  /** The state at {@link #time()}; owned by the integrator. */
  double[] state();

  /** Accepted steps so far. */
  long steps();

  /** Steps repeated because the error was too large. */
  long rejections();

  /** Steps repeated because the implicit equations were not solved. */
  long failures();
}
