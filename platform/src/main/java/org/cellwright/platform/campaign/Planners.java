package org.cellwright.platform.campaign;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;
import org.cellwright.science.planner.Planner;

/**
 * Who decides what to try.
 *
 * @param campaign decides in the campaign itself
 * @param baselines what it can be compared with, by name, such as {@code random}
 */
public record Planners(Planner campaign, SequencedMap<String, Planner> baselines) {

  /** The name under which {@link #campaign} appears in comparisons. */
  public static final String CAMPAIGN = "campaign";

  public Planners {
    baselines = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(baselines));
  }

  /**
   * The planner of a name.
   *
   * @throws CellwrightException USAGE if there is none
   */
  public Planner named(String name) {
    if (name.equals(CAMPAIGN)) {
      return campaign;
    }
    Planner planner = baselines.get(name);
    if (planner == null) {
      throw new CellwrightException(
          CellwrightException.Kind.USAGE,
          "there is no planner '%s' to compare with".formatted(name),
          "--compare",
          NearestName.hint(name, baselines.keySet()));
    }
    return planner;
  }
}
