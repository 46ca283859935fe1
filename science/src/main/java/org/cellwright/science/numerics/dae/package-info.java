/**
 * Time integration of stiff differential-algebraic systems of index 1.
 *
 * <p>{@link ImplicitSystem} is what a model offers: it solves one implicit step with whatever
 * structure it has; {@link BdfIntegrator} chooses order and step, interpolates between steps and
 * never stops for output; {@link TrBdf2Integrator} takes one step from bend to bend of the input.
 *
 * <p>References: Shampine and Reichelt, SIAM J. Sci. Comput. 18 (1997) 1 (numerical differentiation
 * formulas); Brown, Hindmarsh and Petzold, SIAM J. Sci. Comput. 19 (1998) 1495 (consistent initial
 * values).
 */
@NullMarked
package org.cellwright.science.numerics.dae;

import org.jspecify.annotations.NullMarked;
