/**
 * Mathematics that knows nothing of batteries; everything in science may use this room, it uses
 * none.
 *
 * <p>Functions: {@link CubicTable}, tabulated with their derivatives. Block tridiagonal systems:
 * {@link TwoChains}. Sampling: {@link Sobol} (Joe–Kuo direction numbers, scrambled as Owen does)
 * and {@link RandomStream} (SplitMix64), both the same on every machine. Dense linear algebra:
 * {@link Cholesky}, which grows by a row at a time and gives the same bits as a factorisation from
 * scratch. Optimisation: {@link BoundedLbfgs}. Probability: {@link NormalDistribution} with
 * logarithms that hold far into the tails. Time: {@code dae}.
 *
 * <p>Everything here is deterministic: fixed orders of summation, no clock, no shared state; what
 * the planner's replay rests on uses {@link StrictMath} for whatever is not exactly rounded.
 */
@NullMarked
package org.cellwright.science.numerics;

import org.jspecify.annotations.NullMarked;
