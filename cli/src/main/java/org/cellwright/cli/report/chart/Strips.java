package org.cellwright.cli.report.chart;

import java.util.List;

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
    Svg svg = new Svg(WIDTH, ROW * strips.size() + 12, title, description);
    double middle = ROW / 2 + 6;
    for (Strip strip : strips) {
      svg.text(0, middle + 5, "start", "label", strip.name());
      svg.text(LEFT - 12, middle + 4, "end", "tick", strip.lower());
      svg.text(WIDTH - RIGHT + 12, middle + 4, "start", "tick", strip.upper());
      svg.line(LEFT, middle, WIDTH - RIGHT, middle, "strip");
      svg.line(LEFT, middle - 6, LEFT, middle + 6, "axis");
      svg.line(WIDTH - RIGHT, middle - 6, WIDTH - RIGHT, middle + 6, "axis");
      for (Dot dot : strip.dots()) {
        double x = LEFT + Math.clamp(dot.position(), 0, 1) * (WIDTH - LEFT - RIGHT);
        svg.raw("<a href=\"" + Svg.escape(dot.target()) + "\">");
        svg.circle(x, middle, 6, dot.style(), dot.title());
        svg.raw("</a>\n");
      }
      middle += ROW;
    }
    return svg.close();
  }
}
