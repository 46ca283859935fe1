package org.cellwright.science.numerics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The lower triangular factor L of a symmetric positive definite matrix A = L Lᵀ that grows by a
 * row or by many.
 *
 * <p>An element of L is what is left of that of A after the products of the columns before it,
 * taken off four columns at a time and in one order, ((p₀ + p₁) + (p₂ + p₃)); within its own group
 * of four one by one. So a row gives the same bits whether it is appended alone, among many or from
 * scratch, on however many threads. L and Lᵀ are both kept, in one square: every inner loop runs
 * along memory and updates four rows at once. A row costs n²/2 multiply-adds, n rows n³/6, a solve
 * n²/2.
 *
 * <p>A pivot that is not clearly positive, relative to its diagonal element, is lifted to {@value
 * #LEAST_PIVOT} of it: the matrix is then that of the same process with a little noise on one
 * datum.
 */
public final class Cholesky {
  private static final double LEAST_PIVOT = 1e-10;

  /** Rows, and columns, that a tile has: 32 KiB of numbers. */
  private static final int TILE = 64;

  /** Columns that one thread takes at a time. */
  private static final int CHUNK = 256;

  /** Fewer columns than this are not worth a second thread. */
  private static final int MANY = 512;

  /** Element (i, j) of L at [i][j] and, for the loops along columns, at [j][i] too. */
  private double[][] rows;

  private double[] inversePivots;
  private int size;

  public Cholesky(int capacity) {
    int room = room(capacity);
    this.rows = new double[room][];
    this.inversePivots = new double[room];
  }

  private static int room(int capacity) {
    return (Math.max(capacity, 4) + 7) & ~7;
  }

  public int size() {
    return size;
  }

  /** Forgets all rows but the first {@code n}. */
  public void truncate(int n) {
    size = Math.min(size, n);
  }

  /** Appends row {@code size} of the matrix: elements 0 to size, the last one its diagonal. */
  public void append(double[] row) {
    int n = size;
    if (row.length != n + 1) {
      throw new IllegalArgumentException("row of " + row.length + " for order " + n);
    }
    reserve(n + 1);
    double[] l = rows[n];
    System.arraycopy(row, 0, l, 0, n);
    solveLower(l, n);
    double pivot = row[n];
    int k = 0;
    for (; k + 3 < n; k += 4) {
      pivot -= (l[k] * l[k] + l[k + 1] * l[k + 1]) + (l[k + 2] * l[k + 2] + l[k + 3] * l[k + 3]);
    }
    for (; k < n; k++) {
      pivot -= l[k] * l[k];
    }
    setPivot(n, pivot, row[n]);
    for (int i = 0; i < n; i++) {
      rows[i][n] = l[i];
    }
    size++;
  }

  private void setPivot(int n, double pivot, double diagonal) {
    double root = Math.sqrt(Math.max(pivot, LEAST_PIVOT * diagonal));
    rows[n][n] = root;
    inversePivots[n] = 1 / root;
  }

  private void reserve(int n) {
    int room = rows.length;
    if (n > room) {
      room = room(n + n / 4);
      rows = Arrays.copyOf(rows, room);
      inversePivots = Arrays.copyOf(inversePivots, room);
    }
    for (int i = 0; i < n; i++) {
      if (rows[i] == null) {
        rows[i] = new double[room];
      } else if (rows[i].length < n) {
        rows[i] = Arrays.copyOf(rows[i], room);
      }
    }
  }

  /** Appends many rows of the matrix, each one element longer than the one before. */
  public void append(double[][] block) {
    int first = size;
    int n = first + block.length;
    reserve(n);
    for (int j0 = 0; j0 < n; j0 += TILE) {
      int from = j0;
      int to = Math.min(j0 + TILE, n);
      inChunks(
          Math.max(first, from),
          n,
          (a, b) -> {
            copy(block, first, from, to, a, b);
            for (int c = a; c < b; c += TILE) {
              subtractBefore(0, from, to, rows, c, Math.min(c + TILE, b), true);
            }
          });
      int corner = Math.max(first, from);
      if (corner < to) {
        finish(block, first, from, to, corner, to);
      }
      inChunks(Math.max(first, to), n, (a, b) -> finish(block, first, from, to, a, b));
    }
    size = n;
  }

  private interface Columns {
    void update(int from, int to);
  }

  /** Chunks of columns do not see each other: their threads change nothing. */
  private static void inChunks(int from, int to, Columns columns) {
    int chunks = (to - from + CHUNK - 1) / CHUNK;
    if (to - from < MANY) {
      columns.update(from, to);
    } else {
      IntStream.range(0, chunks)
          .parallel()
          .forEach(c -> columns.update(from + c * CHUNK, Math.min(to, from + (c + 1) * CHUNK)));
    }
  }

  /** Writes columns a to b of A into rows {@code from} to {@code to}, on and above the diagonal. */
  private void copy(double[][] block, int first, int from, int to, int a, int b) {
    for (int i = a; i < b; i++) {
      double[] source = block[i - first];
      int end = Math.min(to, i + 1);
      for (int j = from; j < end; j++) {
        rows[j][i] = source[j];
      }
    }
  }

  /**
   * Takes all rows before a panel off the rows of the panel, a tile of sources at a time, which
   * then stays in the nearest cache.
   *
   * @param begin the first source
   * @param upper whether a row has nothing before its diagonal
   */
  private void subtractBefore(
      int begin, int panel, int end, double[][] b, int from, int to, boolean upper) {
    for (int tile = begin; tile < panel; tile += TILE) {
      for (int t = panel; t < end; t += 4) {
        int start = upper ? Math.max(from, t) : from;
        for (int s = tile; s < tile + TILE && start < to; s += 4) {
          FourRows.subtract(b, t, Math.min(t + 4, end), b, s, rows, start, to);
        }
      }
    }
  }

  /** The rows of a panel in columns a to b, once all before the panel are taken off. */
  private void finish(double[][] block, int first, int from, int to, int a, int b) {
    for (int t = from; t < to; t += 4) {
      int end = Math.min(t + 4, to);
      for (int s = from; s < t; s += 4) {
        FourRows.subtract(rows, t, end, rows, s, rows, Math.max(a, t), b);
      }
      for (int j = t; j < end; j++) {
        double[] row = rows[j];
        int start = Math.max(a, j);
        for (int k = t; k < j; k++) {
          double[] source = rows[k];
          double l = source[j];
          for (int i = start; i < b; i++) {
            row[i] -= l * source[i];
          }
        }
        if (start == j && j < b) {
          setPivot(j, row[j], block[j - first][j]);
          start++;
        }
        double inverse = inversePivots[j];
        for (int i = start; i < b; i++) {
          row[i] *= inverse;
        }
      }
      if (a < to) {
        mirror(t, end, Math.max(a, t), b);
      }
    }
    if (a >= to) {
      mirror(from, to, a, b);
    }
  }

  /** Copies rows {@code from} to {@code to} of Lᵀ, columns a to b, to where they stand in L. */
  private void mirror(int from, int to, int a, int b) {
    for (int i = a; i < b; i++) {
      double[] mirror = rows[i];
      int end = Math.min(to, i);
      for (int j = from; j < end; j++) {
        mirror[j] = rows[j][i];
      }
    }
  }

  /** Solves L w = b in place. */
  public void solveLower(double[] b) {
    solveLower(b, size);
  }

  /** The same for the first {@code n} rows alone. */
  public void solveLower(double[] b, int n) {
    int k = 0;
    for (; k + 3 < n; k += 4) {
      double[] r0 = rows[k];
      double[] r1 = rows[k + 1];
      double[] r2 = rows[k + 2];
      double[] r3 = rows[k + 3];
      double b0 = b[k] * inversePivots[k];
      double b1 = (b[k + 1] - r0[k + 1] * b0) * inversePivots[k + 1];
      double b2 = (b[k + 2] - r0[k + 2] * b0 - r1[k + 2] * b1) * inversePivots[k + 2];
      double b3 =
          (b[k + 3] - r0[k + 3] * b0 - r1[k + 3] * b1 - r2[k + 3] * b2) * inversePivots[k + 3];
      b[k] = b0;
      b[k + 1] = b1;
      b[k + 2] = b2;
      b[k + 3] = b3;
      FourRows.subtract(b, r0, r1, r2, r3, b0, b1, b2, b3, k + 4, n);
    }
    for (int i = k; i < n; i++) {
      double rest = b[i];
      for (int j = k; j < i; j++) {
        rest -= rows[i][j] * b[j];
      }
      b[i] = rest * inversePivots[i];
    }
  }

  /** Solves Lᵀ w = b in place. */
  public void solveUpper(double[] b) {
    solveUpper(b, size);
  }

  /** The same for the first {@code n} rows alone. */
  public void solveUpper(double[] b, int n) {
    int k = n;
    for (; (k & 3) != 0; k--) {
      double[] row = rows[k - 1];
      double w = b[k - 1] * inversePivots[k - 1];
      b[k - 1] = w;
      for (int j = 0; j < k - 1; j++) {
        b[j] -= w * row[j];
      }
    }
    for (k -= 4; k >= 0; k -= 4) {
      double[] r0 = rows[k];
      double[] r1 = rows[k + 1];
      double[] r2 = rows[k + 2];
      double[] r3 = rows[k + 3];
      double b3 = b[k + 3] * inversePivots[k + 3];
      double b2 = (b[k + 2] - r3[k + 2] * b3) * inversePivots[k + 2];
      double b1 = (b[k + 1] - r3[k + 1] * b3 - r2[k + 1] * b2) * inversePivots[k + 1];
      double b0 = (b[k] - r3[k] * b3 - r2[k] * b2 - r1[k] * b1) * inversePivots[k];
      b[k] = b0;
      b[k + 1] = b1;
      b[k + 2] = b2;
      b[k + 3] = b3;
      FourRows.subtract(b, r0, r1, r2, r3, b0, b1, b2, b3, 0, k);
    }
  }

  /**
   * Solves L W = B in place for many right-hand sides at once, each to the bits of {@link
   * #solveLower(double[])}; {@code b[i]} holds element i of each of them.
   */
  public void solveLower(double[][] b) {
    solveLower(b, 0, size);
  }

  /**
   * The same for the first {@code n} rows alone.
   *
   * @param zeros all elements before this one are zero, and stay so
   */
  public void solveLower(double[][] b, int zeros, int n) {
    int width = n == 0 ? 0 : b[0].length;
    int begin = zeros / TILE * TILE;
    for (int panel = begin; panel < n; panel += TILE) {
      int last = Math.min(panel + TILE, n);
      subtractBefore(begin, panel, last, b, 0, width, false);
      for (int t = panel; t < last; t += 4) {
        int end = Math.min(t + 4, last);
        for (int s = panel; s < t; s += 4) {
          FourRows.subtract(b, t, end, b, s, rows, 0, width);
        }
        for (int j = t; j < end; j++) {
          double[] target = b[j];
          for (int k = t; k < j; k++) {
            double[] source = b[k];
            double l = rows[j][k];
            for (int i = 0; i < width; i++) {
              target[i] -= l * source[i];
            }
          }
          double inverse = inversePivots[j];
          for (int i = 0; i < width; i++) {
            target[i] *= inverse;
          }
        }
      }
    }
  }

  /** ln det A. */
  public double logDeterminant() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += StrictMath.log(rows[i][i]);
    }
    return 2 * sum;
  }

  /** A⁻¹, its lower triangle (what stands above it means nothing): n³/3 multiply-adds. */
  public double[][] inverse() {
    int n = size;
    int room = (n + 3) & ~3;
    // Rows of L⁻¹; those beyond n, which complete the last group, stay zero.
    double[][] v = new double[room][room];
    for (int t = 0; t < n; t += 4) {
      int end = Math.min(t + 4, n);
      for (int s = 0; s < t; s += 4) {
        FourRows.subtract(v, t, end, v, s, rows, 0, s + 4);
      }
      for (int j = t; j < end; j++) {
        double[] target = v[j];
        target[j] = 1;
        for (int k = t; k < j; k++) {
          double[] source = v[k];
          double l = rows[j][k];
          for (int i = 0; i <= k; i++) {
            target[i] -= l * source[i];
          }
        }
        double inverse = inversePivots[j];
        for (int i = 0; i <= j; i++) {
          target[i] *= inverse;
        }
      }
    }
    double[][] columns = new double[room][room];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        columns[j][i] = v[i][j];
      }
    }
    double[][] negative = new double[room][room];
    for (int t = 0; t < n; t += 4) {
      for (int s = t; s < n; s += 4) {
        FourRows.subtract(negative, t, t + 4, v, s, columns, 0, t + 4);
      }
    }
    double[][] result = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = negative[i];
      for (int j = 0; j <= i; j++) {
        row[j] = -row[j];
      }
      result[i] = row;
    }
    return result;
  }

  /** Inner product of the first {@code n} elements. */
  static double dot(double[] a, double[] b, int n) {
    return Sums.ofProducts(a, b, 0, n);
  }
}
