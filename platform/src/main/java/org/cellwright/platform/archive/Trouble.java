package org.cellwright.platform.archive;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.jspecify.annotations.Nullable;

/** What a disk or a database says, in words that a person can act on. */
final class Trouble {
  private Trouble() {}

  static CellwrightException of(IOException e, Path home) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("No space left") || message.contains("quota")) {
      return because(e, Kind.SHORT, "the disk is full", home, "Make room and try again.");
    }
    String reason =
        e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : message;
    return because(
        e,
        Kind.SHORT,
        "the home cannot be written: "
            + (e instanceof AccessDeniedException ? "access denied" : reason),
        home,
        "Choose a folder that can be written with --home or CELLWRIGHT_HOME.");
  }

  /** Codes are SQLite's, see sqlite.org/rescode.html; others are passed on as they are. */
  static CellwrightException of(SQLException e, Path home) {
    return switch (e.getErrorCode() & 0xff) {
      case 5, 6 ->
          because(e, Kind.SHORT, "the archive is busy", home, "Another process writes; try again.");
      case 8, 14 ->
          because(
              e,
              Kind.SHORT,
              "the archive cannot be written",
              home,
              "Choose a folder that can be written with --home or CELLWRIGHT_HOME.");
      case 10 -> because(e, Kind.SHORT, "the disk failed: " + e.getMessage(), home, null);
      case 13 -> because(e, Kind.SHORT, "the disk is full", home, "Make room and try again.");
      case 11, 26 ->
          because(
              e,
              Kind.REFUSED,
              "the archive's database is damaged or is no archive",
              home,
              "Restore it from a backup, or use another --home.");
      default -> because(e, Kind.SHORT, "the database refused: " + e.getMessage(), home, null);
    };
  }

  private static CellwrightException because(
      Exception cause, Kind kind, String what, Path home, @Nullable String hint) {
    CellwrightException trouble = new CellwrightException(kind, what, home.toString(), hint);
    trouble.initCause(cause);
    return trouble;
  }
}
