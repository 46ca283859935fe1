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
import org.cellwright.core.MeasurementUnit;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code simulate}: one cell, one model, one experiment. */
public final class SimulateCommand implements Command {
  private static final long STEPS_OF_A_MOMENT = 5000;

  @Override
  public String name() {
    return "simulate";
  }

  @Override
  public String summary() {
    return "simulate one cell: a BPX file, a model, an experiment";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "Without --out it prints a short summary; with it, the time series goes to a .csv or .json file,\n"
            + "with the column names of the Battery Data Format (current is positive when charging).");
  }

  @Override
  public String example() {
    return "simulate examples/cells/lg-m50-chen2020.json --model dfn"
        + " --experiment \"Discharge at 1C until 2.5 V\"";
  }

  @Override
  public void declare(CommandSpec spec) {
    CellOptions.declare(spec);
    CellOptions.required(
        spec,
        "--experiment",
        "TEXT|FILE",
        "What is done: \"Charge at 1C until 4.2 V; Hold at 4.2 V until C/20\", a .txt with one step a line,"
            + " a unicycler .json, or a .csv drive cycle.");
    CellOptions.declareState(spec);
    CellOptions.text(spec, "--rtol", "R", "Relative tolerance; 1e-4 unless said.");
    CellOptions.text(
        spec, "--thermal", "isothermal|lumped", "Whether the cell warms; isothermal unless said.");
    CellOptions.text(
        spec,
        "--error-estimate",
        "auto|yes|no",
        "Solve again on twice the mesh at a tenth of the tolerance; auto: unless it takes long.");
    CellOptions.text(spec, "--every", "\"1 s\"", "Record points this far apart.");
    spec.addOption(
        OptionSpec.builder("--out")
            .type(Path.class)
            .paramLabel("FILE.csv|.json")
            .description("Where the time series goes.")
            .build());
    CellOptions.declareCitations(spec);
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException, InterruptedException {
    Path out = words.matchedOptionValue("--out", null);
    SeriesFile.requireKnownEnding(out);
    Bpx cell = CellOptions.cell(words, session);
    Experiment experiment = experiment(words.matchedOptionValue("--experiment", ""), session);
    Model model = CellOptions.model(words);
    Simulation simulation = Simulation.of(cell).model(model).experiment(experiment);
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
              default ->
                  throw Options.usage(
                      "--thermal is '%s'".formatted(thermal), "Choose isothermal or lumped.");
            });
    String tolerance = words.matchedOptionValue("--rtol", null);
    if (tolerance != null) {
      simulation = simulation.relativeTolerance(Quantities.number(tolerance, "--rtol"));
    }
    String every = words.matchedOptionValue("--every", null);
    if (every != null) {
      simulation = simulation.every(Quantities.in(MeasurementUnit.parse("s"), every, "--every"));
    }
    cell.warnings().forEach(session::warn);
    experiment.notes().forEach(session::note);
    Solution solution;
    OptionalDouble error;
    Thread worker = Thread.currentThread();
    try (Interruption watch =
        new Interruption(session.terminal(), worker::interrupt, "Nothing was kept; ask again.")) {
      solution = simulation.run();
      error = estimate(words, simulation, solution);
    }
    CellOptions.writeCitations(words, session, solution.citations());
    if (out != null) {
      write(session.folder().resolve(out), solution);
    }
    SolutionText.say(session, solution, error, out);
    if (!solution.complete()) {
      session.warn("the experiment was not completed: " + solution.endReason());
    }
    return solution.completion() == Solution.Completion.FAILED ? 9 : 0;
  }

  /**
   * Unless told otherwise, for what is solved in a moment; a long experiment is not solved again
   * unasked.
   */
  private static OptionalDouble estimate(
      ParseResult words, Simulation simulation, Solution solution) throws InterruptedException {
    String wanted = words.matchedOptionValue("--error-estimate", "auto");
    double duration = solution.time()[solution.points() - 1];
    return switch (wanted) {
      case "no" -> OptionalDouble.empty();
      case "yes" -> simulation.estimateError(duration);
      case "auto" ->
          solution.effort().steps() > STEPS_OF_A_MOMENT
              ? OptionalDouble.empty()
              : simulation.estimateError(duration);
      default ->
          throw Options.usage(
              "--error-estimate is '%s'".formatted(wanted), "Choose auto, yes or no.");
    };
  }

  private static Experiment experiment(String words, Session session) throws IOException {
    String ending = words.toLowerCase(Locale.ROOT).replaceFirst(".*(?=\\.(txt|json|csv)$)", "");
    if (!List.of(".txt", ".json", ".csv").contains(ending) || words.contains("\n")) {
      return Experiment.parse(words);
    }
    Path path = session.folder().resolve(words);
    try {
      return switch (ending) {
        case ".json" -> {
          try (InputStream in = Files.newInputStream(path)) {
            yield Experiment.fromUnicycler(in, path.toString());
          }
        }
        case ".csv" -> {
          try (Reader in = Files.newBufferedReader(path)) {
            yield Experiment.fromDriveCycle(in, path.toString(), false);
          }
        }
        default -> Experiment.parse(Files.readString(path));
      };
    } catch (NoSuchFileException e) {
      throw CellOptions.absent(path);
    }
  }

  private static void write(Path file, Solution solution) {
    SeriesFile.write(
        file,
        writer -> {
          if (file.toString().endsWith(".csv")) {
            TimeSeries.writeCsv(solution, writer);
          } else {
            TimeSeries.writeJson(solution, writer);
          }
        });
  }
}
