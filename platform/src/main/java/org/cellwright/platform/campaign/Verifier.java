package org.cellwright.platform.campaign;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.cellwright.core.Computation;
import org.cellwright.core.Outcome;
import org.cellwright.core.Request;

/**
 * Computes the front again on a finer mesh. A design that is no longer feasible leaves the front,
 * what it hid comes forward and is verified too, until every design of the front has stood.
 */
record Verifier(
    RunLog log,
    CampaignFile file,
    Workbench bench,
    int workers,
    BooleanSupplier stopped,
    Watch watch) {

  private static final Duration BEAT = Duration.ofMillis(50);

  /**
   * @return false if stopped
   */
  boolean run() throws InterruptedException {
    String highest = log.header().highest();
    Optional<Computation> finer =
        file.methods().get(highest) instanceof Computation computation
            ? computation.refined()
            : Optional.empty();
    if (finer.isEmpty()) {
      watch
          .progress()
          .note("'%s' has no finer form; the front is not verified.".formatted(highest));
      return true;
    }
    while (!stopped.getAsBoolean()) {
      List<String> due =
          log.front().ids().stream().filter(id -> !log.verified().containsKey(id)).toList();
      if (due.isEmpty()) {
        return true;
      }
      if (!verify(due, finer.get())) {
        return false;
      }
    }
    return false;
  }

  private boolean verify(List<String> due, Computation finer) throws InterruptedException {
    Queue<String> waiting = new ArrayDeque<>(due);
    Set<String> running = new HashSet<>();
    int done = 0;
    watch.verifying(done, due.size(), log);
    while (!waiting.isEmpty() || !running.isEmpty()) {
      while (running.size() < workers && !waiting.isEmpty()) {
        String id = waiting.remove();
        running.add(id);
        RunLog.Asked ask = log.asked(id);
        bench.start(
            id,
            finer,
            new Request(ask.design(), ask.seed(), log.stepKey(RunLog.verificationId(id))));
      }
      Optional<Workbench.Done> answer = bench.next(BEAT);
      if (stopped.getAsBoolean()) {
        return false;
      }
      if (answer.isPresent()) {
        Workbench.Done found = answer.get();
        running.remove(found.id());
        RunLog.Asked ask = log.asked(found.id());
        Outcome outcome = found.outcome();
        if (outcome == null) {
          outcome = Outcome.failed(ask.design(), found.trouble());
        }
        log.verify(
            ask,
            Rounds.checked(outcome, log.header().objectives(), log.header().constraints()),
            found.wallSecond(),
            found.cpuSecond());
        watch.verifying(++done, due.size(), log);
      }
    }
    return true;
  }
}
