package org.cellwright.science.planner.space;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.cellwright.core.CellwrightException;
import org.cellwright.core.Design;
import org.cellwright.core.NearestName;
import org.cellwright.core.Space;
import org.cellwright.core.Value;
import org.cellwright.core.Variable;
import org.cellwright.science.numerics.RandomStream;

/** Designs of a space as vectors of features in [0, 1], and back. Immutable. */
public final class Encoding {
  /** Numbers closer than this share of their range count as the same. */
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
    this(space, new LinkedHashMap<>());
  }

  private Encoding(Space space, SequencedMap<String, Value> fixed) {
    this.space = space;
    int n = space.variables().size();
    this.starts = new int[n + 1];
    this.unitStarts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      Variable variable = space.variables().get(i);
      Value value = fixed.get(variable.name());
      Axis free = Axis.of(variable);
      Axis axis = value == null ? free : Axis.Held.of(free, variable.accept(value));
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
    this.rows =
        space.pool().map(pool -> new PoolRows(pool, axes, starts, this::holds, this::isSame));
  }

  /**
   * The same encoding for designs in which these variables have these values. Others can still be
   * encoded, but none is made.
   *
   * @throws CellwrightException REFUSED for a name or a value that the space does not have
   */
  public Encoding holding(SequencedMap<String, Value> fixed) {
    for (String name : fixed.keySet()) {
      if (!space.names().contains(name)) {
        throw CellwrightException.refused(
            "there is no variable '%s' to hold".formatted(name),
            null,
            NearestName.hint(name, space.names()));
      }
    }
    return fixed.isEmpty() ? this : new Encoding(space, fixed);
  }

  /** Whether a point has the values that are held. */
  public boolean holds(double[] z) {
    for (int i = 0; i < axes.size(); i++) {
      if (axes.get(i) instanceof Axis.Held held && !held.isAt(z, starts[i]) && counts(z, i)) {
        return false;
      }
    }
    return true;
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

  /**
   * The features of a variable, by its place in the space: the first, and the one after the last.
   */
  public int[] featuresOf(int variable) {
    return new int[] {starts[variable], starts[variable + 1]};
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

  /** No variable that gradients cannot move, but those that stand still. */
  public boolean isContinuous() {
    return space.conditions().isEmpty()
        && axes.stream().allMatch(axis -> axis instanceof Axis.Line || axis instanceof Axis.Held);
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

  /** A variable that does not count stands at its neutral place, whatever is said of it. */
  public double[] encode(Design design) {
    double[] z = new double[width()];
    SequencedMap<String, Value> before = new LinkedHashMap<>();
    for (int i = 0; i < axes.size(); i++) {
      String name = space.variables().get(i).name();
      if (!space.counts(name, before)) {
        axes.get(i).neutral(z, starts[i]);
        continue;
      }
      Value value = design.values().get(name);
      if (value == null) {
        throw new IllegalArgumentException("the design says nothing of '" + name + "'");
      }
      axes.get(i).write(value, z, starts[i]);
      before.put(name, value);
    }
    return z;
  }

  /**
   * The features of something done elsewhere, which may lie beyond the bounds or be a described
   * name that is no option; of what is not told, and of what does not count, the neutral place.
   *
   * @throws RuntimeException for a value that has no place here
   */
  public double[] encodeElsewhere(SequencedMap<String, Value> values) {
    double[] z = new double[width()];
    for (int i = 0; i < axes.size(); i++) {
      Value value = values.get(space.variables().get(i).name());
      if (value == null) {
        axes.get(i).neutral(z, starts[i]);
      } else {
        axes.get(i).writeElsewhere(value, z, starts[i]);
      }
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

  /** The design at settled features, without what does not count. */
  public Design decode(double[] z) {
    int row = rows.isPresent() ? rows.get().find(z) : -1;
    if (row >= 0) {
      return space.pool().orElseThrow().design(row);
    }
    return new Design(values(z, axes.size()));
  }

  /** Of the first variables. */
  private SequencedMap<String, Value> values(double[] z, int count) {
    SequencedMap<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = space.variables().get(i).name();
      if (space.counts(name, values)) {
        values.put(name, axes.get(i).read(z, starts[i]));
      }
    }
    return values;
  }

  /** Whether a variable counts at a point, or at the place nearest to it that the space has. */
  boolean counts(double[] z, int variable) {
    String name = space.variables().get(variable).name();
    if (!space.conditions().containsKey(name)) {
      return true;
    }
    double[] settled = z.clone();
    for (int i = 0; i < variable; i++) {
      axes.get(i).settle(settled, starts[i]);
    }
    return space.counts(name, values(settled, variable));
  }

  /** Puts what does not count at its neutral place. */
  private double[] neutralised(double[] z) {
    if (!space.conditions().isEmpty()) {
      SequencedMap<String, Value> before = new LinkedHashMap<>();
      for (int i = 0; i < axes.size(); i++) {
        String name = space.variables().get(i).name();
        if (space.counts(name, before)) {
          axes.get(i).settle(z, starts[i]);
          before.put(name, axes.get(i).read(z, starts[i]));
        } else {
          axes.get(i).neutral(z, starts[i]);
        }
      }
    }
    return z;
  }

  /** The settled features of a point of the unit cube; even there, even here. */
  public double[] fromUnit(double[] u) {
    double[] z = new double[width()];
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).fromUnit(u, unitStarts[i], z, starts[i]);
    }
    return neutralised(z);
  }

  /** Moves features to the nearest place that the space has. */
  public void settle(double[] z) {
    if (!space.conditions().isEmpty()) {
      neutralised(z);
      return;
    }
    for (int i = 0; i < axes.size(); i++) {
      axes.get(i).settle(z, starts[i]);
    }
  }

  /** Settled points one discrete move or one exchange within a blend away. */
  public List<double[]> neighbours(double[] z, RandomStream random) {
    List<double[]> found = new ArrayList<>();
    for (int i = 0; i < axes.size(); i++) {
      if (counts(z, i)) {
        axes.get(i).neighbours(z, starts[i], random, moved -> found.add(neutralised(moved)));
      }
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

  /**
   * Whether two designs are the same but for numbers and fractions that differ by less than this
   * part of their range.
   */
  public boolean isNear(double[] a, double[] b, double reach) {
    for (int i = 0; i < axes.size(); i++) {
      boolean flows = axes.get(i) instanceof Axis.Line || axes.get(i) instanceof Axis.BlendAxis;
      if (!axes.get(i).isSame(a, starts[i], b, starts[i])) {
        return false;
      }
      for (int j = starts[i]; j < starts[i + 1]; j++) {
        if (Math.abs(a[j] - b[j]) > (flows ? reach : SAME)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The axis of a variable, by its place. */
  Axis axis(int variable) {
    return axes.get(variable);
  }

  /** Where the features of a variable begin. */
  int start(int variable) {
    return starts[variable];
  }

  /** The same design: of the same names and levels, numbers within {@link #SAME} of their range. */
  public boolean isSame(double[] a, double[] b) {
    boolean same = same(a, b);
    for (int i = 0; same && i < axes.size(); i++) {
      same = axes.get(i).isSame(a, starts[i], b, starts[i]);
    }
    return same;
  }

  /**
   * Within {@link #SAME} in every feature: no model tells them apart. Levels and names may still
   * differ where they lie that close ({@link #isSame}).
   */
  public static boolean same(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      if (Math.abs(a[i] - b[i]) > SAME) {
        return false;
      }
    }
    return true;
  }
}
