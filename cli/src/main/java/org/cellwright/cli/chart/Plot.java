package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cellwright.cli.chart.Shape.Anchor;

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
  private final String title;
  private final String description;
  private final List<Shape> shapes = new ArrayList<>();
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
    this.title = title;
    this.description = description;
    drawAxes();
  }

  private void drawAxes() {
    for (double tick : y.ticks()) {
      double at = down(tick);
      line(LEFT, at, width - right, at, tick == y.lower() ? "axis" : "grid");
      text(LEFT - 8, at + 4, Anchor.END, "tick", y.format(tick));
    }
    for (double tick : x.ticks()) {
      double at = across(tick);
      line(at, height - BOTTOM, at, height - BOTTOM + 5, "axis");
      text(at, height - BOTTOM + 19, Anchor.MIDDLE, "tick", x.format(tick));
    }
    text(4, 16, Anchor.START, "label", y.label());
    text(width - right, height - 6, Anchor.END, "label", x.label());
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
    shapes.add(new Shape.Circle(across(point.x()), down(point.y()), radius, style, title, target));
    return true;
  }

  public void line(List<Point> points, String style, String title) {
    if (!points.isEmpty()) {
      shapes.add(new Shape.Path(placed(points), false, style, title));
    }
  }

  /** Keeps each value until the next point. */
  public void steps(List<Point> points, String style, String title) {
    line(stairs(points), style, title);
  }

  /** Fills what lies between two edges that run in the same direction. */
  public void band(List<Point> upper, List<Point> lower, String style, String title) {
    if (!upper.isEmpty() && !lower.isEmpty()) {
      List<Point> outline = new ArrayList<>(placed(upper));
      outline.addAll(placed(lower.reversed()));
      shapes.add(new Shape.Path(outline, true, style, title));
    }
  }

  /** A limit across the whole frame, with a word on it. */
  public void limit(double at, String text) {
    if (y.holds(at)) {
      line(LEFT, down(at), width - right, down(at), "limit");
      boolean below = y.position(at) > 0.9;
      text(LEFT + 6, down(at) + (below ? 14 : -5), Anchor.START, "limit-label", text);
    }
  }

  /** Words beside a point, below it to the right. */
  public void label(Point point, String style, String text) {
    if (x.holds(point.x()) && y.holds(point.y())) {
      text(across(point.x()) + 12, down(point.y()) + 16, Anchor.START, style, text);
    }
  }

  /** Words at the right end of a line that ends at this height. */
  public void endLabel(double at, String style, String text) {
    endLabels.add(new EndLabel(down(Math.clamp(at, y.lower(), y.upper())), text, style));
  }

  /** As SVG for a page. */
  public String render() {
    return drawing().svg();
  }

  Drawing drawing() {
    double free = TOP;
    List<EndLabel> sorted = new ArrayList<>(endLabels);
    sorted.sort(Comparator.comparingDouble(EndLabel::y));
    double last = height - BOTTOM - LABEL_HEIGHT * (sorted.size() - 1);
    for (EndLabel label : sorted) {
      double at = Math.min(Math.max(label.y(), free), last);
      text(width - right + 8, at + 4, Anchor.START, label.style(), label.text());
      free = at + LABEL_HEIGHT;
      last += LABEL_HEIGHT;
    }
    return new Drawing(width, height, title, description, shapes);
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

  private List<Point> placed(List<Point> points) {
    return points.stream()
        .map(p ->
            new Point(
                across(Math.clamp(p.x(), x.lower(), x.upper())),
                down(Math.clamp(p.y(), y.lower(), y.upper()))))
        .toList();
  }

  private void line(double x1, double y1, double x2, double y2, String style) {
    shapes.add(new Shape.Line(x1, y1, x2, y2, style));
  }

  private void text(double x, double y, Anchor anchor, String style, String content) {
    shapes.add(new Shape.Text(x, y, anchor, style, content));
  }

  /**
   * Width and height at which a length means the same on both axes; neither beyond {@code most}.
   */
  static double[] sizeOfSameScale(Axis x, Axis y, double most, double right) {
    double upright = (y.upper() - y.lower()) / (x.upper() - x.lower());
    double across = Math.min(most - LEFT - right, (most - TOP - BOTTOM) / upright);
    return new double[] {LEFT + right + across, TOP + BOTTOM + across * upright};
  }

  private double across(double value) {
    return LEFT + x.position(value) * (width - LEFT - right);
  }

  private double down(double value) {
    return height - BOTTOM - y.position(value) * (height - TOP - BOTTOM);
  }
}
