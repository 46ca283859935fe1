package org.cellwright.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.cellwright.core.CellwrightException;

/**
 * Measures warm work on the calling thread: CPU time, which other programs on the machine disturb
 * little, and bytes allocated, which nothing disturbs. Of three windows the quietest counts: a
 * neighbour on a shared machine slows seconds at a time.
 *
 * @param warmUp before anything counts, s; up to {@link #LONGEST} times that while the compiler
 *     works
 * @param duration of a window, s; at least {@link #FEWEST} repetitions
 */
record Stopwatch(double warmUp, double duration) {
  private static final int FEWEST = 3;
  private static final int WINDOWS = 3;
  private static final int MOST = 100_000;
  private static final double QUIET = 0.5;
  private static final double LONGEST = 8;

  private static final ThreadMXBean THREADS = threads();

  /** Something to measure. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /**
   * @param median CPU time of one thread, s
   * @param minimum CPU time of one thread, s
   * @param bytes allocated by one repetition, median
   */
  record Reading(double median, double minimum, double bytes, int repetitions) {}

  private static ThreadMXBean threads() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
        && bean.isCurrentThreadCpuTimeSupported()
        && bean.isThreadAllocatedMemorySupported()) {
      return bean;
    }
    throw CellwrightException.failed(
        "this virtual machine counts neither the CPU time nor the allocations of a thread",
        System.getProperty("java.vm.name"),
        "Use a JDK on HotSpot.");
  }

  Reading measure(Task task) throws Exception {
    settle(task);
    Reading quietest = window(task);
    for (int k = 1; k < WINDOWS && duration > 0; k++) {
      Reading next = window(task);
      quietest = next.median < quietest.median ? next : quietest;
    }
    return quietest;
  }

  private Reading window(Task task) throws Exception {
    double[] seconds = new double[MOST];
    double[] bytes = new double[MOST];
    int count = 0;
    long begun = System.nanoTime();
    while (count < FEWEST || (count < MOST && System.nanoTime() - begun < 1e9 * duration)) {
      long bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
      long before = THREADS.getCurrentThreadCpuTime();
      task.run();
      seconds[count] = 1e-9 * (THREADS.getCurrentThreadCpuTime() - before);
      bytes[count] = THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
      count++;
    }
    Arrays.sort(seconds, 0, count);
    Arrays.sort(bytes, 0, count);
    return new Reading(seconds[count / 2], seconds[0], bytes[count / 2], count);
  }

  /** On a busy machine the compiler is late: it is done when it has been quiet for a while. */
  private void settle(Task task) throws Exception {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    long begun = System.nanoTime();
    long quietSince = begun;
    long compiled = -1;
    while (true) {
      long now = System.nanoTime();
      long soFar = compiler == null ? 0 : compiler.getTotalCompilationTime();
      if (soFar != compiled) {
        compiled = soFar;
        quietSince = now;
      }
      boolean quiet = now - quietSince >= 1e9 * Math.min(warmUp, QUIET);
      if (now - begun >= 1e9 * warmUp && (quiet || now - begun >= 1e9 * LONGEST * warmUp)) {
        return;
      }
      task.run();
    }
  }
}
