package org.cellwright.core;

/**
 * How far a number can be trusted, and why.
 *
 * @param std standard deviation in the unit of the number; NaN if and only if the kind is UNKNOWN
 */
public record Uncertainty(Kind kind, double std) {

  /** Where the doubt comes from. Zero is never a default; what nobody estimated is UNKNOWN. */
  public enum Kind {
    /** Tolerance and mesh of a calculation. */
    NUMERICAL,
    /** Inputs drawn from stated distributions. */
    PARAMETRIC,
    /** Scatter or calibration of a measurement. */
    MEASURED,
    /** A learned gap between fidelities. */
    MODEL,
    /** Nobody estimated it. */
    UNKNOWN
  }

  public static final Uncertainty UNKNOWN = new Uncertainty(Kind.UNKNOWN, Double.NaN);

  public Uncertainty {
    if ((kind == Kind.UNKNOWN) != Double.isNaN(std) || std < 0) {
      throw new IllegalArgumentException("uncertainty " + kind + " with standard deviation " + std);
    }
  }
}
