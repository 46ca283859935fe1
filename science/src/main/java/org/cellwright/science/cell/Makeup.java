package org.cellwright.science.cell;

/**
 * What a change of a cell's design needs and BPX has no field for: masses, foils, the can, and the
 * lithium that formation leaves. It stands in a cell file under "User-defined", in the groups and
 * under the names that {@link #of} reads; each group has a "description" with its source.
 *
 * @param negativeSolidsDensity of the solids alone, kg/m³
 * @param positiveSolidsDensity of the solids alone, kg/m³
 * @param separatorDensity of the dry separator with its pores, kg/m³
 * @param electrolyteDensity kg/m³
 * @param negativeCollectorDensity of copper, kg/m³
 * @param positiveCollectorDensity of aluminium, kg/m³
 * @param negativeCollectorThickness full foil, coated on both sides, m
 * @param positiveCollectorThickness full foil, coated on both sides, m
 * @param jellyRollHeight m
 * @param jellyRollWidth unwound, m
 * @param formationLoss lithium lost in formation, a fraction of the negative host capacity
 * @param positiveAsMade stoichiometry of the positive electrode as made
 * @param positiveCharged stoichiometry of the charged positive electrode that N/P counts to
 * @param transportExponent transport efficiency = porosity^exponent
 * @param conductivityExponent conductivity ~ (1 − porosity)^exponent
 * @param cellMass kg
 * @param specificHeat of the whole cell, J/(kg K)
 */
public record Makeup(
    double negativeSolidsDensity,
    double positiveSolidsDensity,
    double separatorDensity,
    double electrolyteDensity,
    double negativeCollectorDensity,
    double positiveCollectorDensity,
    double negativeCollectorThickness,
    double positiveCollectorThickness,
    double jellyRollHeight,
    double jellyRollWidth,
    double formationLoss,
    double positiveAsMade,
    double positiveCharged,
    double transportExponent,
    double conductivityExponent,
    double cellMass,
    double specificHeat) {

  private static final String DENSITIES = "Densities";
  private static final String COLLECTORS = "Current collectors";
  private static final String JELLY_ROLL = "Jelly roll";
  private static final String LITHIUM = "Lithium inventory";
  private static final String SCALING = "Scaling with porosity";
  private static final String THERMAL = "Thermal mass";

  /**
   * @throws org.cellwright.core.CellwrightException when a value is missing; names its path
   */
  public static Makeup of(UserDefined values) {
    return new Makeup(
        read(values, DENSITIES, "Negative electrode solids [kg.m-3]"),
        read(values, DENSITIES, "Positive electrode solids [kg.m-3]"),
        read(values, DENSITIES, "Separator, dry [kg.m-3]"),
        read(values, DENSITIES, "Electrolyte [kg.m-3]"),
        read(values, DENSITIES, "Copper [kg.m-3]"),
        read(values, DENSITIES, "Aluminium [kg.m-3]"),
        read(values, COLLECTORS, "Negative thickness [m]"),
        read(values, COLLECTORS, "Positive thickness [m]"),
        read(values, JELLY_ROLL, "Height [m]"),
        read(values, JELLY_ROLL, "Width [m]"),
        read(values, LITHIUM, "Formation loss per negative host capacity"),
        read(values, LITHIUM, "Positive stoichiometry as made"),
        read(values, LITHIUM, "Positive stoichiometry charged"),
        read(values, SCALING, "Transport exponent"),
        read(values, SCALING, "Conductivity exponent"),
        read(values, THERMAL, "Cell mass [kg]"),
        read(values, THERMAL, "Specific heat capacity [J.K-1.kg-1]"));
  }

  private static double read(UserDefined values, String group, String name) {
    double value =
        values.required("A change of the design needs it; add it to the file.", group, name);
    if (value < 0) {
      throw Check.refused(name, value, "is negative", "Give 0 or more.");
    }
    return value;
  }
}
