package org.cellwright.science.planner.surrogate;

import org.cellwright.science.planner.surrogate.Fitting.Data;
import org.cellwright.science.planner.surrogate.Fitting.Gap;
import org.cellwright.science.planner.surrogate.Fitting.Relation;

/**
 * Whether a fidelity is explained by the one below it: the odds of two models of its data.
 *
 * <p>One is what the fidelity below says plus a difference; its slope may be anything, a negative
 * one too. The other is a process that shares nothing with it but the unit. Both have the same kind
 * of parameters, each at its most probable value, so that what fitting them flatters cancels (the
 * ratio of the two is the Bayes factor of Kass and Raftery, J. Am. Stat. Assoc. 90, 773, 1995, in
 * which the widths of the two posteriors are taken as equal). The odds before any data are {@value
 * #BEFORE} to one: whoever declares a cheaper fidelity expects something of it.
 */
final class Kinship {
  private static final double BEFORE = 3;
  private static final int ITERATIONS = 40;

  private Kinship() {}

  /**
   * Logarithm of the odds that the fidelity below explains this one.
   *
   * @param explained the fitted difference to the one below
   * @param alone what was told of this fidelity, in standard outputs of the one below
   * @param typical where a process of its own starts
   */
  static double logOdds(Gap explained, Data alone, Kernel typical) {
    double before = StrictMath.log(BEFORE);
    if (alone.value().length == 0) {
      return before;
    }
    Gap unrelated =
        Fitting.fitGap(
            alone, Relation.UNRELATED.typical(typical), typical, Relation.UNRELATED, ITERATIONS);
    return before + explained.logEvidence() - unrelated.logEvidence();
  }
}
