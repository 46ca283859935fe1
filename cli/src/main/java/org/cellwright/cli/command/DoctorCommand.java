package org.cellwright.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cellwright.cli.terminal.Terminal.Style;
import picocli.CommandLine.ParseResult;

/** {@code doctor}: whether this machine has what Cellwright needs. */
public final class DoctorCommand implements Command {
  private static final double LEAST_FREE_GIGABYTE = 1;

  /** Programs that some campaigns call; Cellwright itself needs none of them. */
  private static final List<String> OPTIONAL = List.of("python3", "git");

  private record Finding(String subject, String state, String detail) {}

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String summary() {
    return "whether this machine has what Cellwright needs";
  }

  @Override
  public String example() {
    return "doctor";
  }

  @Override
  public int run(ParseResult words, Session session) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        new Finding("java", "ok", Runtime.version() + " in " + System.getProperty("java.home")));
    findings.add(
        new Finding(
            "machine",
            "ok",
            "%d processors, %.1f GB for the heap, %s %s"
                .formatted(
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory() * 1e-9,
                    System.getProperty("os.name"),
                    System.getProperty("os.arch"))));
    findings.add(home(session.options().home().toAbsolutePath()));
    findings.add(disk(session.options().home().toAbsolutePath()));
    for (String program : OPTIONAL) {
      boolean there = onPath(session, program);
      findings.add(
          new Finding(program, there ? "ok" : "absent", there ? "found" : "optional, not found"));
    }
    say(session, findings);
    return findings.stream().anyMatch(f -> f.state().equals("short")) ? 8 : 0;
  }

  private static Finding home(Path home) {
    Path there = nearestExisting(home);
    boolean writable = Files.isDirectory(there) && Files.isWritable(there);
    String detail = there.equals(home) ? home.toString() : home + " (made when needed)";
    return new Finding(
        "home", writable ? "ok" : "short", writable ? detail : home + " cannot be written");
  }

  private static Finding disk(Path home) {
    try {
      double free = Files.getFileStore(nearestExisting(home)).getUsableSpace() * 1e-9;
      return new Finding(
          "disk",
          free < LEAST_FREE_GIGABYTE ? "short" : "ok",
          String.format(Locale.ROOT, "%.1f GB free", free));
    } catch (IOException e) {
      return new Finding("disk", "short", "cannot be asked: " + e.getMessage());
    }
  }

  private static Path nearestExisting(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there;
  }

  private static boolean onPath(Session session, String program) {
    String path = session.environment().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static void say(Session session, List<Finding> findings) {
    if (!session.isText()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      ArrayNode checks = document.putArray("checks");
      findings.forEach(f ->
          checks
              .addObject()
              .put("subject", f.subject())
              .put("state", f.state())
              .put("detail", f.detail()));
      session.say(session.options().format() == Options.Format.JSONL ? checks : document);
      return;
    }
    for (Finding f : findings) {
      Style style =
          switch (f.state()) {
            case "ok" -> Style.GOOD;
            case "short" -> Style.ALARM;
            default -> Style.FAINT;
          };
      String state = session.terminal().onOut(style, "%-6s".formatted(f.state()));
      session.say("%s  %-8s  %s".formatted(state, f.subject(), f.detail()));
    }
  }
}
