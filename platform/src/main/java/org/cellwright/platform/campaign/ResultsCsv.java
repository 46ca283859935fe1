package org.cellwright.platform.campaign;

import java.io.IOException;
import java.io.OutputStream;

/** {@code results.csv}: one row an evaluation, units in the header; RFC 4180. */
public final class ResultsCsv {
  private ResultsCsv() {}

  /** The stream stays open. */
  public static void write(RunResult result, OutputStream out) throws IOException {
    throw new UnsupportedOperationException("" + result + out);
  }
}
