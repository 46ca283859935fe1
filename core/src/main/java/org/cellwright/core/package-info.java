/**
 * The vocabulary that every room speaks.
 *
 * <p>In the order in which a campaign meets them: {@link MeasurementUnit} and {@link Value} (a
 * scalar never travels without its unit and the kind of its uncertainty), {@link Variable} and
 * {@link Space} (what may be chosen), {@link Objective} and {@link Constraint} (what is wanted; a
 * constraint is a slack), {@link Method} with its {@link Port}s and its {@link Outcome} (whatever
 * answers a question about a {@link Design}), {@link Fidelity} (a method, an ordered setting of it
 * and its price), {@link Problem} (all of that together), {@link Observation} (what the archive
 * keeps) and {@link CellwrightException} (what was wrong, where, what to do).
 *
 * <p>Units are parsed and converted here, at the boundary; inside the rooms numbers are SI doubles.
 */
@NullMarked
package org.cellwright.core;

import org.jspecify.annotations.NullMarked;
