package org.cellwright.platform.archive;

import static org.cellwright.platform.archive.Schema.*;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cellwright.core.CellwrightException;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one home, its projections and its files.
 *
 * <p>Reading works at any time, also while an engine of another process writes; whoever writes
 * holds the {@link EngineLock} first. Safe for use by several threads.
 */
public final class Archive implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path home;
  private final Connection connection;
  private final Artifacts artifacts;
  private final SQLDialect dialect;
  private @Nullable DSLContext database;
  private Consumer<Event> listener = event -> {};

  private Archive(Path home, Connection connection, SQLDialect dialect) {
    this.home = home;
    this.connection = connection;
    this.dialect = dialect;
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
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    try {
      Files.createDirectories(home);
      Path real = home.toRealPath();
      String url = jdbcUrl.orElseGet(() -> sqlite(real));
      Connection connection = Schema.connect(url, real.resolve("migration.lock"));
      return new Archive(
          real, connection, Schema.isSqlite(url) ? SQLDialect.SQLITE : SQLDialect.POSTGRES);
    } catch (IOException e) {
      throw Trouble.of(e, home);
    } catch (SQLException e) {
      throw Trouble.of(e, home);
    }
  }

  private static String sqlite(Path home) {
    return "jdbc:sqlite:" + home.resolve("archive.db") + "?transaction_mode=IMMEDIATE";
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
  public synchronized void listen(Consumer<Event> listener) {
    this.listener = listener;
  }

  /**
   * Appends an event and brings the projections up to date, in one transaction.
   *
   * @throws CellwrightException SHORT if the disk is full; nothing is kept then
   */
  public synchronized Event append(String run, Event.Kind kind, JsonNode payload) {
    Event event =
        with(db ->
            db.transactionResult(transaction -> {
              DSLContext inside = transaction.dsl();
              Long last = inside.select(DSL.max(SEQUENCE)).from(EVENT).fetchOne(DSL.max(SEQUENCE));
              Event next =
                  new Event(last == null ? 1 : last + 1, run, kind, payload, Instant.now());
              inside
                  .insertInto(EVENT)
                  .set(SEQUENCE, next.sequence())
                  .set(RUN_ID, run)
                  .set(KIND, kind.name())
                  .set(PAYLOAD, text(payload))
                  .set(RECORDED_AT, next.recordedAt().toString())
                  .execute();
              Projection.apply(inside, next);
              return next;
            }));
    listener.accept(event);
    return event;
  }

  /** What happened in one run, in order. */
  public synchronized List<Event> events(String run) {
    return with(
        db -> db.selectFrom(EVENT).where(RUN_ID.eq(run)).orderBy(SEQUENCE).fetch(Archive::event));
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
    return with(db -> catalogue(db).runs(PARENT_ID.isNull(), STARTED_IN.desc()));
  }

  public synchronized Optional<RunSummary> run(String id) {
    return with(db -> catalogue(db).runs(RUN_ID.eq(id), STARTED_IN.asc()).stream().findFirst());
  }

  /** The runs of the comparison that belongs to a run, in the order of starting. */
  public synchronized List<RunSummary> comparedWith(String run) {
    return with(db -> catalogue(db).runs(PARENT_ID.eq(run), STARTED_IN.asc()));
  }

  /** The newest run that is not done, for a resume without a name. */
  public Optional<RunSummary> latestUnfinished() {
    return runs().stream().filter(run -> run.status() != RunSummary.Status.DONE).findFirst();
  }

  /** The evaluations of a run, in the order of asking. */
  public synchronized List<EvaluationSummary> evaluations(String run) {
    return with(db -> catalogue(db).evaluations(RUN_ID.eq(run)));
  }

  /**
   * A run ({@code NAME-N}), an evaluation ({@code RUN/e0001}) or a file (its hash, or at least 8
   * digits of it).
   *
   * @throws CellwrightException ABSENT if there is none
   */
  public synchronized Entry find(String id) {
    return with(db -> catalogue(db).find(id))
        .orElseThrow(() ->
            new CellwrightException(
                CellwrightException.Kind.ABSENT,
                "there is no '%s' here, or it is not yours".formatted(id),
                home.toString(),
                "'cellwright list' names the runs; an evaluation is RUN/e0001, a file its hash."));
  }

  /** Replays the log and names every difference between it and the projections; empty is well. */
  public synchronized List<String> check() {
    try (Connection memory = Schema.inMemory()) {
      DSLContext replay = context(memory, SQLDialect.SQLITE);
      return with(db -> {
        List<String> differences = new ArrayList<>();
        long expected = 0;
        for (Event event : db.selectFrom(EVENT).orderBy(SEQUENCE).fetch(Archive::event)) {
          expected++;
          if (event.sequence() != expected) {
            differences.add("event %d is missing".formatted(expected));
            expected = event.sequence();
          }
          Projection.apply(replay, event);
        }
        differences.addAll(Projection.differences(db, replay));
        return differences;
      });
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

  private Catalogue catalogue(DSLContext db) {
    return new Catalogue(db, EngineLock.holder(home));
  }

  private <T> T with(Function<DSLContext, T> work) {
    DSLContext db = database;
    if (db == null) {
      db = context(connection, dialect);
      database = db;
    }
    try {
      return work.apply(db);
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      if (cause == null) {
        throw e;
      }
      throw Trouble.of(cause, home);
    }
  }

  private static DSLContext context(Connection connection, SQLDialect dialect) {
    return DSL.using(
        connection,
        dialect,
        new Settings().withRenderQuotedNames(RenderQuotedNames.NEVER).withExecuteLogging(false));
  }

  private static String text(JsonNode payload) {
    try {
      return JSON.writeValueAsString(payload);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event that is no JSON", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is no JSON: " + text, e);
    }
  }

  private static Event event(org.jooq.Record row) {
    return new Event(
        row.get(SEQUENCE),
        row.get(RUN_ID),
        Event.Kind.valueOf(row.get(KIND)),
        json(row.get(PAYLOAD)),
        Instant.parse(row.get(RECORDED_AT)));
  }
}
