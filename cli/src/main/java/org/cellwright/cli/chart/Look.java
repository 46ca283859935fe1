package org.cellwright.cli.chart;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a style looks where a picture stands alone, on white. The one source of both forms of it: the
 * style sheet in an SVG file and the pens of a PNG.
 *
 * @param stroke colour of lines as #rrggbb; null for none
 * @param fill colour of areas and words; null for none
 * @param width of lines, pixels
 * @param dash lengths of dashes and gaps, pixels; 0 for a whole line
 * @param size of words, pixels
 */
record Look(
    @Nullable String stroke,
    @Nullable String fill,
    double width,
    double dash,
    double size,
    boolean bold) {

  private static final String INK = "#1d2327";
  private static final String MUTED = "#66707a";
  private static final String[] SERIES = {"#0b6a99", "#b8560b", "#7a4f9e", "#13795b"};
  private static final Look PLAIN = words(INK, 12.5, false);
  private static final Map<String, Look> LOOKS = looks();

  private static Map<String, Look> looks() {
    Map<String, Look> looks = new LinkedHashMap<>();
    looks.put("paper", new Look(null, "#ffffff", 0, 0, 0, false));
    looks.put("axis", line(MUTED, 1, 0));
    looks.put("grid", line("#eceae4", 1, 0));
    looks.put("limit", line("#b3261e", 1.2, 5));
    looks.put("heading", words(INK, 14, true));
    looks.put("label", words(INK, 12.5, true));
    looks.put("tick", words(MUTED, 11.5, false));
    looks.put("limit-label", words("#b3261e", 11.5, false));
    for (int k = 0; k < SERIES.length; k++) {
      looks.put("curve-" + (k + 1), line(SERIES[k], 1.8, 0));
      looks.put("mark-" + (k + 1), new Look(SERIES[k], "#ffffff", 1.6, 0, 0, false));
      looks.put("name-" + (k + 1), words(SERIES[k], 12.5, true));
    }
    return looks;
  }

  private static Look line(String colour, double width, double dash) {
    return new Look(colour, null, width, dash, 0, false);
  }

  private static Look words(String colour, double size, boolean bold) {
    return new Look(null, colour, 0, 0, size, bold);
  }

  /** How many series look different. */
  static int series() {
    return SERIES.length;
  }

  static Look of(String style) {
    return LOOKS.getOrDefault(style, PLAIN);
  }

  static @Nullable Color colour(@Nullable String hex) {
    return hex == null ? null : Color.decode(hex);
  }

  static String styleSheet() {
    StringBuilder css = new StringBuilder("text{font-family:Helvetica,Arial,sans-serif}");
    LOOKS.forEach((style, look) -> {
      css.append('.').append(style).append('{');
      css.append("stroke:").append(look.stroke == null ? "none" : look.stroke);
      css.append(";fill:").append(look.fill == null ? "none" : look.fill);
      if (look.stroke != null) {
        css.append(";stroke-width:").append(look.width).append(";stroke-linejoin:round");
      }
      if (look.dash > 0) {
        css.append(";stroke-dasharray:").append(look.dash);
      }
      if (look.size > 0) {
        css.append(";font-size:").append(look.size).append("px");
        css.append(look.bold ? ";font-weight:bold" : "");
      }
      css.append('}');
    });
    return css.toString();
  }
}
