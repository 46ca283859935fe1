package org.cellwright.platform.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.cellwright.core.Observation;
import org.cellwright.platform.archive.Archive;
import org.cellwright.science.planner.Planner;

/**
 * The campaign's planner and its baselines on the same problem at equal cost, from several seeds,
 * each as a run of its own without verification.
 *
 * <p>Every run is sequential on one thread, so that its seed alone decides its bytes; several go
 * side by side, which is the fastest use of few cores.
 */
record Comparison(
    RunLog log, CampaignFile file, Planners planners, BooleanSupplier stopped, Watch watch) {

  private record Contender(String planner, long seed) {}

  static String runId(String run, String planner, long seed) {
    return run + "." + planner + "." + seed;
  }

  /**
   * @return false if stopped
   */
  boolean run(Pool pool) throws InterruptedException {
    List<Contender> contenders = new ArrayList<>();
    List<String> names = new ArrayList<>();
    names.add(Planners.CAMPAIGN);
    names.addAll(log.header().compare());
    for (int i = 0; i < log.header().seeds(); i++) {
      for (String name : names) {
        contenders.add(new Contender(name, log.header().seed() + i));
      }
    }
    Tally tally = new Tally(watch.progress(), contenders.size(), log.header().budget());
    return pool.sideBySide(
        contenders.stream().<Callable<Boolean>>map(one -> () -> run(one, tally)).toList());
  }

  private boolean run(Contender contender, Tally tally) throws InterruptedException {
    if (stopped.getAsBoolean()) {
      return false;
    }
    String id = runId(log.run(), contender.planner(), contender.seed());
    Archive archive = log.archive();
    RunLog own =
        archive.run(id).isPresent()
            ? RunLog.read(archive, id)
            : RunLog.start(
                archive,
                id,
                log.header().compared(log.run(), contender.planner(), contender.seed()));
    tally.spend(own.spent());
    if (!own.isFinished()) {
      Planner planner = planners.named(contender.planner());
      Watch quiet = new Watch(tally, own);
      try (OwnThread bench = new OwnThread()) {
        if (!new Rounds(own, file, planner, bench, 1, stopped, quiet).run()) {
          return false;
        }
      }
      own.finish();
    }
    tally.finish();
    return true;
  }

  /** Adds up what the runs report and passes it on, one thread at a time. */
  private static final class Tally implements Progress {
    private final Progress progress;
    private final int runs;
    private final double budget;
    private int done;
    private double spent;

    Tally(Progress progress, int runs, double budget) {
      this.progress = progress;
      this.runs = runs;
      this.budget = budget;
    }

    @Override
    public void observed(Observation observation, Standing standing) {
      spend(observation.cost());
    }

    synchronized void spend(double cost) {
      spent += cost;
      progress.comparing(done, runs, spent, runs * budget);
    }

    synchronized void finish() {
      done++;
      progress.comparing(done, runs, spent, runs * budget);
    }
  }
}
