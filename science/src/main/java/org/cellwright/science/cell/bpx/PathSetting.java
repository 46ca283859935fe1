package org.cellwright.science.cell.bpx;

import org.cellwright.science.cell.Bpx;

/** Sets one field of a cell, given as text. */
public final class PathSetting {
  private PathSetting() {}

  /** See {@link Bpx#with}. */
  public static Bpx apply(Bpx bpx, String path, String value) {
    throw new UnsupportedOperationException("not there yet: " + bpx + path + value);
  }
}
