package org.cellwright.science.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class CholeskyTest {

  private static double[] row(int i) {
    double[] row = new double[i + 1];
    for (int j = 0; j <= i; j++) {
      row[j] = Math.exp(-Math.abs(i - j) / 3.0) + (i == j ? 0.1 : 0);
    }
    return row;
  }

  private static Cholesky of(int n) {
    Cholesky factor = new Cholesky(0);
    for (int i = 0; i < n; i++) {
      factor.append(row(i));
    }
    return factor;
  }

  @Test
  void inverseTimesMatrixIsTheIdentity() {
    int n = 30;
    double[][] inverse = of(n).inverse();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += row(Math.max(i, k))[Math.min(i, k)] * inverse[Math.max(k, j)][Math.min(k, j)];
        }
        assertEquals(i == j ? 1 : 0, sum, 1e-12);
      }
    }
  }

  @Test
  void appendingLaterGivesTheBitsOfAFactorisationFromScratch() {
    Cholesky grown = of(20);
    grown.solveLower(new double[20]);
    for (int i = 20; i < 33; i++) {
      grown.append(row(i));
    }
    double[] a = new double[33];
    double[] b = new double[33];
    for (int i = 0; i < 33; i++) {
      a[i] = Math.sin(i);
      b[i] = a[i];
    }
    grown.solveLower(a);
    of(33).solveLower(b);
    assertArrayEquals(b, a);
    assertEquals(of(33).logDeterminant(), grown.logDeterminant());
  }

  @Test
  void manyRightHandSidesAreSolvedLikeOne() {
    Cholesky factor = of(12);
    double[][] block = new double[12][3];
    double[] second = new double[12];
    for (int i = 0; i < 12; i++) {
      block[i][1] = i * i - 3;
      second[i] = i * i - 3;
    }
    factor.solveLower(block);
    factor.solveLower(second);
    for (int i = 0; i < 12; i++) {
      assertEquals(second[i], block[i][1], 0.0);
    }
  }

  @Test
  void rowsThatAreLeftOutOfASolveChangeNothingInTheOthers() {
    int n = 150;
    Cholesky factor = of(n);
    double[] whole = new double[n];
    whole[100] = 1;
    whole[120] = -2;
    double[][] block = new double[n][1];
    block[100][0] = 1;
    block[120][0] = -2;
    double[] head = Arrays.copyOf(whole, 130);
    factor.solveLower(whole);
    factor.solveLower(block, 100, n);
    factor.solveLower(head, 130);
    for (int i = 0; i < n; i++) {
      assertEquals(whole[i], block[i][0], 0.0);
    }
    assertArrayEquals(Arrays.copyOf(whole, 130), head);
    double[] upper = head.clone();
    factor.solveUpper(upper, 130);
    of(130).solveUpper(head);
    assertArrayEquals(head, upper);
  }

  /** 700 rows cross tiles, and chunks of columns that threads share. */
  @Test
  void rowsAppendedTogetherGiveTheBitsOfRowsAppendedOneByOne() throws Exception {
    int n = 700;
    Cholesky single = of(n);
    for (int first : new int[] {0, 1, 6, 64, 131, 690, 699}) {
      Cholesky together = of(first);
      double[][] block = new double[n - first][];
      Arrays.setAll(block, i -> row(first + i));
      together.append(block);
      assertSame(single, together, "after " + first);
    }
    Cholesky alone = new Cholesky(0);
    double[][] block = new double[n][];
    Arrays.setAll(block, CholeskyTest::row);
    try (ForkJoinPool one = new ForkJoinPool(1)) {
      one.submit(() -> alone.append(block)).get();
    }
    assertSame(single, alone, "on one thread");
  }

  @Test
  void aFactorThatWasCutShortGoesOnAsIfItHadNeverBeenLonger() {
    Cholesky factor = of(90);
    factor.truncate(70);
    factor.append(new double[][] {row(70), row(71)});
    assertSame(of(72), factor, "72 rows");
  }

  @Test
  void aSolveInBothHalvesUndoesTheMatrix() {
    int n = 203;
    double[] b = new double[n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        b[i] += row(Math.max(i, k))[Math.min(i, k)] * Math.sin(k);
      }
    }
    Cholesky factor = of(n);
    factor.solveLower(b);
    factor.solveUpper(b);
    for (int i = 0; i < n; i++) {
      assertEquals(Math.sin(i), b[i], 1e-11);
    }
  }

  @Test
  void aMatrixWithEqualRowsIsFactoredAsOneWithALittleNoise() {
    Cholesky factor = new Cholesky(2);
    factor.append(new double[] {1});
    factor.append(new double[] {1, 1});
    double[] b = {1, 1};
    factor.solveLower(b);
    factor.solveUpper(b);
    assertEquals(1, b[0] + b[1], 1e-9);
  }

  private static void assertSame(Cholesky expected, Cholesky actual, String message) {
    int n = expected.size();
    assertEquals(n, actual.size(), message);
    double[] a = new double[n];
    double[] b = new double[n];
    Arrays.setAll(a, Math::sin);
    Arrays.setAll(b, Math::sin);
    expected.solveLower(a);
    actual.solveLower(b);
    assertArrayEquals(a, b, message);
    expected.solveUpper(a);
    actual.solveUpper(b);
    assertArrayEquals(a, b, message);
    assertEquals(expected.logDeterminant(), actual.logDeterminant(), 0.0, message);
  }
}
