/**
 * Planners of other people's libraries, to compare with.
 *
 * <p>They stand here so that science needs no library for them. {@link
 * org.cellwright.platform.baseline.Nsga2} is NSGA-II.
 */
@NullMarked
package org.cellwright.platform.baseline;

import org.jspecify.annotations.NullMarked;
