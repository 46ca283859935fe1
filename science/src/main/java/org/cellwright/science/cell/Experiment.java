package org.cellwright.science.cell;

import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import java.util.OptionalDouble;
import org.cellwright.core.CellwrightException;
import org.cellwright.science.cell.experiment.DriveCycle;
import org.cellwright.science.cell.experiment.Sentences;
import org.cellwright.science.cell.experiment.Unicycler;

/**
 * What is done to a cell, step after step.
 *
 * @param steps at least one, in order, repetitions written out
 * @param safety limits that abort the whole experiment
 * @param notes what the reader wants known, such as a step that has no meaning in a simulation
 */
public record Experiment(List<Step> steps, Safety safety, List<String> notes) {
  /** No experiment may have more steps than this once its repetitions are written out. */
  public static final int MAX_STEPS = 100_000;

  public Experiment {
    steps = List.copyOf(steps);
    notes = List.copyOf(notes);
    if (steps.isEmpty()) {
      throw CellwrightException.refused(
          "an experiment without steps", null, "Write for example: Discharge at 1C until 2.5 V");
    }
  }

  public Experiment(List<Step> steps) {
    this(steps, Safety.NONE, List.of());
  }

  /**
   * Limits that abort the whole experiment once exceeded for a while.
   *
   * @param maxVoltage V
   * @param minVoltage V
   * @param maxCurrent A, charging positive
   * @param minCurrent A, charging positive
   * @param maxCapacity A·h (not SI) passed within a step
   * @param delay for which a limit of voltage, current or capacity must be exceeded without a
   *     break, s; none means at once
   */
  public record Safety(
      OptionalDouble maxVoltage,
      OptionalDouble minVoltage,
      OptionalDouble maxCurrent,
      OptionalDouble minCurrent,
      OptionalDouble maxCapacity,
      OptionalDouble delay) {
    public static final Safety NONE =
        new Safety(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
  }

  /**
   * Reads sentences such as {@code Discharge at 1C until 2.5 V}, {@code Hold at 4.2 V until C/50},
   * {@code Rest for 1 hour}; see the package {@code experiment} for the grammar.
   *
   * @throws CellwrightException which quotes the text and points at the word
   */
  public static Experiment parse(String text) {
    return Sentences.parse(text);
  }

  /**
   * Reads an aurora-unicycler protocol.
   *
   * @param in JSON in UTF-8; not closed
   * @param name of the file, for messages
   */
  public static Experiment fromUnicycler(InputStream in, String name) {
    return Unicycler.read(in, name);
  }

  /**
   * Reads a drive cycle: columns {@code test_time_second} and one of {@code current_ampere}, {@code
   * power_watt}, {@code voltage_volt}, which are charge positive, or such as {@code Time [s]} and
   * {@code Current [A]}, which must say their sign; other columns are left alone.
   *
   * @param csv with a header row; lines beginning with # are comments; not closed
   * @param name of the file, for messages
   * @param dischargePositive whether current or power in the file is positive when it discharges,
   *     whatever its header says
   * @throws CellwrightException also if neither header nor parameter says the sign
   */
  public static Experiment fromDriveCycle(Reader csv, String name, boolean dischargePositive) {
    return DriveCycle.read(csv, name, dischargePositive);
  }
}
