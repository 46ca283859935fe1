package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.cellwright.core.Objective;
import org.cellwright.core.Problem;
import org.cellwright.science.numerics.RandomStream;
import org.cellwright.science.planner.acquisition.Improvement;
import org.cellwright.science.planner.acquisition.PoolSearch;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.acquisition.PromiseSearch;
import org.cellwright.science.planner.acquisition.PromiseSearch.Found;
import org.cellwright.science.planner.acquisition.Wish;
import org.cellwright.science.planner.acquisition.Worth;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.Beliefs;
import org.cellwright.science.planner.surrogate.Memory;
import org.cellwright.science.planner.surrogate.Output;
import org.cellwright.science.planner.surrogate.ProcessStore;
import org.cellwright.science.planner.surrogate.Sources;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/** One ask, its parts at hand; the rules stand at {@link ModelBased}. */
final class Decision {
  /** What was seen is preferred to what was not, unless it promises a fourth of it or less. */
  private static final double LOG_SURPASSED = StrictMath.log(4);

  /** Looks in a row, in evaluations at the top. */
  private static final double PATIENCE = 0.4;

  /**
   * Looks in a row, as a share of what is left: more serves good looks, and costs with bad ones.
   */
  private static final double PATIENCE_OF_LEFT = 0.025;

  /** With more than this share of the prior variance left, a model knows nothing of a point. */
  static final double OUT_OF_DEPTH = 0.9;

  /** What sources are believed before anything is told, rounding aside. */
  private static final double EVEN = 0.5 - 1e-9;

  private final ModelBased planner;
  private final Problem problem;
  private final History history;
  private final Encoding encoding;
  private final Rules rules;
  private final Past past;
  private final Ladder ladder;
  private final double left;
  private final Schooling schooling;
  final Beliefs beliefs;
  private final Aim aim;
  private final Promise promise;
  private final Promise further;
  final long seed;
  private final int top;

  /** The lowest rung that delivers at all and is more likely than not to tell of the top. */
  final int floor;

  /** Nothing is held, so that whatever was told may be measured again. */
  private final boolean free;

  /**
   * @param left of the budget
   * @param store of factored matrices, read and written
   */
  Decision(
      ModelBased planner,
      Problem problem,
      History history,
      Encoding encoding,
      Rules rules,
      Past past,
      Ladder ladder,
      double left,
      ProcessStore store) {
    this.planner = planner;
    this.problem = problem;
    this.history = history;
    this.encoding = encoding;
    this.rules = rules;
    this.past = past;
    this.ladder = ladder;
    this.left = left;
    this.top = ladder.top();
    this.free = history.fixed().isEmpty();
    this.seed = new RandomStream(problem.seed(), history.asked()).nextLong();
    this.aim = new Aim(problem, history, past, rules);
    this.schooling =
        Schooling.of(problem, history, aim.outputs(), encoding.groups(), planner.schooled.get());
    planner.schooled.set(schooling);
    past.success.learn(schooling.sources(), encoding.groups(), encoding.dimension(), store);
    this.beliefs =
        Beliefs.learn(
            aim.outputs(),
            past.succeeded,
            past.partial,
            encoding.groups(),
            encoding.dimension(),
            Memory.parse(history.memory()),
            schooling.sources(),
            store);
    for (Past.UnderWay underWay : past.underWay) {
      beliefs.believe(underWay.x(), underWay.rung());
    }
    this.floor = lowestUseful();
    this.promise = sought(List.of());
    this.further = top == 0 ? promise : sought(past.promotable(top - 1));
  }

  private Promise sought(List<double[]> confirmed) {
    return promise(aim.sought(), aim.soughtImprovement(past, beliefs, ladder, confirmed));
  }

  /** The promise in the units of the objectives. */
  Promise stated() {
    return promise(aim.wishes(), aim.improvement(past, beliefs, ladder, List.of()));
  }

  /** The loss over which {@link #stated} finds gains; NaN of several objectives. */
  double toBeat() {
    return problem.hierarchy().isGiven() || problem.objectives().size() > 1
        ? Double.NaN
        : aim.toBeat(past, beliefs, ladder, List.of());
  }

  private Promise promise(List<Wish> wishes, Improvement improvement) {
    return new Promise(
        beliefs,
        top,
        wishes,
        aim.constraints(),
        past.success,
        improvement,
        past.isFeasibleKnown(problem.constraints()));
  }

  /** The sources together are at least as likely to help with some output as not. */
  boolean isLed() {
    Map<String, Double> belief = new LinkedHashMap<>();
    beliefs.standings().forEach(s -> belief.merge(s.output(), s.weight(), Double::sum));
    return belief.values().stream().anyMatch(weight -> weight >= EVEN);
  }

  /** An evenly spread design, and what the sources count for. */
  Ask withSources(Ask ask) {
    SequencedMap<String, String> reasons = new LinkedHashMap<>(ask.reasons());
    reasons.putAll(ofSources());
    return new Ask(ask.design(), ask.fidelity(), reasons, ask.memory());
  }

  private SequencedMap<String, String> ofSources() {
    List<Sources.Standing> standings = new ArrayList<>(beliefs.standings());
    standings.addAll(past.success.standings());
    return schooling.reasons(standings);
  }

  Optional<Ask> ask() {
    @Nullable Found[] seen = new @Nullable Found[top];
    List<double[]> good = new ArrayList<>();
    for (int rung = floor; rung < top; rung++) {
      List<Found> ranked = ranked(past.promotable(rung));
      seen[rung] = ranked.isEmpty() ? null : ranked.getFirst();
      ranked.stream().limit(6).forEach(found -> good.add(found.x()));
    }
    incumbents().forEach(good::add);
    Worth worth =
        planner.acquisition == null
            ? further
            : new ForeignWorth(
                planner.acquisition, planner.regressor, promise, beliefs, past.succeeded.get(top));
    Found searched = search(worth, good);
    Found below = top > floor ? seen[top - 1] : null;
    Found fresh = better(searched, below);
    if (fresh == null) {
      return Optional.empty();
    }
    if (top == floor) {
      Optional<Replicate> again =
          planner.acquisition == null && free && past.successes() >= ModelBased.LEAST_SUCCESSES
              ? Replicate.find(
                  problem, past, beliefs, top, fresh.x(), promise.feasibility(fresh.x()))
              : Optional.empty();
      if (again.isPresent()) {
        return replicate(again.get());
      }
      return asked(fresh, top, "the most promising design; there is no cheaper look at it");
    }
    for (int rung = top - 1; rung >= floor; rung--) {
      Found shown = seen[rung];
      double ratio = ladder.cost(rung + 1) / ladder.cost(rung);
      if (shown != null
          && (searched == null || shown.value() >= searched.value() + StrictMath.log(ratio))) {
        return asked(shown, rung + 1, promoted(rung, shown, searched));
      }
    }
    if (logOdds(floor) <= Surrogate.LOG_ODDS_BEFORE) {
      for (int rung = top - 1; rung >= floor; rung--) {
        Found shown = seen[rung];
        if (shown != null) {
          return asked(
              shown,
              rung + 1,
              "to learn whether %s tells of it".formatted(ladder.rungs().get(rung).name()));
        }
      }
    }
    double cheapest = ladder.cost(floor);
    if (left - cheapest < ladder.cost(top) * (1 - 1e-9)) {
      return asked(fresh, top, "what is left pays for this and for no look before it");
    }
    Found likely = below != null && promise.feasibility(below.x()) > 0.5 ? below : null;
    Found confirmed =
        likely != null && (searched == null || searched.value() < likely.value() + LOG_SURPASSED)
            ? likely
            : null;
    if (likely != null
        && sinceTop() >= Math.max(PATIENCE * ladder.cost(top), PATIENCE_OF_LEFT * left)) {
      return above(
          confirmed != null ? confirmed : fresh, "looks below have cost enough since the last");
    }
    if (searched != null) {
      fresh = searched;
    }
    for (int rung = floor; rung < top; rung++) {
      if (past.isTaken(fresh.x(), rung)) {
        continue;
      }
      double doubt = doubt(fresh.x(), rung);
      if (doubt * ladder.cost(top) > ladder.cost(rung)) {
        return asked(
            fresh,
            rung,
            "a look at %s can remove %.0f %% of the doubt for %.3g of the price"
                .formatted(
                    ladder.rungs().get(rung).name(),
                    100 * doubt,
                    ladder.cost(rung) / ladder.cost(top)));
      }
    }
    return confirmed == null
        ? above(fresh, "no cheaper look would settle it")
        : above(
            confirmed,
            "the most promising of what was seen, since no look at another would settle that");
  }

  /**
   * A design goes to the top on the word of looks, or what would be tried without them if it
   * promises more even with the odds of n + 1 to one that they are right of it.
   */
  private Optional<Ask> above(Found found, String why) {
    Found rival = withoutLooks();
    if (rival == null) {
      return asked(found, top, why);
    }
    int known = past.succeeded.get(top).points().size();
    double[][] both = {found.x(), rival.x()};
    double chance = rival.value() - StrictMath.log(known + 2);
    return chance > stated().values(both)[0]
        ? asked(
            new Found(rival.x(), promise.values(both)[1]),
            top,
            "looks may be wrong of it: without them it would promise the most")
        : asked(found, top, why);
  }

  /** The most promising design by what was told at the top alone. */
  private @Nullable Found withoutLooks() {
    Ladder highest = Ladder.highest(problem, history.observations());
    ProcessStore none = ProcessStore.empty();
    Past own = new Past(problem, history, encoding, highest);
    return own.successes() < ModelBased.LEAST_SUCCESSES
        ? null
        : new Decision(
                planner, problem, history.forgetting(), encoding, rules, own, highest, left, none)
            .foremost();
  }

  /** The most promising design of all by the objectives as they are. */
  private @Nullable Found foremost() {
    return search(stated(), incumbents());
  }

  private @Nullable Found search(Worth worth, List<double[]> good) {
    if (encoding.rows().isPresent()) {
      return new PoolSearch(encoding.rows().get(), worth).best(past.taken.get(top));
    }
    Predicate<double[]> fresh = x -> !past.isTaken(x, top);
    Found apart =
        new PromiseSearch(encoding, rules, worth, fresh.and(past::isApart), seed).best(good);
    return apart != null || past.underWay.isEmpty()
        ? apart
        : new PromiseSearch(encoding, rules, worth, fresh, seed).best(good);
  }

  private Optional<Ask> replicate(Replicate again) {
    Found found = new Found(again.x(), promise.values(new double[][] {again.x()})[0]);
    return asked(
        found,
        top,
        "replicate of %s: to know it better gains %s, the best new design %s, of the spread of what was told"
            .formatted(again.of().id(), number(again.gain()), number(again.rival())));
  }

  private static @Nullable Found better(@Nullable Found a, @Nullable Found b) {
    return a == null ? b : b == null || a.value() >= b.value() ? a : b;
  }

  private String promoted(int rung, Found shown, @Nullable Found searched) {
    String name = ladder.rungs().get(rung).name();
    return searched == null
        ? "seen at %s, and nothing else is left".formatted(name)
        : "seen at %s, it promises %.3g times what another look would add"
            .formatted(name, StrictMath.exp(shown.value() - searched.value()));
  }

  private int lowestUseful() {
    int rung = 0;
    while (rung < top && (logOdds(rung) < 0 || past.isMute(rung))) {
      rung++;
    }
    return rung;
  }

  /** That a rung tells of the top, by the output of which it tells most surely. */
  private double logOdds(int rung) {
    double odds = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < beliefs.outputs().size(); i++) {
      odds = Math.max(odds, beliefs.surrogate(i).logOdds(rung));
    }
    return odds;
  }

  /** What was paid below the top since the last evaluation there was asked. */
  private double sinceTop() {
    double paid = 0;
    for (int rung = floor; rung < top; rung++) {
      paid += ladder.cost(rung) * past.sinceTop[rung];
    }
    return paid;
  }

  /** The share of the variance at the top that a look removes, of the output where it is most. */
  private double doubt(double[] x, int rung) {
    double share = 0;
    for (int i = 0; i < beliefs.outputs().size(); i++) {
      share = Math.max(share, beliefs.surrogate(i).share(x, rung));
    }
    return share;
  }

  private List<Found> ranked(List<double[]> points) {
    double[] values = promise.values(points.toArray(double[][]::new));
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      found.add(new Found(points.get(i), values[i]));
    }
    found.sort(Comparator.comparingDouble(Found::value).reversed());
    return found;
  }

  /** The front at the top, as seeds of the search. */
  private List<double[]> incumbents() {
    List<double[]> losses = new ArrayList<>();
    List<double[]> points = new ArrayList<>();
    for (int i = 0; i < past.succeeded.getLast().points().size(); i++) {
      var observation = past.succeeded.getLast().observations().get(i);
      if (observation.isFeasible(problem.constraints())) {
        losses.add(Hypervolume.losses(problem, observation));
        points.add(past.succeeded.getLast().points().get(i));
      }
    }
    List<double[]> front = new ArrayList<>();
    for (int i : Pareto.front(losses)) {
      front.add(points.get(i));
    }
    return front;
  }

  private Optional<Ask> asked(Found found, int rung, String why) {
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put("why", why);
    reasons.put("log promise", number(found.value()));
    reasons.put("probability feasible", number(promise.feasibility(found.x())));
    for (Output output : beliefs.outputs()) {
      reasons.put(output.name(), expected(output.name(), found.x(), output.unit().symbol()));
    }
    for (int i = 0; i < problem.objectives().size(); i++) {
      Objective objective = problem.objectives().get(i);
      if (objective.formula() != null) {
        Promise.Made made = promise.made(i, objective.goal(), found.x(), top);
        String unit = objective.unit().symbol();
        reasons.put(objective.name(), moments(made.median(), made.deviation(), unit));
      }
    }
    intervals(found.x(), rung, reasons);
    reasons.putAll(ofSources());
    String memory = beliefs.memory(found.x(), rung).write();
    return Optional.of(
        new Ask(past.design(found.x()), ladder.rungs().get(rung).name(), reasons, memory));
  }

  /** What will be told at the rung that is asked, and where nothing near it is known. */
  private void intervals(double[] x, int rung, SequencedMap<String, String> reasons) {
    double left = 0;
    for (int i = 0; i < beliefs.outputs().size(); i++) {
      Surrogate surrogate = beliefs.surrogate(i);
      double[] ends = surrogate.interval(x, rung);
      if (reasons.containsKey(beliefs.outputs().get(i).name())) {
        reasons.put(beliefs.outputs().get(i).name() + " 90 %", between(ends[0], ends[1]));
      }
      left = Math.max(left, surrogate.priorShare(x, top));
    }
    for (int i = 0; i < problem.objectives().size(); i++) {
      Objective objective = problem.objectives().get(i);
      if (objective.formula() != null) {
        Promise.Made made = promise.made(i, objective.goal(), x, rung);
        reasons.put(objective.name() + " 90 %", between(made.lower(), made.upper()));
      }
    }
    List<String> untried = Untried.of(problem, past, past.design(x));
    if (left > OUT_OF_DEPTH) {
      reasons.put(
          "depth",
          "exploration: no evidence is near, %.0f %% of the prior variance is left"
              .formatted(100 * left));
    } else if (!untried.isEmpty()) {
      reasons.put(
          "depth",
          "exploration: no result yet of %s, which is taken to do about as the others do"
              .formatted(String.join(", ", untried)));
    }
  }

  private static String between(double lower, double upper) {
    return number(lower, upper - lower, 6) + " to " + number(upper, upper - lower, 6);
  }

  private String expected(String output, double[] x, String unit) {
    double[] moments = promise.expected(output, x);
    return moments(moments[0], moments[1], unit);
  }

  private static String moments(double mean, double deviation, String unit) {
    return number(mean, deviation, 4)
        + " ± "
        + number(deviation)
        + (unit.equals("1") ? "" : " " + unit);
  }

  /** With so many digits, or as many more as it takes to see two of what differs. */
  private static String number(double value, double difference, int digits) {
    double ratio = Math.abs(value) / difference;
    int needed = ratio < 1e15 ? (int) Math.ceil(StrictMath.log10(Math.max(ratio, 1))) + 2 : 15;
    return String.format(Locale.ROOT, "%." + Math.clamp(needed, digits, 15) + "g", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
