package org.cellwright.science.numerics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Sobol's low-discrepancy sequence in up to 256 dimensions, any point of it at once.
 *
 * <p>Direction numbers of Joe and Kuo (SIAM J. Sci. Comput. 30, 2635, 2008). Point {@code i} is the
 * exclusive-or of the direction numbers at the bits of {@code i}, 32 bits a coordinate. Scrambled
 * sequences permute the digits of each coordinate, nested as Owen (1995) does, by a hash in the
 * manner of Laine and Karras (Burley, JCGT 9, 4, 2020) with the constants of Vegdahl (2021); the
 * net property is kept and points are uniform in law.
 */
public final class Sobol {
  /** Most dimensions of the table. */
  public static final int MAX_DIMENSION = 256;

  private static final int BITS = 32;
  private static final int[][] DIRECTIONS = read();

  private final int dimension;
  private final int @Nullable [] scramble;

  private Sobol(int dimension, int @Nullable [] scramble) {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new IllegalArgumentException(
          "dimension " + dimension + " is not 1 to " + MAX_DIMENSION);
    }
    this.dimension = dimension;
    this.scramble = scramble;
  }

  /** The sequence as published; its first point is the origin. */
  public static Sobol plain(int dimension) {
    return new Sobol(dimension, null);
  }

  /** A random one of the equally good sequences; the same for the same seed. */
  public static Sobol scrambled(int dimension, long seed) {
    RandomStream random = new RandomStream(seed, 0x50B01);
    int[] keys = new int[dimension];
    for (int j = 0; j < dimension; j++) {
      keys[j] = (int) (random.nextLong() >>> 32);
    }
    return new Sobol(dimension, keys);
  }

  /** Point {@code index}, from 0, in [0, 1) in each coordinate. */
  public double[] point(int index) {
    double[] x = new double[dimension];
    for (int j = 0; j < dimension; j++) {
      int bits = 0;
      int[] directions = DIRECTIONS[j];
      for (int rest = index, k = 0; rest != 0; rest >>>= 1, k++) {
        if ((rest & 1) != 0) {
          bits ^= directions[k];
        }
      }
      if (scramble != null) {
        bits = Integer.reverse(permute(Integer.reverse(bits), scramble[j]));
      }
      x[j] = (bits & 0xFFFFFFFFL) * 0x1p-32;
    }
    return x;
  }

  /** A bijection in which a bit depends on lower bits only. */
  private static int permute(int bits, int key) {
    int x = bits;
    x ^= x * 0x3d20adea;
    x += key;
    x *= (key >>> 16) | 1;
    x ^= x * 0x05526c56;
    x ^= x * 0x53a22864;
    return x;
  }

  private static int[][] read() {
    int[][] directions = new int[MAX_DIMENSION][BITS];
    for (int k = 0; k < BITS; k++) {
      directions[0][k] = 1 << (BITS - 1 - k);
    }
    try (InputStream stream =
            Objects.requireNonNull(Sobol.class.getResourceAsStream("sobol-joe-kuo-256.txt"));
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split("\\s+", -1);
          int degree = Integer.parseInt(words[1]);
          int[] initial = new int[degree];
          for (int k = 0; k < degree; k++) {
            initial[k] = Integer.parseInt(words[3 + k]);
          }
          expand(initial, Integer.parseInt(words[2]), directions[Integer.parseInt(words[0]) - 1]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directions;
  }

  /** Equation 2 of Joe and Kuo's note: the recurrence of the primitive polynomial. */
  private static void expand(int[] initial, int coefficients, int[] v) {
    int s = initial.length;
    for (int k = 0; k < BITS; k++) {
      if (k < s) {
        v[k] = initial[k] << (BITS - 1 - k);
        continue;
      }
      v[k] = v[k - s] ^ (v[k - s] >>> s);
      for (int i = 1; i < s; i++) {
        if (((coefficients >> (s - 1 - i)) & 1) != 0) {
          v[k] ^= v[k - i];
        }
      }
    }
  }
}
