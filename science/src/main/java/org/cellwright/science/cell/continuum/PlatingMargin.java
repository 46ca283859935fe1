package org.cellwright.science.cell.continuum;

/**
 * The plating margin as a model knows it: the smallest Φ in the negative electrode, its face to the
 * separator included, V.
 */
interface PlatingMargin {
  /** Finds it, and the place where it is. */
  double least(double[] y);

  /**
   * Its changes along the first solutions of the {@link Border} at the place where it was found
   * last, what it owes to current and temperature directly included.
   *
   * @param solutions how many of them
   */
  void along(double[] y, int solutions, double[] changes);
}
