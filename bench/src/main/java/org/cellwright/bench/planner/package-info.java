/**
 * How many experiments the planner needs on sets of real candidates, beside a plain model-based
 * floor and beside other planners.
 *
 * <p>{@code Sets} reads the candidates, {@code Trials} lets a {@code Strategy} choose among them
 * and keeps what it chose, {@code Score} counts. What is special to one set (a robot, a charging
 * campaign, a cheap second opinion) has a class of its own. Sources and traps of the data: {@code
 * SOURCES.md} beside them.
 */
@NullMarked
package org.cellwright.bench.planner;

import org.jspecify.annotations.NullMarked;
