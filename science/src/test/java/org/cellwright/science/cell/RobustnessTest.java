package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cellwright.science.cell.Simulation.Thermal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cells that somebody might make, under what somebody might do to them.
 *
 * <p>Each sample is one of the shipped cells with its thicknesses times 0.5 to 1.7, porosities 0.2
 * to 0.5 (solids shrink with them), radii times 0.4 to 2.5, solid diffusivities, rate constants and
 * conductivities times 0.1 to 10, salt 600 to 1600 mol/m³, at −10 to 50 °C and any state of charge.
 */
class RobustnessTest {
  private static final int SAMPLES = 100;

  private static final List<String> PROTOCOLS =
      List.of(
          """
          Charge at 1C until %1$s V
          Hold at %1$s V until C/20 or for 3 h
          Rest for 30 min
          Discharge at 1C until %2$s V
          Rest for 1 h
          """,
          """
          Discharge at 3C until %2$s V
          Rest for 10 min
          Charge at 4C until %1$s V
          Hold at %1$s V for 20 min
          Discharge at 8C for 10 s
          """,
          """
          (Charge at 2C for 20 s; Rest for 40 s; Discharge at %3$s W for 1 min) x5
          Discharge at %4$s Ohm until %2$s V
          """);

  private static double logarithmic(SplittableRandom random, double low, double high) {
    return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
  }

  private static Electrode varied(SplittableRandom random, Electrode base) {
    double porosity = random.nextDouble(0.2, 0.5);
    Particle particle = base.particle();
    double active =
        Math.min(particle.activeFraction() * (1 - porosity) / (1 - base.porosity()), 1 - porosity);
    return base.withThickness(base.thickness() * random.nextDouble(0.5, 1.7))
        .withPores(
            porosity, Math.pow(porosity, 1.5), base.conductivity() * logarithmic(random, 0.1, 10))
        .withParticle(
            particle.withSpheres(particle.radius() * logarithmic(random, 0.4, 2.5), active));
  }

  private static Bpx varied(SplittableRandom random, Bpx base) {
    Bpx cell =
        base.withElectrodes(
            varied(random, base.negativeElectrode()), varied(random, base.positiveElectrode()));
    for (String electrode : new String[] {"Negative electrode", "Positive electrode"}) {
      Particle particle =
          (electrode.startsWith("N") ? base.negativeElectrode() : base.positiveElectrode())
              .particle();
      double diffusivity = particle.diffusivity().at(0.5) * logarithmic(random, 0.1, 10);
      double rate = particle.reactionRate() * logarithmic(random, 0.1, 10);
      cell =
          cell.with(electrode + "/Diffusivity [m2.s-1]", Double.toString(diffusivity))
              .with(electrode + "/Reaction rate constant [mol.m-2.s-1]", Double.toString(rate));
    }
    return cell.with(
        "State/Initial conditions/Initial electrolyte concentration [mol.m-3]",
        Double.toString(random.nextDouble(600, 1600)));
  }

  private static boolean physical(Solution solution) {
    String reason = solution.endReason();
    return solution.complete()
        || reason.contains("cut-off")
        || reason.contains("the surface of")
        || reason.contains("depleted")
        || reason.contains("can no longer deliver");
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "DFN, lg-m50-chen2020",
    "DFN, marquis2019",
    "SPME, lg-m50-chen2020",
    "SPM, marquis2019"
  })
  void oddCellsEndForAPhysicalReason(Model model, String name) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(8);
    Bpx base = ReferenceData.cell(name);
    List<String> unphysical = new ArrayList<>();
    int complete = 0;
    long steps = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      Bpx cell = varied(random, base);
      double soc = random.nextDouble();
      double celsius = random.nextDouble(-10, 50);
      double ampere = cell.cell().nominalCapacity();
      for (int k = 0; k < PROTOCOLS.size(); k++) {
        Simulation simulation =
            Simulation.of(cell).model(model).stateOfCharge(soc).temperature(273.15 + celsius);
        if (cell.cell().density().isPresent()) {
          simulation = simulation.thermal(Thermal.LUMPED);
        }
        Solution s =
            simulation
                .experiment(
                    PROTOCOLS
                        .get(k)
                        .formatted(
                            cell.cell().upperCutOff(),
                            cell.cell().lowerCutOff(),
                            3.5 * ampere,
                            2 / ampere))
                .run();
        String what =
            "sample %d, protocol %d, soc %.2f, %.0f degC: %s"
                .formatted(sample, k + 1, soc, celsius, s.endReason());
        assertFalse(s.endReason().isEmpty(), what);
        assertTrue(finite(s.voltage()) && finite(s.current()) && finite(s.temperature()), what);
        assertTrue(s.balance().lithiumDefect() < 1e-9, what);
        complete += s.complete() ? 1 : 0;
        steps += s.effort().steps();
        if (!physical(s)) {
          unphysical.add(what);
        }
      }
    }
    int runs = SAMPLES * PROTOCOLS.size();
    System.out.printf(
        "%s, odd versions of %s: %d of %d physical, %d complete, %d steps a run%n",
        model, name, runs - unphysical.size(), runs, complete, steps / runs);
    unphysical.forEach(System.out::println);
    assertTrue(unphysical.size() <= 0.01 * runs, () -> String.join("\n", unphysical));
  }

  private static boolean finite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
