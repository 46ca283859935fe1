package org.cellwright.cli.report;

import java.util.List;

/** Writes HTML that is also well-formed XML. Text is escaped; {@code raw} is not. */
final class Html {
  private final StringBuilder text = new StringBuilder();

  /** A cell or a heading of a table. */
  record Cell(String markup, String style) {
    static Cell number(String plain) {
      return new Cell(escape(plain), "number");
    }

    static Cell words(String plain) {
      return new Cell(escape(plain), "");
    }

    static Cell markup(String markup) {
      return new Cell(markup, "");
    }

    static Cell numeric(String markup) {
      return new Cell(markup, "number");
    }
  }

  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  Html section(String id, String title) {
    return raw("\n<section id=\"%s\">\n<h2>%s</h2>\n".formatted(id, escape(title)));
  }

  Html end() {
    return raw("</section>\n");
  }

  Html paragraph(String markup) {
    return raw("<p>" + markup + "</p>\n");
  }

  Html note(String markup) {
    return raw("<p class=\"note\">" + markup + "</p>\n");
  }

  Html figure(String svg, String caption) {
    raw("<figure>\n").raw(svg);
    if (!caption.isEmpty()) {
      raw("<figcaption>" + caption + "</figcaption>\n");
    }
    return raw("</figure>\n");
  }

  /** A table in a frame that scrolls where the page is too narrow. */
  Html table(String caption, List<Cell> header, List<Row> rows) {
    raw("<div class=\"scroll\"><table>\n<caption>" + escape(caption) + "</caption>\n<thead><tr>");
    header.forEach(
        cell -> raw("<th scope=\"col\"" + style(cell.style()) + ">" + cell.markup() + "</th>"));
    raw("</tr></thead>\n<tbody>\n");
    for (Row row : rows) {
      raw("<tr" + (row.id().isEmpty() ? "" : " id=\"" + escape(row.id()) + "\""));
      raw(style(row.style()) + ">");
      row.cells().forEach(cell -> raw("<td" + style(cell.style()) + ">" + cell.markup() + "</td>"));
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>\n");
  }

  /**
   * A row of a table.
   *
   * @param id what links lead to; empty for none
   */
  record Row(String id, String style, List<Cell> cells) {
    static Row of(List<Cell> cells) {
      return new Row("", "", cells);
    }
  }

  private static String style(String style) {
    return style.isEmpty() ? "" : " class=\"" + style + "\"";
  }

  static String escape(String content) {
    return content
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Words that lead to an evaluation in the appendix. */
  static String link(String evaluation, String content) {
    return "<a href=\"#%s\">%s</a>".formatted(escape(evaluation), escape(content));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
