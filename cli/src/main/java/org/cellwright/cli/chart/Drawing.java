package org.cellwright.cli.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shapes on a sheet, drawn in their order.
 *
 * @param width in pixels
 * @param title for readers who do not see it
 */
public record Drawing(
    double width, double height, String title, String description, List<Shape> shapes) {
  private static final double LETTER_OF_HEADING = 8;

  public Drawing {
    shapes = List.copyOf(shapes);
  }

  /** For a page whose style sheet gives the styles their looks. */
  public String svg() {
    return svg("", "");
  }

  /** A file of its own: light, with everything it needs. */
  public String svgFile() {
    return svg(
        " xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\""
            .formatted(number(width), number(height)),
        "<style>%s</style>%n<rect width=\"100%%\" height=\"100%%\" class=\"paper\"/>%n"
            .formatted(Look.styleSheet()));
  }

  private String svg(String attributes, String beginning) {
    StringBuilder text = new StringBuilder();
    text.append(
        "<svg%s viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(attributes, number(width), number(height), escape(title)));
    text.append("<title>").append(escape(title)).append("</title>");
    text.append("<desc>").append(escape(description)).append("</desc>\n").append(beginning);
    shapes.forEach(shape -> text.append(element(shape)));
    return text.append("</svg>\n").toString();
  }

  private static String element(Shape shape) {
    return switch (shape) {
      case Shape.Line line ->
          "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>\n"
              .formatted(
                  number(line.x1()),
                  number(line.y1()),
                  number(line.x2()),
                  number(line.y2()),
                  line.style());
      case Shape.Path path ->
          "<path d=\"%s\" class=\"%s\">%s</path>\n"
              .formatted(data(path), path.style(), titled(path.title()));
      case Shape.Circle circle -> {
        String mark =
            "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" class=\"%s\">%s</circle>"
                .formatted(
                    number(circle.x()),
                    number(circle.y()),
                    number(circle.radius()),
                    circle.style(),
                    titled(circle.title()));
        yield circle.target().isEmpty()
            ? mark + "\n"
            : "<a href=\"" + escape(circle.target()) + "\">" + mark + "</a>\n";
      }
      case Shape.Text words ->
          "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
              .formatted(
                  number(words.x()),
                  number(words.y()),
                  words.anchor().name().toLowerCase(Locale.ROOT),
                  words.style(),
                  escape(words.content()));
    };
  }

  private static String data(Shape.Path path) {
    StringBuilder data = new StringBuilder();
    for (Plot.Point point : path.points()) {
      data.append(data.isEmpty() ? "M" : "L").append(number(point.x()));
      data.append(' ').append(number(point.y()));
    }
    return data.append(path.closed() ? "Z" : "").toString();
  }

  private static String titled(String title) {
    return title.isEmpty() ? "" : "<title>" + escape(title) + "</title>";
  }

  private static String number(double value) {
    String plain = String.format(Locale.ROOT, "%.1f", value);
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  private static String escape(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Drawings below one another, under a heading. */
  static Drawing stacked(String heading, String title, String description, List<Drawing> parts) {
    List<Shape> shapes = new ArrayList<>();
    shapes.add(new Shape.Text(4, 20, Shape.Anchor.START, "heading", heading));
    double down = 34;
    double width = LETTER_OF_HEADING * heading.length();
    for (Drawing part : parts) {
      for (Shape shape : part.shapes()) {
        shapes.add(shape.moved(0, down));
      }
      down += part.height() + 8;
      width = Math.max(width, part.width());
    }
    double margin = 16;
    List<Shape> inside = shapes.stream().map(shape -> shape.moved(margin, margin / 2)).toList();
    return new Drawing(width + 2 * margin, down + margin, title, description, inside);
  }
}
