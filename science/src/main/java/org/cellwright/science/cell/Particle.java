package org.cellwright.science.cell;

import static org.cellwright.science.cell.Check.finite;
import static org.cellwright.science.cell.Check.notNegative;
import static org.cellwright.science.cell.Check.positive;

import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.science.cell.bpx.BpxKey;

/**
 * One active material of an electrode, as equal spheres. Functions take the stoichiometry.
 *
 * <p>With it, in BPX: j = 2 j0 sinh(Fη/2RT), j0 = F K √[(c_e/c_e0)(c/c_max)(1−c/c_max)], and
 * Arrhenius factors exp[E/R (1/T_ref − 1/T)] where an activation energy is given.
 *
 * @param name of the phase in a blend ("Primary"); "" for the only material of an electrode
 * @param minimumStoichiometry 0 to 1; in the negative electrode at 0 % state of charge
 * @param maximumStoichiometry greater than the minimum; in the negative electrode at 100 %
 * @param maximumConcentration of lithium, mol/m³
 * @param radius m
 * @param surfaceAreaPerVolume of the coating, 1/m
 * @param diffusivity m²/s
 * @param diffusivityActivationEnergy J/mol; absent: does not depend on temperature
 * @param ocp open-circuit potential at the reference temperature, V against Li/Li+
 * @param ocpDelithiation V, where the material shows hysteresis
 * @param ocpLithiation V, where the material shows hysteresis
 * @param hysteresisDecay γ, dimensionless: the way to the other branch shrinks by exp(−γ Δx/2)
 *     while the stoichiometry changes by Δx
 * @param entropicChange dU/dT, V/K; absent: no reversible heat
 * @param reactionRate K, mol/(m² s)
 * @param reactionRateActivationEnergy J/mol; absent: does not depend on temperature
 */
public record Particle(
    String name,
    double minimumStoichiometry,
    double maximumStoichiometry,
    double maximumConcentration,
    double radius,
    double surfaceAreaPerVolume,
    ScalarFunction diffusivity,
    OptionalDouble diffusivityActivationEnergy,
    ScalarFunction ocp,
    Optional<ScalarFunction> ocpDelithiation,
    Optional<ScalarFunction> ocpLithiation,
    OptionalDouble hysteresisDecay,
    Optional<ScalarFunction> entropicChange,
    double reactionRate,
    OptionalDouble reactionRateActivationEnergy) {

  private static final int PROBES = 11;

  public Particle {
    Check.share(BpxKey.MINIMUM_STOICHIOMETRY, minimumStoichiometry);
    Check.share(BpxKey.MAXIMUM_STOICHIOMETRY, maximumStoichiometry);
    if (minimumStoichiometry >= maximumStoichiometry) {
      throw Check.refused(
          BpxKey.MINIMUM_STOICHIOMETRY,
          minimumStoichiometry,
          "is not below the maximum stoichiometry " + maximumStoichiometry,
          "Maybe the two were swapped: the minimum is the smaller number in both electrodes.");
    }
    positive(BpxKey.MAXIMUM_CONCENTRATION, maximumConcentration);
    positive(BpxKey.PARTICLE_RADIUS, radius);
    positive(BpxKey.SURFACE_AREA, surfaceAreaPerVolume);
    positive(BpxKey.REACTION_RATE, reactionRate);
    finite(BpxKey.DIFFUSIVITY_ACTIVATION, diffusivityActivationEnergy);
    finite(BpxKey.REACTION_RATE_ACTIVATION, reactionRateActivationEnergy);
    notNegative(BpxKey.HYSTERESIS_DECAY, hysteresisDecay);
    for (int i = 0; i < PROBES; i++) {
      double x =
          minimumStoichiometry + (maximumStoichiometry - minimumStoichiometry) * i / (PROBES - 1.0);
      Check.positiveAt(BpxKey.DIFFUSIVITY, diffusivity, x);
      Check.finiteAt(BpxKey.OCP, ocp, x);
      ocpDelithiation.ifPresent(f -> Check.finiteAt(BpxKey.OCP_DELITHIATION, f, x));
      ocpLithiation.ifPresent(f -> Check.finiteAt(BpxKey.OCP_LITHIATION, f, x));
      entropicChange.ifPresent(f -> Check.finiteAt(BpxKey.ENTROPIC_CHANGE, f, x));
    }
  }

  /** Volume of this material per volume of coating, from the area of its spheres: a R / 3. */
  public double activeFraction() {
    return surfaceAreaPerVolume * radius / 3;
  }

  /**
   * Open-circuit potential at rest, V: halfway between the branches where there are both, else
   * {@link #ocp}.
   */
  public double equilibriumPotential(double stoichiometry) {
    return ocpDelithiation.isPresent() && ocpLithiation.isPresent()
        ? 0.5 * (ocpDelithiation.get().at(stoichiometry) + ocpLithiation.get().at(stoichiometry))
        : ocp.at(stoichiometry);
  }

  /** The same material as a phase of a blend. */
  public Particle named(String name) {
    return copy(name, minimumStoichiometry, maximumStoichiometry, radius, surfaceAreaPerVolume);
  }

  /** The same material with another window of stoichiometries. */
  public Particle withWindow(double minimum, double maximum) {
    return copy(name, minimum, maximum, radius, surfaceAreaPerVolume);
  }

  /** The same material in spheres of a radius in m that fill a fraction of the coating's volume. */
  public Particle withSpheres(double radius, double activeFraction) {
    return copy(
        name, minimumStoichiometry, maximumStoichiometry, radius, 3 * activeFraction / radius);
  }

  private Particle copy(
      String name, double minimum, double maximum, double radius, double surfaceAreaPerVolume) {
    return new Particle(
        name,
        minimum,
        maximum,
        maximumConcentration,
        radius,
        surfaceAreaPerVolume,
        diffusivity,
        diffusivityActivationEnergy,
        ocp,
        ocpDelithiation,
        ocpLithiation,
        hysteresisDecay,
        entropicChange,
        reactionRate,
        reactionRateActivationEnergy);
  }
}
