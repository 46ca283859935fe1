package org.cellwright.science.cell;

import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;

/**
 * One coating.
 *
 * @param thickness m
 * @param pores what single-particle parameter sets leave out
 * @param particles the active materials; one, or several named ones in a blend
 */
public record Electrode(double thickness, Optional<Pores> pores, List<Particle> particles) {
  public Electrode {
    Check.positive(BpxKey.THICKNESS, thickness);
    particles = List.copyOf(particles);
    if (particles.isEmpty()) {
      throw CellwrightException.refused(
          "an electrode without active material", BpxKey.PARTICLE, "Name at least one phase.");
    }
    if (particles.size() > 1 && particles.stream().anyMatch(p -> p.name().isEmpty())) {
      throw CellwrightException.refused(
          "a blend has a phase without a name", BpxKey.PARTICLE, "Give every phase a name.");
    }
  }

  /**
   * The pores and the solid network around them.
   *
   * @param porosity volume of electrolyte per volume of coating, 0 to 1
   * @param transportEfficiency effective over bulk transport in the electrolyte, 0 to 1
   * @param conductivity of the solid network as a whole (already effective), S/m
   */
  public record Pores(double porosity, double transportEfficiency, double conductivity) {
    public Pores {
      Check.fraction(BpxKey.POROSITY, porosity);
      Check.efficiency(BpxKey.TRANSPORT_EFFICIENCY, transportEfficiency);
      Check.positive(BpxKey.CONDUCTIVITY, conductivity);
    }
  }

  /** The only active material; refuses a blend. */
  public Particle particle() {
    if (particles.size() > 1) {
      throw CellwrightException.refused(
          "the electrode is a blend of "
              + particles.stream().map(Particle::name).toList()
              + " where one active material is needed",
          BpxKey.PARTICLE,
          "Use a model for blended electrodes, or a parameter set with one material.");
    }
    return particles.getFirst();
  }

  /** Volume of electrolyte per volume of coating; refuses a single-particle parameter set. */
  public double porosity() {
    return requiredPores().porosity();
  }

  /** Effective over bulk transport in the electrolyte; refuses a single-particle parameter set. */
  public double transportEfficiency() {
    return requiredPores().transportEfficiency();
  }

  /** Effective conductivity of the solid, S/m; refuses a single-particle parameter set. */
  public double conductivity() {
    return requiredPores().conductivity();
  }

  private Pores requiredPores() {
    return pores.orElseThrow(() ->
        CellwrightException.refused(
            "the parameter set is for single-particle models: its electrodes have no porosity",
            BpxKey.POROSITY,
            "Choose --model spm, or give porosity, transport efficiency and conductivity."));
  }

  public Electrode withThickness(double thickness) {
    return new Electrode(thickness, pores, particles);
  }

  public Electrode withPores(double porosity, double transportEfficiency, double conductivity) {
    return new Electrode(
        thickness, Optional.of(new Pores(porosity, transportEfficiency, conductivity)), particles);
  }

  public Electrode withParticles(List<Particle> particles) {
    return new Electrode(thickness, pores, particles);
  }
}
