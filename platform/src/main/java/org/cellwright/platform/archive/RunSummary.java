package org.cellwright.platform.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One run of a campaign, or of a planner that it is compared with.
 *
 * @param id such as {@code fast-charge-cell-1}
 * @param name the campaign's
 * @param planner {@code campaign}, {@value #BY_HAND} where people carry it out, or the baseline's
 *     name in a comparison
 * @param parent the run that this one is compared with; empty for a run of its own
 * @param budget in the unit of cost; infinite where none was said
 * @param hypervolume in the product of the objectives' units; empty before the first result, and
 *     without a reference point
 * @param evaluations told so far
 * @param campaignFile where the file was when the run started or last changed
 * @param out where its results are wanted
 */
public record RunSummary(
    String id,
    String name,
    String planner,
    Optional<String> parent,
    Status status,
    long seed,
    double budget,
    double spent,
    OptionalDouble hypervolume,
    int evaluations,
    Instant started,
    Instant updated,
    Path campaignFile,
    Optional<Path> out)
    implements Entry {

  /** The planner of a campaign that people carry out. */
  public static final String BY_HAND = "plan";

  /** Where it stands. */
  public enum Status {
    /** An engine works on it now. */
    RUNNING,
    /** Neither finished nor worked on; it can be resumed. */
    INTERRUPTED,
    /** A person has to say what became of a physical step. */
    WAITING,
    /** People carry it out; it goes on with the next ask. */
    OPEN,
    DONE
  }
}
