package org.cellwright.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.cli.report.Material;
import org.cellwright.cli.report.Report;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Variable;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.campaign.Campaign;
import org.cellwright.platform.campaign.ResultsCsv;
import org.cellwright.platform.campaign.ResultsJson;
import org.cellwright.platform.campaign.RunResult;
import org.cellwright.platform.formats.ColumnFile;

/** What a run leaves in its folder: results, cells of the front, and the report. */
final class ResultFolder {
  /** The attachment of an evaluation that holds the cell as it was simulated. */
  private static final String CELL = "cell.json";

  private ResultFolder() {}

  /**
   * A folder for a new run: {@code wanted}, or the first free {@code runs/NAME-N}.
   *
   * @throws CellwrightException CONFLICT if it already holds the results of another run
   */
  static Path choose(Session session, Optional<Path> wanted, String name, Archive archive) {
    if (wanted.isPresent()) {
      Path folder = session.folder().resolve(wanted.get());
      if (Files.exists(folder.resolve("results.json"))) {
        throw new CellwrightException(
            CellwrightException.Kind.CONFLICT,
            "the folder already holds the results of a run",
            folder.toString(),
            "Choose another --out, or move it away.");
      }
      return folder;
    }
    Path runs = session.folder().resolve("runs");
    long number = 1 + archive.runs().stream().filter(run -> run.name().equals(name)).count();
    while (Files.exists(runs.resolve(name + "-" + number))) {
      number++;
    }
    return runs.resolve(name + "-" + number);
  }

  /**
   * @return what it wrote besides the report, in words
   */
  static String write(Path folder, RunResult result, List<Variable> variables, Archive archive) {
    try {
      Files.createDirectories(folder);
      try (OutputStream out = Files.newOutputStream(folder.resolve("results.json"))) {
        ResultsJson.write(result, out);
      }
      try (OutputStream out = Files.newOutputStream(folder.resolve("results.csv"))) {
        ResultsCsv.write(result, out);
      }
      int written = 0;
      for (String id : result.front()) {
        String hash = result.evaluation(id).attachments().get(CELL);
        if (hash != null) {
          Path cells = Files.createDirectories(folder.resolve("cells"));
          Files.write(cells.resolve(id + ".json"), archive.artifact(hash));
          written++;
        }
      }
      writeReport(folder.resolve("report.html"), result, variables, archive);
      return written == 0
          ? "results.json, results.csv"
          : "results.json, results.csv, %d cells of the front as BPX".formatted(written);
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(folder, e);
    }
  }

  static void writeReport(Path file, RunResult result, List<Variable> variables, Archive archive) {
    Material material =
        new Material(
            result,
            variables,
            Campaign.explanation(archive, result.run()),
            hash -> Optional.of(archive.artifact(hash)));
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, Report.page(material));
    } catch (IOException e) {
      throw ColumnFile.cannotWrite(file, e);
    }
  }
}
