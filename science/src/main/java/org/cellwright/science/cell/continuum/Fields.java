package org.cellwright.science.cell.continuum;

import java.util.function.IntToDoubleFunction;
import org.cellwright.science.cell.Profiles;

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
   * As columns across the cell, with the negative foil at 0 V.
   *
   * @param saltAtRest mol/m³, for a model without electrolyte
   */
  Profiles profiles(double saltAtRest) {
    int negatives = negative.isLithium() ? 0 : Math.max(negative.solidPotential.length, 1);
    int positives = Math.max(positive.solidPotential.length, 1);
    int separator = Math.max(width.length - negatives - positives, 0);
    Profiles p = Profiles.of(negatives, separator, positives);
    double left = 0;
    for (int m = 0; m < p.volumes(); m++) {
      boolean porous = width.length > 0;
      if (porous) {
        p.position()[m] = left + 0.5 * width[m];
        left += width[m];
      }
      p.saltConcentration()[m] = porous ? salt[m] : saltAtRest;
      p.electrolytePotential()[m] = (porous ? electrolytePotential[m] : 0) - negative.foilPotential;
    }
    fill(p, negative, 0, negatives);
    fill(p, positive, negatives + separator, positives);
    return p;
  }

  private void fill(Profiles p, Electrode e, int first, int count) {
    for (int m = 0; m < count; m++) {
      double solid = e.solidPotential.length == 0 ? e.foilPotential : e.solidPotential[m];
      p.solidPotential()[first + m] = solid - negative.foilPotential;
      // Of several active materials the mean, each by what it can hold.
      int volumes = Math.max(e.solidPotential.length, 1);
      boolean uniform = e.flux.length % volumes != 0 || e.solidPotential.length == 0;
      double held = 0;
      double flux = 0;
      double surface = 0;
      double mean = 0;
      for (int k = uniform ? 0 : m; k < e.flux.length; k += uniform ? 1 : volumes) {
        held += e.share[k];
        flux += e.share[k] * e.flux[k];
        surface += e.share[k] * e.surface[k];
        mean += e.share[k] * e.mean[k];
      }
      p.interfacialCurrentDensity()[first + m] = flux / held;
      p.surfaceStoichiometry()[first + m] = surface / held;
      p.meanStoichiometry()[first + m] = mean / held;
    }
  }

  /**
   * One electrode. Particles stand for volumes in the DFN and for the whole electrode in SPM and
   * SPMe; all of the first active material, one class of sizes after the other, then all of the
   * next.
   *
   * @param foilPotential of the solid at the foil, V
   * @param solidPotential in the volumes of this electrode, V; none in the SPM
   * @param material number of the active material of each particle, from 0
   * @param share of what the electrode can hold that each particle stands for; together 1
   * @param flux interfacial current density of each particle, A/m², positive out of the solid
   * @param mean stoichiometry of each particle
   * @param surface stoichiometry of each particle at its surface
   * @param centre stoichiometry of each particle at its centre
   * @param openCircuitPotential of the electrode at rest at its mean stoichiometry, V
   */
  public record Electrode(
      double foilPotential,
      double[] solidPotential,
      int[] material,
      double[] share,
      double[] flux,
      double[] mean,
      double[] surface,
      double[] centre,
      double openCircuitPotential) {

    /** Lithium metal in its place: a potential and no particles. */
    static Electrode lithium(double potential) {
      double[] none = {};
      return new Electrode(potential, none, new int[0], none, none, none, none, none, 0);
    }

    /** Whether it is lithium metal, without particles. */
    public boolean isLithium() {
      return share.length == 0;
    }

    /** Mean stoichiometry of the electrode. */
    public double stoichiometry() {
      double sum = 0;
      for (int m = 0; m < mean.length; m++) {
        sum += share[m] * mean[m];
      }
      return sum;
    }

    /** Mean over the particles of one active material, by their volume. */
    public double meanOver(int material, IntToDoubleFunction ofParticle) {
      double sum = 0;
      double whole = 0;
      for (int m = 0; m < share.length; m++) {
        if (this.material[m] == material) {
          sum += share[m] * ofParticle.applyAsDouble(m);
          whole += share[m];
        }
      }
      return sum / whole;
    }
  }
}
