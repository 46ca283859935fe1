package org.cellwright.cli.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command speaks: the result on {@code out}, everything else on {@code err}.
 *
 * @param outIsTerminal whether somebody looks at {@code out} directly
 * @param errIsTerminal whether somebody looks at {@code err} directly
 * @param columns how wide that terminal is
 * @param colour whether colours are welcome
 */
public record Terminal(
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int columns,
    boolean colour) {

  /**
   * The process's own streams. What they are connected to is asked by the launcher, which can tell
   * the two apart.
   */
  public static Terminal ofProcess(Map<String, String> environment) {
    return new Terminal(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        Boolean.getBoolean("cellwright.terminal.out"),
        Boolean.getBoolean("cellwright.terminal.err"),
        Math.max(40, Integer.getInteger("cellwright.terminal.columns", 80)),
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")));
  }

  /** A stretch of text in a style where {@code out} shows it, plain otherwise. */
  public String onOut(Style style, String text) {
    return outIsTerminal && colour ? style.of(text) : text;
  }

  /** A stretch of text in a style where {@code err} shows it, plain otherwise. */
  public String onErr(Style style, String text) {
    return errIsTerminal && colour ? style.of(text) : text;
  }

  /** How text may look. */
  public enum Style {
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    ALARM("31"),
    ACCENT("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }

    private String of(String text) {
      return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  }
}
