package org.cellwright.science.cell.experiment;

import org.cellwright.science.cell.Experiment;

/** Reads experiments. */
public final class Sentences {
  private Sentences() {}

  /** Reads an experiment. */
  public static Experiment parse(String text) {
    throw new UnsupportedOperationException("not there yet");
  }
}
