package org.cellwright.science.cell.continuum;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.cell.Particle;

/**
 * A distribution of particle sizes as a few classes of equal spheres.
 *
 * <p>The surface of the particles is distributed lognormally over their radii, with the radius of
 * the parameter set as its mean. Gauss and Hermite's points of the logarithm carry its moments:
 * five of them integrate a polynomial of the ninth degree exactly.
 */
final class ParticleSizes {
  // Abramowitz and Stegun, table 25.10, n = 5; the outer points twice, with either sign.
  private static final double[] POINTS = {0, 0.958572464613819, 2.020182870456086};
  private static final double[] WEIGHTS = {0.945308720482942, 0.393619323152241, 0.019953242059046};

  private ParticleSizes() {}

  /**
   * @param deviation standard deviation of the area-weighted radii, m; at 0 the particle is its own
   *     only class
   */
  static List<Particle> of(Particle particle, double deviation) {
    if (deviation == 0) {
      return List.of(particle);
    }
    double mean = particle.radius();
    double spread = Math.sqrt(Math.log1p(deviation * deviation / (mean * mean)));
    double centre = Math.log(mean) - 0.5 * spread * spread;
    String material = particle.name().isEmpty() ? "" : particle.name() + ", ";
    List<Particle> classes = new ArrayList<>();
    for (int k = -2; k <= 2; k++) {
      double point = Math.signum(k) * POINTS[Math.abs(k)];
      double share = WEIGHTS[Math.abs(k)] / Math.sqrt(Math.PI);
      double radius = Math.exp(centre + Math.sqrt(2) * spread * point);
      double area = share * particle.surfaceAreaPerVolume();
      classes.add(
          particle
              .withSpheres(radius, area * radius / 3)
              .named(material + "%.3g µm".formatted(1e6 * radius)));
    }
    return classes;
  }
}
