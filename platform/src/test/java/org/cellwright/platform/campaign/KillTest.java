package org.cellwright.platform.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.archive.Archive;
import org.cellwright.platform.archive.Event;
import org.cellwright.platform.archive.RunSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine in a process of its own, killed without warning. */
class KillTest {

  private static final int KILLS = 20;

  @TempDir Path folder;

  /** Runs, or takes up, the toy campaign of a folder; says "going" with its first event. */
  public static void main(String[] args) {
    Path home = Path.of(args[0], "home");
    try (Archive archive = Archive.open(home)) {
      archive.listen(event -> {
        if (event.kind() != Event.Kind.OBSERVED) {
          System.out.println("going");
        }
      });
      try (Campaign campaign =
          archive.latestUnfinished().isPresent()
              ? Campaign.resume(archive, "toy-1", ToyPlanner.planners(), 1)
              : Campaign.start(
                  archive,
                  CampaignFile.read(Path.of(args[0], "toy.yaml")),
                  ToyPlanner.planners(),
                  Campaign.Options.DEFAULT)) {
        RunResult unused = campaign.execute(Progress.SILENT);
      }
    }
  }

  @Test
  void killedTwentyTimesAtRandomItEndsWithTheSameResults() throws Exception {
    Path file =
        Toys.file(folder, Toys.CAMPAIGN.replace("settings: {bias: 3}", "settings: {millis: 10}"));
    String whole;
    try (Archive archive = Archive.open(folder.resolve("whole"));
        Campaign campaign =
            Campaign.start(
                archive,
                CampaignFile.read(file),
                ToyPlanner.planners(),
                Campaign.Options.DEFAULT)) {
      whole = Toys.timeless(campaign.execute(Progress.SILENT));
    }
    Random random = new Random(20);
    int kills = 0;
    while (kills < KILLS) {
      Process engine = engine();
      try (BufferedReader out = engine.inputReader()) {
        String first = out.readLine();
        if (first != null && kills == 0) {
          requireRefused(engine);
        }
        if (first != null && !engine.waitFor(random.nextInt(60), TimeUnit.MILLISECONDS)) {
          // Not by the Process itself, which would close what is read here.
          assertTrue(engine.toHandle().destroyForcibly());
          kills++;
        }
        out.transferTo(Writer.nullWriter());
      }
      assertTrue(engine.waitFor() == 0 || engine.exitValue() == 137, "" + engine.exitValue());
      if (engine.exitValue() == 0) {
        break;
      }
    }
    Process last = engine();
    last.getInputStream().readAllBytes();
    assertEquals(0, last.waitFor());
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      assertEquals(whole, Toys.timeless(Campaign.result(archive, "toy-1")));
      assertEquals(List.of(), archive.check());
      System.out.println(kills + " kills, " + archive.events("toy-1").size() + " events");
    }
    assertEquals(KILLS, kills, "the campaign was over before it was killed often enough");
  }

  /** While another process works, this one may read but not begin. */
  private void requireRefused(Process engine) {
    try (Archive archive = Archive.open(folder.resolve("home"))) {
      assertEquals(RunSummary.Status.RUNNING, archive.runs().getFirst().status());
      CellwrightException e =
          assertThrows(CellwrightException.class, () -> archive.engage("another"));
      assertEquals(CellwrightException.Kind.SHORT, e.kind());
      assertTrue(e.what().contains("held by process " + engine.pid()), e.what());
    }
  }

  private Process engine() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            KillTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
