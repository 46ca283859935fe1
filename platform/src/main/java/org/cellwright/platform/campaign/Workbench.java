package org.cellwright.platform.campaign;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Computation;
import org.cellwright.core.ExternalProgram;
import org.cellwright.core.Method;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;
import org.jspecify.annotations.Nullable;

/** Where methods are carried out: on a pool of threads, or on the caller's own. */
interface Workbench extends AutoCloseable {

  /**
   * One thing carried out.
   *
   * @param outcome null where nobody knows it: the program did not end in time
   * @param cpuSecond NaN where unknown
   */
  record Done(
      String id, @Nullable Outcome outcome, String trouble, double wallSecond, double cpuSecond) {}

  /** Begins; the answer comes out of {@link #next}. */
  void start(String id, Method method, Request request);

  /**
   * The next thing done, in the order of completion; empty when patience runs out.
   *
   * @throws Error if a method died of what is no answer, such as a lack of memory
   */
  Optional<Done> next(Duration patience) throws InterruptedException;

  /** Does something else with the same threads and waits for it. */
  <T> T call(Callable<T> work) throws InterruptedException;

  /** Interrupts whatever is under way. */
  @Override
  void close();

  /** Asks a method; what goes wrong inside it becomes its answer. */
  static Done carryOut(String id, Method method, Request request) throws InterruptedException {
    long start = System.nanoTime();
    String name = method.identity().name();
    Outcome outcome = null;
    String trouble = "";
    try {
      outcome =
          switch (method) {
            case Computation computation -> computation.compute(request);
            case ExternalProgram program -> ProgramRun.of(program, request);
            default -> throw new IllegalArgumentException(name + " does not run on a machine");
          };
    } catch (ProgramRun.TimedOut e) {
      trouble = String.valueOf(e.getMessage());
      if (method.effect() == Method.Effect.NONE) {
        outcome = Outcome.failed(request.design(), trouble);
      }
    } catch (CellwrightException e) {
      String where = e.where() == null ? "" : " (" + e.where() + ")";
      outcome = Outcome.failed(request.design(), name + ": " + e.what() + where);
    } catch (RuntimeException | StackOverflowError e) {
      outcome = Outcome.failed(request.design(), name + " broke: " + e);
    }
    double wall = (System.nanoTime() - start) * 1e-9;
    boolean elsewhere = method instanceof ExternalProgram;
    return new Done(id, outcome, trouble, wall, elsewhere ? Double.NaN : 0);
  }
}
