package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.cellwright.science.cell.Profiles.Domain;
import org.cellwright.science.cell.Solution.Completion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a listener hears: profiles across the cell, how far it is, and what an interruption keeps.
 */
class ProfilesTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");
  private static final Mesh MESH = new Mesh(12, 7, 9, 15);
  private static final String EXPERIMENT =
      "Discharge at 1C for 20 min; Rest for 10 min; Charge at 1C for 5 min";

  private static final class Heard implements Simulation.Listener {
    final List<Profiles> profiles = new ArrayList<>();
    final List<Double> done = new ArrayList<>();

    @Override
    public void advanced(int step, double time, double part) {
      done.add(part);
    }

    @Override
    public void recorded(int step, double time, Supplier<Profiles> now) {
      profiles.add(now.get());
    }
  }

  private static Simulation simulation(Model model) {
    return Simulation.of(CELL).model(model).mesh(MESH).experiment(EXPERIMENT);
  }

  private static double width(Domain domain) {
    return switch (domain) {
      case NEGATIVE_ELECTRODE -> CELL.negativeElectrode().thickness() / MESH.negative();
      case SEPARATOR -> CELL.separator().thickness() / MESH.separator();
      case POSITIVE_ELECTRODE -> CELL.positiveElectrode().thickness() / MESH.positive();
    };
  }

  /** In particles and electrolyte, mol/m². */
  private static double lithium(Profiles p, boolean single) {
    double sum = 0;
    for (int m = 0; m < p.volumes(); m++) {
      Domain domain = p.domains().get(m);
      if (domain == Domain.SEPARATOR) {
        sum += CELL.separator().porosity() * width(domain) * p.saltConcentration()[m];
        continue;
      }
      Electrode e =
          domain == Domain.NEGATIVE_ELECTRODE ? CELL.negativeElectrode() : CELL.positiveElectrode();
      double active = e.particle().surfaceAreaPerVolume() * e.particle().radius() / 3;
      double width = single ? e.thickness() : width(domain);
      double salt = single ? 0 : e.porosity() * p.saltConcentration()[m];
      double inside = p.meanStoichiometry()[m] * e.particle().maximumConcentration();
      sum += width * (salt + active * inside);
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void integrateToTheConservedLithium(Model model) {
    Heard heard = new Heard();
    Solution solution = simulation(model).run(heard);
    assertEquals(solution.points(), heard.profiles.size());
    double atFirst = lithium(heard.profiles.getFirst(), model == Model.SPM);
    for (Profiles p : heard.profiles) {
      assertEquals(atFirst, lithium(p, model == Model.SPM), 1e-9 * atFirst);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void theInterfacialCurrentIsTheCurrentOfTheCell(Model model) {
    Heard heard = new Heard();
    Solution solution = simulation(model).run(heard);
    double area = CELL.cell().electrodeArea() * CELL.cell().electrodePairs();
    for (int k = 0; k < solution.points(); k++) {
      Profiles p = heard.profiles.get(k);
      double negative = 0;
      double positive = 0;
      for (int m = 0; m < p.volumes(); m++) {
        Domain domain = p.domains().get(m);
        if (domain == Domain.SEPARATOR) {
          assertTrue(Double.isNaN(p.interfacialCurrentDensity()[m]));
          continue;
        }
        boolean left = domain == Domain.NEGATIVE_ELECTRODE;
        Electrode e = left ? CELL.negativeElectrode() : CELL.positiveElectrode();
        double width = model == Model.SPM ? e.thickness() : width(domain);
        double current =
            width * e.particle().surfaceAreaPerVolume() * p.interfacialCurrentDensity()[m];
        negative += left ? current : 0;
        positive += left ? 0 : current;
      }
      double density = -solution.current()[k] / area;
      assertEquals(density, negative, 2e-3 * (1 + Math.abs(density)), "at point " + k);
      assertEquals(-density, positive, 2e-3 * (1 + Math.abs(density)), "at point " + k);
    }
  }

  /**
   * The potentials reach the voltage at the positive foil, by Ohm's law over the last half volume.
   */
  @ParameterizedTest
  @EnumSource(names = {"SPME", "DFN"})
  void theSolidPotentialsReachFromFoilToFoil(Model model) {
    Heard heard = new Heard();
    Solution solution = simulation(model).run(heard);
    double area = CELL.cell().electrodeArea() * CELL.cell().electrodePairs();
    for (int k = 0; k < solution.points(); k++) {
      Profiles p = heard.profiles.get(k);
      double density = -solution.current()[k] / area;
      double half =
          0.5 * width(Domain.POSITIVE_ELECTRODE) / CELL.positiveElectrode().conductivity();
      double atFoil = p.solidPotential()[p.volumes() - 1] - density * half;
      assertEquals(solution.voltage()[k], atFoil, 2e-4, "at point " + k);
      assertEquals(
          0,
          p.solidPotential()[0]
              + density
                  * 0.5
                  * width(Domain.NEGATIVE_ELECTRODE)
                  / CELL.negativeElectrode().conductivity(),
          1e-5);
    }
  }

  /** The SPMe neglects only how the reaction varies: a tenth of how far the salt is from rest. */
  @Test
  void theTwoModelsAgreeAcrossTheCellAtALowRate() {
    Heard porous = new Heard();
    Heard single = new Heard();
    Simulation slow = simulation(Model.DFN).experiment("Discharge at C/20 for 2 h").every(7200);
    slow.run(porous);
    slow.model(Model.SPME).run(single);
    Profiles a = porous.profiles.getLast();
    Profiles b = single.profiles.getLast();
    double rest = CELL.initialConcentration();
    double farthest =
        Arrays.stream(a.saltConcentration()).map(c -> Math.abs(c - rest)).max().orElseThrow();
    assertTrue(farthest > 10, "hardly any gradient");
    for (int m = 0; m < a.volumes(); m++) {
      assertEquals(a.position()[m], b.position()[m], 1e-12);
      assertEquals(a.electrolytePotential()[m], b.electrolytePotential()[m], 2e-4);
      assertEquals(a.saltConcentration()[m], b.saltConcentration()[m], 0.1 * farthest);
      if (a.domains().get(m) != Domain.SEPARATOR) {
        assertEquals(a.solidPotential()[m], b.solidPotential()[m], 1e-3);
      }
    }
  }

  @Test
  void progressNeverFallsAndReachesTheEnd() {
    Heard heard = new Heard();
    simulation(Model.SPME)
        .experiment(
            "Discharge at 1C until 3.2 V; Charge at 1C until 4.1 V; Hold at 4.1 V until C/20")
        .run(heard);
    assertEquals(1, heard.done.getLast(), 1e-6);
    double last = 0;
    for (double done : heard.done) {
      assertTrue(done >= last - 1e-9 && done <= 1, done + " after " + last);
      last = done;
    }
  }

  @Test
  void anInterruptionKeepsWhatCameBefore() {
    Simulation simulation = simulation(Model.SPME);
    Solution whole = simulation.run(Simulation.Listener.NONE);
    Solution part =
        simulation.run(
            new Simulation.Listener() {
              @Override
              public void advanced(int step, double time, double done) {
                if (step == 2) {
                  Thread.currentThread().interrupt();
                }
              }
            });
    assertFalse(Thread.currentThread().isInterrupted(), "the flag is still set");
    assertEquals(Completion.STOPPED, part.completion());
    assertTrue(part.endReason().startsWith("stopped on request at 1200.00 s"), part.endReason());
    assertTrue(part.points() > 10 && part.points() < whole.points());
    assertEquals(
        Arrays.stream(whole.voltage()).limit(part.points()).boxed().toList(),
        Arrays.stream(part.voltage()).boxed().toList());
  }
}
