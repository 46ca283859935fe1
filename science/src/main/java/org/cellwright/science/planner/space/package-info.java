/**
 * Spaces as a planner sees them: points in [0, 1].
 *
 * <p>{@link Encoding} turns a {@code Design} into features and back, an {@link Axis} for each
 * variable: numbers keep their place between their bounds; whole numbers and levels do too and are
 * rounded; choices become their descriptors, or corners of a simplex at Hamming distance where
 * nothing is known of them; blends are their fractions. {@link Rules} keeps the rules known
 * beforehand: it proves a space empty, finds a first design, and mends candidates. Product spaces
 * are never enumerated unless small; neighbours are made when they are needed.
 */
@NullMarked
package org.cellwright.science.planner.space;

import org.jspecify.annotations.NullMarked;
