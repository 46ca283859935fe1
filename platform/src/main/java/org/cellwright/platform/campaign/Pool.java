package org.cellwright.platform.campaign;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.cellwright.core.Method;
import org.cellwright.core.Request;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool, the only one: parallel streams inside a computation run on its threads too.
 *
 * <p>Processor time is taken from all threads of the pool whenever something starts or ends, and
 * shared equally among what was under way in between, since the pool's threads help each other.
 */
final class Pool implements Workbench {

  private sealed interface Message {
    record Answer(Done done) implements Message {}

    record Death(Throwable cause) implements Message {}
  }

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final ForkJoinPool threads;
  private final BlockingQueue<Message> answers = new LinkedBlockingQueue<>();
  private final Map<Long, Long> cpuOfThread = new HashMap<>();
  private final Map<String, Double> cpuOfWork = new HashMap<>();

  Pool(int workers) {
    threads = new ForkJoinPool(workers, this::thread, null, true);
  }

  private ForkJoinWorkerThread thread(ForkJoinPool pool) {
    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
    synchronized (cpuOfThread) {
      cpuOfThread.put(thread.threadId(), 0L);
    }
    return thread;
  }

  @Override
  public void start(String id, Method method, Request request) {
    ForkJoinTask<?> unused =
        threads.submit(() -> {
          try {
            begin(id);
            Done done = Workbench.carryOut(id, method, request);
            double cpu = end(id);
            answers.add(
                new Message.Answer(
                    new Done(
                        id,
                        done.outcome(),
                        done.trouble(),
                        done.wallSecond(),
                        cpu + done.cpuSecond())));
          } catch (InterruptedException e) {
            // Whoever asked to stop is not waiting for an answer.
            Thread.currentThread().interrupt();
          } catch (Throwable e) {
            answers.add(new Message.Death(e));
          }
        });
  }

  @Override
  public Optional<Done> next(Duration patience) throws InterruptedException {
    Message message = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return switch (message) {
      case null -> Optional.empty();
      case Message.Answer(Done done) -> Optional.of(done);
      case Message.Death(Throwable cause) -> throw unchecked(cause);
    };
  }

  @Override
  public <T> T call(Callable<T> work) throws InterruptedException {
    return result(threads.submit(work));
  }

  /** Does several things, as many at once as there are threads; true if all of them say so. */
  boolean sideBySide(List<Callable<Boolean>> works) throws InterruptedException {
    List<Future<Boolean>> begun = new ArrayList<>();
    works.forEach(work -> begun.add(threads.submit(work)));
    boolean all = true;
    try {
      for (Future<Boolean> one : begun) {
        all &= result(one);
      }
    } finally {
      begun.forEach(one -> one.cancel(true));
    }
    return all;
  }

  /** Work that does not heed an interrupt is not waited for once the pool is closed. */
  private <T> T result(Future<T> future) throws InterruptedException {
    while (true) {
      try {
        return future.get(50, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (threads.isShutdown()) {
          throw new InterruptedException("stopped");
        }
      } catch (CancellationException e) {
        throw new InterruptedException("stopped");
      } catch (ExecutionException e) {
        @Nullable Throwable cause = e.getCause();
        throw unchecked(cause == null ? e : cause);
      }
    }
  }

  static RuntimeException unchecked(Throwable cause) throws InterruptedException {
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof InterruptedException || cause.getCause() instanceof InterruptedException) {
      throw new InterruptedException("stopped");
    }
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  private void begin(String id) {
    synchronized (cpuOfThread) {
      share();
      cpuOfWork.put(id, 0.0);
    }
  }

  private double end(String id) {
    synchronized (cpuOfThread) {
      share();
      Double second = cpuOfWork.remove(id);
      return second == null ? 0 : second;
    }
  }

  private void share() {
    long gained = 0;
    for (Map.Entry<Long, Long> thread : cpuOfThread.entrySet()) {
      long now = Math.max(thread.getValue(), THREADS.getThreadCpuTime(thread.getKey()));
      gained += now - thread.getValue();
      thread.setValue(now);
    }
    double each = gained * 1e-9 / Math.max(1, cpuOfWork.size());
    cpuOfWork.replaceAll((work, second) -> second + each);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
