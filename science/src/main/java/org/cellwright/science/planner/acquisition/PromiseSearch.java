package org.cellwright.science.planner.acquisition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.BoundedLbfgs;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.FeasibleDesigns;
import org.cellwright.science.planner.space.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Where the promise is greatest.
 *
 * <p>Scrambled Sobol points and points around known good ones are valued together; the best, apart
 * from each other, become starts. From each, L-BFGS moves the continuous features within the box,
 * and discrete moves and exchanges within blends are tried in turn with it. Small finite spaces are
 * gone through whole, and of larger ones what is left where no candidate is ({@link
 * FeasibleDesigns}). Only designs that keep the known rules and that the caller wants count.
 *
 * <p>Where data are many, stand-ins save most of the work: candidates are valued best first by
 * {@link Worth#outline} until it says of the rest that none can be a start, and ascents go by
 * {@link Worth#around}. What they find is valued as it is, and the last ascent goes by all.
 */
public final class PromiseSearch {
  private static final int EVEN = 384;
  private static final int NEAR = 160;
  private static final int STARTS = 8;
  private static final int STEPS = 20;

  /** Of the last ascent, which begins where another ended. */
  private static final int LAST_STEPS = 2;

  /** Candidates that are valued before the rest is looked at again. */
  private static final int CHOSEN = 64;

  private static final int ROUNDS = 3;
  private static final int WHOLE = 4096;

  private static final Comparator<Found> BEST_FIRST =
      Comparator.comparingDouble(Found::value).reversed();

  private final Encoding encoding;
  private final Rules rules;
  private final Worth promise;
  private final Predicate<double[]> wanted;
  private final RandomStream random;
  private final long seed;
  private boolean whole = true;

  /** A design and its value. */
  public record Found(double[] x, double value) {}

  /**
   * @param wanted false for what was asked before
   * @param seed of this ask
   */
  public PromiseSearch(
      Encoding encoding, Rules rules, Worth promise, Predicate<double[]> wanted, long seed) {
    this.encoding = encoding;
    this.rules = rules;
    this.promise = promise;
    this.wanted = x -> rules.keep(x) && wanted.test(x);
    this.random = new RandomStream(seed, 0x5EA);
    this.seed = seed;
  }

  /** The best found; null where there is nothing left to ask. */
  public @Nullable Found best(List<double[]> good) {
    if (encoding.cardinality() <= WHOLE) {
      return bestOfAll();
    }
    List<Found> starts = starts(candidates(good));
    if (starts.isEmpty()) {
      return bestOfLeft(good);
    }
    // Starts are independent of each other: their order of finishing changes nothing.
    long[] seeds = new long[starts.size()];
    for (int i = 0; i < seeds.length; i++) {
      seeds[i] = random.nextLong();
    }
    List<Found> ends =
        IntStream.range(0, starts.size())
            .parallel()
            .mapToObj(i -> climb(starts.get(i), new RandomStream(seeds[i], i)))
            .toList();
    Found best = starts.getFirst();
    for (Found end : ends) {
      if (end.value > best.value) {
        best = end;
      }
    }
    return promise.around(best.x) == promise ? best : ascend(best, promise, LAST_STEPS);
  }

  /** Whether nothing is left where nothing was found; otherwise there was too much to look at. */
  public boolean isWhole() {
    return whole;
  }

  private List<Found> starts(List<double[]> candidates) {
    Worth outline = promise.outline();
    if (outline == promise) {
      return spread(value(candidates, promise));
    }
    List<Found> ranked = value(candidates, outline);
    List<Found> valued = new ArrayList<>();
    for (int from = 0; from < ranked.size(); from += CHOSEN) {
      int to = Math.min(ranked.size(), from + CHOSEN);
      valued.addAll(value(ranked.subList(from, to).stream().map(Found::x).toList(), promise));
      valued.sort(BEST_FIRST);
      List<Found> starts = spread(valued);
      if (starts.size() == STARTS
          && to < ranked.size()
          && ranked.get(to).value <= starts.getLast().value) {
        return starts;
      }
    }
    return spread(valued);
  }

  private @Nullable Found bestOfAll() {
    List<double[]> all = new ArrayList<>();
    for (long i = 0; i < encoding.cardinality(); i++) {
      double[] x = encoding.element(i);
      if (wanted.test(x)) {
        all.add(x);
      }
    }
    return value(all, promise).stream().findFirst().orElse(null);
  }

  private @Nullable Found bestOfLeft(List<double[]> good) {
    FeasibleDesigns.Left left = FeasibleDesigns.left(encoding, rules, wanted, good, WHOLE);
    whole = left.isWhole();
    return value(left.designs(), promise).stream().findFirst().orElse(null);
  }

  private List<double[]> candidates(List<double[]> good) {
    List<double[]> candidates = new ArrayList<>();
    int width = encoding.unitWidth();
    Sobol sobol = Sobol.scrambled(Math.min(width, Sobol.MAX_DIMENSION), seed);
    for (int i = 0; i < EVEN; i++) {
      double[] u = sobol.point(i);
      double[] full = Arrays.copyOf(u, width);
      for (int j = u.length; j < width; j++) {
        full[j] = random.nextDouble();
      }
      addWanted(candidates, rules.mend(encoding.fromUnit(full)));
    }
    for (int i = 0; i < NEAR && !good.isEmpty(); i++) {
      double[] centre = good.get(i % good.size());
      double reach = i % 3 == 0 ? 0.2 : i % 3 == 1 ? 0.07 : 0.02;
      addWanted(candidates, rules.mend(encoding.perturb(centre, reach, 0.5, random)));
    }
    return candidates;
  }

  private void addWanted(List<double[]> list, double[] x) {
    if (wanted.test(x)) {
      list.add(x);
    }
  }

  /** Best first; equal values keep their order. */
  private static List<Found> value(List<double[]> points, Worth worth) {
    double[] values = worth.values(points.toArray(double[][]::new));
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isNaN(values[i])) {
        found.add(new Found(points.get(i), values[i]));
      }
    }
    found.sort(BEST_FIRST);
    return found;
  }

  /** The best ones that are not next to a better one. */
  private List<Found> spread(List<Found> valued) {
    List<Found> starts = new ArrayList<>();
    double near = 0.05 * 0.05 * encoding.width();
    for (Found candidate : valued) {
      boolean apart = true;
      for (Found start : starts) {
        double distance = 0;
        for (int j = 0; j < candidate.x.length; j++) {
          double difference = candidate.x[j] - start.x[j];
          distance += difference * difference;
        }
        apart &= distance > near;
      }
      if (apart) {
        starts.add(candidate);
      }
      if (starts.size() == STARTS) {
        break;
      }
    }
    return starts;
  }

  private Found climb(Found start, RandomStream own) {
    Found here = start;
    boolean smooth = encoding.isContinuous();
    for (int round = 0; round < (smooth ? 1 : ROUNDS); round++) {
      double before = here.value;
      here = ascend(here, promise.around(here.x), STEPS);
      if (smooth) {
        break;
      }
      here = hop(here, own);
      if (here.value <= before + 1e-6) {
        break;
      }
    }
    return here;
  }

  private Found ascend(Found start, Worth worth, int steps) {
    int d = start.x.length;
    double[] lower = new double[d];
    double[] upper = new double[d];
    boolean any = false;
    for (int j = 0; j < d; j++) {
      boolean free = encoding.isContinuous(j);
      lower[j] = free ? 0 : start.x[j];
      upper[j] = free ? 1 : start.x[j];
      any |= free;
    }
    if (!any) {
      return start;
    }
    BoundedLbfgs.Minimum end =
        BoundedLbfgs.minimize(
            (x, gradient) -> {
              double value = worth.value(x, gradient);
              for (int j = 0; j < d; j++) {
                gradient[j] = -gradient[j];
              }
              return -value;
            },
            start.x,
            lower,
            upper,
            steps,
            1e-3);
    double[] x = rules.mend(end.x());
    if (!wanted.test(x)) {
      return start;
    }
    double value = promise.values(new double[][] {x})[0];
    return value > start.value ? new Found(x, value) : start;
  }

  private Found hop(Found start, RandomStream own) {
    Found here = start;
    for (int i = 0; i < 4; i++) {
      List<double[]> moves = new ArrayList<>();
      for (double[] move : encoding.neighbours(here.x, own)) {
        addWanted(moves, move);
      }
      List<Found> valued = value(moves, promise);
      if (valued.isEmpty() || valued.getFirst().value <= here.value) {
        break;
      }
      here = valued.getFirst();
    }
    return here;
  }
}
