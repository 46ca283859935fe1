package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cellwright.core.Observation;
import org.cellwright.science.planner.Explanation.Nearest;
import org.cellwright.science.planner.surrogate.Beliefs.LevelData;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Surrogate;

/** What was told near a design. */
record Evidence(Outlook outlook) {
  private static final int NEAREST = 3;

  List<Nearest> nearest(double[] x) {
    record Far(Observation observation, double distance) {}
    List<Far> all = new ArrayList<>();
    for (LevelData level : outlook.past().succeeded) {
      for (int i = 0; i < level.points().size(); i++) {
        double distance = 0;
        for (Output output : outlook.beliefs().outputs()) {
          Surrogate surrogate = outlook.beliefs().surrogate(output.name());
          distance = Math.max(distance, surrogate.distance(x, level.points().get(i)));
        }
        all.add(new Far(level.observations().get(i), distance));
      }
    }
    all.sort(Comparator.comparingDouble(Far::distance));
    List<Nearest> nearest = new ArrayList<>();
    for (Far far : all.subList(0, Math.min(NEAREST, all.size()))) {
      SequencedMap<String, Double> outcomes = new LinkedHashMap<>();
      for (Output output : outlook.beliefs().outputs()) {
        outcomes.put(output.name(), output.value(far.observation));
      }
      nearest.add(
          new Nearest(far.observation.id(), far.observation.fidelity(), far.distance, outcomes));
    }
    return nearest;
  }
}
