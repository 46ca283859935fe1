package org.cellwright.science.cell;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellwright.core.CellwrightException;

/**
 * What a simulated cell did.
 *
 * <p>Arrays hold one value for each recorded point and are shared, not copied: do not write into
 * them. Current and charge are positive when charging, as in the Battery Data Format.
 *
 * @param time since the start, s; rising, twice the same where a step ends and the next begins
 * @param voltage at the terminals, V
 * @param current of the whole cell, A
 * @param temperature of the cell, K
 * @param platingMargin smallest potential of the negative electrode's solid against its
 *     electrolyte, V; below zero lithium may plate; NaN where the model does not know it
 * @param charge passed since the start, A·h (not SI)
 * @param energy put in since the start, W·h (not SI)
 * @param step number of the step, from 1
 * @param events what happened, in order
 * @param endReason why the last step ended, in words
 * @param completion whether every step ended as it should; the worst of them counts
 * @param effort what it took
 * @param balance how well what must be conserved was
 * @param highestSaltConcentration at any recorded point, mol/m³
 * @param readings what else was asked for, by the names of the columns, in the units they end on
 * @param citations what this result stands on: models, methods and the source of the cell
 */
public record Solution(
    double[] time,
    double[] voltage,
    double[] current,
    double[] temperature,
    double[] platingMargin,
    double[] charge,
    double[] energy,
    int[] step,
    List<Event> events,
    String endReason,
    Completion completion,
    Effort effort,
    Balance balance,
    double highestSaltConcentration,
    Map<String, double[]> readings,
    List<Citation> citations) {

  /** How an experiment ended. */
  public enum Completion {
    /** Every step as it should. */
    DONE,
    /** A cut-off or a safety limit came first. */
    CUT_OFF,
    /** The model could not go on. */
    FAILED,
    /** It was interrupted; what came before is there. */
    STOPPED
  }

  /**
   * Something that happened at a time, s.
   *
   * @param completion of the step that it ended
   */
  public record Event(String name, double time, Completion completion) {}

  /** Work done by the solver. */
  public record Effort(
      long steps, long repeatedSteps, long newtonIterations, long factorisations) {}

  /**
   * Conservation, as fractions.
   *
   * @param lithiumDefect change of all lithium in particles and electrolyte over what there was, in
   *     a half cell apart from what the lithium metal gave
   * @param chargeDefect difference between the charge that passed the terminals and the charge that
   *     left the particles of the negative electrode and their double layers, over the nominal
   *     capacity; in a half cell those of the only porous electrode
   */
  public record Balance(double lithiumDefect, double chargeDefect) {}

  public int points() {
    return time.length;
  }

  /** A column by its name in the Battery Data Format, or by ours where that has none. */
  public Map<String, double[]> columns() {
    Map<String, double[]> columns = new HashMap<>();
    columns.put("test_time_second", time);
    columns.put("voltage_volt", voltage);
    columns.put("current_ampere", current);
    columns.put(
        "cell_temperature_celsius", Arrays.stream(temperature).map(t -> t - 273.15).toArray());
    columns.put("plating_margin_volt", platingMargin);
    columns.put("net_capacity_ah", charge);
    columns.put("net_energy_wh", energy);
    columns.put("step_count", Arrays.stream(step).asDoubleStream().toArray());
    columns.putAll(readings);
    return Collections.unmodifiableMap(columns);
  }

  /**
   * A reading by the name of its column, such as {@code "negative_potential_volt"}.
   *
   * @throws CellwrightException REFUSED if it was not recorded
   */
  public double[] reading(String word) {
    double[] values = readings.get(word);
    if (values == null) {
      throw CellwrightException.refused(
          "the reading '%s' was not recorded".formatted(word),
          "--readings",
          "Ask for it before the simulation runs. There are " + readings.keySet() + ".");
    }
    return values;
  }

  /** At any recorded point, V. */
  public double lowestPlatingMargin() {
    return Arrays.stream(platingMargin).min().orElse(Double.NaN);
  }

  /** At any recorded point, K. */
  public double highestTemperature() {
    return Arrays.stream(temperature).max().orElse(Double.NaN);
  }

  public boolean complete() {
    return completion == Completion.DONE;
  }

  /**
   * Index of the first point of a step or of a later one; the number of points if there is none.
   */
  int firstOf(int number) {
    int k = 0;
    while (k < step.length && step[k] < number) {
      k++;
    }
    return k;
  }

  /** Voltage at any time within the solution, linear between points, V. */
  public double voltageAt(double when) {
    return interpolate(voltage, when);
  }

  private double interpolate(double[] values, double when) {
    int found = Arrays.binarySearch(time, when);
    if (found >= 0) {
      return values[found];
    }
    int right = Math.clamp(-found - 1, 1, time.length - 1);
    double fraction = (when - time[right - 1]) / (time[right] - time[right - 1]);
    return values[right - 1] + fraction * (values[right] - values[right - 1]);
  }
}
