package org.cellwright.science.cell.experiment;

import org.cellwright.science.cell.Experiment;

/** Reads experiments. */
public final class DriveCycle {
  private DriveCycle() {}

  /** Reads an experiment. */
  public static Experiment read(java.io.Reader csv, String name, boolean dischargePositive) {
    throw new UnsupportedOperationException("not there yet");
  }
}
