/**
 * Which inputs of a function matter: {@link SobolIndices} over a whole space, {@link ShapleyValues}
 * at one point. Functions of feature vectors; an input is a span of features. Deterministic.
 *
 * <p>Saltelli et al., Comput. Phys. Commun. 181, 259 (2010); Lundberg and Lee, NeurIPS 2017.
 */
@NullMarked
package org.cellwright.science.planner.explain;

import org.jspecify.annotations.NullMarked;
