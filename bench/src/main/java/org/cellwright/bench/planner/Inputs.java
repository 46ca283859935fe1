package org.cellwright.bench.planner;

import java.util.List;
import org.cellwright.core.Objective;
import org.cellwright.core.Pool;
import org.cellwright.core.Space;

/**
 * What a planner may know of candidates before anything is measured.
 *
 * @param space with the pool of candidates
 * @param features of each row for the floor: numbers scaled to [0, 1], names as corners 1 apart
 * @param groups for each feature, its variable
 * @param reference the worst value of each of several objectives; empty for one
 */
record Inputs(
    String name,
    Space space,
    List<Objective> objectives,
    double[][] features,
    int[] groups,
    List<Double> reference) {

  Pool pool() {
    return space.pool().orElseThrow();
  }

  int size() {
    return features.length;
  }

  Inputs named(String other) {
    return new Inputs(other, space, objectives, features, groups, reference);
  }

  /** The first objective alone. */
  Inputs single() {
    return new Inputs(name, space, objectives.subList(0, 1), features, groups, List.of());
  }
}
