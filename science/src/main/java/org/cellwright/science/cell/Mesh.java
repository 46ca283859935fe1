package org.cellwright.science.cell;

import org.cellwright.core.CellwrightException;

/**
 * How finely a cell is cut: volumes across negative electrode, separator and positive electrode,
 * and shells of every particle, or the polynomials in their place.
 */
public record Mesh(int negative, int separator, int positive, int shells, Surface surface) {

  /** How the concentration at the surface of a particle follows from its shells. */
  public enum Surface {
    /**
     * An even polynomial through the two outer shells with the slope that the current imposes,
     * between shells that are exact for the parabola which a constant current leaves: second order
     * with a small constant.
     */
    PARABOLA,
    /** A straight line through the two outer shells: second order, as in PyBaMM. */
    STRAIGHT,
    /**
     * No shells but as many even Legendre polynomials (Galerkin's method): five of them are worth
     * more than a hundred shells. For diffusivities that do not depend on concentration; others are
     * solved on shells, {@value Mesh#SHELLS_INSTEAD} for each polynomial.
     */
    SPECTRAL
  }

  /** What simulations use unless told otherwise. */
  public static final Mesh DEFAULT = new Mesh(20, 20, 20, 20);

  /** Shells in the place of one polynomial where a diffusivity depends on concentration. */
  public static final int SHELLS_INSTEAD = 4;

  private static final int MOST = 2000;
  private static final String POLYNOMIALS = "p";

  /** So many leave nothing but rounding. */
  public static final int MOST_POLYNOMIALS = 40;

  public Mesh(int negative, int separator, int positive, int shells) {
    this(negative, separator, positive, shells, Surface.PARABOLA);
  }

  public Mesh {
    require("volumes in the negative electrode", negative, 2, MOST);
    require("volumes in the separator", separator, 1, MOST);
    require("volumes in the positive electrode", positive, 2, MOST);
    if (surface == Surface.SPECTRAL) {
      require("polynomials in the particles", shells, 3, MOST_POLYNOMIALS);
    } else {
      require("shells in the particles", shells, 3, MOST);
    }
  }

  private static void require(String what, int count, int least, int most) {
    if (count < least || count > most) {
      throw CellwrightException.refused(
          "a mesh of %d %s".formatted(count, what),
          "--mesh",
          "Choose %d to %d; 20/20/20/20 is usual.".formatted(least, most));
    }
  }

  /**
   * From N_n/N_s/N_p/N_r, such as {@code 60/20/60/60}, or {@code 20/20/20/p6} for six polynomials
   * in the place of shells.
   *
   * @throws CellwrightException REFUSED if it is neither
   */
  public static Mesh parse(String text) {
    String[] parts = text.split("/", -1);
    try {
      if (parts.length == 4) {
        boolean spectral = parts[3].startsWith(POLYNOMIALS);
        return new Mesh(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            Integer.parseInt(spectral ? parts[3].substring(POLYNOMIALS.length()) : parts[3]),
            spectral ? Surface.SPECTRAL : Surface.PARABOLA);
      }
    } catch (NumberFormatException e) {
      // Falls through: the refusal says the same of both.
    }
    throw CellwrightException.refused(
        "the mesh '%s' cannot be read".formatted(text),
        "--mesh",
        "Write four whole numbers: negative electrode/separator/positive electrode/particle shells, such as 20/20/20/20,"
            + " or 20/20/20/p6 for six polynomials in a particle.");
  }

  public Mesh withSurface(Surface surface) {
    return new Mesh(negative, separator, positive, shells, surface);
  }

  /** The same across the cell, with polynomials in the place of shells. */
  public Mesh withPolynomials(int count) {
    return new Mesh(negative, separator, positive, count, Surface.SPECTRAL);
  }

  /** Twice as fine in every direction; of polynomials no more than there may be. */
  public Mesh doubled() {
    int finer = surface == Surface.SPECTRAL ? Math.min(2 * shells, MOST_POLYNOMIALS) : 2 * shells;
    return new Mesh(2 * negative, 2 * separator, 2 * positive, finer, surface);
  }

  /** As {@link #parse} reads it; a straight line at the surface is not told. */
  @Override
  public String toString() {
    String particles = (surface == Surface.SPECTRAL ? POLYNOMIALS : "") + shells;
    return negative + "/" + separator + "/" + positive + "/" + particles;
  }
}
