/**
 * What a design promises, and where the promise is greatest.
 *
 * <p>{@link Improvement} says what better means: expected improvement of one loss, exact expected
 * hypervolume improvement of two, both in logarithms (Ament et al., NeurIPS 2023; Emmerich, Yang et
 * al. 2016–2019). {@link Promise} adds the logarithms of the probabilities that each constraint is
 * met and that the run succeeds, with gradients through the surrogates. {@link PromiseSearch} looks
 * for its maximum in a space with discrete parts and known rules.
 */
@NullMarked
package org.cellwright.science.planner.acquisition;

import org.jspecify.annotations.NullMarked;
