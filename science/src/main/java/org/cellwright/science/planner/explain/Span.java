package org.cellwright.science.planner.explain;

/** The features of one input: from {@code start} to before {@code end}. */
public record Span(int start, int end) {

  /** A copy of {@code x} with this input taken from {@code other}. */
  double[] exchanged(double[] x, double[] other) {
    double[] mixed = x.clone();
    System.arraycopy(other, start, mixed, start, end - start);
    return mixed;
  }
}
