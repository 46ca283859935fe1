package org.cellwright.bench;

import java.nio.file.Path;
import java.util.List;
import org.cellwright.bench.planner.SampleEfficiency;

/** What is promised of the planner: how few experiments it needs. */
final class PlannerBench {
  private PlannerBench() {}

  static List<Result> run(Path root, Bench.Options options) throws Exception {
    Path kept = root.resolve("target/bench/planner");
    return new SampleEfficiency(
            CellSetup.references(root), kept, options.seeds(), options.sets())
        .run();
  }
}
