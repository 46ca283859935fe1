package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {

  private static final List<String> NAMES = List.of("budget", "seed", "constraints", "objectives");

  @Test
  void forgivesASlipOfThePen() {
    assertEquals(Optional.of("budget"), NearestName.to("bugdet", NAMES));
    assertEquals(Optional.of("seed"), NearestName.to("SEED", NAMES));
    assertEquals(Optional.of("constraints"), NearestName.to("contraint", NAMES));
  }

  @Test
  void doesNotGuessFromAfar() {
    assertEquals(Optional.empty(), NearestName.to("temperature", NAMES));
    assertEquals(
        "Valid here: budget, seed, constraints, objectives.", NearestName.hint("xyzzy", NAMES));
    assertEquals("Maybe 'seed' was meant.", NearestName.hint("sede", NAMES));
  }

  @Test
  void neverProposesAWordThatSharesNothing() {
    assertEquals(Optional.empty(), NearestName.to("x", List.of("y", "ab")));
    assertEquals(Optional.empty(), NearestName.to("x", List.of()));
  }

  @Test
  void ofEquallyNearNamesTheFirstInTheAlphabetIsTaken() {
    assertEquals(Optional.of("cat"), NearestName.to("bat", List.of("rat", "cat")));
  }
}
