package org.cellwright.science.cell;

import java.util.Locale;
import org.cellwright.core.CellwrightException;

/** Which model of a cell. */
public enum Model {
  /** One particle for each electrode; no electrolyte. */
  SPM,
  /** One particle for each electrode, and salt transport across the cell. */
  SPME,
  /** Porous electrodes resolved through their thickness (Doyle–Fuller–Newman). */
  DFN,
  /**
   * An equivalent circuit: open-circuit voltage, a resistance in series, pairs of resistance and
   * capacity; see {@link EquivalentCircuit}.
   */
  THEVENIN;

  /**
   * @throws CellwrightException REFUSED if there is no such model
   */
  public static Model parse(String text) {
    for (Model model : values()) {
      if (model.name().equalsIgnoreCase(text)) {
        return model;
      }
    }
    throw CellwrightException.refused(
        "there is no model '%s'".formatted(text), "--model", "Choose spm, spme, dfn or thevenin.");
  }

  /** As commands write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
