package org.cellwright.science.planner.acquisition;

import static org.cellwright.science.numerics.NormalDistribution.logCumulative;
import static org.cellwright.science.numerics.NormalDistribution.logDensity;

import java.util.Arrays;
import java.util.List;
import org.cellwright.science.numerics.Exponential;
import org.cellwright.science.numerics.NormalDistribution;
import org.cellwright.science.numerics.Sobol;
import org.jspecify.annotations.Nullable;

/**
 * Logarithm of the growth to expect of the volume that a front of many losses dominates, where the
 * boxes of {@link Growth} would be too many.
 *
 * <p>About the reference r the volume is a mean over directions λ, even over the positive part of
 * the unit sphere (hypervolume scalarisation, Zhang and Golovin, ICML 2020, lemma 5),
 *
 * <pre>V = c E_λ[max_y min_i (max(0, r_i − y_i) / λ_i)^m],  c = π^(m/2) / (2^m Γ(m/2 + 1)).</pre>
 *
 * Independent normal losses reach farther than t along λ with the product of the probabilities that
 * y_i ≤ r_i − λ_i t. With b_λ, how far the front reaches, the growth to expect is therefore
 *
 * <pre>E = c E_λ[∫ Π_i P(y_i ≤ r_i − λ_i t) dt^m, t from b_λ].</pre>
 *
 * Directions are scrambled Sobol points, other ones for each seed, and the integral is a sum over
 * two Gauss points each of intervals that double in length from the front on: what is near the
 * front is resolved as finely as it is near. All terms are positive and smooth in means and
 * deviations, so the sum is taken in logarithms and has slopes everywhere.
 */
final class Rays implements Improvement {
  /** The share of space that one point of a front of a hundred can add to is then met by a few. */
  static final int DIRECTIONS = 128;

  /** Lengths of the intervals: from a hundredth of what the front reaches to a thousandfold. */
  private static final int FIRST = -7;

  private static final int LAST = 10;

  /** All nodes at e^−20 of the largest are 1e-5 of the sum. */
  private static final double NEGLIGIBLE = -20;

  private static final double GAUSS = Math.sqrt(1.0 / 3);

  private static final int NODES = 2 * (LAST - FIRST + 1);

  private final int losses;

  /** Along each ray: logarithms of the weights, and the losses there, one node after the other. */
  private final double[][] logs;

  private final double[][] nodes;

  private Rays(int losses, int directions) {
    this.losses = losses;
    this.logs = new double[directions][NODES];
    this.nodes = new double[directions][NODES * losses];
  }

  /**
   * Over a front; points beyond the reference in any loss count nothing.
   *
   * @param best of each loss: directions are even where it is measured by how far that lies from
   *     the reference
   */
  static Rays over(List<double[]> losses, double[] reference, double[] best, long seed) {
    int m = reference.length;
    List<double[]> inside = Growth.inside(losses, reference);
    double[] scale = new double[m];
    double log = logVolume(m);
    for (int i = 0; i < m; i++) {
      double range = Math.abs(reference[i] - best[i]);
      scale[i] = range > 0 ? range : 1;
      log += StrictMath.log(scale[i]);
    }
    Rays rays = new Rays(m, DIRECTIONS);
    Sobol sobol = Sobol.scrambled(m + 1, seed);
    for (int d = 0; d < DIRECTIONS; d++) {
      double[] u = sobol.point(d);
      rays.lay(d, direction(u, m), u[m], inside, reference, scale, log);
    }
    return rays;
  }

  /** Of the part of the unit ball with all coordinates positive. */
  private static double logVolume(int m) {
    double volume = m % 2 == 0 ? 1 : 2;
    for (int i = m % 2 == 0 ? 2 : 3; i <= m; i += 2) {
      volume *= 2 * Math.PI / i;
    }
    return StrictMath.log(volume) - m * StrictMath.log(2);
  }

  private static double[] direction(double[] u, int m) {
    double[] direction = new double[m];
    double square = 0;
    for (int i = 0; i < m; i++) {
      // The half-normal at u.
      direction[i] = NormalDistribution.quantile(0.5 + 0.5 * Math.clamp(u[i], 1e-9, 1 - 1e-9));
      square += direction[i] * direction[i];
    }
    double length = Math.sqrt(square);
    Arrays.setAll(direction, i -> direction[i] / length);
    return direction;
  }

  /**
   * @param shift of the grid of intervals, in [0, 1), another one on each ray
   */
  private void lay(
      int ray,
      double[] direction,
      double shift,
      List<double[]> inside,
      double[] reference,
      double[] scale,
      double log) {
    double reach = 0;
    for (double[] loss : inside) {
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < losses; i++) {
        least = Math.min(least, (reference[i] - loss[i]) / (scale[i] * direction[i]));
      }
      reach = Math.max(reach, least);
    }
    double start = reach;
    for (int k = 0; k < NODES / 2; k++) {
      double end = reach + StrictMath.pow(2, FIRST + k + shift);
      double half = 0.5 * (end - start);
      for (int side = 0; side < 2; side++) {
        double t = start + half * (side == 0 ? 1 - GAUSS : 1 + GAUSS);
        int node = 2 * k + side;
        logs[ray][node] =
            log + StrictMath.log(losses * half / DIRECTIONS) + (losses - 1) * StrictMath.log(t);
        for (int i = 0; i < losses; i++) {
          nodes[ray][node * losses + i] = reference[i] - scale[i] * direction[i] * t;
        }
      }
      start = end;
    }
  }

  @Override
  public double log(double[] mean, double[] deviation, double @Nullable [] gradient) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    double[] z = new double[losses];
    double[] slopes = new double[2 * losses];
    double[] precision = new double[losses];
    Arrays.setAll(precision, i -> 1 / deviation[i]);
    for (int ray = 0; ray < nodes.length; ray++) {
      double before = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < NODES; k++) {
        double log = logs[ray][k];
        double bound = log;
        for (int i = 0; i < losses; i++) {
          z[i] = (nodes[ray][k * losses + i] - mean[i]) * precision[i];
          bound -= z[i] < 0 ? 0.5 * z[i] * z[i] : 0;
        }
        // The logarithm of the probability below z is less than −z²/2.
        if (bound < largest + NEGLIGIBLE) {
          if (bound < before) {
            break;
          }
          before = bound;
          continue;
        }
        for (int i = 0; i < losses; i++) {
          log += LogCumulative.at(z[i]);
        }
        if (log > largest) {
          double shrunk = Exponential.ofNegative(log - largest);
          sum *= shrunk;
          for (int i = 0; i < slopes.length; i++) {
            slopes[i] *= shrunk;
          }
          largest = log;
        }
        double share = Exponential.ofNegative(largest - log);
        sum += share;
        for (int i = 0; gradient != null && i < losses; i++) {
          double slope = share * LogCumulative.slope(z[i]);
          slopes[i] -= slope;
          slopes[losses + i] -= slope * z[i];
        }
      }
    }
    for (int i = 0; gradient != null && i < slopes.length; i++) {
      gradient[i] = slopes[i] / sum * precision[i % losses];
    }
    return largest + StrictMath.log(sum);
  }

  /** {@link NormalDistribution#logCumulative} from a table, to 1e-9: cubic between its nodes. */
  private static final class LogCumulative {
    private static final int PER_UNIT = 64;
    private static final int LOW = -40;

    /** Above, the logarithm is below 1e-18. */
    private static final int HIGH = 9;

    private static final double[] VALUES = new double[(HIGH - LOW) * PER_UNIT + 1];
    private static final double[] SLOPES = new double[VALUES.length];

    static {
      for (int i = 0; i < VALUES.length; i++) {
        double z = LOW + (double) i / PER_UNIT;
        VALUES[i] = logCumulative(z);
        SLOPES[i] = StrictMath.exp(logDensity(z) - VALUES[i]) / PER_UNIT;
      }
    }

    static double at(double z) {
      if (z >= HIGH) {
        return 0;
      }
      if (!(z > LOW)) {
        return logCumulative(z);
      }
      double place = (z - LOW) * PER_UNIT;
      int i = (int) place;
      double t = place - i;
      double rise = VALUES[i + 1] - VALUES[i];
      double left = SLOPES[i] - rise;
      double right = rise - SLOPES[i + 1];
      return VALUES[i] + t * (rise + (1 - t) * (left * (1 - t) + right * t));
    }

    /** Of the cubic. */
    static double slope(double z) {
      if (z >= HIGH) {
        return 0;
      }
      if (!(z > LOW)) {
        return StrictMath.exp(logDensity(z) - logCumulative(z));
      }
      double place = (z - LOW) * PER_UNIT;
      int i = (int) place;
      double t = place - i;
      double rise = VALUES[i + 1] - VALUES[i];
      double left = SLOPES[i] - rise;
      double right = rise - SLOPES[i + 1];
      double bend = left * (1 - t) + right * t;
      return PER_UNIT * (rise + (1 - 2 * t) * bend + t * (1 - t) * (right - left));
    }
  }
}
