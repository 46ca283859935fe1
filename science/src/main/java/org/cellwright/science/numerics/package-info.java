/**
 * Mathematics without meaning: tables, linear algebra, time integration, optimisation, sampling.
 *
 * <p>{@link CubicTable} tabulates a smooth function with its derivative; {@code dae} integrates in
 * time. Everything in science may use this room; it uses none.
 */
@NullMarked
package org.cellwright.science.numerics;

import org.jspecify.annotations.NullMarked;
