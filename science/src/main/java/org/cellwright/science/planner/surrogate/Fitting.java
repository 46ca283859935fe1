package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.BoundedLbfgs;
import org.cellwright.science.numerics.Sums;

/**
 * The most probable parameters of a process: marginal likelihood and priors, by L-BFGS on their
 * logarithms.
 *
 * <p>Priors, all of them densities of logarithms. Length scales, halfway by ratio to those of their
 * detail: of a number √d / 2, times or divided by three, so that a hill in the middle of a cube is
 * neither missed nor expected everywhere; of names, or of the descriptors of one name, 4 √d,
 * likewise: two options are taken to do about the same until the data tell them apart, since
 * nothing lies between them that could be missed. (Hvarfner et al., ICML 2024, have √d, and one
 * centre of √2 ± √3 for all.) Both at least 0.025. Noise variance −4 ± 1 on standard outputs (as
 * BoTorch), but with the tails of a Student distribution of {@value #NOISE_FREEDOM} degrees of
 * freedom, because simulators are all but without noise, at least 1e-6; variance of the smooth part
 * 0 ± 0.7, since a few data tell little of how far the best lies beyond them and an amplitude goes
 * with whatever their length scales went astray to; that of the trend 0 ± 1. Detail has three
 * tenths of the smooth part, never more or less: few data cannot tell it from noise, and taken for
 * noise it leaves what lies beside a result too well known. A difference has the length scales of
 * the fidelity below times one stretch, LogNormal(0, ½), and LogNormal amplitudes around 0.1 with a
 * deviation of 1 in the logarithm. One evaluation costs n³ and n² d multiply-adds; above {@value
 * #MOST_DATA} data an evenly strided part of them is used.
 */
final class Fitting {
  /** Length scales and noise are learned from at most so many data; predictions use all. */
  static final int MOST_DATA = 160;

  // Of the logarithms of length scales, beside ½ ln d and half of what lies between a length scale
  // and that of its detail.
  private static final double TO_DETAIL = 0.5 * StrictMath.log(Kernel.FINER);
  private static final double NUMBER_CENTRE = TO_DETAIL + StrictMath.log(0.5);
  private static final double NAME_CENTRE = TO_DETAIL + StrictMath.log(4);
  private static final double LENGTH_SPREAD = StrictMath.log(3);
  private static final double ROUGH = 0.2;
  private static final double DETAIL = 0.3;
  private static final double LEAST_LENGTH = 0.025;
  private static final double MOST_LENGTH = 50;
  private static final double LEAST_NOISE = 1e-6;
  private static final double NOISE_CENTRE = -4;
  private static final double NOISE_FREEDOM = 4;
  private static final double TYPICAL_GAP = 0.1;
  private static final double GAP_NOISE = -7;
  private static final int ANEW = 5;
  private static final int FRESH_ITERATIONS = 40;

  /** Data that show which valley is deep; what follows from there goes by {@link #MOST_DATA}. */
  private static final int SCOUTED = 64;

  /**
   * Of the gradient of the log posterior, whose curvature is ten and more along what matters: the
   * parameters' logarithms are then within a thousandth.
   */
  private static final double TOLERANCE = 1e-2;

  /** Parameters of a difference: stretch, amplitude, offset, gain and noise. */
  static final int GAP = 5;

  // Of the logarithms of amplitude and trend, half of those of their variances.
  private static final double AMPLITUDE_SPREAD = 0.35;
  private static final double TREND_SPREAD = 0.5;

  private Fitting() {}

  /** Of a process of its own: lengths, noise, centre, amplitude and trend. */
  static double parameters(int[] groups) {
    return lengths(groups) + 4;
  }

  /** Data of a process; {@code below} and {@code doubt} as in {@link Process#add}. */
  record Data(double[][] x, double[] below, double[] value, double[] doubt) {
    /** With nothing below. */
    Data(double[][] x, double[] value, double[] doubt) {
      this(x, new double[x.length], value, doubt);
    }

    /** At most so many of them, evenly strided. */
    Data thinned(int most) {
      int n = x.length;
      if (n <= most) {
        return this;
      }
      int[] kept = new int[most];
      Arrays.setAll(kept, i -> (int) ((long) i * n / most));
      double[][] points = Arrays.stream(kept).mapToObj(i -> x[i]).toArray(double[][]::new);
      return new Data(
          points,
          Arrays.stream(kept).mapToDouble(i -> below[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> value[i]).toArray(),
          Arrays.stream(kept).mapToDouble(i -> doubt[i]).toArray());
    }
  }

  /** Where a fit starts when nothing was learned before: the prior's mode. */
  static Kernel typical(int[] groups, int dimension) {
    double[] centres = lengthCentres(Pairs.shared(groups), dimension);
    double[] scales = new double[groups.length];
    Arrays.setAll(scales, j -> StrictMath.exp(centres[groups[j]]));
    return new Kernel(scales, 1, DETAIL, 0, 0, 1, reach(groups), StrictMath.exp(NOISE_CENTRE));
  }

  /** Lengths so short, a fifth of √d, that it is surprised by nothing: for what has no relation. */
  static Kernel rough(int[] groups, int dimension) {
    double[] scales = new double[groups.length];
    Arrays.fill(scales, ROUGH * Math.sqrt(Math.max(dimension, lengths(groups))));
    return new Kernel(scales, 1, DETAIL, 0, 0, 1, reach(groups), StrictMath.exp(NOISE_CENTRE));
  }

  /**
   * What is believed of a difference before its data: centres and deviations of the logarithms of
   * stretch, amplitude, offset, gain and noise variance.
   */
  record Relation(double[] centre, double[] spread) {
    /** The same thing seen again: a tenth of the spread of what is below is not shared. */
    static final Relation SAME = of(TYPICAL_GAP, TYPICAL_GAP, TYPICAL_GAP, GAP_NOISE, 1);

    /**
     * Another thing of the same causes: shifted, a third of the spread not shared, and of any slope
     * (1 ± 1, so that it may fall where the one below rises).
     */
    static final Relation AKIN = of(0.3, 0.5, 1, NOISE_CENTRE, 0.5);

    /**
     * Nothing in common but the unit: as much variance as below has, about another mean. There is
     * nothing below to gain from, so that its gain stays where it is.
     */
    static final Relation UNRELATED = of(1, 0.5, TYPICAL_GAP, NOISE_CENTRE, 0.5);

    private static Relation of(
        double amplitude, double offset, double gain, double noise, double spread) {
      return new Relation(
          new double[] {
            0, StrictMath.log(amplitude), StrictMath.log(offset), StrictMath.log(gain), noise
          },
          new double[] {0.5, spread, spread, spread, 2});
    }

    /** The mode, where a fit starts. */
    Kernel typical(Kernel below) {
      return new Kernel(
          below.lengthScales(),
          StrictMath.exp(centre[1]),
          below.detail(),
          StrictMath.exp(centre[2]),
          StrictMath.exp(centre[3]),
          0,
          1,
          StrictMath.exp(centre[4]));
    }
  }

  /** Where the fit of a difference starts. */
  static Kernel typicalGap(Kernel below) {
    return Relation.SAME.typical(below);
  }

  /**
   * Goes on from {@code start}; with every {@value #ANEW}th datum also from the prior's mode, since
   * the first data may have led into a valley that is no longer the deepest.
   */
  static Kernel fit(Data all, Kernel start, int[] groups, int dimension, int iterations) {
    Data data = all.thinned(MOST_DATA);
    Pairs pairs = new Pairs(data.x, groups);
    Kernel typical = typical(groups, dimension);
    boolean anew = isAnew(all.x.length) && !start.sameAs(typical);
    // Side by side, neither sees the other.
    return IntStream.range(0, anew ? 2 : 1)
        .parallel()
        .mapToObj(i -> {
          Kernel from = i == 0 ? start : scout(all, typical, groups, dimension);
          return descend(data, pairs, from, groups, dimension, iterations);
        })
        .reduce((first, other) -> other.logPosterior() > first.logPosterior() ? other : first)
        .orElseThrow()
        .kernel();
  }

  /** Where a descent from the prior's mode leads with few data, at a tenth of the cost. */
  private static Kernel scout(Data all, Kernel typical, int[] groups, int dimension) {
    Data few = all.thinned(SCOUTED);
    Pairs pairs = new Pairs(few.x, groups);
    return descend(few, pairs, typical, groups, dimension, FRESH_ITERATIONS).kernel();
  }

  /** Whether what was settled before is looked at again with so many data. */
  static boolean isAnew(int data) {
    return data % ANEW == 0;
  }

  /** The logarithm of likelihood and priors at the most probable parameters. */
  static double evidence(Data all, int[] groups, int dimension) {
    Data data = all.thinned(SCOUTED);
    Pairs pairs = new Pairs(data.x, groups);
    Kernel typical = typical(groups, dimension);
    double thinning = (double) all.x.length / data.x.length;
    return thinning
        * descend(data, pairs, typical, groups, dimension, FRESH_ITERATIONS).logPosterior();
  }

  /** From the prior's mode alone: of data that were never fitted before. */
  static Kernel fitAnew(Data all, int[] groups, int dimension) {
    Data data = all.thinned(MOST_DATA);
    Pairs pairs = new Pairs(data.x, groups);
    Kernel typical = typical(groups, dimension);
    return descend(data, pairs, typical, groups, dimension, FRESH_ITERATIONS).kernel();
  }

  /** Where a descent ended. */
  private record Descent(Kernel kernel, double logPosterior) {}

  private static Descent descend(
      Data data, Pairs pairs, Kernel start, int[] groups, int dimension, int iterations) {
    double[] centres = lengthCentres(pairs.shared(), dimension);
    double least = StrictMath.log(LEAST_NOISE);
    return descend(of(data), pairs, start, groups, centres, least, 0, iterations);
  }

  static Likelihood.Of of(Data data) {
    return (covariances, variance) -> new GaussianLikelihood(data, covariances, variance);
  }

  /**
   * The most probable kernel of data of another kind, whose noise is that of {@code typical}. Other
   * priors are those above, but that length scales are centred on those of {@code typical}, where
   * the fit starts.
   */
  static Kernel fit(Likelihood.Of of, double[][] points, Kernel typical, int[] groups) {
    Pairs pairs = new Pairs(points, groups);
    double[] centres = new double[pairs.groups()];
    for (int j = 0; j < groups.length; j++) {
      centres[groups[j]] = StrictMath.log(typical.lengthScales()[j]);
    }
    double noise = StrictMath.log(typical.noiseVariance());
    return descend(of, pairs, typical, groups, centres, noise, noise, FRESH_ITERATIONS).kernel();
  }

  private static Descent descend(
      Likelihood.Of of,
      Pairs pairs,
      Kernel start,
      int[] groups,
      double[] centres,
      double leastNoise,
      double mostNoise,
      int iterations) {
    int last = pairs.groups();
    double[] theta = new double[last + 3];
    for (int j = 0; j < groups.length; j++) {
      theta[groups[j]] = StrictMath.log(start.lengthScales()[j]);
    }
    theta[last] = StrictMath.log(start.noiseVariance());
    theta[last + 1] = StrictMath.log(start.amplitude());
    theta[last + 2] = StrictMath.log(start.trend());
    double[] lower = new double[last + 3];
    double[] upper = new double[last + 3];
    Arrays.fill(lower, StrictMath.log(LEAST_LENGTH));
    Arrays.fill(upper, StrictMath.log(MOST_LENGTH));
    lower[last] = leastNoise;
    upper[last] = mostNoise;
    Arrays.fill(lower, last + 1, last + 3, -4);
    Arrays.fill(upper, last + 1, last + 3, 2);
    double detail = start.detail();
    BoundedLbfgs.Minimum best =
        BoundedLbfgs.minimize(
            (t, g) -> negativeLogPosterior(of, pairs, detail, t, g, centres),
            theta,
            lower,
            upper,
            iterations,
            TOLERANCE);
    return new Descent(kernel(best.x(), detail, groups), -best.value());
  }

  private static Kernel kernel(double[] theta, double detail, int[] groups) {
    double[] scales = new double[groups.length];
    for (int j = 0; j < groups.length; j++) {
      scales[j] = StrictMath.exp(theta[groups[j]]);
    }
    int last = theta.length - 3;
    return new Kernel(
        scales,
        StrictMath.exp(theta[last + 1]),
        detail,
        0,
        0,
        StrictMath.exp(theta[last + 2]),
        reach(groups),
        StrictMath.exp(theta[last]));
  }

  /** Of the trend: the diagonal of the cube that the variables span. */
  private static double reach(int[] groups) {
    return Math.sqrt(lengths(groups));
  }

  /**
   * For a process of its own: logarithms of the length scales by group, of the noise, of amplitude
   * and trend.
   */
  static double negativeLogPosterior(
      Likelihood.Of of,
      Pairs pairs,
      double detail,
      double[] theta,
      double[] gradient,
      double[] centres) {
    int last = theta.length - 3;
    double[] measures = new double[last];
    Arrays.setAll(measures, g -> StrictMath.exp(-2 * theta[g]));
    double noise = StrictMath.exp(theta[last]);
    double[] covariances = pairs.distances(measures);
    double[] slopes = new double[pairs.count()];
    Kernel.smooth(covariances, slopes, detail, pairs.count());
    double amplitude2 = StrictMath.exp(2 * theta[last + 1]);
    double trend2 = StrictMath.exp(2 * theta[last + 2]);
    double[] trend = pairs.trend();
    for (int p = 0; p < covariances.length; p++) {
      covariances[p] = amplitude2 * covariances[p] + trend2 * trend[p];
    }
    Likelihood likelihood = of.at(covariances, _ -> amplitude2 + trend2 + noise);
    double[] factors = likelihood.weights();
    double trace = likelihood.trace(_ -> 1);
    double ofAll = 2 * Sums.ofProducts(factors, covariances, 0, factors.length);
    double ofTrend = 2 * trend2 * Sums.ofProducts(factors, trend, 0, factors.length);
    gradient[last + 1] = 2 * (ofAll - ofTrend + amplitude2 * trace);
    gradient[last + 2] = 2 * (ofTrend + trend2 * trace);
    for (int p = 0; p < factors.length; p++) {
      factors[p] *= -4 * amplitude2 * slopes[p];
    }
    for (int g = 0; g < last; g++) {
      gradient[g] = measures[g] * pairs.weighted(factors, g);
    }
    gradient[last] = noise * trace;
    double logPrior = 0;
    for (int g = 0; g < last; g++) {
      double z = (theta[g] - centres[g]) / LENGTH_SPREAD;
      logPrior -= 0.5 * z * z;
      gradient[g] -= z / LENGTH_SPREAD;
    }
    double z = theta[last] - NOISE_CENTRE;
    logPrior -= 0.5 * (NOISE_FREEDOM + 1) * StrictMath.log1p(z * z / NOISE_FREEDOM);
    gradient[last] -= (NOISE_FREEDOM + 1) * z / (NOISE_FREEDOM + z * z);
    double[] spread = {AMPLITUDE_SPREAD, TREND_SPREAD};
    for (int p = 0; p < spread.length; p++) {
      double zp = theta[last + 1 + p] / spread[p];
      logPrior -= 0.5 * zp * zp;
      gradient[last + 1 + p] -= zp / spread[p];
    }
    negate(gradient);
    return -(likelihood.value() + logPrior);
  }

  static Kernel fitGap(Data all, Kernel start, Kernel below, int iterations) {
    return fitGap(all, start, below, Relation.SAME, iterations).kernel();
  }

  /**
   * A difference as it was found.
   *
   * @param logEvidence of the data: logarithm of their likelihood and of the prior at the most
   *     probable parameters, relative to its mode
   */
  record Gap(Kernel kernel, double logEvidence) {}

  static Gap fitGap(Data all, Kernel start, Kernel below, Relation relation, int iterations) {
    double[] theta = {
      StrictMath.log(start.lengthScales()[0] / below.lengthScales()[0]),
      StrictMath.log(start.amplitude()),
      StrictMath.log(start.offset()),
      StrictMath.log(start.gain()),
      StrictMath.log(start.noiseVariance())
    };
    double least = StrictMath.log(1e-3);
    double[] lower = {-2, least, least, least, StrictMath.log(LEAST_NOISE)};
    double most = StrictMath.log(10);
    double[] upper = {2, most, most, most, 0};
    Data data = all.thinned(MOST_DATA);
    Pairs pairs = pairs(data, below);
    BoundedLbfgs.Minimum best =
        BoundedLbfgs.minimize(
            (t, g) -> negativeLogPosteriorOfGap(data, pairs, below.detail(), relation, t, g),
            theta,
            lower,
            upper,
            iterations,
            TOLERANCE);
    return new Gap(gapKernel(best.x(), below), -best.value());
  }

  /** Squared distances on the length scales of the fidelity below. */
  static Pairs pairs(Data data, Kernel below) {
    double[][] points = new double[data.x.length][];
    Arrays.setAll(points, i -> below.scaled(data.x[i]));
    return new Pairs(points, new int[below.lengthScales().length]);
  }

  private static Kernel gapKernel(double[] theta, Kernel below) {
    double stretch = StrictMath.exp(theta[0]);
    return new Kernel(
        Arrays.stream(below.lengthScales()).map(l -> l * stretch).toArray(),
        StrictMath.exp(theta[1]),
        below.detail(),
        StrictMath.exp(theta[2]),
        StrictMath.exp(theta[3]),
        0,
        1,
        StrictMath.exp(theta[4]));
  }

  /** For a difference: logarithms of stretch, amplitude, offset, gain and noise. */
  static double negativeLogPosteriorOfGap(
      Data data, Pairs pairs, double detail, Relation relation, double[] theta, double[] gradient) {
    int n = data.x.length;
    double measure = StrictMath.exp(-2 * theta[0]);
    double amplitude2 = StrictMath.exp(2 * theta[1]);
    double offset2 = StrictMath.exp(2 * theta[2]);
    double gain2 = StrictMath.exp(2 * theta[3]);
    double noise = StrictMath.exp(theta[4]);
    double[] smooth = pairs.distances(new double[] {measure});
    double[] slopes = new double[pairs.count()];
    Kernel.smooth(smooth, slopes, detail, pairs.count());
    double[] products = new double[pairs.count()];
    double[] covariances = new double[pairs.count()];
    for (int i = 1; i < n; i++) {
      int at = i * (i - 1) / 2;
      for (int k = 0; k < i; k++) {
        products[at + k] = data.below[i] * data.below[k];
        covariances[at + k] = (amplitude2 * smooth[at + k] + offset2) + gain2 * products[at + k];
      }
    }
    Likelihood likelihood =
        new GaussianLikelihood(
            data,
            covariances,
            i -> amplitude2 + offset2 + gain2 * data.below[i] * data.below[i] + noise);
    double[] weights = likelihood.weights();
    double ofSmooth = 0;
    double ofOffset = 0;
    double ofGain = 0;
    for (int p = 0; p < weights.length; p++) {
      ofSmooth += weights[p] * smooth[p];
      ofOffset += weights[p];
      ofGain += weights[p] * products[p];
      weights[p] *= -4 * slopes[p];
    }
    double trace = likelihood.trace(_ -> 1);
    gradient[0] = amplitude2 * measure * pairs.weighted(weights, 0);
    gradient[1] = 2 * amplitude2 * (2 * ofSmooth + trace);
    gradient[2] = 2 * offset2 * (2 * ofOffset + trace);
    gradient[3] = 2 * gain2 * (2 * ofGain + likelihood.trace(i -> data.below[i] * data.below[i]));
    gradient[4] = noise * trace;
    double[] centre = relation.centre();
    double[] spread = relation.spread();
    double logPrior = 0;
    for (int p = 0; p < centre.length; p++) {
      double z = (theta[p] - centre[p]) / spread[p];
      logPrior -= 0.5 * z * z;
      gradient[p] -= z / spread[p];
    }
    negate(gradient);
    return -(likelihood.value() + logPrior);
  }

  private static void negate(double[] gradient) {
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = -gradient[p];
    }
  }

  private static int lengths(int[] groups) {
    return Arrays.stream(groups).max().orElse(0) + 1;
  }

  /**
   * Distances grow with what can differ: the degrees of freedom, or the descriptors, each with a
   * length of its own, where a name has more than one.
   */
  static double[] lengthCentres(boolean[] shared, int dimension) {
    double reach = 0.5 * StrictMath.log(Math.max(dimension, shared.length));
    double[] centres = new double[shared.length];
    Arrays.setAll(centres, g -> reach + (shared[g] ? NAME_CENTRE : NUMBER_CENTRE));
    return centres;
  }
}
