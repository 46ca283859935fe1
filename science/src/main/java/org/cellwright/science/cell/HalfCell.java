package org.cellwright.science.cell;

/** Which electrode of a cell faces lithium metal in a half cell. */
public enum HalfCell {
  NEGATIVE,
  POSITIVE
}
