package org.cellwright.bench.planner;

import java.util.List;

/** A way to choose what to measure next among candidates that really exist. */
interface Strategy {

  String name();

  /** What changes when its choices may: kept results of another version do not count. */
  String version();

  /** Begins a campaign on candidates of which nothing is known. */
  Chooser begin(Inputs inputs, long seed);

  /** One campaign. */
  interface Chooser {
    /**
     * The row to measure next; −1 where it wants no more.
     *
     * @param told what was measured so far, in order
     * @param pending rows under way
     */
    int next(List<Told> told, List<Integer> pending);
  }

  /** A row and what was measured there, one value for each objective. */
  record Told(int row, double[] values) {}
}
