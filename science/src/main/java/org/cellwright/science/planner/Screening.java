package org.cellwright.science.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Constraint;
import org.cellwright.core.Fidelity;
import org.cellwright.core.Observation;
import org.cellwright.core.Problem;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;

/**
 * A baseline: half of the budget on random designs at the second-highest fidelity, the rest on the
 * best of them at the highest.
 *
 * <p>Best means: feasible ones by rank of non-dominated sorting (Deb et al. 2002), within a rank by
 * the hypervolume that each alone contributes; then the others by the sum of their breaches, each
 * in standard deviations of its constraint's slack.
 */
public final class Screening implements Planner {

  @Override
  public Optional<Ask> ask(Problem problem, History history) {
    List<Fidelity> fidelities = problem.fidelities();
    if (fidelities.size() < 2) {
      return new RandomDesigns().ask(problem, history);
    }
    Fidelity cheap = fidelities.get(fidelities.size() - 2);
    Fidelity top = problem.highest();
    Encoding encoding = new Encoding(problem.space()).holding(history.fixed());
    Rules rules = Rules.of(encoding);
    List<double[]> screened = RandomDesigns.taken(encoding, history, cheap.name());
    SequencedMap<String, String> reasons = new LinkedHashMap<>();
    int share = (int) Math.floor(0.5 * problem.budget() / cheap.cost() + 1e-9);
    double left = problem.budget() - history.spent();
    if (screened.size() < share && left >= cheap.cost() * (1 - 1e-9)) {
      double[] z =
          DesignStream.random(encoding, rules, problem.seed()).next(history.asked(), screened);
      if (z != null) {
        reasons.put("why", "screened at random, %d of %d".formatted(screened.size() + 1, share));
        return Optional.of(new Ask(encoding.decode(z), cheap.name(), reasons, ""));
      }
    }
    if (left < top.cost() * (1 - 1e-9)) {
      return Optional.empty();
    }
    List<double[]> made = RandomDesigns.taken(encoding, history, top.name());
    List<Observation> ok =
        history.observations().stream()
            .filter(o -> o.isOk() && o.fidelity().equals(cheap.name()))
            .toList();
    int rank = 0;
    for (Observation observation : ranked(problem, ok)) {
      rank++;
      double[] z = encoding.encode(observation.asked());
      if (encoding.holds(z) && made.stream().noneMatch(t -> encoding.isSame(t, z))) {
        reasons.put("why", "number %d of %d screened".formatted(rank, ok.size()));
        reasons.put("screened as", observation.id());
        return Optional.of(new Ask(observation.asked(), top.name(), reasons, ""));
      }
    }
    return Optional.empty();
  }

  static List<Observation> ranked(Problem problem, List<Observation> ok) {
    List<Observation> ranked = new ArrayList<>();
    List<Observation> left =
        new ArrayList<>(ok.stream().filter(o -> o.isFeasible(problem.constraints())).toList());
    double[] reference = reference(problem, left);
    while (!left.isEmpty()) {
      List<double[]> losses = left.stream().map(o -> Hypervolume.losses(problem, o)).toList();
      List<double[]> front = new ArrayList<>();
      List<Observation> members = new ArrayList<>();
      for (int i : Pareto.front(losses)) {
        front.add(losses.get(i));
        members.add(left.get(i));
      }
      double all = Hypervolume.of(front, reference);
      double[] contribution = new double[front.size()];
      for (int i = 0; i < contribution.length; i++) {
        List<double[]> others = new ArrayList<>(front);
        others.remove(i);
        contribution[i] = all - Hypervolume.of(others, reference);
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < contribution.length; i++) {
        order.add(i);
      }
      order.sort(Comparator.comparingDouble(i -> -contribution[i]));
      order.forEach(i -> ranked.add(members.get(i)));
      left.removeAll(members);
    }
    List<Observation> infeasible = new ArrayList<>(ok);
    infeasible.removeAll(ranked);
    double[] scale = new double[problem.constraints().size()];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = deviation(problem.constraints().get(c), ok);
    }
    infeasible.sort(Comparator.comparingDouble(o -> breach(problem, o, scale)));
    ranked.addAll(infeasible);
    return ranked;
  }

  /** As given, else the worst of these. */
  private static double[] reference(Problem problem, List<Observation> feasible) {
    if (problem.referencePoint().size() == problem.objectives().size()) {
      return Hypervolume.reference(problem);
    }
    double[] worst = new double[problem.objectives().size()];
    Arrays.fill(worst, Double.NEGATIVE_INFINITY);
    for (Observation observation : feasible) {
      double[] losses = Hypervolume.losses(problem, observation);
      Arrays.setAll(worst, i -> Math.max(worst[i], losses[i]));
    }
    return worst;
  }

  private static double breach(Problem problem, Observation observation, double[] scale) {
    double sum = 0;
    for (int c = 0; c < scale.length; c++) {
      Constraint constraint = problem.constraints().get(c);
      double slack = constraint.slack(observation.outcome(constraint.name(), constraint.unit()));
      sum += Math.max(0, -slack) / scale[c];
    }
    return sum;
  }

  private static double deviation(Constraint constraint, List<Observation> observations) {
    double[] values =
        observations.stream()
            .mapToDouble(o -> o.outcome(constraint.name(), constraint.unit()))
            .toArray();
    double mean = Arrays.stream(values).average().orElse(0);
    double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double deviation = Math.sqrt(square / Math.max(1, values.length - 1));
    return deviation > 0 ? deviation : 1;
  }
}
