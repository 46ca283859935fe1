package org.cellwright.science.cell.continuum;

/**
 * The inside of a cell at one moment, computed from one state of a model. The arrays belong to who
 * asked. Potentials are against lithium metal in the electrolyte in the middle of the separator.
 *
 * @param temperature that electrochemistry sees, K
 * @param surfaceTemperature where the cell is cooled, K
 * @param coreTemperature in the middle of the cell, K
 * @param width of the volumes from the negative foil to the positive, m; none in the SPM
 * @param salt concentration in the volumes, mol/m³
 * @param electrolytePotential in the volumes, V
 */
public record Fields(
    double temperature,
    double surfaceTemperature,
    double coreTemperature,
    double[] width,
    double[] salt,
    double[] electrolytePotential,
    Electrode negative,
    Electrode positive) {

  /**
   * One electrode. Particles stand for volumes in the DFN and for the whole electrode in SPM and
   * SPMe; all of the first active material, then all of the next.
   *
   * @param foilPotential of the solid at the foil, V
   * @param solidPotential in the volumes of this electrode, V; none in the SPM
   * @param share of the electrode that each particle stands for; together 1
   * @param flux interfacial current density of each particle, A/m², positive out of the solid
   * @param mean stoichiometry of each particle
   * @param surface stoichiometry of each particle at its surface
   * @param centre stoichiometry of each particle at its centre
   * @param openCircuitPotential of the electrode at rest at its mean stoichiometry, V
   */
  public record Electrode(
      double foilPotential,
      double[] solidPotential,
      double[] share,
      double[] flux,
      double[] mean,
      double[] surface,
      double[] centre,
      double openCircuitPotential) {

    /** Lithium metal in its place: a potential and no particles. */
    static Electrode lithium(double potential) {
      double[] none = {};
      return new Electrode(potential, none, none, none, none, none, none, 0);
    }

    /** Mean stoichiometry of the electrode. */
    public double stoichiometry() {
      double sum = 0;
      for (int m = 0; m < mean.length; m++) {
        sum += share[m] * mean[m];
      }
      return sum;
    }
  }
}
