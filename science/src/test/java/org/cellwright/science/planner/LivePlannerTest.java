package org.cellwright.science.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.Fidelity;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Objective;
import org.cellwright.core.Outcome;
import org.cellwright.core.Problem;
import org.cellwright.core.Settings;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.planner.LivePlanner.Proposed;
import org.junit.jupiter.api.Test;

class LivePlannerTest {
  private static final MeasurementUnit ONE = MeasurementUnit.ONE;

  private static Problem bowl(double budget) {
    return new Problem(
        "bowl",
        new Space(
            List.of(
                new Variable.Continuous("a", 0, 1, ONE), new Variable.Continuous("b", -1, 3, ONE)),
            List.of()),
        List.of(new Objective("y", Objective.Goal.MINIMIZE, ONE, 0)),
        List.of(),
        List.of(new Fidelity("only", "test", 1, Settings.NONE)),
        budget,
        List.of(),
        3);
  }

  private static Outcome answer(Design x) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    double y = Math.pow(x.si("a") - 0.3, 2) + Math.pow(x.si("b") - 1.7, 2);
    outcomes.put("y", Value.Scalar.of(y, ONE));
    return Outcome.ok(x, outcomes, List.of(), List.of());
  }

  /** Counts what it is asked. */
  private static final class Counting implements Planner {
    final Planner planner = new ModelBased();
    final AtomicInteger asks = new AtomicInteger();

    @Override
    public Optional<Ask> ask(Problem problem, History history) {
      asks.incrementAndGet();
      return planner.ask(problem, history);
    }
  }

  private static SequencedMap<String, Value> holding(String name, double value) {
    SequencedMap<String, Value> held = new LinkedHashMap<>();
    held.put(name, Value.Scalar.of(value, ONE));
    return held;
  }

  /** What the pure planner asks, nothing prepared, where the live one stands now. */
  private static Design unprepared(LivePlanner live, Problem problem, History history) {
    return problem
        .space()
        .accept(new ModelBased().ask(problem, history).orElseThrow().design().values());
  }

  @Test
  void whatWasPreparedIsWhatWouldHaveBeenAsked() {
    Problem problem = bowl(100);
    try (LivePlanner live = new LivePlanner(problem)) {
      for (int i = 0; i < 12; i++) {
        Design expected = unprepared(live, problem, live.history());
        Proposed next = live.ask(1).getFirst();
        assertEquals(expected, next.design());
        live.tell(next.id(), answer(next.design()));
      }
      assertEquals(12, live.observations().size());
    }
  }

  @Test
  void everyChangeAfterPreparingCounts() {
    Problem problem = bowl(100);
    try (LivePlanner live = new LivePlanner(problem)) {
      List<Proposed> asked = live.ask(8);
      asked.forEach(one -> live.tell(one.id(), answer(one.design())));
      assertEquals(unprepared(live, problem, live.history()), live.ask(1).getFirst().design());
      // One is under way now; nothing was prepared for that.
      assertEquals(unprepared(live, problem, live.history()), live.ask(1).getFirst().design());

      SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
      outcomes.put("y", Value.Scalar.of(-5, ONE));
      Design first = asked.getFirst().design();
      live.tell(asked.getFirst().id(), Outcome.ok(first, outcomes, List.of(), List.of()));
      assertEquals(8, live.observations().size());
      assertEquals(-5, live.observations().getFirst().outcome("y", ONE));
      assertEquals(unprepared(live, problem, live.history()), live.ask(1).getFirst().design());

      live.withdraw(asked.getFirst().id());
      assertEquals(7, live.observations().size());
      assertEquals(unprepared(live, problem, live.history()), live.ask(1).getFirst().design());
      assertThrows(CellwrightException.class, () -> live.withdraw(asked.getFirst().id()));

      live.tell(asked.get(1).id(), Outcome.failed(asked.get(1).design(), "spilt"));
      SequencedMap<String, Value> held = holding("a", 0.25);
      Design fixed = live.ask(1, held).getFirst().design();
      assertEquals(0.25, fixed.si("a"));

      Design own = new Design(asked.get(2).design().values());
      assertEquals("t0001", live.tell(own, "only", answer(own)).id());
      assertEquals(unprepared(live, problem, live.history()), live.ask(1).getFirst().design());
      assertFalse(live.explain().advice().reason().isEmpty());
    }
  }

  private static Outcome wrong(Design x) {
    SequencedMap<String, Value> outcomes = new LinkedHashMap<>();
    outcomes.put("y", Value.Scalar.of(-1e6, ONE));
    return Outcome.ok(x, outcomes, List.of(), List.of());
  }

  /** Models were fitted to the wrong value before it went. */
  @Test
  void whatIsTakenBackOrCorrectedTeachesNothingMore() {
    for (boolean corrected : new boolean[] {false, true}) {
      try (LivePlanner live = new LivePlanner(bowl(100))) {
        for (Proposed one : live.ask(9)) {
          live.tell(one.id(), answer(one.design()));
        }
        Proposed mistaken = live.ask(1).getFirst();
        live.tell(mistaken.id(), wrong(mistaken.design()));
        Proposed after = live.ask(1).getFirst();
        if (corrected) {
          live.tell(mistaken.id(), answer(mistaken.design()));
        } else {
          live.tell(after.id(), answer(after.design()));
          live.withdraw(mistaken.id());
        }
        double deviation = live.explain().predict(mistaken.design()).getFirst().deviation();
        assertTrue(deviation < 1, "±" + deviation);
        double gain = live.explain().advice().expectedGain();
        assertTrue(gain < 1, "a gain of " + gain);
      }
    }
  }

  /** What is next to a design under way tells what that one will. */
  @Test
  void aBatchHoldsNoCopies() {
    try (LivePlanner live = new LivePlanner(bowl(500))) {
      for (Proposed one : live.ask(12)) {
        live.tell(one.id(), answer(one.design()));
      }
      List<Proposed> batch = live.ask(48);
      assertEquals(48, batch.size());
      for (Proposed one : batch) {
        for (Proposed other : batch) {
          double da = Math.abs(one.design().si("a") - other.design().si("a"));
          double db = Math.abs(one.design().si("b") - other.design().si("b")) / 4;
          assertTrue(one == other || Math.max(da, db) > 0.01, one + " and " + other);
        }
      }
    }
  }

  @Test
  void anAskAfterTimeToPrepareWorksNothingOut() throws InterruptedException {
    Counting counting = new Counting();
    try (LivePlanner live = new LivePlanner(bowl(100), counting)) {
      for (Proposed one : live.ask(6)) {
        live.tell(one.id(), answer(one.design()));
      }
      while (!live.isReady()) {
        Thread.sleep(Duration.ofMillis(1));
      }
      int asks = counting.asks.get();
      assertEquals(1, live.ask(1).size());
      assertEquals(asks, counting.asks.get());
    }
  }

  @Test
  void aStalePreparationHoldsNobodyUp() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Planner slow =
        (problem, history) -> {
          if (Thread.currentThread() != caller) {
            running.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return new RandomDesigns().ask(problem, history);
        };
    Problem problem = bowl(100);
    try (Foresight foresight = new Foresight(slow)) {
      foresight.prepare(problem, History.EMPTY);
      assertTrue(running.await(10, TimeUnit.SECONDS));
      History later = new History(List.of(), List.of(), 1, 0, "");
      foresight.prepare(problem, later);
      // The background is still at the first: this thread claims the second.
      assertEquals(
          new RandomDesigns().ask(problem, later).orElseThrow().design(),
          foresight.ask(problem, later).orElseThrow().design());
      release.countDown();
    }
  }

  @Test
  void whatFailsInTheBackgroundFailsForTheCaller() {
    Planner broken =
        (problem, history) -> {
          throw CellwrightException.refused("broken", null, null);
        };
    try (Foresight foresight = new Foresight(broken)) {
      foresight.prepare(bowl(9), History.EMPTY);
      CellwrightException thrown =
          assertThrows(CellwrightException.class, () -> foresight.ask(bowl(9), History.EMPTY));
      assertEquals("broken", thrown.what());
    }
  }

  @Test
  void closingLeavesNoThread() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    Thread caller = Thread.currentThread();
    Planner noting =
        (problem, history) -> {
          if (Thread.currentThread() != caller) {
            threads.add(Thread.currentThread());
          }
          return new RandomDesigns().ask(problem, history);
        };
    LivePlanner live = new LivePlanner(bowl(100), noting);
    Proposed one = live.ask(1).getFirst();
    live.tell(one.id(), answer(one.design()));
    while (threads.isEmpty()) {
      Thread.sleep(Duration.ofMillis(1));
    }
    live.close();
    assertTrue(threads.getFirst().join(Duration.ofSeconds(5)));
    Proposed after = live.ask(1).getFirst();
    live.tell(after.id(), answer(after.design()));
    assertEquals(1, threads.size());
  }

  @Test
  void theBudgetEndsTheAsks() {
    try (LivePlanner live = new LivePlanner(bowl(3))) {
      assertEquals(3, live.ask(9).size());
      assertEquals(3, live.pending().size());
    }
  }
}
