package org.cellwright.science.cell.design;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.ElectrodeBalance;
import org.cellwright.science.cell.ElectrodeBalance.Host;
import org.cellwright.science.cell.ElectrodeBalance.Phase;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.Separator;

/**
 * One design of a cell, balanced.
 *
 * <p>With Q the host capacities per area, the lithium is {@code n = made·Qp − loss·Qn}; the
 * stoichiometry limits lie on {@code n = x Qn + y Qp} where the open-circuit voltage equals the
 * cut-offs; capacity is what passes between them. The solids fill what the pores leave: there is no
 * inactive volume.
 *
 * <p>The materials of a blend share the solids as in the base cell; Q is the sum of what they hold,
 * x and y the mean over it, and each has the limits at which all stand at one potential. A radius
 * is their mean over the surface, and all of them scale with it.
 *
 * @param geometry what was chosen
 * @param area electrode area, m²
 * @param mass of coatings, electrolyte, separator and half of each foil, kg/m²
 * @param capacity between the cut-offs at equilibrium, A·h (not SI)
 * @param bpx the parameter set
 */
record Stack(Geometry geometry, double area, double mass, double capacity, Bpx bpx) {

  /** Thicknesses and radii in m, porosities 0 to 1. */
  record Geometry(
      double negativeThickness,
      double separatorThickness,
      double positiveThickness,
      double negativePorosity,
      double positivePorosity,
      double negativeRadius,
      double positiveRadius) {

    /**
     * The negative thickness that makes a ratio of host capacities, counted over the positive
     * window.
     */
    Geometry balanced(BaseCell base, double negativeToPositive) {
      double positive =
          host(base.bpx().positiveElectrode(), positiveThickness, positivePorosity).capacity();
      double wanted =
          negativeToPositive
              * positive
              * (base.makeup().positiveAsMade() - base.makeup().positiveCharged());
      double perThickness = host(base.bpx().negativeElectrode(), 1, negativePorosity).capacity();
      return new Geometry(
          wanted / perThickness,
          separatorThickness,
          positiveThickness,
          negativePorosity,
          positivePorosity,
          negativeRadius,
          positiveRadius);
    }
  }

  /** The area that fits into the jelly roll, m². */
  static double areaOf(BaseCell base, Geometry g) {
    return base.jellyRollVolume()
        / (g.negativeThickness + g.separatorThickness + g.positiveThickness + base.foilThickness());
  }

  /** Empty where the cell has no equilibrium at one of its cut-offs. */
  static Optional<Stack> of(BaseCell base, Geometry g, double area) {
    Bpx bpx = base.bpx();
    Host negative = host(bpx.negativeElectrode(), g.negativeThickness, g.negativePorosity);
    Host positive = host(bpx.positiveElectrode(), g.positiveThickness, g.positivePorosity);
    double qn = negative.capacity();
    double qp = positive.capacity();
    double lithium = base.makeup().positiveAsMade() * qp - base.makeup().formationLoss() * qn;
    OptionalDouble full = stoichiometryAt(bpx.cell().upperCutOff(), negative, positive, lithium);
    OptionalDouble empty = stoichiometryAt(bpx.cell().lowerCutOff(), negative, positive, lithium);
    if (full.isEmpty() || empty.isEmpty()) {
      return Optional.empty();
    }
    double x100 = full.getAsDouble();
    double x0 = empty.getAsDouble();
    double capacity = (x100 - x0) * qn * area / 3600;
    Electrode anode =
        electrode(
            base,
            bpx.negativeElectrode(),
            g.negativeThickness,
            g.negativePorosity,
            g.negativeRadius,
            stoichiometries(negative, x0),
            stoichiometries(negative, x100));
    Electrode cathode =
        electrode(
            base,
            bpx.positiveElectrode(),
            g.positiveThickness,
            g.positivePorosity,
            g.positiveRadius,
            stoichiometries(positive, (lithium - x100 * qn) / qp),
            stoichiometries(positive, (lithium - x0 * qn) / qp));
    Separator separator =
        new Separator(
            g.separatorThickness,
            bpx.separator().porosity(),
            bpx.separator().transportEfficiency());
    double mass =
        coatingMass(
                base,
                g.negativeThickness,
                g.negativePorosity,
                base.makeup().negativeSolidsDensity())
            + coatingMass(
                base,
                g.positiveThickness,
                g.positivePorosity,
                base.makeup().positiveSolidsDensity())
            + g.separatorThickness
                * (base.makeup().separatorDensity()
                    + separator.porosity() * base.makeup().electrolyteDensity())
            + base.foilMass();
    return Optional.of(
        new Stack(
            g, area, mass, capacity, assemble(bpx, area, capacity, anode, separator, cathode)));
  }

  private static Bpx assemble(
      Bpx bpx,
      double area,
      double capacity,
      Electrode anode,
      Separator separator,
      Electrode cathode) {
    Bpx.Cell cell = bpx.cell();
    return bpx.withCell(
            new Bpx.Cell(
                area,
                cell.externalSurfaceArea(),
                cell.volume(),
                1,
                cell.lowerCutOff(),
                cell.upperCutOff(),
                capacity,
                cell.referenceTemperature(),
                cell.density(),
                cell.specificHeat()))
        .withElectrodes(anode, cathode)
        .withSeparator(separator);
  }

  private static Electrode electrode(
      BaseCell base,
      Electrode from,
      double thickness,
      double porosity,
      double radius,
      List<Double> minimumStoichiometry,
      List<Double> maximumStoichiometry) {
    List<Particle> particles = new ArrayList<>();
    double mean = BaseCell.radius(from);
    for (int k = 0; k < from.particles().size(); k++) {
      Particle p = from.particles().get(k);
      particles.add(
          p.withWindow(minimumStoichiometry.get(k), maximumStoichiometry.get(k))
              .withSpheres(radius * (p.radius() / mean), (1 - porosity) * share(from, p)));
    }
    return from.withThickness(thickness)
        .withParticles(particles)
        .withPores(porosity, base.transport(porosity), base.conductivity(from, porosity));
  }

  /** Of all active material by volume. */
  private static double share(Electrode electrode, Particle particle) {
    return particle.activeFraction()
        / electrode.particles().stream().mapToDouble(Particle::activeFraction).sum();
  }

  private static double coatingMass(
      BaseCell base, double thickness, double porosity, double solids) {
    return thickness * (porosity * base.makeup().electrolyteDensity() + (1 - porosity) * solids);
  }

  /** A coating whose solids are all host; capacities in C/m². */
  private static Host host(Electrode electrode, double thickness, double porosity) {
    return new Host(
        electrode.particles().stream()
            .map(p ->
                new Phase(
                    FARADAY
                        * p.maximumConcentration()
                        * thickness
                        * ((1 - porosity) * share(electrode, p)),
                    p::equilibriumPotential))
            .toList());
  }

  private static double potential(Host host, double x) {
    return host.phases().size() == 1
        ? host.phases().getFirst().ocp().applyAsDouble(x)
        : host.potential(x * host.capacity());
  }

  /** Of each material where their mean is {@code x}. */
  private static List<Double> stoichiometries(Host host, double x) {
    return host.phases().size() == 1 ? List.of(x) : host.stoichiometries(x * host.capacity());
  }

  /**
   * Negative stoichiometry at which the cell rests at a voltage, by bisection: the voltage rises
   * with it.
   */
  private static OptionalDouble stoichiometryAt(
      double voltage, Host negative, Host positive, double lithium) {
    double qn = negative.capacity();
    double qp = positive.capacity();
    if (!(lithium > 0 && lithium < qn + qp)) {
      return OptionalDouble.empty();
    }
    double low = Math.max(0, (lithium - qp) / qn);
    double high = Math.min(1, lithium / qn);
    if (!(restVoltage(low, negative, positive, lithium) <= voltage
        && restVoltage(high, negative, positive, lithium) >= voltage)) {
      return OptionalDouble.empty();
    }
    if (negative.phases().size() + positive.phases().size() > 2) {
      double held = new ElectrodeBalance(negative, positive, lithium).inNegativeAt(voltage);
      return OptionalDouble.of(held / qn);
    }
    while (high - low > 4 * Math.ulp(high)) {
      double middle = 0.5 * (low + high);
      if (restVoltage(middle, negative, positive, lithium) < voltage) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(0.5 * (low + high));
  }

  private static double restVoltage(double x, Host negative, Host positive, double lithium) {
    double y = (lithium - x * negative.capacity()) / positive.capacity();
    return potential(positive, y) - potential(negative, x);
  }
}
