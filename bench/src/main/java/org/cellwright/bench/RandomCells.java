package org.cellwright.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;

/**
 * Cells that somebody might make, with what somebody might do to them, from the ranges and
 * chemistries in {@code random-cells.json}.
 *
 * <p>Draw {@code n} depends on the seed and on {@code n} alone. The negative thickness follows from
 * equal capacities of the two windows; a draw for which it is out of range is drawn again.
 */
final class RandomCells {
  private static final double FARADAY = 96485.33212331001;
  private static final double AREA = 0.1;

  private final JsonNode source;
  private final long seed;

  RandomCells(long seed) throws IOException {
    this.seed = seed;
    try (InputStream in =
        Objects.requireNonNull(getClass().getResourceAsStream("random-cells.json"))) {
      source = new ObjectMapper().readTree(in);
    }
  }

  /**
   * One cell and its protocols.
   *
   * @param chemistry for people
   * @param protocols texts of experiments by name
   */
  record Sample(
      int number,
      String chemistry,
      Bpx cell,
      double stateOfCharge,
      double celsius,
      Thermal thermal,
      SequencedMap<String, String> protocols) {

    Simulation simulation(Model model, String protocol) {
      return Simulation.of(cell)
          .model(model)
          .stateOfCharge(stateOfCharge)
          .temperature(273.15 + celsius)
          .thermal(thermal)
          .experiment(Objects.requireNonNull(protocols.get(protocol)));
    }

    /** The words that run it again, given its cell as a file. */
    String command(Model model, String protocol, String file) {
      return "./cellwright simulate %s --model %s --soc %s --temperature \"%s degC\" --thermal %s --experiment \"%s\""
          .formatted(
              file,
              model.word(),
              stateOfCharge,
              celsius,
              thermal.name().toLowerCase(Locale.ROOT),
              protocols.get(protocol));
    }
  }

  Sample draw(int number) {
    Dice dice = new Dice(new SplittableRandom(seed).split().nextLong() + number);
    while (true) {
      ObjectNode file = new ObjectMapper().createObjectNode();
      String chemistry = cell(dice, file);
      double thickness = file.at("/Parameterisation/Negative electrode/Thickness [m]").asDouble();
      JsonNode range = source.at("/ranges/negative_thickness_um/between");
      if (thickness < 1e-6 * range.get(0).asDouble()
          || thickness > 1e-6 * range.get(1).asDouble()) {
        continue;
      }
      Bpx cell = read(file);
      double upper = openCircuit(cell, 1);
      double lower = openCircuit(cell, 0) - dice.in("lower_cut_off_below_ocv_v");
      if (!(upper - lower > 0.05)) {
        continue;
      }
      ((ObjectNode) file.at("/Parameterisation/Cell"))
          .put("Lower voltage cut-off [V]", lower)
          .put("Upper voltage cut-off [V]", upper);
      return new Sample(
          number,
          chemistry,
          read(file),
          dice.in("state_of_charge"),
          dice.in("temperature_celsius"),
          dice.chance(0.5) ? Thermal.LUMPED : Thermal.ISOTHERMAL,
          protocols(
              dice, lower, upper, file.at("/Parameterisation/Cell").get(CAPACITY).asDouble()));
    }
  }

  private static SequencedMap<String, String> protocols(
      Dice dice, double lower, double upper, double capacity) {
    SequencedMap<String, String> protocols = new LinkedHashMap<>();
    protocols.put(
        "CC-CV charge",
        "Charge at %sC until %s V; Hold at %s V until C/20 or for 3 h; Rest for 30 min"
            .formatted(dice.in("c_rate"), upper, upper));
    protocols.put(
        "fast discharge",
        "Discharge at %sC until %s V; Rest for 10 min".formatted(dice.in("c_rate"), lower));
    double watt = dice.in("c_rate") * capacity * upper;
    protocols.put(
        "pulses and power",
        "(Charge at %sC for 20 s; Rest for 40 s; Discharge at %s W for 1 min) x5; Discharge at %s Ohm until %s V"
            .formatted(dice.in("c_rate"), watt, upper / (capacity * dice.in("c_rate")), lower));
    return protocols;
  }

  // --- the cell -------------------------------------------------------------------------------

  private static final String CAPACITY = "Nominal cell capacity [A.h]";

  private String cell(Dice dice, ObjectNode file) {
    JsonNode negative = dice.of(source.get("negative"));
    JsonNode positive = dice.of(source.get("positive"));
    JsonNode electrolyte = dice.of(source.get("electrolytes"));
    String chemistry = negative.get("name").asText() + " / " + positive.get("name").asText();
    file.putObject("Header")
        .put("BPX", "1.1.0")
        .put("Title", "A random cell: " + chemistry)
        .put("References", negative.get("source").asText() + "; " + positive.get("source").asText())
        .put("Model", "DFN");
    ObjectNode parameters = file.putObject("Parameterisation");
    ObjectNode cell = parameters.putObject("Cell");
    ObjectNode liquid = parameters.putObject("Electrolyte");
    ObjectNode n = parameters.putObject("Negative electrode");
    ObjectNode p = parameters.putObject("Positive electrode");

    double positiveThickness = 1e-6 * dice.in("positive_thickness_um");
    double capacity = positiveThickness * electrode(dice, positive, p);
    double negativeThickness = capacity / electrode(dice, negative, n);
    p.put("Thickness [m]", positiveThickness);
    n.put("Thickness [m]", negativeThickness);
    double separatorPorosity = dice.in("separator_porosity");
    double separatorThickness = 1e-6 * dice.in("separator_thickness_um");
    parameters
        .putObject("Separator")
        .put("Thickness [m]", separatorThickness)
        .put("Porosity", separatorPorosity)
        .put("Transport efficiency", Math.pow(separatorPorosity, dice.in("bruggeman_exponent")));

    liquid
        .put("Cation transference number", dice.in("transference_number"))
        .put("Conductivity [S.m-1]", scaled(dice, electrolyte, "conductivity"))
        .put("Diffusivity [m2.s-1]", scaled(dice, electrolyte, "diffusivity"))
        .put(
            "Conductivity activation energy [J.mol-1]",
            dice.in("electrolyte_activation_energy_j_mol"))
        .put(
            "Diffusivity activation energy [J.mol-1]",
            dice.in("electrolyte_activation_energy_j_mol"));

    double volume = AREA * (positiveThickness + negativeThickness + separatorThickness + 30e-6);
    cell.put("Electrode area [m2]", AREA)
        .put("External surface area [m2]", 6 * Math.pow(volume, 2.0 / 3))
        .put("Volume [m3]", volume)
        .put("Number of electrode pairs connected in parallel to make a cell", 1)
        .put("Lower voltage cut-off [V]", 0.1)
        .put("Upper voltage cut-off [V]", 10)
        .put(CAPACITY, capacity * AREA * FARADAY / 3600)
        .put("Reference temperature [K]", 298.15)
        .put("Density [kg.m-3]", 2500)
        .put("Specific heat capacity [J.K-1.kg-1]", 1000);
    ObjectNode state = file.putObject("State");
    state
        .putObject("Initial conditions")
        .put("Initial electrolyte concentration [mol.m-3]", dice.in("salt_mol_m3"));
    state
        .putObject("Thermal environment")
        .put("Heat transfer coefficient [W.m-2.K-1]", dice.in("heat_transfer_w_m2_k"));
    return chemistry;
  }

  private static String scaled(Dice dice, JsonNode electrolyte, String property) {
    return "%s * (%s)"
        .formatted(
            dice.in("electrolyte_" + property + "_factor"), electrolyte.get(property).asText());
  }

  /**
   * All fields but the thickness.
   *
   * @return lithium that the window holds per volume of the coating, mol/m³
   */
  private static double electrode(Dice dice, JsonNode material, ObjectNode fields) {
    double porosity = dice.in("electrode_porosity");
    double active = 1 - porosity - dice.in("inactive_solid_fraction");
    double exponent = dice.in("bruggeman_exponent");
    double radius = 1e-6 * dice.in("particle_radius_um");
    double lowest = material.at("/stoichiometry/0").asDouble();
    double highest = material.at("/stoichiometry/1").asDouble();
    double middle = 0.5 * (lowest + highest);
    double minimum = middle - dice.in("share_of_window") * (middle - lowest);
    double maximum = middle + dice.in("share_of_window") * (highest - middle);
    double most = material.get("maximum_concentration").asDouble();
    fields
        .put("Porosity", porosity)
        .put("Transport efficiency", Math.pow(porosity, exponent))
        .put("Conductivity [S.m-1]", dice.in("solid_conductivity_s_m"))
        .put("Minimum stoichiometry", minimum)
        .put("Maximum stoichiometry", maximum)
        .put("Maximum concentration [mol.m-3]", most)
        .put("Particle radius [m]", radius)
        .put("Surface area per unit volume [m-1]", 3 * active / radius)
        .put("OCP [V]", material.get("ocp").asText())
        .put("Entropic change coefficient [V.K-1]", dice.in("entropic_coefficient_v_k"))
        .put("Reaction rate constant [mol.m-2.s-1]", dice.in("reaction_rate_mol_m2_s"))
        .put(
            "Reaction rate constant activation energy [J.mol-1]",
            dice.in("reaction_activation_energy_j_mol"))
        .put(
            "Diffusivity activation energy [J.mol-1]", dice.in("particle_activation_energy_j_mol"));
    double diffusivity = dice.in("solid_diffusivity_m2_s");
    if (dice.chance(1.0 / 3)) {
      int knots = 5 + dice.below(21);
      ObjectNode table = fields.putObject("Diffusivity [m2.s-1]");
      for (int k = 0; k < knots; k++) {
        table.withArray("x").add(k / (knots - 1.0));
        table.withArray("y").add(diffusivity * dice.in("diffusivity_swing"));
      }
    } else {
      fields.put("Diffusivity [m2.s-1]", diffusivity);
    }
    return active * most * (maximum - minimum);
  }

  private static double openCircuit(Bpx cell, double soc) {
    Particle n = cell.negativeElectrode().particle();
    Particle p = cell.positiveElectrode().particle();
    double x =
        n.minimumStoichiometry() + soc * (n.maximumStoichiometry() - n.minimumStoichiometry());
    double y =
        p.maximumStoichiometry() - soc * (p.maximumStoichiometry() - p.minimumStoichiometry());
    return p.ocp().at(y) - n.ocp().at(x);
  }

  private static Bpx read(ObjectNode file) {
    byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
    return Bpx.read(new ByteArrayInputStream(bytes), "random cell");
  }

  /** Draws from the ranges. */
  private final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
      random = new SplittableRandom(seed);
    }

    double in(String name) {
      JsonNode range = Objects.requireNonNull(source.get("ranges").get(name), name);
      JsonNode bounds = range.has("log") ? range.get("log") : range.get("between");
      double low = bounds.get(0).asDouble();
      double high = bounds.get(1).asDouble();
      double share = random.nextDouble();
      return range.has("log") ? low * Math.pow(high / low, share) : low + share * (high - low);
    }

    JsonNode of(JsonNode choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    boolean chance(double share) {
      return random.nextDouble() < share;
    }

    int below(int bound) {
      return random.nextInt(bound);
    }
  }
}
