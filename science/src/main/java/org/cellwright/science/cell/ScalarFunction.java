package org.cellwright.science.cell;

/**
 * A property as a function of one number: of stoichiometry (0 to 1) in a particle, of lithium
 * concentration (mol/m³) in the electrolyte. The unit of the result is the one in brackets of the
 * BPX field that holds it; all of them are SI.
 *
 * <p>Immutable and safe to share between threads. Values outside of the range where the property
 * was measured are extrapolated; the caller knows whether that is sensible.
 */
public sealed interface ScalarFunction permits Constant, Expression, Table {

  /** The value at {@code x}. */
  double at(double x);

  /** The derivative with respect to {@code x}, exact but for rounding; from the right at a kink. */
  double slope(double x);

  /** The same value everywhere. */
  static ScalarFunction constant(double value) {
    return new Constant(value);
  }

  /** A BPX function string, for example {@code "3.9e-14 * exp(-2 * x)"}. */
  static ScalarFunction expression(String source) {
    return Expression.parse(source);
  }

  /** Linear interpolation between points, see {@link Table}. */
  static ScalarFunction table(double[] x, double[] y) {
    return Table.of(x, y);
  }
}
