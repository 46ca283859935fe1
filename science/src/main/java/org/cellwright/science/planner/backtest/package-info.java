/**
 * How good a planner would have been: replays it on candidates that were all measured.
 *
 * <p>A {@link org.cellwright.science.planner.backtest.Table} has the measurements, {@link
 * org.cellwright.science.planner.backtest.TableSpace} finds the variables in it, {@link
 * org.cellwright.science.planner.backtest.Backtest} lets a planner ask for one candidate after
 * another and answers from the table, and the {@link
 * org.cellwright.science.planner.backtest.Report} says how many it took, beside random search and
 * one factor at a time.
 */
@NullMarked
package org.cellwright.science.planner.backtest;

import org.jspecify.annotations.NullMarked;
