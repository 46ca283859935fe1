package org.cellwright.science.planner.backtest;

/**
 * A column that is a cheaper look at the objective.
 *
 * @param cost of one look; the measurement itself costs 1
 */
public record CheapLook(String column, double cost) {}
