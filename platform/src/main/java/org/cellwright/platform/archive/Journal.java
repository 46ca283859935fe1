package org.cellwright.platform.archive;

import static org.cellwright.platform.archive.Schema.EVENT;
import static org.cellwright.platform.archive.Schema.KIND;
import static org.cellwright.platform.archive.Schema.PAYLOAD;
import static org.cellwright.platform.archive.Schema.RECORDED_AT;
import static org.cellwright.platform.archive.Schema.RUN_ID;
import static org.cellwright.platform.archive.Schema.SEQUENCE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Log;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.tools.JooqLogger;

/**
 * The event log as the database keeps it. Apart from {@link Archive}, so that opening loads no
 * jOOQ.
 */
final class Journal {

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    JooqLogger.globalThreshold(Log.Level.WARN);
  }

  private final Path home;
  private final DSLContext database;

  Journal(Path home, Connection connection, boolean sqlite) {
    this.home = home;
    this.database = context(connection, sqlite ? SQLDialect.SQLITE : SQLDialect.POSTGRES);
  }

  Event append(String run, Event.Kind kind, JsonNode payload) {
    String text = text(payload);
    return asking(db ->
        db.transactionResult(transaction -> {
          DSLContext inside = transaction.dsl();
          Long last = inside.select(DSL.max(SEQUENCE)).from(EVENT).fetchOne(DSL.max(SEQUENCE));
          Event next = new Event(last == null ? 1 : last + 1, run, kind, payload, Instant.now());
          inside
              .insertInto(EVENT)
              .set(SEQUENCE, next.sequence())
              .set(RUN_ID, run)
              .set(KIND, kind.name())
              .set(PAYLOAD, text)
              .set(RECORDED_AT, next.recordedAt().toString())
              .execute();
          Projection.apply(inside, next);
          return next;
        }));
  }

  List<Event> events(String run) {
    return asking(
        db -> db.selectFrom(EVENT).where(RUN_ID.eq(run)).orderBy(SEQUENCE).fetch(Journal::event));
  }

  <T> T look(Function<Catalogue, T> question) {
    return asking(db -> question.apply(new Catalogue(db, EngineLock.holder(home))));
  }

  /** Replays every event into empty tables and compares these with the ones kept. */
  List<String> check() throws SQLException {
    try (Connection memory = Database.inMemory()) {
      DSLContext replay = context(memory, SQLDialect.SQLITE);
      return asking(db -> {
        List<String> differences = new ArrayList<>();
        long expected = 0;
        for (Event event : db.selectFrom(EVENT).orderBy(SEQUENCE).fetch(Journal::event)) {
          expected++;
          if (event.sequence() != expected) {
            differences.add("event %d is missing".formatted(expected));
            expected = event.sequence();
          }
          replay
              .insertInto(EVENT)
              .set(SEQUENCE, event.sequence())
              .set(RUN_ID, event.run())
              .set(KIND, event.kind().name())
              .set(PAYLOAD, "")
              .set(RECORDED_AT, event.recordedAt().toString())
              .execute();
          Projection.apply(replay, event);
        }
        differences.addAll(Projection.differences(db, replay));
        return differences;
      });
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is no JSON: " + text, e);
    }
  }

  private <T> T asking(Function<DSLContext, T> work) {
    try {
      return work.apply(database);
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

  private static Event event(Record row) {
    return new Event(
        row.get(SEQUENCE),
        row.get(RUN_ID),
        Event.Kind.valueOf(row.get(KIND)),
        json(row.get(PAYLOAD)),
        Instant.parse(row.get(RECORDED_AT)));
  }
}
