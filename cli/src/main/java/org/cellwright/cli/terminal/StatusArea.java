package org.cellwright.cli.terminal;

import java.util.List;
import java.util.function.Supplier;

/**
 * What goes on at this moment: on a terminal some lines that are painted over and over, otherwise
 * one line every ten seconds. Silent when asked to be.
 */
public final class StatusArea implements AutoCloseable {
  private static final long REPAINT_MILLIS = 200;
  private static final long LINE_MILLIS = 10_000;
  private static final int LONGEST_BAR = 32;
  private static final int LEAST_BAR = 8;

  private final Terminal terminal;
  private final boolean silent;
  private final Supplier<List<String>> status;
  private final Thread painter;
  private int painted;
  private boolean closed;

  /**
   * @param status the lines at this moment; none before there is something to say. Called from
   *     another thread.
   */
  public StatusArea(Terminal terminal, boolean silent, Supplier<List<String>> status) {
    this.terminal = terminal;
    this.silent = silent;
    this.status = status;
    this.painter = Thread.ofPlatform().daemon().name("status").unstarted(this::paintOnAndOn);
  }

  public void start() {
    if (!silent) {
      painter.start();
    }
  }

  private void paintOnAndOn() {
    try {
      while (true) {
        Thread.sleep(terminal.errIsTerminal() ? REPAINT_MILLIS : LINE_MILLIS);
        paint();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void paint() {
    List<String> lines = status.get();
    if (closed || lines.isEmpty()) {
      return;
    }
    if (!terminal.errIsTerminal()) {
      terminal.err().println(String.join("  ", lines));
      return;
    }
    StringBuilder text = new StringBuilder(erase());
    lines.forEach(line -> text.append(line).append('\n'));
    terminal.err().print(text);
    terminal.err().flush();
    painted = lines.size();
  }

  /** Prints something that stays, above the lines that do not. */
  public synchronized void print(String line) {
    if (!silent) {
      terminal.err().println(erase() + line);
      painted = 0;
    }
  }

  private String erase() {
    return painted == 0 ? "" : "\u001b[" + painted + "F\u001b[J";
  }

  /** Stops, and takes the painted lines away. */
  @Override
  public synchronized void close() {
    closed = true;
    painter.interrupt();
    terminal.err().print(erase());
    terminal.err().flush();
    painted = 0;
  }

  /** One line on how far something is: a bar takes what the words leave of it on a terminal. */
  public static String headline(
      Terminal terminal, String name, double share, String used, String left) {
    String end = left.isEmpty() ? "" : "  " + left;
    if (!terminal.errIsTerminal()) {
      return name + "  " + used + end;
    }
    int room = terminal.columns() - 1 - name.length() - used.length() - end.length() - 4;
    return terminal.onErr(Terminal.Style.STRONG, name)
        + "  "
        + (room < LEAST_BAR ? "" : bar(terminal, share, Math.min(LONGEST_BAR, room)) + "  ")
        + used
        + end;
  }

  /** A bar of this many columns, filled up to a share from 0 to 1. */
  public static String bar(Terminal terminal, double share, int columns) {
    int full = (int) Math.round(Math.clamp(share, 0, 1) * columns);
    return terminal.onErr(Terminal.Style.ACCENT, "━".repeat(full))
        + terminal.onErr(
            Terminal.Style.FAINT,
            (terminal.errIsTerminal() && terminal.colour() ? "━" : "·").repeat(columns - full));
  }
}
