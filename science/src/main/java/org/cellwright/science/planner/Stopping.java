package org.cellwright.science.planner;

import static org.cellwright.science.numerics.NormalDistribution.cumulative;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.cellwright.core.Objective;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.numerics.Sobol;
import org.cellwright.science.planner.Explanation.Advice;
import org.cellwright.science.planner.acquisition.PromiseSearch;
import org.cellwright.science.planner.acquisition.PromiseSearch.Found;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/**
 * Whether one more evaluation is worth its cost.
 *
 * <p>To stop, two things must hold: the best candidate is expected to gain less than {@value
 * #NEGLIGIBLE} of the range seen so far, times its probability to be feasible (a threshold on
 * expected improvement: Nguyen, Gupta et al., ACML 2017), and, with one objective, anything
 * feasible beats the best known by that much with a probability below {@value #UNLIKELY}. For the
 * latter candidates count as independent (as in Wang and Jegelka, ICML 2017), which overstates it:
 * the advice errs towards going on. The bound on the regret is that of Makarova et al. (AutoML
 * 2022): the least upper bound at what was tried, less the least lower bound anywhere, two tempered
 * deviations wide.
 */
final class Stopping {
  private static final double NEGLIGIBLE = 0.01;
  private static final double UNLIKELY = 0.05;
  private static final int CANDIDATES = 512;
  private static final String SOURCE =
      "expected improvement (Nguyen et al. 2017), regret bound (Makarova et al. 2022)";

  private final Problem problem;
  private final Outlook outlook;
  private final String gainUnit;
  private final int top;

  Stopping(Problem problem, Outlook outlook, String gainUnit) {
    this.problem = problem;
    this.outlook = outlook;
    this.gainUnit = gainUnit;
    this.top = outlook.ladder().top();
  }

  Advice advice() {
    double cost = outlook.ladder().cost(top);
    List<double[]> tried = outlook.past().succeeded.getLast().points();
    PromiseSearch search =
        new PromiseSearch(
            outlook.encoding(),
            outlook.rules(),
            outlook.promise(),
            x -> !outlook.past().isTaken(x, top),
            outlook.seed());
    Found best = search.best(tried);
    if (best == null) {
      String end =
          search.isWhole()
              ? "every design has been tried"
              : "no design was found that has not been tried";
      return advice(true, end, null, 0, 0, 0, Double.NaN);
    }
    double feasible = outlook.promise().feasibility(best.x());
    double gain = outlook.gain(problem, best.x()) * feasible;
    double range = range();
    double share = range > 0 ? gain / range : Double.NaN;
    List<double[]> candidates = candidates(best.x());
    double beaten = probabilityBeaten(candidates, range);
    double regret = regretBound(tried, candidates);
    if (outlook.left() < cost * (1 - 1e-9)) {
      return advice(
          true,
          "what is left of the budget, %s, does not pay for one more at %s"
              .formatted(number(outlook.left()), number(cost)),
          best,
          gain,
          share,
          beaten,
          regret);
    }
    if (!outlook.past().isFeasibleKnown(problem.constraints())) {
      boolean hopeless = feasible < UNLIKELY && outlook.past().successes() > 20;
      return advice(
          hopeless,
          String.format(
              Locale.ROOT,
              hopeless
                  ? "nothing feasible is known and the best candidate has a chance of %.2g %%"
                  : "nothing feasible is known yet; the best candidate has a chance of %.2g %%",
              100 * feasible),
          best,
          gain,
          share,
          beaten,
          regret);
    }
    if (isMet()) {
      return advice(true, "the best known is as good as is wanted", best, 0, 0, 0, 0);
    }
    List<String> flat = flat();
    if (flat.size() == problem.objectives().size() && isPlain()) {
      return same(tried.size(), best);
    }
    boolean stop = share < NEGLIGIBLE && !(beaten >= UNLIKELY);
    String reason =
        String.format(
            Locale.ROOT,
            "one more at cost %s is expected to gain %s%s, %s%s",
            number(cost),
            number(gain),
            gainUnit.isEmpty() ? "" : " " + gainUnit,
            flat.isEmpty()
                ? number(100 * share) + " % of the range seen"
                : "while all results have the same " + String.join(", ", flat),
            Double.isNaN(beaten) || !flat.isEmpty()
                ? ""
                : String.format(
                    Locale.ROOT,
                    "; the chance that anything beats the best by 1 %% of it is %s",
                    beaten < 0.005 ? "below 0.5 %" : number(100 * beaten) + " %"));
    return advice(stop, reason, best, gain, share, beaten, regret);
  }

  /**
   * Of results that are all the same no model learns how far the next may lie, and the chance that
   * it differs at all is 1 / (n + 2) after n of them (Laplace's rule of succession).
   */
  private Advice same(int count, Found best) {
    Objective objective = problem.objectives().getFirst();
    double differs = 1.0 / (count + 2);
    String unit = objective.unit().symbol();
    String reason =
        String.format(
            Locale.ROOT,
            "all %d results are the same so far, %s = %s%s; the chance that the next one differs is"
                + " %s %%",
            count,
            objective.name(),
            number(objective.value(outlook.past().succeeded.getLast().observations().getFirst())),
            unit.equals("1") ? "" : " " + unit,
            number(100 * differs));
    double none = Double.NaN;
    return advice(differs < UNLIKELY, reason, best, none, none, none, none);
  }

  private boolean isPlain() {
    return problem.objectives().size() == 1 && problem.objectives().getFirst().formula() == null;
  }

  /** The objectives in which all results are the same. */
  private List<String> flat() {
    return problem.hierarchy().isGiven()
        ? List.of()
        : IntStream.range(0, problem.objectives().size())
            .filter(i -> !(ranges()[i] > 0))
            .mapToObj(i -> problem.objectives().get(i).name())
            .toList();
  }

  /** The only objective has a level, and it is reached. */
  private boolean isMet() {
    Objective.Goal goal = problem.objectives().getFirst().goal();
    return problem.objectives().size() == 1
        && (goal == Objective.Goal.TARGET || goal == Objective.Goal.THRESHOLD)
        && outlook.bestLoss(problem) <= 0;
  }

  private Advice advice(
      boolean stop,
      String reason,
      @Nullable Found best,
      double gain,
      double share,
      double beaten,
      double regret) {
    return new Advice(
        stop,
        reason,
        gain,
        gainUnit,
        share,
        beaten,
        regret,
        outlook.ladder().cost(top),
        SOURCE,
        best == null ? null : outlook.past().design(best.x()));
  }

  /** Three digits, as people write them. */
  private static String number(double value) {
    return Double.isFinite(value) && (value == 0 || Math.abs(value) >= 1e-4)
        ? new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString()
        : String.format(Locale.ROOT, "%.2g", value);
  }

  /**
   * Of the losses seen at the fidelity that counts; of several the volume of their box, by a
   * hierarchy that of one.
   */
  private double range() {
    return problem.hierarchy().isGiven()
        ? 1
        : Arrays.stream(ranges()).reduce(1, (volume, range) -> volume * range);
  }

  private double[] ranges() {
    int n = problem.objectives().size();
    double[] low = new double[n];
    double[] high = new double[n];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (Observation observation : outlook.past().succeeded.getLast().observations()) {
      double[] losses = Hypervolume.losses(problem, observation);
      for (int i = 0; i < n; i++) {
        low[i] = Math.min(low[i], losses[i]);
        high[i] = Math.max(high[i], losses[i]);
      }
    }
    double[] ranges = new double[n];
    Arrays.setAll(ranges, i -> Math.max(0, high[i] - low[i]));
    return ranges;
  }

  private List<double[]> candidates(double[] best) {
    List<double[]> candidates = new ArrayList<>();
    candidates.add(best);
    int width = outlook.encoding().unitWidth();
    Sobol sobol = Sobol.scrambled(Math.min(width, Sobol.MAX_DIMENSION), outlook.seed());
    RandomStream random = new RandomStream(outlook.seed(), 0x570B);
    for (int i = 0; i < CANDIDATES; i++) {
      double[] even = sobol.point(i);
      double[] u = Arrays.copyOf(even, width);
      for (int j = even.length; j < width; j++) {
        u[j] = random.nextDouble();
      }
      double[] x = outlook.rules().mend(outlook.encoding().fromUnit(u));
      if (!outlook.past().isTaken(x, top)) {
        candidates.add(x);
      }
    }
    return candidates;
  }

  /** NaN for several objectives. */
  private double probabilityBeaten(List<double[]> candidates, double range) {
    double best = outlook.bestLoss(problem);
    if (problem.objectives().size() > 1 || !Double.isFinite(best)) {
      return Double.NaN;
    }
    Objective objective = problem.objectives().getFirst();
    double level = best - NEGLIGIBLE * range;
    double logNone = 0;
    for (double[] x : candidates) {
      double chance = below(objective, level, x) * outlook.promise().feasibility(x);
      logNone += StrictMath.log1p(-Math.min(chance, 1 - 1e-12));
    }
    return -StrictMath.expm1(logNone);
  }

  /** The probability that a design loses less than this. */
  private double below(Objective objective, double level, double[] x) {
    if (objective.formula() != null) {
      double[] loss = outlook.promise().loss(x);
      return cumulative((level - loss[0]) / loss[1]);
    }
    Surrogate surrogate = outlook.beliefs().surrogate(objective.name());
    double[] p = latent(surrogate, x);
    double below = cumulative((surrogate.transform().apply(upper(objective, level)) - p[0]) / p[1]);
    double under = cumulative((surrogate.transform().apply(lower(objective, level)) - p[0]) / p[1]);
    return Math.max(0, below - under);
  }

  /** The outputs that lose less than {@code loss} lie between these two. */
  private static double lower(Objective objective, double loss) {
    return switch (objective.goal()) {
      case MINIMIZE -> -Double.MAX_VALUE;
      case MAXIMIZE -> -loss;
      case TARGET -> objective.level() - Math.max(0, loss);
      case THRESHOLD -> loss <= 0 ? Double.MAX_VALUE : objective.level() - loss;
    };
  }

  private static double upper(Objective objective, double loss) {
    return switch (objective.goal()) {
      case MINIMIZE -> loss;
      case MAXIMIZE, THRESHOLD -> Double.MAX_VALUE;
      case TARGET -> objective.level() + Math.max(0, loss);
    };
  }

  /** Mean and tempered deviation of the output itself, without the noise of telling. */
  private double[] latent(Surrogate surrogate, double[] x) {
    double[][] p = surrogate.predict(new double[][] {x}, top);
    return new double[] {p[0][0], surrogate.widening(top) * Math.sqrt(p[1][0])};
  }

  /**
   * In the unit of the objective; NaN for several objectives, for distances to a level and for what
   * is made of outputs.
   */
  private double regretBound(List<double[]> tried, List<double[]> candidates) {
    Objective objective = problem.objectives().getFirst();
    boolean isMinimum = objective.goal() == Objective.Goal.MINIMIZE;
    if (problem.objectives().size() > 1
        || objective.formula() != null
        || tried.isEmpty()
        || !(isMinimum || objective.goal() == Objective.Goal.MAXIMIZE)) {
      return Double.NaN;
    }
    Surrogate surrogate = outlook.beliefs().surrogate(objective.name());
    double sign = isMinimum ? 1 : -1;
    double known = Double.POSITIVE_INFINITY;
    double hoped = Double.POSITIVE_INFINITY;
    for (double[] x : tried) {
      double[] p = latent(surrogate, x);
      known = Math.min(known, sign * surrogate.transform().invert(p[0] + sign * 2 * p[1]));
      hoped = Math.min(hoped, sign * surrogate.transform().invert(p[0] - sign * 2 * p[1]));
    }
    for (double[] x : candidates) {
      double[] p = latent(surrogate, x);
      hoped = Math.min(hoped, sign * surrogate.transform().invert(p[0] - sign * 2 * p[1]));
    }
    return known - hoped;
  }
}
