package org.cellwright.platform.campaign;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Outcome;
import org.cellwright.platform.archive.Archive;

/**
 * One run of a campaign: asks, carries out and records until the budget is spent, verifies the
 * front, compares. Holds the home's engine lock until closed.
 */
public final class Campaign implements AutoCloseable {

  /**
   * What is decided when a run starts.
   *
   * @param workers how many evaluations may be under way at once; with one, the same seed gives the
   *     same bytes
   * @param compare names of baselines; empty for no comparison
   * @param seeds how many runs of each in the comparison
   * @param out where the caller will write the results; kept for a resume
   */
  public record Options(int workers, List<String> compare, int seeds, Optional<Path> out) {
    public static final Options DEFAULT = new Options(1, List.of(), 1, Optional.empty());

    public Options {
      compare = List.copyOf(compare);
    }
  }

  private final String run;

  private Campaign(String run) {
    this.run = run;
  }

  /**
   * Begins a new run and records what it is to do.
   *
   * @throws CellwrightException SHORT if another engine holds the home; USAGE for an unknown
   *     baseline
   */
  public static Campaign start(
      Archive archive, CampaignFile file, Planners planners, Options options) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes up a run again; one that is done is done at once.
   *
   * @throws CellwrightException ABSENT if there is no such run; CONFLICT if its files or methods
   *     have changed since it started
   */
  public static Campaign resume(Archive archive, String run, Planners planners, int workers) {
    throw new UnsupportedOperationException();
  }

  /** Such as {@code fast-charge-cell-1}. */
  public String run() {
    return run;
  }

  /** Where the results are wanted, as said when the run started. */
  public Optional<Path> out() {
    return Optional.empty();
  }

  /**
   * Goes on until all is done or {@link #stop} is called; the result's status tells which.
   *
   * @throws CellwrightException WAITING if a person has to say what became of a physical step
   */
  public RunResult execute(Progress progress) {
    throw new UnsupportedOperationException();
  }

  /**
   * From any thread: {@link #execute} returns within two seconds; what was under way runs again.
   */
  public void stop() {}

  /** What is known of a run, finished or not, from the log alone. */
  public static RunResult result(Archive archive, String run) {
    throw new UnsupportedOperationException();
  }

  /**
   * Says what became of a physical step whose outcome is unknown; afterwards the run can be
   * resumed.
   *
   * @param evaluation such as {@code e0017}
   * @throws CellwrightException ABSENT if it is not waiting for that
   */
  public static void settle(Archive archive, String run, String evaluation, Outcome outcome) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    stop();
  }
}
