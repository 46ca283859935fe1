package org.cellwright.science.cell;

import java.util.OptionalDouble;
import org.cellwright.science.cell.bpx.BpxKey;

/**
 * A binary liquid electrolyte in bulk. Functions take the salt concentration in mol/m³. BPX has no
 * thermodynamic factor: it is one.
 *
 * @param transferenceNumber of the cation, less than 1
 * @param diffusivity m²/s
 * @param diffusivityActivationEnergy J/mol; absent: does not depend on temperature
 * @param conductivity S/m
 * @param conductivityActivationEnergy J/mol; absent: does not depend on temperature
 */
public record Electrolyte(
    double transferenceNumber,
    ScalarFunction diffusivity,
    OptionalDouble diffusivityActivationEnergy,
    ScalarFunction conductivity,
    OptionalDouble conductivityActivationEnergy) {

  /** From dilute to beyond what carbonates are made with, mol/m³. */
  private static final double[] PROBES = {100, 500, 1000, 1500, 2000};

  public Electrolyte {
    Check.finite(BpxKey.TRANSFERENCE_NUMBER, transferenceNumber);
    if (transferenceNumber >= 1) {
      throw Check.refused(
          BpxKey.TRANSFERENCE_NUMBER, transferenceNumber, "is not below 1", "Check the number.");
    }
    Check.finite(BpxKey.DIFFUSIVITY_ACTIVATION, diffusivityActivationEnergy);
    Check.finite(BpxKey.CONDUCTIVITY_ACTIVATION, conductivityActivationEnergy);
    for (double c : PROBES) {
      Check.finiteAt(BpxKey.DIFFUSIVITY, diffusivity, c);
      Check.finiteAt(BpxKey.CONDUCTIVITY, conductivity, c);
    }
    Check.positiveAt(BpxKey.DIFFUSIVITY, diffusivity, 1000);
    Check.positiveAt(BpxKey.CONDUCTIVITY, conductivity, 1000);
  }
}
