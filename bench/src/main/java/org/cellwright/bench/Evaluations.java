package org.cellwright.bench;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.concurrent.ForkJoinPool;
import org.cellwright.bench.Result.Better;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.cellwright.core.Settings;
import org.cellwright.core.Value;
import org.cellwright.core.Value.Scalar;

/** What the fast-charge campaign asks of the engine again and again. */
final class Evaluations {
  private Evaluations() {}

  /** 24 cells, one after another on one thread of a pool of its own. */
  static List<Result> measure(CellSetup setup) throws Exception {
    SequencedMap<String, String> settings = new LinkedHashMap<>();
    settings.put("draws", "24");
    SequencedMap<String, MethodProvider.NamedFile> files = new LinkedHashMap<>();
    files.put(
        "cell",
        new MethodProvider.NamedFile(
            CellSetup.LG_M50,
            Files.readAllBytes(setup.root().resolve("examples/cells").resolve(CellSetup.LG_M50))));
    MethodProvider provider =
        ServiceLoader.load(MethodProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("cell.dfn"))
            .findFirst()
            .orElseThrow();
    if (!(provider.configure(new Settings(settings), files) instanceof Computation method)) {
      throw new IllegalStateException("cell.dfn does not run in process");
    }
    Request request = new Request(design(), 1, "bench");
    try (ForkJoinPool alone = new ForkJoinPool(1)) {
      Stopwatch.Reading reading =
          alone
              .submit(() -> {
                Outcome outcome = method.compute(request);
                if (outcome.values().isEmpty()) {
                  throw new IllegalStateException("the evaluation failed: " + outcome);
                }
                return setup.stopwatch().measure(() -> method.compute(request));
              })
              .get();
      SequencedMap<String, Double> counters = new LinkedHashMap<>();
      counters.put("bytes_allocated", reading.bytes());
      counters.put("minimum_s", reading.minimum());
      counters.put("repetitions", (double) reading.repetitions());
      return List.of(
          new Result(
              "one 'made' evaluation, 24 cells",
              reading.median(),
              "s",
              Better.LOWER,
              0.4,
              0.1,
              Double.NaN,
              setup.peer("made", counters),
              counters));
    }
  }

  /** The stack of the base cell, charged in two stages. */
  private static Design design() {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    set(values, "positive_thickness", 75.6, "um");
    set(values, "positive_porosity", 0.335, "1");
    set(values, "negative_porosity", 0.25, "1");
    set(values, "positive_particle_radius", 5.22, "um");
    set(values, "negative_particle_radius", 5.86, "um");
    set(values, "np_ratio", 1.05, "1");
    set(values, "separator_thickness", 12, "um");
    set(values, "charge_rate_1", 2, "C");
    set(values, "charge_rate_2", 1, "C");
    set(values, "switch_soc", 0.45, "1");
    return new Design(values);
  }

  private static void set(
      SequencedMap<String, Value> values, String name, double value, String unit) {
    values.put(name, Scalar.of(value, MeasurementUnit.parse(unit)));
  }
}
