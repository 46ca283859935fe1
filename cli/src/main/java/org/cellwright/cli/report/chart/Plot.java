package org.cellwright.cli.report.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Points, lines, steps and bands between two axes. What is added first is drawn first; labels at
 * the right end keep out of each other's way.
 */
public final class Plot {
  private static final double TOP = 34;
  private static final double BOTTOM = 46;
  private static final double LEFT = 58;
  private static final double LABEL_HEIGHT = 15;

  /** A place in the units of the axes. */
  public record Point(double x, double y) {}

  private record EndLabel(double y, String text, String style) {}

  private final Axis x;
  private final Axis y;
  private final double width;
  private final double height;
  private final double right;
  private final Svg svg;
  private final List<EndLabel> endLabels = new ArrayList<>();

  /**
   * @param right room for labels at the right end of lines
   */
  public Plot(
      String title, String description, Axis x, Axis y, double width, double height, double right) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
    this.right = right;
    this.svg = new Svg(width, height, title, description);
    drawAxes();
  }

  private void drawAxes() {
    for (double tick : y.ticks()) {
      double at = down(tick);
      svg.line(LEFT, at, width - right, at, tick == y.lower() ? "axis" : "grid");
      svg.text(LEFT - 8, at + 4, "end", "tick", y.format(tick));
    }
    for (double tick : x.ticks()) {
      double at = across(tick);
      svg.line(at, height - BOTTOM, at, height - BOTTOM + 5, "axis");
      svg.text(at, height - BOTTOM + 19, "middle", "tick", x.format(tick));
    }
    svg.text(4, 16, "start", "label", y.label());
    svg.text(width - right, height - 6, "end", "label", x.label());
  }

  /**
   * One mark.
   *
   * @param target where a click leads, such as {@code #e0017}; empty for nowhere
   * @return whether it lies inside the frame; nothing is drawn outside
   */
  public boolean mark(Point point, double radius, String style, String title, String target) {
    if (!x.holds(point.x()) || !y.holds(point.y())) {
      return false;
    }
    if (!target.isEmpty()) {
      svg.raw("<a href=\"" + Svg.escape(target) + "\">");
    }
    svg.circle(across(point.x()), down(point.y()), radius, style, title);
    svg.raw(target.isEmpty() ? "\n" : "</a>\n");
    return true;
  }

  public void line(List<Point> points, String style, String title) {
    if (!points.isEmpty()) {
      svg.path("M" + joined(points), style, title);
    }
  }

  /** Keeps each value until the next point. */
  public void steps(List<Point> points, String style, String title) {
    line(stairs(points), style, title);
  }

  /** Fills what lies between two edges that run in the same direction. */
  public void band(List<Point> upper, List<Point> lower, String style, String title) {
    if (!upper.isEmpty() && !lower.isEmpty()) {
      svg.path("M" + joined(upper) + "L" + joined(lower.reversed()) + "Z", style, title);
    }
  }

  /** A limit across the whole frame, with a word on it. */
  public void limit(double at, String text) {
    if (y.holds(at)) {
      svg.line(LEFT, down(at), width - right, down(at), "limit");
      boolean below = y.position(at) > 0.9;
      svg.text(LEFT + 6, down(at) + (below ? 14 : -5), "start", "limit-label", text);
    }
  }

  /** Words beside a point, below it to the right. */
  public void label(Point point, String style, String text) {
    if (x.holds(point.x()) && y.holds(point.y())) {
      svg.text(across(point.x()) + 12, down(point.y()) + 16, "start", style, text);
    }
  }

  /** Words at the right end of a line that ends at this height. */
  public void endLabel(double at, String style, String text) {
    endLabels.add(new EndLabel(down(Math.clamp(at, y.lower(), y.upper())), text, style));
  }

  public String render() {
    double free = TOP;
    List<EndLabel> sorted = new ArrayList<>(endLabels);
    sorted.sort(Comparator.comparingDouble(EndLabel::y));
    double last = height - BOTTOM - LABEL_HEIGHT * (sorted.size() - 1);
    for (EndLabel label : sorted) {
      double at = Math.min(Math.max(label.y(), free), last);
      svg.text(width - right + 8, at + 4, "start", label.style(), label.text());
      free = at + LABEL_HEIGHT;
      last += LABEL_HEIGHT;
    }
    return svg.close();
  }

  private static List<Point> stairs(List<Point> points) {
    List<Point> stairs = new ArrayList<>();
    for (Point point : points) {
      if (!stairs.isEmpty()) {
        stairs.add(new Point(point.x(), stairs.getLast().y()));
      }
      stairs.add(point);
    }
    return stairs;
  }

  private String joined(List<Point> points) {
    StringBuilder data = new StringBuilder();
    for (Point point : points) {
      double px = across(Math.clamp(point.x(), x.lower(), x.upper()));
      double py = down(Math.clamp(point.y(), y.lower(), y.upper()));
      data.append(data.isEmpty() ? "" : "L")
          .append(Svg.number(px))
          .append(' ')
          .append(Svg.number(py));
    }
    return data.toString();
  }

  private double across(double value) {
    return LEFT + x.position(value) * (width - LEFT - right);
  }

  private double down(double value) {
    return height - BOTTOM - y.position(value) * (height - TOP - BOTTOM);
  }
}
