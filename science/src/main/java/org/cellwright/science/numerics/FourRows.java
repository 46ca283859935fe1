package org.cellwright.science.numerics;

/**
 * The inner loops of {@link Cholesky}: rows less multiples of four others, x −= (c₀ a + c₁ b) + (c₂
 * c + c₃ d). One target and all arrays under one index: of a loop with more the compiler makes no
 * wide instructions, and it runs at a third of the speed.
 */
final class FourRows {
  private FourRows() {}

  /**
   * Takes sources s to s + 3 off targets t to {@code end} − 1 in the columns given; the multiple of
   * source i in target j is element [j][i] of {@code factors}.
   */
  static void subtract(
      double[][] targets,
      int t,
      int end,
      double[][] sources,
      int s,
      double[][] factors,
      int from,
      int to) {
    double[] s0 = sources[s];
    double[] s1 = sources[s + 1];
    double[] s2 = sources[s + 2];
    double[] s3 = sources[s + 3];
    for (int j = t; j < end; j++) {
      double[] f = factors[j];
      subtract(targets[j], s0, s1, s2, s3, f[s], f[s + 1], f[s + 2], f[s + 3], from, to);
    }
  }

  /** As above, of one target. */
  static void subtract(
      double[] target,
      double[] s0,
      double[] s1,
      double[] s2,
      double[] s3,
      double c0,
      double c1,
      double c2,
      double c3,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      target[i] -= (c0 * s0[i] + c1 * s1[i]) + (c2 * s2[i] + c3 * s3[i]);
    }
  }
}
