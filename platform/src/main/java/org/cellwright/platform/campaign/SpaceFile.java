package org.cellwright.platform.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Space;
import org.cellwright.platform.formats.TextRows;
import org.cellwright.science.planner.backtest.Table;

/** What a back-test reads: a table of measurements and the variables in it. */
public final class SpaceFile {
  private static final long LARGEST = 1L << 30;

  private SpaceFile() {}

  /**
   * The {@code variables} and {@code known_constraints} of a YAML file, as a campaign has them.
   *
   * @throws CellwrightException ABSENT without the file; REFUSED with file, line and key
   */
  public static Space read(Path file) {
    return CampaignReader.readSpace(file);
  }

  /**
   * A CSV file whose first row names its columns.
   *
   * @throws CellwrightException ABSENT without the file; REFUSED with file and line
   */
  public static Table table(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CellwrightException(
          CellwrightException.Kind.ABSENT,
          "there is no table",
          file.toString(),
          "Maybe the path is relative to another folder.");
    }
    String name = String.valueOf(file.getFileName());
    TextRows rows;
    try {
      if (Files.size(file) > LARGEST) {
        throw CellwrightException.refused(
            "the table is larger than %d bytes".formatted(LARGEST), file.toString(), null);
      }
      rows = TextRows.read(name, TextRows.text(name, Files.readAllBytes(file)));
    } catch (IOException e) {
      throw CellwrightException.refused(
          "the file cannot be read: " + e.getMessage(), file.toString(), null);
    }
    List<Table.Column> columns = new ArrayList<>();
    for (int i = 0; i < rows.header().size(); i++) {
      int at = i;
      columns.add(
          Table.column(
              rows.header().get(i), rows.rows().stream().map(row -> row.cells().get(at)).toList()));
    }
    return GivenDesigns.at(name, () -> new Table(columns));
  }
}
