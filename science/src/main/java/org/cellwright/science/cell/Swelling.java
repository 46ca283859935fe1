package org.cellwright.science.cell;

import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.continuum.Fields;

/**
 * How a stack of electrodes grows that is free to: the volume that the particles gain goes into the
 * thickness of their coating (Rieger et al., J. Electrochem. Soc. 163 (2016) A1566; Ai et al., J.
 * Electrochem. Soc. 167 (2020) 013512), and heat expands the whole.
 */
final class Swelling {
  private static final String VOLUME_CHANGE = " volume change";
  private static final String EXPANSION = "Cell thermal expansion coefficient [m.K-1]";

  /** What a cell file must say, among its mechanics. */
  static final List<String> FIELDS =
      List.of(
          BpxKey.NEGATIVE_ELECTRODE + VOLUME_CHANGE,
          BpxKey.POSITIVE_ELECTRODE + VOLUME_CHANGE,
          EXPANSION);

  private final Coating negative;
  private final Coating positive;
  private final double pairs;
  private final double expansion;
  private final double temperature;
  private final double thickness;

  /** Thickness of the active material of one coating, m, and its relative volume. */
  private record Coating(double thickness, ScalarFunction volumeChange) {
    double growth(Fields.Electrode electrode) {
      double sum = 0;
      for (int m = 0; m < electrode.mean().length; m++) {
        sum += electrode.share()[m] * volumeChange.at(electrode.mean()[m]);
      }
      return thickness * sum;
    }
  }

  /** Counted from a start; every one of {@link #FIELDS} must be there. */
  Swelling(Bpx cell, Fields start) {
    UserDefined values = cell.userDefined();
    negative = coating(values, BpxKey.NEGATIVE_ELECTRODE, cell.negativeElectrode());
    positive = coating(values, BpxKey.POSITIVE_ELECTRODE, cell.positiveElectrode());
    pairs = cell.cell().electrodePairs();
    expansion =
        values.required(
            "The thickness follows from it; 0 leaves heat out.", Reading.MECHANICS, EXPANSION);
    temperature = start.temperature();
    thickness = stack(start);
  }

  private static Coating coating(UserDefined values, String name, Electrode electrode) {
    ScalarFunction change =
        values
            .function(Reading.MECHANICS, name + VOLUME_CHANGE)
            .orElseThrow(() ->
                CellwrightException.refused(
                    "the cell file does not say how the particles of the electrode swell",
                    BpxKey.USER_DEFINED + "." + Reading.MECHANICS + "." + name + VOLUME_CHANGE,
                    "Give the relative change of their volume as a function of stoichiometry."));
    return new Coating(electrode.particle().activeFraction() * electrode.thickness(), change);
  }

  private double stack(Fields fields) {
    return pairs * (negative.growth(fields.negative()) + positive.growth(fields.positive()));
  }

  /** Change of the cell's thickness since the start, m. */
  double since(Fields fields) {
    return stack(fields) - thickness + expansion * (fields.temperature() - temperature);
  }
}
