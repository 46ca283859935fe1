package org.cellwright.science.planner;

import org.cellwright.science.planner.acquisition.Promise;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;
import org.cellwright.science.planner.surrogate.Beliefs;

/**
 * What a planner holds of a campaign at one moment.
 *
 * @param left of the budget
 * @param seed of the ask that would come next
 */
record Outlook(
    Encoding encoding,
    Rules rules,
    Past past,
    Ladder ladder,
    Beliefs beliefs,
    Promise promise,
    double left,
    long seed) {}
