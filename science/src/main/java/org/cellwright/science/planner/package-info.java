/**
 * The planner: what to try next. Knows spaces and observations, never what they mean.
 *
 * <p>A {@link org.cellwright.science.planner.Planner} turns a problem and its {@link
 * org.cellwright.science.planner.History} into an {@link org.cellwright.science.planner.Ask}, a
 * pure function; {@link org.cellwright.science.planner.Planners} finds one by name. {@link
 * org.cellwright.science.planner.LivePlanner} holds a campaign in memory and asks ahead. {@link
 * org.cellwright.science.planner.ModelBased} runs campaigns: a space encoded in [0, 1] ({@code
 * space}), Gaussian processes chained across fidelities ({@code surrogate}), expected hypervolume
 * improvement under constraints ({@code acquisition}), a cost rule for the fidelity. {@link
 * org.cellwright.science.planner.RandomDesigns} and {@link
 * org.cellwright.science.planner.Screening} are what it must beat. {@link
 * org.cellwright.science.planner.Pareto} and {@link org.cellwright.science.planner.Hypervolume}
 * judge the outcome, for reports too.
 *
 * <p>Built on Kennedy and O'Hagan (Biometrika 87, 1, 2000), Le Gratiet and Garnier (2014), Yang et
 * al. (2019), Ament et al. (2023) and Hvarfner et al. (2024); each file cites its own.
 */
@NullMarked
package org.cellwright.science.planner;

import org.jspecify.annotations.NullMarked;
