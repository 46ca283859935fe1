package org.cellwright.bench;

import java.nio.file.Path;
import java.util.List;

/** What is promised of the planner. */
final class PlannerBench {
  private PlannerBench() {}

  static List<Result> run(Path root, boolean peers) throws Exception {
    return new PlannerSpeed().run();
  }
}
