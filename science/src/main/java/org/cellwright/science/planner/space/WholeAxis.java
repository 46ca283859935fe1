package org.cellwright.science.planner.space;

import java.util.function.Consumer;
import org.cellwright.core.MeasurementUnit;
import org.cellwright.core.Value;
import org.cellwright.science.numerics.RandomStream;

/**
 * Whole numbers at their place between the first and the last. Their number makes no difference:
 * levels are computed where they are needed.
 */
record WholeAxis(int lower, int upper) implements Axis {
  /** From so many levels on there are more than the next ones and one anywhere to move to. */
  private static final int WIDE = 10_000;

  @Override
  public long cardinality() {
    return (long) upper - lower + 1;
  }

  @Override
  public void write(Value value, double[] z, int at) {
    z[at] = place(Axis.number(value, MeasurementUnit.ONE));
  }

  @Override
  public Value read(double[] z, int at) {
    return Value.Scalar.of(nearest(z[at]), MeasurementUnit.ONE);
  }

  @Override
  public void fromUnit(double[] u, int unitAt, double[] z, int at) {
    z[at] = place(lower + Math.min(cardinality() - 1, (long) (u[unitAt] * cardinality())));
  }

  @Override
  public void settle(double[] z, int at) {
    z[at] = place(nearest(z[at]));
  }

  /** The next ones and one anywhere; in a wide range also some farther and farther away. */
  @Override
  public void neighbours(double[] z, int at, RandomStream random, Consumer<double[]> found) {
    long here = nearest(z[at]);
    long far = lower + (long) (random.nextDouble() * cardinality());
    move(here - 1, here, z, at, found);
    move(here + 1, here, z, at, found);
    move(far, here, z, at, found);
    for (long step = 8; cardinality() > WIDE && step < cardinality(); step *= 8) {
      move(here - step, here, z, at, found);
      move(here + step, here, z, at, found);
    }
  }

  @Override
  public boolean isSame(double[] a, int atA, double[] b, int atB) {
    return a[atA] == b[atB] || nearest(a[atA]) == nearest(b[atB]);
  }

  private void move(long level, long here, double[] z, int at, Consumer<double[]> found) {
    if (level >= lower && level <= upper && level != here) {
      double[] moved = z.clone();
      moved[at] = place(level);
      found.accept(moved);
    }
  }

  private double place(double level) {
    return (level - lower) / ((double) upper - lower);
  }

  /** The lower of two that are equally near. */
  private long nearest(double place) {
    double span = (double) upper - lower;
    long below = lower + (long) Math.floor(Math.min(1, Math.max(0, place)) * span);
    long best = Math.max(lower, below - 1);
    for (long level = best + 1; level <= Math.min(upper, below + 2); level++) {
      if (Math.abs(place(level) - place) < Math.abs(place(best) - place)) {
        best = level;
      }
    }
    return best;
  }
}
