package org.cellwright.science.numerics;

/**
 * A stream of random numbers that is the same on every machine: SplitMix64 (Steele, Lea and Flood,
 * OOPSLA 2014). Not for secrets.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** A stream of its own for each pair of numbers. */
  public RandomStream(long seed, long stream) {
    this.state = mix(mix(seed) + GOLDEN * (2 * stream + 1));
  }

  public long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform on [0, 1), 53 bits. */
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform on 0 to {@code bound} − 1. */
  public int nextInt(int bound) {
    return (int) (nextDouble() * bound);
  }

  /** Standard normal, by inversion. */
  public double nextNormal() {
    return NormalDistribution.quantile(((nextLong() >>> 11) + 0.5) * 0x1p-53);
  }

  static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
