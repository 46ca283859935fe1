package org.cellwright.platform.campaign;

import java.util.LinkedHashMap;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Value.Scalar;
import org.cellwright.platform.campaign.Progress.Standing;
import org.cellwright.science.planner.Ask;

/** Tells whoever watches, from whatever thread; nothing here decides anything. */
final class Watch {

  private final Progress progress;
  private final long begun = System.nanoTime();
  private final double spentBefore;

  Watch(Progress progress, RunLog log) {
    this.progress = progress;
    this.spentBefore = log.spent();
  }

  void asked(String id, Ask ask, RunLog log) {
    progress.asked(id, ask, standing(log));
  }

  void observed(Observation observation, RunLog log) {
    progress.observed(observation, standing(log));
  }

  void verifying(int done, int total, RunLog log) {
    progress.verifying(done, total, standing(log));
  }

  Progress progress() {
    return progress;
  }

  private Standing standing(RunLog log) {
    Front front = log.front();
    SequencedMap<String, Scalar> best = new LinkedHashMap<>();
    for (Observation observation : log.observations()) {
      if (front.ids().contains(observation.id())) {
        for (Objective objective : log.header().objectives()) {
          double value = objective.value(observation);
          Scalar known = best.get(objective.name());
          if (known == null || objective.loss(value) < objective.loss(known.value())) {
            best.put(objective.name(), Scalar.of(value, objective.unit()));
          }
        }
      }
    }
    double second = (System.nanoTime() - begun) * 1e-9;
    double done = log.spent() - spentBefore;
    return new Standing(
        log.observations().size(),
        log.pending().size(),
        log.committed(),
        log.header().budget(),
        front.hypervolume(),
        front.ids().size(),
        best,
        done > 0
            ? OptionalDouble.of(second / done * (log.header().budget() - log.spent()))
            : OptionalDouble.empty());
  }
}
