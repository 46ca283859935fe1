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

  /** What to cite for it. */
  public String citation() {
    return switch (this) {
      case DFN ->
          "M. Doyle, T. F. Fuller, J. Newman 1993, J. Electrochem. Soc. 140 1526, doi 10.1149/1.2221597";
      case SPME, SPM ->
          "S. G. Marquis et al. 2019, J. Electrochem. Soc. 166 A3693, doi 10.1149/2.0341915jes";
      case THEVENIN ->
          "G. L. Plett 2004, J. Power Sources 134 262, doi 10.1016/j.jpowsour.2004.02.032";
    };
  }

  /** As commands write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
