/** The planner: what to try next. */
@NullMarked
package org.cellwright.science.planner;

import org.jspecify.annotations.NullMarked;
