package org.cellwright.platform.campaign;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import org.cellwright.core.Method;
import org.cellwright.core.Request;

/** Carries everything out at once on the caller's thread, one thing after another. */
final class OwnThread implements Workbench {

  private final Queue<Done> answers = new ArrayDeque<>();
  private boolean interrupted;

  @Override
  public void start(String id, Method method, Request request) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    try {
      Done done = Workbench.carryOut(id, method, request);
      double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) * 1e-9;
      answers.add(
          new Done(id, done.outcome(), done.trouble(), done.wallSecond(), cpu + done.cpuSecond()));
    } catch (InterruptedException e) {
      interrupted = true;
    }
  }

  @Override
  public Optional<Done> next(Duration patience) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException("stopped");
    }
    return Optional.ofNullable(answers.poll());
  }

  @Override
  public <T> T call(Callable<T> work) throws InterruptedException {
    try {
      return work.call();
    } catch (Exception e) {
      throw Pool.unchecked(e);
    }
  }

  @Override
  public void close() {
    answers.clear();
  }
}
