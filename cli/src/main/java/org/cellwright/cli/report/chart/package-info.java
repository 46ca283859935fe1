/**
 * Charts as SVG text: {@link Axis} picks round numbers, {@link Plot} draws points, lines, steps and
 * bands between two axes, {@link Strips} shows where values sit between their bounds. Colours are
 * classes; the page's style sheet gives them their light and dark values. Knows nothing of what is
 * drawn.
 */
@NullMarked
package org.cellwright.cli.report.chart;

import org.jspecify.annotations.NullMarked;
