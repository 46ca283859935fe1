/**
 * What the planner believes about outputs where nothing was tried.
 *
 * <p>Each {@link Output} is first made more normal ({@link OutputTransform}, Box and Cox 1964),
 * then learned by a chain of Gaussian processes, one for each fidelity (Kennedy and O'Hagan 2000,
 * in the recursive form of Le Gratiet 2014): the cheapest fidelity by a process of its own, each
 * dearer one by its difference to the one below. {@link Process} is one such process, {@link
 * Kernel} its covariance (Matérn 5/2 with detail and a length scale for each feature, priors of
 * Hvarfner et al. 2024), {@link Fitting} finds its most probable parameters, {@link Surrogate} is
 * the chain of one output and {@link Beliefs} are the chains of all outputs. {@link SuccessModel}
 * learns where runs fail.
 */
@NullMarked
package org.cellwright.science.planner.surrogate;

import org.jspecify.annotations.NullMarked;
