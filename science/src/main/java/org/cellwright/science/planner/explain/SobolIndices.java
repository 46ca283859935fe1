package org.cellwright.science.planner.explain;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How much of a function's variance each input brings: alone ({@code first}) and with all that it
 * acts together with ({@code total}).
 *
 * <p>With two independent samples A and B of N points and A_B^i, which is A with input i from B:
 *
 * <pre>first = 1/N Σ f(B) (f(A_B^i) − f(A)) / V,   total = 1/(2N) Σ (f(A) − f(A_B^i))² / V</pre>
 *
 * (Saltelli et al. 2010, table 2, b and f; the mean is taken off f first, which lowers the error of
 * the former). Costs N (k + 2) evaluations for k inputs. Both are 0 for a constant function.
 *
 * @param variance V, of both samples together
 */
public record SobolIndices(double[] first, double[] total, double variance) {

  /**
   * @param a points spread evenly over the space
   * @param b as many, independent of those of {@code a} in the same place
   */
  public static SobolIndices of(
      ToDoubleFunction<double[]> f, double[][] a, double[][] b, List<Span> inputs) {
    int n = a.length;
    double[] fa = new double[n];
    double[] fb = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      fa[i] = f.applyAsDouble(a[i]);
      fb[i] = f.applyAsDouble(b[i]);
      mean += (fa[i] + fb[i]) / (2 * n);
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += ((fa[i] - mean) * (fa[i] - mean) + (fb[i] - mean) * (fb[i] - mean)) / (2 * n);
    }
    double[] first = new double[inputs.size()];
    double[] total = new double[inputs.size()];
    boolean isConstant = !(variance > 1e-28 * mean * mean);
    for (int k = 0; k < first.length && !isConstant; k++) {
      for (int i = 0; i < n; i++) {
        double mixed = f.applyAsDouble(inputs.get(k).exchanged(a[i], b[i]));
        first[k] += (fb[i] - mean) * (mixed - fa[i]) / (n * variance);
        total[k] += (mixed - fa[i]) * (mixed - fa[i]) / (2 * n * variance);
      }
    }
    return new SobolIndices(first, total, variance);
  }
}
