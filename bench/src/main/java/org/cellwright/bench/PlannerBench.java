package org.cellwright.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cellwright.bench.planner.PlannerPeers;
import org.cellwright.bench.planner.SampleEfficiency;

/** What is promised of the planner: how few experiments it needs, alone and beside its peers. */
final class PlannerBench {
  private PlannerBench() {}

  static List<Result> run(Path root, Bench.Options options) throws Exception {
    if (options.speed()) {
      return new PlannerSpeed().run();
    }
    Path kept = root.resolve("target/bench/planner");
    Path references = CellSetup.references(root);
    List<Result> results =
        new ArrayList<>(
            new SampleEfficiency(root, references, kept, options.seeds(), options.sets()).run());
    if (options.peers()) {
      results.addAll(new PlannerPeers(root, references, kept, options.seeds()).run(options.sets()));
    }
    return results;
  }
}
