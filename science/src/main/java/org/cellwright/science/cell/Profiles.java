package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.List;

/**
 * What varies across a cell at one time: one entry for each volume, from the negative foil to the
 * positive. Potentials are against the negative foil.
 *
 * <p>Arrays are shared, not copied: do not write into them. NaN stands where a quantity has no
 * meaning: in the separator, and for the place of the one particle with which SPM stands for a
 * whole electrode.
 *
 * @param domains of each volume
 * @param position of the middle of each volume, m from the negative foil
 * @param saltConcentration of the electrolyte, mol/m³
 * @param electrolytePotential V
 * @param solidPotential V
 * @param interfacialCurrentDensity per area of particle surface, A/m², positive where lithium
 *     leaves the particles
 * @param surfaceStoichiometry at the surface of the particles, 0 to 1
 * @param meanStoichiometry of the particles, 0 to 1
 */
public record Profiles(
    List<Domain> domains,
    double[] position,
    double[] saltConcentration,
    double[] electrolytePotential,
    double[] solidPotential,
    double[] interfacialCurrentDensity,
    double[] surfaceStoichiometry,
    double[] meanStoichiometry) {

  /** A layer of the cell. */
  public enum Domain {
    NEGATIVE_ELECTRODE("negative electrode"),
    SEPARATOR("separator"),
    POSITIVE_ELECTRODE("positive electrode");

    private final String words;

    Domain(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  public Profiles {
    domains = List.copyOf(domains);
  }

  /** Of so many volumes; every number is NaN until it is set. */
  public static Profiles of(int negative, int separator, int positive) {
    Domain[] domains = new Domain[negative + separator + positive];
    Arrays.fill(domains, 0, negative, Domain.NEGATIVE_ELECTRODE);
    Arrays.fill(domains, negative, negative + separator, Domain.SEPARATOR);
    Arrays.fill(domains, negative + separator, domains.length, Domain.POSITIVE_ELECTRODE);
    double[][] unset = new double[7][domains.length];
    for (double[] values : unset) {
      Arrays.fill(values, Double.NaN);
    }
    return new Profiles(
        List.of(domains), unset[0], unset[1], unset[2], unset[3], unset[4], unset[5], unset[6]);
  }

  public int volumes() {
    return position.length;
  }
}
