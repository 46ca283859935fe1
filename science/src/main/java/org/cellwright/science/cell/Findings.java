package org.cellwright.science.cell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.bpx.BpxKey;

/** What is odd about a cell without being wrong. */
final class Findings {
  /** The tolerance of the BPX standard for the voltages at the ends of the stoichiometry window. */
  private static final double VOLTAGE_TOLERANCE = 1e-3;

  // V
  private static final double SHARED_TOLERANCE = 0.01;

  private static final double EDGE = 1e-9;

  private final List<String> found = new ArrayList<>();

  private Findings() {}

  static List<String> of(Bpx bpx) {
    Findings findings = new Findings();
    findings.window(bpx);
    findings.electrode(BpxKey.NEGATIVE_ELECTRODE, bpx.negativeElectrode());
    findings.electrode(BpxKey.POSITIVE_ELECTRODE, bpx.positiveElectrode());
    bpx.electrolyteIfAny()
        .ifPresent(electrolyte -> {
          findings.portable(BpxKey.ELECTROLYTE, electrolyte.diffusivity());
          findings.portable(BpxKey.ELECTROLYTE, electrolyte.conductivity());
        });
    findings.userDefined(BpxKey.USER_DEFINED, bpx.userDefined().json());
    return findings.found;
  }

  /** In a blend the phases share a potential, not a stoichiometry: the window says nothing. */
  private void window(Bpx bpx) {
    if (bpx.negativeElectrode().particles().size() > 1
        || bpx.positiveElectrode().particles().size() > 1) {
      return;
    }
    Particle negative = bpx.negativeElectrode().particle();
    Particle positive = bpx.positiveElectrode().particle();
    double full =
        positive.equilibriumPotential(positive.minimumStoichiometry())
            - negative.equilibriumPotential(negative.maximumStoichiometry());
    double empty =
        positive.equilibriumPotential(positive.maximumStoichiometry())
            - negative.equilibriumPotential(negative.minimumStoichiometry());
    windowEnd("100 %", full, "upper", bpx.cell().upperCutOff());
    windowEnd("0 %", empty, "lower", bpx.cell().lowerCutOff());
  }

  private void windowEnd(String charge, double voltage, String which, double cutOff) {
    if (Math.abs(voltage - cutOff) > VOLTAGE_TOLERANCE) {
      found.add(
          "the stoichiometries at %s state of charge give %.4f V at rest, the %s cut-off is %.4f V"
              .formatted(charge, voltage, which, cutOff));
    }
  }

  /** The phases of a blend rest at one potential; a window that says otherwise is not kept. */
  private void shared(String section, Electrode electrode) {
    for (boolean most : new boolean[] {false, true}) {
      double lowest = Double.POSITIVE_INFINITY;
      double highest = Double.NEGATIVE_INFINITY;
      for (Particle p : electrode.particles()) {
        double x = most ? p.maximumStoichiometry() : p.minimumStoichiometry();
        double u = p.equilibriumPotential(x);
        // An empty material may well stand lower than the others, and a full one higher.
        if (x > EDGE) {
          lowest = Math.min(lowest, u);
        }
        if (x < 1 - EDGE) {
          highest = Math.max(highest, u);
        }
      }
      if (highest - lowest > SHARED_TOLERANCE) {
        found.add(
            ("%s: at their %s stoichiometries the phases stand at %.3f to %.3f V; a cell at rest"
                    + " shares their lithium out at one potential")
                .formatted(section, most ? "maximum" : "minimum", lowest, highest));
      }
    }
  }

  private void electrode(String section, Electrode electrode) {
    shared(section, electrode);
    double active = electrode.particles().stream().mapToDouble(Particle::activeFraction).sum();
    double filled = active + electrode.pores().map(Electrode.Pores::porosity).orElse(0.0);
    if (filled > 1 + 1e-6) {
      found.add("%s: active material and pores fill %.4f of its volume".formatted(section, filled));
    }
    for (Particle particle : electrode.particles()) {
      portable(section, particle.diffusivity());
      portable(section, particle.ocp());
      particle.ocpDelithiation().ifPresent(f -> portable(section, f));
      particle.ocpLithiation().ifPresent(f -> portable(section, f));
      particle.entropicChange().ifPresent(f -> portable(section, f));
    }
  }

  private void portable(String section, ScalarFunction function) {
    if (function instanceof Expression expression && !expression.functionsBeyondBpx().isEmpty()) {
      found.add(
          "%s: a function uses %s, which other readers of BPX may not know"
              .formatted(section, expression.functionsBeyondBpx()));
    }
  }

  private void userDefined(String path, JsonNode group) {
    for (Map.Entry<String, JsonNode> entry : group.properties()) {
      JsonNode value = entry.getValue();
      String place = path + "/" + entry.getKey();
      if (value.isObject()) {
        userDefined(place, value);
      } else if (value.isTextual() && !entry.getKey().equals("description")) {
        formula(value.textValue())
            .ifPresentOrElse(
                f -> portable(place, f),
                () ->
                    found.add(
                        place + " is text; BPX allows text only under the name 'description'"));
      }
    }
  }

  private static Optional<Expression> formula(String text) {
    try {
      return Optional.of(Expression.parse(text));
    } catch (CellwrightException e) {
      return Optional.empty();
    }
  }
}
