package org.cellwright.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What can only be made together: designs of one batch share the values of some variables, as one
 * oven has one temperature.
 *
 * <p>Asks are grouped in their order, whoever makes them and at whatever fidelity: the first of a
 * group is free, the others hold its shared values, until {@code size} are asked or one with other
 * values begins the next group.
 *
 * @param shared names of variables; empty where designs have nothing to share
 * @param size how many fit in one batch
 */
public record Batch(List<String> shared, int size) {
  public static final Batch NONE = new Batch(List.of(), 1);

  public Batch {
    shared = List.copyOf(shared);
    if (size < 1) {
      throw CellwrightException.refused(
          "a batch holds one design or more, not " + size, "batch.size", null);
    }
  }

  /** What the next design has to hold after these; empty where it begins a group. */
  public SequencedMap<String, Value> held(List<Design> asked) {
    int inGroup = 0;
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (Design design : asked) {
      SequencedMap<String, Value> own = new LinkedHashMap<>();
      for (String name : shared) {
        Value value = design.values().get(name);
        if (value != null) {
          own.put(name, value);
        }
      }
      inGroup = inGroup > 0 && inGroup < size && own.equals(values) ? inGroup + 1 : 1;
      values = own;
    }
    return inGroup > 0 && inGroup < size ? values : new LinkedHashMap<>();
  }
}
