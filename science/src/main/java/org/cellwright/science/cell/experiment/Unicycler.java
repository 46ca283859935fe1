package org.cellwright.science.cell.experiment;

import org.cellwright.science.cell.Experiment;

/** Reads experiments. */
public final class Unicycler {
  private Unicycler() {}

  /** Reads an experiment. */
  public static Experiment read(java.io.InputStream in, String name) {
    throw new UnsupportedOperationException("not there yet");
  }
}
