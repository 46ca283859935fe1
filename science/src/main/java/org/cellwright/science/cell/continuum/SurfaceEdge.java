package org.cellwright.science.cell.continuum;

import org.cellwright.science.cell.continuum.CellData.PhaseData;

/**
 * Kinetics of one volume whose particles are nearly empty or nearly full at the surface.
 *
 * <p>There j₀ vanishes like the root of the room left, and Newton's method on the inverse kinetics
 * meets a logarithm. With q² = room the equation j(q) = ∓2 k q √(1−q²) sinh(…) is smooth; a
 * bracketed Newton iteration finds q.
 */
final class SurfaceEdge {
  /** Stoichiometries closer than this to 0 or 1 are solved here. */
  static final double WIDTH = 0.01;

  private SurfaceEdge() {}

  /**
   * The current density, A/m²; NaN where the particle is already over its edge, which makes the
   * step fail and shrink.
   *
   * @param base stoichiometry of the surface without current
   * @param gain change of it by the current density, 1/(A/m²)
   * @param k exchange current density over √(x (1 − x)), A/m²
   * @param potential Φ, V
   * @param thermal 2RT/F, V
   * @param fromReference temperature above that of the open-circuit potential, K
   * @param start stoichiometry of the surface to start from
   */
  static double flux(
      PhaseData e,
      double base,
      double gain,
      double k,
      double potential,
      double thermal,
      double fromReference,
      double start) {
    boolean full = start > 0.5;
    double room = full ? 1 - base : base;
    double low = 0;
    double high = 1;
    double q = Math.sqrt(Math.clamp(full ? 1 - start : start, 1e-12, WIDTH));
    for (int i = 0; i < 100; i++) {
      double x = full ? 1 - q * q : q * q;
      double u = e.ocp.at(x) + CellModel.edge(x);
      double slope = e.ocp.slope(x) + CellModel.edgeSlope(x);
      if (e.entropicChange != null) {
        u += fromReference * e.entropicChange.at(x);
        slope += fromReference * e.entropicChange.slope(x);
      }
      double w = (full ? u - potential : potential - u) / thermal;
      double sinh = Math.sinh(w);
      double root = Math.sqrt(1 - q * q);
      double j = (full ? room - q * q : q * q - room) / gain;
      // Into a full particle j is negative, out of an empty one positive: mirror images.
      double magnitude = full ? -j : j;
      double f = magnitude - 2 * k * q * root * sinh;
      if (f > 0) {
        low = q;
      } else {
        high = q;
      }
      double magnitudeSlope = 2 * q / gain;
      double wSlope = slope * -2 * q / thermal;
      double kineticSlope =
          2 * k * ((root - q * q / root) * sinh + q * root * Math.cosh(w) * wSlope);
      double next = q - f / (magnitudeSlope - kineticSlope);
      if (!(next > low && next < high)) {
        next = 0.5 * (low + high);
      }
      if (Math.abs(next - q) <= 1e-14 + 1e-12 * q) {
        if (!(room > 0 || magnitude <= 0)) {
          return Double.NaN;
        }
        // Of two equal expressions the one that rounding of q touches less.
        double precise =
            Math.abs(kineticSlope) < Math.abs(magnitudeSlope)
                ? 2 * k * q * root * sinh + kineticSlope * (next - q)
                : magnitude + magnitudeSlope * (next - q);
        return full ? -precise : precise;
      }
      q = next;
    }
    return Double.NaN;
  }
}
