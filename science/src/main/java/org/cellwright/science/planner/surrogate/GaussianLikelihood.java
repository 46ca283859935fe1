package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.Sums;

/** Of values with normal noise: W = ½ (a aᵀ − K⁻¹) with a = K⁻¹ y. */
final class GaussianLikelihood implements Likelihood {
  private final double[][] inverse;
  private final double[] solved;
  private final double value;

  /**
   * @param covariances of the {@link Pairs}
   * @param variance of each datum, what is in doubt about it aside
   */
  GaussianLikelihood(Fitting.Data data, double[] covariances, IntToDoubleFunction variance) {
    int n = data.x().length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      int at = i * (i - 1) / 2;
      rows[i] = Arrays.copyOfRange(covariances, at, at + i + 1);
      rows[i][i] = variance.applyAsDouble(i) + data.doubt()[i];
    }
    Cholesky factor = new Cholesky(n);
    factor.append(rows);
    solved = data.value().clone();
    factor.solveLower(solved);
    double square = Sums.ofProducts(solved, solved, 0, n);
    factor.solveUpper(solved);
    value = -0.5 * (square + factor.logDeterminant() + n * StrictMath.log(2 * Math.PI));
    inverse = factor.inverse();
  }

  @Override
  public double value() {
    return value;
  }

  @Override
  public double[] weights() {
    int n = solved.length;
    double[] weights = new double[n * (n - 1) / 2];
    for (int i = 1; i < n; i++) {
      int at = i * (i - 1) / 2;
      for (int k = 0; k < i; k++) {
        weights[at + k] = 0.5 * (solved[i] * solved[k] - inverse[i][k]);
      }
    }
    return weights;
  }

  @Override
  public double trace(IntToDoubleFunction factor) {
    double sum = 0;
    for (int i = 0; i < solved.length; i++) {
      sum += 0.5 * (solved[i] * solved[i] - inverse[i][i]) * factor.applyAsDouble(i);
    }
    return sum;
  }
}
