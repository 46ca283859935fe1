package org.cellwright.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RandomSpacesTest {
  /** Twenty spaces, 500 asks each, the model's among chance's. */
  @Test
  void tenThousandAsksBreakNoRuleAndRepeatNothing() {
    RandomSpaces.Count count = new RandomSpaces.Count(0, 0, 0, 0, 0);
    for (int i = 0; i < 20; i++) {
      count = count.plus(RandomSpaces.ask(i, 500));
    }
    assertEquals(0, count.broken(), count.toString());
    assertEquals(0, count.repeated(), count.toString());
    assertEquals(10_000, count.asks() + count.exhausted(), count.toString());
    assertTrue(count.asks() > 8_000 && count.byModel() >= 200, count.toString());
  }
}
