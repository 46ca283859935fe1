package org.cellwright.cli.chart;

import java.util.List;

/** One mark of a drawing, in its pixels, y downwards; {@code style} names how it looks. */
sealed interface Shape {
  String style();

  Shape moved(double right, double down);

  /** A straight line. */
  record Line(double x1, double y1, double x2, double y2, String style) implements Shape {
    @Override
    public Shape moved(double right, double down) {
      return new Line(x1 + right, y1 + down, x2 + right, y2 + down, style);
    }
  }

  /** Straight lines from point to point, closed or not; the title shows when pointed at. */
  record Path(List<Plot.Point> points, boolean closed, String style, String title)
      implements Shape {
    public Path {
      points = List.copyOf(points);
    }

    @Override
    public Shape moved(double right, double down) {
      List<Plot.Point> there =
          points.stream().map(p -> new Plot.Point(p.x() + right, p.y() + down)).toList();
      return new Path(there, closed, style, title);
    }
  }

  /** A circle that leads to {@code target}, if that is not empty. */
  record Circle(double x, double y, double radius, String style, String title, String target)
      implements Shape {
    @Override
    public Shape moved(double right, double down) {
      return new Circle(x + right, y + down, radius, style, title, target);
    }
  }

  /** Words on a base line that start, end or have their middle at x. */
  record Text(double x, double y, Anchor anchor, String style, String content) implements Shape {
    @Override
    public Shape moved(double right, double down) {
      return new Text(x + right, y + down, anchor, style, content);
    }
  }

  /** What stands at the x of a text. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }
}
