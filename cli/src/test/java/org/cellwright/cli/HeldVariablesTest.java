package org.cellwright.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code plan ask --fix}. */
class HeldVariablesTest {
  @TempDir Path folder;

  @BeforeEach
  void campaign() throws IOException {
    Files.writeString(
        folder.resolve("brew.yaml"),
        """
        campaign: brew
        variables:
          salt: {between: [0.2 mol/kg, 2 mol/kg]}
          blend: {composition: [EC, EMC, DMC], at_most: {EC: 0.5}}
          cycles: {integers: [1, 5]}
          rest: {between: [1 min, 60 min], when: cycles >= 2}
        known_constraints: ["salt <= 1.1 mol/kg"]
        objectives:
          conductivity: {maximize: mS/cm}
        budget: 4
        """);
  }

  private Spoken ask(String more) {
    return Spoken.to(folder, Spoken.split("plan ask --campaign brew.yaml --home home " + more));
  }

  private void assertRefused(int code, String more, String... words) {
    Spoken refused = ask(more);
    assertEquals(code, refused.code(), refused.out() + refused.err());
    for (String word : words) {
      assertTrue(refused.err().contains(word), refused.err());
    }
  }

  @Test
  void aCompositionIsHeldAsItIsWritten() {
    Spoken asked = ask("--n 2 --fix \"blend={EC: 0.3, DMC: 70 %}\"");
    assertEquals(0, asked.code(), asked.err());
    assertEquals(
        2,
        asked
            .out()
            .lines()
            .filter(line -> line.contains("blend EC 0.300 EMC 0.000 DMC 0.700"))
            .count(),
        asked.out());
    String way = "--fix \"blend={EC: 0.3, EMC: 0.7}\"";
    assertRefused(3, "--fix EC=0.3", "there is no variable 'EC'", "a part of 'blend'", way);
    assertRefused(3, "--fix \"blend=EC 0.3\"", "which is no composition", way);
    assertRefused(3, "--fix \"blend={EC: 0.3, DMC: 0.6}\"", "sum to");
    assertRefused(3, "--fix \"blend={EC: 0.6, DMC: 0.4}\"", "at most");
  }

  @Test
  void aHeldValueThatBreaksARuleIsBlamed() {
    assertRefused(3, "--fix \"salt=1.2 mol/kg\"", "--fix: salt 1.200 mol/kg: that breaks 'salt");
  }

  @Test
  void whatDoesNotCountIsNamedAndTwiceIsRefused() {
    Spoken idle = ask("--fix cycles=1 --fix \"rest=5 min\"");
    assertEquals(0, idle.code());
    assertTrue(idle.err().contains("'rest' does not count here"), idle.err());
    assertTrue(!ask("--fix cycles=2 --fix \"rest=5 min\"").err().contains("does not count"));
    assertRefused(2, "--fix cycles=1 --fix cycles=2", "--fix holds 'cycles' twice");
  }

  @Test
  void theEndSaysThatItIsTheBudget() {
    String end = ask("--n 6").err();
    assertTrue(end.contains("4 of 6: the budget does not pay for one more at experiment"), end);
    assertTrue(end.contains("4 of 4 are spent, or promised"), end);
  }
}
