package org.cellwright.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cellwright.cli.chart.Plot.Point;

/**
 * Curves over time for the nominal design (draw 0) and for draws of its tolerances, as a method
 * attaches them: columns {@code draw}, {@code test_time_second}, and any others.
 */
final class Curves {
  private final List<String> columns;
  private final Map<Integer, List<double[]>> draws = new LinkedHashMap<>();

  private Curves(List<String> columns) {
    this.columns = columns;
  }

  /** Empty where the text is not such a table: a report goes without rather than not at all. */
  static Optional<Curves> read(byte[] csv) {
    List<String> lines = new String(csv, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    Curves curves = new Curves(List.of(lines.getFirst().split(",", -1)));
    int draw = curves.columns.indexOf("draw");
    if (draw < 0 || !curves.columns.contains("test_time_second")) {
      return Optional.empty();
    }
    try {
      for (String line : lines.subList(1, lines.size())) {
        String[] words = line.split(",", -1);
        double[] row = new double[curves.columns.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = words[i].isEmpty() ? Double.NaN : Double.parseDouble(words[i]);
        }
        curves.draws.computeIfAbsent((int) row[draw], any -> new ArrayList<>()).add(row);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
    return curves.draws.containsKey(0) ? Optional.of(curves) : Optional.empty();
  }

  /** What can be drawn against time. */
  List<String> quantities() {
    return columns.stream()
        .filter(name -> !name.equals("draw") && !name.equals("test_time_second"))
        .toList();
  }

  /** How many draws there are besides the nominal design. */
  int drawCount() {
    return draws.size() - 1;
  }

  /** One draw, time in minutes. */
  List<Point> curve(int draw, String quantity) {
    int time = columns.indexOf("test_time_second");
    int column = columns.indexOf(quantity);
    return draws.getOrDefault(draw, List.of()).stream()
        .map(row -> new Point(row[time] / 60, row[column]))
        .filter(p -> Double.isFinite(p.y()))
        .toList();
  }

  /**
   * The lowest (sign −1) or highest (sign 1) of all draws that still run, over the longest time.
   */
  List<Point> envelope(String quantity, int sign) {
    List<List<Point>> all = new ArrayList<>();
    draws.keySet().forEach(draw -> all.add(curve(draw, quantity)));
    all.removeIf(List::isEmpty);
    double end = all.stream().mapToDouble(c -> c.getLast().x()).max().orElse(0);
    List<Point> edge = new ArrayList<>();
    for (int i = 0; i <= 160; i++) {
      double time = end * i / 160;
      double extreme = Double.NaN;
      for (List<Point> curve : all) {
        double value = at(curve, time);
        if (Double.isFinite(value) && !(sign * value <= sign * extreme)) {
          extreme = value;
        }
      }
      if (Double.isFinite(extreme)) {
        edge.add(new Point(time, extreme));
      }
    }
    return edge;
  }

  private static double at(List<Point> curve, double time) {
    if (time < curve.getFirst().x() || time > curve.getLast().x()) {
      return Double.NaN;
    }
    for (int i = 1; i < curve.size(); i++) {
      Point a = curve.get(i - 1);
      Point b = curve.get(i);
      if (time <= b.x()) {
        return b.x() == a.x() ? b.y() : a.y() + (b.y() - a.y()) * (time - a.x()) / (b.x() - a.x());
      }
    }
    return curve.getLast().y();
  }
}
