package org.cellwright.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cellwright.bench.Result.Better;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;

/** Many different cells, one after another. */
final class ManyCells {
  private ManyCells() {}

  static List<Result> thousand(CellSetup setup, List<Variation> variations) throws Exception {
    Bpx marquis = setup.cell(CellSetup.MARQUIS);
    List<Simulation> simulations = new ArrayList<>();
    for (Variation variation : variations) {
      simulations.add(
          Simulation.of(variation.of(marquis))
              .mesh(CellSetup.USUAL)
              .relativeTolerance(1e-4)
              .experiment("Discharge at %sC until 3.105 V".formatted(variation.rate())));
    }
    long[] effort = new long[4];
    for (Simulation simulation : simulations) {
      Solution solution = simulation.run();
      effort[0] += solution.effort().steps();
      effort[1] += solution.effort().newtonIterations();
      effort[2] += solution.effort().factorisations();
      effort[3] += solution.complete() ? 1 : 0;
    }
    Stopwatch.Reading reading =
        new Stopwatch(setup.stopwatch().warmUp(), 0)
            .measure(() -> {
              for (Simulation simulation : simulations) {
                simulation.run();
              }
            });
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    counters.put("steps", (double) effort[0]);
    counters.put("newton", (double) effort[1]);
    counters.put("factorisations", (double) effort[2]);
    counters.put("bytes_allocated", reading.bytes());
    counters.put("complete", (double) effort[3]);
    counters.put("minimum_s", reading.minimum());
    return List.of(
        new Result(
            "1000 different DFN, 20/20/20 x 20, rtol 1e-4",
            reading.median(),
            "s",
            Better.LOWER,
            1.5,
            0.8,
            Double.NaN,
            setup.peer("thousand", counters),
            counters));
  }

  /**
   * One of many cells: factors on the Marquis cell.
   *
   * @param rate of the discharge, C
   */
  record Variation(
      double rate,
      double negativePorosity,
      double positivePorosity,
      double negativeDiffusivity,
      double positiveDiffusivity) {

    static List<Variation> draw(int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Variation> drawn = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        drawn.add(
            new Variation(
                random.nextDouble(0.5, 2),
                random.nextDouble(0.25, 0.4),
                random.nextDouble(0.25, 0.4),
                3.9e-14 * Math.pow(2, random.nextDouble(-1, 1)),
                1e-13 * Math.pow(2, random.nextDouble(-1, 1))));
      }
      return drawn;
    }

    Bpx of(Bpx cell) {
      Bpx negative =
          electrode(cell, "Negative electrode/", negativePorosity, negativeDiffusivity, 100);
      return electrode(negative, "Positive electrode/", positivePorosity, positiveDiffusivity, 10);
    }

    /** Bruggeman's exponent is 1.5 in this parameter set, for pores and for solid. */
    private static Bpx electrode(
        Bpx cell, String name, double porosity, double diffusivity, double conductivity) {
      return cell.with(name + "Porosity", Double.toString(porosity))
          .with(name + "Transport efficiency", Double.toString(Math.pow(porosity, 1.5)))
          .with(
              name + "Conductivity [S.m-1]",
              Double.toString(conductivity * Math.pow(1 - porosity, 1.5)))
          .with(name + "Diffusivity [m2.s-1]", Double.toString(diffusivity));
    }
  }
}
