package org.cellwright.science.cell;

import java.util.List;
import org.cellwright.science.cell.continuum.Fields;

/**
 * Diffusion-induced stress in the spheres of one active material, free at their surface and
 * isotropic (Zhang, Shyy and Sastry, J. Electrochem. Soc. 154 (2007) A910, without feedback on
 * diffusion). Tension is positive.
 *
 * @param material its number in the electrode, from 0
 * @param molarVolume of lithium in the host, m³/mol; negative in a host that shrinks as it fills
 * @param modulus Young's, Pa
 * @param poisson Poisson's ratio
 * @param maximumConcentration of lithium, mol/m³
 */
record Elasticity(
    int material, double molarVolume, double modulus, double poisson, double maximumConcentration) {
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
  static List<String> fields(String section) {
    return List.of(section + MOLAR_VOLUME, section + MODULUS, section + POISSON);
  }

  /**
   * Of one material of an electrode by the name of its section; every one of {@link #fields} must
   * be there, in a blend for each material by its name.
   */
  static Elasticity of(UserDefined values, String section, Electrode electrode, int material) {
    Particle particle = electrode.particles().get(material);
    double[] found =
        fields(section).stream()
            .mapToDouble(field ->
                values.required(
                    "The stress in the particles follows from it.",
                    values.pathOf(particle, electrode, Reading.MECHANICS, field)))
            .toArray();
    return new Elasticity(material, found[0], found[1], found[2], particle.maximumConcentration());
  }

  private double scale() {
    return molarVolume * modulus * maximumConcentration / (1 - poisson);
  }

  /** Tangential, where the radial one vanishes, mean over the material, Pa. */
  double atSurface(Fields.Electrode electrode) {
    return scale() / 3 * excess(electrode, electrode.surface());
  }

  /** The same in all directions, mean over the material, Pa. */
  double atCentre(Fields.Electrode electrode) {
    return 2 * scale() / 9 * excess(electrode, electrode.centre());
  }

  /** By how much the mean of a particle lies above a place in it, averaged over the particles. */
  private double excess(Fields.Electrode electrode, double[] place) {
    return electrode.meanOver(material, m -> electrode.mean()[m] - place[m]);
  }
}
