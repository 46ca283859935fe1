/**
 * The archive: what happened, and nothing else.
 *
 * <p>In the order in which data meets them: {@link Archive} (one per home; the only stateful
 * class), {@link EngineLock} (one writer per home), {@link Event} (append-only, the only truth),
 * and the {@link Entry} kinds that are projected from events in the events' own transaction: {@link
 * RunSummary}, {@link EvaluationSummary}, {@link ArtifactSummary}. Files are kept by the SHA-256 of
 * their content, written once, and verified when read.
 *
 * <p>The database is SQLite in the home (write-ahead log, synchronous=FULL), or whatever a JDBC URL
 * names; all SQL is plain enough for PostgreSQL. {@link Archive#check} replays the log and
 * compares.
 */
@NullMarked
package org.cellwright.platform.archive;

import org.jspecify.annotations.NullMarked;
