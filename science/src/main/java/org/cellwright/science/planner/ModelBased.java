package org.cellwright.science.planner;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.ProcessStore;
import org.cellwright.science.planner.surrogate.Surrogate;
import org.jspecify.annotations.Nullable;

/**
 * The planner of a campaign: learns every output at every fidelity, asks where the improvement to
 * expect is greatest, and buys the fidelity that settles the question cheapest.
 *
 * <p><b>Start.</b> Evenly spread designs at the cheapest rung of the {@link Ladder}. With one rung
 * max(5, d + 1) of them; with more 2 (d + 1), which may together cost a third of an evaluation at
 * the top, since nothing speaks for a cheaper look yet; at most a third of the budget. None where
 * five or more observations were told that nobody asked for. Where too few of them succeed to learn
 * from, the top takes turns with the looks at equal cost. With {@link Source}s every second of
 * them, the first included, is already chosen as below.
 *
 * <p><b>Where.</b> The promise of a design is the expected improvement at the fidelity that counts,
 * times the probability that it meets every constraint there and that its run succeeds ({@link
 * Promise}).
 *
 * <p><b>Which fidelity.</b> What was told gives the odds that a rung tells of the top, by the
 * output of which it tells most surely ({@link Surrogate#logOdds}). Rungs with odds below one, and
 * those where five and more were told and none delivered what the objectives need, are given up,
 * for as long as that holds; with none left the campaign begins as one with a single fidelity does,
 * with as many evenly spread designs at the top, those first that were looked at: it then begins as
 * it would have without looks, but for what they cost. Otherwise let s be the most promising of the
 * designs already seen one rung below and not yet above, and x* the most promising of all designs
 * if those seen below and believed feasible were on the front already: what x* promises is what
 * another look can add to what the looks so far have found.
 *
 * <ol>
 *   <li>If s promises more for the price of the next rung than x* would add for the price of a
 *       look, s goes up: what a cheaper fidelity has confirmed is bought, looking on is not worth
 *       the wait.
 *   <li>While nothing told speaks for the rungs below, s goes up too: both values of one design are
 *       what the odds are learned from.
 *   <li>Otherwise x* is tried at the lowest rung where it was not yet and which is worth its cost:
 *       the share of the variance at the top that a look removes, noise counted, of the output of
 *       which it removes most, times the price of the top, must exceed the rung's own price.
 *   <li>When the looks since the last top evaluation have cost two fifths of one, or a fortieth of
 *       what is left if that is more, and s is more likely feasible than not, s goes up, or x* at
 *       once if it promises at least four times s: while much is left, what is bought early is soon
 *       surpassed. When what is left pays for a top evaluation but for no look before it, the
 *       better of s and x* goes to the top at once.
 *   <li>What goes to the top because looks have cost enough, or because none is worth its cost,
 *       yields to what a campaign without looks would try, if that promises, by what was told at
 *       the top alone, n + 2 times as much. After n evaluations at the top the chance that looks
 *       tell nothing of the next one is 1 / (n + 2) (Laplace's rule of succession). So a look that
 *       tells of a part of the space only, or misleads near the best, cannot hold the campaign
 *       where it tells.
 * </ol>
 *
 * <p>Designs under way count as told what is expected of them. No design is asked twice at a
 * fidelity, but where results scatter and to know a design better is worth more than a new one
 * ({@link Replicate}). The ask depends on the problem and the history alone; parameters of the
 * models travel in {@link History#memory}. A planner that is asked again goes on with the factored
 * matrices of its ask before as far as the data are the same, which saves time and changes no bit.
 */
public final class ModelBased implements Planner {
  /**
   * What looks below may cost before anything speaks for them, in evaluations at the top: of the
   * ten and more that a search takes, a thirtieth.
   */
  private static final double UNPROVEN = 1.0 / 3;

  static final int LEAST_START = 5;
  static final int LEAST_SUCCESSES = 3;

  /** Left by the ask before; whoever asks at the same time finds none and starts anew. */
  private final AtomicReference<@Nullable ProcessStore> left = new AtomicReference<>();

  final AtomicReference<@Nullable Schooling> schooled = new AtomicReference<>();

  final @Nullable Acquisition acquisition;
  final @Nullable Regressor regressor;

  public ModelBased() {
    this(null, null);
  }

  private ModelBased(@Nullable Acquisition acquisition, @Nullable Regressor regressor) {
    this.acquisition = acquisition;
    this.regressor = regressor;
  }

  /**
   * With somebody else's acquisition, over our surrogates. Start, rules, failures and duplicates
   * stay as they are; fidelities below the one that counts are not used.
   */
  public static ModelBased with(Acquisition acquisition) {
    return new ModelBased(acquisition, null);
  }

  /** As {@link #with(Acquisition)}, over somebody else's surrogates too. */
  public static ModelBased with(Acquisition acquisition, Regressor regressor) {
    return new ModelBased(acquisition, regressor);
  }

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    @Nullable ProcessStore before = left.getAndSet(null);
    ProcessStore store = before == null ? ProcessStore.empty() : before.next();
    Optional<Ask> ask = ask(problem, history, store);
    left.set(store);
    return ask;
  }

  private Optional<Ask> ask(Problem problem, History history, ProcessStore store) {
    Ladder ladder =
        acquisition == null
            ? Ladder.of(problem, history.observations())
            : Ladder.highest(problem, history.observations());
    double left = problem.budget() - history.spent();
    if (left < ladder.cost(ladder.top()) * (1 - 1e-9)) {
      return Optional.empty();
    }
    Encoding encoding = new Encoding(problem.space()).holding(history.fixed());
    Rules rules = Rules.of(encoding);
    Past past = new Past(problem, history, encoding, ladder);
    int start = startSize(problem, history, encoding, ladder);
    boolean starting = past.taken.getFirst().size() < start || past.successes() < LEAST_SUCCESSES;
    int begun = past.turn(ladder, start);
    if (starting && !mayLead(problem, history, past)) {
      return startingDesign(problem, history, encoding, rules, past, ladder, begun, start);
    }
    Decision decision =
        new Decision(this, problem, history, encoding, rules, past, ladder, left, store);
    if (starting && !decision.isLed()) {
      return startingDesign(problem, history, encoding, rules, past, ladder, begun, start)
          .map(decision::withSources);
    }
    int top = ladder.top();
    int anew =
        startSize(problem, history, encoding, Ladder.highest(problem, history.observations()));
    return !starting && decision.floor == top && past.taken.get(top).size() < anew
        ? startingDesign(problem, history, encoding, rules, past, ladder, top, anew)
        : decision.ask();
  }

  /**
   * Whether the sources may choose a design of the start: every second one, the first included. The
   * others stay evenly spread, so that a source that misleads is found out.
   */
  private static boolean mayLead(Problem problem, History history, Past past) {
    return past.taken.getFirst().size() % 2 == 0
        && history.sources().stream()
            .flatMap(source -> source.observations().stream())
            .anyMatch(row -> Past.isComplete(problem.objectives(), row));
  }

  /**
   * What this planner holds of a campaign now.
   *
   * @throws CellwrightException REFUSED while too few evaluations succeeded to learn from
   */
  static Outlook outlook(Problem problem, History history) {
    Ladder ladder = Ladder.of(problem, history.observations());
    Encoding encoding = new Encoding(problem.space());
    Rules rules = Rules.of(encoding);
    ProcessStore store = ProcessStore.empty();
    Past past = new Past(problem, history, encoding, ladder);
    if (past.successes() < LEAST_SUCCESSES) {
      throw CellwrightException.refused(
          "%d evaluations succeeded that the space has a place for; a model needs %d"
              .formatted(past.successes(), LEAST_SUCCESSES),
          null,
          "Evaluate a few more designs first.");
    }
    double left = problem.budget() - history.spent();
    Decision decision =
        new Decision(
            new ModelBased(), problem, history, encoding, rules, past, ladder, left, store);
    return new Outlook(
        encoding,
        rules,
        past,
        ladder,
        decision.beliefs,
        decision.stated(),
        decision.toBeat(),
        left,
        decision.seed);
  }

  private static int startSize(Problem problem, History history, Encoding encoding, Ladder ladder) {
    int given = history.observations().size() + history.pending().size() - history.asked();
    if (given >= LEAST_START) {
      return LEAST_START;
    }
    int d = encoding.dimension();
    double affordable = problem.budget() / 3 / ladder.cost(0);
    int size = Math.max(LEAST_START, d + 1);
    if (ladder.top() > 0) {
      size = Math.max(8, 2 * (d + 1));
      double unproven = UNPROVEN * ladder.cost(ladder.top()) / ladder.cost(0);
      affordable = Math.min(affordable, Math.max(LEAST_START, unproven));
    }
    size = (int) Math.max(LEAST_SUCCESSES, Math.min(size, affordable));
    return encoding.cardinality() < 2L * size
        ? (int) Math.max(1, encoding.cardinality() / 2)
        : size;
  }

  /**
   * Features of what a batch shares and nothing holds: the design begins a batch, and a start shows
   * little if batch after batch shares the same.
   */
  private static int[] free(Problem problem, History history, Encoding encoding) {
    List<String> names = problem.space().names();
    return problem.batch().shared().stream()
        .filter(name -> !history.fixed().containsKey(name))
        .mapToInt(names::indexOf)
        .flatMap(i -> IntStream.range(encoding.featuresOf(i)[0], encoding.featuresOf(i)[1]))
        .toArray();
  }

  private static Optional<Ask> startingDesign(
      Problem problem,
      History history,
      Encoding encoding,
      Rules rules,
      Past past,
      Ladder ladder,
      int rung,
      int start) {
    List<double[]> taken = past.taken.get(rung);
    int done = taken.size();
    double[] z =
        past.seenAtStart(start, rung)
            .or(() ->
                Optional.ofNullable(
                    DesignStream.even(encoding, rules, problem.seed())
                        .apart(done, taken, free(problem, history, encoding))))
            .orElse(null);
    if (z == null) {
      return Optional.empty();
    }
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    reasons.put(
        "why",
        done < start
            ? "start, %d of %d evenly spread designs".formatted(done + 1, start)
            : "start, evenly spread until %d have succeeded, as a model needs"
                .formatted(LEAST_SUCCESSES));
    return Optional.of(
        new Ask(encoding.decode(z), ladder.rungs().get(rung).name(), reasons, history.memory()));
  }
}
