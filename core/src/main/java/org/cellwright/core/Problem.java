package org.cellwright.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is to be found: a space, what is wanted, what must hold, with what it can be tried, and for
 * how much.
 *
 * @param fidelities same outputs, cheapest first; the last one counts
 * @param budget in the unit of cost
 * @param referencePoint one value for each objective, in its unit: the worst that still counts for
 *     the hypervolume
 * @param batch what designs that are made together share
 * @param hierarchy of the objectives; none where they are traded off
 */
public record Problem(
    String name,
    Space space,
    List<Objective> objectives,
    List<Constraint> constraints,
    List<Fidelity> fidelities,
    double budget,
    List<Double> referencePoint,
    long seed,
    Batch batch,
    Hierarchy hierarchy) {
  public Problem {
    objectives = List.copyOf(objectives);
    constraints = List.copyOf(constraints);
    fidelities = List.copyOf(fidelities);
    referencePoint = List.copyOf(referencePoint);
  }

  /** With designs that share nothing and objectives that are traded off. */
  public Problem(
      String name,
      Space space,
      List<Objective> objectives,
      List<Constraint> constraints,
      List<Fidelity> fidelities,
      double budget,
      List<Double> referencePoint,
      long seed) {
    this(
        name,
        space,
        objectives,
        constraints,
        fidelities,
        budget,
        referencePoint,
        seed,
        Batch.NONE,
        Hierarchy.NONE);
  }

  /** Whose objectives have an order. */
  public Problem with(Hierarchy given) {
    return with(budget, seed, given);
  }

  /** The same for another budget, in the unit of cost. */
  public Problem withBudget(double given) {
    return with(given, seed, hierarchy);
  }

  /** The same from another seed. */
  public Problem withSeed(long given) {
    return with(budget, given, hierarchy);
  }

  private Problem with(double newBudget, long newSeed, Hierarchy newHierarchy) {
    return new Problem(
        name,
        space,
        objectives,
        constraints,
        fidelities,
        newBudget,
        referencePoint,
        newSeed,
        batch,
        newHierarchy);
  }

  /**
   * The outputs that objectives and constraints are, or are made of, with the unit in which each is
   * wanted.
   */
  public SequencedMap<String, MeasurementUnit> outputs() {
    SequencedMap<String, MeasurementUnit> outputs = new LinkedHashMap<>();
    for (Objective objective : objectives) {
      if (objective.formula() == null) {
        outputs.put(objective.name(), objective.unit());
      } else {
        objective.formula().inputs().forEach(outputs::putIfAbsent);
      }
    }
    constraints.forEach(constraint -> outputs.putIfAbsent(constraint.name(), constraint.unit()));
    return outputs;
  }

  /** The fidelity that counts. */
  public Fidelity highest() {
    return fidelities.getLast();
  }
}
