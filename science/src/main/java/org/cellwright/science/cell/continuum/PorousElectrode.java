package org.cellwright.science.cell.continuum;

import java.util.Arrays;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.continuum.CellData.ElectrodeData;

/**
 * One electrode among the unknowns of a model: nodes with a potential Φ each, and all active
 * materials in each of them.
 */
class PorousElectrode {
  final String name;
  final ElectrodeData electrode;

  /** The first of the volumes that hold its salt. */
  final int first;

  final int nodes;

  /** Thickness that a node stands for, m. */
  final double width;

  /** Index of its first Φ. */
  final int phi;

  final Reaction[] reactions;

  /** Index behind its last unknown. */
  final int end;

  /** Whether one elimination of the particles serves all iterations of a step. */
  final boolean isLinear;

  private final CellData data;

  /**
   * @param flux index of its first j; those of one active material follow those of the other
   * @param particles index of the first unknown of its particles
   */
  PorousElectrode(
      CellData data,
      ElectrodeData electrode,
      Mesh mesh,
      int first,
      int nodes,
      int phi,
      int flux,
      int particles) {
    this.data = data;
    this.electrode = electrode;
    this.first = first;
    this.nodes = nodes;
    this.phi = phi;
    name = electrode == data.positive ? "positive" : "negative";
    width = electrode.thickness / nodes;
    reactions = new Reaction[electrode.phases.length];
    int next = particles;
    boolean allLinear = true;
    for (int p = 0; p < reactions.length; p++) {
      reactions[p] = new Reaction(data, electrode.phases[p], nodes, mesh, flux + p * nodes, next);
      next += reactions[p].size();
      allLinear &= reactions[p].spheres.isLinear();
    }
    end = next;
    isLinear = allLinear;
  }

  /** How many j an electrode of so many nodes has. */
  static int fluxes(ElectrodeData electrode, int nodes) {
    return nodes * electrode.phases.length;
  }

  /** Interfacial area of an active material in a node, per electrode area. */
  final double area(Reaction r) {
    return width * r.phase.specificArea;
  }

  /** At rest at a state of charge and a temperature, K. */
  final void fillAtRest(double[] y, double stateOfCharge, double temperature) {
    double[] x = data.atRest(electrode, stateOfCharge, temperature);
    double potential = data.openCircuit(reactions[0].phase, x[0], temperature);
    Arrays.fill(y, phi, phi + nodes, potential);
    for (int p = 0; p < x.length; p++) {
      reactions[p].fill(y, x[p]);
    }
  }

  /** As {@link Reaction#begin}. */
  final void begin(double c, double temperature, double[] base, double[] current) {
    for (Reaction r : reactions) {
      r.begin(c, temperature, base, current);
    }
  }

  /** As {@link Reaction#eliminate}. */
  final void eliminate(double c, double temperature, double[] base, double[] current) {
    for (Reaction r : reactions) {
      r.eliminate(c, temperature, base, current);
    }
  }

  /** As {@link Reaction#substitute}. */
  final void substitute(double[] base, double[] y) {
    for (Reaction r : reactions) {
      r.substitute(base, y);
    }
  }

  /** In its particles, mol/m². */
  final double lithium(double[] y) {
    double sum = 0;
    for (Reaction r : reactions) {
      double solid = r.phase.solid() * width;
      for (int m = 0; m < nodes; m++) {
        sum += solid * r.spheres.mean(y, r.particles, m);
      }
    }
    return sum;
  }

  /** Its part of {@link CellModel#fields}. */
  final Fields.Electrode fields(
      double[] y, double temperature, double foilPotential, double[] solidPotential) {
    int count = reactions.length * nodes;
    double share = 1.0 / nodes;
    int[] material = new int[count];
    double[] shares = new double[count];
    double[] flux = new double[count];
    double[] mean = new double[count];
    double[] surface = new double[count];
    double[] centre = new double[count];
    double[] held = new double[reactions.length];
    double[] branch = new double[reactions.length];
    for (int p = 0; p < reactions.length; p++) {
      Reaction r = reactions[p];
      double part = r.phase.capacity() / electrode.capacity();
      double arrhenius = data.arrhenius(r.phase.diffusivityActivation, temperature);
      double per = 1 / r.phase.maximumConcentration;
      for (int m = 0; m < nodes; m++) {
        int k = p * nodes + m;
        material[k] = r.phase.material;
        shares[k] = part * share;
        flux[k] = y[r.flux + m];
        mean[k] = r.mean(y, m);
        surface[k] = per * r.spheres.surface(y, r.particles, m, flux[k], arrhenius);
        centre[k] = per * r.spheres.centre(y, r.particles, m);
        held[p] += share * mean[k];
      }
      branch[p] = r.branch(y);
    }
    double potential = data.restPotential(electrode, held, branch, temperature);
    return new Fields.Electrode(
        foilPotential, solidPotential, material, shares, flux, mean, surface, centre, potential);
  }
}
