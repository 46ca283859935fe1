package org.cellwright.science.cell.bpx;

import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.State;

/** The section State of BPX 1.x; every group and most fields of it may be absent. */
final class StateReader {
  private StateReader() {}

  static State read(Fields root, Electrode negative, Electrode positive) {
    if (root.optional(BpxKey.STATE).isEmpty()) {
      return State.UNSAID;
    }
    Fields state =
        Fields.of(
            root.required(BpxKey.STATE),
            root.path(BpxKey.STATE),
            Fields.names(
                BpxKey.INITIAL_CONDITIONS, BpxKey.THERMAL_ENVIRONMENT, BpxKey.DEGRADATION));
    Fields initial =
        group(
            state,
            BpxKey.INITIAL_CONDITIONS,
            BpxKey.INITIAL_SOC,
            BpxKey.INITIAL_TEMPERATURE,
            BpxKey.INITIAL_CONCENTRATION,
            BpxKey.INITIAL_HYSTERESIS_POSITIVE,
            BpxKey.INITIAL_HYSTERESIS_NEGATIVE);
    Fields thermal =
        group(state, BpxKey.THERMAL_ENVIRONMENT, BpxKey.AMBIENT_TEMPERATURE, BpxKey.HEAT_TRANSFER);
    State start =
        initial.build(() ->
            new State(
                initial.optionalNumber(BpxKey.INITIAL_SOC),
                initial.optionalNumber(BpxKey.INITIAL_TEMPERATURE),
                initial.optionalNumber(BpxKey.INITIAL_CONCENTRATION),
                perPhase(initial, BpxKey.INITIAL_HYSTERESIS_NEGATIVE, negative),
                perPhase(initial, BpxKey.INITIAL_HYSTERESIS_POSITIVE, positive),
                State.UNSAID.ambientTemperature(),
                State.UNSAID.heatTransferCoefficient(),
                Optional.empty()));
    Optional<State.Degradation> degradation =
        state.optional(BpxKey.DEGRADATION).isEmpty()
            ? Optional.empty()
            : Optional.of(degradation(state, negative, positive));
    return thermal.build(() ->
        new State(
            start.soc(),
            start.temperature(),
            start.electrolyteConcentration(),
            start.negativeHysteresis(),
            start.positiveHysteresis(),
            thermal.optionalNumber(BpxKey.AMBIENT_TEMPERATURE),
            thermal.optionalNumber(BpxKey.HEAT_TRANSFER),
            degradation));
  }

  private static State.Degradation degradation(
      Fields state, Electrode negative, Electrode positive) {
    Fields fields =
        group(state, BpxKey.DEGRADATION, BpxKey.LLI, BpxKey.LAM_POSITIVE, BpxKey.LAM_NEGATIVE);
    fields.required(BpxKey.LAM_NEGATIVE);
    fields.required(BpxKey.LAM_POSITIVE);
    return fields.build(() ->
        new State.Degradation(
            fields.number(BpxKey.LLI),
            perPhase(fields, BpxKey.LAM_NEGATIVE, negative),
            perPhase(fields, BpxKey.LAM_POSITIVE, positive)));
  }

  private static Fields group(Fields state, String name, String... valid) {
    return state
        .optional(name)
        .map(node -> Fields.of(node, state.path(name), Fields.names(valid)))
        .orElseGet(() -> Fields.of(BpxValues.emptyObject(), state.path(name), Fields.names(valid)));
  }

  /** One number, or in a blend one for each phase by its name; in the order of the electrode. */
  private static List<Double> perPhase(Fields group, String field, Electrode electrode) {
    if (group.optional(field).isEmpty()) {
      return List.of();
    }
    List<String> phases = electrode.particles().stream().map(Particle::name).toList();
    if (phases.equals(List.of(""))) {
      return List.of(group.number(field));
    }
    if (!group.required(field).isObject()) {
      throw CellwrightException.refused(
          "the electrode is a blend; one value is needed for each of " + phases,
          group.path(field),
          "Write {\"" + phases.getFirst() + "\": …, …}.");
    }
    Fields values = Fields.of(group.required(field), group.path(field), phases);
    return phases.stream().map(values::number).toList();
  }
}
