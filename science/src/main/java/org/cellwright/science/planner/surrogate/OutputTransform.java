package org.cellwright.science.planner.surrogate;

import java.util.Arrays;
import java.util.List;

/**
 * Makes an output more normal, then standard: u = (T(y) − centre) / scale.
 *
 * <p>T is the identity, the logarithm (positive outputs) or asinh((y − origin) / width), which
 * keeps its resolution around a constraint's limit and tames far misses. One under which the data
 * are likelier as a normal sample, the Jacobian counted, is considered (Box and Cox, J. R. Stat.
 * Soc. B 26, 211, 1964), and taken where the process is likelier too (Snelson et al., NIPS 2003):
 * near its lowest point a bowl is no more normal as it is, but far smoother.
 */
public record OutputTransform(Kind kind, double origin, double width, double centre, double scale) {

  private static final double NEAR_ZERO = 0.05;

  /** Of what is computed as a constant, in parts of it. */
  private static final double ROUNDING = 1e-14;

  /** Below it, and above its inverse, squares lose digits. */
  private static final double SMALLEST_SQUARE = 1e-280;

  /** The shape of T. */
  public enum Kind {
    IDENTITY,
    LOG,
    ASINH
  }

  /** A mean and a standard deviation in the output's unit, with their slopes in those given. */
  public record Moments(
      double mean,
      double deviation,
      double meanByMean,
      double meanByDev,
      double devByMean,
      double devByDev) {}

  /** The standard identity, and after it one that makes the data more normal, if there is one. */
  static List<OutputTransform> candidates(double[] y, double limit, boolean sought) {
    OutputTransform best = standardized(Kind.IDENTITY, 0, 1, y);
    if (y.length < 5) {
      return List.of(best);
    }
    double likelihood = logJacobian(best, y);
    OutputTransform other = best;
    if (!Double.isNaN(limit)) {
      double[] distance = Arrays.stream(y).map(v -> Math.abs(v - limit)).sorted().toArray();
      double width = 0.5 * distance[distance.length / 2];
      if (width > 0) {
        other = standardized(Kind.ASINH, limit, width, y);
      }
    } else if (hasLogarithm(y, sought)) {
      other = standardized(Kind.LOG, 0, 1, y);
    }
    boolean straighter = Math.abs(skewness(other, y)) < 0.5 * Math.abs(skewness(best, y));
    return straighter && logJacobian(other, y) > likelihood ? List.of(best, other) : List.of(best);
  }

  /** The same shape, made standard anew. */
  OutputTransform over(double[] y) {
    return standardized(kind, origin, width, y);
  }

  /** The numbers as they are, for a mean and a deviation known from elsewhere. */
  static OutputTransform plain(double centre, double deviation) {
    return new OutputTransform(Kind.IDENTITY, 0, 1, centre, deviation > 0 ? deviation : 1);
  }

  private static boolean hasLogarithm(double[] y, boolean sought) {
    double[] sorted = y.clone();
    Arrays.sort(sorted);
    return sorted[0] > (sought ? 0 : NEAR_ZERO * Math.max(0, sorted[sorted.length / 2]));
  }

  /** Of the standard values. */
  private static double skewness(OutputTransform transform, double[] y) {
    double cube = 0;
    for (double v : y) {
      double u = transform.apply(v);
      cube += u * u * u / y.length;
    }
    return cube;
  }

  private static OutputTransform standardized(Kind kind, double origin, double width, double[] y) {
    OutputTransform raw = new OutputTransform(kind, origin, width, 0, 1);
    double mean = 0;
    for (double v : y) {
      mean += raw.shape(v) / y.length;
    }
    double scale = deviation(raw, mean, y);
    boolean flat = !(scale > ROUNDING * Math.abs(mean));
    return new OutputTransform(kind, origin, width, y.length == 0 ? 0 : mean, flat ? 1 : scale);
  }

  private static double deviation(OutputTransform raw, double mean, double[] y) {
    double square = 0;
    double largest = 0;
    for (double v : y) {
      double miss = raw.shape(v) - mean;
      square += miss * miss;
      largest = Math.max(largest, Math.abs(miss));
    }
    if (y.length < 2) {
      return 0;
    }
    if (square > SMALLEST_SQUARE && square < 1 / SMALLEST_SQUARE || largest == 0) {
      return Math.sqrt(square / (y.length - 1));
    }
    square = 0;
    for (double v : y) {
      double miss = (raw.shape(v) - mean) / largest;
      square += miss * miss;
    }
    return largest * Math.sqrt(square / (y.length - 1));
  }

  /** Σ ln of the slopes: what a likelihood of standard values lacks to be one of the outputs. */
  static double logJacobian(OutputTransform transform, double[] y) {
    double sum = -y.length * StrictMath.log(transform.scale);
    for (double v : y) {
      sum += StrictMath.log(transform.slope(v));
    }
    return sum;
  }

  /** The standard value of an output. */
  public double apply(double y) {
    return (shape(y) - centre) / scale;
  }

  /** The slope of {@link #apply}. */
  double applySlope(double y) {
    return slope(kind == Kind.LOG ? Math.max(y, Double.MIN_NORMAL) : y) / scale;
  }

  private double shape(double y) {
    return switch (kind) {
      case IDENTITY -> y;
      case LOG -> StrictMath.log(Math.max(y, Double.MIN_NORMAL));
      case ASINH -> asinh((y - origin) / width);
    };
  }

  private double slope(double y) {
    return switch (kind) {
      case IDENTITY -> 1;
      case LOG -> 1 / y;
      case ASINH -> 1 / Math.sqrt(width * width + (y - origin) * (y - origin));
    };
  }

  /** The output at a standard value. */
  public double invert(double u) {
    double t = centre + scale * u;
    return switch (kind) {
      case IDENTITY -> t;
      case LOG -> StrictMath.exp(t);
      case ASINH -> origin + width * StrictMath.sinh(t);
    };
  }

  /** The slope of {@link #invert}. */
  public double invertSlope(double u) {
    double t = centre + scale * u;
    return scale
        * switch (kind) {
          case IDENTITY -> 1;
          case LOG -> StrictMath.exp(t);
          case ASINH -> width * StrictMath.cosh(t);
        };
  }

  /**
   * Moments of the output when its standard value is normal: exact for the identity and the
   * logarithm, of first order for asinh.
   */
  public Moments moments(double mean, double deviation) {
    return switch (kind) {
      case IDENTITY -> new Moments(centre + scale * mean, scale * deviation, scale, 0, 0, scale);
      case LOG -> {
        double m = centre + scale * mean;
        // Beyond a factor of e either way the lognormal's tail says nothing of use.
        double s = Math.min(scale * deviation, 1);
        double sSlope = scale * deviation < 1 ? scale : 0;
        double expected = StrictMath.exp(m + 0.5 * s * s);
        double growth = StrictMath.expm1(s * s);
        double spread = expected * Math.sqrt(growth);
        double spreadByS =
            spread * s + (growth > 0 ? expected * s * (growth + 1) / Math.sqrt(growth) : expected);
        yield new Moments(
            expected,
            spread,
            expected * scale,
            expected * s * sSlope,
            spread * scale,
            spreadByS * sSlope);
      }
      case ASINH -> {
        double t = centre + scale * mean;
        double slope = width * StrictMath.cosh(t) * scale;
        double bend = width * StrictMath.sinh(t) * scale * scale;
        yield new Moments(invert(mean), slope * deviation, slope, 0, bend * deviation, slope);
      }
    };
  }

  private static double asinh(double x) {
    double a = Math.abs(x);
    return Math.copySign(StrictMath.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))), x);
  }
}
