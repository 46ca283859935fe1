package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnFromWordsTest {
  private static final Path EXAMPLES = Path.of("../examples/planner");

  @TempDir Path folder;

  private Spoken say(String line) {
    return Spoken.to(folder, Spoken.split(line + " --home home"));
  }

  @Test
  void exampleBeginsWhereTheColderElectrolyteWasBest() throws IOException {
    for (String name : new String[] {"electrolyte-warmer.yaml", "conductivity-10C.csv"}) {
      Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
    }
    Spoken asked = say("plan ask --campaign electrolyte-warmer.yaml --json");
    assertEquals(0, asked.code(), asked.err());
    assertTrue(
        asked
            .out()
            .contains(
                "\"learned from conductivity-10C.csv\" : "
                    + "\"85 of 85 rows: 50 % believed for conductivity\""),
        asked.out());
    for (int i = 1; i < 4; i++) {
      Files.writeString(
          folder.resolve("told.json"),
          "{\"ask\": \"e%04d\", \"outcomes\": {\"conductivity\": \"%d mS/cm\"}}"
              .formatted(i, 6 + i));
      Spoken told =
          say("plan tell --campaign electrolyte-warmer.yaml --observation told.json --json");
      assertEquals(0, told.code(), told.err());
      assertEquals(0, say("plan ask --campaign electrolyte-warmer.yaml").code());
    }
    Spoken explained = say("plan explain --campaign electrolyte-warmer.yaml --json");
    assertTrue(
        explained.out().contains("\"source\" : \"conductivity-10C.csv\""),
        explained.out() + explained.err());
    assertTrue(
        say("plan explain --campaign electrolyte-warmer.yaml")
            .out()
            .contains("learned from conductivity-10C.csv for conductivity: 85 rows"));
  }

  @Test
  void backtestLearnsFromAnEarlierTableAndSaysWhatItUses() throws IOException {
    StringBuilder here = new StringBuilder("a,b,y\n");
    StringBuilder before = new StringBuilder("a,y,lot\n");
    for (int i = 0; i < 60; i++) {
      double a = i % 10 / 9.0;
      double b = i / 10 / 5.0;
      here.append(row(a, b, 5 - Math.pow(a - 0.55, 2) - 0.3 * b * b));
      before.append(row(a, 70 - 9 * Math.pow(a - 0.5, 2) + 0.01 * (i % 7), i));
    }
    Files.writeString(folder.resolve("here.csv"), here);
    Files.writeString(folder.resolve("before.csv"), before);
    String line =
        "plan backtest here.csv --objective \"maximize y\" --seeds 2 --budget 8 --baseline none"
            + " --json";
    Spoken alone = say(line);
    Spoken learned = say(line + " --learn-from before.csv");
    assertEquals(0, learned.code(), learned.err());
    assertTrue(learned.err().contains("before.csv: 60 of 60 rows, silent about b"), learned.err());
    assertTrue(!alone.out().equals(learned.out()));
    assertEquals(4, say(line + " --learn-from nothing.csv").code());
  }

  private static String row(double... cells) {
    StringBuilder row = new StringBuilder();
    for (double cell : cells) {
      row.append(row.isEmpty() ? "" : ",").append(String.format(Locale.ROOT, "%.4f", cell));
    }
    return row.append('\n').toString();
  }
}
