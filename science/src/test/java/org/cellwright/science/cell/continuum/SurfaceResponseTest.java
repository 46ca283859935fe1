package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cellwright.science.cell.ReferenceData;
import org.junit.jupiter.api.Test;

/** Diffusion in a sphere under an alternating current, in its limits. */
class SurfaceResponseTest {
  private static SurfaceResponse response() {
    CellData data = new CellData(ReferenceData.cell("marquis2019"), true);
    return new SurfaceResponse(data, data.negative.phases[0], 0.5, 298.15, 0.2);
  }

  @Test
  void slowlyTheSphereIsOneVolume() {
    // s coth s − 1 = s²/3 − s⁴/45 + …, s² = iq: the surface follows the mean, 1/3 of R j/D per iq.
    SurfaceResponse r = response();
    r.sphere(1e-12);
    assertEquals(1e-12 / 3, r.sphereIm, 1e-27);
    assertEquals(1e-24 / 45, r.sphereRe, 1e-39);
  }

  @Test
  void quicklyTheSphereIsFlat() {
    // Warburg: s coth s − 1 → √(iq) − 1, the 1 being the curvature of the surface.
    SurfaceResponse r = response();
    for (double q : new double[] {1e4, 1e10, 1e300}) {
      r.sphere(q);
      double expected = Math.sqrt(q / 2);
      assertEquals(expected - 1, r.sphereRe, 1e-12 * expected);
      assertEquals(expected, r.sphereIm, 1e-12 * expected);
    }
  }

  @Test
  void theSeriesMeetsTheClosedForm() {
    SurfaceResponse r = response();
    r.sphere(Math.nextDown(0.1));
    double re = r.sphereRe;
    double im = r.sphereIm;
    r.sphere(0.1);
    assertEquals(re, r.sphereRe, 1e-11 * re);
    assertEquals(im, r.sphereIm, 1e-11 * im);
  }
}
