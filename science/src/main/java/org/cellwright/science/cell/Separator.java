package org.cellwright.science.cell;

import org.cellwright.science.cell.bpx.BpxKey;

/**
 * The separator.
 *
 * @param thickness m
 * @param porosity volume of electrolyte per volume, above 0 and at most 1 (1: a gap of electrolyte)
 * @param transportEfficiency effective over bulk transport in the electrolyte, above 0, at most 1
 */
public record Separator(double thickness, double porosity, double transportEfficiency) {
  public Separator {
    Check.positive(BpxKey.THICKNESS, thickness);
    Check.efficiency(BpxKey.POROSITY, porosity);
    Check.efficiency(BpxKey.TRANSPORT_EFFICIENCY, transportEfficiency);
  }
}
