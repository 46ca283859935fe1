package org.cellwright.bench.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cellwright.science.numerics.Cholesky;
import org.cellwright.science.numerics.RandomStream;

/**
 * The algorithm of Attia et al. (Nature 578, 397, 2020), after their description: a Bayesian linear
 * model on features of a Gaussian kernel exp(−γ|x − x'|²), which with as many features as protocols
 * is a Gaussian process; bounds of mean ± β deviations, β halved each round; of the arm whose gap
 * to the best of the others is least and its strongest rival the less certain one is tested
 * (Hoffman, Shahriari and de Freitas, AISTATS 2014). The arm of the least gap of all rounds is
 * recommended.
 *
 * <p>Constants are theirs: γ = 1 on the charging rates, β = 5, prior mean 947 and deviation 164
 * cycles, likelihood deviation 164 cycles.
 */
final class BayesGap {
  private static final double GAMMA = 1;
  private static final double BETA = 5;
  private static final double DECAY = 0.5;
  private static final double MEAN = 947;
  private static final double DEVIATION = 164;

  private final double[][] rates;
  private final int[] order;
  private final List<Integer> tested = new ArrayList<>();
  private final List<Double> lives = new ArrayList<>();
  private final List<Integer> proposals = new ArrayList<>();
  private final List<Double> gaps = new ArrayList<>();
  private double beta = BETA;
  private double[] upper;
  private double[] lower;

  /**
   * @param rates of each protocol, C
   */
  BayesGap(double[][] rates, long seed) {
    this.rates = rates;
    this.order = IntStream.range(0, rates.length).toArray();
    // Equal bounds are resolved by order, which is random as theirs is.
    RandomStream random = new RandomStream(seed, 0x6A9);
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    this.upper = new double[rates.length];
    this.lower = new double[rates.length];
    bound();
  }

  /** The protocols of the next round. */
  List<Integer> batch(int size) {
    List<Integer> batch = new ArrayList<>();
    boolean[] chosen = new boolean[rates.length];
    for (int i = 0; i < size; i++) {
      int leader = leader(chosen);
      int rival = rival(chosen, leader);
      int arm = diameter(leader) >= diameter(rival) ? leader : rival;
      if (i == 0) {
        proposals.add(leader);
      }
      batch.add(arm);
      chosen[arm] = true;
    }
    return batch;
  }

  /** Lives predicted for a batch, cycles. */
  void tell(List<Integer> batch, List<Double> predicted) {
    tested.addAll(batch);
    lives.addAll(predicted);
    beta *= DECAY;
    bound();
    int last = proposals.getLast();
    gaps.add(bestOther(last) - lower[last]);
  }

  int recommended() {
    int best = 0;
    for (int i = 1; i < gaps.size(); i++) {
      best = gaps.get(i) < gaps.get(best) ? i : best;
    }
    return proposals.get(best);
  }

  private double diameter(int arm) {
    return upper[arm] - lower[arm];
  }

  private int leader(boolean[] chosen) {
    int found = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int arm : order) {
      double gap = bestOther(arm) - lower[arm];
      if (!chosen[arm] && gap < least) {
        least = gap;
        found = arm;
      }
    }
    return found;
  }

  private int rival(boolean[] chosen, int leader) {
    int found = -1;
    for (int arm : order) {
      if (!chosen[arm] && arm != leader && (found < 0 || upper[arm] > upper[found])) {
        found = arm;
      }
    }
    return found;
  }

  private double bestOther(int arm) {
    double most = Double.NEGATIVE_INFINITY;
    for (int other = 0; other < upper.length; other++) {
      most = other == arm ? most : Math.max(most, upper[other]);
    }
    return most;
  }

  private double covariance(int a, int b) {
    double squared = 0;
    for (int j = 0; j < rates[a].length; j++) {
      squared += (rates[a][j] - rates[b][j]) * (rates[a][j] - rates[b][j]);
    }
    return DEVIATION * DEVIATION * StrictMath.exp(-GAMMA * squared);
  }

  private void bound() {
    Cholesky factor = new Cholesky(tested.size());
    for (int i = 0; i < tested.size(); i++) {
      double[] row = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        row[j] = covariance(tested.get(i), tested.get(j));
      }
      row[i] += DEVIATION * DEVIATION;
      factor.append(row);
    }
    double[] residual = lives.stream().mapToDouble(life -> life - MEAN).toArray();
    factor.solveLower(residual);
    for (int arm = 0; arm < rates.length; arm++) {
      double[] known = new double[tested.size()];
      for (int i = 0; i < known.length; i++) {
        known[i] = covariance(arm, tested.get(i));
      }
      factor.solveLower(known);
      double mean = MEAN;
      double variance = DEVIATION * DEVIATION;
      for (int i = 0; i < known.length; i++) {
        mean += known[i] * residual[i];
        variance -= known[i] * known[i];
      }
      double reach = beta * Math.sqrt(Math.max(0, variance));
      upper[arm] = mean + reach;
      lower[arm] = mean - reach;
    }
  }
}
