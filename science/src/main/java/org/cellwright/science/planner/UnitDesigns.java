package org.cellwright.science.planner;

import java.util.List;
import java.util.Optional;
import org.cellwright.core.Design;
import org.cellwright.core.Space;
import org.cellwright.science.planner.space.Encoding;
import org.cellwright.science.planner.space.Rules;

/** The designs of a space as points of a unit cube, for planners that search in one. Immutable. */
public final class UnitDesigns {
  private final Encoding encoding;
  private final Rules rules;

  private UnitDesigns(Encoding encoding) {
    this.encoding = encoding;
    this.rules = Rules.of(encoding);
  }

  public static UnitDesigns of(Space space) {
    return new UnitDesigns(new Encoding(space));
  }

  /** How many coordinates the cube has. */
  public int width() {
    return encoding.unitWidth();
  }

  /** The design at a point, moved as little as needed to keep the known rules. */
  public Design design(double[] u) {
    return encoding.decode(rules.mend(encoding.fromUnit(u)));
  }

  /** Whether the planner can learn from what was done at a design. */
  public boolean hasPlaceFor(Design design) {
    return encoding.tryEncode(design).isPresent();
  }

  /** Designs among which others can be found. */
  public Known known(List<Design> designs) {
    return new Known(encoding, designs.stream().map(encoding::tryEncode).toList());
  }

  /** Designs by number. */
  public static final class Known {
    private final Encoding encoding;
    private final List<Optional<double[]>> points;

    private Known(Encoding encoding, List<Optional<double[]>> points) {
      this.encoding = encoding;
      this.points = points;
    }

    /** The number of the same design; −1 for none. */
    public int find(Design design) {
      double[] z = encoding.encode(design);
      for (int i = 0; i < points.size(); i++) {
        if (points.get(i).filter(point -> encoding.isSame(point, z)).isPresent()) {
          return i;
        }
      }
      return -1;
    }
  }
}
