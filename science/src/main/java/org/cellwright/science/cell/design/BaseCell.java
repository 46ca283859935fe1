package org.cellwright.science.cell.design;

import java.util.List;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Makeup;
import org.cellwright.science.cell.Particle;

/**
 * The cell that designs depart from, and what its file says beyond BPX that a change of design
 * needs.
 */
record BaseCell(Bpx bpx, Makeup makeup) {

  static BaseCell of(Bpx bpx) {
    return new BaseCell(bpx, Makeup.of(bpx.userDefined()));
  }

  /** Half of each foil, kg/m². */
  double foilMass() {
    return 0.5
        * (makeup.negativeCollectorThickness() * makeup.negativeCollectorDensity()
            + makeup.positiveCollectorThickness() * makeup.positiveCollectorDensity());
  }

  /** Half of each foil, m. */
  double foilThickness() {
    return 0.5 * (makeup.negativeCollectorThickness() + makeup.positiveCollectorThickness());
  }

  /** Fixed: a thicker stack has less area, m³. */
  double jellyRollVolume() {
    double stack =
        bpx.negativeElectrode().thickness()
            + bpx.separator().thickness()
            + bpx.positiveElectrode().thickness()
            + foilThickness();
    return makeup.jellyRollHeight() * makeup.jellyRollWidth() * stack;
  }

  double transport(double porosity) {
    return Math.pow(porosity, makeup.transportExponent());
  }

  double conductivity(Electrode base, double porosity) {
    return base.conductivity()
        * Math.pow((1 - porosity) / (1 - base.porosity()), makeup.conductivityExponent());
  }

  /** Of the particles of all materials, mean over their surface, m. */
  static double radius(Electrode electrode) {
    List<Particle> all = electrode.particles();
    if (all.size() == 1) {
      return all.getFirst().radius();
    }
    double volume = all.stream().mapToDouble(Particle::activeFraction).sum();
    return 3 * volume / all.stream().mapToDouble(Particle::surfaceAreaPerVolume).sum();
  }

  /** What the base cell itself looks like as a stack. */
  Stack.Geometry geometry() {
    return new Stack.Geometry(
        bpx.negativeElectrode().thickness(),
        bpx.separator().thickness(),
        bpx.positiveElectrode().thickness(),
        bpx.negativeElectrode().porosity(),
        bpx.positiveElectrode().porosity(),
        radius(bpx.negativeElectrode()),
        radius(bpx.positiveElectrode()));
  }
}
