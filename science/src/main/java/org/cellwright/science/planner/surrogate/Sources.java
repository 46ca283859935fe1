package org.cellwright.science.planner.surrogate;

import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.core.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What was found elsewhere, learned once: for each output what each source says of it, and where
 * runs failed there. A function of the sources and the space alone, whatever the campaign is told.
 */
public final class Sources {
  public static final Sources NONE = new Sources(List.of(), List.of());

  /** What a {@link Standing} is for where it is for no output. */
  static final String FAILURES = "what fails";

  /** Fewer rows say nothing that could be fitted. */
  private static final int LEAST = 3;

  /** A prediction costs so many covariances; more rows of one source are thinned evenly. */
  private static final int MOST = 400;

  private final List<List<Lesson>> byOutput;
  private final List<SuccessLesson> failures;

  private Sources(List<List<Lesson>> byOutput, List<SuccessLesson> failures) {
    this.byOutput = byOutput;
    this.failures = failures;
  }

  /**
   * A source in the features of the campaign.
   *
   * @param features that it shares
   * @param dimension degrees of freedom of these
   * @param points of all features, row by row; those that are not shared have no meaning
   * @param failures likewise of the runs that failed
   */
  public record Taught(
      String name,
      int[] features,
      int dimension,
      List<double[]> points,
      List<Observation> observations,
      List<double[]> failures) {}

  /**
   * How much a source counts for an output, or for where runs fail, now.
   *
   * @param rows that it tells of it
   * @param weight the probability that it helps, 0 to 1; one half is where all sources together
   *     begin
   * @param told the campaign's own data that this was judged by
   * @param dropped it predicts them no better than chance, and is not used
   */
  public record Standing(
      String source, String output, int rows, double weight, int told, boolean dropped) {}

  /**
   * @param groups for each feature, the length scale that it shares
   */
  public static Sources learn(List<Taught> taught, List<Output> outputs, int[] groups) {
    return new Sources(
        outputs.stream()
            .parallel()
            .map(output ->
                taught.stream()
                    .map(source -> lesson(source, output, groups))
                    .filter(lesson -> lesson != null && lesson.spread() > 0)
                    .toList())
            .toList(),
        taught.stream()
            .filter(source -> !source.failures.isEmpty())
            .map(source -> SuccessLesson.learn(source, groups))
            .toList());
  }

  private static @Nullable Lesson lesson(Taught source, Output output, int[] groups) {
    int[] rows =
        IntStream.range(0, source.points.size())
            .filter(i -> output.isIn(source.observations.get(i)))
            .toArray();
    if (rows.length < LEAST) {
      return null;
    }
    int count = Math.min(MOST, rows.length);
    int[] kept =
        IntStream.range(0, count).map(i -> rows[(int) ((long) i * rows.length / count)]).toArray();
    return Lesson.learn(
        source.name,
        output,
        IntStream.of(kept).mapToObj(source.points::get).toList(),
        IntStream.of(kept).mapToDouble(i -> output.value(source.observations.get(i))).toArray(),
        source.features,
        groups,
        source.dimension);
  }

  List<Lesson> of(int output) {
    return byOutput.isEmpty() ? List.of() : byOutput.get(output);
  }

  /** Of those that tell of failures. */
  List<SuccessLesson> failures() {
    return failures;
  }

  /** Whether any of them says anything of every output. */
  public boolean tellAll() {
    return !byOutput.isEmpty() && byOutput.stream().noneMatch(List::isEmpty);
  }
}
