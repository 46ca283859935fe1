package org.cellwright.science.planner;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cellwright.core.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Works out the next ask while nobody waits for it.
 *
 * <p>An ask is a function of problem and history. So what was prepared for a history is the answer
 * to it, to the byte, and of no use for any other: one datum more or corrected, one more under way,
 * another seed or another value held, and it is worked out anew. One background thread prepares,
 * the newest history first; what it is at when a newer one comes is thrown away at its end. Safe
 * for use by many threads where the planner behind it is.
 */
public final class Foresight implements Planner, AutoCloseable {
  private final Planner planner;
  private @Nullable Prepared prepared;
  private @Nullable ExecutorService background;
  private boolean closed;

  public Foresight(Planner planner) {
    this.planner = planner;
  }

  /** One ask, worked out by whoever claims it first. */
  private final class Prepared {
    private final Problem problem;
    private final History history;
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final CompletableFuture<Optional<Ask>> answer = new CompletableFuture<>();

    Prepared(Problem problem, History history) {
      this.problem = problem;
      this.history = history;
    }

    void work() {
      if (claimed.compareAndSet(false, true)) {
        try {
          answer.complete(planner.ask(problem, history));
        } catch (Throwable e) {
          answer.completeExceptionally(e);
        }
      }
    }

    boolean answers(Problem other, History then) {
      return problem.equals(other) && history.equals(then);
    }
  }

  /** Begins to work out the answer to this history, if nobody has asked for it yet. */
  public synchronized void prepare(Problem problem, History history) {
    if (closed || (prepared != null && prepared.answers(problem, history))) {
      return;
    }
    drop();
    Prepared next = new Prepared(problem, history);
    prepared = next;
    if (background == null) {
      background =
          Executors.newSingleThreadExecutor(
              Thread.ofPlatform().daemon().name("planner-foresight").factory());
    }
    background.execute(next::work);
  }

  /** Whether the answer to the history prepared last is there. */
  public synchronized boolean isReady() {
    return prepared != null && prepared.answer.isDone();
  }

  /** Nobody will want what was prepared; if it has not begun, it never does. */
  private void drop() {
    if (prepared != null) {
      prepared.claimed.set(true);
      prepared = null;
    }
  }

  private synchronized @Nullable Prepared find(Problem problem, History history) {
    if (prepared != null && prepared.answers(problem, history)) {
      return prepared;
    }
    drop();
    return null;
  }

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    Prepared found = find(problem, history);
    if (found == null) {
      return planner.ask(problem, history);
    }
    found.work();
    try {
      return found.answer.join();
    } catch (RuntimeException e) {
      // Asked again on this thread, so that what went wrong reaches the caller as it is.
      return planner.ask(problem, history);
    }
  }

  /** Ends the background thread; asks go on without it. */
  @Override
  public void close() {
    ExecutorService ending;
    synchronized (this) {
      closed = true;
      drop();
      ending = background;
      background = null;
    }
    if (ending != null) {
      ending.close();
    }
  }
}
