package org.cellwright.cli.command;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of columns that {@code --out} names; its ending chooses the format. */
final class SeriesFile {
  private SeriesFile() {}

  /** What puts the columns into the file. */
  interface Content {
    void writeTo(BufferedWriter writer) throws IOException;
  }

  static void requireKnownEnding(@Nullable Path out) {
    if (out != null && !out.toString().endsWith(".csv") && !out.toString().endsWith(".json")) {
      throw Options.usage(
          "--out '%s' is neither .csv nor .json".formatted(out), "The ending chooses the format.");
    }
  }

  /** Folders on the way are made. */
  static void write(Path file, Content content) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      try (BufferedWriter writer = Files.newBufferedWriter(file)) {
        content.writeTo(writer);
      }
    } catch (IOException e) {
      throw ResultFolder.cannotWrite(file, e);
    }
  }
}
