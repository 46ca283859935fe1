package org.cellwright.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** One point of a space: a value for each variable, by name. */
public record Design(SequencedMap<String, Value> values) {
  public Design {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /**
   * The SI value of a scalar variable.
   *
   * @throws CellwrightException REFUSED if there is none of that name
   */
  public double si(String name) {
    if (values.get(name) instanceof Value.Scalar scalar) {
      return scalar.si();
    }
    throw CellwrightException.refused(
        "the design has no number '%s'".formatted(name),
        null,
        NearestName.hint(name, values.keySet()));
  }
}
