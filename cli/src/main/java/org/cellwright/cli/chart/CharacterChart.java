package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import org.cellwright.cli.chart.Chart.Curve;
import org.cellwright.cli.chart.Chart.Panel;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.cli.terminal.Terminal;
import org.cellwright.cli.terminal.Terminal.Style;

/**
 * A {@link Chart} in characters: braille patterns hold two dots across and four down, so that 80
 * columns show some 140 points side by side.
 */
public final class CharacterChart {
  private static final int FIRST_ROWS = 14;
  private static final int NEXT_ROWS = 8;
  private static final int MOST_COLUMNS = 120;
  private static final int BRAILLE = 0x2800;
  private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

  private CharacterChart() {}

  /** Fits the width of the terminal; in colour where that is welcome. */
  public static String of(Chart chart, Terminal terminal) {
    int columns = Math.min(terminal.columns(), MOST_COLUMNS);
    StringBuilder text = new StringBuilder();
    int rows = FIRST_ROWS;
    for (Panel panel : chart.panels()) {
      text.append(text.isEmpty() ? "" : "\n");
      append(text, panel, columns, rows, terminal);
      rows = NEXT_ROWS;
    }
    return text.toString();
  }

  private static void append(
      StringBuilder text, Panel panel, int columns, int rows, Terminal terminal) {
    Axis y = panel.y();
    int margin = 1;
    for (double tick : y.ticks()) {
      margin = Math.max(margin, y.format(tick).length());
    }
    int across = columns - margin - 2;
    int[][] cells = new int[rows][across];
    for (Curve curve : panel.curves()) {
      for (List<Point> piece : curve.pieces()) {
        draw(cells, piece, panel);
      }
    }
    text.append(fit(y.label(), columns)).append('\n');
    List<String> ticks = ticks(y, rows);
    for (int row = 0; row < rows; row++) {
      String tick = ticks.get(row);
      StringBuilder line = new StringBuilder();
      for (int cell : cells[row]) {
        line.append(cell == 0 ? ' ' : (char) (BRAILLE + cell));
      }
      text.append(" ".repeat(margin - tick.length()))
          .append(terminal.onOut(Style.FAINT, tick + (tick.isEmpty() ? " │" : " ┤")))
          .append(terminal.onOut(Style.ACCENT, line.toString().stripTrailing()))
          .append('\n');
    }
    text.append(terminal.onOut(Style.FAINT, " ".repeat(margin + 1) + "└" + "─".repeat(across)))
        .append('\n')
        .append(terminal.onOut(Style.FAINT, below(panel.x(), margin + 2, across)))
        .append('\n');
  }

  private static void draw(int[][] cells, List<Point> points, Panel panel) {
    int wide = 2 * cells[0].length - 1;
    int high = 4 * cells.length - 1;
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    for (Point point : points) {
      double x = panel.x().position(point.x()) * wide;
      double y = (1 - panel.y().position(point.y())) * high;
      int steps =
          Double.isNaN(lastX)
              ? 0
              : (int) Math.ceil(Math.max(Math.abs(x - lastX), Math.abs(y - lastY)));
      for (int k = 0; k <= steps; k++) {
        double part = steps == 0 ? 1 : (double) k / steps;
        double fromX = Double.isNaN(lastX) ? x : lastX;
        double fromY = Double.isNaN(lastY) ? y : lastY;
        int column = (int) Math.clamp(Math.round(fromX + part * (x - fromX)), 0, wide);
        int row = (int) Math.clamp(Math.round(fromY + part * (y - fromY)), 0, high);
        cells[row / 4][column / 2] |= DOTS[column % 2][row % 4];
      }
      lastX = x;
      lastY = y;
    }
  }

  /** What stands left of each row; empty for most. */
  private static List<String> ticks(Axis y, int rows) {
    List<String> ticks = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      ticks.add("");
    }
    for (double tick : y.ticks()) {
      int row = (int) Math.round((1 - y.position(tick)) * (rows - 1));
      ticks.set(row, y.format(tick));
    }
    return ticks;
  }

  /** The numbers of the axis, as many as fit, and its name. */
  private static String below(Axis x, int margin, int across) {
    StringBuilder line = new StringBuilder(" ".repeat(margin + across));
    int free = 0;
    for (double tick : x.ticks()) {
      String number = x.format(tick);
      int middle = margin + (int) Math.round(x.position(tick) * (across - 1));
      int begin = Math.clamp(middle - number.length() / 2, 0, line.length() - number.length());
      if (begin >= free) {
        line.replace(begin, begin + number.length(), number);
        free = begin + number.length() + 2;
      }
    }
    String name = fit(x.label(), across);
    String second = " ".repeat(margin + across - name.length()) + name;
    return line.toString().stripTrailing() + "\n" + second;
  }

  private static String fit(String text, int columns) {
    return text.length() <= columns ? text : text.substring(0, columns - 1) + "…";
  }
}
