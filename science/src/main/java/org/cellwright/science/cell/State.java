package org.cellwright.science.cell;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.science.cell.bpx.BpxKey;

/**
 * The state a cell starts in and where it stands. What the file does not say is absent, never a
 * default.
 *
 * @param soc state of charge, 0 to 1
 * @param temperature at the start, K
 * @param electrolyteConcentration at rest, mol/m³
 * @param negativeHysteresis −1 to 1 for each particle phase in the order of the electrode, or empty
 * @param positiveHysteresis the same for the positive electrode
 * @param ambientTemperature K
 * @param heatTransferCoefficient from the outer surface to the ambient, W/(m² K)
 * @param degradation lithium and active material already lost
 */
public record State(
    OptionalDouble soc,
    OptionalDouble temperature,
    OptionalDouble electrolyteConcentration,
    List<Double> negativeHysteresis,
    List<Double> positiveHysteresis,
    OptionalDouble ambientTemperature,
    OptionalDouble heatTransferCoefficient,
    Optional<Degradation> degradation) {

  /** A file without a state. */
  public static final State UNSAID =
      new State(
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          List.of(),
          List.of(),
          OptionalDouble.empty(),
          OptionalDouble.empty(),
          Optional.empty());

  public State {
    soc.ifPresent(v -> Check.share(BpxKey.INITIAL_SOC, v));
    Check.positive(BpxKey.INITIAL_TEMPERATURE, temperature);
    Check.positive(BpxKey.INITIAL_CONCENTRATION, electrolyteConcentration);
    negativeHysteresis = List.copyOf(negativeHysteresis);
    positiveHysteresis = List.copyOf(positiveHysteresis);
    negativeHysteresis.forEach(v -> branch(BpxKey.INITIAL_HYSTERESIS_NEGATIVE, v));
    positiveHysteresis.forEach(v -> branch(BpxKey.INITIAL_HYSTERESIS_POSITIVE, v));
    Check.positive(BpxKey.AMBIENT_TEMPERATURE, ambientTemperature);
    Check.notNegative(BpxKey.HEAT_TRANSFER, heatTransferCoefficient);
  }

  private static void branch(String field, double value) {
    Check.finite(field, value);
    if (Math.abs(value) > 1) {
      throw Check.refused(
          field, value, "is not within -1 to 1", "1 is the delithiation branch, -1 the other.");
    }
  }

  /**
   * What the cell has lost since it was new; {@link Bpx#degraded} says what follows from it.
   *
   * @param lithiumInventory share of the cyclable lithium lost, 0 to 1: of all lithium in the
   *     active materials of the fresh cell, whatever took it
   * @param negativeMaterial share of the volume of each phase of the negative electrode lost, 0 to
   *     1
   * @param positiveMaterial the same for the positive electrode
   */
  public record Degradation(
      double lithiumInventory, List<Double> negativeMaterial, List<Double> positiveMaterial) {
    public Degradation {
      Check.share(BpxKey.LLI, lithiumInventory);
      negativeMaterial = List.copyOf(negativeMaterial);
      positiveMaterial = List.copyOf(positiveMaterial);
      negativeMaterial.forEach(v -> Check.share(BpxKey.LAM_NEGATIVE, v));
      positiveMaterial.forEach(v -> Check.share(BpxKey.LAM_POSITIVE, v));
    }
  }

  public State withSoc(double soc) {
    return new State(
        OptionalDouble.of(soc),
        temperature,
        electrolyteConcentration,
        negativeHysteresis,
        positiveHysteresis,
        ambientTemperature,
        heatTransferCoefficient,
        degradation);
  }

  /** The same start and the same surroundings at one temperature, K. */
  public State withTemperature(double temperature) {
    return new State(
        soc,
        OptionalDouble.of(temperature),
        electrolyteConcentration,
        negativeHysteresis,
        positiveHysteresis,
        OptionalDouble.of(temperature),
        heatTransferCoefficient,
        degradation);
  }

  /** The same without what was lost. */
  State withoutDegradation() {
    return new State(
        soc,
        temperature,
        electrolyteConcentration,
        negativeHysteresis,
        positiveHysteresis,
        ambientTemperature,
        heatTransferCoefficient,
        Optional.empty());
  }
}
