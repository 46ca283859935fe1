package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A long ask that is told to end, in a process of its own. */
@DisabledOnOs(OS.WINDOWS)
class AskStoppedTest {
  @TempDir Path folder;

  @Test
  void printsWhatIsOnTheRecordAndHowToGoOn() throws Exception {
    Files.writeString(
        folder.resolve("mix.yaml"),
        """
        campaign: mix
        variables:
          salt: {between: [0.2 mol/kg, 2 mol/kg]}
        objectives:
          conductivity: {maximize: mS/cm}
        """);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.cellwright.cli.Cellwright",
                "plan",
                "ask",
                "--campaign",
                "mix.yaml",
                "--n",
                "10000",
                "--home",
                "home")
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      Spoken shown = new Spoken(1, "", "");
      for (int i = 0; i < 600 && !shown.out().contains("mix-1/e0002") && process.isAlive(); i++) {
        TimeUnit.MILLISECONDS.sleep(100);
        shown = Spoken.to(folder, "show", "mix-1", "--home", "home");
      }
      process.destroy();
      assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(143, process.exitValue());
    String out = Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    String err = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    List<String> printed = out.lines().filter(line -> line.startsWith("e0")).toList();
    assertTrue(printed.size() >= 2, out + err);
    String last = printed.getLast().substring(0, printed.getLast().indexOf(' '));
    assertTrue(err.contains("plan void --campaign mix-1 e0001 e0002"), err);
    String record = Spoken.to(folder, "show", "mix-1", "--home", "home").out();
    assertEquals(
        printed.size(), record.lines().filter(line -> line.contains("  pending")).count(), record);
    assertTrue(record.contains("mix-1/" + last), record);
  }
}
