package org.cellwright.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.platform.formats.ColumnFile;
import org.cellwright.science.cell.Bpx;
import org.cellwright.science.cell.Citation;
import org.cellwright.science.cell.HalfCell;
import org.cellwright.science.cell.Mesh;
import org.cellwright.science.cell.Model;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the words that work on one cell have in common: the cell, its model, its state, its mesh.
 */
final class CellOptions {
  private CellOptions() {}

  /** The cell file and its model, both required. */
  static void declare(CommandSpec spec) {
    Arguments.named(spec, Path.class, "CELL.json", "A cell in the BPX format, 0.x or 1.x.");
    Arguments.required(spec, String.class, "--model", "spm|spme|dfn|thevenin", "Which model.");
  }

  /** State, mesh and changed fields, none of them required. */
  static void declareState(CommandSpec spec) {
    Arguments.text(
        spec, "--soc", "0..1", "State of charge at the start; the file's, or full, unless said.");
    Arguments.text(spec, "--temperature", "\"25 degC\"", "Temperature of the cell at the start.");
    Arguments.text(
        spec,
        "--mesh",
        "N_n/N_s/N_p/N_r",
        "Volumes in electrodes, separator and particles; p6 for N_r: six polynomials in a particle.");
    Arguments.list(
        spec,
        "--set",
        "\"PATH=VALUE UNIT\"",
        "Set a field of the cell: \"Negative electrode/Thickness [m]=80 um\".");
  }

  /** {@code --out} for columns. */
  static void declareOut(CommandSpec spec, String description) {
    Arguments.option(spec, Path.class, "--out", "F.csv|.json|.parquet", description);
  }

  static Optional<Path> out(ParseResult words) {
    Path out = words.matchedOptionValue("--out", null);
    if (out != null && !ColumnFile.canBeWritten(out)) {
      throw Options.usage(
          "--out '%s' is neither .csv nor .json nor .parquet".formatted(out),
          "The ending chooses the format.");
    }
    return Optional.ofNullable(out);
  }

  /** The cell as its file and every {@code --set} say. */
  static Bpx cell(ParseResult words, Session session) throws IOException {
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

  static Model model(ParseResult words) {
    return Model.parse(words.matchedOptionValue("--model", ""));
  }

  static OptionalDouble stateOfCharge(ParseResult words) {
    String soc = words.matchedOptionValue("--soc", null);
    return soc == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Quantities.number(soc, "--soc"));
  }

  /** K. */
  static OptionalDouble temperature(ParseResult words) {
    String temperature = words.matchedOptionValue("--temperature", null);
    return temperature == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Quantities.in(MeasurementUnit.parse("K"), temperature, "--temperature"));
  }

  static void declareHalfCell(CommandSpec spec) {
    Arguments.text(
        spec,
        "--half-cell",
        "negative|positive",
        "One electrode against lithium metal, in the place of the positive.");
  }

  static Optional<HalfCell> halfCell(ParseResult words) {
    String half = words.matchedOptionValue("--half-cell", null);
    return switch (half) {
      case null -> Optional.empty();
      case "negative" -> Optional.of(HalfCell.NEGATIVE);
      case "positive" -> Optional.of(HalfCell.POSITIVE);
      default ->
          throw Options.usage(
              "--half-cell is '%s'".formatted(half), "Choose negative or positive.");
    };
  }

  static Optional<Mesh> mesh(ParseResult words) {
    String mesh = words.matchedOptionValue("--mesh", null);
    return Optional.ofNullable(mesh).map(Mesh::parse);
  }

  static void declareCitations(CommandSpec spec) {
    Arguments.option(
        spec,
        Path.class,
        "--citations",
        "FILE.bib",
        "Where the works that the result stands on go, as BibTeX.");
  }

  /** As BibTeX, where that was asked for. */
  static void writeCitations(ParseResult words, Session session, List<Citation> citations) {
    Path file = words.matchedOptionValue("--citations", null);
    if (file != null) {
      try {
        Files.writeString(
            session.folder().resolve(file),
            citations.stream().map(Citation::bibtex).collect(Collectors.joining("\n\n", "", "\n")));
      } catch (IOException e) {
        throw CellwrightException.refused(
            "cannot be written: " + e.getMessage(), file.toString(), "Choose another place.");
      }
      session.note("%d works to cite in %s".formatted(citations.size(), file));
    }
  }

  static CellwrightException absent(Path path) {
    return new CellwrightException(
        CellwrightException.Kind.ABSENT, "there is no such file", path.toString(), null);
  }
}
