package org.cellwright.science.cell.continuum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.ReferenceData;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Simulation.Thermal;
import org.cellwright.science.numerics.dae.BdfIntegrator;
import org.cellwright.science.numerics.dae.ImplicitSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Heat through the thickness of a cell against the analytic solutions. */
class SlabTest {
  private static final double AMBIENT = 298.15;

  /** A cell that only warms: mean temperature, amplitudes, heat lost. */
  private record Warming(
      double conductance, double cooling, double capacity, double heat, Slab slab)
      implements ImplicitSystem {
    static final int LOST = 1 + Slab.MODES;

    static Warming of(double conductance, double cooling, double capacity, double heat) {
      Slab slab = new Slab(conductance, cooling, capacity, AMBIENT);
      return new Warming(conductance, cooling, capacity, heat, slab);
    }

    @Override
    public int size() {
      return LOST + 1;
    }

    @Override
    public boolean solve(
        double c,
        double[] predicted,
        double[] base,
        double[] weight,
        double tolerance,
        double[] y) {
      slab.eliminate(c, base, 1);
      double factor = c * cooling / capacity;
      double before = base[0] - AMBIENT;
      double excess =
          (before + c * heat / capacity - factor * slab.surfaceBase)
              / (1 + factor * slab.surfaceGain);
      y[0] = AMBIENT + excess;
      slab.substitute(y[0], y, 1);
      double surface = excess + Slab.atSurface(y, 1);
      y[LOST] = base[LOST] + c * cooling * surface;
      return true;
    }

    @Override
    public void weigh(double[] y, double relativeTolerance, double[] weight) {
      Arrays.fill(weight, 1 / relativeTolerance);
      weight[LOST] = 0;
    }

    double[] after(double seconds, double start, double tolerance) {
      BdfIntegrator integrator = new BdfIntegrator(this);
      double[] y = new double[size()];
      y[0] = start;
      assertTrue(integrator.start(0, y, tolerance, 0));
      while (seconds - integrator.time() > 1e-9 * seconds) {
        assertTrue(integrator.step(seconds - integrator.time()));
      }
      return integrator.state().clone();
    }
  }

  /** q L² / (8 k) between middle and face, in terms of K = 4 k V / L²: Q / (2 K). */
  @Test
  void theSteadyProfileIsAParabola() {
    double[] y = Warming.of(3, 0.7, 40, 5).after(1e4, AMBIENT, 1e-8);
    assertEquals(5.0 / (2 * 3), Slab.atCore(y, 1) - Slab.atSurface(y, 1), 1e-9);
    assertEquals(AMBIENT + 5 / 0.7, y[0] + Slab.atSurface(y, 1), 1e-7);
  }

  @Test
  void heatIsStoredOrLost() {
    for (double seconds : new double[] {1, 30, 1000}) {
      double[] y = Warming.of(3, 0.7, 40, 5).after(seconds, AMBIENT, 1e-4);
      double stored = 40 * (y[0] - AMBIENT);
      assertEquals(5 * seconds, stored + y[Warming.LOST], 1e-9 * 5 * seconds);
    }
  }

  /**
   * A hot plate in a cold draught (Carslaw and Jaeger, Conduction of Heat in Solids, § 3.11): Σ 2
   * sin β / (β + sin β cos β) cos βz exp(−β² τ) with β tan β = B, τ = K t / C.
   */
  @ParameterizedTest(name = "Biot {0}, time {1}")
  @CsvSource({"0.1, 0.2, 1e-6", "1, 0.2, 1e-5", "1, 1, 1e-6", "5, 0.1, 1e-4", "5, 0.5, 1e-5"})
  void coolsLikeAPlate(double biot, double tau, double tolerance) {
    double[] y = Warming.of(3, 3 * biot, 40, 0).after(tau * 40 / 3, AMBIENT + 1, 1e-9);
    assertEquals(plate(biot, tau, 0), y[0] + Slab.atCore(y, 1) - AMBIENT, tolerance);
    assertEquals(plate(biot, tau, 1), y[0] + Slab.atSurface(y, 1) - AMBIENT, tolerance);
  }

  private static double plate(double biot, double tau, double z) {
    double sum = 0;
    for (int n = 0; n < 50; n++) {
      double low = n * Math.PI;
      double high = low + Math.PI / 2;
      for (int k = 0; k < 100; k++) {
        double middle = 0.5 * (low + high);
        if (middle * Math.sin(middle) * Math.cos(n * Math.PI)
            < biot * Math.cos(middle) * Math.cos(n * Math.PI)) {
          low = middle;
        } else {
          high = middle;
        }
      }
      double b = low;
      sum +=
          2
              * Math.sin(b)
              / (b + Math.sin(b) * Math.cos(b))
              * Math.cos(b * z)
              * Math.exp(-b * b * tau);
    }
    return sum;
  }

  /** The same in a cell at rest, which makes no heat. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "THEVENIN")
  void aRestingCellCoolsLikeAPlate(Model model) throws InterruptedException {
    Bpx cell =
        ReferenceData.cell("enertech-ai2020")
            .with("User-defined/Thermal conductivity [W.m-1.K-1]", "0.2")
            .with("User-defined/Cell thickness [m]", "0.0065");
    CellData data = new CellData(cell, true);
    Cycler cycler =
        Simulation.of(cell)
            .model(model)
            .thermal(Thermal.SLAB)
            .relativeTolerance(1e-7)
            .temperature(318.15)
            .cycler();
    double seconds = 0.3 * data.heatCapacity / data.slabConductance;
    cycler.hold(new Terminals.Current(0), List.of(), seconds, (from, to) -> {});
    Fields fields = cycler.model().fields(cycler.state());
    double biot = data.coolingPower / data.slabConductance;
    System.out.printf(
        "%s at rest, Biot %.3f, after %.0f s: core %.3f K, face %.3f K%n",
        model, biot, seconds, fields.coreTemperature(), fields.surfaceTemperature());
    assertEquals(plate(biot, 0.3, 0), (fields.coreTemperature() - AMBIENT) / 20, 1e-5);
    assertEquals(plate(biot, 0.3, 1), (fields.surfaceTemperature() - AMBIENT) / 20, 1e-5);
    assertTrue(fields.coreTemperature() > fields.temperature());
  }

  @ParameterizedTest
  @EnumSource(names = {"SPM", "SPME"})
  void aSlabThatConductsWellIsALump(Model model) throws InterruptedException {
    Bpx cell =
        ReferenceData.cell("enertech-ai2020")
            .with("User-defined/Thermal conductivity [W.m-1.K-1]", "1e12")
            .with("User-defined/Cell thickness [m]", "0.0065");
    Simulation simulation = Simulation.of(cell).model(model).relativeTolerance(1e-10);
    double[][] ends = new double[2][];
    for (Thermal thermal : List.of(Thermal.LUMPED, Thermal.SLAB)) {
      Cycler cycler = simulation.thermal(thermal).cycler();
      cycler.hold(Runs.current(cycler.model(), 2), List.of(), 900, (from, to) -> {});
      double[] y = cycler.state();
      ends[thermal == Thermal.SLAB ? 1 : 0] =
          new double[] {y[cycler.model().temperature()], y[cycler.model().voltage()]};
    }
    assertEquals(1, ends[1][0] / ends[0][0], 1e-9);
    assertEquals(1, ends[1][1] / ends[0][1], 1e-9);
  }
}
