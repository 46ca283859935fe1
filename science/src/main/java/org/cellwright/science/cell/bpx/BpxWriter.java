package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalDouble;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Electrolyte;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.State;

/** Writing of BPX 1.1, fields in the order of the standard. */
public final class BpxWriter {
  private BpxWriter() {}

  private static final String VERSION = "1.1.0";
  private static final ObjectWriter PRETTY =
      Json.MAPPER.writerWithDefaultPrettyPrinter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  /** See {@link Bpx#write}. */
  public static void write(Bpx bpx, OutputStream out) {
    try {
      PRETTY.writeValue(out, json(bpx));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ObjectNode json(Bpx bpx) {
    ObjectNode root = BpxValues.emptyObject();
    ObjectNode header = root.putObject(BpxKey.HEADER).put(BpxKey.BPX, VERSION);
    bpx.header().title().ifPresent(text -> header.put(BpxKey.TITLE, text));
    bpx.header().description().ifPresent(text -> header.put(BpxKey.DESCRIPTION, text));
    bpx.header().references().ifPresent(text -> header.put(BpxKey.REFERENCES, text));
    header.put(BpxKey.MODEL, bpx.header().model().spelling());

    ObjectNode parameters = root.putObject(BpxKey.PARAMETERISATION);
    cell(parameters.putObject(BpxKey.CELL), bpx.cell());
    bpx.electrolyteIfAny().ifPresent(e -> electrolyte(parameters.putObject(BpxKey.ELECTROLYTE), e));
    electrode(parameters.putObject(BpxKey.NEGATIVE_ELECTRODE), bpx.negativeElectrode());
    electrode(parameters.putObject(BpxKey.POSITIVE_ELECTRODE), bpx.positiveElectrode());
    bpx.separatorIfAny()
        .ifPresent(separator ->
            parameters
                .putObject(BpxKey.SEPARATOR)
                .put(BpxKey.THICKNESS, separator.thickness())
                .put(BpxKey.POROSITY, separator.porosity())
                .put(BpxKey.TRANSPORT_EFFICIENCY, separator.transportEfficiency()));
    if (!bpx.userDefined().isEmpty()) {
      parameters.set(BpxKey.USER_DEFINED, bpx.userDefined().json());
    }
    if (!bpx.state().equals(State.UNSAID)) {
      state(root.putObject(BpxKey.STATE), bpx);
    }
    if (!bpx.validation().isEmpty()) {
      ObjectNode curves = root.putObject(BpxKey.VALIDATION);
      bpx.validation().forEach((name, curve) -> validation(curves.putObject(name), curve));
    }
    return root;
  }

  private static void cell(ObjectNode node, Bpx.Cell cell) {
    node.put(BpxKey.ELECTRODE_AREA, cell.electrodeArea());
    put(node, BpxKey.EXTERNAL_AREA, cell.externalSurfaceArea());
    put(node, BpxKey.VOLUME, cell.volume());
    node.put(BpxKey.ELECTRODE_PAIRS, cell.electrodePairs());
    node.put(BpxKey.LOWER_CUT_OFF, cell.lowerCutOff());
    node.put(BpxKey.UPPER_CUT_OFF, cell.upperCutOff());
    node.put(BpxKey.NOMINAL_CAPACITY, cell.nominalCapacity());
    put(node, BpxKey.REFERENCE_TEMPERATURE, cell.referenceTemperature());
    put(node, BpxKey.DENSITY, cell.density());
    put(node, BpxKey.SPECIFIC_HEAT, cell.specificHeat());
  }

  private static void electrolyte(ObjectNode node, Electrolyte electrolyte) {
    node.put(BpxKey.TRANSFERENCE_NUMBER, electrolyte.transferenceNumber());
    node.set(BpxKey.DIFFUSIVITY, BpxValues.json(electrolyte.diffusivity()));
    put(node, BpxKey.DIFFUSIVITY_ACTIVATION, electrolyte.diffusivityActivationEnergy());
    node.set(BpxKey.CONDUCTIVITY, BpxValues.json(electrolyte.conductivity()));
    put(node, BpxKey.CONDUCTIVITY_ACTIVATION, electrolyte.conductivityActivationEnergy());
  }

  private static void electrode(ObjectNode node, Electrode electrode) {
    node.put(BpxKey.THICKNESS, electrode.thickness());
    electrode
        .pores()
        .ifPresent(pores ->
            node.put(BpxKey.POROSITY, pores.porosity())
                .put(BpxKey.TRANSPORT_EFFICIENCY, pores.transportEfficiency())
                .put(BpxKey.CONDUCTIVITY, pores.conductivity()));
    if (isBlend(electrode)) {
      ObjectNode phases = node.putObject(BpxKey.PARTICLE);
      electrode.particles().forEach(p -> particle(phases.putObject(p.name()), p));
    } else {
      particle(node, electrode.particles().getFirst());
    }
  }

  private static boolean isBlend(Electrode electrode) {
    return !electrode.particles().getFirst().name().isEmpty();
  }

  private static void particle(ObjectNode node, Particle particle) {
    node.put(BpxKey.MINIMUM_STOICHIOMETRY, particle.minimumStoichiometry());
    node.put(BpxKey.MAXIMUM_STOICHIOMETRY, particle.maximumStoichiometry());
    node.put(BpxKey.MAXIMUM_CONCENTRATION, particle.maximumConcentration());
    node.put(BpxKey.PARTICLE_RADIUS, particle.radius());
    node.put(BpxKey.SURFACE_AREA, particle.surfaceAreaPerVolume());
    node.set(BpxKey.DIFFUSIVITY, BpxValues.json(particle.diffusivity()));
    put(node, BpxKey.DIFFUSIVITY_ACTIVATION, particle.diffusivityActivationEnergy());
    node.set(BpxKey.OCP, BpxValues.json(particle.ocp()));
    particle.ocpDelithiation().ifPresent(f -> node.set(BpxKey.OCP_DELITHIATION, BpxValues.json(f)));
    particle.ocpLithiation().ifPresent(f -> node.set(BpxKey.OCP_LITHIATION, BpxValues.json(f)));
    put(node, BpxKey.HYSTERESIS_DECAY, particle.hysteresisDecay());
    particle.entropicChange().ifPresent(f -> node.set(BpxKey.ENTROPIC_CHANGE, BpxValues.json(f)));
    node.put(BpxKey.REACTION_RATE, particle.reactionRate());
    put(node, BpxKey.REACTION_RATE_ACTIVATION, particle.reactionRateActivationEnergy());
  }

  private static void state(ObjectNode node, Bpx bpx) {
    State state = bpx.state();
    ObjectNode initial = BpxValues.emptyObject();
    put(initial, BpxKey.INITIAL_SOC, state.soc());
    put(initial, BpxKey.INITIAL_TEMPERATURE, state.temperature());
    put(initial, BpxKey.INITIAL_CONCENTRATION, state.electrolyteConcentration());
    perPhase(
        initial,
        BpxKey.INITIAL_HYSTERESIS_POSITIVE,
        state.positiveHysteresis(),
        bpx.positiveElectrode());
    perPhase(
        initial,
        BpxKey.INITIAL_HYSTERESIS_NEGATIVE,
        state.negativeHysteresis(),
        bpx.negativeElectrode());
    ObjectNode thermal = BpxValues.emptyObject();
    put(thermal, BpxKey.AMBIENT_TEMPERATURE, state.ambientTemperature());
    put(thermal, BpxKey.HEAT_TRANSFER, state.heatTransferCoefficient());
    if (!initial.isEmpty()) {
      node.set(BpxKey.INITIAL_CONDITIONS, initial);
    }
    if (!thermal.isEmpty()) {
      node.set(BpxKey.THERMAL_ENVIRONMENT, thermal);
    }
    state
        .degradation()
        .ifPresent(lost -> {
          ObjectNode group = node.putObject(BpxKey.DEGRADATION);
          group.put(BpxKey.LLI, lost.lithiumInventory());
          perPhase(group, BpxKey.LAM_POSITIVE, lost.positiveMaterial(), bpx.positiveElectrode());
          perPhase(group, BpxKey.LAM_NEGATIVE, lost.negativeMaterial(), bpx.negativeElectrode());
        });
  }

  private static void perPhase(
      ObjectNode node, String field, List<Double> values, Electrode electrode) {
    if (values.isEmpty()) {
      return;
    }
    if (!isBlend(electrode)) {
      node.put(field, values.getFirst());
      return;
    }
    ObjectNode byName = node.putObject(field);
    for (int i = 0; i < values.size(); i++) {
      byName.put(electrode.particles().get(i).name(), values.get(i));
    }
  }

  private static void validation(ObjectNode node, Bpx.Validation curve) {
    node.set(BpxKey.TIME, list(curve.time()));
    node.set(BpxKey.CURRENT, list(curve.current()));
    node.set(BpxKey.VOLTAGE, list(curve.voltage()));
    curve.temperature().ifPresent(t -> node.set(BpxKey.TEMPERATURE, list(t)));
  }

  private static JsonNode list(List<Double> values) {
    return BpxValues.json(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void put(ObjectNode node, String field, OptionalDouble value) {
    value.ifPresent(v -> node.put(field, v));
  }
}
