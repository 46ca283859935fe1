package org.cellwright.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which objective comes first, and how much of it may be given up for those after it.
 *
 * @param tiers every objective once, the most important first; none where all count alike
 */
public record Hierarchy(List<Tier> tiers) {
  public static final Hierarchy NONE = new Hierarchy(List.of());

  /** An objective, and when the next one takes over. */
  public record Tier(String objective, Tolerance tolerance) {}

  /** What of an objective is good enough. */
  public sealed interface Tolerance {
    /** Within so much of the best seen, as a share of the range seen. */
    record Share(double ofRange) implements Tolerance {
      public Share {
        if (!(ofRange >= 0 && ofRange < 1)) {
          throw new IllegalArgumentException("a share of the range is 0 to 1: " + ofRange);
        }
      }
    }

    /** This value or better, in the unit of the objective. */
    record Level(double value) implements Tolerance {}

    /** Never: the better the better. Only what comes last. */
    record Unlimited() implements Tolerance {}
  }

  public Hierarchy {
    tiers = List.copyOf(tiers);
    Set<String> named = new HashSet<>();
    for (int i = 0; i < tiers.size(); i++) {
      if (!named.add(tiers.get(i).objective())) {
        throw new IllegalArgumentException("'" + tiers.get(i).objective() + "' comes twice");
      }
      if (tiers.get(i).tolerance() instanceof Tolerance.Unlimited && i < tiers.size() - 1) {
        throw new IllegalArgumentException(
            "nothing comes after '" + tiers.get(i).objective() + "'");
      }
    }
  }

  public boolean isGiven() {
    return !tiers.isEmpty();
  }
}
