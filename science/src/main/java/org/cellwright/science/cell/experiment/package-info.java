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
 * action     = "Rest" | "Hold at" voltage | "Hold plating margin at" voltage
 *            | ("Charge" | "Discharge") "at" load { "or" limit }
 * load       = current | C-rate | power | margin, or a resistance for a discharge
 * limit      = current | C-rate | voltage | margin
 * ending     = "for" duration | "until" (voltage | current | C-rate | margin)
 * margin     = voltage "plating margin"
 * C-rate     = "1C" | "0.5 C" | "C/20"
 * </pre>
 *
 * <p>Beyond PyBaMM are groups with their count, plating margins, and limits that take over from
 * each other, the most restrictive of which rules: {@code Charge at 3C or 0 V plating margin or 4.2
 * V until C/20}. A temperature of a step ({@code at 25oC}) and {@code Run} are refused with a
 * reason.
 *
 * <p>{@code Rest} and {@code Hold} need an ending; a charge or discharge without one goes on to the
 * cell's own cut-off voltage.
 */
@NullMarked
package org.cellwright.science.cell.experiment;

import org.jspecify.annotations.NullMarked;
