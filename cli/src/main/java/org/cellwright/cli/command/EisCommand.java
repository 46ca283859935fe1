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
import org.cellwright.cli.terminal.TextTable;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Impedance;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
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
            + "Without --out it prints a table; with it, the columns go to a .csv or .json file.",
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
    CellOptions.text(
        spec,
        "--frequencies",
        "LOW..HIGH/N",
        "In Hz, evenly spaced in their logarithm; " + Frequencies.USUAL + " unless said.");
    CellOptions.declareState(spec);
    spec.addOption(
        OptionSpec.builder("--out")
            .type(Path.class)
            .paramLabel("FILE.csv|.json")
            .description("Where the spectrum goes.")
            .build());
    CellOptions.declareCitations(spec);
    CellOptions.text(
        spec,
        "--error-estimate",
        "yes|no",
        "Solve again on twice the mesh and say how far each |Z| moves; yes unless said.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    Path out = words.matchedOptionValue("--out", null);
    SeriesFile.requireKnownEnding(out);
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
    Optional<Mesh> mesh = CellOptions.mesh(words);
    if (mesh.isPresent()) {
      impedance = impedance.mesh(mesh.get());
    }
    cell.warnings().forEach(session::warn);
    List<Impedance.Point> spectrum = impedance.at(hertz);
    double[] errors = estimate(words, impedance, spectrum);
    CellOptions.writeCitations(words, session, impedance.citations());
    if (out != null) {
      Path file = session.folder().resolve(out);
      SeriesFile.write(
          file,
          writer ->
              writer.write(
                  file.toString().endsWith(".csv")
                      ? csv(spectrum)
                      : columns(spectrum, errors).toPrettyString() + "\n"));
      session.note("%d frequencies in %s".formatted(spectrum.size(), out));
    }
    if (!session.isText()) {
      ObjectNode answer = columns(spectrum, errors);
      ArrayNode citations = answer.putArray("citations");
      impedance.citations().forEach(citation -> citations.add(citation.bibtex()));
      session.say(answer);
    } else if (out == null) {
      session.say(table(spectrum, errors));
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

  private static String csv(List<Impedance.Point> spectrum) {
    StringBuilder text = new StringBuilder("frequency_hertz,z_real_ohm,z_imag_ohm\n");
    for (Impedance.Point z : spectrum) {
      text.append(z.frequency()).append(',').append(z.real()).append(',').append(z.imaginary());
      text.append('\n');
    }
    return text.toString();
  }

  private static ObjectNode columns(List<Impedance.Point> spectrum, double[] errors) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    ArrayNode frequency = columns.putArray("frequency_hertz");
    ArrayNode real = columns.putArray("z_real_ohm");
    ArrayNode imaginary = columns.putArray("z_imag_ohm");
    for (Impedance.Point z : spectrum) {
      frequency.add(z.frequency());
      real.add(z.real());
      imaginary.add(z.imaginary());
    }
    if (errors.length > 0) {
      ArrayNode error = columns.putArray("error_estimate_ohm");
      Arrays.stream(errors).forEach(error::add);
    }
    return columns;
  }
}
