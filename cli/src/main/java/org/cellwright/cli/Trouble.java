package org.cellwright.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellwright.cli.command.Options;
import org.cellwright.cli.terminal.Terminal;
import org.cellwright.core.CellwrightException;

/** Turns what went wrong into words for people or programs, and into an exit code. */
final class Trouble {
  private Trouble() {}

  /**
   * @param home where the log of a defect is kept
   * @return the exit code
   */
  static int tell(
      Throwable trouble, Options.Format format, boolean verbose, Path home, Terminal terminal) {
    CellwrightException known =
        trouble instanceof CellwrightException expected ? expected : defect(trouble, home);
    int code = code(known.kind(), trouble);
    if (format == Options.Format.TEXT) {
      String where = known.where() == null ? "" : known.where() + ": ";
      terminal
          .err()
          .println(terminal.onErr(Terminal.Style.ALARM, "error: ") + where + known.what());
      if (known.hint() != null) {
        terminal.err().println(known.hint());
      }
    } else {
      ObjectNode error = JsonNodeFactory.instance.objectNode();
      error
          .putObject("error")
          .put("code", code)
          .put("message", known.what())
          .put("where", known.where())
          .put("hint", known.hint());
      terminal
          .out()
          .println(format == Options.Format.JSON ? error.toPrettyString() : error.toString());
    }
    if (verbose) {
      terminal.err().print(stackTrace(trouble));
    }
    return code;
  }

  private static int code(CellwrightException.Kind kind, Throwable trouble) {
    if (!(trouble instanceof CellwrightException) && !(trouble instanceof OutOfMemoryError)) {
      return 1;
    }
    return switch (kind) {
      case USAGE -> 2;
      case REFUSED -> 3;
      case ABSENT -> 4;
      case CONFLICT -> 5;
      case WAITING -> 7;
      case SHORT -> 8;
      case FAILED -> 9;
    };
  }

  private static CellwrightException defect(Throwable trouble, Path home) {
    if (trouble instanceof OutOfMemoryError) {
      return new CellwrightException(
          CellwrightException.Kind.SHORT,
          "memory is short: " + trouble.getMessage(),
          null,
          "Give it more, for instance with CELLWRIGHT_JAVA_OPTIONS=-Xmx4g, or use fewer --workers.");
    }
    return new CellwrightException(
        CellwrightException.Kind.FAILED,
        "a defect in Cellwright: " + trouble,
        keepLog(trouble, home),
        "This is not your fault. Please report it together with the file named above.");
  }

  private static String keepLog(Throwable trouble, Path home) {
    Path folder = Files.isWritable(home) ? home : Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path log = Files.createTempFile(folder, "defect-", ".log");
      Files.writeString(log, stackTrace(trouble));
      return log.toString();
    } catch (IOException e) {
      return "no log could be kept: " + e.getMessage();
    }
  }

  private static String stackTrace(Throwable trouble) {
    StringWriter text = new StringWriter();
    trouble.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
