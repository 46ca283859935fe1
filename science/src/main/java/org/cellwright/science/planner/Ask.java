package org.cellwright.science.planner;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cellwright.core.Design;

/**
 * What to try next.
 *
 * @param reasons why, for people and for the archive: numbers as text by name
 * @param memory what the planner wants to find again at the next ask (fitted hyperparameters), as
 *     JSON; opaque to others
 */
public record Ask(
    Design design, String fidelity, SequencedMap<String, String> reasons, String memory) {
  public Ask {
    reasons = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reasons));
  }
}
