package org.cellwright.core;

import java.util.List;

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

  /** Whose objectives are traded off. */
  public Problem(
      String name,
      Space space,
      List<Objective> objectives,
      List<Constraint> constraints,
      List<Fidelity> fidelities,
      double budget,
      List<Double> referencePoint,
      long seed,
      Batch batch) {
    this(
        name,
        space,
        objectives,
        constraints,
        fidelities,
        budget,
        referencePoint,
        seed,
        batch,
        Hierarchy.NONE);
  }

  /** Whose objectives have an order. */
  public Problem with(Hierarchy given) {
    return new Problem(
        name,
        space,
        objectives,
        constraints,
        fidelities,
        budget,
        referencePoint,
        seed,
        batch,
        given);
  }

  /** With designs that share nothing. */
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
        name, space, objectives, constraints, fidelities, budget, referencePoint, seed, Batch.NONE);
  }

  /** The fidelity that counts. */
  public Fidelity highest() {
    return fidelities.getLast();
  }
}
