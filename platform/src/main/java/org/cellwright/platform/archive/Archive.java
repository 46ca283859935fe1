package org.cellwright.platform.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.CellwrightException;

/**
 * The event log of one home, its projections and its files.
 *
 * <p>Reading works at any time, also while an engine of another process writes; whoever writes
 * holds the {@link EngineLock} first. Safe for use by several threads.
 */
public final class Archive implements AutoCloseable {

  private final Path home;

  private Archive(Path home) {
    this.home = home;
  }

  /**
   * Opens the archive of a home, or makes one.
   *
   * @throws CellwrightException SHORT if the home cannot be written
   */
  public static Archive open(Path home) {
    return open(home, Optional.empty());
  }

  /**
   * @param jdbcUrl where records live instead of in the home; files stay in the home
   */
  public static Archive open(Path home, Optional<String> jdbcUrl) {
    return new Archive(home);
  }

  public Path home() {
    return home;
  }

  /**
   * Takes the right to write.
   *
   * @param work what for, shown to whoever comes second
   * @throws CellwrightException SHORT if another engine holds it
   */
  public EngineLock engage(String work) {
    throw new UnsupportedOperationException();
  }

  /** Appends an event and brings the projections up to date, in one transaction. */
  public Event append(String run, Event.Kind kind, JsonNode payload) {
    throw new UnsupportedOperationException();
  }

  /** What happened in one run, in order. */
  public List<Event> events(String run) {
    throw new UnsupportedOperationException();
  }

  /** Keeps a file and returns the SHA-256 of its content; keeping it twice is keeping it once. */
  public String store(byte[] content) {
    throw new UnsupportedOperationException();
  }

  /**
   * The content of a file.
   *
   * @throws CellwrightException ABSENT if there is none; CONFLICT if it no longer has this hash
   */
  public byte[] artifact(String hash) {
    throw new UnsupportedOperationException();
  }

  /** All runs but those of comparisons, the newest first. */
  public List<RunSummary> runs() {
    throw new UnsupportedOperationException();
  }

  public Optional<RunSummary> run(String id) {
    throw new UnsupportedOperationException();
  }

  /** The runs of the comparison that belongs to a run, in the order of starting. */
  public List<RunSummary> comparedWith(String run) {
    throw new UnsupportedOperationException();
  }

  /** The newest run that is not done, for a resume without a name. */
  public Optional<RunSummary> latestUnfinished() {
    throw new UnsupportedOperationException();
  }

  /** The evaluations of a run, in the order of asking. */
  public List<EvaluationSummary> evaluations(String run) {
    throw new UnsupportedOperationException();
  }

  /**
   * A run ({@code NAME-N}), an evaluation ({@code RUN/e0001}) or a file (its hash, or at least 8
   * digits of it).
   *
   * @throws CellwrightException ABSENT if there is none
   */
  public Entry find(String id) {
    throw new UnsupportedOperationException();
  }

  /** Replays the log and names every difference between it and the projections; empty is well. */
  public List<String> check() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
