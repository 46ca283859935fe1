package org.cellwright.science.cell;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;
import org.cellwright.science.cell.continuum.Fields;

/**
 * How a stack of electrodes grows that is free to: the volume that the particles gain goes into the
 * thickness of their coating, that of all materials of a blend (Rieger et al., J. Electrochem. Soc.
 * 163 (2016) A1566; Ai et al., J. Electrochem. Soc. 167 (2020) 013512), and heat expands the whole.
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

  private final List<Host> negative;
  private final List<Host> positive;
  private final double pairs;
  private final double expansion;
  private final double temperature;
  private final double thickness;

  /** An active material by its number in the electrode: its volume per area, m, and its change. */
  private record Host(int material, double thickness, ScalarFunction volumeChange) {
    double growth(Fields.Electrode electrode) {
      return thickness * electrode.meanOver(material, m -> volumeChange.at(electrode.mean()[m]));
    }
  }

  /** Counted from a start; every one of {@link #FIELDS} must be there. */
  Swelling(Bpx cell, Fields start) {
    UserDefined values = cell.userDefined();
    negative = hosts(values, BpxKey.NEGATIVE_ELECTRODE, cell.negativeElectrode());
    positive = hosts(values, BpxKey.POSITIVE_ELECTRODE, cell.positiveElectrode());
    pairs = cell.cell().electrodePairs();
    expansion =
        values.required(
            "The thickness follows from it; 0 leaves heat out.", Reading.MECHANICS, EXPANSION);
    temperature = start.temperature();
    thickness = stack(start);
  }

  private static List<Host> hosts(UserDefined values, String section, Electrode electrode) {
    List<Host> hosts = new ArrayList<>();
    for (Particle particle : electrode.particles()) {
      String[] path =
          values.pathOf(particle, electrode, Reading.MECHANICS, section + VOLUME_CHANGE);
      ScalarFunction change =
          values
              .function(path)
              .orElseThrow(() ->
                  CellwrightException.refused(
                      "the cell file does not say how the particles of the electrode swell",
                      BpxKey.USER_DEFINED + "." + String.join(".", path),
                      "Give the relative change of their volume as a function of stoichiometry."));
      double thickness = particle.activeFraction() * electrode.thickness();
      hosts.add(new Host(hosts.size(), thickness, change));
    }
    return hosts;
  }

  private double stack(Fields fields) {
    return pairs * (growth(negative, fields.negative()) + growth(positive, fields.positive()));
  }

  private static double growth(List<Host> hosts, Fields.Electrode electrode) {
    return hosts.stream().mapToDouble(host -> host.growth(electrode)).sum();
  }

  /** Change of the cell's thickness since the start, m. */
  double since(Fields fields) {
    return stack(fields) - thickness + expansion * (fields.temperature() - temperature);
  }
}
