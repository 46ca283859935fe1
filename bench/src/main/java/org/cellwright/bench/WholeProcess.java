package org.cellwright.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import org.cellwright.bench.Result.Better;

/** The command as a user types it. */
final class WholeProcess {
  private WholeProcess() {}

  /** Wall time of the command as typed, median of seven that follow a first one. */
  static List<Result> measure(CellSetup setup) throws Exception {
    Path out =
        Files.createDirectories(setup.root().resolve("target/bench")).resolve("discharge.csv");
    double[] seconds = new double[7];
    double value = Double.NaN;
    SequencedMap<String, Double> counters = new LinkedHashMap<>();
    if (command(setup, out) == 0) {
      for (int k = 0; k < seconds.length; k++) {
        long begun = System.nanoTime();
        command(setup, out);
        seconds[k] = 1e-9 * (System.nanoTime() - begun);
      }
      Arrays.sort(seconds);
      value = seconds[seconds.length / 2];
      counters.put("minimum_s", seconds[0]);
      counters.put("repetitions", (double) seconds.length);
    } else {
      System.err.println("bench cell: './cellwright simulate' failed; see target/bench");
    }
    return List.of(
        new Result(
            "whole process: start, BPX, DFN discharge, CSV",
            value,
            "s",
            Better.LOWER,
            0.6,
            0.3,
            Double.NaN,
            setup.peer("process", counters),
            counters));
  }

  private static int command(CellSetup setup, Path out) throws Exception {
    Files.deleteIfExists(out);
    Process process =
        new ProcessBuilder(
                setup.root().resolve("cellwright").toString(),
                "simulate",
                setup.root().resolve("examples/cells").resolve(CellSetup.MARQUIS).toString(),
                "--model",
                "dfn",
                "--experiment",
                CellSetup.DISCHARGE,
                "--error-estimate",
                "no",
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.resolveSibling("simulate.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return -1;
    }
    return process.exitValue() == 0 && Files.exists(out) ? 0 : -1;
  }
}
