package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.Sums;
import org.cellwright.science.planner.space.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * How much what is told of one design scatters, as far as repeats and told deviations say: a
 * variance of standard outputs that may differ from design to design.
 *
 * <p>The logarithm of the variance is a Gaussian process of the design (Goldberg, Williams and
 * Bishop, NIPS 1997; Kersting et al., ICML 2007) seen through the sample variances of the designs
 * that were repeated (stochastic kriging, Ankenman, Nelson and Staum, Oper. Res. 58, 371, 2010):
 * s²ν/σ² is χ² with ν degrees of freedom, so that one pair says little and identical repeats do no
 * harm. Its most probable values are found by Newton's method, its evidence by Laplace's (Rasmussen
 * and Williams 2006, algorithms 3.1 and 5.1). It counts only where the evidence for any variation
 * beats that for a common variance by a factor of {@value #POSITIVE}, which is positive evidence by
 * Kass and Raftery (J. Am. Stat. Assoc. 90, 773, 1995); otherwise nothing differs from a common
 * noise that is learned.
 */
final class Scatter {
  private static final double POSITIVE = 3;

  /** Deviations of ln σ² over the space that are tried, equally likely before. */
  private static final double[] SWINGS = {1, 2, 4};

  /** Deviation of the common ln σ² about that of the pooled variance. */
  private static final double COMMON = 1;

  /** Who tells a deviation mostly has it from triplicates. */
  private static final double TOLD_FREEDOM = 2;

  /** More evidence says little more, and costs its cube. */
  private static final int MOST_EVIDENCE = 100;

  private static final int ITERATIONS = 50;

  /** The least noise that is ever learned, too. */
  private static final double LEAST = 1e-6;

  /** A sample variance at a point. */
  private record Evidence(double[] x, double freedom, double variance) {}

  private final double mean;

  /** Null where one variance does for all. */
  private final @Nullable Mode mode;

  private Scatter(double mean, @Nullable Mode mode) {
    this.mean = mean;
    this.mode = mode;
  }

  static final Scatter NONE = new Scatter(0, null);

  /**
   * Learns from the data of one output at one fidelity.
   *
   * @param values standard outputs
   * @param told the variance that came with each of them; 0 where none did
   * @param dimension degrees of freedom of the space: variances differ over its diagonal
   */
  static Scatter learn(double[][] xs, double[] values, double[] told, int dimension) {
    double mean = 0;
    for (double variance : told) {
      mean += variance / told.length;
    }
    double reach = Math.sqrt(dimension);
    Scatter common = new Scatter(mean, null);
    List<Evidence> evidence = thinned(evidence(xs, values, told));
    if (evidence.size() < 2) {
      return common;
    }
    double squares = 0;
    double freedom = 0;
    for (Evidence e : evidence) {
      squares += e.freedom * e.variance;
      freedom += e.freedom;
    }
    double centre = StrictMath.log(Math.max(LEAST, squares / freedom));
    Mode same = new Mode(evidence, reach, centre, 0);
    Mode best = same;
    double odds = 0;
    for (double swing : SWINGS) {
      Mode mode = new Mode(evidence, reach, centre, swing);
      odds += StrictMath.exp(Math.min(700, mode.logEvidence - same.logEvidence)) / SWINGS.length;
      best = best == same || mode.logEvidence > best.logEvidence ? mode : best;
    }
    if (!(odds > POSITIVE)) {
      return common;
    }
    double sum = 0;
    for (int i = 0; i < xs.length; i++) {
      sum += (told[i] > 0 ? told[i] : best.variance(xs[i])) / xs.length;
    }
    return new Scatter(sum, best);
  }

  /** Whether the variance was found to depend on the design. */
  boolean differs() {
    return mode != null;
  }

  /** The mean over the data: told, and found from repeats where that differs. */
  double mean() {
    return mean;
  }

  /** What is to be expected at a point, beside the common noise that is learned. */
  double at(double[] x) {
    return mode == null ? mean : mode.variance(x);
  }

  private static List<Evidence> evidence(double[][] xs, double[] values, double[] told) {
    List<Evidence> evidence = new ArrayList<>();
    boolean[] seen = new boolean[xs.length];
    for (int i = 0; i < xs.length; i++) {
      if (told[i] > 0) {
        evidence.add(new Evidence(xs[i], TOLD_FREEDOM, told[i]));
        continue;
      }
      double mean = values[i];
      double squares = 0;
      int count = 1;
      for (int k = i + 1; k < xs.length && !seen[i]; k++) {
        if (!seen[k] && !(told[k] > 0) && Encoding.same(xs[i], xs[k])) {
          seen[k] = true;
          double off = values[k] - mean;
          count++;
          mean += off / count;
          squares += off * (values[k] - mean);
        }
      }
      if (count > 1) {
        evidence.add(new Evidence(xs[i], count - 1, Math.max(LEAST, squares / (count - 1))));
      }
    }
    return evidence;
  }

  private static List<Evidence> thinned(List<Evidence> all) {
    int n = all.size();
    if (n <= MOST_EVIDENCE) {
      return all;
    }
    List<Evidence> kept = new ArrayList<>();
    for (int i = 0; i < MOST_EVIDENCE; i++) {
      kept.add(all.get((int) ((long) i * n / MOST_EVIDENCE)));
    }
    return kept;
  }

  /** The most probable logarithms of the variances, and how likely the evidence is. */
  private static final class Mode {
    final double logEvidence;

    private final List<Evidence> evidence;
    private final double reach;
    private final double centre;
    private final double swing;
    private final double[][] k;

    /** K⁻¹ of the logarithms less their centre. */
    private final double[] weights;

    private final double[] curvatures;
    private final Cholesky factor;

    Mode(List<Evidence> evidence, double reach, double centre, double swing) {
      int n = evidence.size();
      this.evidence = evidence;
      this.reach = reach;
      this.centre = centre;
      this.swing = swing;
      this.k = new double[n][n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          k[i][j] = covariance(evidence.get(i).x, evidence.get(j).x);
        }
      }
      double[] a = new double[n];
      double value = value(a);
      for (int iteration = 0; iteration < ITERATIONS; iteration++) {
        double[] next = step(a);
        double share = 1;
        double[] tried = next;
        // The likelihood is concave in the logarithm: halved steps lead to its only summit.
        while (value(tried) < value && share > 1e-6) {
          share *= 0.5;
          tried = new double[n];
          for (int i = 0; i < n; i++) {
            tried[i] = a[i] + share * (next[i] - a[i]);
          }
        }
        double gained = value(tried) - value;
        if (!(gained > 0)) {
          break;
        }
        a = tried;
        value += gained;
        if (gained < 1e-9) {
          break;
        }
      }
      this.weights = a;
      this.curvatures = curvatures(a);
      this.factor = factor(curvatures);
      this.logEvidence = value - 0.5 * factor.logDeterminant();
    }

    private double covariance(double[] a, double[] b) {
      double squared = 0;
      for (int j = 0; j < a.length; j++) {
        double apart = (a[j] - b[j]) / reach;
        squared += apart * apart;
      }
      return COMMON * COMMON + swing * swing * Kernel.smooth(squared, 0);
    }

    /** The mean of the lognormal variance at a point. */
    double variance(double[] x) {
      int n = weights.length;
      double[] with = new double[n];
      Arrays.setAll(with, i -> covariance(x, evidence.get(i).x));
      double log = centre + Sums.ofProducts(weights, with, 0, n);
      for (int i = 0; i < n; i++) {
        with[i] *= Math.sqrt(curvatures[i]);
      }
      factor.solveLower(with);
      double doubt = COMMON * COMMON + swing * swing - Sums.ofProducts(with, with, 0, n);
      return Math.max(LEAST, StrictMath.exp(log + 0.5 * Math.max(0, doubt)));
    }

    private double[] logs(double[] a) {
      double[] logs = new double[a.length];
      Arrays.setAll(logs, i -> centre + Sums.ofProducts(k[i], a, 0, a.length));
      return logs;
    }

    /** Logarithm of the posterior, what does not depend on a aside. */
    private double value(double[] a) {
      double[] logs = logs(a);
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        Evidence e = evidence.get(i);
        sum -= 0.5 * a[i] * (logs[i] - centre);
        sum -= 0.5 * e.freedom * (logs[i] + e.variance * StrictMath.exp(-logs[i]));
      }
      return sum;
    }

    private double[] curvatures(double[] a) {
      double[] logs = logs(a);
      double[] w = new double[a.length];
      Arrays.setAll(
          w,
          i -> 0.5 * evidence.get(i).freedom * evidence.get(i).variance * StrictMath.exp(-logs[i]));
      return w;
    }

    /** Of I + W½ K W½. */
    private Cholesky factor(double[] w) {
      int n = w.length;
      double[][] rows = new double[n][];
      for (int i = 0; i < n; i++) {
        rows[i] = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          rows[i][j] = Math.sqrt(w[i]) * k[i][j] * Math.sqrt(w[j]) + (i == j ? 1 : 0);
        }
      }
      Cholesky factor = new Cholesky(n);
      factor.append(rows);
      return factor;
    }

    /** Newton's: b = W f + the slope of the likelihood, a = b − W½ (I + W½ K W½)⁻¹ W½ K b. */
    private double[] step(double[] a) {
      int n = a.length;
      double[] logs = logs(a);
      double[] w = curvatures(a);
      double[] b = new double[n];
      Arrays.setAll(b, i -> w[i] * (logs[i] - centre) + w[i] - 0.5 * evidence.get(i).freedom);
      double[] c = new double[n];
      Arrays.setAll(c, i -> Math.sqrt(w[i]) * Sums.ofProducts(k[i], b, 0, n));
      Cholesky factor = factor(w);
      factor.solveLower(c);
      factor.solveUpper(c);
      double[] next = new double[n];
      Arrays.setAll(next, i -> b[i] - Math.sqrt(w[i]) * c[i]);
      return next;
    }
  }
}
