package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds and reads what the tests use, wherever in the source tree they run. */
public final class ReferenceData {
  private static final String VARIABLE = "CELLWRIGHT_REFERENCE_DATA";

  private ReferenceData() {}

  /** A folder of the reference data; the test is skipped, saying so, where there is none. */
  public static Path folder(String name) {
    String told = System.getProperty(VARIABLE, System.getenv(VARIABLE));
    Path root = told != null ? Path.of(told) : upwards("shared/data");
    if (root == null || !Files.isDirectory(root.resolve(name))) {
      return abort(
          "No reference data '"
              + name
              + "' in "
              + root
              + ": set "
              + VARIABLE
              + " to the folder that holds it.");
    }
    return root.resolve(name);
  }

  /** A file of the repository. */
  public static Path ofRepository(String name) {
    Path found = upwards(name);
    if (found == null) {
      throw new AssertionError(name + " is not in the repository");
    }
    return found;
  }

  /** A cell of {@code examples/cells}. */
  public static Bpx cell(String name) {
    Path file = ofRepository("examples/cells/" + name + ".json");
    try (InputStream in = Files.newInputStream(file)) {
      return Bpx.read(in, name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A cell that is only for tests. */
  public static Bpx testCell(String name) {
    try (InputStream in = ReferenceData.class.getResourceAsStream("/cells/" + name + ".json")) {
      return Bpx.read(Objects.requireNonNull(in, name), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The columns of a file of numbers under one row of names, without comments. */
  public static Map<String, double[]> columns(Path csv) {
    List<String[]> rows = rows(csv);
    return columns(rows.subList(1, rows.size()), rows.getFirst());
  }

  /** The columns of a file of numbers without a row of names. */
  public static Map<String, double[]> columns(Path csv, String... names) {
    return columns(rows(csv), names);
  }

  private static List<String[]> rows(Path csv) {
    try {
      return Files.readAllLines(csv).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, double[]> columns(List<String[]> rows, String... names) {
    Map<String, double[]> columns = new LinkedHashMap<>();
    for (int c = 0; c < names.length; c++) {
      int column = c;
      columns.put(
          names[c].strip(),
          rows.stream().mapToDouble(row -> Double.parseDouble(row[column])).toArray());
    }
    return columns;
  }

  private static @Nullable Path upwards(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(name))) {
        return at.resolve(name);
      }
    }
    return null;
  }
}
