package org.cellwright.platform.archive;

import static org.cellwright.platform.archive.Schema.*;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.cellwright.platform.archive.RunSummary.Status;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SortField;

/** Looks things up in the projections. */
record Catalogue(DSLContext database, Optional<EngineLock.Holder> engine) {

  /** All runs but those of comparisons, the newest first. */
  List<RunSummary> runs() {
    return runs(PARENT_ID.isNull(), STARTED_IN.desc());
  }

  Optional<RunSummary> run(String id) {
    return runs(RUN_ID.eq(id), STARTED_IN.asc()).stream().findFirst();
  }

  List<RunSummary> comparedWith(String run) {
    return runs(PARENT_ID.eq(run), STARTED_IN.asc());
  }

  List<EvaluationSummary> evaluations(String run) {
    return evaluations(RUN_ID.eq(run));
  }

  private List<RunSummary> runs(Condition which, SortField<Long> order) {
    return database.selectFrom(RUN).where(which).orderBy(order).fetch(this::run);
  }

  private List<EvaluationSummary> evaluations(Condition which) {
    List<EvaluationSummary> found = new ArrayList<>();
    for (Record row : database.selectFrom(EVALUATION).where(which).orderBy(ASKED_IN).fetch()) {
      String id = row.get(RUN_ID) + "/" + row.get(EVALUATION_ID);
      found.add(
          new EvaluationSummary(
              id,
              row.get(RUN_ID),
              row.get(FIDELITY),
              row.get(STATE),
              row.get(COST),
              Optional.ofNullable(row.get(PARENT_ID)),
              payload(row.get(ASKED_IN)),
              Optional.ofNullable(row.get(OBSERVED_IN)).map(this::payload)));
    }
    return found;
  }

  Optional<? extends Entry> find(String id) {
    Optional<RunSummary> run = run(id);
    if (run.isPresent()) {
      return run;
    }
    int slash = id.lastIndexOf('/');
    if (slash > 0) {
      return evaluations(
              RUN_ID.eq(id.substring(0, slash)).and(EVALUATION_ID.eq(id.substring(slash + 1))))
          .stream()
          .findFirst();
    }
    return id.matches("[0-9a-f]{8,64}") ? artifact(id) : Optional.empty();
  }

  private Optional<ArtifactSummary> artifact(String prefix) {
    List<Record> rows =
        List.copyOf(
            database
                .selectFrom(ARTIFACT)
                .where(HASH.like(prefix + "%"))
                .orderBy(HASH, RUN_ID, EVALUATION_ID, NAME)
                .fetch());
    if (rows.stream().map(row -> row.get(HASH)).distinct().count() != 1) {
      return Optional.empty();
    }
    return Optional.of(
        new ArtifactSummary(
            rows.getFirst().get(HASH),
            rows.getFirst().get(SIZE),
            rows.stream()
                .map(row ->
                    new ArtifactSummary.Use(
                        row.get(RUN_ID),
                        row.get(EVALUATION_ID),
                        row.get(NAME),
                        row.get(MEDIA_TYPE)))
                .toList()));
  }

  private JsonNode payload(Long sequence) {
    Record row = database.selectFrom(EVENT).where(SEQUENCE.eq(sequence)).fetchSingle();
    return Journal.json(row.get(PAYLOAD));
  }

  private RunSummary run(Record row) {
    String id = row.get(RUN_ID);
    Optional<String> parent = Optional.ofNullable(row.get(PARENT_ID));
    Double hypervolume = row.get(HYPERVOLUME);
    Status status =
        switch (row.get(STATUS)) {
          case "DONE" -> Status.DONE;
          case "WAITING" -> Status.WAITING;
          default ->
              row.get(PLANNER).equals(RunSummary.BY_HAND)
                  ? Status.OPEN
                  : engine
                          .map(EngineLock.Holder::work)
                          .filter(parent.orElse(id)::equals)
                          .isPresent()
                      ? Status.RUNNING
                      : Status.INTERRUPTED;
        };
    return new RunSummary(
        id,
        row.get(NAME),
        row.get(PLANNER),
        parent,
        status,
        row.get(SEED),
        row.get(BUDGET) > 0 ? row.get(BUDGET) : Double.POSITIVE_INFINITY,
        row.get(SPENT),
        hypervolume == null ? OptionalDouble.empty() : OptionalDouble.of(hypervolume),
        row.get(EVALUATIONS),
        Instant.parse(row.get(STARTED_AT)),
        Instant.parse(row.get(UPDATED_AT)),
        Path.of(row.get(CAMPAIGN_FILE)),
        Optional.ofNullable(row.get(OUT_DIRECTORY)).map(Path::of));
  }
}
