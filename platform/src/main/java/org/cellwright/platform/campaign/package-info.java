/**
 * The durable loop: ask the planner, carry out, record, ask again; stopped or killed at any moment
 * it goes on as if nothing had happened.
 *
 * <p>In the order in which data meets them: {@link CampaignFile} (what a person wrote, checked to
 * the last unit), {@link Planners} (who decides, and with whom that is compared), {@link Campaign}
 * (the one stateful class), {@link Progress} (what a terminal wants to know meanwhile), {@link
 * RunResult} with {@link ResultsJson} and {@link ResultsCsv} (what came of it, rebuilt from the
 * archive's log alone). {@link GivenDesigns} and {@link Evaluation} answer for designs that a
 * person chose.
 *
 * <p>Every decision is a function of the log's prefix, what is pending and the seed. Calculations
 * cut short are repeated under the same step key; steps with a physical effect never are.
 */
@NullMarked
package org.cellwright.platform.campaign;

import org.jspecify.annotations.NullMarked;
