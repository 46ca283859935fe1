package org.cellwright.cli.report.chart;

import java.util.Locale;

/** Writes SVG elements; numbers with one decimal, text escaped. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  Svg(double width, double height, String title, String description) {
    text.append(
        "<svg viewBox=\"0 0 %s %s\" role=\"img\" aria-label=\"%s\">"
            .formatted(number(width), number(height), escape(title)));
    text.append("<title>").append(escape(title)).append("</title>");
    text.append("<desc>").append(escape(description)).append("</desc>\n");
  }

  String close() {
    return text + "</svg>\n";
  }

  Svg line(double x1, double y1, double x2, double y2, String style) {
    text.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>\n"
            .formatted(number(x1), number(y1), number(x2), number(y2), style));
    return this;
  }

  Svg path(String data, String style, String title) {
    text.append("<path d=\"%s\" class=\"%s\">".formatted(data, style));
    return titled(title).raw("</path>\n");
  }

  Svg circle(double x, double y, double radius, String style, String title) {
    text.append(
        "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" class=\"%s\">"
            .formatted(number(x), number(y), number(radius), style));
    return titled(title).raw("</circle>");
  }

  Svg text(double x, double y, String anchor, String style, String content) {
    text.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\" class=\"%s\">%s</text>\n"
            .formatted(number(x), number(y), anchor, style, escape(content)));
    return this;
  }

  Svg raw(String markup) {
    text.append(markup);
    return this;
  }

  private Svg titled(String title) {
    if (!title.isEmpty()) {
      text.append("<title>").append(escape(title)).append("</title>");
    }
    return this;
  }

  static String number(double value) {
    String plain = String.format(Locale.ROOT, "%.1f", value);
    return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
  }

  static String escape(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
