package org.cellwright.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cellwright.cli.chart.Chart;
import org.cellwright.cli.chart.Chart.Panel;
import org.cellwright.cli.command.CurveDifference.Curve;
import org.cellwright.cli.report.Figures;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.formats.Columns;
import org.cellwright.platform.formats.Columns.Numbers;
import org.cellwright.platform.formats.TimeSeriesFile;
import org.cellwright.science.cell.Bpx;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code compare}: how far two time series are apart. */
public final class CompareCommand implements Command {
  /** Unit words at the end of a column's name, as people write them; thousandths read better. */
  private static final Map<String, String> UNITS =
      Map.of(
          "volt", "V", "ampere", "A", "celsius", "K", "watt", "W", "ohm", "Ω", "ah", "Ah", "wh",
          "Wh", "second", "s");

  @Override
  public String name() {
    return "compare";
  }

  @Override
  public String summary() {
    return "how far two time series are apart, in numbers and in a picture";
  }

  @Override
  public List<String> explanation() {
    return List.of(
        "A and B are .csv, .json or .parquet files with a time and the column; common names are known\n"
            + "(\"Voltage / V\", \"Terminal voltage [V]\", \"Test Time / h\"). A BPX file counts if it holds one\n"
            + "measured curve; of several, name one: cell.json#NAME.",
        "The difference is B minus A, over the time that both cover, between points along straight lines.");
  }

  @Override
  public String example() {
    return "compare examples/curves/marquis2019-1C-dfn.csv examples/curves/marquis2019-1C-spme.csv --out difference.svg";
  }

  @Override
  public void declare(CommandSpec spec) {
    for (String label : List.of("A", "B")) {
      Arguments.named(
          spec,
          String.class,
          label,
          label.equals("A") ? "What is compared with." : "What is compared.");
    }
    Arguments.text(spec, "--column", "NAME", "Which column; voltage_volt unless said.");
    Arguments.option(spec, Path.class, "--out", "F.svg|F.png", "Draw both and their difference.");
  }

  @Override
  public int run(ParseResult words, Session session) throws IOException {
    Path out = words.matchedOptionValue("--out", null);
    if (out != null) {
      Pictures.requireKnownEnding("--out", out.toString());
    }
    String column = TimeSeriesFile.named(words.matchedOptionValue("--column", "voltage_volt"));
    Curve a = curve(words.matchedPositionalValue(0, ""), column, session);
    Curve b = curve(words.matchedPositionalValue(1, ""), column, session);
    CurveDifference difference = CurveDifference.between(a, b);
    if (session.isText()) {
      session.say(text(difference, column));
    } else {
      session.say(json(difference, column, a, b));
    }
    if (out != null) {
      Pictures.write(chart(difference, column, a, b), session.folder().resolve(out));
      session.note("drawn in " + out);
    }
    return 0;
  }

  private static Curve curve(String written, String column, Session session) throws IOException {
    int mark = written.lastIndexOf(".json#");
    String file = mark < 0 ? written : written.substring(0, mark + 5);
    Path path = session.folder().resolve(file);
    TimeSeriesFile series =
        file.endsWith(".json") && isCell(path)
            ? measured(path, mark < 0 ? "" : written.substring(mark + 6))
            : TimeSeriesFile.read(path);
    series.notes().forEach(session::note);
    try {
      return Curve.of(
          written, series.columns().numbers(TimeSeriesFile.TIME), series.columns().numbers(column));
    } catch (CellwrightException e) {
      throw e.where() == null ? e.at(written) : e;
    }
  }

  private static boolean isCell(Path path) throws IOException {
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(path));
      return root.has("Parameterisation") || root.has("Header");
    } catch (NoSuchFileException e) {
      throw CellOptions.absent(path);
    } catch (JsonProcessingException e) {
      throw CellwrightException.refused(
          "the file is no JSON: " + e.getOriginalMessage(), path.toString(), null);
    }
  }

  /** A curve that a BPX file holds for validation. */
  private static TimeSeriesFile measured(Path path, String name) throws IOException {
    Bpx cell = Bpx.read(new ByteArrayInputStream(Files.readAllBytes(path)), path.toString());
    Map<String, Bpx.Validation> curves = cell.validation();
    if (curves.isEmpty()) {
      throw CellwrightException.refused(
          "this is a cell, and no time series stands in it",
          path.toString(),
          "Simulate it first: cellwright simulate %s … --out series.csv".formatted(path));
    }
    String wanted = name.isEmpty() && curves.size() == 1 ? curves.keySet().iterator().next() : name;
    Bpx.Validation curve = curves.get(wanted);
    if (curve == null) {
      throw CellwrightException.refused(
          name.isEmpty()
              ? "the cell holds %d measured curves".formatted(curves.size())
              : "the cell holds no curve '%s'".formatted(name),
          path.toString(),
          "Write %s#NAME with one of: %s."
              .formatted(path.getFileName(), String.join(", ", curves.keySet())));
    }
    return TimeSeriesFile.of(
        new Columns(
            List.of(
                numbers("test_time_second", curve.time()),
                numbers("voltage_volt", curve.voltage()),
                numbers("current_ampere", curve.current()))),
        path.toString());
  }

  private static Numbers numbers(String name, List<Double> values) {
    return new Numbers(name, values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static String suffix(String column) {
    String last = column.substring(column.lastIndexOf('_') + 1);
    return UNITS.containsKey(last) ? last : "";
  }

  private static String text(CurveDifference d, String column) {
    StringBuilder text = new StringBuilder();
    line(text, "rms", amount(d.rms(), column));
    line(text, "mean", amount(d.mean(), column));
    line(text, "mean absolute", amount(d.meanAbsolute(), column));
    line(
        text,
        "largest",
        amount(d.largest(), column) + " at " + Figures.given(d.largestAt()) + " s");
    line(
        text,
        "compared from",
        "%s s to %s s".formatted(Figures.given(d.from()), Figures.given(d.to())));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-14s %s%n".formatted(name, value));
  }

  /** In thousandths of the unit where that is what differences come in. */
  private static String amount(double value, String column) {
    String unit = UNITS.getOrDefault(suffix(column), "");
    return unit.equals("V") || unit.equals("Ω")
        ? Figures.of(1e3 * value) + " m" + unit
        : (Figures.of(value) + " " + unit).strip();
  }

  private static ObjectNode json(CurveDifference d, String column, Curve a, Curve b) {
    String suffix = suffix(column).isEmpty() ? "" : "_" + suffix(column);
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("a", a.name()).put("b", b.name()).put("column", column);
    node.put("rms" + suffix, d.rms());
    node.put("mean" + suffix, d.mean());
    node.put("mean_absolute" + suffix, d.meanAbsolute());
    node.put("largest" + suffix, d.largest());
    node.put("largest_at_second", d.largestAt());
    node.put("from_second", d.from()).put("to_second", d.to());
    node.put("points_a", a.time().length).put("points_b", b.time().length);
    return node;
  }

  private static Chart chart(CurveDifference d, String column, Curve a, Curve b) {
    double unit = d.to() > 4 * 3600 ? 3600 : d.to() > 300 ? 60 : 1;
    String label = "time, " + (unit == 3600 ? "h" : unit == 60 ? "min" : "s");
    String suffix = suffix(column);
    String symbol = UNITS.getOrDefault(suffix, "");
    String name =
        suffix.isEmpty() ? column : column.substring(0, column.length() - suffix.length() - 1);
    boolean milli = symbol.equals("V") || symbol.equals("Ω");
    String shown = suffix.equals("celsius") ? "°C" : symbol;
    String upper = Figures.name(name) + (shown.isEmpty() ? "" : ", " + shown);
    String lower = "B − A" + (symbol.isEmpty() ? "" : ", " + (milli ? "m" : "") + symbol);
    double factor = milli ? 1e3 : 1;
    return new Chart(
        "A: %s   B: %s".formatted(fileName(a), fileName(b)),
        "Both curves, and B minus A: rms %s.".formatted(amount(d.rms(), column)),
        List.of(
            Panel.of(
                label,
                upper,
                List.of(
                    new Chart.Curve("A", scaled(a.time(), 1 / unit), a.values()),
                    new Chart.Curve("B", scaled(b.time(), 1 / unit), b.values()))),
            Panel.of(
                label,
                lower,
                List.of(
                    new Chart.Curve("", scaled(d.time(), 1 / unit), scaled(d.values(), factor))))));
  }

  private static String fileName(Curve curve) {
    return curve.name().substring(curve.name().lastIndexOf('/') + 1);
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(v -> factor * v).toArray();
  }
}
