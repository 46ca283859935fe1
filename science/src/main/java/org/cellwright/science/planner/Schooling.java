package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cellwright.core.Problem;
import org.cellwright.core.Space;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.Sources;
import org.jspecify.annotations.Nullable;

/**
 * What a planner has learned from the sources of a campaign, to be used again in the next ask: it
 * depends on nothing that the campaign is told.
 */
record Schooling(
    List<Source> from,
    Space space,
    List<Output> outputs,
    List<SourceMatch> matches,
    Sources sources) {

  /**
   * @param before of the ask before; used again if it is of the same
   */
  static Schooling of(
      Problem problem,
      History history,
      List<Output> outputs,
      int[] groups,
      @Nullable Schooling before) {
    // Told apart by identity: to compare long tables would cost more than it saves.
    if (before != null
        && isSame(before.from, history.sources())
        && before.space == problem.space()
        && before.outputs.equals(outputs)) {
      return before;
    }
    List<SourceMatch> matches =
        history.sources().stream().map(source -> SourceMatch.of(source, problem)).toList();
    Sources sources =
        matches.isEmpty()
            ? Sources.NONE
            : Sources.learn(matches.stream().map(SourceMatch::taught).toList(), outputs, groups);
    return new Schooling(history.sources(), problem.space(), outputs, matches, sources);
  }

  private static boolean isSame(List<Source> a, List<Source> b) {
    return a.size() == b.size() && IntStream.range(0, a.size()).allMatch(i -> a.get(i) == b.get(i));
  }

  /** What the sources count for, for people: a line for each. */
  SequencedMap<String, String> reasons(List<Sources.Standing> standings) {
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    for (SourceMatch match : matches) {
      List<String> parts = new ArrayList<>();
      for (Sources.Standing s : standings) {
        if (s.source().equals(match.source().name())) {
          parts.add(
              s.dropped()
                  ? "dropped for %s, of which it predicts %d results no better than chance"
                      .formatted(s.output(), s.told())
                  : "%.0f %% believed for %s".formatted(100 * s.weight(), s.output()));
        }
      }
      reasons.put(
          "learned from " + match.source().name(),
          match.rows()
              + ": "
              + (parts.isEmpty()
                  ? "they cannot predict each other, and say nothing"
                  : String.join("; ", parts)));
    }
    return reasons;
  }
}
