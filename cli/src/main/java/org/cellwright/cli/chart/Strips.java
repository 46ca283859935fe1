package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.cli.chart.Shape.Anchor;

/** One strip for each name: where some values sit between their two bounds. */
public final class Strips {
  private static final double WIDTH = 780;
  private static final double ROW = 34;
  private static final double LEFT = 236;
  private static final double RIGHT = 90;

  /**
   * One value on a strip.
   *
   * @param position 0 at the lower bound, 1 at the upper
   */
  public record Dot(double position, String style, String title, String target) {}

  /** A name, its two bounds as text, and the values. */
  public record Strip(String name, String lower, String upper, List<Dot> dots) {
    public Strip {
      dots = List.copyOf(dots);
    }
  }

  private Strips() {}

  public static String render(String title, String description, List<Strip> strips) {
    List<Shape> shapes = new ArrayList<>();
    double middle = ROW / 2 + 6;
    for (Strip strip : strips) {
      shapes.add(new Shape.Text(0, middle + 5, Anchor.START, "label", strip.name()));
      shapes.add(new Shape.Text(LEFT - 12, middle + 4, Anchor.END, "tick", strip.lower()));
      shapes.add(
          new Shape.Text(WIDTH - RIGHT + 12, middle + 4, Anchor.START, "tick", strip.upper()));
      shapes.add(new Shape.Line(LEFT, middle, WIDTH - RIGHT, middle, "strip"));
      shapes.add(new Shape.Line(LEFT, middle - 6, LEFT, middle + 6, "axis"));
      shapes.add(new Shape.Line(WIDTH - RIGHT, middle - 6, WIDTH - RIGHT, middle + 6, "axis"));
      for (Dot dot : strip.dots()) {
        double x = LEFT + Math.clamp(dot.position(), 0, 1) * (WIDTH - LEFT - RIGHT);
        shapes.add(new Shape.Circle(x, middle, 6, dot.style(), dot.title(), dot.target()));
      }
      middle += ROW;
    }
    return new Drawing(WIDTH, ROW * strips.size() + 12, title, description, shapes).svg();
  }
}
