package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cellwright.core.ArithmeticRule;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.KnownConstraint;
import org.cellwright.core.Space;
import org.cellwright.science.numerics.RandomStream;

/**
 * Keeps candidates within the rules that are known beforehand.
 *
 * <p>Rejection first; where a candidate breaks a rule it is drawn towards an anchor, a design known
 * to keep them all, until it does (bisection along the line, discrete variables settling on the
 * way). Equalities are met by moving onto them ({@link Balance}). The anchor is found by random
 * starts and coordinate moves that lessen the sum of all breaches. Where a hundred random designs
 * all break a rule, everything would be drawn to the anchor, its names and levels too: there a
 * candidate moves the least way onto the rules and keeps its names and levels ({@link HitAndRun}).
 */
public final class Rules {
  private static final int STARTS = 200;
  private static final int MOVES = 400;
  private static final int HARD_TO_HIT = 100;

  private final Encoding encoding;
  private final List<KnownConstraint> rules;
  private final double[] anchor;
  private final boolean tight;
  private final Balance balance;
  private final HitAndRun region;

  private Rules(Encoding encoding, Balance balance, Anchor anchor) {
    this.encoding = encoding;
    this.balance = balance;
    this.region = new HitAndRun(encoding, this, balance);
    this.rules = encoding.rows().isPresent() ? List.of() : encoding.space().knownConstraints();
    this.anchor = anchor.z;
    this.tight = anchor.draws > HARD_TO_HIT;
  }

  /**
   * A design that keeps all rules.
   *
   * @param draws random designs until one did
   */
  private record Anchor(double[] z, int draws) {}

  /**
   * @throws CellwrightException REFUSED if no design keeps all rules: proven where one rule alone
   *     is out of reach, otherwise after a long search
   */
  public static Rules of(Encoding encoding) {
    Space space = encoding.space();
    Balance balance = new Balance(encoding);
    if (space.knownConstraints().isEmpty() || space.pool().isPresent()) {
      return new Rules(encoding, balance, new Anchor(new double[0], 0));
    }
    for (KnownConstraint rule : space.knownConstraints()) {
      if (rule instanceof ArithmeticRule arithmetic) {
        double breach = SlackBound.breach(arithmetic, space);
        if (breach > 0) {
          throw CellwrightException.refused(
              "no design can keep '%s': the closest misses it by %.4g (SI)"
                  .formatted(rule.text(), breach),
              "known_constraints",
              "Widen the bounds of its variables or loosen the rule.");
        }
      }
    }
    return new Rules(
        encoding,
        balance,
        findAnchor(encoding, balance)
            .or(() -> hiddenAnchor(encoding, balance))
            .orElseThrow(() ->
                CellwrightException.refused(
                    "no design was found that keeps all of %s"
                        .formatted(
                            space.knownConstraints().stream()
                                .map(rule -> "'" + rule.text() + "'")
                                .toList()),
                    "known_constraints",
                    "Maybe they contradict each other.")));
  }

  /**
   * Checks that a space has a design at all.
   *
   * @throws CellwrightException REFUSED as {@link #of} does
   */
  public static void requireFeasible(Space space) {
    of(new Encoding(space));
  }

  public boolean keep(double[] z) {
    if (rules.isEmpty()) {
      return true;
    }
    Design design = encoding.decode(z);
    for (KnownConstraint rule : rules) {
      if (!(rule.slack(design) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** A settled candidate moved onto the equalities, where there are any. */
  public double[] balanced(double[] z) {
    if (!balance.isNeeded()) {
      return z;
    }
    double[] moved = z.clone();
    balance.settle(moved);
    return moved;
  }

  /**
   * The candidate itself where it keeps the rules, else the last such point towards the anchor or,
   * where the rules are hard to hit, the nearest on their edge with its names and levels; settled
   * where variables depend on each other.
   */
  public double[] mend(double[] candidate) {
    double[] z = candidate;
    if (!encoding.space().conditions().isEmpty()) {
      z = candidate.clone();
      encoding.settle(z);
    }
    z = balanced(z);
    if (keep(z)) {
      return z;
    }
    if (tight) {
      return region.start(z, anchor);
    }
    double[] best = anchor;
    double low = 0;
    double high = 1;
    for (int i = 0; i < 24; i++) {
      double middle = 0.5 * (low + high);
      double[] point = new double[z.length];
      for (int j = 0; j < z.length; j++) {
        point[j] = anchor[j] + middle * (z[j] - anchor[j]);
      }
      encoding.settle(point);
      point = balanced(point);
      if (keep(point)) {
        best = point;
        low = middle;
      } else {
        high = middle;
      }
    }
    return best;
  }

  /**
   * A design somewhere in the region that the rules leave, with the candidate's names and levels as
   * far as these can keep them.
   */
  public double[] spread(double[] candidate, RandomStream random) {
    if (rules.isEmpty()) {
      return candidate;
    }
    double[] start = region.start(candidate, anchor);
    return keep(start) ? region.walk(start, random) : start;
  }

  private static Optional<Anchor> findAnchor(Encoding encoding, Balance balance) {
    RandomStream random = new RandomStream(0x2EA1, 0);
    List<KnownConstraint> rules = encoding.space().knownConstraints();
    double[] scale = new double[rules.size()];
    List<double[]> starts = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      double[] u = new double[encoding.unitWidth()];
      for (int j = 0; j < u.length; j++) {
        u[j] = random.nextDouble();
      }
      double[] z = encoding.fromUnit(u);
      balance.settle(z);
      if (rules.stream().allMatch(rule -> rule.slack(encoding.decode(z)) >= 0)) {
        return Optional.of(new Anchor(z, i + 1));
      }
      starts.add(z);
      for (int r = 0; r < scale.length; r++) {
        scale[r] = Math.max(scale[r], Math.abs(rules.get(r).slack(encoding.decode(z))));
      }
    }
    for (double[] start : starts) {
      double[] z = start;
      double breach = breach(encoding, z, scale);
      for (int move = 0; move < MOVES && breach > 0; move++) {
        double reach = 0.5 * StrictMath.pow(10, -3 * random.nextDouble());
        double[] next = encoding.perturb(z, reach, random.nextDouble() < 0.5 ? 0 : 0.3, random);
        balance.settle(next);
        double nextBreach = breach(encoding, next, scale);
        if (nextBreach <= breach) {
          z = next;
          breach = nextBreach;
        }
      }
      if (breach == 0) {
        return Optional.of(new Anchor(z, STARTS + 1));
      }
    }
    return Optional.empty();
  }

  /** One among few, where moves that lessen the breaches end elsewhere. */
  private static Optional<Anchor> hiddenAnchor(Encoding encoding, Balance balance) {
    double[] anywhere = encoding.fromUnit(new double[encoding.unitWidth()]);
    Rules rules = new Rules(encoding, balance, new Anchor(anywhere, STARTS + 1));
    return FeasibleDesigns.left(encoding, rules, _ -> true, List.of(), 1).designs().stream()
        .findFirst()
        .map(z -> new Anchor(z, STARTS + 1));
  }

  private static double breach(Encoding encoding, double[] z, double[] scale) {
    Design design = encoding.decode(z);
    double sum = 0;
    for (int r = 0; r < scale.length; r++) {
      double slack = encoding.space().knownConstraints().get(r).slack(design);
      sum += slack >= 0 ? 0 : -slack / Math.max(scale[r], Double.MIN_NORMAL);
    }
    return sum;
  }
}
