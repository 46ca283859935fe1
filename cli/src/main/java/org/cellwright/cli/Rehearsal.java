package org.cellwright.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cellwright.cli.terminal.Terminal;

/**
 * Goes through the short words once, for the virtual machine to remember what a start needs. The
 * launcher runs it after a build; nothing depends on it but the time that a start takes.
 */
public final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("cellwright-rehearsal");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false, 80, false);
    Cellwright cellwright = new Cellwright(terminal, Map.of(), home);
    String homeOption = "--home=" + home;
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("version"),
            List.of("version", "--json"),
            List.of("version", "--help"),
            List.of("doctor", homeOption),
            List.of("list", homeOption),
            List.of("show", "nothing", homeOption),
            List.of("verison"))) {
      cellwright.run(words);
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
