package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.cli.chart.Plot.Point;

/**
 * Curves over one another: a picture, or characters for a terminal.
 *
 * @param heading what people read above it
 * @param description for readers who do not see it
 * @param panels from top to bottom, at least one
 */
public record Chart(String heading, String description, List<Panel> panels) {
  private static final double WIDTH = 760;
  private static final double FIRST_HEIGHT = 300;
  private static final double NEXT_HEIGHT = 200;
  private static final double LETTER = 8;
  private static final double MARGIN = 24;

  /** More points than a picture has pixels across are thinned. */
  private static final int MOST_POINTS = 4000;

  public Chart {
    panels = List.copyOf(panels);
  }

  /**
   * One pair of axes.
   *
   * @param sameScale whether a length means the same on both axes, as in a Nyquist plot
   */
  public record Panel(Axis x, Axis y, List<Curve> curves, boolean sameScale) {
    public Panel {
      curves = List.copyOf(curves);
    }

    /** With axes that hold every point, the lower one no longer than they reach. */
    public static Panel of(String xLabel, String yLabel, List<Curve> curves) {
      return new Panel(
          axis(xLabel, curves, true, 6), axis(yLabel, curves, false, 4), curves, false);
    }

    /**
     * The same where a length means the same on both axes, which begin and end on round numbers.
     */
    public Panel atSameScale() {
      Axis round = Axis.covering(x.label(), x.lower(), x.upper(), 6);
      return new Panel(round, y, curves, true);
    }

    private static Axis axis(String label, List<Curve> curves, boolean ofX, int intervals) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      for (Curve curve : curves) {
        for (Point p : curve.points) {
          double value = ofX ? p.x() : p.y();
          if (Double.isFinite(value)) {
            low = Math.min(low, value);
            high = Math.max(high, value);
          }
        }
      }
      if (!(low <= high)) {
        return Axis.covering(label, 0, 1, intervals);
      }
      return ofX
          ? Axis.between(label, low, high, intervals)
          : Axis.covering(label, low, high, intervals);
    }
  }

  /**
   * @param name empty where there is only one
   * @param points from left to right; a gap where y is no number
   * @param marked whether each point has a mark
   */
  public record Curve(String name, List<Point> points, boolean marked) {
    public Curve {
      points = List.copyOf(points);
    }

    public Curve(String name, double[] x, double[] y) {
      this(name, points(x, y), false);
    }

    public static List<Point> points(double[] x, double[] y) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        points.add(new Point(x[i], y[i]));
      }
      return points;
    }

    /** The pieces between gaps. */
    List<List<Point>> pieces() {
      List<List<Point>> pieces = new ArrayList<>();
      List<Point> piece = new ArrayList<>();
      for (Point point : points) {
        if (Double.isFinite(point.y()) && Double.isFinite(point.x())) {
          piece.add(point);
        } else if (!piece.isEmpty()) {
          pieces.add(piece);
          piece = new ArrayList<>();
        }
      }
      if (!piece.isEmpty()) {
        pieces.add(piece);
      }
      return pieces;
    }
  }

  /** As a picture. */
  public Drawing drawing() {
    int longest =
        panels.stream()
            .flatMap(panel -> panel.curves().stream())
            .mapToInt(curve -> curve.name().length())
            .max()
            .orElse(0);
    double right = MARGIN + LETTER * longest;
    List<Drawing> parts = new ArrayList<>();
    for (Panel panel : panels) {
      parts.add(drawn(panel, parts.isEmpty() ? FIRST_HEIGHT : NEXT_HEIGHT, right));
    }
    return Drawing.stacked(heading, heading, description, parts);
  }

  private static Drawing drawn(Panel panel, double usual, double right) {
    double[] size =
        panel.sameScale()
            ? Plot.sizeOfSameScale(panel.x(), panel.y(), WIDTH, right)
            : new double[] {WIDTH, usual};
    Plot plot = new Plot(panel.y().label(), "", panel.x(), panel.y(), size[0], size[1], right);
    int series = 0;
    for (Curve curve : panel.curves()) {
      series = series % Look.series() + 1;
      List<List<Point>> pieces = curve.pieces();
      for (List<Point> piece : pieces) {
        plot.line(thinned(piece, panel.x()), "curve-" + series, curve.name());
        if (curve.marked()) {
          for (Point point : piece) {
            plot.mark(point, 3, "mark-" + series, "", "");
          }
        }
      }
      if (!curve.name().isEmpty() && !pieces.isEmpty()) {
        plot.endLabel(pieces.getLast().getLast().y(), "name-" + series, curve.name());
      }
    }
    return plot.drawing();
  }

  /** Of each stretch that is one pixel wide the first, lowest, highest and last point. */
  private static List<Point> thinned(List<Point> points, Axis x) {
    if (points.size() <= MOST_POINTS) {
      return points;
    }
    List<Point> kept = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= points.size(); i++) {
      if (i < points.size() && pixel(points.get(i), x) == pixel(points.get(begin), x)) {
        continue;
      }
      int low = begin;
      int high = begin;
      for (int k = begin; k < i; k++) {
        low = points.get(k).y() < points.get(low).y() ? k : low;
        high = points.get(k).y() > points.get(high).y() ? k : high;
      }
      int[] wanted = {begin, Math.min(low, high), Math.max(low, high), i - 1};
      for (int k = 0; k < wanted.length; k++) {
        if (k == 0 || wanted[k] != wanted[k - 1]) {
          kept.add(points.get(wanted[k]));
        }
      }
      begin = i;
    }
    return kept;
  }

  private static long pixel(Point point, Axis x) {
    return Math.round(x.position(point.x()) * WIDTH);
  }
}
