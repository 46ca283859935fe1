package org.cellwright.core;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The knobs of a method as the user wrote them. Whoever reads them first calls {@link
 * #requireOnly}.
 */
public record Settings(SequencedMap<String, String> entries) {

  public static final Settings NONE = new Settings(new LinkedHashMap<>());

  public Settings {
    entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
  }

  /** Refuses every key but these. */
  public void requireOnly(Collection<String> known) {
    for (String key : entries.keySet()) {
      if (!known.contains(key)) {
        throw CellwrightException.refused(
            "there is no setting '%s'".formatted(key),
            "settings." + key,
            NearestName.hint(key, known));
      }
    }
  }

  public int integer(String key, int absent, int lower, int upper) {
    String text = entries.get(key);
    if (text == null) {
      return absent;
    }
    try {
      int value = Integer.parseInt(text);
      if (value >= lower && value <= upper) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal, which says the same of both.
    }
    throw CellwrightException.refused(
        "'%s' is %s; it must be a whole number from %d to %d".formatted(key, text, lower, upper),
        "settings." + key,
        null);
  }
}
