package org.cellwright.science.cell.bpx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import org.cellwright.science.cell.Bpx;

/** Strict reading of BPX 0.x and 1.x. */
public final class BpxReader {
  private BpxReader() {}

  /** See {@link Bpx#read}. */
  public static Bpx read(InputStream in, String name) {
    throw new UnsupportedOperationException("not there yet: " + name + in);
  }

  static Bpx read(ObjectNode root) {
    throw new UnsupportedOperationException("not there yet: " + root);
  }
}
