package org.cellwright.science.cell.continuum;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;
import static org.cellwright.science.cell.continuum.CellData.GAS;

import org.cellwright.science.cell.continuum.CellData.PhaseData;

/**
 * How the surface of a particle near equilibrium answers an alternating potential difference.
 *
 * <p>With δ for small amplitudes that go as exp(iωt), and φ = δ(φs − φe):
 *
 * <pre>
 *   kinetics     δj = g (φ − U′ δcs / c_max),     g = j₀ F / RT       from j = 2 j₀ sinh(Fη / 2RT)
 *   sphere       δcs = −(R δj / F D) / (s coth s − 1),                 s = R √(iω/D)
 *   together     φ = z δj,                        z = 1/g − U′ R / (c_max F D (s coth s − 1))
 *   in all       δj + iωC φ = y φ,                y = 1/z + iωC        with a double layer of capacity C
 * </pre>
 *
 * <p>Fick's law in the sphere is solved in closed form (Warburg's problem with finite spherical
 * diffusion: Jacobsen and West, Electrochim. Acta 40 (1995) 255). About a uniform stoichiometry a
 * diffusivity that depends on it is constant to first order. j is positive out of the particle;
 * units A/m², V, Ω m², F/m².
 */
final class SurfaceResponse {
  // |s|² below which s coth s − 1 is taken from its series: beyond, the difference keeps its
  // digits.
  private static final double SMALL = 0.1;

  private final double chargeTransfer;
  private final double diffusional;
  private final double timeConstant;
  private final double doubleLayer;

  /** Admittance of the reaction alone, 1/z, S/m². */
  double faradaicRe;

  double faradaicIm;

  /** Admittance with the double layer, y, S/m². */
  double totalRe;

  double totalIm;

  /** The value of s coth s − 1 that was computed last. */
  double sphereRe;

  double sphereIm;

  /**
   * @param doubleLayer capacity per area of particles, F/m²
   */
  SurfaceResponse(
      CellData data, PhaseData e, double stoichiometry, double temperature, double doubleLayer) {
    this.doubleLayer = doubleLayer;
    double x = Math.clamp(stoichiometry, CellModel.LEAST_ROOM, 1 - CellModel.LEAST_ROOM);
    double j0 =
        e.exchangeCurrent
            * data.arrhenius(e.exchangeCurrentActivation, temperature)
            * Math.sqrt(x * (1 - x));
    chargeTransfer = GAS * temperature / (FARADAY * j0);
    double slope = e.ocp.slope(x) + CellModel.edgeSlope(x);
    if (e.hysteresis != null) {
      slope += e.initialHysteresis * e.hysteresis.slope(x);
    }
    if (e.entropicChange != null) {
      slope += (temperature - data.referenceTemperature) * e.entropicChange.slope(x);
    }
    double diffusivity = e.diffusivity.at(x) * data.arrhenius(e.diffusivityActivation, temperature);
    diffusional = -slope * e.radius / (e.maximumConcentration * FARADAY * diffusivity);
    timeConstant = e.radius * e.radius / diffusivity;
  }

  /**
   * @param omega angular frequency, rad/s, above 0
   */
  void at(double omega) {
    sphere(omega * timeConstant);
    double scale = diffusional / (sphereRe * sphereRe + sphereIm * sphereIm);
    double zRe = chargeTransfer + scale * sphereRe;
    double zIm = -scale * sphereIm;
    double inverse = 1 / (zRe * zRe + zIm * zIm);
    faradaicRe = zRe * inverse;
    faradaicIm = -zIm * inverse;
    totalRe = faradaicRe;
    totalIm = faradaicIm + omega * doubleLayer;
  }

  /**
   * s coth s − 1 for s² = i q.
   *
   * @param q ωR²/D, above 0
   */
  void sphere(double q) {
    if (q < SMALL) {
      // s²/3 − s⁴/45 + 2s⁶/945 − s⁸/4725 + 2s¹⁰/93555 − …, Bernoulli's numbers.
      double p = q * q;
      sphereRe = p * (1.0 / 45 - p * (1.0 / 4725 - p * (1382.0 / 638512875)));
      sphereIm = q * (1.0 / 3 - p * (2.0 / 945 - p * (2.0 / 93555)));
      return;
    }
    // s = (1 + i) r; coth s = (1 + w) / (1 − w) with w = exp(−2s), which vanishes instead of
    // overflowing.
    double r = Math.sqrt(0.5 * q);
    double decay = Math.exp(-2 * r);
    double wRe = decay * Math.cos(2 * r);
    double wIm = -decay * Math.sin(2 * r);
    double below = 1 / ((1 - wRe) * (1 - wRe) + wIm * wIm);
    double cothRe = (1 - wRe * wRe - wIm * wIm) * below;
    double cothIm = 2 * wIm * below;
    sphereRe = r * (cothRe - cothIm) - 1;
    sphereIm = r * (cothRe + cothIm);
  }
}
