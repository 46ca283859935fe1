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
 * launcher runs it after a build, with the path of a cell for the words that need one; nothing
 * depends on it but the time that a start takes.
 */
public final class Rehearsal {
  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Path home = Files.createTempDirectory("cellwright-rehearsal");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal = new Terminal(nowhere, nowhere, false, false, 80, false);
    Cellwright cellwright = new Cellwright(terminal, Map.of(), home);
    String homeOption = "--home=" + home;
    String cell = Path.of(arguments[0]).toAbsolutePath().toString();
    String discharge = "--experiment=Discharge at 1C";
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("version"),
            List.of("version", "--json"),
            List.of("version", "--help"),
            List.of("doctor", homeOption),
            List.of("list", homeOption),
            List.of("show", "nothing", homeOption),
            List.of("verison"),
            List.of("simulate", cell, "--model=spme", discharge),
            List.of("simulate", cell, "--model=dfn", discharge, "--out=curve.csv"),
            List.of("simulate", cell, "--model=dfn", discharge, "--json"),
            List.of("eis", cell, "--model=dfn", "--out=spectrum.csv"))) {
      cellwright.run(words);
    }
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
