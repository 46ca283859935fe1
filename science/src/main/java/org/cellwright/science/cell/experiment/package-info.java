/**
 * Readers of experiments: sentences, aurora-unicycler protocols, drive cycles. Other rooms use
 * {@link org.cellwright.science.cell.Experiment}.
 *
 * <p>The sentences are those of PyBaMM, with groups. Upper and lower case are the same; # begins a
 * comment.
 *
 * <pre>
 * experiment = item { separator item }             separator: a new line, ";" or ","
 * item       = step | "(" experiment ")" ("x" | "×" | "*") count
 * step       = action [ ending { "or" ending } ] [ "(" duration "period" ")" ]
 * action     = "Rest" | "Hold at" voltage | ("Charge" | "Discharge") "at" load
 * load       = current | C-rate | power, or a resistance for a discharge
 * ending     = "for" duration | "until" (voltage | current | C-rate)
 * C-rate     = "1C" | "0.5 C" | "C/20"
 * </pre>
 *
 * <p>{@code Rest} and {@code Hold} need an ending; a charge or discharge without one goes on to the
 * cell's own cut-off voltage.
 */
@NullMarked
package org.cellwright.science.cell.experiment;

import org.jspecify.annotations.NullMarked;
