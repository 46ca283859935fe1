package org.cellwright.science.cell.bpx;

import java.io.OutputStream;
import org.cellwright.science.cell.Bpx;

/** Writing of BPX 1.1. */
public final class BpxWriter {
  private BpxWriter() {}

  /** See {@link Bpx#write}. */
  public static void write(Bpx bpx, OutputStream out) {
    throw new UnsupportedOperationException("not there yet: " + bpx + out);
  }
}
