package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.Sums;

/**
 * Of labels, by expectation propagation: Rasmussen and Williams 2006, section 3.6 and algorithm
 * 5.2, with all sites moved at once.
 *
 * <p>A run of label y (1 or −1) has the probability Φ(y (h + s g)) with g of the process. Each
 * label is replaced by a site, a datum ν/τ with a variance of 1/τ, that leaves mean and variance of
 * g as the label does, given all others. (Laplace's approximation is too timid to tell variables
 * apart.)
 */
final class LabelLikelihood implements Likelihood {
  private static final int MOST_SWEEPS = 100;

  /** Of the way that a site goes at once; going all of it, they overshoot together. */
  private static final double DAMPING = 0.5;

  /** Of the logarithm of the likelihood between two sweeps. */
  private static final double SETTLED = 1e-8;

  /** Of what a number is part of: keeps differences that rounding would make negative. */
  private static final double LEAST = 1e-10;

  /**
   * Labels and what is expected of them.
   *
   * @param sign 1 or −1
   * @param hope h: the mean of the latent value beforehand
   * @param scale s
   */
  record Labels(double[][] x, double[] sign, double[] hope, double[] scale) {
    /** At most so many, half of either kind where there are as many, evenly strided. */
    Labels thinned(int most) {
      if (sign.length <= most) {
        return this;
      }
      int[] good = IntStream.range(0, sign.length).filter(i -> sign[i] > 0).toArray();
      int[] bad = IntStream.range(0, sign.length).filter(i -> sign[i] < 0).toArray();
      int failures = Math.min(bad.length, Math.max(most / 2, most - good.length));
      int[] kept =
          IntStream.concat(strided(good, most - failures), strided(bad, failures))
              .sorted()
              .toArray();
      return new Labels(
          Arrays.stream(kept).mapToObj(i -> x[i]).toArray(double[][]::new),
          Arrays.stream(kept).mapToDouble(i -> sign[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> hope[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> scale[i]).toArray());
    }

    private static IntStream strided(int[] of, int count) {
      return IntStream.range(0, count).map(i -> of[(int) ((long) i * of.length / count)]);
    }

    /** For one fit: each evaluation starts from the sites of the one before. */
    Likelihood.Of likelihood() {
      double[][] sites = new double[2][sign.length];
      return (covariances, variance) -> new LabelLikelihood(this, covariances, variance, sites);
    }
  }

  private final Labels labels;
  private final int n;
  private final double[] pairs;
  private final double[][] k;
  private final double[] tau;
  private final double[] nu;
  private final double value;

  // Of g under the sites.
  private final double[] mean;
  private final double[] variance;
  private double logDeterminant;
  private final GaussianLikelihood ofSites;

  /**
   * @param sites τ and ν to start from; they end where they have settled
   */
  LabelLikelihood(
      Labels labels, double[] covariances, IntToDoubleFunction variances, double[][] sites) {
    this.labels = labels;
    this.n = labels.sign.length;
    this.pairs = covariances;
    this.k = new double[n][n];
    for (int i = 0; i < n; i++) {
      int at = i * (i - 1) / 2;
      for (int j = 0; j < i; j++) {
        k[i][j] = covariances[at + j];
        k[j][i] = k[i][j];
      }
      k[i][i] = variances.applyAsDouble(i);
    }
    this.tau = sites[0];
    this.nu = sites[1];
    this.mean = new double[n];
    this.variance = new double[n];
    look();
    double now = sweep();
    double before = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < MOST_SWEEPS && Math.abs(now - before) > SETTLED; i++) {
      before = now;
      now = sweep();
    }
    this.value = now;
    this.ofSites = ofSites();
  }

  /** Finds means and variances of g under the sites. */
  private void look() {
    double[][] rows = new double[n][];
    double[][] columns = new double[n][n];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[i + 1];
      double root = Math.sqrt(tau[i]);
      for (int j = 0; j <= i; j++) {
        rows[i][j] = root * Math.sqrt(tau[j]) * k[i][j];
      }
      rows[i][i] += 1;
      for (int j = 0; j < n; j++) {
        columns[i][j] = root * k[i][j];
      }
    }
    Cholesky factor = new Cholesky(n);
    factor.append(rows);
    factor.solveLower(columns);
    Arrays.setAll(variance, i -> k[i][i]);
    Arrays.setAll(mean, i -> Sums.ofProducts(k[i], nu, 0, n));
    for (double[] row : columns) {
      double pull = Sums.ofProducts(row, nu, 0, n);
      for (int j = 0; j < n; j++) {
        variance[j] -= row[j] * row[j];
        mean[j] -= row[j] * pull;
      }
    }
    Arrays.setAll(variance, i -> Math.max(LEAST * k[i][i], variance[i]));
    logDeterminant = factor.logDeterminant();
  }

  /**
   * Moves the sites.
   *
   * @return the logarithm of the likelihood by those before
   */
  private double sweep() {
    double sum = -0.5 * logDeterminant + 0.5 * Sums.ofProducts(nu, mean, 0, n);
    for (int i = 0; i < n; i++) {
      double whole = 1 / variance[i];
      double precision = Math.max(LEAST * whole, whole - tau[i]);
      double pull = mean[i] * whole - nu[i];
      double cavity = pull / precision;
      double scale = labels.scale[i];
      double spread = Math.sqrt(1 + scale * scale / precision);
      double z = labels.sign[i] * (labels.hope[i] + scale * cavity) / spread;
      double log = NormalDistribution.logCumulative(z);
      double hazard = StrictMath.exp(NormalDistribution.logDensity(z) - log);
      double both = tau[i] + precision;
      sum +=
          log
              + 0.5 * StrictMath.log1p(tau[i] / precision)
              - 0.5 * nu[i] * nu[i] / both
              + 0.5 * pull / both * (tau[i] * cavity - 2 * nu[i]);
      double slope = labels.sign[i] * scale * hazard / spread;
      double bend = scale * scale * hazard * (z + hazard) / (spread * spread);
      double left = Math.max(LEAST, 1 - bend / precision);
      double told = precision / left;
      tau[i] += DAMPING * (Math.max(0, told - precision) - tau[i]);
      nu[i] += DAMPING * ((cavity + slope / precision) * told - pull - nu[i]);
    }
    look();
    return sum;
  }

  @Override
  public double value() {
    return value;
  }

  /** That of the sites, which the derivatives leave where they are. */
  private GaussianLikelihood ofSites() {
    double[] values = new double[n];
    double[] doubts = new double[n];
    for (int i = 0; i < n; i++) {
      double site = Math.max(LEAST, tau[i]);
      values[i] = nu[i] / site;
      doubts[i] = 1 / site;
    }
    Fitting.Data data = new Fitting.Data(labels.x, values, doubts);
    return new GaussianLikelihood(data, pairs, i -> k[i][i]);
  }

  @Override
  public double[] weights() {
    return ofSites.weights();
  }

  @Override
  public double trace(IntToDoubleFunction factor) {
    return ofSites.trace(factor);
  }
}
