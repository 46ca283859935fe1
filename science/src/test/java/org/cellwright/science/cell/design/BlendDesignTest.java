package org.cellwright.science.cell.design;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cellwright.core.Design;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Electrode;
import org.cellwright.science.cell.Particle;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.UserDefined;
import org.cellwright.science.cell.design.FastCharge.Charge;
import org.cellwright.science.cell.design.FastCharge.NoAnswer;
import org.cellwright.science.cell.design.FastCharge.Stages;
import org.junit.jupiter.api.Test;

/** Designs that depart from a cell with several active materials in an electrode. */
class BlendDesignTest {
  private static final Bpx CELL = ReferenceData.cell("lg-m50-chen2020");

  /** What the file of the whole cell says of masses and foils goes for the blend, too. */
  private static BaseCell graphiteAndSilicon() {
    UserDefined makeup = CELL.userDefined();
    return BaseCell.of(ReferenceData.testCell("graphite-silicon").withUserDefined(makeup));
  }

  private static BaseCell inParts() {
    Electrode electrode = CELL.negativeElectrode();
    Particle whole = electrode.particle();
    List<Particle> parts =
        Stream.of("first", "second")
            .map(name ->
                whole
                    .withSpheres(
                        whole.radius(), (name.equals("first") ? 0.3 : 0.7) * whole.activeFraction())
                    .named(name))
            .toList();
    return BaseCell.of(
        CELL.withElectrodes(electrode.withParticles(parts), CELL.positiveElectrode()));
  }

  private static List<Design> designs() {
    SplittableRandom random = new SplittableRandom(5);
    return Stream.generate(() -> Designs.random(random).design()).limit(5).toList();
  }

  @Test
  void aMaterialInTwoPartsMakesTheSameCells() throws NoAnswer, InterruptedException {
    BaseCell whole = BaseCell.of(CELL);
    BaseCell parts = inParts();
    for (Design design : designs()) {
      Stack a = Designs.stack(whole, design);
      Stack b = Designs.stack(parts, design);
      assertEquals(a.geometry().negativeThickness(), b.geometry().negativeThickness(), 1e-15);
      assertEquals(a.mass(), b.mass(), 1e-9 * a.mass());
      assertEquals(a.capacity(), b.capacity(), 1e-9 * a.capacity());
      Particle one = a.bpx().negativeElectrode().particle();
      for (Particle part : b.bpx().negativeElectrode().particles()) {
        assertEquals(one.minimumStoichiometry(), part.minimumStoichiometry(), 1e-9);
        assertEquals(one.maximumStoichiometry(), part.maximumStoichiometry(), 1e-9);
        assertEquals(one.radius(), part.radius(), 1e-9 * one.radius());
      }
    }
    Charge a = charge(Designs.stack(whole, designs().getFirst()));
    Charge b = charge(Designs.stack(parts, designs().getFirst()));
    assertEquals(a.time(), b.time(), 1e-4 * a.time());
    assertEquals(a.platingMargin(), b.platingMargin(), 1e-5);
  }

  @Test
  void aBlendIsBalancedByAllOfIt() throws NoAnswer, InterruptedException {
    BaseCell base = graphiteAndSilicon();
    Electrode before = base.bpx().negativeElectrode();
    for (Design design : designs()) {
      Stack stack = Designs.stack(base, design);
      Electrode after = stack.bpx().negativeElectrode();
      double positive =
          held(stack.bpx().positiveElectrode())
              * (base.makeup().positiveAsMade() - base.makeup().positiveCharged());
      assertEquals(design.si("np_ratio"), held(after) / positive, 1e-12);
      double volume = after.particles().stream().mapToDouble(Particle::activeFraction).sum();
      assertEquals(1 - after.porosity(), volume, 1e-12);
      double area = after.particles().stream().mapToDouble(Particle::surfaceAreaPerVolume).sum();
      assertEquals(design.si("negative_particle_radius"), 3 * volume / area, 1e-15);
      for (int k = 0; k < 2; k++) {
        Particle was = before.particles().get(k);
        Particle is = after.particles().get(k);
        Particle first = before.particles().getFirst();
        Particle nowFirst = after.particles().getFirst();
        assertEquals(was.radius() / first.radius(), is.radius() / nowFirst.radius(), 1e-12);
        assertEquals(
            was.activeFraction() / first.activeFraction(),
            is.activeFraction() / nowFirst.activeFraction(),
            1e-12);
      }
      double full = potentialOfPositive(stack, true) - potential(after, 0, true);
      assertEquals(stack.bpx().cell().upperCutOff(), full, 1e-9);
      assertEquals(potential(after, 0, true), potential(after, 1, true), 1e-9);
      if (after.particles().get(1).minimumStoichiometry() > 1e-12) {
        assertEquals(potential(after, 0, false), potential(after, 1, false), 1e-9);
      } else {
        assertTrue(potential(after, 0, false) > potential(after, 1, false), "silicon is empty");
      }
      assertTrue(stack.bpx().warnings().stream().noneMatch(w -> w.contains("phases stand at")));
    }
    Charge charge = charge(Designs.stack(base, designs().getFirst()));
    assertTrue(charge.time() > 60 && Double.isFinite(charge.platingMargin()));
  }

  private static Charge charge(Stack stack) throws NoAnswer, InterruptedException {
    Stages stages = new Stages(stack.capacity(), 0.7 * stack.capacity(), 0.5);
    return FastCharge.charge(
        Simulation.of(stack.bpx()).relativeTolerance(1e-6),
        stages,
        stack.capacity(),
        stack.bpx().cell().upperCutOff(),
        3600);
  }

  /** Lithium that fills it, mol/m². */
  private static double held(Electrode electrode) {
    return electrode.thickness()
        * electrode.particles().stream()
            .mapToDouble(p -> p.activeFraction() * p.maximumConcentration())
            .sum();
  }

  private static double potential(Electrode electrode, int material, boolean most) {
    Particle p = electrode.particles().get(material);
    return p.equilibriumPotential(most ? p.maximumStoichiometry() : p.minimumStoichiometry());
  }

  private static double potentialOfPositive(Stack stack, boolean charged) {
    return potential(stack.bpx().positiveElectrode(), 0, !charged);
  }
}
