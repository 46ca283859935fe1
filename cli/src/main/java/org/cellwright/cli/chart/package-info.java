/**
 * Charts. {@link Axis} picks round numbers; {@link Plot} draws points, lines, steps and bands
 * between two axes, {@link Strips} shows where values sit between their bounds; what they draw is a
 * {@link Drawing}: SVG for a page with its own style sheet, SVG that stands alone, or PNG, from the
 * same shapes. {@link Chart} is for curves over one another: a drawing or, from the same
 * description, characters for a terminal.
 *
 * <p>Colours are names of styles: a page gives them their light and dark values, {@link Look} those
 * of pictures that stand alone. Knows nothing of what is drawn.
 */
@NullMarked
package org.cellwright.cli.chart;

import org.jspecify.annotations.NullMarked;
