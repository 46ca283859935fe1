package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.cellwright.cli.chart.Chart;
import org.cellwright.cli.chart.Chart.Curve;
import org.cellwright.cli.chart.Chart.Panel;
import org.cellwright.cli.chart.Plot;
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.platform.formats.Columns;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.HalfCell;
import org.cellwright.science.cell.Impedance;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code eis}: the impedance of one cell at rest. */
public final class EisCommand implements Command {

  @Override
  public String name() {
    return "eis";
  }

  @Override
  public String summary() {
    return "impedance of one cell at rest, over a range of frequencies";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "In ohm of the whole cell; the imaginary part is negative where the cell is capacitive.\n"
            + "Without --out it prints a table; with it, the columns go to a .csv, .json or .parquet file.",
        "Double layers are set in the cell file or here, in F per m2 of particle surface:\n"
            + "--set \"User-defined/Negative electrode double-layer capacity [F.m-2]=0.2\".");
  }

  @Override
  public String example() {
    return "eis examples/cells/marquis2019.json --model dfn --soc 0.5 --frequencies 1e-3..1e4/15";
  }

  @Override
  public void declare(CommandSpec spec) {
    CellOptions.declare(spec);
    Arguments.text(
        spec,
        "--frequencies",
        "LOW..HIGH/N",
        "In Hz, evenly spaced in their logarithm; " + Frequencies.USUAL + " unless said.");
    CellOptions.declareState(spec);
    CellOptions.declareHalfCell(spec);
    CellOptions.declareOut(spec, "Where the spectrum goes.");
    Pictures.declarePlot(spec, "the Nyquist plot");
    CellOptions.declareCitations(spec);
    Arguments.text(
        spec,
        "--error-estimate",
        "yes|no",
        "Solve again on twice the mesh and say how far each |Z| moves; yes unless said.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    Optional<Path> out = CellOptions.out(words);
    Optional<String> plot = Pictures.plot(words);
    double[] hertz =
        Frequencies.parse(words.matchedOptionValue("--frequencies", Frequencies.USUAL));
    Bpx cell = CellOptions.cell(words, session);
    Model model = CellOptions.model(words);
    Impedance impedance = Impedance.of(cell).model(model);
    OptionalDouble soc = CellOptions.stateOfCharge(words);
    if (soc.isPresent()) {
      impedance = impedance.stateOfCharge(soc.getAsDouble());
    }
    OptionalDouble temperature = CellOptions.temperature(words);
    if (temperature.isPresent()) {
      impedance = impedance.temperature(temperature.getAsDouble());
    }
    Optional<HalfCell> half = CellOptions.halfCell(words);
    if (half.isPresent()) {
      impedance = impedance.halfCell(half.get());
    }
    Optional<Mesh> mesh = CellOptions.mesh(words);
    if (mesh.isPresent()) {
      impedance = impedance.mesh(mesh.get());
    }
    cell.warnings().forEach(session::warn);
    List<Impedance.Point> spectrum = impedance.at(hertz);
    double[] errors = estimate(words, impedance, spectrum);
    CellOptions.writeCitations(words, session, impedance.citations());
    if (out.isPresent()) {
      ColumnFile.write(session.folder().resolve(out.get()), columns(spectrum));
      session.note("%d frequencies in %s".formatted(spectrum.size(), out.get()));
    }
    if (!session.isText()) {
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      for (String name : columns(spectrum).names()) {
        ArrayNode values = answer.putArray(name);
        Arrays.stream(columns(spectrum).numbers(name)).forEach(values::add);
      }
      if (errors.length > 0) {
        ArrayNode error = answer.putArray("error_estimate_ohm");
        Arrays.stream(errors).forEach(error::add);
      }
      ArrayNode citations = answer.putArray("citations");
      impedance.citations().forEach(citation -> citations.add(citation.bibtex()));
      session.say(answer);
    } else if (out.isEmpty()) {
      session.say(table(spectrum, errors));
    }
    if (plot.isPresent()) {
      Pictures.show(nyquist(spectrum, cell, model), plot.get(), session);
    }
    return 0;
  }

  /** |ΔZ| in ohm for each frequency; none if it is not wanted. */
  private static double[] estimate(
      ParseResult words, Impedance impedance, List<Impedance.Point> spectrum) {
    String wanted = words.matchedOptionValue("--error-estimate", "yes");
    return switch (wanted) {
      case "yes" -> impedance.estimateError(spectrum);
      case "no" -> new double[0];
      default ->
          throw Options.usage("--error-estimate is '%s'".formatted(wanted), "Choose yes or no.");
    };
  }

  private static String table(List<Impedance.Point> spectrum, double[] errors) {
    TextTable table =
        new TextTable(
            List.of("frequency, Hz", "real, ohm", "imaginary, ohm", "|Z|, ohm", "phase, deg"));
    for (Impedance.Point z : spectrum) {
      table.add(
          List.of(
              significant(z.frequency()),
              significant(z.real()),
              significant(z.imaginary()),
              significant(z.magnitude()),
              String.format(Locale.ROOT, "%.1f", Math.toDegrees(z.phase())).replace("-", "−")));
    }
    if (errors.length == 0) {
      return table.render();
    }
    int worst = 0;
    for (int k = 1; k < errors.length; k++) {
      if (relative(spectrum, errors, k) > relative(spectrum, errors, worst)) {
        worst = k;
      }
    }
    if (errors[worst] == 0) {
      return table.render() + "\nThis model does not depend on the mesh.\n";
    }
    return table.render()
        + String.format(
            Locale.ROOT,
            "%nTwice the mesh moves |Z| by at most %.2g %%, at %s Hz.%n",
            100 * relative(spectrum, errors, worst),
            significant(spectrum.get(worst).frequency()));
  }

  private static double relative(List<Impedance.Point> spectrum, double[] errors, int k) {
    return errors[k] / spectrum.get(k).magnitude();
  }

  /** Cells of any size: four digits, however small the resistance. */
  private static String significant(double value) {
    return String.format(Locale.ROOT, "%.4g", value).replace("-", "−");
  }

  private static Columns columns(List<Impedance.Point> spectrum) {
    return new Columns(
        List.of(
            column("frequency_hertz", spectrum, Impedance.Point::frequency),
            column("z_real_ohm", spectrum, Impedance.Point::real),
            column("z_imag_ohm", spectrum, Impedance.Point::imaginary)));
  }

  private static Numbers column(
      String name, List<Impedance.Point> spectrum, ToDoubleFunction<Impedance.Point> value) {
    return new Numbers(name, spectrum.stream().mapToDouble(value).toArray());
  }

  /** Real part to the right, negative imaginary part upwards, a length the same on both. */
  private static Chart nyquist(List<Impedance.Point> spectrum, Bpx cell, Model model) {
    double largest = spectrum.stream().mapToDouble(Impedance.Point::magnitude).max().orElse(1);
    boolean milli = largest < 0.5;
    double unit = milli ? 1e-3 : 1;
    String ohm = milli ? "mΩ" : "Ω";
    List<Plot.Point> points =
        spectrum.stream().map(z -> new Plot.Point(z.real() / unit, -z.imaginary() / unit)).toList();
    Panel panel =
        Panel.of("real, " + ohm, "−imaginary, " + ohm, List.of(new Curve("", points, true)));
    String heading =
        cell.header().title().map(title -> title + ", ").orElse("")
            + Bpx.Model.valueOf(model.name()).spelling();
    return new Chart(heading, "Nyquist plot of the impedance", List.of(panel.atSameScale()));
  }
}
