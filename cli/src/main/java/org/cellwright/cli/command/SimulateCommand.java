package org.cellwright.cli.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
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
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("CELL.json")
            .type(Path.class)
            .arity("1")
            .required(true)
            .description("A cell in the BPX format, 0.x or 1.x.")
            .build());
    required(spec, "--model", "spm|spme|dfn", "Which model.");
    required(
        spec,
        "--experiment",
        "TEXT|FILE",
        "What is done: \"Charge at 1C until 4.2 V; Hold at 4.2 V until C/20\", a .txt with one step a line,"
            + " a unicycler .json, or a .csv drive cycle.");
    text(spec, "--soc", "0..1", "State of charge at the start; the file's, or full, unless said.");
    text(spec, "--temperature", "\"25 degC\"", "Temperature of the cell at the start.");
    text(spec, "--mesh", "N_n/N_s/N_p/N_r", "Volumes in electrodes, separator and particles.");
    text(spec, "--rtol", "R", "Relative tolerance; 1e-4 unless said.");
    text(spec, "--thermal", "isothermal|lumped", "Whether the cell warms; isothermal unless said.");
    text(
        spec,
        "--error-estimate",
        "auto|yes|no",
        "Solve again on twice the mesh at a tenth of the tolerance; auto: unless it takes long.");
    text(spec, "--every", "\"1 s\"", "Record points this far apart.");
    spec.addOption(
        OptionSpec.builder("--set")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .paramLabel("\"PATH=VALUE UNIT\"")
            .description("Set a field of the cell: \"Negative electrode/Thickness [m]=80 um\".")
            .build());
    spec.addOption(
        OptionSpec.builder("--out")
            .type(Path.class)
            .paramLabel("FILE.csv|.json")
            .description("Where the time series goes.")
            .build());
  }

  private static void required(CommandSpec spec, String name, String label, String description) {
    spec.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .required(true)
            .paramLabel(label)
            .description(description)
            .build());
  }

  private static void text(CommandSpec spec, String name, String label, String description) {
    spec.addOption(
        OptionSpec.builder(name)
            .type(String.class)
            .paramLabel(label)
            .description(description)
            .build());
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException, InterruptedException {
    Path out = words.matchedOptionValue("--out", null);
    requireKnownEnding(out);
    Bpx cell = cell(words, session);
    Experiment experiment = experiment(words.matchedOptionValue("--experiment", ""), session);
    Model model = Model.parse(words.matchedOptionValue("--model", ""));
    Simulation simulation = Simulation.of(cell).model(model).experiment(experiment);
    String soc = words.matchedOptionValue("--soc", null);
    if (soc != null) {
      simulation = simulation.stateOfCharge(Quantities.number(soc, "--soc"));
    }
    String temperature = words.matchedOptionValue("--temperature", null);
    if (temperature != null) {
      MeasurementUnit kelvin = MeasurementUnit.parse("K");
      simulation = simulation.temperature(Quantities.in(kelvin, temperature, "--temperature"));
    }
    String mesh = words.matchedOptionValue("--mesh", null);
    if (mesh != null) {
      simulation = simulation.mesh(Mesh.parse(mesh));
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
    if (out != null) {
      write(session.folder().resolve(out), solution);
    }
    SolutionText.say(session, solution, error, cell, model, out);
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

  private static Bpx cell(ParseResult words, Session session) throws IOException {
    Path path = session.folder().resolve(words.matchedPositionalValue(0, Path.of("")));
    Bpx cell;
    try (InputStream in = Files.newInputStream(path)) {
      cell = Bpx.read(in, path.toString());
    } catch (NoSuchFileException e) {
      throw absent(path);
    }
    List<String> settings = words.matchedOptionValue("--set", List.of());
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      if (equals < 1) {
        throw Options.usage(
            "--set needs PATH=VALUE, not '%s'".formatted(setting),
            "For example --set \"Negative electrode/Thickness [m]=80 um\".");
      }
      cell = cell.with(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return cell;
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
      throw absent(path);
    }
  }

  private static CellwrightException absent(Path path) {
    return new CellwrightException(
        CellwrightException.Kind.ABSENT, "there is no such file", path.toString(), null);
  }

  private static void requireKnownEnding(@org.jspecify.annotations.Nullable Path out) {
    if (out != null && !out.toString().endsWith(".csv") && !out.toString().endsWith(".json")) {
      throw Options.usage(
          "--out '%s' is neither .csv nor .json".formatted(out), "The ending chooses the format.");
    }
  }

  private static void write(Path file, Solution solution) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        if (file.toString().endsWith(".csv")) {
          TimeSeries.writeCsv(solution, writer);
        } else {
          TimeSeries.writeJson(solution, writer);
        }
      }
    } catch (IOException e) {
      throw ResultFolder.cannotWrite(file, e);
    }
  }
}
