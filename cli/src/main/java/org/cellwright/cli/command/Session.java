package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.cellwright.cli.command.Options.Format;
import org.cellwright.cli.terminal.Terminal;

/**
 * What a word is given to work with.
 *
 * @param folder what relative paths refer to
 */
public record Session(
    Terminal terminal, Options options, Path folder, Map<String, String> environment) {

  boolean isText() {
    return options.format() == Format.TEXT;
  }

  /** Prints the result for people. */
  void say(String text) {
    terminal.out().print(text.endsWith("\n") ? text : text + "\n");
  }

  /** Prints the result for programs: one document, or a line for each element of an array. */
  void say(JsonNode document) {
    if (options.format() == Format.JSONL) {
      (document.isArray() ? document : java.util.List.of(document))
          .forEach(element -> terminal.out().println(element));
    } else {
      terminal.out().println(document.toPrettyString());
    }
  }

  /** A remark that is not part of the result. */
  void note(String text) {
    if (!options.quiet()) {
      terminal.err().println(text);
    }
  }

  /** Something a person should look at; not silenced. */
  void warn(String text) {
    terminal.err().println(terminal.onErr(Terminal.Style.STRONG, "warning: ") + text);
  }
}
