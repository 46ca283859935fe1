package org.cellwright.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellwright.cli.terminal.Terminal;

/**
 * Ctrl-C, and being asked to end: stops the work in good order within two seconds, and says how to
 * go on. The exit code (130, 143) is the virtual machine's own.
 */
final class Interruption implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 1500;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  /**
   * @param stop asks the work to stop; returns at once
   * @param farewell what to do next
   */
  Interruption(Terminal terminal, Runnable stop, String farewell) {
    this(terminal, stop, () -> farewell);
  }

  /**
   * @param farewell called once the work has stopped, or in the end in spite of it
   */
  Interruption(Terminal terminal, Runnable stop, Supplier<String> farewell) {
    hook = new Thread(() -> end(terminal, stop, farewell), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void end(Terminal terminal, Runnable stop, Supplier<String> farewell) {
    stop.run();
    try {
      boolean inGoodOrder = finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      String last = farewell.get();
      terminal.err().println();
      terminal.err().println((inGoodOrder ? "Stopped. " : "Stopped at once. ") + last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work is over, one way or the other. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Being ended already: the hook has the last word.
      waitForTheEnd();
    }
  }

  private static void waitForTheEnd() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
