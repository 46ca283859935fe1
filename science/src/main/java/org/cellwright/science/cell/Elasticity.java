package org.cellwright.science.cell;

import java.util.List;
import org.cellwright.science.cell.continuum.Fields;

/**
 * Diffusion-induced stress in the spheres of one electrode, free at their surface and isotropic
 * (Zhang, Shyy and Sastry, J. Electrochem. Soc. 154 (2007) A910, without feedback on diffusion).
 * Tension is positive.
 *
 * @param molarVolume of lithium in the host, m³/mol; negative in a host that shrinks as it fills
 * @param modulus Young's, Pa
 * @param poisson Poisson's ratio
 * @param maximumConcentration of lithium, mol/m³
 */
record Elasticity(double molarVolume, double modulus, double poisson, double maximumConcentration) {
  private static final String MOLAR_VOLUME = " partial molar volume [m3.mol-1]";
  private static final String MODULUS = " Young modulus [Pa]";
  private static final String POISSON = " Poisson ratio";

  Elasticity {
    Check.finite(MOLAR_VOLUME.strip(), molarVolume);
    Check.positive(MODULUS.strip(), modulus);
    Check.finite(POISSON.strip(), poisson);
    if (poisson <= -1 || poisson > 0.5) {
      throw Check.refused(
          POISSON.strip(), poisson, "is not above -1 and at most 0.5", "0.2 to 0.3 is usual.");
    }
  }

  /** What a cell file must say about an electrode, among its mechanics. */
  static List<String> fields(String electrode) {
    return List.of(electrode + MOLAR_VOLUME, electrode + MODULUS, electrode + POISSON);
  }

  /** Of an electrode by the name of its section; every one of {@link #fields} must be there. */
  static Elasticity of(UserDefined values, String electrode, Particle particle) {
    String reason = "The stress in the particles follows from it.";
    return new Elasticity(
        values.required(reason, Reading.MECHANICS, electrode + MOLAR_VOLUME),
        values.required(reason, Reading.MECHANICS, electrode + MODULUS),
        values.required(reason, Reading.MECHANICS, electrode + POISSON),
        particle.maximumConcentration());
  }

  private double scale() {
    return molarVolume * modulus * maximumConcentration / (1 - poisson);
  }

  /** Tangential, where the radial one vanishes, over the particles of the electrode, Pa. */
  double atSurface(Fields.Electrode electrode) {
    return scale() / 3 * excess(electrode, electrode.surface());
  }

  /** The same in all directions, over the particles of the electrode, Pa. */
  double atCentre(Fields.Electrode electrode) {
    return 2 * scale() / 9 * excess(electrode, electrode.centre());
  }

  /** By how much the mean of a particle lies above a place in it, averaged over the particles. */
  private static double excess(Fields.Electrode electrode, double[] place) {
    double sum = 0;
    for (int m = 0; m < place.length; m++) {
      sum += electrode.share()[m] * (electrode.mean()[m] - place[m]);
    }
    return sum;
  }
}
