package org.cellwright.science.cell.design;

import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.UserDefined;

/**
 * The cell that designs depart from: its BPX file, and from the user-defined part of that file what
 * a change of design needs.
 *
 * @param bpx the published cell
 * @param negativeSolidDensity of the solids alone, kg/m³
 * @param positiveSolidDensity of the solids alone, kg/m³
 * @param separatorDensity dry, in bulk, kg/m³
 * @param electrolyteDensity kg/m³
 * @param foilMass of half the copper and half the aluminium, kg/m²
 * @param foilThickness of half the copper and half the aluminium, m
 * @param jellyRollVolume fixed: a thicker stack has less area, m³
 * @param formationLoss lithium lost in formation over the negative host capacity
 * @param positiveAsMade stoichiometry of the positive material before formation
 * @param positiveCharged stoichiometry at which N/P counts the positive electrode as charged
 * @param transportExponent transport efficiency is porosity to this power
 * @param conductivityExponent conductivity scales with the solid fraction to this power
 */
record BaseCell(
    Bpx bpx,
    double negativeSolidDensity,
    double positiveSolidDensity,
    double separatorDensity,
    double electrolyteDensity,
    double foilMass,
    double foilThickness,
    double jellyRollVolume,
    double formationLoss,
    double positiveAsMade,
    double positiveCharged,
    double transportExponent,
    double conductivityExponent) {

  private static final String WHY =
      "A design is made from it; see examples/cells/lg-m50-chen2020.json for the names.";

  static BaseCell of(Bpx bpx) {
    UserDefined more = bpx.userDefined();
    double copper = 0.5 * more.required(WHY, "Current collectors", "Negative thickness [m]");
    double aluminium = 0.5 * more.required(WHY, "Current collectors", "Positive thickness [m]");
    double foils = copper + aluminium;
    double coatings =
        bpx.negativeElectrode().thickness()
            + bpx.separator().thickness()
            + bpx.positiveElectrode().thickness();
    return new BaseCell(
        bpx,
        more.required(WHY, "Densities", "Negative electrode solids [kg.m-3]"),
        more.required(WHY, "Densities", "Positive electrode solids [kg.m-3]"),
        more.required(WHY, "Densities", "Separator, dry [kg.m-3]"),
        more.required(WHY, "Densities", "Electrolyte [kg.m-3]"),
        copper * more.required(WHY, "Densities", "Copper [kg.m-3]")
            + aluminium * more.required(WHY, "Densities", "Aluminium [kg.m-3]"),
        foils,
        more.required(WHY, "Jelly roll", "Height [m]")
            * more.required(WHY, "Jelly roll", "Width [m]")
            * (coatings + foils),
        more.required(WHY, "Lithium inventory", "Formation loss per negative host capacity"),
        more.required(WHY, "Lithium inventory", "Positive stoichiometry as made"),
        more.required(WHY, "Lithium inventory", "Positive stoichiometry charged"),
        more.required(WHY, "Scaling with porosity", "Transport exponent"),
        more.required(WHY, "Scaling with porosity", "Conductivity exponent"));
  }

  double transport(double porosity) {
    return Math.pow(porosity, transportExponent);
  }

  double conductivity(Electrode base, double porosity) {
    return base.conductivity()
        * Math.pow((1 - porosity) / (1 - base.porosity()), conductivityExponent);
  }

  /** What the base cell itself looks like as a stack. */
  Stack.Geometry geometry() {
    return new Stack.Geometry(
        bpx.negativeElectrode().thickness(),
        bpx.separator().thickness(),
        bpx.positiveElectrode().thickness(),
        bpx.negativeElectrode().porosity(),
        bpx.positiveElectrode().porosity(),
        bpx.negativeElectrode().particle().radius(),
        bpx.positiveElectrode().particle().radius());
  }
}
