package org.cellwright.science.planner;

import java.util.List;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.NearestName;

/** The planners by the names that a person writes. */
public final class Planners {
  /** {@code campaign} is the planner of a campaign; the others are baselines to compare with. */
  public static final List<String> NAMES = List.of("campaign", "random", "screening");

  private Planners() {}

  /**
   * A new planner.
   *
   * @throws CellwrightException USAGE if there is none of that name
   */
  public static Planner named(String name) {
    return switch (name) {
      case "campaign" -> new ModelBased();
      case "random" -> new RandomDesigns();
      case "screening" -> new Screening();
      default ->
          throw new CellwrightException(
              CellwrightException.Kind.USAGE,
              "there is no planner '%s'".formatted(name),
              null,
              NearestName.hint(name, NAMES));
    };
  }
}
