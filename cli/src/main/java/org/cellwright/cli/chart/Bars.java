package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cellwright.cli.chart.Shape.Anchor;

/** Bars beside names: of each a whole, and the part of it that stands in front. */
public final class Bars {
  private static final double WIDTH = 380;
  private static final double ROW = 24;
  private static final double TOP = 30;
  private static final double LEFT = 168;
  private static final double RIGHT = 52;
  private static final double THICK = 12;

  /** A name with two shares, 0 to 1, the second no smaller than the first. */
  public record Bar(String name, double part, double whole) {}

  private Bars() {}

  /** The longest possible bar stands for 1. */
  public static String render(String title, String description, List<Bar> bars) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(new Shape.Text(0, 15, Anchor.START, "label", title));
    double middle = TOP + ROW / 2;
    for (Bar bar : bars) {
      String name = bar.name();
      shapes.add(new Shape.Text(LEFT - 8, middle + 4, Anchor.END, "tick", name));
      shapes.add(new Shape.Line(LEFT, middle, WIDTH - RIGHT, middle, "grid"));
      shapes.add(box(bar.whole(), middle, "total", name));
      shapes.add(box(bar.part(), middle, "first", name));
      double end = LEFT + Math.clamp(bar.whole(), 0, 1) * (WIDTH - LEFT - RIGHT);
      String percent = String.format(Locale.ROOT, "%.0f %%", 100 * bar.whole());
      shapes.add(new Shape.Text(end + 6, middle + 4, Anchor.START, "tick", percent));
      middle += ROW;
    }
    shapes.add(new Shape.Line(LEFT, TOP, LEFT, TOP + ROW * bars.size(), "axis"));
    return new Drawing(WIDTH, TOP + ROW * bars.size() + 6, title, description, shapes).svg();
  }

  private static Shape box(double share, double middle, String style, String title) {
    double end = LEFT + Math.clamp(share, 0, 1) * (WIDTH - LEFT - RIGHT);
    return new Shape.Path(
        List.of(
            new Plot.Point(LEFT, middle - THICK / 2),
            new Plot.Point(end, middle - THICK / 2),
            new Plot.Point(end, middle + THICK / 2),
            new Plot.Point(LEFT, middle + THICK / 2)),
        true,
        style,
        title);
  }
}
