package org.cellwright.science.planner.surrogate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fitted parameters of one output: its transform, and for each level when and what. */
record Fit(String output, OutputTransform transform, List<Level> levels) {

  /**
   * @param count how many data there were
   * @param kernel of the level by itself where it is the first, otherwise of the difference
   * @param kinship with the level below; null where there is none
   * @param alone the level by itself; null where the one below explains it
   */
  record Level(int count, Kernel kernel, @Nullable Kinship kinship, @Nullable Alone alone) {
    /** Logarithm of the odds that the level below explains this one. */
    double logOdds() {
      return kinship == null ? 0 : kinship.logOdds();
    }
  }

  /** A level without those below it. */
  record Alone(int count, OutputTransform transform, Kernel kernel) {}

  static Fit none(String output) {
    return new Fit(
        output, new OutputTransform(OutputTransform.Kind.IDENTITY, 0, 1, 0, 1), List.of());
  }

  @Nullable Level level(int k) {
    return k < levels.size() ? levels.get(k) : null;
  }

  int count(int k) {
    return k < levels.size() ? levels.get(k).count() : 0;
  }
}
