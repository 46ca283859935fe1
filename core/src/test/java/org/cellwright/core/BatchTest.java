package org.cellwright.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Batch OVEN = new Batch(List.of("temperature"), 3);

  private static Design design(double temperature, double x) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    values.put("temperature", Value.Scalar.of(temperature, MeasurementUnit.parse("degC")));
    values.put("x", Value.Scalar.of(x, MeasurementUnit.ONE));
    return new Design(values);
  }

  @Test
  void theFirstOfAGroupIsFreeAndTheOthersHoldWhatItHas() {
    List<Design> asked = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      SequencedMap<String, Value> held = OVEN.held(asked);
      assertEquals(i % 3 == 0, held.isEmpty());
      double temperature = 20 + i / 3;
      if (!held.isEmpty()) {
        assertEquals(design(temperature, 0).values().get("temperature"), held.get("temperature"));
        assertEquals(1, held.size());
      }
      asked.add(design(temperature, i));
    }
  }

  @Test
  void anotherValueBeginsAGroupOfItsOwn() {
    List<Design> asked = List.of(design(20, 0), design(20, 1), design(30, 2), design(30, 3));
    assertEquals(design(30, 0).values().get("temperature"), OVEN.held(asked).get("temperature"));
    List<Design> full = new ArrayList<>(asked);
    full.add(design(30, 4));
    assertTrue(OVEN.held(full).isEmpty());
  }

  @Test
  void withoutSharedVariablesNothingIsHeld() {
    assertTrue(Batch.NONE.held(List.of(design(20, 0))).isEmpty());
  }
}
