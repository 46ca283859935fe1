package org.cellwright.cli.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.cellwright.cli.chart.Chart.Curve;
import org.cellwright.cli.chart.Chart.Panel;
import org.cellwright.cli.chart.Plot.Point;
import org.cellwright.cli.terminal.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ChartTest {

  private static Chart chart(int points) {
    double[] x = new double[points];
    double[] rising = new double[points];
    double[] falling = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = 10.0 * i / (points - 1);
      rising[i] = i == points / 2 ? 30 : x[i];
      falling[i] = i == points / 3 ? Double.NaN : 20 - x[i];
    }
    return new Chart(
        "Two <curves> & a gap",
        "for a test",
        List.of(
            Panel.of("x", "y", List.of(new Curve("up", x, rising), new Curve("down", x, falling))),
            Panel.of("x", "z", List.of(new Curve("", x, falling)))));
  }

  @Test
  void anSvgFileIsWellFormedAndStandsAlone() throws Exception {
    String svg = chart(50).drawing().svgFile();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)));
    assertEquals("svg", document.getDocumentElement().getTagName());
    // Two pieces where the falling curve has its gap.
    assertEquals(5, document.getElementsByTagName("path").getLength());
    assertFalse(svg.contains("NaN") || svg.contains("Infinity"));
    assertEquals(
        1, svg.split("://", -1).length - 1, "only the name space, nothing that is fetched");
    for (String style : List.of("curve-1", "curve-2", "axis", "tick", "paper")) {
      assertTrue(svg.contains("." + style + "{"), style + " has no look");
    }
  }

  @Test
  void aPngShowsTheSameShapes() throws Exception {
    Chart chart = chart(50);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Raster.writePng(chart.drawing(), bytes);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    assertEquals(Math.ceil(2 * chart.drawing().width()), image.getWidth());
    for (String style : List.of("curve-1", "curve-2")) {
      int wanted = Objects.requireNonNull(Look.colour(Look.of(style).stroke())).getRGB();
      int found = 0;
      for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
        found += image.getRGB(i % image.getWidth(), i / image.getWidth()) == wanted ? 1 : 0;
      }
      assertTrue(found > 300, "%s covers %d pixels".formatted(style, found));
    }
  }

  @Test
  void manyPointsAreThinnedButNoPeakIsLost() {
    Chart many = chart(300_001);
    String svg = many.drawing().svgFile();
    assertTrue(svg.length() < 200_000, svg.length() + " characters");
    // The single point at 30 is the top of its frame: 8 + 34 + 34 from the upper edge.
    assertTrue(svg.contains(" 76L") || svg.contains(" 76\""), "the peak is gone");
  }

  @Test
  void aLengthMeansTheSameOnBothAxesOfANyquistPlot() {
    List<Point> points = List.of(new Point(0, 0), new Point(10, 0), new Point(10, 40));
    Panel panel = Panel.of("x", "y", List.of(new Curve("", points, true))).atSameScale();
    Chart chart = new Chart("h", "d", List.of(panel));
    List<Point> drawn =
        chart.drawing().shapes().stream()
            .filter(shape -> shape instanceof Shape.Circle)
            .map(shape -> (Shape.Circle) shape)
            .map(circle -> new Point(circle.x(), circle.y()))
            .toList();
    double across = drawn.get(1).x() - drawn.get(0).x();
    double upwards = drawn.get(1).y() - drawn.get(2).y();
    assertEquals(4, upwards / across, 1e-9);
    assertTrue(chart.drawing().height() < 900, "taller than a page");
  }

  private static Terminal terminal(int columns, boolean colour) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new Terminal(nowhere, nowhere, true, true, columns, colour);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void charactersFitTheTerminal(int columns) {
    String text = CharacterChart.of(chart(500), terminal(columns, false));
    assertFalse(text.contains("\u001b"), "colour where none is welcome");
    List<String> lines = text.lines().toList();
    for (String line : lines) {
      assertTrue(line.length() <= columns, line.length() + " characters: " + line);
    }
    assertTrue(lines.stream().anyMatch(l -> l.length() > Math.min(columns, 120) - 3), "too narrow");
    assertTrue(CharacterChart.of(chart(500), terminal(columns, true)).contains("\u001b[36m"));
  }

  @Test
  void aRisingLineRisesInCharacters() {
    Panel panel =
        Panel.of("x", "y", List.of(new Curve("", new double[] {0, 1}, new double[] {0, 1})));
    String text = CharacterChart.of(new Chart("h", "d", List.of(panel)), terminal(60, false));
    List<Integer> firstDots = new ArrayList<>();
    text.lines()
        .filter(line -> line.chars().anyMatch(c -> c > 0x2800 && c < 0x2900))
        .forEach(line -> {
          int at = 0;
          while (line.charAt(at) < 0x2800 || line.charAt(at) >= 0x2900) {
            at++;
          }
          firstDots.add(at);
        });
    assertEquals(14, firstDots.size());
    for (int k = 1; k < firstDots.size(); k++) {
      assertTrue(firstDots.get(k) < firstDots.get(k - 1), firstDots.toString());
    }
  }
}
