package org.cellwright.science.cell;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds files that the tests use, wherever in the source tree they run. */
final class ReferenceData {
  private ReferenceData() {}

  /** A folder of the reference data; the test is skipped, saying so, where there is none. */
  static Path folder(String name) {
    String told = System.getenv("CELLWRIGHT_REFERENCE_DATA");
    Path root = told != null ? Path.of(told) : upwards("shared/data");
    if (root == null || !Files.isDirectory(root.resolve(name))) {
      return abort(
          "No reference data '"
              + name
              + "' in "
              + root
              + ": set CELLWRIGHT_REFERENCE_DATA to the folder that holds it.");
    }
    return root.resolve(name);
  }

  /** A file of the repository. */
  static Path ofRepository(String name) {
    Path found = upwards(name);
    if (found == null) {
      throw new AssertionError(name + " is not in the repository");
    }
    return found;
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
