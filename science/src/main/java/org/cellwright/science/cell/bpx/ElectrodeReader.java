package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Particle;

/** Electrodes: porous or for single-particle models, of one active material or a blend. */
final class ElectrodeReader {
  private ElectrodeReader() {}

  private static final List<String> PARTICLE_FIELDS =
      Fields.names(
          BpxKey.MINIMUM_STOICHIOMETRY,
          BpxKey.MAXIMUM_STOICHIOMETRY,
          BpxKey.MAXIMUM_CONCENTRATION,
          BpxKey.PARTICLE_RADIUS,
          BpxKey.SURFACE_AREA,
          BpxKey.DIFFUSIVITY,
          BpxKey.DIFFUSIVITY_ACTIVATION,
          BpxKey.OCP,
          BpxKey.OCP_DELITHIATION,
          BpxKey.OCP_LITHIATION,
          BpxKey.HYSTERESIS_DECAY,
          BpxKey.ENTROPIC_CHANGE,
          BpxKey.REACTION_RATE,
          BpxKey.REACTION_RATE_ACTIVATION);

  /**
   * @param porous whether the model of the file needs the pores
   * @param partial whether the file itself decides, by giving a conductivity
   */
  static Electrode read(JsonNode node, String path, boolean porous, boolean partial) {
    boolean blend = node.has(BpxKey.PARTICLE);
    boolean pores = partial ? node.has(BpxKey.CONDUCTIVITY) : porous;
    List<String> valid = new ArrayList<>(List.of(BpxKey.THICKNESS));
    if (pores) {
      valid.addAll(List.of(BpxKey.POROSITY, BpxKey.TRANSPORT_EFFICIENCY, BpxKey.CONDUCTIVITY));
    }
    if (blend) {
      valid.add(BpxKey.PARTICLE);
    } else {
      valid.addAll(PARTICLE_FIELDS);
    }
    Fields fields = Fields.of(node, path, valid);
    List<Particle> particles = blend ? phases(fields) : List.of(particle("", fields));
    return fields.build(() ->
        new Electrode(
            fields.number(BpxKey.THICKNESS),
            pores
                ? Optional.of(
                    new Electrode.Pores(
                        fields.number(BpxKey.POROSITY),
                        fields.number(BpxKey.TRANSPORT_EFFICIENCY),
                        fields.number(BpxKey.CONDUCTIVITY)))
                : Optional.empty(),
            particles));
  }

  private static List<Particle> phases(Fields electrode) {
    Fields named =
        Fields.anyNames(electrode.required(BpxKey.PARTICLE), electrode.path(BpxKey.PARTICLE));
    List<Particle> phases = new ArrayList<>();
    for (String name : named.names()) {
      if (name.isBlank()) {
        throw CellwrightException.refused(
            "a phase of a blend has an empty name", named.path(), "Give it a name.");
      }
      phases.add(
          particle(name, Fields.of(named.required(name), named.path(name), PARTICLE_FIELDS)));
    }
    return phases;
  }

  private static Particle particle(String name, Fields fields) {
    return fields.build(() ->
        new Particle(
            name,
            fields.number(BpxKey.MINIMUM_STOICHIOMETRY),
            fields.number(BpxKey.MAXIMUM_STOICHIOMETRY),
            fields.number(BpxKey.MAXIMUM_CONCENTRATION),
            fields.number(BpxKey.PARTICLE_RADIUS),
            fields.number(BpxKey.SURFACE_AREA),
            fields.function(BpxKey.DIFFUSIVITY),
            fields.optionalNumber(BpxKey.DIFFUSIVITY_ACTIVATION),
            fields.function(BpxKey.OCP),
            fields.optionalFunction(BpxKey.OCP_DELITHIATION),
            fields.optionalFunction(BpxKey.OCP_LITHIATION),
            fields.optionalNumber(BpxKey.HYSTERESIS_DECAY),
            fields.optionalFunction(BpxKey.ENTROPIC_CHANGE),
            fields.number(BpxKey.REACTION_RATE),
            fields.optionalNumber(BpxKey.REACTION_RATE_ACTIVATION)));
  }
}
