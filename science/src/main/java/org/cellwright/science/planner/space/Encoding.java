package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.Design;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/** Designs of a space as vectors of features in [0, 1], and back. Immutable. */
public final class Encoding {
  /** Closer than this in every feature counts as the same design. */
  public static final double SAME = 1e-6;

  private final Space space;
  private final List<Axis> axes = new ArrayList<>();
  private final int[] starts;
  private final int[] unitStarts;
  private final int[] groups;
  private final boolean[] continuous;
  private final int groupCount;
  private final Optional<PoolRows> rows;

  public Encoding(Space space) {
    this.space = space;
    int n = space.variables().size();
    this.starts = new int[n + 1];
    this.unitStarts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      Axis axis = Axis.of(space.variables().get(i));
      axes.add(axis);
      starts[i + 1] = starts[i] + axis.width();
      unitStarts[i + 1] = unitStarts[i] + axis.unitWidth();
    }
    this.groups = new int[starts[n]];
    this.continuous = new boolean[starts[n]];
    int group = 0;
    for (int i = 0; i < n; i++) {
      Axis axis = axes.get(i);
      for (int j = starts[i]; j < starts[i + 1]; j++) {
        groups[j] = group;
        continuous[j] = axis instanceof Axis.Line;
        group += axis.isIsotropic() ? 0 : 1;
      }
      group += axis.isIsotropic() ? 1 : 0;
    }
    this.groupCount = group;
    this.rows = space.pool().map(pool -> new PoolRows(pool, axes, starts));
  }

  public Space space() {
    return space;
  }

  /** The candidates, where the space is a pool of them. */
  public Optional<PoolRows> rows() {
    return rows;
  }

  /** How many features a design has. */
  public int width() {
    return starts[axes.size()];
  }

  /** How many coordinates of the unit cube make a design. */
  public int unitWidth() {
    return unitStarts[axes.size()];
  }

  /** Degrees of freedom: a blend of n components has n − 1. */
  public int dimension() {
    int dimension = 0;
    for (Variable variable : space.variables()) {
      dimension += variable instanceof Variable.Blend blend ? blend.atMost().size() - 1 : 1;
    }
    return dimension;
  }

  /** For each feature, the length scale that it shares: 0 to {@link #groupCount} − 1. */
  public int[] groups() {
    return groups.clone();
  }

  public int groupCount() {
    return groupCount;
  }

  /** Whether a feature may be moved by gradients. */
  public boolean isContinuous(int feature) {
    return continuous[feature];
  }

  /** No variable but continuous ones. */
  public boolean isContinuous() {
    return axes.stream().allMatch(axis -> axis instanceof Axis.Line);
  }

  /** How many designs there are, rules aside; {@link Long#MAX_VALUE} for a continuum. */
  public long cardinality() {
    if (rows.isPresent()) {
      return rows.get().size();
    }
    long product = 1;
    for (Axis axis : axes) {
      long high = Math.multiplyHigh(product, axis.cardinality());
      product = high != 0 ? Long.MAX_VALUE : product * axis.cardinality();
      if (product <= 0) {
        return Long.MAX_VALUE;
      }
    }
    return product;
  }

  /** Design {@code index} of a finite space, the last variable running fastest; a pool's row. */
  public double[] element(long index) {
    if (rows.isPresent()) {
      return rows.get().features((int) index);
    }
    double[] u = new double[unitWidth()];
    long rest = index;
    for (int i = axes.size() - 1; i >= 0; i--) {
      long count = axes.get(i).cardinality();
      u[unitStarts[i]] = (rest % count + 0.5) / count;
      rest /= count;
    }
    return fromUnit(u);
  }

  public double[] encode(Design design) {
    double[] z = new double[width()];
    for (int i = 0; i < axes.size(); i++) {
      String name = space.variables().get(i).name();
      Value value = design.values().get(name);
      if (value == null) {
        throw new IllegalArgumentException("the design says nothing of '" + name + "'");
      }
      axes.get(i).write(value, z, starts[i]);
    }
    return z;
  }

  /** As {@link #encode}, or empty for a design that this space has no place for. */
  public Optional<double[]> tryEncode(Design design) {
    try {
      return Optional.of(encode(design));
    } catch (RuntimeException _) {
      return Optional.empty();
    }
  }

  /** The design at settled features. */
  public Design decode(double[] z) {
    int row = rows.isPresent() ? rows.get().find(z) : -1;
    if (row >= 0) {
      return space.pool().orElseThrow().design(row);
    }
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      values.put(space.variables().get(i).name(), axes.get(i).read(z, starts[i]));
    }
    return new Design(values);
  }

  /** The settled features of a point of the unit cube; even there, even here. */
  public double[] fromUnit(double[] u) {
    double[] z = new double[width()];
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).fromUnit(u, unitStarts[i], z, starts[i]);
    }
    return z;
  }

  /** Moves features to the nearest place that the space has. */
  public void settle(double[] z) {
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).settle(z, starts[i]);
    }
  }

  /** Settled points one discrete move or one exchange within a blend away. */
  public List<double[]> neighbours(double[] z, RandomStream random) {
    List<double[]> found = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).neighbours(z, starts[i], random, found::add);
    }
    return found;
  }

  /** A point near another: each variable moved with the given chance, numbers by {@code reach}. */
  public double[] perturb(double[] z, double reach, double chance, RandomStream random) {
    double[] moved = z.clone();
    int certain = random.nextInt(axes.size());
    for (int i = 0; i < axes.size(); i++) {
      if (random.nextDouble() >= chance && i != certain) {
        continue;
      }
      if (axes.get(i) instanceof Axis.Line) {
        moved[starts[i]] += reach * random.nextNormal();
        continue;
      }
      List<double[]> moves = new ArrayList<>();
      axes.get(i).neighbours(moved, starts[i], random, moves::add);
      if (!moves.isEmpty()) {
        moved = moves.get(random.nextInt(moves.size()));
      }
    }
    settle(moved);
    return moved;
  }

  /** The same design, within {@link #SAME} in every feature. */
  public static boolean same(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > SAME) {
        return false;
      }
    }
    return true;
  }
}
