package org.cellwright.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import javax.imageio.ImageIO;
import org.cellwright.core.CellwrightException;

/** Draws a {@link Drawing} as PNG, two pixels for each of its own; needs no screen. */
public final class Raster {
  private static final int SCALE = 2;

  private Raster() {}

  /**
   * @throws CellwrightException SHORT where the machine has no fonts to write with
   */
  public static void writePng(Drawing drawing, OutputStream out) throws IOException {
    System.setProperty("java.awt.headless", "true");
    BufferedImage image =
        new BufferedImage(
            (int) Math.ceil(SCALE * drawing.width()),
            (int) Math.ceil(SCALE * drawing.height()),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D pen = image.createGraphics();
    try {
      pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      pen.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      pen.setColor(Look.colour(Look.of("paper").fill()));
      pen.fillRect(0, 0, image.getWidth(), image.getHeight());
      pen.scale(SCALE, SCALE);
      drawing.shapes().forEach(shape -> draw(pen, shape));
    } catch (InternalError | NoClassDefFoundError | UnsatisfiedLinkError e) {
      throw new CellwrightException(
          CellwrightException.Kind.SHORT,
          "a PNG cannot be drawn: this machine has no fonts (%s)".formatted(e.getMessage()),
          null,
          "Write a .svg instead, or install fontconfig and a font.");
    } finally {
      pen.dispose();
    }
    ImageIO.write(image, "png", out);
  }

  private static void draw(Graphics2D pen, Shape shape) {
    Look look = Look.of(shape.style());
    switch (shape) {
      case Shape.Line line ->
          paint(pen, new Line2D.Double(line.x1(), line.y1(), line.x2(), line.y2()), look);
      case Shape.Circle c ->
          paint(
              pen,
              new Ellipse2D.Double(
                  c.x() - c.radius(), c.y() - c.radius(), 2 * c.radius(), 2 * c.radius()),
              look);
      case Shape.Path path -> {
        Path2D.Double outline = new Path2D.Double();
        for (Plot.Point point : path.points()) {
          if (outline.getCurrentPoint() == null) {
            outline.moveTo(point.x(), point.y());
          } else {
            outline.lineTo(point.x(), point.y());
          }
        }
        if (path.closed()) {
          outline.closePath();
        }
        paint(pen, outline, look);
      }
      case Shape.Text words -> {
        pen.setFont(
            new Font(Font.SANS_SERIF, look.bold() ? Font.BOLD : Font.PLAIN, 1)
                .deriveFont((float) look.size()));
        pen.setColor(Look.colour(look.fill()));
        FontMetrics metrics = pen.getFontMetrics();
        double width = metrics.stringWidth(words.content());
        double left =
            switch (words.anchor()) {
              case START -> 0;
              case MIDDLE -> 0.5 * width;
              case END -> width;
            };
        pen.drawString(words.content(), (float) (words.x() - left), (float) words.y());
      }
    }
  }

  private static void paint(Graphics2D pen, java.awt.Shape outline, Look look) {
    Color fill = Look.colour(look.fill());
    if (fill != null) {
      pen.setColor(fill);
      pen.fill(outline);
    }
    Color stroke = Look.colour(look.stroke());
    if (stroke != null) {
      pen.setColor(stroke);
      float[] dash = look.dash() > 0 ? new float[] {(float) look.dash()} : null;
      pen.setStroke(
          new BasicStroke(
              (float) look.width(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
      pen.draw(outline);
    }
  }
}
