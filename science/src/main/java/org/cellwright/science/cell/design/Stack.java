package org.cellwright.science.cell.design;

import static org.cellwright.science.cell.continuum.CellData.FARADAY;

import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
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
          hostCapacity(
              base.bpx().positiveElectrode().particle(), positiveThickness, positivePorosity);
      double wanted =
          negativeToPositive
              * positive
              * (base.makeup().positiveAsMade() - base.makeup().positiveCharged());
      double perThickness =
          hostCapacity(base.bpx().negativeElectrode().particle(), 1, negativePorosity);
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
    Particle negative = bpx.negativeElectrode().particle();
    Particle positive = bpx.positiveElectrode().particle();
    double qn = hostCapacity(negative, g.negativeThickness, g.negativePorosity);
    double qp = hostCapacity(positive, g.positiveThickness, g.positivePorosity);
    double lithium = base.makeup().positiveAsMade() * qp - base.makeup().formationLoss() * qn;
    OptionalDouble full =
        stoichiometryAt(bpx.cell().upperCutOff(), negative, positive, qn, qp, lithium);
    OptionalDouble empty =
        stoichiometryAt(bpx.cell().lowerCutOff(), negative, positive, qn, qp, lithium);
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
            x0,
            x100);
    Electrode cathode =
        electrode(
            base,
            bpx.positiveElectrode(),
            g.positiveThickness,
            g.positivePorosity,
            g.positiveRadius,
            (lithium - x100 * qn) / qp,
            (lithium - x0 * qn) / qp);
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
      double minimumStoichiometry,
      double maximumStoichiometry) {
    return from.withThickness(thickness)
        .withPores(porosity, base.transport(porosity), base.conductivity(from, porosity))
        .withParticle(
            from.particle()
                .withWindow(minimumStoichiometry, maximumStoichiometry)
                .withSpheres(radius, 1 - porosity));
  }

  private static double coatingMass(
      BaseCell base, double thickness, double porosity, double solids) {
    return thickness * (porosity * base.makeup().electrolyteDensity() + (1 - porosity) * solids);
  }

  /** C/m² of a coating whose solids are all host. */
  private static double hostCapacity(Particle particle, double thickness, double porosity) {
    return FARADAY * particle.maximumConcentration() * thickness * (1 - porosity);
  }

  /**
   * Negative stoichiometry at which the cell rests at a voltage, by bisection: the voltage rises
   * with it.
   */
  private static OptionalDouble stoichiometryAt(
      double voltage, Particle negative, Particle positive, double qn, double qp, double lithium) {
    double low = Math.max(0, (lithium - qp) / qn);
    double high = Math.min(1, lithium / qn);
    if (!(restVoltage(low, negative, positive, qn, qp, lithium) <= voltage
        && restVoltage(high, negative, positive, qn, qp, lithium) >= voltage)) {
      return OptionalDouble.empty();
    }
    while (high - low > 4 * Math.ulp(high)) {
      double middle = 0.5 * (low + high);
      if (restVoltage(middle, negative, positive, qn, qp, lithium) < voltage) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalDouble.of(0.5 * (low + high));
  }

  private static double restVoltage(
      double x, Particle negative, Particle positive, double qn, double qp, double lithium) {
    return positive.ocp().at((lithium - x * qn) / qp) - negative.ocp().at(x);
  }
}
