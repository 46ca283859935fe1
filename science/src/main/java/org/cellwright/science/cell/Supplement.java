package org.cellwright.science.cell;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the models know how to use and BPX has no field for. It stands under "User-defined" of the
 * cell file (or comes with --set), under the names below; what is absent is left out of the
 * physics.
 *
 * @param negativeDoubleLayer F/m² of particle surface, 0 for none
 * @param positiveDoubleLayer F/m² of particle surface, 0 for none
 * @param contactResistance of tabs and contacts, in series with the cell, Ω
 * @param thermodynamicFactor 1 + dln f/dln c of the salt, of its concentration in mol/m³; empty:
 *     one
 * @param negativeRadiusDeviations standard deviation of the area-weighted lognormal distribution of
 *     particle radii, m; 0: equal spheres; one for each active material, in a blend by its name
 * @param positiveRadiusDeviations the same for the positive electrode
 * @param lithiumExchangeCurrent of a lithium metal counter electrode, A/m²; empty: no overpotential
 */
public record Supplement(
    double negativeDoubleLayer,
    double positiveDoubleLayer,
    double contactResistance,
    Optional<ScalarFunction> thermodynamicFactor,
    List<Double> negativeRadiusDeviations,
    List<Double> positiveRadiusDeviations,
    OptionalDouble lithiumExchangeCurrent) {
  public static final String NEGATIVE_DOUBLE_LAYER =
      "Negative electrode double-layer capacity [F.m-2]";
  public static final String POSITIVE_DOUBLE_LAYER =
      "Positive electrode double-layer capacity [F.m-2]";
  public static final String CONTACT_RESISTANCE = "Contact resistance [Ohm]";
  public static final String THERMODYNAMIC_FACTOR = "Electrolyte thermodynamic factor";
  public static final String NEGATIVE_RADIUS_DEVIATION =
      "Negative electrode particle radius standard deviation [m]";
  public static final String POSITIVE_RADIUS_DEVIATION =
      "Positive electrode particle radius standard deviation [m]";
  public static final String LITHIUM_EXCHANGE_CURRENT =
      "Lithium counter electrode exchange-current density [A.m-2]";

  /**
   * @throws org.cellwright.core.CellwrightException for a negative number; names its path
   */
  public static Supplement of(Bpx bpx) {
    UserDefined values = bpx.userDefined();
    OptionalDouble exchange =
        values
            .number(LITHIUM_EXCHANGE_CURRENT)
            .map(OptionalDouble::of)
            .orElse(OptionalDouble.empty());
    Check.positive(LITHIUM_EXCHANGE_CURRENT, exchange);
    return new Supplement(
        notNegative(values, NEGATIVE_DOUBLE_LAYER),
        notNegative(values, POSITIVE_DOUBLE_LAYER),
        notNegative(values, CONTACT_RESISTANCE),
        values.function(THERMODYNAMIC_FACTOR),
        deviations(values, NEGATIVE_RADIUS_DEVIATION, bpx.negativeElectrode()),
        deviations(values, POSITIVE_RADIUS_DEVIATION, bpx.positiveElectrode()),
        exchange);
  }

  private static List<Double> deviations(UserDefined values, String name, Electrode electrode) {
    return electrode.particles().stream()
        .map(material -> notNegative(values, values.pathOf(material, electrode, name)))
        .toList();
  }

  private static double notNegative(UserDefined values, String... path) {
    double value = values.number(path).orElse(0.0);
    Check.notNegative(String.join("/", path), OptionalDouble.of(value));
    return value;
  }
}
