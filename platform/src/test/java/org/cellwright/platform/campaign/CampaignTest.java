package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.CellwrightException.Kind;
import org.cellwright.core.Observation;
import org.cellwright.core.Outcome;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.platform.archive.RunSummary;
import org.cellwright.platform.campaign.Campaign.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CampaignTest {

  private static final Planners PLANNERS = ToyPlanner.planners();

  @TempDir Path folder;

  private RunResult run(String home, Path file, Options options) {
    try (Archive archive = Archive.open(folder.resolve(home));
        Campaign campaign = Campaign.start(archive, CampaignFile.read(file), PLANNERS, options)) {
      return campaign.execute(Progress.SILENT);
    }
  }

  private static Options workers(int workers) {
    return new Options(workers, List.of(), 1, Optional.empty());
  }

  @Test
  void spendsTheBudgetAndNeverMore() throws IOException {
    RunResult result = run("a", Toys.file(folder, Toys.CAMPAIGN), Options.DEFAULT);
    assertEquals(RunResult.Status.DONE, result.status());
    assertTrue(result.spent() <= 12 && result.spent() > 11.8, "spent " + result.spent());
    assertEquals(
        result.spent(),
        result.evaluations().stream().mapToDouble(RunResult.Evaluated::cost).sum(),
        1e-9);
    assertFalse(result.front().isEmpty());
    assertTrue(result.front().contains(result.knee()));
  }

  @ParameterizedTest(name = "with {0} workers")
  @ValueSource(ints = {1, 2, 4})
  void neverCommitsMoreThanTheBudget(int workers) throws IOException {
    AtomicInteger most = new AtomicInteger();
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    try (Archive archive = Archive.open(folder.resolve("home"));
        Campaign campaign =
            Campaign.start(archive, CampaignFile.read(file), PLANNERS, workers(workers))) {
      RunResult result =
          campaign.execute(
              new Progress() {
                @Override
                public void observed(Observation observation, Standing standing) {
                  most.accumulateAndGet(standing.pending() + 1, Math::max);
                  assertTrue(standing.spent() <= standing.budget() + 1e-9);
                }
              });
      assertTrue(result.spent() <= 12 + 1e-12);
      assertTrue(most.get() <= workers, most + " at once");
      assertEquals(List.of(), archive.check());
    }
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherDoesNot() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    String first = Toys.timeless(run("a", file, Options.DEFAULT));
    assertEquals(first, Toys.timeless(run("b", file, Options.DEFAULT)));
    Path other = Toys.file(folder, Toys.CAMPAIGN.replace("seed: 7", "seed: 8"));
    assertNotEquals(first, Toys.timeless(run("c", other, Options.DEFAULT)));
  }

  @Test
  void verificationTakesOffWhatIsNoLongerFeasibleOnAFinerMesh() throws IOException {
    RunResult result = run("a", Toys.file(folder, Toys.CAMPAIGN), workers(2));
    Set<String> verified = new HashSet<>();
    for (RunResult.Verification v : result.verifications()) {
      verified.add(v.id());
      assertEquals(
          v.constraints().values().stream().allMatch(slack -> slack.value() >= 0), v.kept());
      assertEquals(v.kept(), result.front().contains(v.id()) || v.kept());
      assertFalse(!v.kept() && result.front().contains(v.id()));
    }
    assertTrue(verified.containsAll(result.front()), "every front design is verified");
  }

  @Test
  void killedAfterAnyEventItEndsWithTheSameResults() throws IOException {
    Path file =
        Toys.file(
            folder,
            Toys.CAMPAIGN.replace("budget: 12", "budget: 2").replace("cost: 0.1", "cost: 0.25"));
    Options options = new Options(1, List.of("random"), 1, Optional.empty());
    Archive.open(folder.resolve("empty")).close();
    String whole = Toys.timeless(run("whole", file, options));
    int events;
    try (Archive archive = Archive.open(folder.resolve("whole"))) {
      events = archive.events("toy-1").size();
      for (RunSummary child : archive.comparedWith("toy-1")) {
        events += archive.events(child.id()).size();
      }
    }
    assertTrue(events > 20, events + " events");
    System.out.println("killed after each of " + events + " events");
    for (int boundary = 1; boundary < events; boundary++) {
      Path home = folder.resolve("killed-" + boundary);
      Files.createDirectory(home);
      Files.copy(folder.resolve("empty/archive.db"), home.resolve("archive.db"));
      Toys.killAfter(boundary, home, file, options);
      try (Archive archive = Archive.open(home);
          Campaign campaign = Campaign.resume(archive, "toy-1", PLANNERS, 1)) {
        RunResult result = campaign.execute(Progress.SILENT);
        assertEquals(whole, Toys.timeless(result), "killed after event " + boundary);
        assertEquals(List.of(), archive.check());
        requireNothingTwice(archive, "toy-1");
      }
    }
  }

  private static void requireNothingTwice(Archive archive, String run) {
    Set<String> asked = new HashSet<>();
    Set<String> told = new HashSet<>();
    for (Event event : archive.events(run)) {
      String id = event.payload().path("id").asText();
      if (event.kind() == Event.Kind.ASKED) {
        assertTrue(asked.add(id), id + " asked twice");
      }
      if (event.kind() == Event.Kind.OBSERVED) {
        assertTrue(told.add(id), id + " charged twice");
      }
    }
    assertEquals(asked, told);
  }

  @Test
  void killedWithSeveralWorkersNothingIsLostOrChargedTwice() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    for (int boundary : new int[] {3, 8, 17}) {
      Path home = folder.resolve("killed-" + boundary);
      Toys.killAfter(boundary, home, file, workers(3));
      try (Archive archive = Archive.open(home);
          Campaign campaign = Campaign.resume(archive, "toy-1", PLANNERS, 2)) {
        RunResult result = campaign.execute(Progress.SILENT);
        assertEquals(RunResult.Status.DONE, result.status());
        assertTrue(result.spent() <= 12);
        requireNothingTwice(archive, "toy-1");
        assertEquals(List.of(), archive.check());
      }
    }
  }

  @Test
  void aRunThatIsDoneIsDoneAtOnce() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    String first = Toys.timeless(run("home", file, Options.DEFAULT));
    try (Archive archive = Archive.open(folder.resolve("home"));
        Campaign campaign = Campaign.resume(archive, "toy-1", PLANNERS, 1)) {
      int before = archive.events("toy-1").size();
      assertEquals(first, Toys.timeless(campaign.execute(Progress.SILENT)));
      assertEquals(before, archive.events("toy-1").size());
    }
  }

  @ParameterizedTest(name = "a computation that ignores interrupts: {0}")
  @ValueSource(booleans = {false, true})
  void stopsWithinTwoSecondsAndCanBeResumed(boolean deaf) throws Exception {
    String slow =
        Toys.CAMPAIGN.replace(
            "method: toy.cell, cost: 1}",
            "method: toy.cell, cost: 1, settings: {millis: 4000, deaf: " + (deaf ? 1 : 0) + "}}");
    Path file = Toys.file(folder, slow.replace("{bias: 3}", "{millis: 4000}"));
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      long asked;
      try (Campaign campaign =
          Campaign.start(archive, CampaignFile.read(file), PLANNERS, workers(2))) {
        Thread stopper =
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    Thread.sleep(400);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  campaign.stop();
                });
        long start = System.nanoTime();
        RunResult result = campaign.execute(Progress.SILENT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        stopper.join();
        assertTrue(took.toMillis() < 2400, "took " + took);
        assertEquals(RunResult.Status.INTERRUPTED, result.status());
        asked = result.evaluations().size();
        assertEquals(2, asked);
      }
      assertEquals(
          RunSummary.Status.INTERRUPTED, archive.latestUnfinished().orElseThrow().status());
      assertEquals(
          asked,
          archive.evaluations("toy-1").stream().filter(e -> e.state().equals("PENDING")).count());
    }
  }

  @Test
  void refusesToGoOnWhenTheCampaignHasChanged() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    Toys.killAfter(5, folder.resolve("home"), file, Options.DEFAULT);
    Toys.file(folder, Toys.CAMPAIGN.replace("0 mV", "1 mV"));
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      CellwrightException e =
          assertThrows(
              CellwrightException.class, () -> Campaign.resume(archive, "toy-1", PLANNERS, 1));
      assertEquals(Kind.CONFLICT, e.kind());
      assertTrue(e.what().contains("toy.yaml"), e.what());
      Toys.file(folder, Toys.CAMPAIGN);
      ToyMethods.version = "2";
      try {
        e =
            assertThrows(
                CellwrightException.class, () -> Campaign.resume(archive, "toy-1", PLANNERS, 1));
      } finally {
        ToyMethods.version = "1";
      }
      assertEquals(Kind.CONFLICT, e.kind());
      assertTrue(e.what().contains("toy.cell 2"), e.what());
      Campaign.resume(archive, "toy-1", PLANNERS, 1).close();
    }
  }

  @Test
  void aMethodThatBreaksTeachesInsteadOfEndingTheCampaign() throws IOException {
    Path file =
        Toys.file(
            folder,
            Toys.CAMPAIGN.replace(
                "method: toy.cell, cost: 1}", "method: toy.cell, cost: 1, settings: {fails: 1}}"));
    RunResult result = run("home", file, Options.DEFAULT);
    assertEquals(RunResult.Status.DONE, result.status());
    assertTrue(
        result.evaluations().stream()
            .anyMatch(e ->
                e.status() == Outcome.Status.FAILED
                    && String.valueOf(e.reason()).contains("too thick for a toy")));
  }

  /** Without the run itself, whose two workers decide together what comes next. */
  private static String comparedRuns(RunResult result) throws IOException {
    return Toys.timeless(result).replaceFirst("(?s)^.*\"compare\" :", "");
  }

  @Test
  void comparesAtEqualCostFromSeveralSeeds() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN.replace("budget: 12", "budget: 3"));
    Options options = new Options(2, List.of("random", "screening"), 3, Optional.empty());
    RunResult result = run("home", file, options);
    assertEquals(
        List.of("campaign", "random", "screening"), List.copyOf(result.compare().keySet()));
    result
        .compare()
        .values()
        .forEach(runs -> {
          assertEquals(
              List.of(7L, 8L, 9L), runs.stream().map(RunResult.ComparedRun::seed).toList());
          runs.forEach(run -> assertTrue(run.trace().getLast().cost() <= 3));
        });
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      assertEquals(9, archive.comparedWith("toy-1").size());
      assertEquals(1, archive.runs().size());
      assertEquals(List.of(), archive.check());
    }
    assertEquals(
        comparedRuns(result),
        comparedRuns(run("again", file, options)),
        "side by side, each run is decided by its seed alone");
  }

  @Test
  void anUnknownBaselineIsRefusedBeforeAnythingStarts() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    Options options = new Options(1, List.of("randon"), 1, Optional.empty());
    CellwrightException e =
        assertThrows(CellwrightException.class, () -> run("home", file, options));
    assertEquals(Kind.USAGE, e.kind());
    assertEquals("Maybe 'random' was meant.", e.hint());
  }

  @Test
  void aSecondEngineIsRefusedAndReadersAreNot() throws IOException {
    Path file = Toys.file(folder, Toys.CAMPAIGN);
    Path home = folder.resolve("home");
    try (Archive archive = Archive.open(home);
        Archive reader = Archive.open(home);
        Campaign campaign =
            Campaign.start(archive, CampaignFile.read(file), PLANNERS, Options.DEFAULT)) {
      CellwrightException e =
          assertThrows(
              CellwrightException.class,
              () -> Campaign.start(reader, CampaignFile.read(file), PLANNERS, Options.DEFAULT));
      assertEquals(Kind.SHORT, e.kind());
      assertTrue(e.what().contains("held by process " + ProcessHandle.current().pid()), e.what());
      RunResult unused =
          campaign.execute(
              new Progress() {
                @Override
                public void observed(Observation observation, Standing standing) {
                  RunSummary seen = reader.runs().getFirst();
                  assertEquals(RunSummary.Status.RUNNING, seen.status());
                  assertEquals(standing.told(), seen.evaluations());
                }
              });
    }
    try (Archive reader = Archive.open(home)) {
      assertEquals(RunSummary.Status.DONE, reader.runs().getFirst().status());
    }
  }
}
