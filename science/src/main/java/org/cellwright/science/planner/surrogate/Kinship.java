package org.cellwright.science.planner.surrogate;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.science.planner.surrogate.Fitting.Data;
import org.cellwright.science.planner.surrogate.Fitting.Gap;
import org.cellwright.science.planner.surrogate.Fitting.Relation;
import org.jspecify.annotations.Nullable;

/**
 * How a fidelity stands to the one below it: the odds of three models of its data.
 *
 * <p>It is the same thing seen again, or akin to it, or unrelated ({@link Relation}). All three
 * have the same kind of parameters, each at its most probable value, so that what fitting them
 * flatters cancels: the ratio of their evidence is the Bayes factor (Kass and Raftery, J. Am. Stat.
 * Assoc. 90, 773, 1995), the widths of the posteriors taken as equal. Before any data the odds are
 * {@value #BEFORE} to one that it is explained, in either way alike: whoever declares a cheaper
 * fidelity expects something of it.
 *
 * @param kernels of the three, as in {@link #RELATIONS}
 * @param logOdds that the fidelity below explains this one
 */
record Kinship(List<Kernel> kernels, int likelier, double logOdds) {
  static final List<Relation> RELATIONS = List.of(Relation.SAME, Relation.AKIN, Relation.UNRELATED);

  private static final double BEFORE = 3;

  /** The odds before any data. */
  static final double LOG_BEFORE = StrictMath.log(BEFORE);

  private static final int FIRST_ITERATIONS = 40;
  private static final int WARM_ITERATIONS = 12;

  /** Of the difference to the fidelity below, by the likelier way of explaining it. */
  Kernel difference() {
    return kernels.get(likelier);
  }

  /**
   * @param difference what was told beyond what the fidelity below says
   * @param alone the same data in standard outputs of the one below
   * @param below its kernel
   * @param rough a process of its own that is surprised by nothing
   * @param known from fewer data
   */
  static Kinship of(
      Data difference, Data alone, Kernel below, Kernel rough, @Nullable Kinship known) {
    if (alone.value().length == 0) {
      return new Kinship(
          List.of(
              Relation.SAME.typical(below),
              Relation.AKIN.typical(below),
              Relation.UNRELATED.typical(rough)),
          0,
          LOG_BEFORE);
    }
    List<Kernel> kernels = new ArrayList<>();
    double[] evidence = new double[RELATIONS.size()];
    for (int i = 0; i < evidence.length; i++) {
      Relation relation = RELATIONS.get(i);
      boolean explained = relation != Relation.UNRELATED;
      Kernel lengths = explained ? below : rough;
      Kernel start = known == null ? relation.typical(lengths) : known.kernels.get(i);
      int iterations = known == null ? FIRST_ITERATIONS : WARM_ITERATIONS;
      Gap gap =
          Fitting.fitGap(explained ? difference : alone, start, lengths, relation, iterations);
      kernels.add(gap.kernel());
      evidence[i] = gap.logEvidence();
    }
    double larger = Math.max(evidence[0], evidence[1]);
    double explained =
        larger + StrictMath.log1p(StrictMath.exp(-Math.abs(evidence[0] - evidence[1])));
    return new Kinship(
        List.copyOf(kernels),
        evidence[1] > evidence[0] ? 1 : 0,
        LOG_BEFORE + explained - StrictMath.log(2) - evidence[2]);
  }
}
