package org.cellwright.platform.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.cellwright.core.CellwrightException;
import org.cellwright.platform.archive.RunSummary.Status;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one home, its projections and its files.
 *
 * <p>Reading works at any time, also while an engine of another process writes; whoever writes
 * holds the {@link EngineLock} first. Safe for use by several threads.
 */
public final class Archive implements AutoCloseable {

  private final Path home;
  private final Connection connection;
  private final boolean sqlite;
  private final Artifacts artifacts;
  private @Nullable Journal journal;
  private Consumer<Event> listener = event -> {};

  private Archive(Path home, Connection connection, boolean sqlite) {
    this.home = home;
    this.connection = connection;
    this.sqlite = sqlite;
    this.artifacts = new Artifacts(home);
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
    try {
      Files.createDirectories(home);
      Path real = home.toRealPath();
      String url = jdbcUrl.orElse("jdbc:sqlite:" + real.resolve("archive.db"));
      return new Archive(
          real, Database.connect(url, real.resolve("migration.lock")), Database.isSqlite(url));
    } catch (SQLException e) {
      throw Trouble.of(e, home);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    }
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
    try {
      return EngineLock.take(home, work);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    }
  }

  /** Tells a listener of every event once it is safe on disk. There is one listener. */
  public synchronized void listen(Consumer<Event> newListener) {
    this.listener = newListener;
  }

  /**
   * Appends an event and brings the projections up to date, in one transaction.
   *
   * @throws CellwrightException SHORT if the disk is full; nothing is kept then
   */
  public synchronized Event append(String run, Event.Kind kind, JsonNode payload) {
    Event event = journal().append(run, kind, payload);
    listener.accept(event);
    return event;
  }

  /** What happened in one run, in order. */
  public synchronized List<Event> events(String run) {
    return journal().events(run);
  }

  /** The SHA-256 of a content in 64 hexadecimal digits, by which {@link #store} would keep it. */
  public static String hash(byte[] content) {
    return Artifacts.hash(content);
  }

  /** Keeps a file and returns the SHA-256 of its content; keeping it twice is keeping it once. */
  public String store(byte[] content) {
    try {
      return artifacts.store(content);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    }
  }

  /**
   * The content of a file.
   *
   * @throws CellwrightException ABSENT if there is none; CONFLICT if it no longer has this hash
   */
  public byte[] artifact(String hash) {
    try {
      return artifacts.read(hash);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    }
  }

  /** All runs but those of comparisons, the newest first. */
  public synchronized List<RunSummary> runs() {
    return journal().look(Catalogue::runs);
  }

  public synchronized Optional<RunSummary> run(String id) {
    return journal().look(catalogue -> catalogue.run(id));
  }

  /** The runs of the comparison that belongs to a run, in the order of starting. */
  public synchronized List<RunSummary> comparedWith(String run) {
    return journal().look(catalogue -> catalogue.comparedWith(run));
  }

  /** The newest run that an engine can go on with, for a resume without a name. */
  public Optional<RunSummary> latestUnfinished() {
    return runs().stream()
        .filter(run -> run.status() != Status.DONE && run.status() != Status.OPEN)
        .findFirst();
  }

  /** The evaluations of a run, in the order of asking. */
  public synchronized List<EvaluationSummary> evaluations(String run) {
    return journal().look(catalogue -> catalogue.evaluations(run));
  }

  /**
   * A run ({@code NAME-N}), an evaluation ({@code RUN/e0001}) or a file (its hash, or at least 8
   * digits of it).
   *
   * @throws CellwrightException ABSENT if there is none
   */
  public synchronized Entry find(String id) {
    return journal()
        .look(catalogue -> catalogue.find(id))
        .orElseThrow(() ->
            new CellwrightException(
                CellwrightException.Kind.ABSENT,
                "there is no '%s' here, or it is not yours".formatted(id),
                home.toString(),
                "'cellwright list' names the runs; an evaluation is RUN/e0001, a file its"
                    + " hash."));
  }

  /** Replays the log and names every difference between it and the projections; empty is well. */
  public synchronized List<String> check() {
    try {
      return journal().check();
    } catch (SQLException e) {
      throw Trouble.of(e, home);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Trouble.of(e, home);
    }
  }

  private Journal journal() {
    Journal opened = journal;
    if (opened == null) {
      opened = new Journal(home, connection, sqlite);
      journal = opened;
    }
    return opened;
  }
}
