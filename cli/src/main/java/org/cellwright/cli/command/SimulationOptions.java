package org.cellwright.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.HalfCell;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Simulation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** What the words that simulate experiments have in common beside the cell. */
final class SimulationOptions {
  private SimulationOptions() {}

  static void declare(CommandSpec spec) {
    Arguments.required(
        spec,
        String.class,
        "--experiment",
        "TEXT|FILE",
        "What is done: \"Charge at 1C until 4.2 V; Hold at 4.2 V until C/20\", a .txt with one step a line,"
            + " a unicycler .json, or a .csv drive cycle.");
    CellOptions.declareState(spec);
    Arguments.flag(
        spec,
        "--discharge-positive",
        "Current or power of the drive cycle is positive when it discharges.");
    Arguments.text(
        spec,
        "--on-infeasible",
        "stop|continue",
        "After a step that cannot be done: stop, unless said, or go on with the next.");
    CellOptions.declareHalfCell(spec);
    Arguments.flag(
        spec, "--double-layer", "Charge the double layers of the cell file, in microseconds.");
    Arguments.text(
        spec,
        "--rtol",
        "R",
        "Relative tolerance; unless said such that events are within 1 ms (3e-7, tapers 1e-8).");
    Arguments.text(
        spec,
        "--thermal",
        "isothermal|lumped|slab",
        "Whether the cell warms, evenly or most in its middle; isothermal unless said.");
  }

  static Simulation simulation(Bpx cell, Experiment experiment, ParseResult words) {
    Simulation simulation =
        Simulation.of(cell).model(CellOptions.model(words)).experiment(experiment);
    OptionalDouble soc = CellOptions.stateOfCharge(words);
    if (soc.isPresent()) {
      simulation = simulation.stateOfCharge(soc.getAsDouble());
    }
    OptionalDouble temperature = CellOptions.temperature(words);
    if (temperature.isPresent()) {
      simulation = simulation.temperature(temperature.getAsDouble());
    }
    Optional<Mesh> mesh = CellOptions.mesh(words);
    if (mesh.isPresent()) {
      simulation = simulation.mesh(mesh.get());
    }
    String thermal = words.matchedOptionValue("--thermal", "isothermal");
    simulation =
        simulation.thermal(
            switch (thermal) {
              case "isothermal" -> Simulation.Thermal.ISOTHERMAL;
              case "lumped" -> Simulation.Thermal.LUMPED;
              case "slab" -> Simulation.Thermal.SLAB;
              default ->
                  throw Options.usage(
                      "--thermal is '%s'".formatted(thermal), "Choose isothermal, lumped or slab.");
            });
    simulation =
        simulation
            .onInfeasible(
                goesOn(words) ? Simulation.Infeasible.CONTINUE : Simulation.Infeasible.STOP)
            .doubleLayers(words.matchedOptionValue("--double-layer", false));
    Optional<HalfCell> half = CellOptions.halfCell(words);
    if (half.isPresent()) {
      simulation = simulation.halfCell(half.get());
    }
    String tolerance = words.matchedOptionValue("--rtol", null);
    return tolerance == null
        ? simulation
        : simulation.relativeTolerance(Quantities.number(tolerance, "--rtol"));
  }

  /** Whether a step that cannot be done is followed by the next. */
  static boolean goesOn(ParseResult words) {
    String infeasible = words.matchedOptionValue("--on-infeasible", "stop");
    return switch (infeasible) {
      case "stop" -> false;
      case "continue" -> true;
      default ->
          throw Options.usage(
              "--on-infeasible is '%s'".formatted(infeasible), "Choose stop or continue.");
    };
  }

  static Experiment experiment(ParseResult words, Session session) throws IOException {
    String text = words.matchedOptionValue("--experiment", "");
    Optional<Path> file = experimentFile(text, session);
    if (file.isEmpty()) {
      return Experiment.parse(text);
    }
    Path path = file.get();
    try {
      if (text.toLowerCase(Locale.ROOT).endsWith(".json")) {
        try (InputStream in = Files.newInputStream(path)) {
          return Experiment.fromUnicycler(in, path.toString());
        }
      }
      if (text.toLowerCase(Locale.ROOT).endsWith(".csv")) {
        try (Reader in = Files.newBufferedReader(path)) {
          return Experiment.fromDriveCycle(
              in, path.toString(), words.matchedOptionValue("--discharge-positive", false));
        }
      }
      return Experiment.parse(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw CellOptions.absent(path);
    }
  }

  /** What the experiment says: the sentences, or the content of their file. */
  static String experimentText(ParseResult words, Session session) throws IOException {
    String text = words.matchedOptionValue("--experiment", "");
    Optional<Path> file = experimentFile(text, session);
    return file.isPresent() ? Files.readString(file.get()) : text;
  }

  private static Optional<Path> experimentFile(String text, Session session) {
    String lower = text.toLowerCase(Locale.ROOT);
    boolean isFile = List.of(".txt", ".json", ".csv").stream().anyMatch(lower::endsWith);
    return isFile && !text.contains("\n")
        ? Optional.of(session.folder().resolve(text))
        : Optional.empty();
  }
}
