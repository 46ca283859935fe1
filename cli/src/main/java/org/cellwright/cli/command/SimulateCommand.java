package org.cellwright.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cellwright.cli.chart.Chart;
import org.cellwright.cli.chart.Chart.Curve;
import org.cellwright.cli.chart.Chart.Panel;
import org.cellwright.cli.report.Figures;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Experiment;
import org.cellwright.science.cell.Model;
import org.cellwright.science.cell.Profiles;
import org.cellwright.science.cell.Reading;
import org.cellwright.science.cell.Simulation;
import org.cellwright.science.cell.Solution;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
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
        "Without --out it prints a short summary; with it, the time series goes to a .csv, .json or\n"
            + ".parquet file, with the column names of the Battery Data Format (current is positive when\n"
            + "charging). Ctrl-C keeps what was simulated until then.");
  }

  @Override
  public String example() {
    return "simulate examples/cells/lg-m50-chen2020.json --model dfn"
        + " --experiment \"Discharge at 1C until 2.5 V\" --plot";
  }

  @Override
  public void declare(CommandSpec spec) {
    CellOptions.declare(spec);
    SimulationOptions.declare(spec);
    Arguments.text(
        spec,
        "--error-estimate",
        "auto|yes|no",
        "Solve again on twice the mesh at a tenth of the tolerance; auto: unless it takes long.");
    Arguments.text(spec, "--every", "\"1 s\"", "Record points this far apart.");
    Arguments.text(
        spec,
        "--readings",
        "NAME,NAME|all",
        "What else to record, such as negative_potential_volt; all: what the cell file says enough for.");
    CellOptions.declareOut(spec, "Where the time series goes; .bdf.csv and .bdf.parquet too.");
    Arguments.option(
        spec,
        Path.class,
        "--fields",
        "F.parquet",
        "Where concentrations and potentials across the cell go.");
    Pictures.declarePlot(spec, "voltage, current and plating margin");
    CellOptions.declareCitations(spec);
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    Optional<Path> out = CellOptions.out(words);
    Optional<Path> fields = Optional.ofNullable(words.matchedOptionValue("--fields", null));
    fields.ifPresent(FieldsFile::requireKnownEnding);
    Optional<String> plot = Pictures.plot(words);
    Bpx cell = CellOptions.cell(words, session);
    Experiment experiment = SimulationOptions.experiment(words, session);
    Simulation simulation = SimulationOptions.simulation(cell, experiment, words);
    String every = words.matchedOptionValue("--every", null);
    if (every != null) {
      simulation = simulation.every(Quantities.in(MeasurementUnit.parse("s"), every, "--every"));
    }
    String readings = words.matchedOptionValue("--readings", null);
    if (readings != null) {
      if (out.isEmpty()) {
        throw Options.usage(
            "--readings without --out", "Readings are columns of the time series: add --out FILE.");
      }
      simulation = simulation.readings(Reading.parse(readings, cell, CellOptions.halfCell(words)));
    }
    String estimate = words.matchedOptionValue("--error-estimate", "auto");
    if (!List.of("auto", "yes", "no").contains(estimate)) {
      throw Options.usage(
          "--error-estimate is '%s'".formatted(estimate), "Choose auto, yes or no.");
    }
    cell.warnings().forEach(session::warn);
    experiment.notes().forEach(session::note);
    List<Path> files = Stream.concat(out.stream(), fields.stream()).toList();
    String kept =
        files.isEmpty()
            ? "Nothing was kept; with --out it would have been."
            : "What was simulated until then is in "
                + files.stream().map(Path::toString).collect(Collectors.joining(" and "))
                + ".";
    try (Interruption watch =
            new Interruption(session.terminal(), Thread.currentThread()::interrupt, kept);
        WorkDisplay display = new WorkDisplay(session, "simulate");
        Fields written = new Fields(fields.map(session.folder()::resolve))) {
      Listener listener = new Listener(display, experiment.steps().size(), written);
      Solution solution = simulation.run(listener);
      OptionalDouble error = estimate(estimate, simulation, solution, display);
      display.close();
      Model model = CellOptions.model(words);
      out.ifPresent(
          file -> ColumnFile.write(session.folder().resolve(file), TimeSeries.of(solution)));
      written.complete(session, solution.points());
      CellOptions.writeCitations(words, session, solution.citations());
      SolutionText.say(session, solution, error, out);
      if (plot.isPresent()) {
        Pictures.show(chart(solution, cell, model, words), plot.get(), session);
      }
      solution.events().stream()
          .filter(event -> event.completion() != Solution.Completion.DONE)
          .findFirst()
          .ifPresent(event -> session.warn("the experiment was not completed: " + event.name()));
      return switch (solution.completion()) {
        case DONE, CUT_OFF -> 0;
        case FAILED -> SimulationOptions.goesOn(words) ? 0 : 9;
        case STOPPED -> 130;
      };
    }
  }

  /** Shows how far it is, and passes the profiles on to their file. */
  private record Listener(WorkDisplay display, int steps, Fields fields)
      implements Simulation.Listener {
    @Override
    public void advanced(int step, double time, double done) {
      String which = steps == 1 ? "" : "step %d of %d, ".formatted(step, steps);
      display.show(which + Figures.duration(time) + " simulated", done);
    }

    @Override
    public void recorded(int step, double time, Supplier<Profiles> profiles) {
      FieldsFile file = fields.file();
      if (file != null) {
        file.add(step, time, profiles.get());
      }
    }
  }

  /** The file of {@code --fields}, if there is to be one. */
  private record Fields(@Nullable FieldsFile file, Optional<Path> path) implements AutoCloseable {
    Fields(Optional<Path> path) {
      this(path.map(FieldsFile::new).orElse(null), path);
    }

    void complete(Session session, int times) {
      if (file != null) {
        session.note(
            "%d rows in %s: %d times".formatted(file.complete(), path.orElseThrow(), times));
      }
    }

    @Override
    public void close() {
      if (file != null) {
        file.close();
      }
    }
  }

  /**
   * Unless told otherwise, for what is solved in a moment; a long experiment is not solved again
   * unasked.
   */
  private static OptionalDouble estimate(
      String wanted, Simulation simulation, Solution solution, WorkDisplay display) {
    boolean quick = solution.effort().steps() <= STEPS_OF_A_MOMENT;
    if (solution.completion() == Solution.Completion.STOPPED
        || wanted.equals("no")
        || (wanted.equals("auto") && !quick)) {
      return OptionalDouble.empty();
    }
    display.show("solving again on twice the mesh");
    try {
      return simulation.estimateError(solution.time()[solution.points() - 1]);
    } catch (InterruptedException e) {
      return OptionalDouble.empty();
    }
  }

  private static Chart chart(Solution solution, Bpx cell, Model model, ParseResult words) {
    double[] time = solution.time();
    double end = time[time.length - 1];
    boolean hours = end > 4 * 3600;
    boolean minutes = end > 300;
    double unit = hours ? 3600 : minutes ? 60 : 1;
    String label = "time, " + (hours ? "h" : minutes ? "min" : "s");
    double[] x = Arrays.stream(time).map(t -> t / unit).toArray();
    List<Panel> panels = new ArrayList<>();
    panels.add(panel(label, "voltage, V", x, solution.voltage()));
    panels.add(panel(label, "current, A (charging positive)", x, solution.current()));
    panels.add(
        panel(
            label,
            "plating margin, mV",
            x,
            Arrays.stream(solution.platingMargin()).map(v -> 1e3 * v).toArray()));
    double[] celsius = Arrays.stream(solution.temperature()).map(k -> k - 273.15).toArray();
    double warming =
        Arrays.stream(celsius).max().orElse(0) - Arrays.stream(celsius).min().orElse(0);
    if (warming > 1e-6) {
      panels.add(panel(label, "temperature, °C", x, celsius));
    }
    String heading =
        cell.header().title().map(title -> title + ", ").orElse("")
            + Bpx.Model.valueOf(model.name()).spelling();
    return new Chart(
        heading,
        words.matchedOptionValue("--experiment", "") + ": " + solution.endReason(),
        panels);
  }

  private static Panel panel(String x, String y, double[] time, double[] values) {
    return Panel.of(x, y, List.of(new Curve("", time, values)));
  }
}
