package org.cellwright.bench;

import static org.cellwright.bench.CellSetup.MILLI;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.bench.Result.Better;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;

/** A drive cycle, every sample of it met. */
final class DriveCycles {
  static final String US06 = "continuum/drive_cycles/US06.csv";
  private static final double LARGEST_ERROR = 1e-3;

  private DriveCycles() {}

  /** US06 on a Marquis cell; not from full, since the cycle also charges. */
  static Simulation us06(CellSetup setup) throws Exception {
    return Simulation.of(setup.cell(CellSetup.MARQUIS))
        .mesh(CellSetup.COARSE)
        .stateOfCharge(0.8)
        .experiment(cycle(setup.reference(US06)))
        .every(1);
  }

  static List<Result> measure(CellSetup setup) throws Exception {
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    double speed = Double.NaN;
    if (Files.isRegularFile(setup.reference(US06))) {
      Simulation simulation = us06(setup);
      Solution exact = simulation.relativeTolerance(Voltages.EXACT).run();
      double rtol = 1e-2;
      Solution chosen = simulation.relativeTolerance(rtol).run();
      while (!(Voltages.worst(chosen, exact) <= LARGEST_ERROR) && rtol > 1e-6) {
        rtol /= 2;
        chosen = simulation.relativeTolerance(rtol).run();
      }
      Stopwatch.Reading reading =
          setup.stopwatch().measure(simulation.relativeTolerance(rtol)::run);
      double duration = chosen.time()[chosen.points() - 1];
      speed = duration / reading.median();
      counters.putAll(CellSetup.counters(chosen.effort()));
      counters.put("bytes_allocated", reading.bytes());
      counters.put("time_error_mv", MILLI * Voltages.rms(chosen, exact));
      counters.put("largest_error_mv", MILLI * Voltages.worst(chosen, exact));
      counters.put("rtol", rtol);
      counters.put("duration_s", duration);
      counters.put("median_ms", MILLI * reading.median());
    } else {
      System.err.println("bench cell: no drive cycle: " + setup.reference(US06) + " is missing");
    }
    return List.of(
        new Result(
            "US06 at 1 s, DFN 10/10/10 x 10",
            speed,
            "x real time",
            Better.HIGHER,
            10_000,
            50_000,
            Double.NaN,
            setup.peer("us06", counters),
            counters));
  }

  private static Experiment cycle(Path file) throws IOException {
    StringBuilder csv = new StringBuilder("test_time_second,current_ampere\n");
    try (var lines = Files.lines(file)) {
      lines.filter(line -> !line.startsWith("#")).forEach(line -> csv.append(line).append('\n'));
    }
    return Experiment.fromDriveCycle(new StringReader(csv.toString()), "US06.csv", true);
  }
}
