package org.cellwright.platform.archive;

import static org.cellwright.platform.archive.Schema.*;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;

/** What the tables say after an event; nothing but events ever writes them. */
final class Projection {
  private Projection() {}

  static void apply(DSLContext database, Event event) {
    JsonNode p = event.payload();
    switch (event.kind()) {
      case STARTED -> start(database, event, p);
      case RESUMED -> touch(database, event, "UNFINISHED");
      case ASKED -> {
        ask(database, event, p, "PENDING", null);
        touch(database, event, null);
      }
      case OBSERVED, CORRECTED -> {
        database
            .update(EVALUATION)
            .set(STATE, p.path("status").asText())
            .set(COST, p.path("cost").asDouble())
            .set(OBSERVED_IN, event.sequence())
            .where(RUN_ID.eq(event.run()), EVALUATION_ID.eq(p.path("id").asText()))
            .execute();
        count(database, event, p, event.kind() == Event.Kind.OBSERVED ? 1 : 0);
        keep(database, event, p.path("id").asText(), p.path("attachments"));
        touch(database, event, null);
      }
      case TOLD -> {
        ask(database, event, p, p.path("status").asText(), event.sequence());
        count(database, event, p, 1);
        touch(database, event, null);
      }
      case VOIDED -> {
        database
            .update(EVALUATION)
            .set(STATE, "VOIDED")
            .where(RUN_ID.eq(event.run()), EVALUATION_ID.eq(p.path("id").asText()))
            .execute();
        count(database, event, p, p.path("told").asBoolean() ? -1 : 0);
        touch(database, event, "UNFINISHED");
      }
      case CHANGED -> {
        keep(database, event, "", p.path("new_files"));
        database
            .update(RUN)
            .set(CAMPAIGN_FILE, p.path("header").path("campaign_file").asText())
            .where(RUN_ID.eq(event.run()))
            .execute();
        touch(database, event, null);
      }
      case OUTCOME_UNKNOWN -> {
        database
            .update(EVALUATION)
            .set(STATE, "OUTCOME_UNKNOWN")
            .where(RUN_ID.eq(event.run()), EVALUATION_ID.eq(p.path("id").asText()))
            .execute();
        touch(database, event, "WAITING");
      }
      case VERIFIED -> {
        ask(database, event, p, p.path("status").asText(), event.sequence());
        keep(database, event, p.path("id").asText(), p.path("attachments"));
        touch(database, event, null);
      }
      case FINISHED -> {
        database
            .update(RUN)
            .set(HYPERVOLUME, number(p, "hypervolume"))
            .where(RUN_ID.eq(event.run()))
            .execute();
        touch(database, event, "DONE");
      }
    }
  }

  private static void count(DSLContext database, Event event, JsonNode p, int more) {
    database
        .update(RUN)
        .set(EVALUATIONS, EVALUATIONS.plus(more))
        .set(SPENT, p.path("spent").asDouble())
        .set(HYPERVOLUME, number(p, "hypervolume"))
        .where(RUN_ID.eq(event.run()))
        .execute();
  }

  private static void start(DSLContext database, Event event, JsonNode p) {
    database
        .insertInto(RUN)
        .set(RUN_ID, event.run())
        .set(NAME, p.path("name").asText())
        .set(PLANNER, p.path("planner").asText())
        .set(PARENT_ID, text(p, "parent"))
        .set(STATUS, "UNFINISHED")
        .set(SEED, p.path("seed").asLong())
        .set(BUDGET, p.path("budget").asDouble())
        .set(SPENT, 0.0)
        .set(EVALUATIONS, 0)
        .set(STARTED_AT, event.recordedAt().toString())
        .set(UPDATED_AT, event.recordedAt().toString())
        .set(CAMPAIGN_FILE, p.path("campaign_file").asText())
        .set(OUT_DIRECTORY, text(p, "out"))
        .set(STARTED_IN, event.sequence())
        .execute();
    keep(database, event, "", p.path("files"));
  }

  private static void ask(
      DSLContext database, Event event, JsonNode p, String state, @Nullable Long observed) {
    database
        .insertInto(EVALUATION)
        .set(RUN_ID, event.run())
        .set(EVALUATION_ID, p.path("id").asText())
        .set(FIDELITY, p.path("fidelity").asText())
        .set(STATE, state)
        .set(COST, p.path("cost").asDouble())
        .set(PARENT_ID, text(p, "parent"))
        .set(ASKED_IN, event.sequence())
        .set(OBSERVED_IN, observed)
        .execute();
  }

  private static void keep(DSLContext database, Event event, String evaluation, JsonNode files) {
    for (JsonNode file : files) {
      database
          .insertInto(ARTIFACT)
          .set(HASH, file.path("hash").asText())
          .set(RUN_ID, event.run())
          .set(EVALUATION_ID, evaluation)
          .set(NAME, file.path("name").asText())
          .set(MEDIA_TYPE, file.path("media_type").asText())
          .set(SIZE, file.path("size").asLong())
          .execute();
    }
  }

  private static void touch(DSLContext database, Event event, @Nullable String status) {
    var update = database.update(RUN).set(UPDATED_AT, event.recordedAt().toString());
    (status == null ? update : update.set(STATUS, status)).where(RUN_ID.eq(event.run())).execute();
  }

  private static @Nullable Double number(JsonNode node, String key) {
    return node.path(key).isNumber() ? node.path(key).asDouble() : null;
  }

  private static @Nullable String text(JsonNode node, String key) {
    return node.hasNonNull(key) ? node.path(key).asText() : null;
  }

  /** Where two databases say different things; each line names a table and both rows. */
  static List<String> differences(DSLContext kept, DSLContext replayed) {
    List<String> differences = new ArrayList<>();
    compare(RUN, RUN_ID, kept, replayed, differences);
    compare(EVALUATION, EVALUATION_ID, kept, replayed, differences);
    compare(ARTIFACT, HASH, kept, replayed, differences);
    return differences;
  }

  private static void compare(
      Table<Record> table,
      Field<String> key,
      DSLContext kept,
      DSLContext replayed,
      List<String> differences) {
    List<String> left = rows(table, key, kept);
    List<String> right = rows(table, key, replayed);
    left.stream()
        .filter(row -> !right.contains(row))
        .forEach(row -> differences.add(table + " holds " + row + ", which no event says"));
    right.stream()
        .filter(row -> !left.contains(row))
        .forEach(row -> differences.add(table + " lacks " + row + ", which the events say"));
  }

  private static List<String> rows(Table<Record> table, Field<String> key, DSLContext database) {
    return database.selectFrom(table).orderBy(RUN_ID, key).fetch().stream()
        .map(row -> {
          List<String> cells = new ArrayList<>();
          for (Field<?> field : row.fields()) {
            Object cell = row.get(field);
            cells.add(cell instanceof Number n ? Double.toString(n.doubleValue()) : "" + cell);
          }
          return cells.toString();
        })
        .toList();
  }
}
