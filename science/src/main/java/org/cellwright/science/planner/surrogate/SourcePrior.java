package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.Sums;

/**
 * What the sources together say of one output before the campaign's own data correct it: a prior
 * mean, and the amplitude that is left for the campaign's own process.
 *
 * <p>Rival models of the campaign's n data u (standard units): none, u = a f + noise, and one for
 * each source, u = g (m − m̄) + a f + noise, with m what the source says, m̄ its mean over the data
 * (so that a shift between the two campaigns is no matter), f the process as it was fitted to u
 * without any source, and the noise in proportion to a. The gain g is normal around ½ with a
 * deviation of ½, cut off at 0: unrelated (0) and the same (1) lie one deviation away, and a source
 * that says the contrary is not believed by turning it round. The amplitude a is one of a row of
 * halvings of a². Given a, everything is a linear regression in closed form (Rasmussen and Williams
 * 2006, section 2.7); Sherman and Morrison's formula needs one factor for all sources and
 * amplitudes.
 *
 * <p>Each source counts by the posterior probability of its model (Bayesian model averaging;
 * Hoeting et al., Stat. Sci. 14, 382, 1999), one half being with "none" beforehand. Few data prove
 * nothing: the weights then stay near where they began. A source whose Bayes factor over none is
 * below 1/√10 predicts the campaign's data no better than chance; from {@value #ENOUGH} data on it
 * is dropped, and comes back if later data speak for it. With all dropped the model is the one
 * without sources, to the last bit.
 */
final class SourcePrior {
  /**
   * The Bayes factor of a source over none from which on Jeffreys (1961, appendix B) calls the
   * evidence against it substantial. Not less: among names most candidates tie, and a slight lean
   * the wrong way decides them all.
   */
  private static final double SUBSTANTIAL = 0.31622776601683794;

  /** A straight line through two data has a slope; three more begin to test it. */
  private static final int ENOUGH = 5;

  private static final double GAIN = 0.5;
  private static final double GAIN_SPREAD = 0.5;

  /** Data that a source's own spread counts for when the spread at the campaign's is estimated. */
  private static final double SPREAD_COUNTS = 4;

  /** Variances that a source may leave: down to 3 %, beyond which noise is what is left. */
  private static final double[] LEFT = {1, 0.5, 0.25, 0.125, 0.0625, 0.03125};

  private final List<Lesson> lessons;
  private final double[] weights;
  private final double[] factors;
  private final double[] centres;
  private final double amplitude;
  private final int told;

  private SourcePrior(
      List<Lesson> lessons,
      double[] weights,
      double[] factors,
      double[] centres,
      double amplitude,
      int told) {
    this.lessons = lessons;
    this.weights = weights;
    this.factors = factors;
    this.centres = centres;
    this.amplitude = amplitude;
    this.told = told;
  }

  /**
   * @param data of the campaign, in standard units
   * @param own the kernel fitted to them without any source
   */
  static SourcePrior weigh(List<Lesson> lessons, Fitting.Data data, Kernel own) {
    Fitting.Data some = data.thinned(Fitting.MOST_DATA);
    int n = some.x().length;
    Cholesky factor = new Cholesky(Math.max(1, n));
    factor.append(covariances(some, own));
    double[] e = new double[n];
    Arrays.fill(e, 1);
    factor.solveLower(e);
    double[] p = some.value().clone();
    factor.solveLower(p);
    // A shift of all data is no evidence: it is integrated out, which leaves n − 1 contrasts.
    double ee = Math.max(Sums.ofProducts(e, e, 0, n), Double.MIN_NORMAL);
    subtract(e, Sums.ofProducts(e, p, 0, n) / ee, p);
    int contrasts = Math.max(0, n - 1);
    double pp = Sums.ofProducts(p, p, 0, n);
    int count = lessons.size();
    double[] centres = new double[count];
    double[][] logs = new double[count + 1][LEFT.length];
    double[][] gains = new double[count][LEFT.length];
    for (int a = 0; a < LEFT.length; a++) {
      logs[count][a] =
          StrictMath.log(0.5) - 0.5 * (pp / LEFT[a] + contrasts * StrictMath.log(LEFT[a]));
    }
    for (int s = 0; s < count; s++) {
      Lesson lesson = lessons.get(s);
      double[] q = Arrays.stream(some.x()).mapToDouble(lesson::mean).toArray();
      double mean = Arrays.stream(q).average().orElse(0);
      double square = Arrays.stream(q).map(m -> (m - mean) * (m - mean)).sum();
      // Data that span less of what the source sees are spread by it all the more.
      double whole = lesson.spread() * lesson.spread();
      double seen = (square + SPREAD_COUNTS * whole) / (contrasts + SPREAD_COUNTS);
      double unit = seen > 0 ? Math.sqrt(whole / seen) : 1;
      factor.solveLower(q);
      centres[s] = Sums.ofProducts(e, q, 0, n) / ee;
      subtract(e, centres[s], q);
      double qq = Sums.ofProducts(q, q, 0, n);
      double qp = Sums.ofProducts(q, p, 0, n);
      double prior = 1 / (GAIN_SPREAD * unit * GAIN_SPREAD * unit);
      for (int a = 0; a < LEFT.length; a++) {
        double precision = prior + qq / LEFT[a];
        double gain = (prior * GAIN * unit + qp / LEFT[a]) / precision;
        double z = gain * Math.sqrt(precision);
        double positive = NormalDistribution.logCumulative(z);
        double fit = pp / LEFT[a] + prior * GAIN * unit * GAIN * unit - gain * gain * precision;
        logs[s][a] =
            StrictMath.log(0.5 / count)
                - 0.5
                    * (fit
                        + contrasts * StrictMath.log(LEFT[a])
                        + StrictMath.log(precision / prior))
                + positive
                - NormalDistribution.logCumulative(GAIN / GAIN_SPREAD);
        gains[s][a] =
            gain
                + StrictMath.exp(NormalDistribution.logDensity(z) - positive)
                    / Math.sqrt(precision);
      }
    }
    return averaged(lessons, logs, gains, centres, n);
  }

  private static void subtract(double[] direction, double times, double[] from) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= times * direction[i];
    }
  }

  static double[][] covariances(Fitting.Data data, Kernel own) {
    int n = data.x().length;
    double[][] scaled = new double[n][];
    Arrays.setAll(scaled, i -> own.scaled(data.x()[i]));
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = new double[i + 1];
      double[] flat = new double[i];
      for (int k = 0; k < i; k++) {
        for (int j = 0; j < scaled[i].length; j++) {
          double difference = scaled[i][j] - scaled[k][j];
          double unscaled = data.x()[i][j] - data.x()[k][j];
          rows[i][k] += difference * difference;
          flat[k] += unscaled * unscaled;
        }
      }
      own.covariances(rows[i], null, 0, new double[i], i);
      own.addTrend(flat, rows[i], i);
      rows[i][i] = own.variance(0) + own.noiseVariance() + data.doubt()[i];
    }
    return rows;
  }

  private static SourcePrior averaged(
      List<Lesson> lessons, double[][] logs, double[][] gains, double[] centres, int told) {
    double most = Double.NEGATIVE_INFINITY;
    for (double[] row : logs) {
      most = Math.max(most, Arrays.stream(row).max().orElse(most));
    }
    double sum = 0;
    for (double[] row : logs) {
      for (double log : row) {
        sum += StrictMath.exp(log - most);
      }
    }
    int count = lessons.size();
    double[] weights = new double[count];
    double[] factors = new double[count];
    double variance = 0;
    double kept = 0;
    double none = 0;
    for (double log : logs[count]) {
      none += StrictMath.exp(log - most) / sum;
    }
    for (int s = 0; s < count; s++) {
      double left = 0;
      for (int a = 0; a < LEFT.length; a++) {
        double probability = StrictMath.exp(logs[s][a] - most) / sum;
        weights[s] += probability;
        factors[s] += probability * gains[s][a];
        left += probability * LEFT[a];
      }
      // Beforehand a source has 1/count of the probability of none.
      if (told >= ENOUGH && weights[s] * count < SUBSTANTIAL * none) {
        factors[s] = 0;
      } else {
        variance += left;
        kept += weights[s];
      }
    }
    // What "none" leaves is the whole.
    double amplitude = Math.sqrt(variance + (1 - kept));
    return new SourcePrior(lessons, weights, factors, centres, amplitude, told);
  }

  /** Whether any source is believed. */
  boolean speaks() {
    return Arrays.stream(factors).anyMatch(f -> f != 0);
  }

  /** Of the campaign's own process, in standard units. */
  double amplitude() {
    return amplitude;
  }

  double mean(double[] x) {
    double sum = 0;
    for (int s = 0; s < factors.length; s++) {
      if (factors[s] != 0) {
        sum += factors[s] * (lessons.get(s).mean(x) - centres[s]);
      }
    }
    return sum;
  }

  /** The same; adds its gradient. */
  double mean(double[] x, double[] gradient) {
    double sum = 0;
    for (int s = 0; s < factors.length; s++) {
      if (factors[s] != 0) {
        sum += factors[s] * (lessons.get(s).mean(x, factors[s], gradient) - centres[s]);
      }
    }
    return sum;
  }

  double[] means(double[][] xs) {
    double[] means = new double[xs.length];
    if (speaks()) {
      IntStream.range(0, xs.length).parallel().forEach(i -> means[i] = mean(xs[i]));
    }
    return means;
  }

  /** What the data say beyond this, with the amplitude as the unit. */
  Fitting.Data rest(Fitting.Data data) {
    double[] means = means(data.x());
    double[] values = new double[means.length];
    Arrays.setAll(values, i -> (data.value()[i] - means[i]) / amplitude);
    double[] doubts = Arrays.stream(data.doubt()).map(d -> d / (amplitude * amplitude)).toArray();
    return new Fitting.Data(data.x(), data.below(), values, doubts);
  }

  /** Of {@link #rest}. */
  Fitting.Data inStandardUnits(Fitting.Data rest) {
    double[] values = Arrays.stream(rest.value()).map(v -> v * amplitude).toArray();
    double[] doubts = Arrays.stream(rest.doubt()).map(d -> d * amplitude * amplitude).toArray();
    return new Fitting.Data(rest.x(), rest.below(), values, doubts);
  }

  /** A kernel of {@link #rest} in standard units. */
  Kernel inStandardUnits(Kernel kernel) {
    return new Kernel(
        kernel.lengthScales(),
        amplitude * kernel.amplitude(),
        kernel.detail(),
        0,
        0,
        amplitude * kernel.trend(),
        kernel.reach(),
        amplitude * amplitude * kernel.noiseVariance());
  }

  /** How much each source counts for an output. */
  List<Sources.Standing> standings(String output) {
    List<Sources.Standing> standings = new ArrayList<>();
    for (int s = 0; s < weights.length; s++) {
      Lesson lesson = lessons.get(s);
      standings.add(
          new Sources.Standing(
              lesson.source(), output, lesson.size(), weights[s], told, factors[s] == 0));
    }
    return standings;
  }
}
