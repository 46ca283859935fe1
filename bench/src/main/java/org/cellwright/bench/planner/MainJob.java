package org.cellwright.bench.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cellwright.core.Computation;
import org.cellwright.core.Design;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.MethodProvider;
import org.cellwright.core.Objective.Goal;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.cellwright.core.Settings;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;

/**
 * The cell of the fast-charge campaign as a pool: random stacks within the limits of {@code
 * examples/fast-charge-cell.yaml}, each simulated once with the DFN, kept for the next run.
 *
 * <p>The merit of a stack is the area that it dominates alone: its specific energy above 260 Wh/kg
 * times its charge time below 60 min; 0 where lithium would be plated, where it gets hotter than 45
 * °C, or where the simulation ends early.
 */
record MainJob(Path root, Path kept) {
  private static final int STACKS = 2000;
  private static final String CELL = "lg-m50-chen2020.json";

  private record Limit(String name, double low, double high, String unit) {}

  private static final List<Limit> LIMITS =
      List.of(
          new Limit("positive_thickness", 45, 100, "um"),
          new Limit("positive_porosity", 0.20, 0.45, "1"),
          new Limit("negative_porosity", 0.20, 0.45, "1"),
          new Limit("positive_particle_radius", 2, 7, "um"),
          new Limit("negative_particle_radius", 4, 9, "um"),
          new Limit("np_ratio", 1.05, 1.3, "1"),
          new Limit("separator_thickness", 8, 20, "um"),
          new Limit("charge_rate_1", 1, 5, "C"),
          new Limit("charge_rate_2", 0.5, 3, "C"),
          new Limit("switch_soc", 0.2, 0.7, "1"));

  Candidates read() throws IOException {
    Path file = Files.createDirectories(kept).resolve("main-job.csv");
    if (!Files.exists(file)) {
      System.err.printf("bench planner: simulating %d stacks ...%n", STACKS);
      Computation method = method();
      String lines =
          IntStream.range(0, STACKS)
              .parallel()
              .mapToObj(number -> line(method, number))
              .collect(Collectors.joining("\n", header(), "\n"));
      Path part = file.resolveSibling("main-job.part");
      Files.writeString(part, lines);
      Files.move(part, file);
    }
    Csv data = Csv.withHeader(file);
    Candidates.Builder builder = Candidates.of("main job's cell");
    LIMITS.forEach(limit -> builder.number(limit.name, data.numbers(limit.name)));
    return builder.objective("merit", Goal.MAXIMIZE, data.numbers("merit")).build();
  }

  private static String header() {
    return LIMITS.stream().map(Limit::name).collect(Collectors.joining(",")) + ",merit\n";
  }

  private Computation method() throws IOException {
    SequencedMap<String, MethodProvider.NamedFile> files = new LinkedHashMap<>();
    files.put(
        "cell",
        new MethodProvider.NamedFile(
            CELL, Files.readAllBytes(root.resolve("examples/cells").resolve(CELL))));
    MethodProvider provider =
        ServiceLoader.load(MethodProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(p -> p.name().equals("cell.dfn"))
            .findFirst()
            .orElseThrow();
    if (!(provider.configure(new Settings(new LinkedHashMap<>()), files)
        instanceof Computation method)) {
      throw new IllegalStateException("cell.dfn does not run in process");
    }
    return method;
  }

  private static String line(Computation method, int number) {
    RandomStream random = new RandomStream(number, 0xCE11);
    double[] x = new double[LIMITS.size()];
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < x.length; i++) {
      Limit limit = LIMITS.get(i);
      x[i] = limit.low + (limit.high - limit.low) * random.nextDouble();
      values.put(limit.name, Value.Scalar.of(x[i], MeasurementUnit.parse(limit.unit)));
    }
    double merit = merit(method, new Design(values));
    List<String> cells = new ArrayList<>();
    Arrays.stream(x).forEach(value -> cells.add(Double.toString(value)));
    cells.add(String.format(Locale.ROOT, "%.6g", merit));
    return String.join(",", cells);
  }

  private static double merit(Computation method, Design design) {
    Outcome outcome;
    try {
      outcome = method.compute(new Request(design, 1, "bench"));
    } catch (RuntimeException _) {
      return 0;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (outcome.status() != Outcome.Status.OK
        || !(number(outcome, "plating_margin", "mV") >= 0)
        || !(number(outcome, "peak_temperature", "degC") <= 45)) {
      return 0;
    }
    double energy = number(outcome, "specific_energy", "Wh/kg") - 260;
    double time = 60 - number(outcome, "charge_time", "min");
    return energy > 0 && time > 0 ? energy * time : 0;
  }

  private static double number(Outcome outcome, String name, String unit) {
    return outcome.values().get(name) instanceof Value.Scalar scalar
        ? scalar.in(MeasurementUnit.parse(unit)).value()
        : Double.NaN;
  }
}
