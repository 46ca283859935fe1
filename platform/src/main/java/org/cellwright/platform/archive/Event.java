package org.cellwright.platform.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One thing that happened. Events are only ever appended; everything else can be rebuilt from them.
 *
 * @param sequence rising over the whole archive, from 1
 * @param recordedAt for people; no decision depends on it
 */
public record Event(long sequence, String run, Kind kind, JsonNode payload, Instant recordedAt) {

  /** What happened. */
  public enum Kind {
    /** A run came to be, with everything that it was asked to do. */
    STARTED,
    /** An engine took the run up again. */
    RESUMED,
    /** The planner chose; written before anything is carried out. */
    ASKED,
    /** An outcome was told and charged. */
    OBSERVED,
    /** An outcome of what nobody had asked for was told and charged. */
    TOLD,
    /** What was told is replaced by what is true. */
    CORRECTED,
    /** What was told counts no longer, or what was asked will not be done. */
    VOIDED,
    /** The campaign's file is another now; what was told stays. */
    CHANGED,
    /** An engine died during a physical step; a person has to say what became of it. */
    OUTCOME_UNKNOWN,
    /** A front design was computed again on a finer mesh. */
    VERIFIED,
    /** Every decision is taken and the front is stable. */
    FINISHED
  }
}
